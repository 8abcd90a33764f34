"""The register of processing of one cooperative (GDPR, article 30), as a paper."""

from datetime import date

from babel.dates import format_date

from assessment.referential import Language, Text
from badges.words import said
from duties.facts import Facts
from duties.papers import Paper, Part, Table
from duties.processing import EVERY, NEVER, SECURITY
from duties.retention import rows
from pages.typography import typo

TITLE = Text("Registre des traitements de {cooperative}", "Register of processing of {cooperative}")
LEAD = Text(
    "Ce que l'outil Musette fait des données, tel que le logiciel le fait (RGPD, article 30). À relire"
    " et à compléter"
    " par qui répond des données : ce n'est pas un avis juridique.",
    "What the tool Musette does with data, as the software does it (GDPR, article 30). To be reread and"
    " completed by"
    " whoever answers for the data: it is not legal advice.",
)
WHO = Text("Qui", "Who")
GROUND = Text("Base légale", "Legal ground")
DATA = Text("Données", "Data")
PEOPLE = Text("Personnes", "People")
RECIPIENTS = Text("Destinataires", "Recipients")
KEPT = Text("Conservation", "Kept")
LENGTHS = Text("Durées de conservation", "How long it is kept")
WHAT = Text("Quoi", "What")
LONG = Text("Combien de temps", "How long")
MEASURES = Text("Sécurité", "Security")
CONTROLLER = Text("Responsable du traitement", "Data controller")
OPERATOR = Text("Sous-traitant : fait tourner le serveur", "Processor: runs the server")
CONTACT = Text("Contact", "Contact")
PROCESSORS = Text("Autres sous-traitants", "Other processors")
CONSULTED = Text("Comité social et économique consulté", "Works council consulted")
CHARTER = Text("Charte en vigueur", "Charter in force")
VERSION = Text("version {n}", "version {n}")
TOLD = Text("Établi le", "Drawn up on")
UNNAMED = Text("à compléter", "to be completed")
NONE = Text("aucun n'est indiqué", "none is named")
ABROAD = Text(
    "Aucun transfert hors de l'Union européenne par l'outil ; le lieu du serveur est celui que choisit"
    " qui le fait"
    " tourner.",
    "No transfer outside the European Union by the tool; the server is where whoever runs it has chosen.",
)


def register(facts: Facts, language: Language) -> Paper:
    """The register of a cooperative in a language."""
    return Paper(
        title=said(TITLE, language, cooperative=facts.cooperative),
        lead=said(LEAD, language),
        parts=(
            Part(said(WHO, language), facts=who(facts, language)),
            *_purposes(facts, language),
            _lengths(facts, language),
            measures(language),
        ),
    )


def day(when: date, language: Language) -> str:
    """A day in words."""
    return str(format_date(when, "d MMMM y", locale=language.value))


def who(facts: Facts, language: Language) -> list[tuple[str, str]]:
    """Who answers for the data, who handles them, since when it is agreed."""
    settings, unnamed = facts.settings, said(UNNAMED, language)
    consulted = facts.terms.consulted_on
    return [
        (said(CONTROLLER, language), facts.controller),
        (said(OPERATOR, language), settings.operator or unnamed),
        (said(CONTACT, language), settings.operator_contact or unnamed),
        (said(PROCESSORS, language), " ; ".join(facts.processors) or said(NONE, language)),
        (said(CONSULTED, language), day(consulted, language) if consulted else unnamed),
        (said(CHARTER, language), said(VERSION, language, n=facts.version)),
        (said(TOLD, language), day(facts.today, language)),
    ]


def measures(language: Language) -> Part:
    """What protects the data, and what does not."""
    lines = [said(each, language) for each in SECURITY]
    return Part(said(MEASURES, language), (said(NEVER, language), said(ABROAD, language)), lines)


def _purposes(facts: Facts, language: Language) -> list[Part]:
    heads = (GROUND, DATA, PEOPLE, RECIPIENTS, KEPT)
    made = []
    for number, each in enumerate(EVERY, start=1):
        cells = (each.ground, each.data, each.people, each.recipients, each.kept)
        filled = (typo(cell[language], language).replace("{floor}", str(facts.terms.floor)) for cell in cells)
        named = [*zip((said(head, language) for head in heads), filled, strict=True)]
        made.append(Part(f"{number}. {said(each.purpose, language)}", facts=named))
    return made


def _lengths(facts: Facts, language: Language) -> Part:
    heads = (said(WHAT, language), said(LONG, language))
    return Part(said(LENGTHS, language), table=Table(heads, rows(facts.settings, language)))
