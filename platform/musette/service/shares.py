"""Showing what one carries: the document a copy holds, made from the owner's own rows alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from assessment.models import Assessment
from assessment.queries import counted_assessments
from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from musette import copies
from musette.models import Photo, Portfolio
from musette.queries.experiences import Kept, experience, photo
from musette.queries.intentions import own_intention, own_scenario
from musette.queries.portfolios import own_portfolio
from musette.service import showing
from sharing.models import Grant
from sharing.rules import Item
from sharing.service import grants
from sharing.service.grants import Content, To

STOCK_FIRST = N_("Take stock first: there is no level to show yet.")
SKIPPED = N_("You have no level on this axis yet.")
COMPOSE_FIRST = N_("Compose your page first: it is empty.")
WHICH = N_("Choose what you want to show.")
MOST_HISTORY = 50


@dataclass(frozen=True)
class Show:
    """What is shown, which one, under which name, in the days of which time zone."""

    item: Item
    about: str
    author: str
    zone: str


def show(session: UnitOfWork, *, grant_id: UUID, what: Show, to: To, secret_key: str, by: Scope) -> Grant:
    """Make a copy of an item for an audience; raises Unknown for what is somebody else's.

    What says that it was shown elsewhere has served, and goes.
    """
    showing.opened(session, item=what.item, about=what.about, audience=to.audience)
    return grants.show(
        session,
        grant_id=grant_id,
        item=what.item,
        about=what.about,
        to=to,
        content=content(session, what=what),
        secret_key=secret_key,
        by=by,
    )


def update(session: UnitOfWork, *, grant_id: UUID, what: Show, by: Scope) -> Grant:
    """Make the copy of a grant say what its item says today."""
    return grants.update(session, grant_id=grant_id, content=content(session, what=what), by=by)


def content(session: UnitOfWork, *, what: Show) -> Content:
    """What a copy of an item would hold now; raises Refusal when there is nothing to show yet."""
    parts, photos, holds = MAKERS[what.item](session, what)
    document = copies.Document(what.item, what.author, clock.today(what.zone), parts)
    bodies, sources = tuple(each.body for each in photos), tuple(each.id for each in photos)
    return Content(copies.written(document), bodies, holds, sources)


Made = tuple[tuple[copies.Part, ...], tuple[Photo, ...], tuple[UUID, ...]]


def _profile(session: UnitOfWork, what: Show) -> Made:
    last = _taken(session)[0]
    return (_levels(last, what.zone),), (), (last.id,)


def _history(session: UnitOfWork, what: Show) -> Made:
    every = _taken(session)[:MOST_HISTORY]
    return tuple(_levels(each, what.zone) for each in every), (), tuple(each.id for each in every)


def _axis(session: UnitOfWork, what: Show) -> Made:
    if what.about not in list(Axis):
        raise Invalid(WHICH)
    part, held = _one_axis(_taken(session), Axis(what.about), what.zone)
    return (part,), (), (held,)


def _experience(session: UnitOfWork, what: Show) -> Made:
    found = experience(session, _id(what.about))
    photos = [photo(session, each.id) for each in found.photos]
    pictures = tuple(copies.Picture(number, each.width, each.height) for number, each in enumerate(photos))
    return (_told(found, pictures),), tuple(photos), (found.row.id,)


def _intention(session: UnitOfWork, what: Show) -> Made:
    row = own_intention(session, _id(what.about))
    part = copies.Intention(
        axis=row.axis,
        words=row.words,
        on=clock.day_of(row.created_at, what.zone),
        level_then=row.level_then,
        aimed=row.aimed,
        review_on=row.review_on,
        closed_on=clock.day_of(row.closed_at, what.zone) if row.closed_at else None,
        found=row.found,
    )
    return (part,), (), (row.id,)


def _scenario(session: UnitOfWork, what: Show) -> Made:
    row = own_scenario(session, _id(what.about))
    return (copies.Scenario(row.label, row.words, row.levels),), (), (row.id,)


def _portfolio(session: UnitOfWork, what: Show) -> Made:
    page = own_portfolio(session)
    if page is None or not (page.words or page.axes or page.experiences):
        raise Refusal(COMPOSE_FIRST)
    axes = _axes_of(session, page, what.zone)
    told = [experience(session, each) for each in page.experiences]
    shown, photos = _with_first_photos(session, told)
    parts: tuple[copies.Part, ...] = (
        copies.Words(page.title, page.words),
        *(part for part, _held in axes),
        *shown,
    )
    return parts, tuple(photos), (*(held for _part, held in axes), *page.experiences)


MAKERS = {
    Item.PROFILE: _profile,
    Item.HISTORY: _history,
    Item.AXIS: _axis,
    Item.EXPERIENCE: _experience,
    Item.INTENTION: _intention,
    Item.SCENARIO: _scenario,
    Item.PORTFOLIO: _portfolio,
}


def _taken(session: UnitOfWork) -> Sequence[Assessment]:
    found = counted_assessments(session)
    if not found:
        raise Refusal(STOCK_FIRST)
    return found


def _levels(row: Assessment, zone: str) -> copies.Profile:
    return copies.Profile(clock.day_of(row.submitted_at, zone), row.levels)


def _one_axis(every: Sequence[Assessment], axis: Axis, zone: str) -> tuple[copies.OneAxis, UUID]:
    """The last level of an axis that is not skipped, and the assessment it comes from."""
    for each in every:
        level = each.levels[axis]
        if level is not None:
            return copies.OneAxis(axis, clock.day_of(each.submitted_at, zone), level), each.id
    raise Refusal(SKIPPED)


def _axes_of(session: UnitOfWork, page: Portfolio, zone: str) -> list[tuple[copies.OneAxis, UUID]]:
    every = _taken(session) if page.axes else ()
    return [_one_axis(every, axis, zone) for axis in Axis if axis in page.axes]


def _with_first_photos(
    session: UnitOfWork, told: Iterable[Kept]
) -> tuple[list[copies.Experience], list[Photo]]:
    shown: list[copies.Experience] = []
    photos: list[Photo] = []
    for each in told:
        part = _told(each, ())
        if each.photos:
            first = photo(session, each.photos[0].id)
            part = replace(part, pictures=(copies.Picture(len(photos), first.width, first.height),))
            photos.append(first)
        shown.append(part)
    return shown, photos


def _told(found: Kept, pictures: tuple[copies.Picture, ...]) -> copies.Experience:
    """An experience without who helped: that is for its owner alone."""
    row = found.row
    return copies.Experience(
        on=row.on,
        words=row.words,
        details=row.details,
        axis=row.axis,
        outside=row.outside,
        recognised=row.recognised,
        confirmed=found.labelled,
        pictures=pictures,
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise Invalid(WHICH) from fault
