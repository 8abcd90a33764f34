"""The forms of taking stock: one axis, seven levels at once, one's situation, one's consent."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from assessment.drafts import LONGEST_NOTE, AxisDraft
from assessment.referential import Axis, AxisSheet, Skip, referential
from assessment.rules import LevelError, Situation, parse_level
from kernel.refusals import N_
from pages.formats import language
from pages.forms import Form, IdField, TextField, WordsField, at_most, options, required
from tenants.models import Dimension
from tenants.rules import LONGEST_NAME

UNSAID = "prefer_not"  # an answer, and no category of members
COUNT = re.compile(r"[+-]?\d{1,9}")
NOT_A_COUNT = N_("A number of members goes from 0 to 100,000.")
NOT_A_LEVEL = N_("A level is a whole number from 0 to 100.")
SENIORITIES = {
    "under_1": N_("Less than a year"),
    "1_to_3": N_("One to three years"),
    "3_to_10": N_("Three to ten years"),
    "over_10": N_("More than ten years"),
}


class LevelField(IntegerField):  # type: ignore[misc] # WTForms has no types
    """A level from 0 to 100, typed « 81 » or « 81 % »; empty is no level."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a level."""
        self.data: int | None = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        try:
            self.data = parse_level(typed)
        except LevelError as fault:
            raise ValidationError(gettext(NOT_A_LEVEL)) from fault


class AxisForm(Form):
    """One axis; its clue questions are added by `axis_form`."""

    note = WordsField(_l("A word for later"), [at_most(LONGEST_NOTE)])
    skip = RadioField(_l("Skip this axis"), choices=[], validate_choice=False)

    sheet: AxisSheet

    @property
    def answers(self) -> AxisDraft:
        """What was answered."""
        clues, skipped = {}, {}
        for clue in self.sheet.clues:
            given = self[clue.id].data
            if given in list(Skip):
                skipped[clue.id] = Skip(given)
            elif given not in (None, ""):
                clues[clue.id] = int(given)
        level = self.level.data
        reason = Skip(self.skip.data) if level is None and self.skip.data in list(Skip) else None
        return AxisDraft(clues, skipped, level, reason, self.note.data or "")


def axis_form(sheet: AxisSheet, draft: AxisDraft, language: str, *, level: int | None) -> AxisForm:
    """The form of an axis, filled with the draft; `level` is proposed when the draft has none."""
    skips = [(choice.id, choice.text[language]) for choice in referential().skips]
    fields: dict[str, Any] = {
        clue.id: RadioField(
            clue.question[language],
            [Optional()],
            choices=options([*((each.value, each.text[language]) for each in clue.options), *skips]),
        )
        for clue in sheet.clues
    }
    label = gettext("%(axis)s, from 0 to 100", axis=sheet.label[language])
    fields["level"] = LevelField(label, [Optional()], render_kw={"min": 0, "max": 100, "step": 1})
    kind = type("OneAxisForm", (AxisForm,), {**fields, "sheet": sheet})
    given: Mapping[str, object] = {
        **{name: str(value) for name, value in draft.clues.items()},
        **{name: reason.value for name, reason in draft.skipped.items()},
    }
    proposed = draft.level if draft.level is not None else level
    form: AxisForm = kind(**given, level=proposed, note=draft.note, skip=draft.skip)
    form.skip.choices = options(skips)
    return form


class SevenForm(Form):
    """The seven levels at once; its fields are added by `seven_form`."""

    @property
    def levels(self) -> dict[Axis, int | None]:
        """The levels typed."""
        return {axis: self[axis.value].data for axis in Axis}


def seven_form(levels: Mapping[Axis, int | None], language: str) -> SevenForm:
    """A form of seven levels, filled with those of the draft."""
    fields = {
        axis.value: LevelField(
            sheet.label[language], [Optional()], render_kw={"min": 0, "max": 100, "step": 1}
        )
        for axis, sheet in referential().sheets.items()
    }
    form: SevenForm = type("SevenLevelsForm", (SevenForm,), fields)(
        **{axis.value: level for axis, level in levels.items()}
    )
    return form


class SituationForm(Form):
    """Status, trade, seniority, territory: each may stay empty."""

    status = SelectField(_l("Legal status"), choices=[], default="")
    trade = TextField(_l("Trade"), [at_most(LONGEST_NAME)])
    seniority = SelectField(_l("Time in this activity"), choices=[], default="")
    territory = TextField(_l("Local area"), [at_most(LONGEST_NAME)])

    def offer(self, language: str) -> None:
        """List statuses and lengths of time."""
        nothing = ("", gettext("Not given"))
        statuses = [(each.id, each.text[language]) for each in referential().statuses]
        self.status.choices = options([nothing, *statuses])
        seniorities = [(key, gettext(words)) for key, words in SENIORITIES.items()]
        self.seniority.choices = options([nothing, *seniorities])

    @property
    def situation(self) -> Situation:
        """What was said; empty parts are none."""
        return Situation(
            status=self.status.data or None,
            trade=self.trade.data or None,
            seniority=self.seniority.data or None,
            territory=self.territory.data or None,
        )


