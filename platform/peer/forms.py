"""The forms of reviews."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.forms import LevelField
from assessment.referential import referential
from kernel.refusals import Unknown
from pages.forms import Form, IdField, TextField, WordsField, at_most, is_id, options, required
from peer.models.evidence import Evidence
from peer.models.requests import ReviewRequest
from peer.service.opinions import grounds_for
from peer.service.outcomes import LONGEST_OUTCOME
from peer.service.requests import LONGEST_WORDS
from peer.service.witnesses import Outsider
from tenants.models import Membership


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
    evidence = WordsField(_l("Where this work can be seen"), [Optional(), at_most(LONGEST_WORDS)])
    name = TextField(_l("Name of the witness"), render_kw={"autocomplete": "off"})
    email = EmailField(_l("E-mail address of the witness"), render_kw={"autocomplete": "off"})
    language = SelectField(
        _l("Language of the witness"), choices=options((("fr", _l("French")), ("en", _l("English"))))
    )

    @property
    def chosen(self) -> list[UUID]:
        """The members ticked; anything that is no id is left out."""
        return [UUID(each) for each in request.form.getlist("chosen") if is_id(each)]

    @property
    def set_aside(self) -> UUID:
        """The name drawn to leave out; raises Unknown when it is no id."""
        return pressed_id("set_aside")

    @property
    def outsider(self) -> Outsider | None:
        """The witness typed, None when nothing is."""
        name, email = self.name.data or "", (self.email.data or "").strip()
        return Outsider(name, email, self.language.data) if name or email else None


class StatementForm(Form):
    """Confirm, see it otherwise, or abstain."""

    stance = RadioField(_l("Your opinion"), [required()], choices=[])
    level = LevelField(_l("I would rather put it at"), render_kw={"min": 0, "max": 100})
    grounds = Boxes(_l("What do you rely on?"), choices=[])
    words = WordsField(_l("Your words"), [at_most(LONGEST_WORDS)])
    named = BooleanField(_l("If I confirm, my name may appear on the badge"))

    def offer(self, asked: ReviewRequest, exhibits: Sequence[Evidence], language: str) -> None:
        """List what one may rely on to answer this request."""
        self.grounds.choices = options(
            (each.id, each.text[language]) for each in grounds_for(asked, exhibits)
        )

    @property
    def chosen_grounds(self) -> Sequence[str]:
        """The grounds ticked."""
        return self.grounds.data or []


class ReplyForm(Form):
    """Keep one's level, adjust it, or ask for mediation."""

    kind = RadioField(_l("Your answer"), [required()], choices=[])
    level = LevelField(_l("My new level"), [Optional()], render_kw={"min": 0, "max": 100})
    mediator = RadioField(_l("Who could help you both?"), choices=[], validate_choice=False)
    words = WordsField(_l("Your words"), [Optional(), at_most(LONGEST_WORDS)])

    @property
    def chosen_mediator(self) -> UUID | None:
        """The mediator chosen, if it is an id."""
        chosen = self.mediator.data
        return UUID(chosen) if chosen and is_id(chosen) else None


class OutcomeForm(Form):
    """The outcome of a mediation being written; `seen` is the digest of the words last read."""

    words = WordsField(_l("What we could say together"), [at_most(LONGEST_OUTCOME)])
    seen = HiddenField()


class ThanksForm(Form):
    """Whom one thanks, for what; its hidden id makes sending twice harmless."""

    id = IdField()
    search = TextField(_l("Find a member by name"), render_kw={"autocomplete": "off"})
    recipient = RadioField(_l("Whom do you thank?"), [required()], choices=[])
    words = WordsField(_l("Your words"), [required(), at_most(LONGEST_WORDS)])
    axis = RadioField(_l("What is it about?"), [Optional()], choices=[], default="")

    def offer(self, people: Iterable[Membership], language: str) -> None:
        """List the members found, and the three axes."""
        self.recipient.choices = options((each.id, each.display_name) for each in people)
        sheets = [sheet for sheet in referential().sheets.values() if sheet.peer_reviewed]
        named = [(sheet.axis.value, sheet.label[language]) for sheet in sheets]
        self.axis.choices = options([("", _l("No axis in particular")), *named])


def pressed_id(button: str) -> UUID:
    """The row a button stands beside; raises Unknown when it names none."""
    pressed = request.form.get(button, "")
    if not is_id(pressed):
        raise Unknown
    return UUID(pressed)
