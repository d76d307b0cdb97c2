"""Where the knowledge lies, and how its files are read."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KnowledgeError

__all__ = ["LINE", "read_table", "read_yaml", "shared"]

LINE = "__line__"  # key under which read_yaml keeps the line of each mapping


def shared(folder: str) -> Path:
    """Find ``data`` or ``ontology``, in an installed wheel or in the checkout.

    Args:
        folder: ``data`` or ``ontology``, or a path below one of them.

    Raises:
        KnowledgeError: It is in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for root in (package / "_shared", package.parent):
        if (root / folder).exists():
            return root / folder
    raise KnowledgeError(f"{folder}: not found beside the program; install zhkg again")


class _LineLoader(yaml.CSafeLoader):
    """A YAML loader that keeps the line of each mapping, so that a fault can be placed."""


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> dict[str, Any]:
    mapping = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    return {**mapping, LINE: node.start_mark.line + 1}


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:  # noqa: ANN401  each reader checks the shape of its own file
    """Read a YAML file; every mapping in it holds its line under ``LINE``.

    Raises:
        KnowledgeError: The file is no YAML; the message names file and line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"{path.name}:{line}: {error.problem}; mend the YAML there") from error


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a TSV file with a header line.

    Yields:
        Each row's line number, and its cells by column; lines that start with ``#`` are left out, and missing
        cells are empty.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = ((number, line) for number, line in enumerate(file, 1) if line.strip() and not line.startswith("#"))
        _, header = next(lines)
        columns = next(csv.reader([header], delimiter="\t", quoting=csv.QUOTE_NONE))
        for number, line in lines:
            cells = line.rstrip("\r\n").split("\t")
            yield number, dict(zip(columns, cells + [""] * len(columns), strict=False))
