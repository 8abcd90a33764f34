"""The thread of an exchange: who did what and when, read from the journal by its two people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from journal.models import Entry
from journal.queries import entries_about
from kernel.refusals import N_
from pages.visit import session
from peer.service.acts import Act
from tenants.queries.members import named_members

WORDS = {
    Act.CONTEST: N_("gave a view that differs"),
    Act.WITHDRAW_STATEMENT: N_("withdrew the opinion"),
    Act.KEEP_LEVEL: N_("answered: the level stays"),
    Act.ADJUST_LEVEL: N_("answered: the level is adjusted"),
    Act.ASK_MEDIATION: N_("proposed a mediation"),
    Act.AGREE_MEDIATION: N_("agreed to the mediation"),
    Act.DECLINE_MEDIATION: N_("preferred no mediation"),
    Act.PROPOSE_OUTCOME: N_("proposed words"),
    Act.AGREE_OUTCOME: N_("agreed to the words"),
    Act.LEAVE_DISAGREEMENT: N_("left the disagreement as it is"),
}
OUTSIDE = (Act.CONTEST, Act.WITHDRAW_STATEMENT)  # what somebody who is no member may do
WITNESS = N_("A witness (outside the cooperative)")
FORMER = N_("A former member")
INTERRUPTED = N_("The mediation stopped: one of the three was no longer there.")


@dataclass(frozen=True)
class Step:
    """One step of an exchange: when, who (empty when nobody did it), and what, to be translated."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Threads:
    """The steps of some exchanges, oldest first, and the names of those in them who are still there."""

    steps: dict[UUID, list[Step]]
    names: dict[UUID, str]


def threads(*statement_ids: UUID, naming: Iterable[UUID | None] = ()) -> Threads:
    """What the member in scope may read of these exchanges; `naming` asks for more names."""
    entries = entries_about(session(), *statement_ids) if statement_ids else ()
    told = [each for each in entries if each.verb in WORDS]
    known = {each for each in (*naming, *(each.actor_id for each in told)) if each}
    present = [each for each in named_members(session(), known) if each.until is None] if known else []
    names = {each.id: each.display_name for each in present}
    steps: dict[UUID, list[Step]] = {each: [] for each in statement_ids}
    for each in told:
        if each.object_id:
            steps[each.object_id].append(_step(each, names))
    return Threads(steps, names)


def _step(entry: Entry, names: dict[UUID, str]) -> Step:
    if entry.actor_id is None and entry.verb in OUTSIDE:
        return Step(entry.at, WITNESS, WORDS[Act(entry.verb)])
    if entry.actor_id is None:
        return Step(entry.at, "", INTERRUPTED)
    return Step(entry.at, names.get(entry.actor_id, FORMER), WORDS[Act(entry.verb)])
