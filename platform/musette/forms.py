"""The forms of a satchel: capturing, describing, intending, imagining, offering, naming an activity."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Optional

from assessment.forms import LevelField
from assessment.referential import Axis, referential
from musette.models import Experience, OfferKind
from musette.photos import LARGEST
from musette.rules import (
    LONGEST_DETAILS,
    LONGEST_HELPED,
    LONGEST_INTENTION,
    LONGEST_OFFER,
    LONGEST_WORDS,
)
from musette.service.bringing import Thing
from musette.service.experiences import Told
from musette.service.intentions import Meant
from musette.service.offers import Proposed
from musette.service.portfolios import Composed
from pages.forms import Form, IdField, TextField, WordsField, at_most, is_id, options, required
from peer.forms import Boxes
from sharing.rules import Audience
from sharing.service.grants import To
from tenants.rules import LONGEST_NAME

PICTURES = "image/jpeg,image/png,image/webp"
LEVEL = {"min": 0, "max": 100, "step": 1}
KINDS = options([(OfferKind.PERSON, _l("You may ask me")), (OfferKind.WORKSHOP, _l("A workshop, on a day"))])


class AxisField(SelectField):  # type: ignore[misc] # WTForms has no types
    """One of the seven axes in the language of the page, or none."""

    def offer(self, language: str, nothing: str = "") -> None:
        """List the axes, after a way to choose none."""
        axes = [(axis.value, sheet.label[language]) for axis, sheet in referential().sheets.items()]
        self.choices = options([("", nothing or gettext("Choose an axis")), *axes])

    @property
    def axis(self) -> Axis | None:
        """The axis chosen."""
        return Axis(self.data) if self.data else None


class PhotoForm(Form):
    """A photo."""

    photo = FileField(_l("Photo"), render_kw={"accept": PICTURES})

    @property
    def sent(self) -> bytes | None:
        """What was sent, up to just more than what is taken; none when nothing was chosen."""
        if not self.photo.data or not self.photo.data.filename:
            return None
        body: bytes = self.photo.data.stream.read(LARGEST + 1)
        return body


class CaptureForm(PhotoForm):
    """An experience in the moment: words or a photo, the day, an axis if it is clear, at work or not."""

    id = IdField()
    words = WordsField(_l("What did you do?"), [at_most(LONGEST_WORDS)], render_kw={"rows": 3})
    on = DateField(_l("Day"), [required()])
    axis = AxisField(_l("Axis"), [Optional()], choices=[])
    outside = BooleanField(_l("Outside work"))

    @property
    def told(self) -> Told:
        """What was said."""
        return Told(self.on.data, self.words.data or "", self.axis.axis, bool(self.outside.data))


class DescribeForm(Form):
    """The same later, with what there was no time to say."""

    words = WordsField(_l("In a few words"), [at_most(LONGEST_WORDS)], render_kw={"rows": 3})
    details = WordsField(_l("What there is to say of it now"), [at_most(LONGEST_DETAILS)])
    on = DateField(_l("Day"), [required()])
    axis = AxisField(_l("Axis"), [Optional()], choices=[])
    helped = TextField(_l("Who helped"), [at_most(LONGEST_HELPED)])
    recognised = BooleanField(_l("A moment when my work was recognised"))
    outside = BooleanField(_l("Outside work"))

    @property
    def told(self) -> Told:
        """What was said."""
        return Told(
            on=self.on.data,
            words=self.words.data or "",
            axis=self.axis.axis,
            outside=bool(self.outside.data),
            details=self.details.data or "",
            recognised=bool(self.recognised.data),
            helped=self.helped.data or "",
        )


def describe_form(row: Experience) -> DescribeForm:
    """The form of an experience, filled with what is known."""
    return DescribeForm(obj=row, axis=row.axis.value if row.axis else "")


class IntentionForm(Form):
    """What one means to do, and until when."""

    id = IdField()
    axis = AxisField(_l("Axis"), [required()], choices=[])
    words = WordsField(
        _l("What I mean to do"), [required(), at_most(LONGEST_INTENTION)], render_kw={"rows": 3}
    )
    aimed = LevelField(_l("The level I hope for"), [Optional()], render_kw=LEVEL)
    review_on = DateField(_l("The day I look back"), [required()])

    @property
    def meant(self) -> Meant:
        """What was said."""
        return Meant(Axis(self.axis.data), self.words.data, self.review_on.data, self.aimed.data)


class LookBackForm(Form):
    """What one found on looking back."""

    found = WordsField(_l("What I make of it"), [at_most(LONGEST_WORDS)], render_kw={"rows": 3})


class ScenarioForm(Form):
    """A scenario; its levels are added by `scenario_form`."""

    id = IdField()
    label = TextField(_l("What if…"), [required(), at_most(LONGEST_NAME)])
    words = WordsField(_l("What it would change"), [at_most(LONGEST_WORDS)], render_kw={"rows": 3})

    @property
    def levels(self) -> dict[Axis, int | None]:
        """The levels typed."""
        return {axis: self[axis.value].data for axis in Axis}


def scenario_form(
    levels: Mapping[Axis, int | None], language: str, *, label: str = "", words: str = ""
) -> ScenarioForm:
    """A form of a name and seven levels, filled with those given."""
    fields: dict[str, Any] = {
        axis.value: LevelField(sheet.label[language], [Optional()], render_kw=LEVEL)
        for axis, sheet in referential().sheets.items()
    }
    filled: Mapping[str, object] = {axis.value: level for axis, level in levels.items()}
    form: ScenarioForm = type("OneScenarioForm", (ScenarioForm,), fields)(label=label, words=words, **filled)
    return form


class OfferForm(Form):
    """What one offers the others."""

    id = IdField()
    axis = AxisField(_l("Axis"), [required()], choices=[])
    kind = RadioField(_l("What you offer"), [required()], choices=KINDS)
    words = WordsField(_l("In a few words"), [required(), at_most(LONGEST_OFFER)], render_kw={"rows": 3})
    on = DateField(_l("Day of the workshop"), [Optional()])

    @property
    def proposed(self) -> Proposed:
        """What was said."""
        return Proposed(Axis(self.axis.data), OfferKind(self.kind.data), self.words.data, self.on.data)


class ActivityForm(Form):
    """The name of an activity."""

    id = IdField()
    label = TextField(_l("What you call it"), [required(), at_most(LONGEST_NAME)])


AUDIENCES = options(
    [
        (Audience.PEERS, _l("Peers I choose")),
        (Audience.PERSON, _l("One person, for 30 days")),
        (Audience.GROUP, _l("My group")),
        (Audience.COOPERATIVE, _l("My cooperative")),
        (Audience.LINK, _l("A link that expires")),
    ]
)


class ShareForm(Form):
    """To whom something is shown; nothing is chosen in advance."""

    id = IdField()
    audience = RadioField(_l("To whom"), [required()], choices=AUDIENCES)
    group = SelectField(_l("Group"), [Optional()], choices=[], validate_choice=False)
    days = IntegerField(
        _l("Number of days, 90 at most"), [Optional()], default=30, render_kw={"min": 1, "max": 90}
    )

    @property
    def readers(self) -> tuple[UUID, ...]:
        """The people chosen for the audience; anything that is no id is left out."""
        named = {Audience.PEERS.value: "peers", Audience.PERSON.value: "person"}.get(self.audience.data, "")
        return tuple(UUID(each) for each in request.form.getlist(named) if is_id(each))

    @property
    def to(self) -> To:
        """The audience chosen."""
        audience = Audience(self.audience.data)
        group = UUID(self.group.data) if audience is Audience.GROUP and is_id(self.group.data or "") else None
        return To(audience, self.readers, group, self.days.data)


class PortfolioForm(Form):
    """What one puts on one's page."""

    title = TextField(_l("Title of the page"), [at_most(LONGEST_NAME)])
    words = WordsField(_l("Your words"), [at_most(LONGEST_DETAILS)])
    axes = Boxes(_l("Axes"), choices=[])
    experiences = Boxes(_l("Experiences"), choices=[])

    @property
    def page(self) -> Composed:
        """What was chosen."""
        return Composed(
            self.title.data or "",
            self.words.data or "",
            [Axis(each) for each in self.axes.data or ()],
            [UUID(each) for each in self.experiences.data or ()],
        )


