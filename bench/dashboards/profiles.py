"""The profile page, beside the same page with policies off; and how many statements it takes."""

from collections.abc import Callable, Iterator
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from bench.asked import statements
from bench.dashboards.ground import Ground
from bench.dashboards.timing import in_turns
from bench.dashboards.visitors import Visitor, visitors
from bench.goals import Bound, Goal, Reached
from kernel.walls import Role
from web.application import create_app

PATH, MANY, TIMES = "/me/", 50, 60
OPEN_COPY = "walls_open"
# Those of the identity role stay: its queries read a person's memberships through them, and say nothing else.
WALLS = text("""
    SELECT policyname AS name, tablename FROM pg_policies
    WHERE permissive = 'RESTRICTIVE' AND :role = ANY (roles)""")

PROFILE = Goal("profile page, to the same with policies off", Bound.AT_LEAST, 0.9)
STATEMENTS = Goal("profile page, statements", Bound.AT_MOST, 12, "{:.0f}")
SAME = Goal("profile page, more statements for 50 rows", Bound.AT_MOST, 0, "{:.0f}")


def profiles(ground: Ground, home: UUID) -> Iterator[Reached]:
    """The rows of the profile page, asked in this process, without a web server."""
    one, many = visitors(ground, home, 2)
    one.take_stock(1)
    many.take_stock(MANY)
    one.sign_in()
    many.sign_in()
    opened = ground.copy(OPEN_COPY)  # the sign-ins are in it
    take_walls_down(opened)
    app, open_app = create_app(house=ground.house), create_app(house=opened.house)
    ask, ask_openly = asking(app, many), asking(open_app, many)
    taken = in_turns({"walls": ask, "open": ask_openly}, TIMES, warm=5)
    asking(app, one)()
    few, more = asked(asking(app, one)), asked(ask)
    opened.house.database.close()
    yield Reached(PROFILE, taken["open"] / taken["walls"])
    yield Reached(STATEMENTS, max(few, more))
    yield Reached(SAME, more - few)


def take_walls_down(ground: Ground) -> None:
    """Drop every policy that restricts the application's role."""
    with ground.administrator() as connection:
        for wall in connection.execute(WALLS, {"role": Role.APP.value}).all():
            connection.execute(text(f'DROP POLICY {wall.name} ON "{wall.tablename}"'))


def asking(app: Flask, visitor: Visitor) -> Callable[[], None]:
    """Asks for the profile page as this visitor; raises LookupError for any other answer."""
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], visitor.cookie(app), domain="127.0.0.1")

    def ask() -> None:
        answer = client.get(PATH, base_url=visitor.ground.settings.public_url)
        if answer.status_code != 200:  # noqa: PLR2004 - the page itself
            raise LookupError(answer.status)

    return ask


def asked(ask: Callable[[], None]) -> int:
    """How many statements a page sends to PostgreSQL."""
    with statements() as noted:
        ask()
    return len(noted)
