"""What members carry and offer, each in a unit of work of its owner; no reminder is asked for."""

from assessment.referential import Axis
from demo.plot.lives import level_on, minute
from demo.plot.satchels import Done, Imagined, Meant, Offered, Satchels, carried
from demo.staging.stage import Stage, key, put
from kernel.tables import Json
from musette.models import Experience, Intention, Offer, OfferKind, Scenario


def fill(stage: Stage) -> None:
    """Put everything in the satchels of a cooperative, and show its offers."""
    told = carried().get(stage.plot.slug, Satchels())
    for done in told.experiences:
        with stage.acting(done.by) as session:
            put(session, Experience, [_experience(stage, done)])
    for meant in told.intentions:
        with stage.acting(meant.by) as session:
            put(session, Intention, [_intention(stage, meant)])
    for imagined in told.scenarios:
        with stage.acting(imagined.by) as session:
            put(session, Scenario, [_scenario(stage, imagined)])
    for offered in told.offers:
        with stage.acting(offered.by) as session:
            put(session, Offer, [_offer(stage, offered)])


def _experience(stage: Stage, told: Done) -> Json:
    return {
        "id": key("experience", told.by, told.day),
        "on": stage.days.on(told.day),
        "words": told.words,
        "details": told.details,
        "axis": told.axis,
        "outside": told.outside,
        "recognised": told.recognised,
        "helped": told.helped,
        "label_hidden": False,
        "created_at": stage.days.at(told.day, minute(told.by, told.day)),
    }


def _intention(stage: Stage, told: Meant) -> Json:
    closed = told.closed
    return {
        "id": key("intention", told.by, told.day),
        "activity_id": key("activity", told.by),
        "axis": told.axis,
        "words": told.words,
        "level_then": level_on(stage.plot.named[told.by], told.axis, told.day),
        "aimed": told.aimed,
        "review_on": stage.days.on(told.review),
        "created_at": stage.days.at(told.day, minute(told.by, told.day)),
        "closed_at": None if closed is None else stage.days.at(closed, minute(told.by, closed)),
        "found": told.found,
    }


def _scenario(stage: Stage, told: Imagined) -> Json:
    return {
        "id": key("scenario", told.by, told.day),
        "activity_id": key("activity", told.by),
        "label": told.label,
        "words": told.words,
        "created_at": stage.days.at(told.day, minute(told.by, told.day)),
        **{axis.value: level for axis, level in zip(Axis, told.levels, strict=True)},
    }


def _offer(stage: Stage, told: Offered) -> Json:
    day = told.workshop
    return {
        "id": key("offer", stage.plot.slug, told.by, told.day),
        "member_id": stage.member(told.by),
        "axis": told.axis,
        "kind": OfferKind.PERSON if day is None else OfferKind.WORKSHOP,
        "words": told.words,
        "on": None if day is None else stage.days.on(day),
        "created_at": stage.days.at(told.day, minute(told.by, told.day)),
    }
