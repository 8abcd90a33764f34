"""What a person was showing where they come from: told, brought in closed, opened again by them alone.

Neither a copy nor a link travels: what is brought in says what was shown and to what kind of audience.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.refusals import Invalid, Unknown
from kernel.scope import Scope
from kernel.tables import Base
from musette.archives import NO_ARCHIVE
from musette.models import Portfolio
from musette.rules import LONGEST_DETAILS
from musette.service.portfolios import MOST_EXPERIENCES
from sharing import permissions
from sharing.models import FormerGrant, Grant
from sharing.queries.grants import former_grants, grants
from sharing.rules import Audience, Item
from tenants.rules import LONGEST_NAME

PAGE = UUID("00000000-0000-4000-8000-000000000001")  # the page a person composes, in a list of choices
ROWS = (Item.EXPERIENCE, Item.INTENTION, Item.SCENARIO)  # whose `about` is the id of a row


def as_told(session: UnitOfWork) -> Sequence[FormerGrant]:
    """What the person in scope shows, and what they were showing before, as it goes along; none is kept."""
    return [*(_closed(each) for each in grants(session)), *former_grants(session)]


def check(row: Base) -> None:
    """Raise Invalid for a page or a decision that no export of ours holds; any other row is let through."""
    sound = True
    if isinstance(row, Portfolio):
        short = len(row.title) <= LONGEST_NAME and len(row.words) <= LONGEST_DETAILS
        sound = short and len(row.experiences) <= MOST_EXPERIENCES and set(row.axes) <= set(Axis)
    elif isinstance(row, FormerGrant) and row.item not in ROWS:
        sound = row.about in (list(Axis) if row.item is Item.AXIS else [""])
    if not sound:
        raise Invalid(NO_ARCHIVE, field="file")


def needed(row: Base) -> list[UUID]:
    """The rows without which a page, or something shown, would be about nothing; raises Invalid for no id."""
    if isinstance(row, Portfolio):
        return list(row.experiences)
    if not isinstance(row, FormerGrant) or row.item not in ROWS:
        return []
    try:
        return [UUID(row.about)]
    except ValueError as fault:
        raise Invalid(NO_ARCHIVE, field="file") from fault


def code_of(row: FormerGrant) -> str:
    """What was shown and to whom, as a word that pages put in a sentence: `axis/creativity/link`."""
    return "/".join((row.item, row.about if row.item is Item.AXIS else "", row.audience))


def bring(session: UnitOfWork, *, row: FormerGrant) -> None:
    """Keep what was shown elsewhere, unless it is shown here."""
    if session.get(Grant, (session.person, row.id)) is None:
        session.add_once(row)


def opened(session: UnitOfWork, *, item: Item, about: str, audience: Audience) -> None:
    """Let go of what says that this was shown elsewhere to such an audience."""
    same = (FormerGrant.item == item, FormerGrant.about == about, FormerGrant.audience == audience)
    session.execute(delete(FormerGrant).where(*same))


def forget(session: UnitOfWork, *, former_id: UUID, by: Scope) -> None:
    """Keep no line of something that was shown elsewhere; raises Unknown for what is somebody else's."""
    permissions.SHARE_OWN.check(by)
    found = session.get(FormerGrant, (session.person, former_id))
    if found is None:
        raise Unknown
    session.delete(found)


def _closed(found: Grant) -> FormerGrant:
    """What is left of a decision once it is taken along: neither its copy nor who reads it."""
    told = {"about": found.about, "audience": found.audience, "made_at": found.made_at}
    return FormerGrant(id=found.id, item=found.item, **told)
