"""The forms of the specimen, as a room of the platform would write them."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from assessment.referential import Axis, referential

REASON = "Ajoutez ce qui suit le point."
LONG = "Société coopérative d’intérêt collectif d’accompagnement et de transmission des savoir-faire"


class Fields(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """One field of each kind."""

    text = StringField("Votre nom", [InputRequired()])
    email = EmailField("Adresse électronique", [InputRequired()])
    password = PasswordField("Mot de passe", [InputRequired()])
    number = IntegerField("Niveau, de 0 à 100", [InputRequired(), NumberRange(0, 100)])
    date = DateField("Jusqu'au", [Optional()])
    file = FileField("Fichier", [Optional()])
    select = SelectField(
        "Groupe à l'arrivée", [Optional()], choices=[SelectChoice("1", LONG), SelectChoice("2", "Terre")]
    )
    words = TextAreaField("Un mot pour plus tard", [Optional(), Length(max=200)])
    closed = StringField("Nom du groupe", [InputRequired()], default="Archives", render_kw={"disabled": True})
    agree = BooleanField("J'ai lu la charte", [InputRequired()])
    one = RadioField(
        "Qui peut voir", [InputRequired()], choices=[SelectChoice("me", "Moi"), SelectChoice("all", LONG)]
    )
    yes = RadioField(
        "Temps de repos", [InputRequired()], choices=[SelectChoice("y", "Oui"), SelectChoice("n", "Non")]
    )
    several = SelectMultipleField(
        "Sur quoi vous appuyez-vous ?",
        [InputRequired()],
        option_widget=CheckboxInput(),
        choices=[
            SelectChoice("saw", "J'ai vu ce travail se faire"),
            SelectChoice("used", "J'ai utilisé le résultat"),
        ],
        default=["saw"],
    )

    def refuse(self) -> None:
        """Put an error on every field that can hold one, and one on the whole."""
        for item in self:
            if item.name not in (self.closed.name, self.csrf_token.name):
                item.errors = [REASON]
        self.form_errors = ["Ces deux dates ne vont pas ensemble."]


class Opinion(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The opinion of a peer."""

    verdict = RadioField(
        "D'après ce que vous avez vu vous-même, ce niveau vous paraît-il juste ?",
        [InputRequired()],
        choices=[
            SelectChoice("endorse", "Je confirme ce niveau"),
            SelectChoice("contest", "Je vois les choses autrement"),
            SelectChoice("abstain", "Je ne peux pas me prononcer"),
        ],
    )
    level = IntegerField("Je le situerais plutôt à", [Optional(), NumberRange(0, 100)])
    words = TextAreaField("Vos mots", [InputRequired(), Length(max=1200)])


class Questions(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """Two clues of one axis, and its level."""

    first = RadioField(validators=[Optional()])
    second = RadioField(validators=[Optional()])
    level = IntegerField("Créativité, de 0 à 100", [Optional(), NumberRange(0, 100)], default=81)
    other = IntegerField("Métier complet ou émietté", [Optional(), NumberRange(0, 100)], default=60)
    unset = IntegerField("Repos, de 0 à 100", [Optional(), NumberRange(0, 100)])

    def __init__(self, language: str, **options: str) -> None:
        """The questions in this language."""
        super().__init__(**options)
        source = referential()
        skips = [SelectChoice(skip.id, skip.text[language]) for skip in source.skips]
        clues = source.sheets[Axis.CREATIVITY].clues
        for item, clue in zip((self.first, self.second), clues, strict=False):
            item.label.text = clue.question[language]
            item.choices = [
                SelectChoice(str(each.value), each.text[language]) for each in clue.options
            ] + skips
        self.first.data = "75"
