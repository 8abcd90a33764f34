"""Whatever is true of a level, the documents that say it verify, and others read the same statements."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator
from pyld import jsonld

from assessment.referential import Axis, Language, referential
from badges.baking import bake_svg
from badges.claims import BadgeFacts, Identity, Level, StatusPlace, Trace, expiry
from badges.documents import levels, voices
from badges.labels import Label, svg
from badges.linked import canonical
from badges.signing import signed
from badges.status import ENTRIES
from badges.verifying import verdict
from badges.words import confirmed_by
from tests.badges import cast
from tests.badges.cast import LIST, ORIGIN, OURS, PEERS, Home
from tests.badges.test_documents import SCHEMA, loader

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
PROSE = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), min_size=1)
LATEST = datetime(2060, 1, 1)  # noqa: DTZ001 - the zone is given apart
MOMENTS = st.datetimes(cast.NOW.replace(tzinfo=None), LATEST, timezones=st.just(UTC))
GROUNDS = st.dictionaries(st.sampled_from([each.id for each in referential().grounds]), st.integers(1, 99))


@st.composite
def facts(draw: st.DrawFn) -> BadgeFacts:
    """Any badge."""
    awarded = draw(MOMENTS)
    confirmations = draw(st.integers(1, 999))
    prose = draw(st.lists(PROSE, max_size=3))
    return replace(
        cast.BADGE,
        issuer=replace(cast.COOPERATIVE, name=draw(WORDS)),
        level=Level(draw(st.sampled_from(Axis)), draw(st.integers(0, 100))),
        language=draw(st.sampled_from(Language)),
        confirmations=confirmations,
        grounds=draw(GROUNDS),
        reciprocal=draw(st.integers(0, confirmations)),
        drawn=draw(st.integers(0, confirmations)),
        validated=draw(st.booleans()),
        awarded=awarded,
        valid_from=awarded,
        expires=expiry(awarded),
        status=StatusPlace(LIST, draw(st.integers(0, ENTRIES - 1))),
        holder_name=draw(st.none() | WORDS),
        identity=draw(st.none() | st.builds(Identity, WORDS, WORDS)),
        traces=tuple(Trace(f"{rank}", words) for rank, words in enumerate(prose)),
    )


@settings(max_examples=40)
@given(facts())
def test_any_badge_verifies(said: BadgeFacts) -> None:
    document = signed(levels.badge(said), OURS, at=said.awarded)
    label = Label(said.level, said.issuer.name, "2026 – 2028", said.language)
    for content in (json.dumps(document), bake_svg(svg(label), json.dumps(document))):
        found = verdict(content.encode(), known=Home(), now=said.awarded)
        assert found.accepted, found
        assert found.what
        assert found.what.confirmations == said.confirmations
        assert found.what.reciprocal == said.reciprocal
        assert found.what.holder_name == (said.holder_name or "")
    assert list(Draft201909Validator(SCHEMA).iter_errors(document)) == []


@settings(max_examples=25)
@given(facts(), WORDS)
def test_any_badge_is_read_the_same_by_pyld(said: BadgeFacts, reason: str) -> None:
    contest = voices.contest(replace(cast.CONTEST, reason=reason, level=said.level), ORIGIN)
    wanted = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    for document in (levels.badge(said), signed(contest, PEERS, at=said.awarded)):
        assert canonical(document) == jsonld.normalize(document, wanted).encode()


def test_counts_in_words() -> None:
    assert confirmed_by(1, Language.FRENCH) == "confirmé par 1 pair"
    assert confirmed_by(6, Language.FRENCH) == "confirmé par 6 pairs"
    assert confirmed_by(2, Language.ENGLISH) == "confirmed by 2 peers"