class TypeForm(Form):
    """The code of a member, and what they say of their seven axes; the levels are added by `type_form`."""

    typed_code = TextField(_l("Their code"), [required(), at_most(20)], render_kw={"autocomplete": "off"})

    @property
    def levels(self) -> dict[Axis, int | None]:
        """The levels typed."""
        return {axis: self[axis.value].data for axis in Axis}


def type_form(language: str) -> TypeForm:
    """A form of a code and seven levels."""
    fields: dict[str, Any] = {
        axis.value: LevelField(sheet.label[language], [Optional()], render_kw=LEVEL)
        for axis, sheet in referential().sheets.items()
    }
    form: TypeForm = type("OneTypeForm", (TypeForm,), fields)()
    return form


class ConfirmForm(Form):
    """A box to tick before what cannot be undone."""

    sure = BooleanField(_l("I have read what goes and what stays"), [required()])


class EraseForm(ConfirmForm):
    """The same, and the password that proves who asks."""

    password = PasswordField(_l("Password"), [required()], render_kw={"autocomplete": "current-password"})


class TakeForm(Form):
    """One button."""


class BringForm(Form):
    """A file taken away elsewhere."""

    file = FileField(_l("The file Musette made"), [required()], render_kw={"accept": ".zip,application/zip"})


class ChooseForm(Form):
    """What is brought in, thing by thing."""

    chosen = SelectMultipleField(_l("What you bring in"), choices=[])
    everything = BooleanField(_l("Bring in everything"))

    def offer(self, every: Sequence[Thing]) -> None:
        """List what is not here already."""
        self.chosen.choices = options((each.id, each.words) for each in every if not each.here)
