"""Who is asking, for which cooperative, and whether they may: settled before any view runs."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user
from sqlalchemy.exc import OperationalError

from kernel import clock
from kernel.permissions import ANYONE, Permission
from kernel.refusals import Closed, Forbidden, Unknown
from kernel.scope import Belonging, Scope
from kernel.walls import Role
from pages.permissions import MEMBER, SIGNED_IN
from pages.visit import Visit, house_of, visit
from people.service import SEEN_EVERY, seen
from tenants.queries import recognition

LAST_VISITED = "cooperative"
SLUG = "slug"


@dataclass(frozen=True)
class CurrentPerson(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """The person signed in, as read at the beginning of the request: a value, not a row."""

    token: str
    person_id: UUID
    email: str
    language: str
    login_id: UUID
    belongings: tuple[Belonging, ...]

    def get_id(self) -> str:
        """The token of this sign-in: what the cookie holds."""
        return self.token

    def belonging(self, slug: str) -> Belonging | None:
        """This person's place in the cooperative with this slug."""
        return next((each for each in self.belongings if each.slug == slug), None)


def install(app: Flask) -> None:
    """Make an application know who is asking."""
    manager = LoginManager(app)
    manager.session_protection = None  # tokens are ours: random, hashed, listed, revoked
    manager.user_loader(load)
    app.url_value_preprocessor(take_slug)
    app.url_defaults(give_slug)
    app.before_request(enter)


def recognise() -> None:
    """Read who is asking before all else: a database that does not answer is then met here only."""
    _ = current_user.is_authenticated


def load(token: str) -> CurrentPerson | None:
    """The person whose sign-in this token is; None when it is unknown, idle for too long, or over."""
    if "unreachable" in g:
        return None  # the page that says so must not ask again
    try:
        return recognised(token)
    except OperationalError:
        g.unreachable = True
        raise


def recognised(token: str) -> CurrentPerson | None:
    """The same, read from the database; notes now and then that the sign-in is in use."""
    house = house_of(current_app)
    found = recognition.recognise(house.database, token)
    if found is None:
        return None
    unused = clock.now() - found.last_seen_at
    if unused > timedelta(days=house.settings.session_idle_days):
        return None
    if unused > SEEN_EVERY:
        with house.database.unit_of_work(Scope(person=found.person_id), Role.IDENTITY) as session:
            seen(session, login_id=found.login_id)
    return CurrentPerson(
        token, found.person_id, found.email, found.language, found.login_id, found.belongings
    )


def take_slug(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Keep the cooperative of the address for this request; views do not repeat it."""
    g.slug = values.pop(SLUG, None) if values else None


def give_slug(endpoint: str, values: dict[str, object]) -> None:
    """Fill the cooperative into the addresses that need it."""
    if SLUG not in values and current_app.url_map.is_endpoint_expecting(endpoint, SLUG):
        slug = g.get("slug") or (getattr(visit().belonging, "slug", None))
        if slug:
            values[SLUG] = slug


def enter() -> ResponseReturnValue | None:
    """Fill the scope of the visit, then let the view run only if its permission allows it."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    permission: Permission | None = getattr(view, "permission", None)
    if permission is None:
        raise Forbidden
    settle(visit())
    if ANYONE in permission.holders:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("people.sign_in", next=asked_for()))
    if g.slug is not None:
        check_open(visit().belonging)
    permission.check(visit().scope)
    return None


def settle(arriving: Visit) -> None:
    """Say whom a visit is for: the person, and the cooperative of the address or the last one visited."""
    person = current_user
    if isinstance(person, AnonymousUserMixin) or not person.is_authenticated:
        return
    if g.slug is not None:
        belonging = person.belonging(g.slug)
    else:
        last = cookie.get(LAST_VISITED)
        belonging = person.belonging(last) if last else None
        belonging = belonging or next((each for each in person.belongings if not each.closed), None)
    arriving.belonging, arriving.belongings = belonging, person.belongings
    roles = frozenset((SIGNED_IN,))
    if belonging is None:
        arriving.scope = Scope(person=person.person_id, roles=roles)
        return
    roles |= {MEMBER} | belonging.roles
    arriving.scope = Scope(person.person_id, belonging.cooperative_id, belonging.member_id, roles)
    if g.slug is not None and cookie.get(LAST_VISITED) != g.slug:
        cookie[LAST_VISITED] = g.slug


def check_open(belonging: Belonging | None) -> None:
    """Raise Unknown for a cooperative the person is not in, Closed for one that has closed."""
    if belonging is None:
        raise Unknown
    if belonging.closed:
        raise Closed(belonging.name)


def asked_for() -> str | None:
    """The address to come back to after signing in; only pages that are read are come back to."""
    if request.method != "GET":
        return None
    return request.full_path.rstrip("?")
