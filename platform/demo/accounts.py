"""The accounts the first page of a demonstration offers."""

from dataclasses import dataclass

from demo.plot.cast import address
from kernel.refusals import N_

ETABLI = "l-etabli-commun"
FOURNEE = "la-petite-fournee"


@dataclass(frozen=True)
class Offered:
    """An invented person one may be for a while: who they are, where, what waits for them and on which page.

    A page of a cooperative needs the slug of that one.
    """

    key: str
    name: str
    role: str
    place: str
    story: str
    page: str = "musette.profile"
    slug: str | None = None

    @property
    def email(self) -> str:
        """Their address, which no mail ever reaches."""
        return address(self.name)


ACCOUNTS = (
    Offered(
        "awa",
        "Awa Diallo",
        N_("member"),
        "L’Établi commun",
        N_(
            "Two years of history, a level validated by peers, and a view that differs waiting for an answer."
        ),
    ),
    Offered(
        "solene",
        "Solène Prigent",
        N_("peer"),
        "L’Établi commun",
        N_("Somebody asks for her opinion: her name was drawn by lot."),
        "reviews.inbox",
        ETABLI,
    ),
    Offered(
        "leo",
        "Léo Tanguy",
        N_("new member"),
        "L’Établi commun",
        N_("Here for a few days, with nothing filled in yet: the very first time."),
    ),
    Offered(
        "jeanne",
        "Jeanne Abgrall",
        N_("coordination"),
        "L’Établi commun",
        N_("The campaign that is open, the groups, the invitations. Nobody's level."),
        "coordination.home",
        ETABLI,
    ),
    Offered(
        "claire",
        "Claire Morvan",
        N_("mediator"),
        "L’Établi commun",
        N_("Two members see a level differently and agreed to her help: the first words are hers to write."),
        "mediations.listing",
        ETABLI,
    ),
    Offered(
        "malik",
        "Malik Berthelot",
        N_("member of two cooperatives"),
        "L’Établi commun, Grand Large",
        N_("Neither knows of the other. In the larger one, the picture shows how the levels are spread."),
    ),
    Offered(
        "maud",
        "Maud Texier",
        N_("coordination"),
        "La Petite Fournée",
        N_("Eight members: no figure is computed, the group talks instead."),
        "dashboards.portraits",
        FOURNEE,
    ),
)


def offered() -> tuple[Offered, ...]:
    """The accounts to choose from."""
    return ACCOUNTS
