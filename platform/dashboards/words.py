"""The names of what a portrait shows, in both languages: dimensions, groups, readings, verdicts, figures.

Pages, files and drawings call things by these names; sentences stand in the templates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from babel.lists import format_list

from assessment.referential import Family, Language, Strand, Text
from assessment.wheel import percent
from dashboards.display import HIGHEST, LOWEST, Portion
from dashboards.measures.categories import UNSAID
from dashboards.measures.effects import Verdict
from dashboards.merging import OTHERS
from dashboards.portrait import JOINED, Cell, Dimension
from pages.typography import typo
from peer.rules import Progress

DIMENSIONS = {
    Dimension.STATUS: Text("statut", "status"),
    Dimension.SENIORITY: Text("ancienneté", "time in the activity"),
    Dimension.TRADE: Text("métier", "trade"),
    Dimension.TERRITORY: Text("territoire", "local area"),
    Dimension.BRANCH: Text("antenne", "branch"),
}
BY = {
    Dimension.STATUS: Text("selon le statut", "by status"),
    Dimension.SENIORITY: Text("selon l'ancienneté", "by time in the activity"),
    Dimension.TRADE: Text("selon le métier", "by trade"),
    Dimension.TERRITORY: Text("selon le territoire", "by local area"),
    Dimension.BRANCH: Text("selon l'antenne", "by branch"),
}
STATUSES = {
    "employee_permanent": Text("salariat en CDI", "permanent employees"),
    "employee_fixed": Text("salariat en CDD, intérim ou intermittence", "fixed-term or agency employees"),
    "esa": Text("entrepreneuriat salarié (CAE)", "salaried entrepreneurs (CAE)"),
    "cape": Text("contrat d'appui (Cape)", "project support contracts (Cape)"),
    "umbrella": Text("portage salarial", "umbrella employment"),
    "self_employed": Text("travail indépendant", "self-employed"),
    "company_director": Text("direction de société", "company directors"),
    "public_service": Text("fonction publique", "public service"),
    "apprentice_student": Text("études ou apprentissage", "studies or apprenticeship"),
    "volunteer": Text("bénévolat ou volontariat", "volunteering"),
    "job_seeker": Text("recherche d'emploi ou création d'activité", "looking for work"),
    "retired": Text("retraite", "retired"),
    "several": Text("plusieurs statuts à la fois", "several statuses"),
    "other": Text("autre situation", "another situation"),
    "prefer_not": Text("réponse non souhaitée", "preferred not to answer"),
}
SENIORITIES = {
    "under_1": Text("moins d'un an", "less than a year"),
    "1_to_3": Text("un à trois ans", "one to three years"),
    "3_to_10": Text("trois à dix ans", "three to ten years"),
    "over_10": Text("plus de dix ans", "more than ten years"),
}
NOT_SAID = Text("non précisé", "not said")
MOST_OF_THEM = Text("toutes les autres situations", "all the other situations")
TOO_RARE = Text("autres, chacun trop rare pour être nommé", "others, each too rare to be named")
GONE = Text("une antenne qui n'existe plus", "a branch that is gone")
READINGS = {
    Strand.KNOWING: Text("savoirs", "knowledge"),
    Strand.USEFULNESS: Text("utilité", "usefulness"),
    Strand.PAY: Text("rémunération", "earnings"),
}
PURPOSES = {  # the three bundles of Lignères' matrix, in her words
    Strand.KNOWING: Text("cultiver ses savoirs", "cultivating one's knowledge"),
    Strand.USEFULNESS: Text(
        "s'accomplir en contribuant à la société", "fulfilment by contributing to society"
    ),
    Strand.PAY: Text("se rétribuer convenablement", "earning a decent living"),
}
FAMILIES = {
    Family.LIVING: Text("savoir-vivre", "knowing how to live"),
    Family.DESIGNING: Text("savoir-concevoir", "knowing how to conceive"),
    Family.MAKING: Text("savoir-faire", "know-how"),
    Family.FINANCE: Text("autonomie financière", "financial autonomy"),
}
VERDICTS = {
    Verdict.DOES_NOT_DETERMINE: Text("ne détermine pas", "does not determine"),
    Verdict.UNDECIDED: Text("on ne peut pas trancher", "cannot be decided"),
    Verdict.DETERMINES: Text("détermine en partie", "determines in part"),
}
STATES = {
    Progress.VALIDATED: Text("validé", "validated"),
    Progress.IN_PROGRESS: Text("en cours", "in progress"),
    Progress.NONE: Text("pas de demande", "no request"),
}
PORTIONS = {
    Portion.FEW: Text("peu", "few"),
    Portion.SOME: Text("une partie", "some"),
    Portion.MOST: Text("la plupart", "most"),
}
OR_LESS = Text("{} ou moins", "{} or less")
OR_MORE = Text("{} ou plus", "{} or more")


def level_words(level: int | None, language: Language) -> str:
    """A level shown, « 72 % », « 5 % ou moins », « 95 % ou plus »; a dash when there is none."""
    return _held(level, percent(level, language), language)


def bare_level(level: int, language: Language) -> str:
    """The same without its sign: « 72 », « 5 ou moins », « 95 ou plus »."""
    return _held(level, str(level), language)


def capital(words: str) -> str:
    """The words, begun with a capital; the rest is left as it is."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Names:
    """What each thing of a portrait is called in one language; `branches` are the names of groups by id."""

    language: Language
    branches: Mapping[str, str] = field(default_factory=dict)

    def cell(self, dimension: Dimension, cell: Cell) -> str:
        """A group: the names of what it is made of, unless it is made of most of them."""
        if dimension is Dimension.STATUS and len(cell.categories) > len(STATUSES) / 2:
            return capital(self._typed(MOST_OF_THEM))
        parts = [self._category(dimension, each) for each in cell.categories]
        return capital(format_list(parts, locale=self.language.value))

    def dimension(self, dimension: Dimension) -> str:
        """What people are grouped by."""
        return self._typed(DIMENSIONS[dimension])

    def by(self, dimension: Dimension) -> str:
        """« Selon le statut »."""
        return capital(self._typed(BY[dimension]))

    def family(self, family: Family) -> str:
        """One of the four savoirs."""
        return capital(self._typed(FAMILIES[family]))

    def reading(self, reading: Strand) -> str:
        """One of the three of the second reading."""
        return capital(self._typed(READINGS[reading]))

    def purpose(self, reading: Strand) -> str:
        """What work is for in one of the three."""
        return capital(self._typed(PURPOSES[reading]))

    def verdict(self, verdict: Verdict) -> str:
        """Whether a dimension goes with how free one is."""
        return self._typed(VERDICTS[verdict])

    def portion(self, portion: Portion) -> str:
        """A share in words."""
        return self._typed(PORTIONS[portion])

    def states(self, key: str) -> str:
        """What became of levels among peers: one state, or several counted together."""
        parts = [self._typed(STATES[Progress(each.strip())]) for each in key.split(JOINED)]
        return capital(format_list(parts, locale=self.language.value))

    def level(self, level: int) -> str:
        """A level: « 72 », « 5 ou moins », « 95 ou plus »."""
        return bare_level(level, self.language)

    def _category(self, dimension: Dimension, category: str) -> str:
        if category == UNSAID:
            return self._typed(NOT_SAID)
        if category == OTHERS:
            return self._typed(TOO_RARE)
        if dimension is Dimension.BRANCH:
            return self.branches.get(category) or self._typed(GONE)
        known = {Dimension.STATUS: STATUSES, Dimension.SENIORITY: SENIORITIES}.get(dimension, {})
        return self._typed(known[category]) if category in known else category

    def _typed(self, text: Text) -> str:
        return typo(text[self.language], self.language)


def _held(level: int | None, written: str, language: Language) -> str:
    if level is not None and level <= LOWEST:
        return OR_LESS[language].format(written)
    if level is not None and level >= HIGHEST:
        return OR_MORE[language].format(written)
    return written
