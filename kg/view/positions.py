"""Where entities are drawn: computed here, the same for the same graph, so that a page opens with its map ready."""

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np

from kg.view.forces import place_by_forces
from kg.view.overlaps import separate

__all__ = ["place"]

EDGE = 70  # pixels; labels are pushed apart afterwards
WIDE = 1.5  # the map is wider than high, as screens are


def place(widths: Mapping[int, float], edges: Sequence[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    """Place entities on a plane: each connected part by forces, the largest first, single ones in rows below.

    Args:
        widths: The entities' numbers, in a fixed order, and the width of the label of each in pixels.
        edges: Pairs of numbers that a relation joins.

    Returns:
        For each entity its place in pixels.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(widths)
    graph.add_edges_from(sorted({(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]}))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    blocks = [_place_part(graph, part, widths) for part in parts if len(part) > 1]
    positions, below, width = _pack(blocks)
    return positions | _place_singles([part[0] for part in parts if len(part) == 1], below, width)


def _place_part(
    graph: "nx.Graph[int]", part: Sequence[int], widths: Mapping[int, float]
) -> dict[int, tuple[float, float]]:
    """Place one connected part; its least x and y are 0, its long side lies across."""
    numbers = {entity: number for number, entity in enumerate(part)}
    joined = sorted((numbers[a], numbers[b]) for a, b in graph.subgraph(part).edges)
    ends = np.array(joined, dtype=np.int64).reshape(-1, 2)
    places = place_by_forces(len(part), ends[:, 0], ends[:, 1]) * EDGE
    if np.ptp(places[:, 1]) > np.ptp(places[:, 0]):
        places = places[:, ::-1]
    places = separate(places, np.array([widths[entity] for entity in part]))
    places = places - places.min(axis=0)
    return {entity: (round(float(x), 1), round(float(y), 1)) for entity, (x, y) in zip(part, places, strict=True)}


def _pack(
    blocks: Sequence[dict[int, tuple[float, float]]],
) -> tuple[dict[int, tuple[float, float]], float, float]:
    """Lay blocks in rows, the largest first; also give the height and width taken."""
    sizes = [(max(x for x, _ in block.values()), max(y for _, y in block.values())) for block in blocks]
    area = sum((width + 2 * EDGE) * (height + 2 * EDGE) for width, height in sizes)
    row_width = max([width for width, _ in sizes] + [math.sqrt(area * WIDE)], default=0.0)
    positions: dict[int, tuple[float, float]] = {}
    left, top, row_height = 0.0, 0.0, 0.0
    for block, (width, height) in zip(blocks, sizes, strict=True):
        if left and left + width > row_width:
            left, top, row_height = 0.0, top + row_height + 2 * EDGE, 0.0
        positions |= {entity: (left + x, top + y) for entity, (x, y) in block.items()}
        left, row_height = left + width + 2 * EDGE, max(row_height, height)
    return positions, top + row_height + (2 * EDGE if blocks else 0), row_width


def _place_singles(singles: Sequence[int], top: float, width: float) -> dict[int, tuple[float, float]]:
    columns = max(8, int(width / (1.7 * EDGE)), int(math.sqrt(len(singles))))
    return {
        entity: (index % columns * 1.7 * EDGE, top + index // columns * 0.7 * EDGE)
        for index, entity in enumerate(singles)
    }
