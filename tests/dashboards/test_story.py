"""What a portrait tells: nothing of what is empty or withheld, and differences of shown means only."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.forms import SENIORITIES as ASKED
from assessment.referential import Axis, Language, referential
from dashboards.display import Shown, Trend
from dashboards.overlay import overlays
from dashboards.plates import LETTERS, plates
from dashboards.portrait import (
    Breakdown,
    Cell,
    Confirmed,
    CounterExample,
    Dimension,
    Likeness,
    Portrait,
)
from dashboards.story import Change, Section, compared, sections, told
from dashboards.tabular import FORMULA, as_csv, figures, safe
from dashboards.words import SENIORITIES, STATUSES, Names, bare_level, level_words
from tests.dashboards.portraits import large, medium, small

DAY = date(2026, 3, 31)
FRENCH = Names(Language.FRENCH)


def withheld(portrait: Portrait) -> Portrait:
    """The portrait, every table of which was withheld."""
    return replace(
        portrait,
        savoirs=None,
        strands=None,
        breakdowns={},
        influences={},
        examples=(),
        movements={},
        confirmed={},
        likeness={},
        cautions={},
        ties=(),
        axes={axis: shown for axis, shown in portrait.axes.items() if axis != Axis.REST_TIME},
    )


def emptied(portrait: Portrait) -> Portrait:
    """The portrait, every table of which is there and holds nothing."""
    return replace(
        withheld(portrait),
        savoirs={},
        strands={},
        breakdowns={
            Dimension.STATUS: Breakdown((), {}),
            Dimension.TRADE: Breakdown((Cell(("others",), 10),), {}),
        },
        influences={Dimension.STATUS: {}},
        examples=(CounterExample(Axis.CREATIVITY, None, None),),
        confirmed={Axis.CREATIVITY: Confirmed({}, None)},
        likeness={Dimension.STATUS: Likeness((), (), None, None)},
        axes={**portrait.axes, Axis.REST_TIME: Shown()},
    )


def test_empty_and_withheld_are_told_alike() -> None:
    assert told(withheld(large(DAY))) == told(emptied(large(DAY)))
    assert list(figures(told(withheld(large(DAY))), FRENCH)) == list(
        figures(told(emptied(large(DAY))), FRENCH)
    )
    assert list(plates(told(emptied(large(DAY))), Language.FRENCH)) == []


def test_sections_are_those_that_hold_something() -> None:
    always = [Section.ANSWERED, Section.DIAGRAM, Section.TRENDS, Section.MADE]
    assert sections(told(small(DAY))) == always
    assert sections(told(medium(DAY))) == [*always[:3], Section.SAVOIRS, Section.MADE]
    assert sections(told(large(DAY))) == list(Section)
    assert sections(told(emptied(large(DAY)))) == always


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (50, 59, Change(50, 59, Trend.STABLE, 9)),
        (50, 60, Change(50, 60, Trend.RISING, 10)),
        (60, 50, Change(60, 50, Trend.FALLING, -10)),
        (None, 50, Change(None, 50, None, None)),
        (50, None, Change(50, None, None, None)),
    ],
)
def test_only_shown_means_are_compared(before: int | None, after: int | None, expected: Change) -> None:
    first = replace(small(DAY), axes={Axis.CREATIVITY: Shown(mean=before)})
    second = replace(small(DAY), axes={Axis.CREATIVITY: Shown(mean=after)})
    assert compared(told(first), told(second))[Axis.CREATIVITY] == expected


def test_another_referential_starts_another_scale() -> None:
    first = replace(small(DAY), referential="ligneres-7 2.0.0")
    assert {each.trend for each in compared(first, small(DAY)).values()} == {None}
    assert {each.difference for each in compared(first, small(DAY)).values()} == {None}


def test_levels_at_the_ends_are_told_as_ends() -> None:
    assert level_words(5, Language.FRENCH) == "5\u202f% ou moins"
    assert level_words(95, Language.ENGLISH) == "95% or more"
    assert bare_level(6, Language.FRENCH) == "6"
    assert level_words(None, Language.FRENCH) == "–"


def test_states_keep_their_order_whatever_json_made_of_them() -> None:
    shuffled = Confirmed({"none": 40, "validated": 40, "in_progress": 20}, None)
    merged = Confirmed({"none": 60, "validated+in_progress": 40}, None)
    found = replace(large(DAY), confirmed={Axis.TOOL_MASTERY: merged, Axis.LOCAL_UTILITY: shuffled})
    confirmed = told(found).confirmed
    assert list(confirmed) == [Axis.LOCAL_UTILITY, Axis.TOOL_MASTERY]
    assert list(confirmed[Axis.LOCAL_UTILITY].shares) == ["validated", "in_progress", "none"]
    assert list(confirmed[Axis.TOOL_MASTERY].shares) == ["validated+in_progress", "none"]


def test_every_status_has_a_name() -> None:
    assert set(STATUSES) == {each.id for each in referential().statuses}
    assert set(SENIORITIES) == set(ASKED)


def test_groups_are_named_in_the_order_of_the_release() -> None:
    cell = Cell(("employee_permanent", "public_service", "unsaid"), 20)
    assert FRENCH.cell(Dimension.STATUS, cell) == "Salariat en CDI, fonction publique et non précisé"
    assert FRENCH.cell(Dimension.TRADE, Cell(("maraîchage", "others"), 20)).startswith("Maraîchage et autres")
    branch = Cell(("some-id",), 20)
    assert FRENCH.cell(Dimension.BRANCH, branch) == "Une antenne qui n’existe plus"
    assert Names(Language.FRENCH, {"some-id": "Lannion"}).cell(Dimension.BRANCH, branch) == "Lannion"
    assert FRENCH.states("in_progress + none") == "En cours et pas de demande"


def test_a_cell_is_never_a_formula() -> None:
    for start in FORMULA:
        assert safe(f"{start}1") == f"'{start}1"
    assert (safe(-5), safe("Lannion")) == (-5, "Lannion")


def test_the_file_opens_in_a_spreadsheet() -> None:
    made = as_csv(told(large(DAY)), FRENCH)
    head, first, *_ = made.split("\r\n")
    assert head == "\ufeffpartie;axe;groupe;mesure;valeur"
    assert first == "qui a répondu;;;membres;164"
    assert "Métier\u00a0: =cmd|' /C calc'!A0" in made  # never at the beginning of a cell


def test_more_groups_than_letters_have_no_drawing() -> None:
    cells = tuple(Cell((f"trade {number}",), 10) for number in range(len(LETTERS) + 1))
    means = {Axis.CREATIVITY: tuple(range(10, 10 + len(cells)))}
    many = replace(medium(DAY), breakdowns={Dimension.TRADE: Breakdown(cells, means)})
    assert [plate.name for plate in plates(told(many), Language.FRENCH)] == ["savoirs"]


def test_one_s_own_levels_stand_on_the_wheel() -> None:
    levels = {**dict.fromkeys(Axis, 50), Axis.REST_TIME: None}
    over = overlays(levels)["wide"]
    assert len(over.discs) == 6
    assert (over.discs[0].x, over.discs[0].y) == (320, 187)  # half-way up the first branch
    assert over.path.count("M") == 1
    assert over.path.count("L") == 5
    assert overlays({})["narrow"].path == ""


def test_a_group_of_most_statuses_is_the_others() -> None:
    every = tuple(choice.id for choice in referential().statuses)
    assert FRENCH.cell(Dimension.STATUS, Cell(every[4:], 20)) == "Toutes les autres situations"
    assert FRENCH.cell(Dimension.STATUS, Cell(("esa", "cape"), 20)).startswith("Entrepreneuriat")
