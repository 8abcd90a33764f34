"""Connected components and minimum cuts of small graphs whose edges have whole weights."""

from collections import defaultdict
from collections.abc import Iterable

Edge = tuple[int, int, int]  # two different nodes and a weight
Graph = dict[int, dict[int, int]]  # node to neighbour to weight, both ways


def graph_of(edges: Iterable[Edge]) -> Graph:
    """The graph of these edges, the weights of parallel ones added up."""
    graph: Graph = defaultdict(lambda: defaultdict(int))
    for one, other, weight in edges:
        graph[one][other] += weight
        graph[other][one] += weight
    return graph


def components(graph: Graph) -> list[Graph]:
    """The connected parts of a graph, each a graph of two nodes or more."""
    parts, left = [], set(graph)
    while left:
        reached, waiting = set[int](), [left.pop()]
        while waiting:
            node = waiting.pop()
            reached.add(node)
            waiting.extend(graph[node].keys() - reached)
        left -= reached
        parts.append({node: graph[node] for node in reached})
    return parts


def minimum_cut(connected: Graph) -> int:
    """The least weight of edges whose removal parts a connected graph of two nodes or more in two.

    Stoer and Wagner, « A simple min-cut algorithm », Journal of the ACM, 1997: the last node of each phase
    is parted from the last but one at the least by its own edges; these two then stay together.
    """
    graph = {node: dict(links) for node, links in connected.items()}
    cuts = []
    while len(graph) > 1:
        last_but_one, last, weight = _phase(graph)
        cuts.append(weight)
        _merge(graph, last_but_one, last)
    return min(cuts)


def _phase(graph: Graph) -> tuple[int, int, int]:
    """The last two nodes of a maximum adjacency order, and the weight of the edges of the last."""
    pull, order, weight = dict.fromkeys(graph, 0), [], 0
    while pull:
        node = max(pull, key=pull.__getitem__)
        weight = pull.pop(node)
        order.append(node)
        for neighbour in graph[node].keys() & pull.keys():
            pull[neighbour] += graph[node][neighbour]
    return order[-2], order[-1], weight


def _merge(graph: Graph, kept: int, gone: int) -> None:
    for neighbour, weight in graph.pop(gone).items():
        del graph[neighbour][gone]
        if neighbour != kept:
            graph[kept][neighbour] = graph[neighbour][kept] = graph[kept].get(neighbour, 0) + weight
