"""The forms of a workshop."""

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField
from wtforms.validators import InputRequired, Optional, ValidationError

from assessment.forms import LevelField
from assessment.referential import Axis
from kernel.refusals import N_, Invalid
from pages.forms import Form, IdField, WordsField, at_most, required
from workshop.rules import LONGEST_WORDS
from workshop.service.agreeing import NOT_A_COUNT

LONGEST_COUNT = 4  # digits
NO_AXIS = N_("Choose one of the seven axes.")


class CountField(IntegerField):  # type: ignore[misc] # WTForms has no types
    """A number of people; empty is no number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number."""
        self.data: int | None = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        if not typed.isdecimal() or len(typed) > LONGEST_COUNT:
            raise ValidationError(gettext(NOT_A_COUNT))
        self.data = int(typed)


class PrepareForm(Form):
    """The day of a workshop; its hidden id makes sending twice harmless."""

    id = IdField()
    held_on = DateField(_l("Day of the workshop"), [required()])


class MarkForm(Form):
    """Where the group places the common mark of an axis."""

    level = LevelField(
        _l("Common mark, from 0 to 100"),
        [InputRequired(_l("This field is needed."))],  # 0 is a mark
        render_kw={"min": 0, "max": 100, "autocomplete": "off"},
    )


class WordsForm(Form):
    """What the group decides to keep; `seen` is the digest of the words last read."""

    words = WordsField(_l("Words to keep"), [Optional(), at_most(LONGEST_WORDS)])
    seen = HiddenField()


class EndForm(Form):
    """How many people are in the room when the marks are kept."""

    people = CountField(_l("How many are you in the room?"), render_kw={"min": 1, "autocomplete": "off"})


def chosen_axis() -> Axis:
    """The axis a button speaks of; raises Invalid when it is none of the seven."""
    try:
        return Axis(request.form.get("axis", ""))
    except ValueError as fault:
        raise Invalid(NO_AXIS) from fault
