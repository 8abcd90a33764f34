"""Papers to keep: read by those the cooperative trusts with them, printed, or saved as Markdown."""

from collections.abc import Callable, Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from assessment.referential import Language
from duties.facts import Facts
from duties.kit import council_notice, impact_assessment
from duties.papers import Paper, markdown
from duties.register import register as register_of
from kernel.refusals import Unknown
from pages.formats import language as page_language
from pages.uploads import saved
from pages.visit import allow, session, visit
from tenants.permissions import READ_DUTIES
from tenants.queries.charters import in_force
from tenants.queries.cooperatives import cooperative, present_day
from tenants.queries.members import member_count

blueprint = Blueprint("duties", __name__, template_folder="templates")

PAPERS: Mapping[str, Callable[[Facts, Language], Paper]] = {
    "register": register_of,
    "council-notice": council_notice,
    "impact-assessment": impact_assessment,
}


@blueprint.get("/c/<slug>/register")
@allow(READ_DUTIES)
def register() -> ResponseReturnValue:
    """The register of processing."""
    return shown("register")


@blueprint.get("/c/<slug>/opening-kit")
@allow(READ_DUTIES)
def kit() -> ResponseReturnValue:
    """The papers a cooperative needs to begin, in both languages."""
    return render_template("duties/kit.html", written_in=Language, charter=in_force(session()))


@blueprint.get("/c/<slug>/opening-kit/<sheet>")
@allow(READ_DUTIES)
def paper(sheet: str) -> ResponseReturnValue:
    """One of them."""
    if sheet not in PAPERS:
        raise Unknown
    return shown(sheet)


@blueprint.get("/c/<slug>/opening-kit/<sheet>.md")
@allow(READ_DUTIES)
def file(sheet: str) -> ResponseReturnValue:
    """The same as Markdown, to be completed."""
    if sheet not in PAPERS:
        raise Unknown
    chosen = chosen_language()
    words = markdown(PAPERS[sheet](facts(), chosen))
    return saved(words, f"{sheet}-{chosen.value}.md", "text/markdown; charset=utf-8")


def shown(sheet: str) -> ResponseReturnValue:
    """The page of a paper."""
    chosen = chosen_language()
    made = PAPERS[sheet](facts(), chosen)
    return render_template("duties/paper.html", paper=made, sheet=sheet, chosen=chosen, written_in=Language)


def chosen_language() -> Language:
    """The language a paper is asked in, that of the page otherwise."""
    asked = request.args.get("language", page_language())
    return Language(asked) if asked in list(Language) else Language(page_language())


def facts() -> Facts:
    """What the papers are filled in with here."""
    charter = in_force(session())
    return Facts(
        cooperative=cooperative(session()).name,
        terms=charter.terms,
        version=charter.number,
        members=member_count(session()),
        settings=visit().house.settings,
        today=present_day(session()),
    )
