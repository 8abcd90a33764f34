"""The accounts the first page of a demonstration offers."""

from dataclasses import dataclass

from kernel.refusals import N_


@dataclass(frozen=True)
class Offered:
    """An invented person one may be for a while: who they are, where, and what waits for them."""

    key: str
    name: str
    role: str
    place: str
    story: str

    @property
    def email(self) -> str:
        """Their address, which no mail ever reaches."""
        return f"{self.key}@demonstration.example"


ACCOUNTS = (
    Offered(
        "awa",
        "Awa Diallo",
        N_("member"),
        "L’Établi commun",
        N_("Two years of history, and a view that differs from hers to answer."),
    ),
    Offered(
        "solene",
        "Solène Prigent",
        N_("peer"),
        "L’Établi commun",
        N_("Somebody asks for her opinion: her name was drawn by lot."),
    ),
    Offered(
        "leo",
        "Léo Tanguy",
        N_("new member"),
        "L’Établi commun",
        N_("Nothing is filled in yet: the very first time."),
    ),
    Offered(
        "jeanne",
        "Jeanne Abgrall",
        N_("coordination"),
        "L’Établi commun",
        N_("The campaign, the groups, the invitations. Nobody's level."),
    ),
    Offered(
        "malik",
        "Malik Berthelot",
        N_("member of two cooperatives"),
        "L’Établi commun, Grand Large",
        N_("Neither knows of the other; the switch is above the page."),
    ),
)


def offered() -> tuple[Offered, ...]:
    """The accounts to choose from."""
    return ACCOUNTS
