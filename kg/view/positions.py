"""Where entities are drawn: computed here, the same for the same graph, so that a page opens with its map ready.

One layout of the whole, in which links inside a community pull harder than those between communities. Up to
``NAMED_UNTIL`` entities it is spread over a rectangle as wide as a screen and labels are pushed apart; above, where
names are tried one by one in the page, each community gets a region of its own, beside those it is near to.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kg.view.forces import place_by_forces
from kg.view.overlaps import separate

__all__ = ["place"]

EDGE = 62  # pixels
LINE = 34  # pixels: a dot and its label
WIDE = 1.15  # the part of a screen beside the panels is wider than high
FULL = 0.36  # part of the map that labels cover; more, and the regions run into each other
FULL_OF_REGIONS = 0.8  # part of a large map that regions cover
EVEN = 0.55  # 0 leaves heaps and voids as the forces make them, 1 gives every stripe of the map as many entities
NAMED_UNTIL = 1_500
KNOWN_ENOUGH = 0.5  # of the entities with a place on the former map; all is laid out afresh otherwise
OUTWARD = 0.3  # strength of a link between communities, beside 1

_Floats = npt.NDArray[np.float64]
Links = Sequence[tuple[int, int, float]]
Place = tuple[float, float]


def place(
    widths: Sequence[float], links: Links, communities: Sequence[int], former: Mapping[int, Place] | None = None
) -> _Floats:
    """Place entities on a plane.

    Args:
        widths: The width of each entity's label in pixels.
        links: Pairs of entities that belong near each other, and how much.
        communities: The community of each entity.
        former: Places of entities on an earlier map, which keeps its shape.

    Returns:
        An array of shape (n, 2) in pixels.
    """
    if not widths:
        return np.empty((0, 2))
    if former and len(former) >= KNOWN_ENOUGH * len(widths):
        return _extend(widths, links, communities, former)
    pairs = [(a, b) for a, b, _ in links]
    weights = [weight if communities[a] == communities[b] else weight * OUTWARD for a, b, weight in links]
    places = _by_forces(len(widths), pairs, weights)
    boxes = _boxes(widths)
    if len(widths) > NAMED_UNTIL:
        return _place_regions(places, communities, float(boxes.prod(axis=1).mean()) / FULL)
    return separate(_spread(places, boxes, FULL), boxes)


def _extend(widths: Sequence[float], links: Links, communities: Sequence[int], former: Mapping[int, Place]) -> _Floats:
    """Keep a map and put what is new beside what it is linked to; what is linked to nothing known goes below."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for a, b, _ in links:
        neighbours[a].append(b)
        neighbours[b].append(a)
    placed = dict(former)
    border = sorted(placed)
    while border:
        reached = sorted({other for entity in border for other in neighbours[entity] if other not in placed})
        for entity in reached:
            near = [placed[other] for other in neighbours[entity] if other in placed]
            x, y = np.mean(near, axis=0)
            angle = 2.4 * entity  # about the golden angle: what is new at one entity stands around it
            placed[entity] = (float(x) + EDGE * math.cos(angle), float(y) + EDGE * math.sin(angle))
        border = reached
    if rest := [entity for entity in range(len(widths)) if entity not in placed]:
        _add_below(placed, rest, (widths, links, communities))
    places = np.array([placed[entity] for entity in range(len(widths))], np.float64).reshape(-1, 2)
    if len(former) == len(widths) or len(widths) > NAMED_UNTIL:
        return places
    return separate(places, _boxes(widths))


def _add_below(
    placed: dict[int, Place], rest: Sequence[int], graph: tuple[Sequence[float], Links, Sequence[int]]
) -> None:
    widths, links, communities = graph
    numbers = {entity: number for number, entity in enumerate(rest)}
    inner = [(numbers[a], numbers[b], weight) for a, b, weight in links if a in numbers and b in numbers]
    places = place([widths[entity] for entity in rest], inner, [communities[entity] for entity in rest])
    known = np.array(list(placed.values()))
    places = places - places.min(axis=0) + (known[:, 0].min(), known[:, 1].max() + 2 * EDGE)
    placed.update({entity: (float(x), float(y)) for entity, (x, y) in zip(rest, places, strict=True)})


