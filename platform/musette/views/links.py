"""What a person shows at the end of a link: read without an account, listed nowhere, over on its day."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from kernel.refusals import Unknown
from musette import copies
from musette.addresses import Paper
from musette.views.documents import as_file, page_facts
from musette.views.noted import note_link_opened
from pages.uploads import jpeg
from pages.visit import allow, visit
from sharing import permissions
from sharing.models import SharedLink
from sharing.queries.grants import opened
from sharing.service.grants import link_scope

blueprint = Blueprint("links", __name__, template_folder="../templates")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """A page that whoever holds its address may read: kept by no cache, listed by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/shared/<link_key>")
@allow(permissions.OPEN_LINK)
def one(link_key: str) -> ResponseReturnValue:
    """What the link shows, and nothing else of its author."""
    with opening(link_key) as found:
        facts = page_facts(copies.read(found.body))
        if not is_mine(found):
            note_link_opened(link_key, found)
    return render_template("musette/linked.html", shown_link=found, key=link_key, **facts)


@blueprint.get("/shared/<link_key>/pictures/<int:place>")
@allow(permissions.OPEN_LINK)
def picture(link_key: str, place: int) -> ResponseReturnValue:
    """A picture of it."""
    with opening(link_key) as found:
        if place >= len(found.photos):
            raise Unknown
        return jpeg(bytes(found.photos[place]), "photo")


@blueprint.get("/shared/<link_key>/files/<paper:paper>")
@allow(permissions.OPEN_LINK)
def file(link_key: str, paper: Paper) -> ResponseReturnValue:
    """The same as a file."""
    with opening(link_key) as found:
        if not is_mine(found):
            note_link_opened(link_key, found)
        return as_file(copies.read(found.body), found.photos, paper)


@contextmanager
def opening(link_key: str) -> Iterator[SharedLink]:
    """What a link opens, read in the scope of the link alone; raises Unknown, or Over, the same for all."""
    with visit().house.database.reading(link_scope(link_key)) as there:
        yield opened(there, link_key)


def is_mine(found: SharedLink) -> bool:
    """Whether the visitor is the one who shows it."""
    return found.person_id == visit().scope.person
