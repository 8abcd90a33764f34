"""The forms of a cooperative."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
)
from wtforms.validators import Optional, ValidationError

from kernel.refusals import N_
from pages.forms import Form, IdField, TextField, WordsField, at_most, options, required
from tenants.models import Campaign, Group, GroupKind, RoleName
from tenants.rules import LONGEST_COMMITMENT, LONGEST_NAME, LONGEST_NOTE, FileProblem, LineProblem
from tenants.terms import LONGEST_CONTROLLER, LONGEST_WORDS, RANGES, Reach, Terms

LONGEST_LIST = 20000
WHOLE = re.compile(r"\d{1,4}")
NOT_WHOLE = N_("Write a whole number, in figures.")

ROLE_NAMES = {
    RoleName.COORDINATOR: N_("Coordination"),
    RoleName.MEDIATOR: N_("Mediation"),
    RoleName.DATA_REPRESENTATIVE: N_("Data"),
    RoleName.BRANCH_COORDINATOR: N_("Coordination of a branch"),
}
GROUP_KINDS = {
    GroupKind.TRADE: N_("trade"),
    GroupKind.PROJECT: N_("project"),
    GroupKind.BRANCH: N_("branch"),
}
FILE_PROBLEMS = {
    FileProblem.ENCODING: N_("This file is not in UTF-8. Save it again, choosing “CSV UTF-8”, then send it."),
    FileProblem.NOT_A_LIST: N_("This file is not a list that can be read: send a CSV file."),
    FileProblem.EMPTY: N_("This file has no member in it: one line of headings, then one line per member."),
    FileProblem.NO_ADDRESS_COLUMN: N_("No column is called “email”: the first line must hold the headings."),
    FileProblem.TOO_LONG: N_("This file has more than 2,000 lines: send it in several parts."),
}
LINE_PROBLEMS = {
    LineProblem.NO_ADDRESS: N_("no address"),
    LineProblem.NOT_AN_ADDRESS: N_("not a complete address"),
    LineProblem.TWICE: N_("the same address as a line above"),
    LineProblem.ALREADY_MEMBER: N_("already a member"),
    LineProblem.ALREADY_INVITED: N_("already invited"),
    LineProblem.NAME_TOO_LONG: N_("name over 80 characters"),
    LineProblem.UNKNOWN_GROUP: N_("no group has this name"),
}


class InviteForm(Form):
    """Addresses to invite, and the group they join, if any."""

    emails = WordsField(_l("E-mail addresses"), [required(), at_most(LONGEST_LIST)])
    group = SelectField(_l("Group on arrival"), choices=[], default="", validate_choice=True)

    def offer(self, groups: Sequence[Group]) -> None:
        """List the groups one may join."""
        named = [(each.id, each.name) for each in groups]
        self.group.choices = options([("", gettext("No group")), *named])

    @property
    def addresses(self) -> list[str]:
        """The addresses typed, one a line or separated by commas, each once."""
        typed = re.split(r"[\s,;]+", self.emails.data or "")
        return list(dict.fromkeys(each for each in typed if each))

    @property
    def group_id(self) -> UUID | None:
        """The group chosen."""
        return UUID(self.group.data) if self.group.data else None


class ImportForm(Form):
    """A file of members, to be read again before anything is sent."""

    file = FileField(_l("File"), [required()])


class ConfirmImportForm(Form):
    """The same list, sent back once it has been read."""

    content = WordsField(_l("List"), [required()])
    part = RadioField(_l("Part"), choices=options([("all", "all"), ("good", "good")]))


class JoinForm(Form):
    """A name and a password, for somebody who has no account yet."""

    name = TextField(_l("Your name, as the others will read it"), [required(), at_most(LONGEST_NAME)])
    password = PasswordField(_l("Password"), [required()], render_kw={"autocomplete": "new-password"})


class NameForm(Form):
    """The name under which one is read."""

    name = TextField(_l("Your name, as the others will read it"), [required(), at_most(LONGEST_NAME)])


class GroupForm(Form):
    """A new group; its hidden id makes sending twice harmless."""

    id = IdField()
    name = TextField(_l("Name"), [required(), at_most(LONGEST_NAME)])
    kind = SelectField(_l("Kind"), choices=[])
    starts_on = DateField(_l("From"), [required()])
    ends_on = DateField(_l("Until"), [Optional()])

    def offer(self) -> None:
        """List the kinds of groups."""
        self.kind.choices = options((kind, gettext(name)) for kind, name in GROUP_KINDS.items())


class GroupMemberForm(Form):
    """A member to put in a group."""

    member = SelectField(_l("Member"), choices=[], validate_choice=False)  # the service knows its members


class BranchForm(Form):
    """The branch somebody is asked to coordinate."""

    branch = SelectField(_l("Coordination of a branch"), choices=[])

    def offer(self, branches: Sequence[Group]) -> None:
        """List the branches."""
        self.branch.choices = options((each.id, each.name) for each in branches)


class NoteForm(Form):
    """What is written beside a portrait: words, and up to three commitments."""

    PLACES = ("commitment_1", "commitment_2", "commitment_3")
    note = WordsField(_l("Note"), [at_most(LONGEST_NOTE)])
    commitment_1 = TextField(_l("First commitment"), [at_most(LONGEST_COMMITMENT)])
    commitment_2 = TextField(_l("Second commitment"), [at_most(LONGEST_COMMITMENT)])
    commitment_3 = TextField(_l("Third commitment"), [at_most(LONGEST_COMMITMENT)])

    @classmethod
    def of(cls, campaign: Campaign) -> "NoteForm":
        """The form of a campaign, with what was written."""
        places = dict(zip(cls.PLACES, campaign.commitments, strict=False))
        return cls(note=campaign.note, **places)

    @property
    def commitments(self) -> list[str]:
        """The commitments typed, empty ones included."""
        return [self[name].data or "" for name in self.PLACES]


class CampaignForm(Form):
    """The day a portrait is made; the hidden id makes sending twice harmless."""

    id = IdField()
    closes_on = DateField(_l("Closing day"), [required()])


class WholeField(IntegerField):  # type: ignore[misc] # WTForms has no types
    """A whole number, written in figures."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; anything else is refused in words."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not WHOLE.fullmatch(typed):
            raise ValidationError(gettext(NOT_WHOLE))
        self.data = int(typed)


