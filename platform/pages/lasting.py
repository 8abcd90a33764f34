"""Pages that change rarely: a browser that holds one asks whether it still stands, and is told so at once.

What a page shows is named by a tag: what the view says it depends on, who reads it under which sign-in, in
which language, and the version of the program. The same tag, the same page; so a page already made is also
given again as it was. Nobody else's tag can be known: it is made from the token of the sign-in. A browser
must ask each time (« no-cache »), and is answered only while it is signed in and allowed.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from flask import Response, make_response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pages.formats import language
from pages.visit import visit

PLATFORM = Path(__file__).parents[1]
SHOWN = ("*.py", "*.html", "*.yaml", "*.mo", "*.css", "*.js", "*.svg")
CONTROL = "private, no-cache"
MOST_KEPT = 64  # pages a process keeps, of some fifty kilobytes each
FORMS, MESSAGES = "csrf_token", "_flashes"  # what the cookie of a session holds besides the sign-in

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Shelf:
    """The pages made last, by their tags."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, tag: str) -> bytes | None:
        """The page of a tag."""
        with self._lock:
            if tag in self._pages:
                self._pages.move_to_end(tag)
            return self._pages.get(tag)

    def keep(self, tag: str, page: bytes) -> None:
        """Keep a page, and let go of the one nobody has asked for the longest."""
        with self._lock:
            self._pages[tag] = page
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)


SHELF = Shelf(MOST_KEPT)


def lasting(state: Callable[..., str | None]) -> Callable[[View], View]:
    """Mark a view whose page changes only with a state, its reader and the program.

    `state` takes what the address holds and gives a text that changes whenever anything the page shows does;
    None when there is no such page. Put it under `allow`.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def answer(**values: object) -> ResponseReturnValue:
            # A message waits to be shown once, or a form to get its token: such a page is for now only.
            passing = MESSAGES in cookie or FORMS not in cookie
            found = None if passing else state(**values)
            return view(**values) if found is None else _answer(tag_of(found), lambda: view(**values))

        return cast("View", answer)

    return mark


def tag_of(state: str) -> str:
    """The tag of the page of this request in a state, for its reader."""
    here = visit()
    places = [
        (each.slug, each.name, each.display_name, each.closed, sorted(each.roles)) for each in here.belongings
    ]
    reader = (current_user.get_id(), cookie[FORMS], sorted(here.scope.roles), places)
    known = (version(), here.house.settings, request.full_path, language(), reader, state)
    return sha256(repr(known).encode()).hexdigest()


@cache
def version() -> str:
    """A text that changes with the program: what it is made of, digested once."""
    digest = sha256()
    for path in sorted(path for pattern in SHOWN for path in PLATFORM.rglob(pattern)):
        digest.update(path.relative_to(PLATFORM).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _answer(tag: str, make: Callable[[], ResponseReturnValue]) -> Response:
    """« Not modified » to a browser that has the page, or else the page."""
    if request.if_none_match.contains_weak(tag):
        return _tagged(Response(status=304), tag)
    kept = SHELF.find(tag)
    if kept is not None:
        return _tagged(Response(kept, mimetype="text/html"), tag)
    response = make_response(make())
    if response.status_code != 200:  # noqa: PLR2004 - a page that is no page is asked for again
        return response
    SHELF.keep(tag, response.get_data())
    return _tagged(response, tag)


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)  # weak: the tokens of its forms are signed anew each time
    response.headers["Cache-Control"] = CONTROL
    return response
