"""N-Triples: one triple a line, to load, to count and to compare."""

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.graph import Dataset

__all__ = ["write_ntriples"]


def write_ntriples(dataset: Dataset, path: Path) -> None:
    """Write a dataset as an N-Triples file, in its order.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_bytes(serialize(dataset.triples, format=RdfFormat.N_TRIPLES) or b"")