class CharterForm(Form):
    """The next version of the charter; `edition` is that of the draft it was opened on, if there was one."""

    edition = HiddenField()
    floor = WholeField(_l("People behind a figure, at least"))
    notice_days = WholeField(_l("Days a campaign stays open, at least"))
    closes_a_year = SelectField(
        _l("Collective pictures a year, at most"), choices=options((n, n) for n in range(1, 5))
    )
    open_group = BooleanField(_l("Show something to one's group"))
    open_cooperative = BooleanField(_l("Show something to the whole cooperative"))
    open_link = BooleanField(_l("Show something outside, by a link that ends"))
    coordinators = WholeField(_l("Coordinators advised"))
    mediators = WholeField(_l("Mediators advised"))
    controller = TextField(_l("Who answers for the data"), [at_most(LONGEST_CONTROLLER)])
    consulted_on = DateField(_l("Day the works council was consulted"), [Optional()])
    words = WordsField(_l("The cooperative's own words"), [at_most(LONGEST_WORDS)])

    @classmethod
    def of(cls, terms: Terms, edition: UUID | None) -> "CharterForm":
        """The form of a version or of a draft."""
        opened = {f"open_{reach}": reach not in terms.closed for reach in Reach}
        kept = {name: getattr(terms, name) for name in (*RANGES, "controller", "consulted_on", "words")}
        return cls(edition=edition or "", **kept, **opened)

    @property
    def opened_on(self) -> UUID | None:
        """The edition of the draft the form was opened on; one that was never is no draft's."""
        try:
            return UUID(self.edition.data) if self.edition.data else None
        except ValueError:
            return UUID(int=0)

    @property
    def terms(self) -> Terms:
        """What was decided."""
        return Terms(
            floor=self.floor.data,
            notice_days=self.notice_days.data,
            closes_a_year=int(self.closes_a_year.data),
            closed=frozenset(reach for reach in Reach if not self[f"open_{reach}"].data),
            coordinators=self.coordinators.data,
            mediators=self.mediators.data,
            controller=self.controller.data or "",
            consulted_on=self.consulted_on.data,
            words=self.words.data or "",
        )


class EditionForm(Form):
    """The draft as it was read."""

    edition = IdField()
