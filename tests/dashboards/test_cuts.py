from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.cuts import Edge, Graph, components, graph_of, minimum_cut
from tests.conftest import thorough

nodes = st.integers(0, 6)
edges = st.tuples(nodes, nodes, st.integers(1, 9)).filter(lambda edge: edge[0] != edge[1])


def cheapest_parting(part: Graph) -> int:
    """By trying every way to part the nodes in two."""
    first, *others = part
    sides = ({first, *chosen} for size in range(len(others)) for chosen in combinations(others, size))
    return min(
        sum(weight for node in side for other, weight in part[node].items() if other not in side)
        for side in sides
    )


@thorough
@given(st.lists(edges, min_size=1, max_size=14))
def test_the_cut_is_the_cheapest_way_to_part_in_two(those: list[Edge]) -> None:
    for part in components(graph_of(those)):
        assert minimum_cut(part) == cheapest_parting(part)


@thorough
@given(st.lists(edges, max_size=14))
def test_parallel_edges_add_up_both_ways(those: list[Edge]) -> None:
    graph = graph_of(those)
    for one, other, _ in those:
        between = sum(weight for *ends, weight in those if set(ends) == {one, other})
        assert graph[one][other] == graph[other][one] == between


@thorough
@given(st.lists(edges, max_size=14))
def test_components_share_the_nodes_and_no_edge_joins_two(those: list[Edge]) -> None:
    graph = graph_of(those)
    parts = components(graph)
    assert sorted(node for part in parts for node in part) == sorted(graph)
    place = {node: number for number, part in enumerate(parts) for node in part}
    assert all(place[one] == place[other] for one, other, _ in those)
    assert all(cheapest_parting(part) > 0 for part in parts)


@pytest.mark.parametrize(
    ("those", "cut"),
    [
        ([(0, 1, 3)], 3),
        ([(0, 1, 3), (1, 0, 4)], 7),
        ([(0, 1, 2), (1, 2, 3), (2, 0, 4)], 5),
        # The graph of Stoer and Wagner's article: its minimum cut is 4.
        (
            [
                *((1, 2, 2), (1, 5, 3), (2, 3, 3), (2, 5, 2), (2, 6, 2), (3, 4, 4)),
                *((3, 7, 2), (4, 7, 2), (4, 8, 2), (5, 6, 3), (6, 7, 1), (7, 8, 3)),
            ],
            4,
        ),
    ],
)
def test_known_cuts(those: list[Edge], cut: int) -> None:
    (whole,) = components(graph_of(those))
    assert minimum_cut(whole) == cut
    assert sum(len(links) for links in whole.values()) == len({frozenset(edge[:2]) for edge in those}) * 2
