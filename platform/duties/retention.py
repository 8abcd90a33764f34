"""How long everything is kept, told from the constants that the code itself obeys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import musette.service.bringing
import musette.service.helped
import musette.service.taking
from assessment.referential import Language, Text
from assessment.service.stock import DRAFT_KEPT
from badges.words import said
from journal.service import READINGS_KEPT
from kernel import relay
from kernel.settings import Settings
from peer.rules import LIVES_YEARS
from people.rules import NOTICES, UNUSED_KEPT
from people.service import LINK_LIFE, LINKS_KEPT
from sharing.rules import LONGEST_LINK, PERSON_LASTS
from workshop.board import TWO_HOURS

MONTH = timedelta(days=365.25 / 12)


@dataclass(frozen=True)
class Kept:
    """Something that is kept: what it is, and for how long, in both languages.

    `facts` are the numbers to fill in; a word is the name of the setting that gives one.
    """

    what: Text
    long: Text
    facts: Mapping[str, int | str]


def months(span: timedelta) -> int:
    """A span in whole months, the nearest."""
    return round(span / MONTH)


# What is kept and ends by itself, then what stays until somebody acts.
EVERY: Sequence[Kept] = (
    Kept(
        Text("Compte que personne n'utilise", "An account nobody uses"),
        Text(
            "effacé {months} mois après la dernière visite, après deux messages, à {first} et {second} mois",
            "erased {months} months after the last visit, after two mails, at {first} and {second} months",
        ),
        {"months": months(UNUSED_KEPT), "first": months(NOTICES[0]), "second": months(NOTICES[1])},
    ),
    Kept(
        Text("Brouillon d'autodiagnostic", "Draft of an assessment"),
        Text("{days} jours sans y toucher", "{days} days untouched"),
        {"days": DRAFT_KEPT.days},
    ),
    Kept(
        Text("Journal des accès : qui a consulté quoi", "Access log: who looked at what"),
        Text("{months} mois", "{months} months"),
        {"months": months(READINGS_KEPT)},
    ),
    Kept(
        Text("Avis d'un pair", "Statement of a peer"),
        Text(
            "compte {months} mois ; reste à la personne, qui l'emporte en partant",
            "counts for {months} months; stays the person's, who takes it away when leaving",
        ),
        {"months": 12 * LIVES_YEARS},
    ),
    Kept(
        Text("Copie montrée à une personne nommée", "Copy shown to one named person"),
        Text("{days} jours", "{days} days"),
        {"days": PERSON_LASTS.days},
    ),
    Kept(
        Text("Copie montrée par un lien", "Copy shown by a link"),
        Text("{days} jours au plus, au choix de la personne", "{days} days at most, as the person chooses"),
        {"days": LONGEST_LINK},
    ),
    Kept(
        Text("Fichier préparé pour être emporté", "File prepared to be taken away"),
        Text("{days} jours", "{days} days"),
        {"days": musette.service.taking.KEPT.days},
    ),
    Kept(
        Text("Fichier apporté d'ailleurs", "File brought from elsewhere"),
        Text("{days} jours", "{days} days"),
        {"days": musette.service.bringing.KEPT.days},
    ),
    Kept(
        Text("Niveaux saisis par une aide et non confirmés", "Levels typed by a helper and not confirmed"),
        Text("{days} jours", "{days} days"),
        {"days": musette.service.helped.WAITS.days},
    ),
    Kept(
        Text("Ce qui se montre en atelier", "What is shown in a workshop"),
        Text("{hours} heures, jamais dans la base", "{hours} hours, never in the database"),
        {"hours": TWO_HOURS // 3600},
    ),
    Kept(
        Text("Connexion ouverte sur un appareil", "Sign-in open on a device"),
        Text("{idle} jours sans visite, {most} au plus", "{idle} days without a visit, {most} at most"),
        {"idle": "session_idle_days", "most": "session_absolute_days"},
    ),
    Kept(
        Text("Lien envoyé par courriel pour un compte", "Link mailed for an account"),
        Text(
            "valable {hours} heures, effacé {days} jours après",
            "valid for {hours} hours, deleted {days} days later",
        ),
        {"hours": LINK_LIFE // timedelta(hours=1), "days": LINKS_KEPT.days},
    ),
    Kept(
        Text("Invitation", "Invitation"),
        Text(
            "valable {days} jours ; l'adresse reste, pour ne pas réinviter par erreur, jusqu'au départ du"
            " membre ou à la fermeture de la coopérative",
            "valid for {days} days; the address stays, so that nobody is invited again by mistake,"
            " until the"
            " member leaves or the cooperative closes",
        ),
        {"days": "invitation_days"},
    ),
    Kept(
        Text("Trace d'un travail de la machine", "Trace of a job of the machine"),
        Text("{days} jours, sans contenu", "{days} days, without content"),
        {"days": relay.KEPT.days},
    ),
    Kept(
        Text("Portrait collectif publié", "Published collective picture"),
        Text(
            "sans limite : des chiffres où personne n'est reconnaissable",
            "without limit: figures in which nobody can be recognised",
        ),
        {},
    ),
    Kept(
        Text("Tout le reste de la musette", "Everything else in a satchel"),
        Text("jusqu'à ce que la personne l'efface", "until the person erases it"),
        {},
    ),
)


def rows(settings: Settings, language: Language) -> list[tuple[str, str]]:
    """All of it as it is read in a language, under the settings of an installation."""
    return [
        (said(each.what, language), said(each.long, language, **_numbers(each, settings))) for each in EVERY
    ]


def _numbers(kept: Kept, settings: Settings) -> dict[str, int]:
    return {
        name: getattr(settings, each) if isinstance(each, str) else each for name, each in kept.facts.items()
    }
