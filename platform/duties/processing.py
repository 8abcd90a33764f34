"""What is done with data, purpose by purpose: the entries of the register. Pure."""

from dataclasses import dataclass

from assessment.referential import Text


@dataclass(frozen=True)
class Processing:
    """One purpose: on which ground, with what, about whom, read by whom, kept how long."""

    purpose: Text
    ground: Text
    data: Text
    people: Text
    recipients: Text
    kept: Text


CONSENT = Text("consentement (RGPD, article 6.1.a)", "consent (GDPR, article 6.1.a)")
SERVICE = Text(
    "service demandé par la personne (RGPD, article 6.1.b)",
    "service the person asks for (GDPR, article 6.1.b)",
)
INTEREST = Text(
    "intérêt légitime de la coopérative (RGPD, article 6.1.f)",
    "legitimate interest of the cooperative (GDPR, article 6.1.f)",
)
MEMBERS = Text("membres de la coopérative", "members of the cooperative")
UNTIL_ERASED = Text("tant que la personne le garde", "as long as the person keeps it")

EVERY: tuple[Processing, ...] = (
    Processing(
        Text("Ouvrir un compte et s'y connecter", "Opening an account and signing in"),
        SERVICE,
        Text(
            "adresse de courriel, mot de passe sous une forme illisible, langue, appareils connectés et"
            " dates",
            "e-mail address, password in a form nobody can read, language, devices signed in and dates",
        ),
        Text("titulaires d'un compte", "account holders"),
        Text("la personne seule", "the person alone"),
        Text("voir « Compte que personne n'utilise »", "see “An account nobody uses”"),
    ),
    Processing(
        Text("Faire vivre la coopérative dans l'outil", "Running the cooperative in the tool"),
        INTEREST,
        Text(
            "nom affiché, groupes et antennes, rôles, dates, adresses invitées, actes de la coordination",
            "displayed name, groups and branches, roles, dates, invited addresses, acts of the"
            " coordination team",
        ),
        Text("membres, personnes invitées", "members, invited people"),
        Text(
            "la coordination ; les membres, pour les noms des groupes, les rôles et les actes",
            "the coordination team; members, for the names in groups, the roles and the acts",
        ),
        Text("durée de l'adhésion", "as long as the membership"),
    ),
    Processing(
        Text("Faire le point et suivre son évolution", "Taking stock and following how it changes"),
        CONSENT,
        Text(
            "sept niveaux de 0 à 100, réponses aux indices, notes, statut et métier s'ils sont indiqués,"
            " expériences et photos sans leur position, intentions, scénarios",
            "seven levels from 0 to 100, answers to clues, notes, status and trade if given, experiences and"
            " photos without their location, intentions, scenarios",
        ),
        MEMBERS,
        Text("la personne seule, et qui elle choisit", "the person alone, and whoever they choose"),
        UNTIL_ERASED,
    ),
    Processing(
        Text("Publier un portrait collectif", "Publishing a collective picture"),
        CONSENT,
        Text(
            "copie des niveaux acceptés, axe par axe, sous un numéro tiré au hasard ; statut,"
            " ancienneté, métier,"
            " territoire s'ils sont indiqués",
            "copy of the levels agreed to, axis by axis, under a random number; status, seniority,"
            " trade, local"
            " area if given",
        ),
        Text("membres qui ont accepté d'y compter", "members who agreed to count"),
        Text(
            "l'ensemble des membres, en chiffres arrondis pour {floor} personnes au moins",
            "all members, as rounded figures for {floor} people at least",
        ),
        Text("jusqu'au retrait, pour les copies", "until withdrawn, for the copies"),
    ),
    Processing(
        Text("Demander et donner un avis entre pairs", "Asking for and giving peer reviews"),
        SERVICE,
        Text(
            "niveau sur lequel l'avis est demandé, message, pièces jointes, avis et mots, réponse, médiation",
            "level the review is about, message, evidence, opinion and words, answer, mediation",
        ),
        Text("membres, témoins du dehors", "members, outside witnesses"),
        Text(
            "les personnes nommées dans la demande ; la médiation, si les deux personnes la demandent",
            "the people named in the request; the mediator, if both people ask",
        ),
        Text("voir « Avis d'un pair »", "see “Statement of a peer”"),
    ),
    Processing(
        Text("Délivrer des badges", "Issuing badges"),
        CONSENT,
        Text(
            "axe, niveau par tranche, nombre de confirmations, nom si la personne le veut, signature",
            "axis, level by band, number of confirmations, name if the person wishes, signature",
        ),
        Text("membres qui réclament un badge", "members who claim a badge"),
        Text("toute personne à qui le badge est montré", "anybody the badge is shown to"),
        UNTIL_ERASED,
    ),
    Processing(
        Text("Garder la trace des consultations", "Keeping track of readings"),
        Text(
            "obligation de sécurité (RGPD, articles 6.1.c et 32)",
            "security obligation (GDPR, articles 6.1.c and 32)",
        ),
        Text("qui a lu quoi, à quel titre, quand", "who read what, in which role, when"),
        MEMBERS,
        Text("la personne dont la donnée est lue", "the person whose data is read"),
        Text("voir « Journal des accès »", "see “Access log”"),
    ),
)

SECURITY: tuple[Text, ...] = (
    Text(
        "La base sépare elle-même les personnes et les coopératives (sécurité par ligne, vérifiée à chaque"
        " démarrage) : un oubli du logiciel ne montre pas les données d'une autre coopérative.",
        "The database itself keeps people and cooperatives apart (row-level security, checked at every"
        " start): a"
        " mistake of the software does not show the data of another cooperative.",
    ),
    Text(
        "Mots de passe gardés sous une forme illisible (argon2id) ; jetons gardés par leur empreinte.",
        "Passwords kept in a form nobody can read (argon2id); tokens kept as digests.",
    ),
    Text(
        "Échanges chiffrés (https) dès que l'adresse publique l'est ; aucune page ne va rien chercher"
        " ailleurs.",
        "Encrypted exchanges (https) whenever the public address is; no page fetches anything from"
        " elsewhere.",
    ),
    Text(
        "Clés des badges scellées sous un secret que seule la machine qui signe détient.",
        "Keys of badges sealed under a secret that only the machine that signs holds.",
    ),
    Text(
        "Photos repeintes à l'arrivée : leur position et leur appareil n'y sont plus.",
        "Photos painted anew on arrival: their location and device are gone.",
    ),
    Text(
        "Journaux techniques sans adresse, ni jeton, ni texte libre.",
        "Technical logs without address, token or free text.",
    ),
    Text(
        "Ce que cela n'empêche pas : qui détient les clés de la machine pourrait techniquement lire la"
        " base. La"
        " charte le lui interdit.",
        "What this does not stop: whoever holds the keys of the machine could technically read the"
        " database. The"
        " charter forbids it.",
    ),
)

NEVER = Text(
    "Ne sont jamais demandés : un montant, l'état de santé, les opinions, la position. Aucun suivi"
    " d'activité, aucune"
    " décision automatique, aucun profilage.",
    "Never asked for: amounts, health, opinions, location. No tracking of activity, no automated decision, no"
    " profiling.",
)
