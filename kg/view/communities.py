"""Regions of the map: groups of entities that belong together, and what to call them."""

from collections.abc import Mapping, Sequence

import networkx as nx

from kg.view.contents import PageContents

__all__ = ["find_communities", "find_links", "name_communities"]

Link = tuple[int, int, float]

LOUVAIN_UNTIL = 30_000  # links; above, Louvain in pure Python takes longer than reading the texts
LEVELS = 5  # of groups of groups
FEWEST_GROUPS = 60  # a level with fewer is not taken: one region for everything says nothing
ROUNDS = 12  # of label propagation; hardly a label changes after the tenth
WEAK = 0.4  # of a link that only says "named near each other", beside 1 for a relation

# A region is called after what it is about; a person or a date says less than a programme or a place.
_TELLING: Mapping[str, float] = {"Person": 0.6, "Event": 0.7, "Award": 0.8, "Programme": 1.5, "Company": 1.2}


def find_links(contents: PageContents) -> list[Link]:
    """Join what belongs near each other on the map: related entities, and parts that one document names together.

    An entity without relations would lie anywhere. It is joined, for the layout only, to the connected entity that its
    document names nearest to it; a small part of the graph likewise by its most connected entity.
    """
    strength: dict[tuple[int, int], float] = {}
    for relation in contents.relations:
        if relation.subject != relation.object:
            pair = (min(relation.subject, relation.object), max(relation.subject, relation.object))
            strength[pair] = strength.get(pair, 0.0) + 1.0
    part, sizes = _find_parts(len(contents.entities), list(strength))
    degrees = contents.degrees()
    speaker: dict[int, int] = {}  # of each part, the entity that is joined to others
    for entity in range(len(part)):
        known = speaker.get(part[entity])
        if known is None or degrees[entity] > degrees[known]:
            speaker[part[entity]] = entity
    rank = {number: (-size, number) for number, size in enumerate(sizes)}
    joined: set[int] = set()
    for document in contents.documents:
        places = _places(contents, document.mentions) if document.mentions else dict.fromkeys(document.named, 0)
        ordered = sorted(places, key=lambda entity: (places[entity], entity))
        for order, entity in enumerate(ordered):
            own = part[entity]
            if speaker[own] != entity or own in joined:
                continue
            host = _nearest_of_larger(ordered, order, places, part, rank)
            if host is not None:
                joined.add(own)
                strength[min(entity, host), max(entity, host)] = WEAK
    return sorted((a, b, weight) for (a, b), weight in strength.items())


def _places(contents: PageContents, mentions: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Give the place of the first mention of each entity."""
    places: dict[int, int] = {}
    for entity, passage in mentions:
        start = contents.passages[passage].pieces[0][0]
        places[entity] = min(start, places.get(entity, start))
    return places


def _nearest_of_larger(
    ordered: Sequence[int],
    order: int,
    places: Mapping[int, int],
    part: Sequence[int],
    rank: Mapping[int, tuple[int, int]],
) -> int | None:
    """Find the entity named nearest that belongs to a larger part, or to as large a one that comes first."""
    own, here = rank[part[ordered[order]]], places[ordered[order]]
    best: int | None = None
    for step in (-1, 1):
        position = order + step
        while 0 <= position < len(ordered):
            other = ordered[position]
            if rank[part[other]] < own:
                if best is None or abs(places[other] - here) < abs(places[best] - here):
                    best = other
                break
            position += step
    return best


def _find_parts(count: int, pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Number the connected parts; give the number of each entity's part, and the sizes."""
    parent = list(range(count))

    def root(entity: int) -> int:
        while parent[entity] != entity:
            parent[entity] = parent[parent[entity]]
            entity = parent[entity]
        return entity

    for a, b in pairs:
        first, second = root(a), root(b)
        parent[max(first, second)] = min(first, second)
    numbers: dict[int, int] = {}
    part = [numbers.setdefault(root(entity), len(numbers)) for entity in range(count)]
    sizes = [0] * len(numbers)
    for number in part:
        sizes[number] += 1
    return part, sizes


def find_communities(count: int, links: Sequence[Link]) -> list[int]:
    """Number the community of each entity, the largest 0; the same for the same graph."""
    found = _louvain(count, links) if len(links) <= LOUVAIN_UNTIL else _propagate_upwards(count, links)
    members: dict[int, list[int]] = {}
    for entity, community in enumerate(found):
        members.setdefault(community, []).append(entity)
    ordered = sorted(members.values(), key=lambda group: (-len(group), group[0]))
    numbers = [0] * count
    for number, group in enumerate(ordered):
        for entity in group:
            numbers[entity] = number
    return numbers


def _louvain(count: int, links: Sequence[Link]) -> list[int]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(links)
    found = [0] * count
    for number, group in enumerate(nx.community.louvain_communities(graph, seed=0)):
        for entity in group:
            found[entity] = number
    return found


def _propagate_upwards(count: int, links: Sequence[Link]) -> list[int]:
    """Join entities into groups, these into larger ones, and so on, until a map can show them."""
    found, size, level = list(range(count)), count, list(links)
    for _ in range(LEVELS):
        numbers: dict[int, int] = {}
        groups = [numbers.setdefault(label, len(numbers)) for label in _propagate(size, level)]
        if len(numbers) < FEWEST_GROUPS or len(numbers) == size:
            break
        found, size = [groups[label] for label in found], len(numbers)
        strength: dict[tuple[int, int], float] = {}
        for a, b, weight in level:
            pair = (min(groups[a], groups[b]), max(groups[a], groups[b]))
            if pair[0] != pair[1]:
                strength[pair] = strength.get(pair, 0.0) + weight
        level = [(a, b, weight) for (a, b), weight in strength.items()]
    return found


def _propagate(count: int, links: Sequence[Link]) -> list[int]:
    """Let every entity take the label that weighs most among its neighbours; hubs count less, lest one take all."""
    neighbours: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for a, b, weight in links:
        neighbours[a].append((b, weight))
        neighbours[b].append((a, weight))
    labels = list(range(count))
    pull = [1 / (1 + len(near)) ** 0.5 for near in neighbours]
    order = sorted(range(count), key=lambda entity: (len(neighbours[entity]), entity))
    for _ in range(ROUNDS):
        changed = 0
        for entity in order:
            weights: dict[int, float] = {}
            for other, weight in neighbours[entity]:
                weights[labels[other]] = weights.get(labels[other], 0.0) + weight * pull[other]
            if weights:
                best = min(weights, key=lambda label: (-weights[label], label))
                if weights[best] > weights.get(labels[entity], 0.0):
                    labels[entity] = best
                    changed += 1
        if changed * 200 < count:
            break
    return labels


def name_communities(contents: PageContents, communities: Sequence[int]) -> list[tuple[int, ...]]:
    """Choose the entities after which each community is called: the most telling and, of another class, the next.

    Returns:
        For each community positions of one or two entities.
    """
    degrees = contents.degrees()
    members: dict[int, list[int]] = {}
    for entity, community in enumerate(communities):
        members.setdefault(community, []).append(entity)

    def telling(entity: int) -> tuple[float, int]:
        weight = _TELLING.get(contents.classes[contents.entities[entity].cls].name, 1.0)
        return (-weight * degrees[entity], entity)

    names: list[tuple[int, ...]] = []
    for number in sorted(members):
        ranked = sorted(members[number], key=telling)[:6]
        first = ranked[0]
        second = next((e for e in ranked[1:] if contents.entities[e].cls != contents.entities[first].cls), None)
        names.append((first,) if second is None or len(members[number]) < 8 else (first, second))
    return names
