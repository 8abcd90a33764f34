"""A chart becomes one clean SVG, or is refused."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.drawing import draw, fingerprint
from pages.marks import Point, Symbol, Word, outlines, sheet, symbols, words
from tests.drawings import assert_clean, circles, few, marks, read, texts

ROOT = Path(__file__).parents[2]
PLATFORM = [str(ROOT / "platform"), str(ROOT)]


def one_word(text: str = "72\u202f%", fill: str = "var(--ink)") -> alt.LayerChart:
    return sheet([words([Word(10, 20, text, fill=fill)], size=13)], width=40, height=30)


def run(code: str, **environment: str) -> str:
    """What another Python prints, the platform on its path."""
    preamble = f"import sys; sys.path[:0] = {PLATFORM!r}\n"
    done = subprocess.run(  # noqa: S603 (our own interpreter, our own code)
        [sys.executable, "-c", preamble + code],
        env={"PATH": "/usr/bin", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def test_the_drawing_is_one_named_picture_of_the_size_asked_for() -> None:
    root = read(draw(one_word(), label="Utilité locale : 72", classes="chart wide"))
    assert root.tag == "svg"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Utilité locale : 72"
    assert root.attrib["class"] == "chart wide"
    assert root.attrib["viewBox"] == "0 0 40 30"


def test_nothing_is_left_but_what_shows() -> None:
    svg = draw(one_word(), label="x", classes="chart")
    assert_clean(svg)
    assert len(marks(svg)) == 1
    assert len(svg) < 350


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20))
@few
def test_whatever_the_words_they_stay_words(text: str) -> None:
    svg = draw(one_word(text + "<b>&\"'"), label=f'"><script>{text}', classes="chart")
    root = read(svg)
    assert root.attrib["aria-label"] == f'"><script>{text}'
    assert [element.tag for element in root.iter()] == ["svg", "text"]
    assert texts(svg)[0].strip() == (text + "<b>&\"'").strip()


@pytest.mark.parametrize("colour", ["red", "#1b2847", "rgb(0,0,0)", "url(#gradient)"])
def test_a_colour_that_is_no_token_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="colour token"):
        draw(one_word(fill=colour), label="x", classes="chart")


def test_a_font_that_is_no_token_is_refused() -> None:
    chart = one_word()
    chart["config"]["font"] = "Arial"
    with pytest.raises(ValueError, match="Arial"):
        draw(chart, label="x", classes="chart")


def test_pictures_and_links_are_refused() -> None:
    image = alt.Chart(alt.InlineData(values=[{"u": "x.png"}])).mark_image().encode(url="u:N")
    link = alt.Chart(alt.InlineData(values=[{"a": 1}])).mark_point(fill="var(--ink)")
    for chart in (image, link.encode(href=alt.value("x.html"))):
        with pytest.raises(ValueError, match=r"plain shapes and text only, not <(image|a)>"):
            draw(sheet([chart], width=40, height=30), label="x", classes="chart")


def test_a_chart_cannot_fetch_anything() -> None:
    away = alt.Chart(alt.UrlData(url="http://127.0.0.1:9/levels.csv")).mark_point().encode(x="a:Q")
    with pytest.raises(ValueError, match="not allowed"):
        draw(away, label="x", classes="chart")


def test_numbers_have_one_decimal_and_no_minus_zero() -> None:
    line = outlines([[Point(1 / 3, 20 / 3), Point(-0.0000001, 1e-7)]], stroke="var(--ink)", width=1.23456)
    svg = draw(sheet([line], width=40, height=30), label="x", classes="chart")
    assert marks(svg)[0]["d"] == "M0.3,6.7L0,0"
    assert marks(svg)[0]["stroke-width"] == "1.2"


def test_circles_keep_their_place_and_size() -> None:
    dot = Symbol(12, 34, 5, "circle", "var(--ink)", "var(--paper)", 1)
    [found] = circles(draw(sheet([symbols([dot])], width=40, height=40), label="x", classes="chart"))
    assert (found.x, found.y) == (12, 34)
    assert found["d"].startswith("M5,0A5,5")


def test_drawings_asked_for_at_once_are_those_drawn_alone() -> None:
    charts = [one_word(str(number)) for number in range(6)]
    alone = [draw(chart, label="x", classes="chart") for chart in charts]
    with ThreadPoolExecutor(6) as pool:
        together = pool.map(lambda chart: draw(chart, label="x", classes="chart"), charts)
        assert list(together) == alone


def test_a_fingerprint_follows_the_content() -> None:
    assert fingerprint(one_word("a"), "x") == fingerprint(one_word("a"), "x")
    keys = {
        fingerprint(one_word("a"), "x"),
        fingerprint(one_word("b"), "x"),
        fingerprint(one_word("a"), "y"),
        fingerprint("a", {"one": 1, "two": 2}, [(date(2026, 5, 1), 3)]),
        fingerprint("a", {"one": 1, "two": 2}, [(date(2026, 5, 2), 3)]),
    }
    assert len(keys) == 5
    assert fingerprint({"one": 1, "two": None}) == fingerprint({"two": None, "one": 1})
    assert all(len(key) == 64 for key in keys)
    with pytest.raises(TypeError, match="object"):
        fingerprint(object())


def test_the_last_bits_of_a_number_change_no_fingerprint() -> None:
    one, other = (sheet([words([Word(x, 2, "a")], size=13)], width=9, height=9) for x in (0.3, 0.1 + 0.2))
    assert fingerprint(one) == fingerprint(other)


DRAW = """
import os
from pages.drawing import draw
from pages.marks import Word, sheet, words
import assessment.charts, dashboards.charts
chart = sheet([words([Word(1, 2, "a")], size=13)], width=9, height=9)
def drawn():
    return draw(chart, label="x", classes="c")
