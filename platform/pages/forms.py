"""Forms: a token against forgery, refusals beside their field, ids that make sending twice harmless."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, SelectFieldBase
from wtforms.validators import DataRequired, Length, ValidationError

from kernel.refusals import N_, TOO_LONG, Invalid, Refusal, TooMany
from pages.visit import visit

MISSING = N_("This field is needed.")
UNCHOSEN = N_("Choose one of the answers.")


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The base of every form of the platform."""

    @property
    def code(self) -> int:
        """The status of the page that shows this form: 422 to correct something, 429 to wait."""
        if visit().wait:
            return 429
        return 422 if self.errors else 200

    @contextmanager
    def accepting(self) -> Iterator[None]:
        """Do what was asked; a refusal undoes it and is shown in the form, beside its field if it has one."""
        try:
            yield
        except Refusal as refusal:
            if refusal.status not in (409, 422, 429):
                raise
            visit().undo()
            self.show(refusal)

    def show(self, refusal: Refusal) -> None:
        """Write a refusal beside the field it is about, or above the form."""
        if isinstance(refusal, TooMany):
            visit().wait = refusal.seconds
        sentence = gettext(refusal.sentence, **refusal.facts)
        field = self._fields.get(refusal.field) if isinstance(refusal, Invalid) else None
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]


class IdField(HiddenField):  # type: ignore[misc] # WTForms has no types
    """A hidden id, chosen when the form is shown; the row it makes takes it as its key."""

    data: Any

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - WTForms passes its own options through
        super().__init__(default=uuid4, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an id; anything else is refused."""
        self.data = None
        try:
            self.data = UUID(valuelist[0])
        except (ValueError, IndexError) as fault:
            raise ValidationError(gettext(MISSING)) from fault


def options(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """The answers of a list: pairs of what is sent and what is read."""
    return [SelectChoice(str(value), label) for value, label in pairs]


def is_id(text: str) -> bool:
    """Whether a text is the id of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def required() -> DataRequired:
    """The field must not be empty."""
    return Needed(MISSING)


def at_most(characters: int) -> Length:
    """The field holds this many characters at most."""
    return Short(characters)


class Needed(DataRequired):  # type: ignore[misc] # WTForms has no types
    """`DataRequired`, in the language of the page."""

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse an empty field, or a choice not made."""
        self.message = gettext(UNCHOSEN if isinstance(field, SelectFieldBase) else MISSING)
        super().__call__(form, field)


class Short(Length):  # type: ignore[misc] # WTForms has no types
    """`Length`, in the language of the page."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most)

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse a text that is too long."""
        self.message = gettext(TOO_LONG, most=self.max)
        super().__call__(form, field)


class TextField(StringField):  # type: ignore[misc] # WTForms has no types
    """One line of text, without the spaces around it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text, trimmed."""
        self.data = valuelist[0].strip() if valuelist else ""


class WordsField(TextAreaField):  # type: ignore[misc] # WTForms has no types
    """Several lines of text, each ended as people count it: by one character."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text, trimmed; browsers end each line with two characters."""
        self.data = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""
