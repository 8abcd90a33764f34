"""The request being served: its scope, its one unit of work, and the parts of the house it may use."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import Flask, current_app, g, request

from kernel.db import UnitOfWork
from kernel.house import House
from kernel.permissions import Permission
from kernel.refusals import Unknown
from kernel.scope import Belonging, Scope
from kernel.walls import Role

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
EXTENSION = "musette"
DEFAULT_ZONE = "Europe/Paris"
View = TypeVar("View", bound=Callable[..., object])


@dataclass
class Visit:
    """One request. Its unit of work begins at first use and ends, kept or undone, with the page."""

    house: House
    scope: Scope = field(default_factory=Scope)
    belonging: Belonging | None = None
    belongings: tuple[Belonging, ...] = ()
    stack: ExitStack = field(default_factory=ExitStack)
    opened: UnitOfWork | None = None
    wait: int = 0  # seconds this visitor is asked to wait before trying again

    @property
    def session(self) -> UnitOfWork:
        """The unit of work of this request; PostgreSQL refuses writes in it when the method is safe."""
        if self.opened is None:
            self.opened = self.stack.enter_context(self.open(self.scope, Role.APP))
        return self.opened

    @property
    def zone(self) -> str:
        """The time zone days are told in: the cooperative's, or Paris."""
        return self.belonging.zone if self.belonging else DEFAULT_ZONE

    def undo(self) -> None:
        """Undo what this request has changed so far; the walls are opened again for what follows."""
        if self.opened is not None:
            self.opened.rollback()
            self.opened.info["after_commit"].clear()

    def open(self, scope: Scope, role: Role) -> AbstractContextManager[UnitOfWork]:
        """Another unit of work, for acts that cross a wall; the caller ends it."""
        database = self.house.database
        if request.method in SAFE_METHODS:
            return database.reading(scope, role)
        return database.unit_of_work(scope, role)

    def identity(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work on accounts and sign-ins, for the person of this visit if there is one."""
        return self.open(Scope(person=self.scope.person), Role.IDENTITY)


def visit() -> Visit:
    """The visit of the request being served."""
    if "visit" not in g:
        g.visit = Visit(house_of(current_app))
    return cast("Visit", g.visit)


def page_asked() -> int:
    """Which page of a long list the address asks for, from 0; the first unless it is a number."""
    return request.args.get("page", 0, type=int)


def session() -> UnitOfWork:
    """The unit of work of the request being served."""
    return visit().session


def here() -> Belonging:
    """The cooperative of the request being served; raises Unknown when it has none."""
    found = visit().belonging
    if found is None:
        raise Unknown
    return found


def scope() -> Scope:
    """The scope of the request being served."""
    return visit().scope


def house_of(app: Flask) -> House:
    """The parts of the house an application was made with."""
    return cast("House", app.extensions[EXTENSION])


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission its visitors need; `web` checks it before the view runs."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined] # functions carry attributes
        return view

    return mark
