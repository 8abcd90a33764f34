"""What a person carries: experiences and their photos, intentions, scenarios; and what a member offers."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models import SevenLevels, activity_key, within_bounds
from assessment.referential import Axis, Language
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified, Json, PersonOwned
from kernel.walls import (
    ERASE,
    IN_OUR_COOPERATIVE,
    OUR_MEMBER,
    OWN,
    READ,
    Door,
    Enclosure,
    Role,
    Wall,
    person_table,
    sealed_table,
)
from peer.models.statements import AnswerKind
from peer.rules import Stance
from tenants.models import member_key


def _of_experience() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ("person_id", "experience_id"), ("experience.person_id", "experience.id"), ondelete="CASCADE"
    )


class Experience(PersonOwned, Identified, Base):
    """Something done, at work or elsewhere, in the person's words; private until its owner shows it.

    `words` are those of the moment, `details` those added later. `recognised`: the work was recognised that
    day. `label_hidden`: its owner would rather not show that peers confirmed it.
    """

    __tablename__ = "experience"
    __table_args__ = (Index("ix_experience_on", "person_id", "on"),)
    __wall__ = person_table()

    on: Mapped[date]
    words: Mapped[str]
    details: Mapped[str] = mapped_column(default="")
    axis: Mapped[Axis | None]
    outside: Mapped[bool] = mapped_column(default=False)
    recognised: Mapped[bool] = mapped_column(default=False)
    helped: Mapped[str] = mapped_column(default="")
    label_hidden: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Photo(PersonOwned, Identified, Base):
    """A photo of an experience, made anew as JPEG at two bounded sizes: what came with it is gone."""

    __tablename__ = "photo"
    __table_args__ = (_of_experience(), Index("ix_photo_experience", "person_id", "experience_id"))
    __wall__ = person_table()

    experience_id: Mapped[UUID]
    width: Mapped[int]
    height: Mapped[int]
    body: Mapped[bytes] = mapped_column(deferred=True)
    small: Mapped[bytes] = mapped_column(deferred=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


class Attached(PersonOwned, Base):
    """Where a copy of an experience went: the evidence of a request, in a cooperative. Ids only."""

    __tablename__ = "attached"
    __table_args__ = (_of_experience(), Index("ix_attached_experience", "person_id", "experience_id"))
    __wall__ = person_table()

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    experience_id: Mapped[UUID]


class Intention(PersonOwned, Identified, Base):
    """What a person means to do about an axis, and the day they will look back at it.

    `level_then` and `aimed` are levels from 0 to 100, or none; `found` is what they wrote in the end.
    """

    __tablename__ = "intention"
    __table_args__ = (
        activity_key(),
        Index("ix_intention_review", "person_id", "review_on"),
        CheckConstraint("level_then BETWEEN 0 AND 100", name="level_then"),
        CheckConstraint("aimed BETWEEN 0 AND 100", name="aimed"),
    )
    __wall__ = person_table()

    activity_id: Mapped[UUID | None]
    axis: Mapped[Axis]
    words: Mapped[str]
    level_then: Mapped[int | None]
    aimed: Mapped[int | None]
    review_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    found: Mapped[str] = mapped_column(default="")


class Scenario(PersonOwned, Identified, SevenLevels, Base):
    """What seven levels could become if something happened; it is no assessment and counts nowhere."""

    __tablename__ = "scenario"
    __table_args__ = (activity_key(), *within_bounds())
    __wall__ = person_table()

    activity_id: Mapped[UUID]
    label: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Portfolio(PersonOwned, Base):
    """The page a person composes: words, some axes, some experiences, in the order they chose."""

    __tablename__ = "portfolio"
    __wall__ = person_table()

    title: Mapped[str]
    words: Mapped[str]
    axes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    experiences: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class OfferKind(StrEnum):
    """What a member offers: to be asked, or a day together."""

    PERSON = "person"
    WORKSHOP = "workshop"


class Offer(CooperativeOwned, Identified, Base):
    """What a member offers the others on an axis: read by all of the cooperative, written by its author."""

    __tablename__ = "offer"
    __table_args__ = (member_key("member_id"), Index("ix_offer_axis", "cooperative_id", "axis"))
    __wall__ = Enclosure(
        Wall.COOPERATIVE,
        (
            Door(Role.APP, OWN, IN_OUR_COOPERATIVE, f"({IN_OUR_COOPERATIVE} AND (member_id = {OUR_MEMBER}))"),
            Door(Role.MACHINE, ("SELECT", "DELETE"), IN_OUR_COOPERATIVE, IN_OUR_COOPERATIVE),
            Door(Role.BACKUP, READ, None, None),
        ),
    )

    member_id: Mapped[UUID]
    axis: Mapped[Axis]
    kind: Mapped[OfferKind]
    words: Mapped[str]
    on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Typed(CooperativeOwned, Identified, Base):
    """Levels somebody typed for a member who gave them a short code; nothing until that member confirms them.

    The id is made from the code: whoever has it acts under this row's id, and sees this row alone.
    """

    __tablename__ = "typed"
    __table_args__ = (
        member_key("member_id"),
        member_key("helper_id"),
        UniqueConstraint("cooperative_id", "member_id"),
    )
    __wall__ = sealed_table("member_id", "id", app=OWN, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID]
    helper_id: Mapped[UUID | None]
    levels: Mapped[Json]
    expires_at: Mapped[datetime]
    typed_at: Mapped[datetime | None]


class CarriedStatement(PersonOwned, Identified, Base):
    """What a peer said of a level, carried away from a cooperative; its author is not named.

    `home` is what the cooperative was called; `answer_words` are its owner's own. The words of an author who
    erases their account are erased here too, as long as the installation is the same.
    """

    __tablename__ = "carried_statement"
    __wall__ = person_table()

    home: Mapped[str]
    axis: Mapped[Axis]
    stance: Mapped[Stance]
    level_seen: Mapped[int]
    level: Mapped[int | None]
    grounds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    words: Mapped[str]
    outside: Mapped[bool]
    said_at: Mapped[datetime]
    answer: Mapped[AnswerKind | None]
    answer_level: Mapped[int | None]
    answer_words: Mapped[str] = mapped_column(default="")
    carried_at: Mapped[datetime] = mapped_column(default=clock.now)


class Onward(CooperativeOwned, Base):
    """That a statement was carried away by the member it was about: its author may still take words back."""

    __tablename__ = "onward"
    __table_args__ = (
        member_key("subject_id"),
        member_key("author_id"),
        Index("ix_onward_author", "cooperative_id", "author_id"),
    )
    __wall__ = sealed_table("subject_id", "author_id", app=ERASE)

    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    author_id: Mapped[UUID]


class CarriedBadge(PersonOwned, Identified, Base):
    """A badge issued elsewhere, brought in by its owner: what was signed, and images drawn anew from it.

    `doubts`: what did not hold on arrival though its proof did (`verifying.Reason.detail`).
    """

    __tablename__ = "carried_badge"
    __wall__ = person_table()

    home: Mapped[str]
    title: Mapped[str]
    issuer: Mapped[str]
    holder_name: Mapped[str]
    axis: Mapped[Axis]
    band: Mapped[int]
    language: Mapped[Language]
    awarded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    brought_at: Mapped[datetime] = mapped_column(default=clock.now)
    doubts: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    document: Mapped[str] = mapped_column(deferred=True)
    voices: Mapped[list[str]] = mapped_column(ARRAY(Text), deferred=True)
    bundle: Mapped[str | None] = mapped_column(deferred=True)
    issuer_keys: Mapped[str] = mapped_column(deferred=True)
    status: Mapped[str] = mapped_column(deferred=True)
    png: Mapped[bytes] = mapped_column(deferred=True)
    svg: Mapped[bytes] = mapped_column(deferred=True)


class Archive(PersonOwned, Identified, Base):
    """All that a person has here in one file of `size` bytes, then `directory`; `places`: what each told."""

    __tablename__ = "archive"
    __wall__ = person_table()

    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    awaited: Mapped[int]
    places: Mapped[Json] = mapped_column(default=dict)
    ready_at: Mapped[datetime | None]
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    directory: Mapped[bytes] = mapped_column(deferred=True, default=b"")


class Arrival(PersonOwned, Identified, Base):
    """A file somebody brought, kept a few days; `chosen`: the ids of what they take in, once they said.

    `refused`: what was chosen and could not be believed, in its own words.
    """

    __tablename__ = "arrival"
    __wall__ = person_table()

    arrived_at: Mapped[datetime] = mapped_column(default=clock.now)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    chosen: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    refused: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    kept_at: Mapped[datetime | None]


class Piece(PersonOwned, Base):
    """A piece of an archive or of an arrival, by its rank from 0: no large file is ever held whole."""

    __tablename__ = "piece"
    __wall__ = person_table()

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(deferred=True)
