"""What a person decided about their own data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified, Json, PersonOwned
from kernel.walls import (
    ERASE,
    IN_OUR_COOPERATIVE,
    OF_OUR_PERSON,
    OUR_MEMBER,
    OWN,
    READ,
    Door,
    Enclosure,
    Role,
    Wall,
    person_table,
)
from sharing.rules import Audience, Item
from tenants.models import group_key, member_key

PRESENT_READER = (
    "(EXISTS ( SELECT 1 FROM membership"  # noqa: S608 - constants of ours  # nosec B608
    " WHERE ((membership.cooperative_id = shared_copy.cooperative_id)"
    f" AND (membership.id = {OUR_MEMBER}) AND (membership.until IS NULL))))"
)
PRESENT_OWNER = (
    "(EXISTS ( SELECT 1 FROM membership"
    " WHERE ((membership.cooperative_id = shared_copy.cooperative_id)"
    " AND (membership.id = shared_copy.owner_id) AND (membership.until IS NULL))))"
)
OF_THE_GROUP = (
    "((EXISTS ( SELECT 1 FROM group_member"  # noqa: S608 - constants of ours  # nosec B608
    " WHERE ((group_member.cooperative_id = shared_copy.cooperative_id)"
    " AND (group_member.group_id = shared_copy.group_id)"
    f" AND (group_member.member_id = {OUR_MEMBER}) AND (group_member.until IS NULL))))"
    " AND (NOT (EXISTS ( SELECT 1 FROM role"
    " WHERE ((role.cooperative_id = shared_copy.cooperative_id)"
    f" AND (role.member_id = {OUR_MEMBER}) AND (role.until IS NULL)"
    " AND (((role.name)::text = 'coordinator'::text)"
    " OR ((role.name)::text = 'branch_coordinator'::text)))))))"
)
OF_THE_AUDIENCE = (
    f"(((until IS NULL) OR (until > now())) AND {PRESENT_READER} AND {PRESENT_OWNER}"
    f" AND (((audience)::text = 'cooperative'::text) OR ({OUR_MEMBER} = ANY (readers)) OR {OF_THE_GROUP}))"
)
OF_OUR_MEMBER = f"({IN_OUR_COOPERATIVE} AND (owner_id = {OUR_MEMBER}))"


class Consent(PersonOwned, Identified, Base):
    """One decision on one axis for one cooperative; the last one counts, the others are its history.

    A yes has `given_at`; a no, at once or later, has `withdrawn_at`.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_cooperative", "person_id", "cooperative_id", "axis", "decided_at"),)
    __wall__ = person_table()

    cooperative_id: Mapped[UUID]
    axis: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Grant(PersonOwned, Identified, Base):
    """One decision of a person to show something, and where the copy it made stands.

    `about` says which one (an axis, the id of a row) where the item needs it; `holds` are the ids of what
    the copy was made of: when one of them is forgotten, the copy goes too.
    """

    __tablename__ = "grant"
    __table_args__ = (Index("ix_grant_made", "person_id", "made_at"),)
    __wall__ = person_table()

    item: Mapped[Item]
    about: Mapped[str]
    audience: Mapped[Audience]
    cooperative_id: Mapped[UUID | None]
    copy_id: Mapped[UUID]
    holds: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    copied_at: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]


class FormerGrant(PersonOwned, Identified, Base):
    """What a person was showing where they come from: nothing is shown by it, they open it again or not."""

    __tablename__ = "former_grant"
    __wall__ = person_table()

    item: Mapped[Item]
    about: Mapped[str]
    audience: Mapped[Audience]
    made_at: Mapped[datetime]


class SharedCopy(CooperativeOwned, Identified, Base):
    """What a member shows in a cooperative: a copy, read by its audience alone, destroyed with its grant."""

    __tablename__ = "shared_copy"
    __table_args__ = (
        member_key("owner_id"),
        group_key(),
        Index("ix_shared_copy_owner", "cooperative_id", "owner_id"),
    )
    __wall__ = Enclosure(
        Wall.COOPERATIVE,
        (
            Door(
                Role.APP,
                OWN,
                f"({IN_OUR_COOPERATIVE} AND ((owner_id = {OUR_MEMBER}) OR {OF_THE_AUDIENCE}))",
                OF_OUR_MEMBER,
            ),
            Door(Role.MACHINE, ("SELECT", "UPDATE", "DELETE"), IN_OUR_COOPERATIVE, IN_OUR_COOPERATIVE),
            Door(Role.BACKUP, READ, None, None),
        ),
    )

    owner_id: Mapped[UUID]
    item: Mapped[Item]
    audience: Mapped[Audience]
    readers: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    group_id: Mapped[UUID | None]
    until: Mapped[datetime | None]
    copied_at: Mapped[datetime] = mapped_column(default=clock.now)
    body: Mapped[Json] = mapped_column(deferred=True)
    photos: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary), deferred=True)


class SharedLink(Identified, Base):
    """What a person shows at the end of a link: whoever holds the link acts under this row's id.

    The id is made from the token, which is kept as its digest alone: no other row can be guessed, and the
    wall shows this one only. Once it is over, what it held is emptied; `gone_at` says since when.
    """

    __tablename__ = "shared_link"
    __wall__ = Enclosure(
        Wall.PERSON,
        (
            Door(Role.APP, OWN, f"({OF_OUR_PERSON} OR (id = {OUR_MEMBER}))", OF_OUR_PERSON),
            Door(Role.BACKUP, READ, None, None),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    token_hash: Mapped[str]
    body: Mapped[Json]
    photos: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary), deferred=True)
    until: Mapped[datetime]
    copied_at: Mapped[datetime] = mapped_column(default=clock.now)
    gone_at: Mapped[datetime | None]


class LinkReading(Base):
    """That a link was opened within an hour: neither how often nor by whom."""

    __tablename__ = "link_reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ("person_id", "link_id"), ("shared_link.person_id", "shared_link.id"), ondelete="CASCADE"
        ),
    )
    __wall__ = Enclosure(
        Wall.PERSON,
        (
            Door(
                Role.APP,
                ERASE,
                f"({OF_OUR_PERSON} OR (link_id = {OUR_MEMBER}))",
                f"({OF_OUR_PERSON} OR (link_id = {OUR_MEMBER}))",
            ),
            Door(Role.BACKUP, READ, None, None),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    link_id: Mapped[UUID] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    item: Mapped[Item]