class CountField(IntegerField):  # type: ignore[misc] # WTForms has no types
    """A number of members; empty is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number of members, spaces left aside."""
        self.data: int | None = None
        typed = "".join(valuelist[0].split()) if valuelist else ""
        if not typed:
            return
        if not COUNT.fullmatch(typed):
            raise ValidationError(gettext(NOT_A_COUNT))
        self.data = int(typed)


class TotalsForm(Form):
    """How many members of each category; its fields are added by `totals_form`."""

    @property
    def counts(self) -> dict[Dimension, dict[str, int | None]]:
        """The numbers typed, by dimension and category."""
        return {
            dimension: {category: self[f"{dimension}_{category}"].data for category, _words in each}
            for dimension, each in categories().items()
        }


def categories() -> dict[Dimension, list[tuple[str, str]]]:
    """The categories members are counted by, those they choose from when taking stock, with their names."""
    statuses = [(each.id, each.text[language()]) for each in referential().statuses if each.id != UNSAID]
    seniorities = [(key, gettext(words)) for key, words in SENIORITIES.items()]
    return {Dimension.STATUS: statuses, Dimension.SENIORITY: seniorities}


def totals_form(known: Mapping[Dimension, Mapping[str, int]]) -> TotalsForm:
    """A form of numbers, filled with those known."""
    fields = {
        f"{dimension}_{category}": CountField(words, render_kw={"min": 0, "step": 1})
        for dimension, each in categories().items()
        for category, words in each
    }
    given = {f"{dimension}_{name}": n for dimension, each in known.items() for name, n in each.items()}
    form: TotalsForm = type("EveryTotalForm", (TotalsForm,), fields)(**given)
    return form


class SubmitForm(Form):
    """Finishing: the draft's id, so that sending twice finishes once."""

    draft = IdField()


ASKED_APART = frozenset((Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY))
YES_NO = options([("yes", _l("Yes")), ("no", _l("No"))])


class ConsentForm(Form):
    """Three yes or no, or seven; nothing is ticked in advance, nothing is needed."""

    five = RadioField(_l("Five axes"), [Optional()], choices=YES_NO)
    rest_time = RadioField(_l("Rest time"), [Optional()], choices=YES_NO)
    financial_autonomy = RadioField(_l("Financial autonomy"), [Optional()], choices=YES_NO)
    local_utility = RadioField(_l("Local usefulness"), [Optional()], choices=YES_NO)
    commercial_relation = RadioField(_l("Commercial relationship"), [Optional()], choices=YES_NO)
    creativity = RadioField(_l("Creativity"), [Optional()], choices=YES_NO)
    tool_mastery = RadioField(_l("Tool mastery"), [Optional()], choices=YES_NO)
    trade_completeness = RadioField(_l("Trade"), [Optional()], choices=YES_NO)

    @property
    def decisions(self) -> dict[str, bool]:
        """The answers given, by axis; an answer for one axis is stronger than the one for five."""
        answers: dict[str, bool] = {}
        for axis in Axis:
            alone = self[axis.value].data
            together = None if axis in ASKED_APART else self.five.data
            answer = alone or together
            if answer:
                answers[axis.value] = answer == "yes"
        return answers


class JoiningForm(ConsentForm):
    """What one brings to a cooperative one joins; nothing is chosen in advance."""

    name = TextField(_l("Your name, as the others will read it"), [required(), at_most(LONGEST_NAME)])
    activity = RadioField(_l("The activity that counts here"), [Optional()], choices=[])
    brings = BooleanField(_l("Bring its last assessment, as my first answer here"))

    def offer(self, every: Sequence[tuple[UUID, str, str]]) -> None:
        """List the activities, each with the day it was last taken stock of, and a way to choose none yet."""
        told = [
            (each, gettext("%(name)s, last time on %(day)s", name=name, day=day) if day else name)
            for each, name, day in every
        ]
        self.activity.choices = options([*told, ("", gettext("None for now"))])

    @property
    def activity_id(self) -> UUID | None:
        """The activity chosen, if one is."""
        return UUID(self.activity.data) if self.activity.data else None


class EventForm(Form):
    """A day that mattered."""

    id = IdField()
    on = DateField(_l("Day"), [required()])
    label = TextField(_l("What happened, in your words"), [required(), at_most(LONGEST_NAME)])
