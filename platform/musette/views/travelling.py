"""The forms of going and of arriving together."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField

from musette.forms import ChooseForm
from musette.service.together import Wishes
from pages.forms import Form, IdField, TextField, at_most, options, required
from tenants.rules import LONGEST_NAME

COPY_OR_LEAVE = (
    ("copy", _l("I stay: a copy of my satchel goes along")),
    ("leave", _l("I mean to leave")),
)


class OpenForm(Form):
    """A common departure: what it is about, and its last day."""

    id = IdField()
    title = TextField(_l("Title"), [required(), at_most(LONGEST_NAME)])
    closes_on = DateField(_l("Last day to join"), [required()])


class JoinForm(ChooseForm):
    """Whether one leaves or stays, and what one takes along."""

    leaves = RadioField(
        _l("And after that"),
        [required()],
        choices=options(COPY_OR_LEAVE),
    )

    @property
    def wishes(self) -> Wishes:
        """What was chosen."""
        return Wishes(self.leaves.data == "leave", [UUID(each) for each in self.chosen.data or ()])


class JointFileForm(Form):
    """A file several people made."""

    file = FileField(_l("The file you made together"), [required()], render_kw={"accept": ".musette"})


class CodeForm(Form):
    """A personal code."""

    typed_code = TextField(
        _l("Your code"), [required(), at_most(120)], render_kw={"autocomplete": "off", "spellcheck": "false"}
    )


class ArriveForm(ChooseForm):
    """What one lets in: one's own things, what was said of one, what one said of others."""

    hears = BooleanField(_l("What those I came with said of my work"))
    speaks = BooleanField(_l("What I said of their work"))
