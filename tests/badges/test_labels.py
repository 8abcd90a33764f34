"""Labels: different for each axis and band, whole by themselves."""

import struct
from itertools import product
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis, Language
from badges.baking import bake_svg, is_png, read_svg
from badges.claims import Level
from badges.labels import Label, outlines, png, svg
from tests.cases import each_case

PERIOD = "nov. 2026 – nov. 2028"
SPACE = "{http://www.w3.org/2000/svg}"


def label(axis: Axis = Axis.CREATIVITY, level: int = 70, cooperative: str = "L’Établi commun") -> str:
    return svg(Label(Level(axis, level), cooperative, PERIOD, Language.FRENCH))


def test_each_axis_and_band_has_its_own_drawing() -> None:
    drawn = {label(axis, band * 20) for axis, band in product(Axis, range(5))}
    assert len(drawn) == 35
    assert label(level=60) == label(level=79)


@each_case("language", Language)
@each_case("axis", Axis)
def test_words_are_shapes(axis: Axis, language: Language) -> None:
    for level in (0, 30, 50, 70, 100):
        drawn = svg(Label(Level(axis, level), "L’Établi commun", PERIOD, language))
        assert "<text" not in drawn
        assert "http" not in drawn.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_it_says_what_it_shows() -> None:
    root = ET.fromstring(label(Axis.LOCAL_UTILITY, 72))  # noqa: S314 - drawn by us
    said = (
        "Badge\u00a0: Utilité locale\u00a0: contribution suivie, de 60 à 80\u202f%. L’Établi commun, "
        + PERIOD
        + "."
    )
    assert root.attrib["aria-label"] == root.findtext(f"{SPACE}title") == said


def test_one_that_is_not_issued_yet_says_no_date() -> None:
    drawn = svg(Label(Level(Axis.LOCAL_UTILITY, 72), "La Petite Fournée", "", Language.ENGLISH))
    said = ET.fromstring(drawn).attrib["aria-label"]  # noqa: S314 - drawn by us
    assert said.endswith("La Petite Fournée.")


@given(st.text(max_size=80))
def test_any_name_makes_a_drawing(name: str) -> None:
    kept = "".join(each for each in name if each.isprintable() and not "\ud800" <= each <= "\udfff")
    drawn = label(cooperative=kept)
    ET.fromstring(drawn)  # noqa: S314 - drawn by us
    assert read_svg(bake_svg(drawn, "{}").encode()).content == "{}"


def test_pictures_are_left_out_and_other_scripts_are_text() -> None:
    assert label(cooperative="SMart 🎒").count("<path") == label(cooperative="SMart").count("<path")
    assert ">Кооператив</text>" in label(cooperative="Кооператив")
    assert 'textLength="312"' in label(cooperative="Кооператив " * 8)


def test_long_names_are_made_smaller() -> None:
    assert "scale(0.01500)" in label()
    assert "scale(0.01500)" not in label(cooperative="Coopérative d’activité et d’emploi des Hauts-de-France")


@each_case("pixels", [64, 200, 600])
def test_a_label_as_pixels(pixels: int) -> None:
    drawn = png(label(), pixels)
    assert is_png(drawn)
    width, height = struct.unpack(">II", drawn[16:24])
    assert (width, height) == (round(pixels * 0.8), pixels)


def test_there_are_letters_for_french() -> None:
    assert set("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛŒ’«»–%\u00a0\u202f") <= outlines()["sans"].keys()
