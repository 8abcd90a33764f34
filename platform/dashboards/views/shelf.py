"""The portraits of the cooperative being visited, and what the pages of one of them have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from assessment.referential import Axis, Language, referential
from dashboards.models import Release
from dashboards.plates import LETTERS
from dashboards.portrait import Dimension, Portrait, read
from dashboards.queries import portraits as queries
from dashboards.story import compared, sections, told
from dashboards.words import Names
from kernel.refusals import Unknown
from pages.formats import language
from pages.visit import session
from tenants.queries.campaigns import campaign_of, previous_commitments
from tenants.queries.groups import groups

REVIEWED = tuple(axis for axis, sheet in referential().sheets.items() if sheet.peer_reviewed)


@dataclass(frozen=True)
class Shelf:
    """Every portrait, newest first; each is read only if it is asked for."""

    releases: Sequence[Release]

    def release(self, day: str) -> Release:
        """The portrait of a closing day as it stands in an address; raises Unknown when there is none."""
        wanted = parsed(day)
        found = next((each for each in self.releases if each.closed_on == wanted), None)
        if found is None:
            raise Unknown
        return found

    def portrait(self, day: str) -> Portrait:
        """The same, with figures; raises Unknown when it has none."""
        found = told(read(self.release(day).payload))
        if not found.published:
            raise Unknown
        return found

    def before(self, day: date) -> Portrait | None:
        """The last portrait with figures that came before a day."""
        earlier = (each for each in self.releases if each.closed_on < day and _has_figures(each))
        found = next(earlier, None)
        return told(read(found.payload)) if found else None

    @property
    def days(self) -> list[date]:
        """The days of all portraits, newest first."""
        return [each.closed_on for each in self.releases]

    @property
    def drawn_days(self) -> list[date]:
        """The days of the portraits with figures, oldest first."""
        return [each.closed_on for each in reversed(self.releases) if _has_figures(each)]


@dataclass(frozen=True)
class Word:
    """What the coordination team wrote beside a portrait, and the commitments of the one before."""

    note: str
    commitments: Sequence[str]
    recalled: Sequence[str]


def word_beside(day: date) -> Word:
    """What stands beside the portrait of a day; it may be empty."""
    recalled = previous_commitments(session(), day)
    try:
        campaign = campaign_of(session(), day)
    except Unknown:
        return Word("", (), recalled)
    return Word(campaign.note or "", campaign.commitments, recalled)


def shelf() -> Shelf:
    """The portraits of the cooperative being visited."""
    return Shelf(queries.releases(session()))


def charts_of(day: date) -> dict[str, Markup]:
    """The charts of a portrait in the language of the page."""
    drawn = queries.charts(session(), day, language())
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704 - drawn by our worker  # nosec B704


def names_in(portrait: Portrait) -> Names:
    """What things are called in the language of the page."""
    shown = {*portrait.breakdowns, *portrait.likeness}
    branches = {}
    if Dimension.BRANCH in shown:
        branches = {str(row.group.id): row.group.name for row in groups(session())}
    return Names(Language(language()), branches)


def around(portrait: Portrait, before: Portrait | None) -> dict[str, Any]:
    """What every page that shows the figures of a portrait needs."""
    return {
        "portrait": portrait,
        "before": before,
        "changes": compared(before, portrait),
        "charts": charts_of(portrait.closed_on),
        "names": names_in(portrait),
        "sections": sections(portrait),
        "sheets": referential().sheets,
        "families": referential().families,
        "letters": LETTERS,
        "free": [axis for axis in Axis if any(axis in each.means for each in portrait.breakdowns.values())],
        "word": word_beside(portrait.closed_on),
    }


def parsed(day: str) -> date:
    """A closing day as it stands in an address; raises Unknown for anything else."""
    try:
        found = date.fromisoformat(day)
    except ValueError as fault:
        raise Unknown from fault
    if found.isoformat() != day:  # one address a portrait, though ISO 8601 has several writings
        raise Unknown
    return found


def _has_figures(release: Release) -> bool:
    return release.payload.get("absence") is None
