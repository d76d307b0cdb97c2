"""Tables of nodes and edges: CSV for anything, Parquet for data frames, CSV with import headers for Neo4j."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

from kg.errors import InputError, OutputError
from kg.export.property_graph import EDGE_COLUMNS, NODE_COLUMNS, Edge, Node, to_property_graph
from kg.graph import Dataset

__all__ = ["NEO4J_IMPORT", "write_csv", "write_neo4j", "write_parquet"]

NEO4J_IMPORT = (
    "neo4j-admin database import full --nodes=nodes.csv --relationships=edges.csv "
    "--array-delimiter=U+001F --multiline-fields=true"
)

_SEPARATOR = "\x1f"  # of lists for Neo4j; ; and | stand in names
_NODE_HEADER = (
    "id:ID",
    ":LABEL",
    "label",
    "iri",
    "aliases:string[]",
    "scope",
    "positions:string[]",
    "date",
    "properties",
)
_EDGE_HEADER = (
    *(":START_ID", ":END_ID", ":TYPE", "label", "status", "confidence:double"),
    *("documents:string[]", "quotes:string[]", "rules:string[]"),
)


def write_csv(dataset: Dataset, path: Path) -> None:
    """Write ``nodes.csv`` and ``edges.csv`` into a folder; lists and properties are JSON.

    Raises:
        OSError: The folder cannot be written.
    """
    nodes, edges = to_property_graph(dataset)
    path.mkdir(parents=True, exist_ok=True)
    _write(path / "nodes.csv", NODE_COLUMNS, (_row(node) for node in nodes))
    _write(path / "edges.csv", EDGE_COLUMNS, (_row(edge) for edge in edges))


def write_neo4j(dataset: Dataset, path: Path) -> None:
    """Write ``nodes.csv`` and ``edges.csv`` with the headers of ``neo4j-admin database import`` into a folder.

    Raises:
        InputError: A name holds U+001F, which separates the names of a list.
        OSError: The folder cannot be written.
    """
    nodes, edges = to_property_graph(dataset)
    path.mkdir(parents=True, exist_ok=True)
    _write(path / "nodes.csv", _NODE_HEADER, (_neo4j_row(node) for node in nodes))
    _write(path / "edges.csv", _EDGE_HEADER, (_neo4j_row(edge) for edge in edges))
    (path / "import.txt").write_text(NEO4J_IMPORT + "\n", encoding="utf-8", newline="\n")


def write_parquet(dataset: Dataset, path: Path) -> None:
    """Write ``nodes.parquet`` and ``edges.parquet`` into a folder; lists are lists.

    Raises:
        OutputError: pyarrow is not installed.
        OSError: The folder cannot be written.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError("parquet: pyarrow is not installed; run: pip install 'zhkg[parquet]'") from error
    nodes, edges = to_property_graph(dataset)
    path.mkdir(parents=True, exist_ok=True)
    texts = pa.list_(pa.string())
    kinds = {"aliases": texts, "positions": texts, "documents": texts, "quotes": texts, "rules": texts}
    kinds["confidence"] = pa.float64()
    for name, columns, rows in (("nodes", NODE_COLUMNS, nodes), ("edges", EDGE_COLUMNS, edges)):
        schema = pa.schema([(column, kinds.get(column, pa.string())) for column in columns])
        values = [{column: _parquet_value(getattr(row, column)) for column in columns} for row in rows]
        parquet.write_table(pa.Table.from_pylist(values, schema=schema), path / f"{name}.parquet")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # with CRLF, as RFC 4180 says; with LF alone a bare CR would not be quoted
        writer.writerow(header)
        writer.writerows(rows)


def _row(row: Node | Edge) -> list[object]:
    return [value if isinstance(value, str | float) else _json(value) for value in astuple(row)]


def _neo4j_row(row: Node | Edge) -> list[object]:
    return [_joined(value) if isinstance(value, tuple) else _single(value) for value in astuple(row)]


def _single(value: object) -> object:
    return value if isinstance(value, str | float) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(values: tuple[str, ...]) -> str:
    for value in values:
        if _SEPARATOR in value:
            raise InputError(f"neo4j: {value!r} holds U+001F, which separates lists; remove it from the text")
    return _SEPARATOR.join(values)


def _parquet_value(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | float) else _json(value)
