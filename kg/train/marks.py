"""Marks that stand apart from the texts they are about, and models that are put in their place whole."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kg.errors import InputError, KnowledgeError, OutputError
from kg.knowledge.files import read_table, shared
from kg.model import Document

__all__ = ["Row", "make_room", "read_marked", "read_texts", "write_whole"]

Row = Mapping[str, str]


def read_marked(listed: str, marks: str, texts: Path) -> list[tuple[Document, Row, list[Row]]]:
    """Put the marks of two tables of ``data/training`` to their texts.

    Args:
        listed: The table of the texts: ``id``, ``start``, ``end``, ``sha256``, ``part`` and what else it says.
        marks: That of the marks: ``id`` and what was marked.
        texts: Folder of ``*.jsonl.gz`` files, each line with ``id`` and ``text``, perhaps ``title`` and ``date``.

    Returns:
        Each text, its line in the table (its ``part`` is ``train`` or ``test``) and its marks.

    Raises:
        InputError: A text that was marked is not there, or is not the text that was marked.
        KnowledgeError: The marks do not fit together.
    """
    folder = shared("data") / "training"
    by_text: dict[str, list[Row]] = {}
    for _, row in read_table(folder / marks):
        by_text.setdefault(row["id"], []).append(row)
    rows = [row for _, row in read_table(folder / listed)]
    strangers = sorted(set(by_text) - {row["id"] for row in rows})
    if strangers:
        raise KnowledgeError(f"{marks}: {strangers[0]}: marks of a text that {listed} does not list")
    wanted = {row["id"].split("#")[0] for row in rows}
    found = {record["id"]: record for record in _records(texts) if record["id"] in wanted}
    return [(_document(row, found, texts), row, by_text.get(row["id"], [])) for row in rows]


def read_texts(folder: Path) -> Iterator[str]:
    """Read all texts of a folder."""
    return (record["text"] for record in _records(folder))


def _records(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _document(row: Row, records: Mapping[str, Row], folder: Path) -> Document:
    record = records.get(row["id"].split("#")[0])
    if record is None:
        raise InputError(f"{folder}: no text {row['id']}; give the folder of the texts that were marked")
    text = record["text"][int(row["start"]) : int(row["end"])]
    if hashlib.sha256(text.encode()).hexdigest()[:16] != row["sha256"]:
        raise InputError(f"{folder}: the text {row['id']} is not the one that was marked; fetch that version")
    return Document(id=row["id"], text=text, title=record.get("title"), published=record.get("date") or None)


def make_room(path: Path) -> None:
    """Make the folder that a model shall lie in.

    Raises:
        OutputError: It cannot be made, or the model's place is taken by a folder.
    """
    if path.is_dir():
        raise OutputError(f"{path}: cannot be written, it is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be made ({error}); name another folder") from error


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a model beside its place and put it there whole: half a one would be no model.

    Raises:
        OutputError: It cannot be written.
    """
    fresh = path.with_name(f"{path.name}.part")
    try:
        fresh.unlink(missing_ok=True)
        write(fresh)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written ({error}); free the place or name another") from error