def in_a_child(act):
    there, here = os.pipe()
    if os.fork() == 0:
        os.write(here, act().encode())
        os._exit(0)
    os.wait()
    return os.read(there, 1000).decode()
def refused():
    try:
        drawn()
    except RuntimeError as error:
        return str(error)
    return "drawn"
"""


def test_importing_draws_nothing_so_that_a_fork_may_follow() -> None:
    assert run(DRAW + "print(in_a_child(drawn))").startswith("<svg")


def test_after_a_drawing_a_forked_process_refuses_instead_of_hanging() -> None:
    assert "before this process was forked" in run(DRAW + "drawn(); print(in_a_child(refused))")


TIMED = """
from datetime import date
import altair as alt
from pages.drawing import draw
from pages.marks import layer, sheet, thread
from pages.timeline import dated, moment
days = [date(2025, 3, 1), date(2026, 7, 1)]
rows = [{"day": moment(day), "y": 1} for day in days]
x = dated("day", days, size=13)
chart = layer(rows, thread(stroke="var(--ink)", width=1)).encode(x=x, y=alt.Y("y:Q", axis=None))
print(draw(sheet([chart], width=200, height=50), label="x", classes="c"))
"""


def test_a_drawing_is_the_same_in_every_time_zone() -> None:
    west = run(TIMED, TZ="America/Los_Angeles")
    assert texts(west) == ["2025", "2026"]
    assert west == run(TIMED, TZ="Pacific/Kiritimati")


def test_layers_are_drawn_as_altair_lays_them() -> None:
    layers = [
        symbols([Symbol(10, 10, 4, "circle", "var(--ink)", "none", 0, said="Dix")]),
        outlines([[Point(0, 0), Point(40, 30)]], stroke="var(--soft)", width=2),
        words([Word(10, 20, "72")], size=13),
    ]
    ours = sheet(layers, width=40, height=30)
    told = {
        name: getattr(ours, name)
        for name in ("width", "height", "padding", "autosize", "background", "config")
    }
    theirs = alt.LayerChart(layer=layers, **told)
    assert draw(ours, label="x", classes="c") == draw(theirs, label="x", classes="c")
