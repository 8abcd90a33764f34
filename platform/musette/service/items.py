"""Rows of a satchel as they are written in an archive, and read back from one."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, SmallInteger, Text, Uuid, inspect
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from assessment.models import Activity, Assessment, Counting, Draft, LifeEvent
from assessment.referential import Axis
from badges.models import Attestation, Badge
from kernel.refusals import Invalid
from kernel.tables import Base
from musette.archives import NO_ARCHIVE, Item
from musette.models import CarriedBadge, CarriedStatement, Experience, Intention, Photo, Portfolio, Scenario
from musette.photos import WIDE
from sharing.models import Consent, FormerGrant, Grant

# What can be brought in elsewhere, what others depend on first; then what is only told.
BROUGHT: dict[str, type[Base]] = {
    "activities": Activity,
    "assessments": Assessment,
    "events": LifeEvent,
    "experiences": Experience,
    "photos": Photo,
    "intentions": Intention,
    "scenarios": Scenario,
    "carried_statements": CarriedStatement,
    "badges": CarriedBadge,
    "portfolios": Portfolio,
    "grants": FormerGrant,
}
TOLD: dict[str, type[Base]] = {
    **BROUGHT,
    "drafts": Draft,
    "consents": Consent,
    "counting": Counting,
    "claims": Badge,
    "attestations": Attestation,
}
LEFT_OUT = frozenset(("person_id", "body", "small"))
# Files, which stand beside the document; what an installation finds out for itself; ids that lead to others.
UNTOLD: dict[type[Base], frozenset[str]] = {
    CarriedBadge: frozenset(
        ("document", "voices", "bundle", "issuer_keys", "status", "png", "svg", "doubts", "brought_at")
    ),
    Grant: frozenset(("cooperative_id", "copy_id", "holds")),
    Attestation: frozenset(("cooperative_id", "member_id")),
    Badge: frozenset(("cooperative_id", "member_id", "told", "voices", "bundle", "identity", "salt")),
}
Row = TypeVar("Row", bound=Base)
LONGEST, MOST_LEVEL, DEEPEST = 20_000, 100, 2


class OddError(ValueError):
    """A value that no export of ours holds."""


def recorded(row: Base, *but: str) -> Item:
    """A row as JSON: every column but whose it is, and pictures."""
    left = left_out(type(row)) | set(but)
    names = [each.key for each in inspect(type(row)).column_attrs if each.key not in left]
    return {name: _plain(getattr(row, name)) for name in names}


def left_out(model: type[Base]) -> frozenset[str]:
    """The columns of a table that no document holds."""
    return LEFT_OUT | UNTOLD.get(model, frozenset())


def revived(kind: str, item: object) -> Base:
    """A row from its JSON, of nobody yet; raises Invalid for what no export of ours holds."""
    return row_of(BROUGHT[kind], item)


def row_of(model: type[Row], item: object, *but: str) -> Row:
    """The same for a model; `but` are columns that are not told."""
    columns: dict[str, Column[Any]] = {each.key: each.columns[0] for each in inspect(model).column_attrs}  # type: ignore[misc] # columns of a table
    try:
        if not isinstance(item, dict):
            raise OddError
        values = {
            name: _read(item.get(name), column, MOST_LEVEL if model is not Photo else WIDE)
            for name, column in columns.items()
            if name not in left_out(model) | set(but)
        }
    except (ValueError, TypeError, OverflowError) as fault:
        raise Invalid(NO_ARCHIVE, field="file") from fault
    return model(**values)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, UUID) else value


def _read(value: object, column: Column[Any], most: int) -> object:
    if value is None:
        if not column.nullable:
            raise OddError
        return None
    if isinstance(column.type, Enum):
        return column.type.python_type(_text(value))
    if isinstance(column.type, SmallInteger):
        return _number(value, most)
    if isinstance(column.type, ARRAY) and isinstance(column.type.item_type, Uuid):
        return [UUID(each) for each in _texts(value)]
    return next(read(value) for kind, read in READERS.items() if isinstance(column.type, kind))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or "\x00" in value:
        raise OddError
    return value


def _number(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise OddError
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise OddError
    return value


def _moment(value: object) -> datetime:
    found = datetime.fromisoformat(_text(value))
    if found.tzinfo is None:
        raise OddError
    return found


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_LEVEL:
        raise OddError
    return [_text(each) for each in value]


def _by_axis(value: object) -> Item:
    """What an assessment keeps beside its levels: something for each axis, or nothing."""
    if not isinstance(value, dict) or not value.keys() <= set(Axis):
        raise OddError
    return {name: _small(each, DEEPEST) for name, each in value.items()}


def _small(value: object, depth: int) -> object:
    if isinstance(value, dict) and depth:
        return {_text(name): _small(each, depth - 1) for name, each in value.items()}
    if isinstance(value, str):
        return _text(value)
    return value if value is None else _number(value, MOST_LEVEL)


READERS: dict[type, Callable[[object], object]] = {
    Uuid: lambda value: UUID(_text(value)),
    DateTime: _moment,
    Date: lambda value: date.fromisoformat(_text(value)),
    Boolean: _yes_or_no,
    ARRAY: _texts,
    JSONB: _by_axis,
    Text: _text,
}