def _boxes(widths: Sequence[float]) -> _Floats:
    return np.array([(width + 8, LINE) for width in widths], np.float64).reshape(-1, 2)


def _spread(places: _Floats, boxes: _Floats, full: float) -> _Floats:
    """Lay the longer axis across a rectangle of which the boxes cover so much, and fill its voids from its heaps."""
    area = float(boxes.prod(axis=1).sum()) / full
    return _even(_turn(places)) * (math.sqrt(area * WIDE), math.sqrt(area / WIDE))


def _even(places: _Floats) -> _Floats:
    """Scale both axes to run from 0 to 1, half by distance and half by order."""
    evened = np.empty_like(places)
    for axis in (0, 1):
        along = places[:, axis]
        order = np.empty(len(places))
        order[np.argsort(along, kind="stable")] = np.linspace(0, 1, len(places)) if len(places) > 1 else 0.5
        linear = (along - along.min()) / max(float(np.ptp(along)), 1e-9)
        evened[:, axis] = (1 - EVEN) * linear + EVEN * order
    return evened


def _place_regions(places: _Floats, communities: Sequence[int], room: float) -> _Floats:
    """Set communities side by side, each as large as its entities need, in the order in which forces placed them.

    Args:
        places: From the layout of the whole.
        communities: The community of each entity, numbered from 0.
        room: Square pixels that an entity needs.
    """
    numbered = np.unique(communities, return_inverse=True)[1]  # of a part of the entities numbers may be missing
    counts = np.bincount(numbered)
    members = np.split(np.argsort(numbered, kind="stable"), np.cumsum(counts)[:-1])
    sizes = np.sqrt(counts * room)[:, None] * (math.sqrt(WIDE), 1 / math.sqrt(WIDE)) + EDGE
    centres = np.array([np.median(places[own], axis=0) for own in members])
    centres = separate(_spread(centres, sizes, FULL_OF_REGIONS), sizes)
    placed = np.empty_like(places)
    for own, centre, size in zip(members, centres, sizes, strict=True):
        x, y = (2 * _even(places[own]) - 1).T
        rounded = np.stack([x * np.sqrt(1 - y * y / 2), y * np.sqrt(1 - x * x / 2)], axis=1)  # a square becomes a disc
        placed[own] = centre + rounded * (size - EDGE) / 2
    return placed


def _turn(places: _Floats) -> _Floats:
    """Turn the plane so that it is widest from left to right."""
    if len(places) < 3:
        return places
    centred = places - places.mean(axis=0)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1]
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), (0, 1)])  # an axis is found up to its sign
    return np.asarray(centred @ (axes * signs))


def _by_forces(count: int, pairs: Sequence[tuple[int, int]], strengths: Sequence[float]) -> _Floats:
    """Place a graph, whose parts are joined to its busiest node so that none flies away."""
    degrees = np.bincount(np.array(pairs, np.int64).ravel(), minlength=count) if pairs else np.zeros(count)
    hub = int(np.argmax(degrees))
    extra = [(hub, each) for each in _first_of_parts(count, pairs) if each != hub]
    ends = np.array([*pairs, *extra], np.int64).reshape(-1, 2)
    weights = np.array([*strengths, *([0.3] * len(extra))])
    return place_by_forces(count, ends[:, 0], ends[:, 1], weights)


def _first_of_parts(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """List one node of each connected part that does not hold the first part's busiest node."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    degrees = [0] * count
    for a, b in pairs:
        parent[max(root(a), root(b))] = min(root(a), root(b))
        degrees[a] += 1
        degrees[b] += 1
    hub = max(range(count), key=lambda node: (degrees[node], -node), default=0)
    return [node for node in range(count) if root(node) == node and root(hub) != node]
