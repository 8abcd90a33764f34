"""The register, the notice, the impact assessment: filled in from the charter, the settings and the code."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import musette.service.bringing
import musette.service.taking
from assessment.referential import Language
from assessment.service.stock import DRAFT_KEPT
from duties import retention
from duties.facts import Facts
from duties.kit import council_notice, impact_assessment
from duties.papers import Paper, Part, Table, markdown, plain
from duties.processing import EVERY, SECURITY
from duties.register import register
from journal.service import READINGS_KEPT
from kernel import relay
from kernel.settings import Settings, load
from people.rules import NOTICES, UNUSED_KEPT
from sharing.rules import LONGEST_LINK, PERSON_LASTS
from tenants.models import RoleName
from tenants.terms import ORDINARY
from tests.conftest import Visitor
from tests.house.deployment import MINIMUM
from tests.story import Story
from tests.world import World

MAKERS = (register, council_notice, impact_assessment)
READER = MarkdownIt("commonmark")


def facts(name: str = "L'Établi", **settings: str) -> Facts:
    """A cooperative that asks for twelve people."""
    given = load({**MINIMUM, **settings})
    terms = replace(ORDINARY, floor=12, consulted_on=date(2026, 3, 2))
    return Facts(name, terms, 2, 31, given, date(2026, 6, 1))


def lengths(language: Language, settings: Settings) -> dict[str, str]:
    """How long everything is kept, by what it is."""
    return dict(retention.rows(settings, language))


def test_the_register_cannot_lie_about_how_long_things_are_kept() -> None:
    told = lengths(Language.ENGLISH, facts().settings)
    exact = {
        "Draft of an assessment": DRAFT_KEPT.days,
        "Copy shown to one named person": PERSON_LASTS.days,
        "Copy shown by a link": LONGEST_LINK,
        "File prepared to be taken away": musette.service.taking.KEPT.days,
        "File brought from elsewhere": musette.service.bringing.KEPT.days,
        "Trace of a job of the machine": relay.KEPT.days,
    }
    for what, days in exact.items():
        assert told[what].startswith(f"{days} days"), what
    assert told["Access log: who looked at what"] == "12 months"
    assert timedelta(days=360) < READINGS_KEPT < timedelta(days=370)
    assert "36 months" in told["An account nobody uses"]
    assert "34 and 35 months" in told["An account nobody uses"]
    assert timedelta(days=1090) < UNUSED_KEPT < timedelta(days=1100)
    assert [retention.months(each) for each in NOTICES] == [34, 35]


def test_a_changed_setting_changes_the_register() -> None:
    given = facts(MUSETTE_INVITATION_DAYS="12").settings
    assert lengths(Language.ENGLISH, given)["Invitation"].startswith("valid for 12 days")


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("language", Language)
def test_each_paper_is_whole_in_both_languages(
    make: Callable[[Facts, Language], Paper], language: Language
) -> None:
    words = markdown(make(facts(MUSETTE_OPERATOR="Libre hébergeur"), language))
    assert not re.search(r"[{}]", words), "a sentence lacks its facts"
    assert words.startswith("# ")
    assert {Language.FRENCH: "avis juridique", Language.ENGLISH: "legal advice"}[language] in words
    assert "Libre hébergeur" in words
    assert READER.render(words).count("<h2>") == len(make(facts(), language).parts)


def test_the_register_holds_every_purpose_and_who_else_handles_data() -> None:
    given = facts(
        MUSETTE_SUB_PROCESSORS="Courriels : Poste libre\nSauvegardes : Grange", MUSETTE_OPERATOR="O"
    )
    words = markdown(register(given, Language.FRENCH))
    assert words.count("- **Base légale**") == len(EVERY)
    assert "Poste libre ; Sauvegardes" in words
    assert "12 personnes" in words.replace("\u00a0", " ")
    assert "2 mars 2026" in words
    assert len(register(given, Language.FRENCH).parts[-1].lines) == len(SECURITY)
    assert "à compléter" in markdown(register(facts(), Language.FRENCH))


@given(st.text(max_size=60))
def test_a_name_is_never_a_mark(name: str) -> None:
    paper = Paper("T", "L", [Part("P", [name], [name], [(name, name)], Table(["a"], [[name]]))])
    html = READER.render(markdown(paper))
    assert html.count("<h1>") == 1
    assert not re.search(r"<(?!/?(h1|h2|p|ul|li|strong)>)", html)
    assert "\n" not in plain(name)


def test_papers_are_read_by_those_trusted_with_them_and_saved(
    ours: Story, world: World, regular: Visitor, visitor: Visitor
) -> None:
    lead = regular(ours.jeanne.person)
    elected = visitor(world.member(ours.cooperative, "Ali Data", RoleName.DATA_REPRESENTATIVE).person)
    for path in ("register", "opening-kit", "opening-kit/council-notice", "opening-kit/impact-assessment"):
        assert lead.get(ours.jeanne.url(path)).status_code == 200
        assert elected.get(ours.jeanne.url(path)).status_code == 200
        assert regular(ours.awa.person).get(ours.jeanne.url(path)).status_code == 403
    saved = lead.get(ours.jeanne.url("opening-kit/register.md?language=fr"))
    assert saved.headers["Content-Disposition"] == 'attachment; filename="register-fr.md"'
    assert saved.text.startswith("# Registre des traitements de Story")
    assert lead.get(ours.jeanne.url("opening-kit/anything")).status_code == 404
    assert lead.get(ours.jeanne.url("opening-kit/anything.md")).status_code == 404
    assert lead.get(ours.jeanne.url("opening-kit/register?language=xx")).status_code == 200
    page = lead.get(ours.jeanne.url("opening-kit/register?language=fr")).text
    assert '<h1 lang="fr">' in page
    assert '<p class="lead" lang="fr">' in page
