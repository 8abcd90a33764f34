"""The forms of reviews."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.forms import LevelField
from assessment.referential import referential
from kernel.refusals import Unknown
from pages.forms import Form, IdField, WordsField, at_most, options, required
from peer.models import AnswerKind
from peer.rules import Stance
from peer.service.requests import LONGEST_WORDS


class Boxes(SelectMultipleField):  # type: ignore[misc] # WTForms has no types
    """Several answers, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AskForm(Form):
    """Beginning a request; its hidden id makes sending twice harmless."""

    id = IdField()


class ChooseForm(Form):
    """Whom one chooses, and what they will read."""

    message = WordsField(_l("Your message"), [Optional(), at_most(LONGEST_WORDS)])

    @property
    def chosen(self) -> list[UUID]:
        """The members ticked; anything that is no id is left out."""
        return [UUID(each) for each in request.form.getlist("chosen") if is_id(each)]

    @property
    def set_aside(self) -> UUID:
        """The name drawn to leave out; raises Unknown when it is no id."""
        pressed = request.form["set_aside"]
        if not is_id(pressed):
            raise Unknown
        return UUID(pressed)


class StatementForm(Form):
    """Confirm, see it otherwise, or abstain."""

    stance = RadioField(_l("Your opinion"), [required()], choices=[])
    level = LevelField(_l("I would rather put it at"), render_kw={"min": 0, "max": 100})
    grounds = Boxes(_l("What do you rely on?"), choices=[])
    words = WordsField(_l("Your words"), [at_most(LONGEST_WORDS)])

    def offer(self, language: str) -> None:
        """List what may be answered, and what one may rely on."""
        self.grounds.choices = options((each.id, each.text[language]) for each in referential().grounds)

    @property
    def chosen_grounds(self) -> Sequence[str]:
        """The grounds ticked."""
        return self.grounds.data or []


class ReplyForm(Form):
    """Keep one's level, or adjust it."""

    kind = RadioField(_l("Your answer"), [required()], choices=[])
    level = LevelField(_l("My new level"), [Optional()], render_kw={"min": 0, "max": 100})
    words = WordsField(_l("Your words"), [Optional(), at_most(LONGEST_WORDS)])


STANCES = (Stance.ENDORSE, Stance.CONTEST, Stance.ABSTAIN)
ANSWERS = (AnswerKind.KEEP, AnswerKind.ADJUST)


def is_id(text: str) -> bool:
    """Whether a text is the id of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
