"""The categories of a breakdown, merged until each cell holds enough; the merging stands for a year.

A merge map says of each category which cell it is in; a cell is named after its categories. It covers all
the categories it is told about, those of nobody included, so that it stands when somebody chooses one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heapify, heappop, heapreplace

UNSAID = "unsaid"  # those who said nothing: a category like another
SEPARATOR = "+"

STATUS_FAMILIES = (
    frozenset({"employee_permanent", "employee_fixed", "public_service"}),
    frozenset({"esa", "cape", "umbrella"}),
    frozenset({"self_employed", "company_director"}),
    frozenset({"apprentice_student", "volunteer", "job_seeker", "retired", "several", "other"}),
    frozenset({"prefer_not", UNSAID}),  # nothing said, in two manners
)
SENIORITY_ORDER = ("under_1", "1_to_3", "3_to_10", "over_10")

Counts = Mapping[str | None, int] | Mapping[str, int]
MergeMap = dict[str, str]
Cell = tuple[str, ...]  # its categories, sorted
Sized = tuple[int, Cell]  # so that the smallest comes first, and of two as small the first by name


def merged(
    counts: Counts,
    families: Sequence[AbstractSet[str]] = (),
    *,
    floor: int,
    order: Sequence[str] = (),
) -> MergeMap | None:
    """Which cell each category is in, so that every cell holds `floor` members or more.

    Three steps, in each of which the smallest goes first, until it holds enough: inside a family, with the
    next smallest of the family; along `order`, with the smaller of its neighbours; then any two smallest.
    Each step begins where the one before could not go on. Empty categories and None are « unsaid », which is
    always mapped, as are all those of the families and of the order. Whatever the order of the counts, the
    map is the same.

    None when one cell only would remain. Raises ValueError for a count under 0, or for a category
    in two places.
    """
    sizes = _sizes(counts, families, order)
    if min(sizes.values()) < 0:
        raise ValueError("a category holds nobody at least")
    ordered = _along([(sizes.pop(each), (each,)) for each in order], floor)
    parts = [*families, sizes.keys() - {each for family in families for each in family}]
    grown = [_grown([(sizes[each], (each,)) for each in part], floor) for part in parts[:-1]]
    loose = [(sizes[each], (each,)) for each in parts[-1]]
    cells = _grown([*ordered, *loose, *(cell for part in grown for cell in part)], floor)
    if len(cells) == 1:
        return None
    return dict(sorted((each, name(cell)) for _, cell in cells for each in cell))


def name(categories: Iterable[str]) -> str:
    """The name of a cell: its categories, sorted, joined by « + »; one they contain is written %2B."""
    return SEPARATOR.join(each.replace("%", "%25").replace("+", "%2B") for each in sorted(categories))


def parts_of(cell: str) -> tuple[str, ...]:
    """The categories of a cell, from its name."""
    return tuple(each.replace("%2B", "+").replace("%25", "%") for each in cell.split(SEPARATOR))


def _sizes(counts: Counts, families: Sequence[AbstractSet[str]], order: Sequence[str]) -> Counter[str]:
    known = [*order, *(each for family in families for each in family)]
    if len(known) != len(set(known)) or UNSAID in order:
        raise ValueError("a category has one place, and « unsaid » none in an order")
    sizes = Counter(dict.fromkeys([*known, UNSAID], 0))
    for category, count in counts.items():
        sizes[category or UNSAID] += count
    return sizes


def _grown(cells: Iterable[Sized], floor: int) -> list[Sized]:
    """These cells, the two smallest put together until each holds enough or one is left."""
    heap = list(cells)
    heapify(heap)
    while len(heap) > 1 and heap[0][0] < floor:
        smallest = heappop(heap)
        heapreplace(heap, _together(smallest, heap[0]))
    return heap


def _along(cells: list[Sized], floor: int) -> list[Sized]:
    """These cells in order, the smallest put with the smaller of its neighbours until each holds enough."""
    while len(cells) > 1 and min(cells)[0] < floor:
        place = cells.index(min(cells))
        neighbours = [each for each in (place - 1, place + 1) if 0 <= each < len(cells)]
        first = min(place, min(neighbours, key=lambda each: cells[each]))
        cells = [*cells[:first], _together(cells[first], cells[first + 1]), *cells[first + 2 :]]
    return cells


def _together(one: Sized, other: Sized) -> Sized:
    return one[0] + other[0], tuple(sorted(one[1] + other[1]))
