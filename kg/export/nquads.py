"""N-Quads: one named graph a document, one quad a line."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from kg.export.by_document import split
from kg.graph import Dataset

__all__ = ["to_quads", "write_nquads"]


def to_quads(dataset: Dataset) -> Iterator[Quad]:
    """Give the quads of a dataset cut by document: the default graph first, then the documents in order."""
    for graph, triples in split(dataset).items():
        yield from (Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def write_nquads(dataset: Dataset, path: Path) -> None:
    """Write a dataset as an N-Quads file.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_bytes(serialize(to_quads(dataset), format=RdfFormat.N_QUADS) or b"")
