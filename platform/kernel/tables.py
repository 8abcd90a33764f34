"""The base of every model, and the mixins that say who owns a row."""

from datetime import date, datetime
from enum import StrEnum
from types import ModuleType
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Date, DateTime, Enum, MetaData, SmallInteger, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column

from kernel.walls import Enclosure

Json = dict[str, Any]


def _values(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]


class Base(DeclarativeBase):
    """Every model of the platform; each declares the wall it stands behind."""

    __wall__: ClassVar[Enclosure]
    #: Constraints and indexes that cross the wall on purpose: their columns need not begin with its key.
    __crossings__: ClassVar[frozenset[str]] = frozenset()

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        int: SmallInteger,
        UUID: Uuid,
        date: Date,
        datetime: DateTime(timezone=True),
        Json: JSONB,
        StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_values),
    }


class Identified:
    """A row known by a random id, given by the form that made it or by us."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)


class CooperativeOwned:
    """A row of one cooperative; its id comes first in every key."""

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)


class PersonOwned:
    """A row of one person, above cooperatives; their id comes first in every key."""

    person_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)


def models_of(module: ModuleType) -> dict[str, type[Base]]:
    """The models a module holds, by table name."""
    return {
        each.__tablename__: each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Base) and each.__module__ == module.__name__
    }


def alphabetical(name: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """What sorts names as people look for them, whatever their case and accents and the database's locale."""
    return func.lower(func.unaccent(name))
