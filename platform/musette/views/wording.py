"""What a person shows, in a few words: an item, and the kind of audience it is for."""

from collections.abc import Iterable

from flask_babel import gettext as _

from assessment.referential import Axis, referential
from musette.forms import AUDIENCES
from musette.service.bringing import Thing
from pages.formats import language
from sharing.rules import NAMES, Audience, Item

SHOWN = "grants"  # the kind of things that are shown, in a list of choices


def item_words(item: Item, about: str) -> str:
    """What is shown: an axis by its name."""
    if item is Item.AXIS and about in list(Axis):
        return referential().sheets[Axis(about)].label[language()]
    return str(_(NAMES[item]))


def audience_words(audience: Audience) -> str:
    """To what kind of audience."""
    return next(str(each.label) for each in AUDIENCES if each.value == audience.value)


def labels_of(every: Iterable[Thing]) -> dict[str, str]:
    """The words of what was shown, by the code each thing has (`showing.code_of`)."""
    return {each.words: _of_code(each.words) for each in every if each.kind == SHOWN}


def _of_code(code: str) -> str:
    item, about, audience = code.split("/")
    return f"{item_words(Item(item), about)} · {audience_words(Audience(audience))}"
