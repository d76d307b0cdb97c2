"""Where entities are drawn: computed here, the same for the same graph, so that a page opens with its map ready.

Each community is laid out by itself and the communities are set side by side, as the regions of a map; above
``REGIONS_UNTIL`` entities one layout of the whole, in which links inside a community pull harder, does the same faster.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kg.view.forces import place_by_forces
from kg.view.overlaps import separate

__all__ = ["place"]

EDGE = 62  # pixels; labels are pushed apart afterwards
MARGIN = 56  # pixels around a region
STRETCH = 1.3  # names are wide and low: stretched first, neighbours are pushed less far from each other
LINE = 34  # pixels: a dot and its label
WIDE = 1.25  # the part of a screen beside the panels is wider than high
TIGHTENINGS = 6  # each draws together to 0.7 at most, so that regions keep their shape
FULL = 0.36  # part of the map that labels cover; more, and the regions run into each other
REGIONS_UNTIL = 6_000
KNOWN_ENOUGH = 0.5  # of the entities with a place on the former map; all is laid out afresh otherwise
OUTWARD = 0.2  # strength of a link between communities, beside 1, in the layout of the whole

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
    if former and len(former) >= KNOWN_ENOUGH * len(widths):
        return _extend(widths, links, communities, former)
    if len(widths) > REGIONS_UNTIL:
        return _place_whole(len(widths), links, communities)
    groups: dict[int, list[int]] = defaultdict(list)
    for entity, community in enumerate(communities):
        groups[community].append(entity)
    inner: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b, _ in links:
        if communities[a] == communities[b]:
            inner[communities[a]].append((a, b))
    numbers = {community: number for number, community in enumerate(sorted(groups))}
    regions = [_place_region(groups[community], inner[community], widths) for community in numbers]
    sizes = np.array([_size(regions[numbers[c]], [widths[e] for e in groups[c]]) for c in numbers]).reshape(-1, 2)
    centres = _place_centres(sizes, links, [numbers[community] for community in communities])
    places = np.zeros((len(widths), 2))
    for community, number in numbers.items():
        places[groups[community]] = regions[number] + centres[number]
    return _tighten(places, widths)


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
    if len(former) == len(widths) or len(widths) > REGIONS_UNTIL:
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
    places = places - places.min(axis=0) + (known[:, 0].min(), known[:, 1].max() + 2 * MARGIN)
    placed.update({entity: (float(x), float(y)) for entity, (x, y) in zip(rest, places, strict=True)})


def _boxes(widths: Sequence[float]) -> _Floats:
    return np.array([(width + 8, LINE) for width in widths], np.float64).reshape(-1, 2)


def _tighten(places: _Floats, widths: Sequence[float]) -> _Floats:
    """Close the holes between regions: draw everything together, as wide as a screen, then push labels apart again."""
    boxes = _boxes(widths)
    area = float(boxes.prod(axis=1).sum()) / FULL
    wanted = np.array([math.sqrt(area * WIDE), math.sqrt(area / WIDE)])
    for _ in range(TIGHTENINGS):
        shrink = wanted / (np.ptp(places, axis=0) + 1)
        if (shrink > 0.9).all():
            break
        places = separate(places * np.clip(shrink, 0.7, 1.3), boxes)
    return places


def _size(region: _Floats, widths: Sequence[float]) -> tuple[float, float]:
    return float(np.ptp(region[:, 0])) + max(widths) + MARGIN, float(np.ptp(region[:, 1])) + LINE + 1.4 * MARGIN


def _place_region(members: Sequence[int], links: Sequence[tuple[int, int]], widths: Sequence[float]) -> _Floats:
    """Place the entities of one community around (0, 0)."""
    numbers = {entity: number for number, entity in enumerate(members)}
    places = _by_forces(len(members), [(numbers[a], numbers[b]) for a, b in links]) * EDGE
    if np.ptp(places[:, 1]) > np.ptp(places[:, 0]):
        places = places[:, ::-1]
    places = separate(places * (STRETCH, 1.0), _boxes([widths[entity] for entity in members]))
    return np.asarray(places - (places.min(axis=0) + places.max(axis=0)) / 2)


def _by_forces(count: int, pairs: Sequence[tuple[int, int]], strengths: Sequence[float] | None = None) -> _Floats:
    """Place a graph, whose parts are joined to its busiest node so that none flies away."""
    degrees = np.bincount(np.array(pairs, np.int64).ravel(), minlength=count) if pairs else np.zeros(count)
    hub = int(np.argmax(degrees))
    extra = [(hub, each) for each in _first_of_parts(count, pairs) if each != hub]
    ends = np.array([*pairs, *extra], np.int64).reshape(-1, 2)
    weights = np.array([*(strengths or [1.0] * len(pairs)), *([0.3] * len(extra))])
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


def _place_centres(sizes: _Floats, links: Links, communities: Sequence[int]) -> _Floats:
    """Set the regions side by side, those with many links near each other."""
    between: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in links:
        if communities[a] != communities[b]:
            pair = (min(communities[a], communities[b]), max(communities[a], communities[b]))
            between[pair] += weight
    pairs = sorted(between)
    centres = _by_forces(len(sizes), pairs, [min(between[pair], 3.0) for pair in pairs])
    extent = np.maximum(np.ptp(centres, axis=0), 1e-9)
    area = math.sqrt(float((sizes[:, 0] * sizes[:, 1]).sum()))
    # begin packed too tightly: pushing regions apart leaves fewer holes than drawing them together
    return separate((centres - centres.mean(axis=0)) / extent * np.array([WIDE, 1.0]) * area * 0.5, sizes)


def _place_whole(count: int, links: Links, communities: Sequence[int]) -> _Floats:
    pairs = [(a, b) for a, b, _ in links]
    weights = [weight if communities[a] == communities[b] else weight * OUTWARD for a, b, weight in links]
    return _by_forces(count, pairs, weights) * EDGE
