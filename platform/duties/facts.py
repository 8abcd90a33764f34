"""What the papers are filled in with: the charter, and the settings of the installation. Pure."""

from dataclasses import dataclass
from datetime import date

from kernel.settings import Settings
from tenants.terms import Terms


@dataclass(frozen=True)
class Facts:
    """A cooperative by its name, what its charter decides, who runs the server, on which day it is told."""

    cooperative: str
    terms: Terms
    version: int
    members: int
    settings: Settings
    today: date

    @property
    def controller(self) -> str:
        """Who answers for the data."""
        return self.terms.controller or self.cooperative

    @property
    def processors(self) -> list[str]:
        """Who handles data for whoever runs the server, as the settings name them, one a line."""
        return [line for each in self.settings.sub_processors.splitlines() if (line := each.strip())]
