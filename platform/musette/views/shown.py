"""What others show me, and what somebody gets of what I show: one path makes both."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kernel.refusals import Unknown
from musette import copies
from musette.addresses import Paper
from musette.views.documents import as_file, page_facts
from musette.views.noted import note_copy_read
from pages.uploads import jpeg
from pages.visit import allow, session
from sharing import permissions
from sharing.queries.grants import Shown, copy_photo, grants, one_shown, own_copy, reader_of, shown
from sharing.rules import SHOWN_NAMES, Audience, Reader
from tenants.models import COORDINATING
from tenants.queries.members import holders, member_rows, named_members
from tenants.rules import LONGEST_NAME

blueprint = Blueprint("shown", __name__, template_folder="../templates")

SEARCHED = 20


@blueprint.get("/c/<slug>/shown")
@allow(permissions.READ_SHOWN)
def listing() -> ResponseReturnValue:
    """What members show me."""
    return render_template(
        "musette/shown.html", found=shown(session(), myself()), names=SHOWN_NAMES, as_=None
    )


@blueprint.get("/c/<slug>/shown/<uuid:copy_id>")
@allow(permissions.READ_SHOWN)
def one(copy_id: UUID) -> ResponseReturnValue:
    """One of them; its owner sees in their access log that I read it."""
    found = one_shown(session(), myself(), copy_id)
    note_copy_read(found.copy)
    return document(found, None)


@blueprint.get("/c/<slug>/shown/<uuid:copy_id>/pictures/<int:place>")
@allow(permissions.READ_SHOWN)
def picture(copy_id: UUID, place: int) -> ResponseReturnValue:
    """A picture of it."""
    if own_copy(session(), copy_id) is None:
        one_shown(session(), myself(), copy_id)
    return jpeg(copy_photo(session(), copy_id, place), "photo")


@blueprint.get("/c/<slug>/shown/<uuid:copy_id>/files/<paper:paper>")
@allow(permissions.READ_SHOWN)
def file(copy_id: UUID, paper: Paper) -> ResponseReturnValue:
    """The same as a file, for whoever may read it, its owner included."""
    row = own_copy(session(), copy_id)
    if row is None:
        row = one_shown(session(), myself(), copy_id).copy
        note_copy_read(row)
    return as_file(copies.read(row.body), row.photos, paper)


@blueprint.get("/c/<slug>/seen-as")
@allow(permissions.SEE_AS)
def choose() -> ResponseReturnValue:
    """Whose eyes to borrow: the coordination, anybody by name, or somebody outside who holds a link."""
    search = request.args.get("name", "")[:LONGEST_NAME]
    people = member_rows(session(), search=search, page=0).rows[:SEARCHED]
    leading = {row.member_id for row in holders(session()) if row.name in COORDINATING}
    links = [each for each in grants(session()) if each.audience is Audience.LINK]
    return render_template(
        "musette/see_as.html",
        search=search,
        people=[each for each in people if each.id != session().member],
        coordinators=[each for each in named_members(session(), leading) if each.id != session().member],
        links=links,
        names=SHOWN_NAMES,
    )


@blueprint.get("/c/<slug>/seen-as/<uuid:reader_id>")
@allow(permissions.SEE_AS)
def seen_as(reader_id: UUID) -> ResponseReturnValue:
    """What a member gets of what I show: the list as they read it."""
    reader = somebody(reader_id)
    found = shown(session(), reader, owner=session().member)
    name = named_members(session(), [reader_id])[0].display_name
    return render_template(
        "musette/shown.html", found=found, names=SHOWN_NAMES, as_={"id": reader_id, "name": name}
    )


@blueprint.get("/c/<slug>/seen-as/<uuid:reader_id>/<uuid:copy_id>")
@allow(permissions.SEE_AS)
def one_seen_as(reader_id: UUID, copy_id: UUID) -> ResponseReturnValue:
    """One copy of mine as a member reads it; nothing of theirs is read, and nothing is noted."""
    found = one_shown(session(), somebody(reader_id), copy_id, owner=session().member)
    name = named_members(session(), [reader_id])[0].display_name
    return document(found, {"id": reader_id, "name": name})


def document(found: Shown, as_: dict[str, object] | None) -> ResponseReturnValue:
    """The page of a copy, whoever reads it and whoever imagines that."""
    facts = page_facts(copies.read(found.copy.body))
    return render_template("musette/shown_one.html", shown=found, as_=as_, **facts)


def myself() -> Reader:
    """The visitor as a reader."""
    return reader_of(session(), session().member)


def somebody(member_id: UUID) -> Reader:
    """Another member as a reader; raises Unknown for oneself, who reads everything."""
    if member_id == session().member:
        raise Unknown
    return reader_of(session(), member_id)
