"""The map: places, communities and their names, kept from one build to the next."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.view.communities import find_communities, find_links, name_communities
from kg.view.contents import PageContents
from kg.view.positions import Place, place

__all__ = ["Map", "draw_map", "read_places", "shorten", "write_places"]

LONGEST_LABEL = 14  # characters; more of a name shows when it is selected


@dataclass(frozen=True, slots=True)
class Map:
    """Where each entity is drawn.

    Attributes:
        places: In pixels, one an entity.
        communities: The number of each entity's community, the largest 0.
        names: Of each community the one or two entities it is called after.
    """

    places: tuple[Place, ...]
    communities: tuple[int, ...]
    names: tuple[tuple[int, ...], ...]


def draw_map(contents: PageContents, former: Mapping[str, Place] | None = None) -> Map:
    """Find the communities of a graph and a place for each entity.

    Args:
        contents: The graph.
        former: Places of an earlier map by IRI, from which the new one starts.
    """
    links = find_links(contents)
    communities = find_communities(len(contents.entities), links)
    degrees = contents.degrees()
    widths = [_label_width(entity.name, degree) for entity, degree in zip(contents.entities, degrees, strict=True)]
    known = {n: former[e.iri] for n, e in enumerate(contents.entities) if e.iri in former} if former else {}
    places = place(widths, links, communities, known)
    return Map(
        places=tuple((float(x), float(y)) for x, y in places),
        communities=tuple(communities),
        names=tuple(name_communities(contents, communities)),
    )


def _label_width(name: str, degree: int) -> float:
    size = min(20.0, 12 + 1.5 * math.sqrt(degree))
    return sum(size if ord(character) > 0xFF else size * 0.56 for character in shorten(name)) + 8


def shorten(name: str, longest: int = LONGEST_LABEL) -> str:
    """Cut a long name in the middle, where it says least.

    >>> shorten("省级海洋装备与特种船只智能制造示范区")
    '省级海洋装备…智能制造示范区'
    """
    if len(name) <= longest:
        return name
    head = (longest - 1) // 2
    return f"{name[:head]}…{name[-(longest - 1 - head) :]}"


def read_places(path: Path) -> dict[str, Place]:
    """Read the places of an earlier map; a missing or broken file is a map without places."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {iri: (float(x), float(y)) for iri, (x, y) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_places(contents: PageContents, map_: Map, path: Path) -> None:
    """Write the places for the next map.

    Raises:
        OSError: The file cannot be written.
    """
    places = {e.iri: [round(x), round(y)] for e, (x, y) in zip(contents.entities, map_.places, strict=True)}
    path.write_text(json.dumps(places, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
