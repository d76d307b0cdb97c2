"""The page on which people look at a graph: one file, no network."""

import math
from pathlib import Path

from pyoxigraph import Store

from kg.knowledge.ontology import Ontology
from kg.view.contents import PageContents, read_contents
from kg.view.network import SafeNetwork
from kg.view.positions import place

__all__ = ["to_network", "write_page"]

MOST_ENTITIES = 2000  # drawn at once; vis-network needs 29 ms of CPU a frame for them while zooming


def write_page(store: Store, ontology: Ontology, path: Path) -> None:
    """Write a graph as a self-contained page.

    Args:
        store: The graph.
        ontology: Where classes and relations have their labels and colours.
        path: The file to write, UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    contents = read_contents(store, ontology)
    path.write_text(to_network(contents).generate_html(), encoding="utf-8", newline="\n")


def to_network(contents: PageContents) -> SafeNetwork:
    """Draw entities and relations; of a large graph the most connected ones, and the page says so."""
    shown = contents.most_connected(MOST_ENTITIES)
    network = SafeNetwork(contents, heading="知识图谱", shown=len(shown))
    positions = place({index: _label_width(contents, index) for index in shown}, contents.edges(shown))
    for index in shown:
        entity, cls = contents.entities[index], contents.classes[contents.entities[index].cls]
        x, y = positions[index]
        degree = contents.degrees[index]
        network.add_node(
            index,
            label=shorten(entity.name),
            title=f"{entity.name}\n{cls.label}",
            color=cls.colour,
            cls=entity.cls,
            x=x,
            y=y,
            size=6 + 3 * math.sqrt(degree),
            font={"size": _font_size(degree)},
        )
    for source, target, label in contents.labelled_edges(shown):
        network.add_edge(source, target, title=label)
    return network


def _font_size(degree: int) -> float:
    return 12 + min(10.0, 1.5 * math.sqrt(degree))


def _label_width(contents: PageContents, index: int) -> float:
    return len(shorten(contents.entities[index].name)) * _font_size(contents.degrees[index]) + 8


def shorten(name: str, longest: int = 14) -> str:
    """Cut a long name in the middle, where it says least.

    >>> shorten("国家级有色金属与合金新材料产业基地")
    '国家级有色金…新材料产业基地'
    """
    if len(name) <= longest:
        return name
    head = (longest - 1) // 2
    return f"{name[:head]}…{name[-(longest - 1 - head) :]}"
