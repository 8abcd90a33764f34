"""Documents laid out for a page, and the files they are taken away as: the same for every reader."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json import dumps

from flask import Response, render_template
from flask_babel import gettext as _

from assessment.pictures import Wheels, overlaid, wheels
from assessment.plates import THEN
from assessment.referential import Axis, referential
from musette import papers
from musette.addresses import Paper
from musette.copies import Document, Experience, Intention, OneAxis, Part, Profile, Scenario, Words, written
from pages.formats import day, language
from pages.uploads import saved
from sharing.rules import SHOWN_NAMES, Item

KINDS = {
    Profile: "profile",
    OneAxis: "axis",
    Experience: "experience",
    Intention: "intention",
    Scenario: "scenario",
    Words: "words",
}
ITSELF = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # a page in one file holds its own style

TYPES = {
    Paper.JSON: "application/json",
    Paper.HTML: "text/html; charset=utf-8",
    Paper.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Laid:
    """A part of a document, its kind, and its diagram if it has one."""

    kind: str
    part: Part | Sequence[Profile]
    wheels: Wheels | None = None


def laid_out(document: Document) -> list[Laid]:
    """The parts of a document in their order; a history is one part, its last diagram over the one before."""
    if document.item is Item.HISTORY:
        return [Laid("history", document.profiles, _over_the_last(document))]
    return [Laid(KINDS[type(each)], each, _diagram(each)) for each in document.parts]


def title_of(document: Document) -> str:
    """What a document is called."""
    named = [each.title for each in document.parts if isinstance(each, Words) and each.title]
    return named[0] if named else str(_(SHOWN_NAMES[document.item]))


def page_facts(document: Document) -> dict[str, object]:
    """What the template of a document needs, whoever reads it."""
    return {
        "document": document,
        "laid": laid_out(document),
        "document_title": title_of(document),
        "sheets": referential().sheets,
        "axes": list(Axis),
        "papers": [(each.value, each.value.upper()) for each in Paper],
    }


def as_file(document: Document, photos: Sequence[bytes], kind: Paper) -> Response:
    """A document as a file that asks nothing of anybody: everything it shows is inside."""
    makers: dict[Paper, Callable[[Document, Sequence[bytes]], bytes | str]] = {
        Paper.JSON: _json,
        Paper.HTML: _html,
        Paper.PDF: _pdf,
    }
    return saved(makers[kind](document, photos), f"{document.item}.{kind}", TYPES[kind], policy=ITSELF)


def _json(document: Document, photos: Sequence[bytes]) -> str:
    encoded = [b64encode(each).decode() for each in photos]
    return dumps({**written(document), "pictures": encoded}, ensure_ascii=False, indent=1)


def _html(document: Document, photos: Sequence[bytes]) -> str:
    sources = [f"data:image/jpeg;base64,{b64encode(each).decode()}" for each in photos]
    return render_template("musette/paper.html", sources=sources, **page_facts(document))


def _pdf(document: Document, photos: Sequence[bytes]) -> bytes:
    sheets = referential().sheets
    labels = {axis: sheets[axis].label[language()] for axis in Axis}
    told = papers.Told(
        title=title_of(document),
        by=_("%(author)s, on %(day)s", author=document.author, day=day(document.copied_on)),
        credit=_("Diagram after the matrix of Fanny Lignères. Neither an appraisal nor a ranking."),
        ends=(_("dependence"), _("freedom")),
        language=language(),
        blocks=tuple(block for laid in laid_out(document) for block in _blocks(laid, labels)),
    )
    return papers.pdf(told, photos, document.copied_on)


def _blocks(laid: Laid, labels: dict[Axis, str]) -> list[papers.Block]:
    part = laid.part
    match part:
        case Profile():
            return [papers.Heading(day(part.on)), _scales(part.levels, labels)]
        case OneAxis():
            return [papers.Scales(((f"{labels[part.axis]} ({day(part.on)})", part.level),))]
        case Scenario():
            return [papers.Heading(part.label), papers.Text(part.words), _scales(part.levels, labels)]
        case Words():
            return [papers.Text(part.words)]
        case Experience() | Intention():
            return _told(part, labels)
    return [block for each in part for block in _blocks(Laid("profile", each), labels)]  # a history


def _told(part: Experience | Intention, labels: dict[Axis, str]) -> list[papers.Block]:
    return _experience(part, labels) if isinstance(part, Experience) else _intention(part, labels)


def _experience(part: Experience, labels: dict[Axis, str]) -> list[papers.Block]:
    facts = [labels[part.axis]] if part.axis else []
    facts += [_("outside work")] if part.outside else []
    facts += [_("my work was recognised")] if part.recognised else []
    facts += [_("Confirmed by peers")] if part.confirmed else []
    blocks: list[papers.Block] = [papers.Heading(day(part.on)), papers.Small(" · ".join(facts))]
    blocks += [papers.Text(each) for each in (part.words, part.details)]
    return [*blocks, *(papers.Photo(each.number) for each in part.pictures)]


def _intention(part: Intention, labels: dict[Axis, str]) -> list[papers.Block]:
    facts = _("noted on %(day)s, to look back at on %(review)s", day=day(part.on), review=day(part.review_on))
    return [
        papers.Heading(labels[part.axis]),
        papers.Small(facts),
        papers.Text(part.words),
        papers.Text(part.found),
    ]


def _scales(levels: dict[Axis, int | None], labels: dict[Axis, str]) -> papers.Scales:
    return papers.Scales(tuple((labels[axis], levels.get(axis)) for axis in Axis))


def _diagram(part: Part) -> Wheels | None:
    if isinstance(part, Profile):
        return wheels(part.levels, {}, None, language())
    if isinstance(part, Scenario):
        return overlaid([(part.label, part.levels)], THEN, language())
    return None


def _over_the_last(document: Document) -> Wheels:
    now, *before = document.profiles
    return wheels(now.levels, {}, before[0].levels if before else None, language())
