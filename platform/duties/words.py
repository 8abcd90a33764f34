"""What the opening kit says, in both languages. Pure."""

from assessment.referential import Text

NOT_ADVICE = Text(
    "Projet rempli depuis la charte et les réglages, à relire, à compléter et à discuter. Ce n'est pas"
    " un avis"
    " juridique.",
    "Draft filled in from the charter and the settings, to be reread, completed and discussed. It is not"
    " legal"
    " advice.",
)
NOTICE = Text(
    "Note d'information pour le comité social et économique de {cooperative}",
    "Notice for the works council of {cooperative}",
)
ASSESSMENT = Text(
    "Analyse d'impact sur la protection des données de {cooperative} (projet)",
    "Data protection impact assessment of {cooperative} (draft)",
)
WHY = Text("Pourquoi cette note", "Why this notice")
WHY_WORDS = (
    Text(
        "{cooperative} met à la disposition de ses membres un outil libre, Musette. Chaque personne y"
        " fait le point, pour"
        " elle-même, sur sa liberté et sa dépendance au travail, sur sept axes (matrice de Fanny"
        " Lignères). La coopérative"
        " ne s'y voit que dans son ensemble.",
        "{cooperative} offers its members a free tool, Musette. In it each person takes stock, for"
        " themself, of their"
        " freedom and dependence at work, on seven axes (matrix of Fanny Lignères). The cooperative sees"
        " itself only as a"
        " whole.",
    ),
    Text(
        "L'introduction d'un outil numérique qui touche aux conditions de travail appelle l'information"
        " et, selon les"
        " cas, la consultation du comité. Cette note en donne la matière ; la date de la consultation"
        " est inscrite dans la"
        " charte.",
        "Introducing a digital tool that touches working conditions calls for informing and, as the case"
        " may be,"
        " consulting the works council. This notice gives it the matter; the day of the consultation is"
        " written in the"
        " charter.",
    ),
)
IS_NOT = Text("Ce que l'outil n'est pas", "What the tool is not")
IS_NOT_LINES = (
    Text(
        "Ni une évaluation professionnelle, ni une note, ni un classement : aucune moyenne d'une"
        " personne n'existe.",
        "Not an appraisal, not a mark, not a ranking: no average of a person exists.",
    ),
    Text(
        "Ni un suivi d'activité : ce que fait une personne dans l'outil n'est pas mesuré.",
        "Not a tracking of activity: what a person does in the tool is not measured.",
    ),
    Text(
        "Ni une condition d'emploi : ne pas répondre, ou refuser de compter, ne ferme aucune porte.",
        "Not a condition of work: not answering, or refusing to count, closes no door.",
    ),
    Text(
        "La coordination ne voit ni un niveau, ni un avis, ni qui a répondu. De telles pages n'existent pas.",
        "The coordination team sees no level, no review, and not who answered. Such pages do not exist.",
    ),
)
DECIDED = Text("Ce que la charte décide", "What the charter decides")
FLOOR = Text("Personnes derrière un chiffre", "People behind a figure")
AT_LEAST = Text("{n} au moins, jamais moins", "{n} at least, never fewer")
NOTICE_DAYS = Text("Durée d'une campagne", "Length of a campaign")
DAYS = Text("{n} jours au moins", "{n} days at least")
A_YEAR = Text("Portraits collectifs par an", "Collective pictures a year")
AT_MOST = Text("{n} au plus", "{n} at most")
MEMBERS = Text("Membres à ce jour", "Members today")
ROLES = Text("Coordination, médiation conseillées", "Coordinators, mediators advised")
ANSWERS = Text("Qui répond des données", "Who answers for the data")
RIGHTS = Text("Les droits de chaque personne", "The rights of each person")
RIGHTS_LINES = (
    Text(
        "Tout est privé au départ ; compter dans un portrait est demandé axe par axe, rien n'est coché"
        " d'avance.",
        "Everything is private to begin with; counting in a picture is asked axis by axis, nothing"
        " ticked in advance.",
    ),
    Text(
        "Un consentement se retire à tout moment ; il cesse aussitôt pour tous les portraits à venir.",
        "A consent may be withdrawn at any time; it ends at once for every picture to come.",
    ),
    Text(
        "Chaque personne lit qui a consulté quoi, emporte tout dans des formats ouverts, efface son"
        " compte seule.",
        "Each person reads who looked at what, takes everything away in open formats, erases their"
        " account alone.",
    ),
    Text(
        "Une personne élue veille sur les données au nom des membres, sans les lire.",
        "An elected person watches over the data for the members, without reading them.",
    ),
)
QUESTIONS = Text("À discuter ensemble", "To discuss together")
QUESTION_LINES = (
    Text(
        "Sur quel temps fait-on le point : le temps de travail ?",
        "In whose time does one take stock: working time?",
    ),
    Text("Qui anime la lecture d'un portrait, et quand ?", "Who leads the reading of a picture, and when?"),
    Text(
        "Comment s'assurer que personne n'est poussé à répondre, ni à montrer son diagramme ?",
        "How to make sure that nobody is pushed to answer, or to show their diagram?",
    ),
    Text(
        "Qui élit-on pour la médiation et pour les données ?",
        "Who is elected for mediation and for the data?",
    ),
)
OPINION = Text("Avis du comité", "Opinion of the council")
OPINION_LINES = (
    Text("Date : ……………………", "Date: ……………………"),
    Text("Avis et réserves : ……………………", "Opinion and reservations: ……………………"),
    Text("Signatures : ……………………", "Signatures: ……………………"),
)
CONTEXT = Text("1. Le traitement", "1. The processing")
CONTEXT_WORDS = (
    Text(
        "Autodiagnostic volontaire de membres d'une coopérative, avis de pairs sur trois axes, badges,"
        " portraits"
        " collectifs en chiffres arrondis. Le détail des finalités, des données et des durées est dans"
        " le registre.",
        "Voluntary self-assessment by members of a cooperative, peer reviews on three axes, badges,"
        " collective pictures"
        " in rounded figures. Purposes, data and lengths are detailed in the register.",
    ),
    Text(
        "Une analyse est conseillée : des personnes au travail, dans une relation qui peut être de"
        " dépendance, y disent"
        " quelque chose de leurs conditions de travail.",
        "An assessment is advised: people at work, in a relation that may be one of dependence, say"
        " something there of"
        " their working conditions.",
    ),
)
NEEDED = Text("2. Nécessité et proportion", "2. Necessity and proportion")
NEEDED_LINES = (
    Text(
        "Finalité : que chaque personne se situe, et que le groupe parle de ses conditions de travail.",
        "Purpose: that each person sees where they stand, and that the group speaks of its working"
        " conditions.",
    ),
    Text(
        "Minimisation : ni montant, ni santé, ni opinion, ni position ; tout axe peut être passé ;"
        " statut et métier sont"
        " facultatifs.",
        "Minimisation: no amount, health, opinion or location; any axis may be skipped; status and trade"
        " are optional.",
    ),
    Text(
        "Liberté du consentement : demandé à part, une fois le diagramme vu ; le refus ne change rien et"
        " reste inconnu"
        " de la coordination.",
        "Freedom of consent: asked apart, once the diagram has been seen; refusing changes nothing and"
        " stays unknown to"
        " the coordination team.",
    ),
    Text(
        "Exactitude : la personne écrit elle-même, corrige en refaisant le point, répond à un avis"
        " qu'elle conteste.",
        "Accuracy: people write for themselves, correct by taking stock again, answer a review they dispute.",
    ),
)
RISKS = Text("3. Risques pour les personnes", "3. Risks for people")
RISK = Text("Risque", "Risk")
MEASURE = Text("Ce qui le réduit", "What reduces it")
LEFT = Text("Ce qui reste", "What is left")
RISK_ROWS = (
    (
        Text("Reconnaître quelqu'un dans un chiffre", "Recognising somebody in a figure"),
        Text(
            "{floor} personnes au moins, arrondis, règle de changement, chaque tableau vérifié contre"
            " tous ceux d'avant",
            "{floor} people at least, rounding, rule of change, each table checked against all those before",
        ),
        Text(
            "ce que des membres se disent entre eux hors de l'outil",
            "what members tell one another outside the tool",
        ),
    ),
    (
        Text("Pression pour répondre ou pour montrer", "Pressure to answer or to show"),
        Text(
            "aucune liste de qui a répondu ; personne ne peut demander un partage ; un seul rappel,"
            " automatique",
            "no list of who answered; nobody can ask for a share; a single reminder, automatic",
        ),
        Text(
            "une pression orale : à l'assemblée d'y veiller",
            "spoken pressure: for the assembly to watch over",
        ),
    ),
    (
        Text("Mots blessants dans un avis", "Hurtful words in a review"),
        Text(
            "avis signé, lu par deux personnes seules ; signalement, médiation ; retrait possible",
            "signed opinion, read by two people alone; reporting, mediation; withdrawal possible",
        ),
        Text("ce qui a été lu ne se désapprend pas", "what was read cannot be unread"),
    ),
    (
        Text("Accès illégitime à la base", "Illegitimate access to the database"),
        Text(
            "cloisons tenues par la base, journaux sans contenu, secrets à part, sauvegardes par un rôle"
            " en lecture",
            "walls kept by the database, logs without content, secrets apart, backups by a role that"
            " only reads",
        ),
        Text(
            "qui détient les clés de la machine : la charte le lui interdit",
            "whoever holds the keys of the machine: the charter forbids it",
        ),
    ),
    (
        Text("Perte des données", "Loss of data"),
        Text(
            "sauvegardes par l'opérateur ; chaque personne peut emporter sa musette à tout moment",
            "backups by the operator; each person may take their satchel away at any time",
        ),
        Text("le rythme des sauvegardes : à compléter", "the rhythm of backups: to be completed"),
    ),
)
SAFE = Text("4. Mesures de sécurité", "4. Security measures")
LENGTHS = Text("5. Durées", "5. Lengths")
WHAT = Text("Quoi", "What")
LONG = Text("Combien de temps", "How long")
CONCLUSION = Text("6. Conclusion, à écrire", "6. Conclusion, to be written")
CONCLUSION_LINES = (
    Text("Avis de la personne élue pour les données : ……", "Opinion of the elected data representative: ……"),
    Text(
        "Avis des membres ou de leur représentation : ……",
        "Opinion of the members or of those who represent them: ……",
    ),
    Text(
        "Décision de qui répond des données, et date : ……",
        "Decision of whoever answers for the data, and date: ……",
    ),
)
