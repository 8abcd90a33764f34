"""How much is generated. Pure."""

from dataclasses import dataclass

SMALLEST, BIGGEST = 8, 60  # members of a small cooperative
FEWEST = 10  # members of the large one, under which nothing could be published of it


@dataclass(frozen=True)
class Size:
    """One large cooperative of so many members and years, and so many small ones, always the same for a seed.

    `closes_in` is when the campaign of the large one ends, in days from today, negative for a day that is
    over; `due` is the share of the small ones, 0 to 1, whose campaign is over. Raises ValueError for a size
    that cannot be.
    """

    seed: int = 1
    members: int = 35_000
    years: int = 10
    small: int = 2_000
    closes_in: int = 35
    due: float = 0.5

    def __post_init__(self) -> None:
        if self.members < FEWEST or self.years < 1 or self.small < 0 or not 0 <= self.due <= 1:
            raise ValueError("ten members and a year at least, and a share from 0 to 1")


SMART = Size()  # as large as the largest cooperative we know of
