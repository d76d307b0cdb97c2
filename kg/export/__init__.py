"""The formats a graph can be written in, one module a format.

A new format is a module here, its line in ``EXPORTERS`` and its test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.export.turtle import write_turtle
from kg.graph import Dataset

__all__ = ["EXPORTERS", "Exporter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format.

    Attributes:
        suffix: Of its files.
        media_type: As IANA registers it.
        description: What it is for, in a line.
        write: Writes a dataset to a file.
    """

    suffix: str
    media_type: str
    description: str
    write: Callable[[Dataset, Path], None]


EXPORTERS: Mapping[str, Exporter] = {
    "turtle": Exporter(
        suffix=".ttl",
        media_type="text/turtle",
        description="sorted Turtle, one triple a line: to read, compare and load anywhere",
        write=write_turtle,
    ),
}
