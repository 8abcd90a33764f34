"""What I show, to whom: every grant with its buttons, and a page to make one; nobody can ask for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from kernel.db import UnitOfWork
from kernel.refusals import Refusal, Unknown
from kernel.scope import Belonging, Scope
from kernel.walls import Role
from musette import copies
from musette.forms import ShareForm
from musette.service import shares, showing
from musette.service.shares import Show
from musette.views.documents import page_facts
from musette.views.wording import audience_words, item_words
from pages.forms import is_id
from pages.visit import allow, scope, session, visit
from peer.queries.requests import acquaintances
from sharing import permissions
from sharing.models import Grant, SharedCopy, SharedLink
from sharing.queries.grants import Mine, former_grants, grants, own_copies, own_copy, own_grant, own_links
from sharing.rules import NAMES, Audience, Item
from sharing.service import grants as sharing
from sharing.service.grants import link_token
from tenants.models import Group, Membership
from tenants.queries.charters import closed
from tenants.queries.groups import groups_of
from tenants.queries.members import named_members
from tenants.rules import LONGEST_NAME

blueprint = Blueprint("shares", __name__, template_folder="../templates")

SEARCHED = 30


@dataclass(frozen=True)
class Held:
    """A grant, where it stands, and to whom it shows, by name."""

    grant: Grant
    name: str
    place: str
    readers: tuple[str, ...] = ()
    group: str = ""
    gone: bool = False


@blueprint.get("/me/shares")
@allow(permissions.SHARE_OWN)
def listing() -> ResponseReturnValue:
    """Everything I show, and to whom."""
    before = [
        (each, item_words(each.item, each.about), audience_words(each.audience))
        for each in former_grants(session())
    ]
    return render_template(
        "musette/shares.html", held=shown_by_me(), before=before, items=Item, sheets=referential().sheets
    )


@blueprint.route("/me/shares/new", methods=["GET", "POST"])
@allow(permissions.SHARE_OWN)
def new() -> ResponseReturnValue:
    """To whom I show something, beside what the copy will hold; without a thing to show, the list of them."""
    if "item" not in request.args:
        return redirect(url_for("shares.listing"))
    what = wanted()
    form = ShareForm()
    form.group.choices = [(str(each.id), each.name) for each in own_groups()]
    if "look" in request.form:
        name = request.form.get("search", "")
        return redirect(
            url_for("shares.new", item=what.item, about=what.about, name=name, _anchor="whom"), 303
        )
    if form.validate_on_submit():
        with form.accepting():
            key = visit().house.settings.secret_key
            made = shares.show(
                session(), grant_id=form.id.data, what=what, to=form.to, secret_key=key, by=scope()
            )
            flash(_("It is shown. You may take it back at any time."))
            return redirect(url_for("shares.one", grant_id=made.id), 303)
    form.days.flags.optional = False  # asked of a link, and of nothing else
    if request.args.get("name") and not form.audience.data:
        form.audience.data = Audience.PERSON.value  # whoever looks for a name has somebody in mind
    if request.args.get("again") and not form.audience.data:
        form.audience.data = request.args["again"]  # what one was showing elsewhere
    shut = closed(session())
    form.audience.choices = [each for each in form.audience.choices if each.value not in shut]
    return render_template(
        "musette/share_new.html", form=form, what=what, shut=shut, **offered(what)
    ), form.code


@blueprint.get("/me/shares/<uuid:grant_id>")
@allow(permissions.SHARE_OWN)
def one(grant_id: UUID) -> ResponseReturnValue:
    """One of them: what its copy holds, of which day, and for whom."""
    found = own_grant(session(), grant_id)
    with reaching(found) as there:
        row = copy_of(there, found)
        facts = page_facts(copies.read(row.body)) if row else {}
        shown = facts_of(there, found)
    place = place_of(found.cooperative_id)
    return render_template(
        "musette/share.html",
        held=shown,
        grant=found,
        row=row,
        token=link_token(visit().house.settings.secret_key, found.id),
        place_slug=place.slug if place else "",
        **facts,
    )


@blueprint.post("/me/shares/<uuid:grant_id>/update")
@allow(permissions.SHARE_OWN)
def update(grant_id: UUID) -> ResponseReturnValue:
    """Make the copy say what I have today."""
    found = own_grant(session(), grant_id)
    with reaching(found) as there:
        what = Show(found.item, found.about, author(found), visit().zone)
        shares.update(there, grant_id=grant_id, what=what, by=there.scope)
    flash(_("The copy is up to date."))
    return redirect(url_for("shares.one", grant_id=grant_id), 303)


@blueprint.post("/me/shares/<uuid:grant_id>/withdraw")
@allow(permissions.SHARE_OWN)
def withdraw(grant_id: UUID) -> ResponseReturnValue:
    """Take it back: the copy is destroyed at once."""
    found = own_grant(session(), grant_id)
    with reaching(found) as there:
        sharing.withdraw(there, grant_id=grant_id, by=there.scope)
    flash(_("It is taken back: nobody sees it any more."))
    back = request.form.get("back") == "known" and visit().belonging is not None
    return redirect(url_for("musette.known" if back else "shares.listing"), 303)


@blueprint.post("/me/shares/before/<uuid:former_id>/forget")
@allow(permissions.SHARE_OWN)
def forget_former(former_id: UUID) -> ResponseReturnValue:
    """Keep no line of something I was showing elsewhere."""
    showing.forget(session(), former_id=former_id, by=scope())
    return redirect(url_for("shares.listing"), 303)


def wanted() -> Show:
    """What the address names; raises Unknown for no item."""
    item = request.args.get("item", "")
    if item not in list(Item):
        raise Unknown
    return Show(Item(item), request.args.get("about", ""), author(None), visit().zone)


def author(grant: Grant | None) -> str:
    """The name under which a copy is shown: that of its place."""
    place = place_of(grant.cooperative_id) if grant else visit().belonging
    place = place or visit().belonging
    return place.display_name if place else str(_("A person"))


def offered(what: Show) -> dict[str, object]:
    """What the page of a new grant shows: the copy to be, the people and the groups."""
    search = request.args.get("name", "")[:LONGEST_NAME]
    people = acquaintances(session(), search, SEARCHED) if scope().member else ()
    facts: dict[str, object] = {"nothing": "", "document": None}
    try:
        made = shares.content(session(), what=what)
        facts |= {**page_facts(copies.read(made.body)), "sources": made.sources}
    except Refusal as refusal:
        if isinstance(refusal, Unknown):
            raise
        facts["nothing"] = _(refusal.sentence)
    chosen = set(request.form.getlist("peers") + request.form.getlist("person"))
    ticked = [UUID(each) for each in chosen if is_id(each)]
    named = [each for each in named_members(session(), ticked) if each.until is None] if ticked else []
    return {
        **facts,
        "title": _(NAMES[what.item]),
        "search": search,
        "people": with_chosen(named, people),
        "ticked": {str(each) for each in ticked},
        "own_groups": own_groups(),
    }


def with_chosen(chosen: Sequence[Membership], found: Sequence[Membership]) -> list[Membership]:
    """The people chosen, then those found."""
    ids = {each.id for each in chosen}
    return [*chosen, *(each for each in found if each.id not in ids)]


def own_groups() -> list[Group]:
    """The groups I am in."""
    return list(groups_of(session(), session().member)) if scope().member else []


def shown_by_me(only: UUID | None = None) -> list[Held]:
    """Every grant, or those of one cooperative and the links, with the names of their audiences.

    Those of another cooperative are told by its name alone, which their owner knows: nothing of it is read.
    """
    found = [each for each in grants(session()) if only is None or each.cooperative_id in (only, None)]
    return [facts_of(session(), each) for each in found]


def facts_of(there: UnitOfWork, grant: Grant) -> Held:
    """What is known of a grant from where one stands."""
    name = name_of(grant)
    if grant.audience is Audience.LINK:
        return Held(grant, name, "")  # a link that is over has no grant any more
    place = place_of(grant.cooperative_id)
    if place is None or there.scope.cooperative != grant.cooperative_id:
        return Held(grant, name, place.name if place else "", gone=place is None)
    row = copies_of(there).get(grant.copy_id)
    if row is None:
        return Held(grant, name, place.name, gone=True)
    return Held(grant, name, place.name, row.readers, row.group)


def copies_of(there: UnitOfWork) -> dict[UUID, Mine]:
    """The copies one shows where one stands, read once a request."""
    if "own_copies" not in there.info:
        there.info["own_copies"] = own_copies(there)
    kept: dict[UUID, Mine] = there.info["own_copies"]
    return kept


def name_of(grant: Grant) -> str:
    """What a grant shows, in words."""
    return item_words(grant.item, grant.about)


def place_of(cooperative_id: UUID | None) -> Belonging | None:
    """The place of the visitor in a cooperative, if they are there."""
    return next((each for each in visit().belongings if each.cooperative_id == cooperative_id), None)


def copy_of(there: UnitOfWork, grant: Grant) -> SharedCopy | SharedLink | None:
    """The copy of a grant, with what it holds; None once it is gone."""
    if grant.audience is Audience.LINK:
        return own_links(there).get(grant.copy_id)
    return own_copy(there, grant.copy_id) if there.scope.cooperative == grant.cooperative_id else None


@contextmanager
def reaching(grant: Grant) -> Iterator[UnitOfWork]:
    """A unit of work that reaches the copy: this visit's, or one in the other cooperative it stands in."""
    place = place_of(grant.cooperative_id)
    if place is None or place.cooperative_id == scope().cooperative:
        yield session()
        return
    there = Scope(scope().person, place.cooperative_id, place.member_id, scope().roles)
    with visit().open(there, Role.APP) as opened:
        yield opened
