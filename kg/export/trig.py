"""TriG: one named graph a document, to read and compare."""

from pathlib import Path

from kg.export.by_document import split
from kg.export.turtle import Names, to_blocks
from kg.graph import PREFIXES, Dataset

__all__ = ["to_trig", "write_trig"]


def to_trig(dataset: Dataset) -> str:
    """Write a dataset as TriG: the default graph first, then a graph for each document."""
    names = Names(PREFIXES, dataset.base_iri)
    body = []
    for graph, triples in split(dataset).items():
        blocks = to_blocks(triples, names)
        body.append(blocks if graph is None else f"\n{names.term(graph)} {{\n{blocks.removeprefix(chr(10))}}}\n")
    return (names.head() + "".join(body)).removeprefix("\n")


def write_trig(dataset: Dataset, path: Path) -> None:
    """Write a dataset as a TriG file in UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_text(to_trig(dataset), encoding="utf-8", newline="\n")
