"""A document as files: the PDF opens and says it all, the HTML asks nothing, the JSON is read back."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from cattrs import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis
from musette import copies, papers
from musette.papers import Heading, Photo, Scales, Small, Text, Told
from sharing.rules import Audience, Item
from sharing.service.grants import To
from tests.conftest import Visitor
from tests.pictures import jpeg
from tests.sharing.shown import carry_things, show
from tests.world import Member

DAY = date(2026, 11, 22)
LEVELS = st.dictionaries(st.sampled_from(Axis), st.none() | st.integers(0, 100))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
PARTS = st.one_of(
    st.builds(copies.Profile, on=st.dates(), levels=LEVELS),
    st.builds(copies.OneAxis, axis=st.sampled_from(Axis), on=st.dates(), level=st.integers(0, 100)),
    st.builds(copies.Words, title=WORDS, words=WORDS),
    st.builds(copies.Scenario, label=WORDS, words=WORDS, levels=LEVELS),
)


@given(st.sampled_from(Item), WORDS, st.dates(), st.lists(PARTS, max_size=4))
def test_a_document_is_read_as_it_was_written(
    item: Item, author: str, on: date, parts: list[copies.Part]
) -> None:
    document = copies.Document(item, author, on, tuple(parts))
    assert copies.read(json.loads(json.dumps(copies.written(document)))) == document


def test_what_is_no_document_is_refused() -> None:
    told = copies.written(copies.Document(Item.PROFILE, "Awa", DAY, (copies.Words("", "x"),)))
    with pytest.raises(ClassValidationError):
        copies.read({**told, "person_id": "x"})


def told(*blocks: papers.Block) -> Told:
    """A document of these blocks."""
    return Told(
        "L'atelier — « œuvre »", "Żaneta Łuk, le 22", "Crédit", ("dépendance", "liberté"), "fr", blocks
    )


def test_the_same_document_gives_the_same_pdf() -> None:
    blocks = (
        Heading("Été"),
        Small("a · b"),
        Text("Ελληνικά, кириллица, “so” … –"),
        Scales((("Axe", 40), ("Autre", None))),
    )
    first = papers.pdf(told(*blocks, Photo(0)), [jpeg()], DAY)
    assert first.startswith(b"%PDF-")
    assert first == papers.pdf(told(*blocks, Photo(0)), [jpeg()], DAY)
    assert b"/Lang (fr)" in first


def test_a_long_document_turns_its_pages() -> None:
    long = papers.pdf(told(*(Text("mot " * 400) for _each in range(6))), [], DAY)
    assert int(re.findall(rb"/Count (\d+)", long)[0]) > 2


def test_the_letters_are_those_of_europe(caplog: pytest.LogCaptureFixture) -> None:
    papers.pdf(told(Text("àçéîœŒ’«»–…\u00a0\u202f€ŁżşğΩжß")), [], DAY)
    assert "missing" not in caplog.text  # what fpdf2 says of a letter a face does not have


def test_the_page_as_one_file_asks_nothing(awa: Member, visitor: Visitor) -> None:
    carried = carry_things(awa.world, awa)
    client = visitor(awa.person, language="fr")
    page = client.get("/me/portfolio/files/html")
    assert page.headers["Content-Disposition"] == 'attachment; filename="portfolio.html"'
    assert not re.findall(r'(?:src|href)="(?!data:image/jpeg;base64,)[^"]*"', page.text)
    assert "<script" not in page.text
    assert "url(" not in page.text
    for words in ("Relieuse", "Je relie.", "Un registre relié", "Awa Diallo"):
        assert words in page.text
    assert client.get("/me/portfolio/files/pdf").data.startswith(b"%PDF-")
    assert client.get("/me/portfolio/files/doc").status_code == 404
    grant = show(carried, To(Audience.COOPERATIVE), Item.PORTFOLIO)
    mine = client.get("/me/portfolio/files/json").data
    assert client.get(awa.url(f"shown/{grant.copy_id}/files/json")).data == mine


def test_pictures_are_pictures(awa: Member, visitor: Visitor) -> None:
    grant = show(carry_things(awa.world, awa), To(Audience.COOPERATIVE), Item.EXPERIENCE)
    client = visitor(awa.person)
    answer = client.get(awa.url(f"shown/{grant.copy_id}/pictures/0"))
    assert answer.mimetype == "image/jpeg"
    assert BytesIO(answer.data).read(2) == b"\xff\xd8"
    assert client.get(awa.url(f"shown/{grant.copy_id}/pictures/1")).status_code == 404
