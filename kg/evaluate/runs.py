"""Runs kept as JSON, and what changed from one to another."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError, OutputError
from kg.evaluate.report import Difference, Item, Passage, Report
from kg.model import Span

__all__ = ["Change", "Comparison", "compare_runs", "read_run", "write_run"]

VERSION = 1  # of the form of the file
_NOT_COMPARED = "observations:value"  # each of its changes is one of observations, too


@dataclass(frozen=True, slots=True)
class Change:
    """An item that another run judged otherwise."""

    better: bool
    what: str
    item: Item


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since another run, on the documents that both have."""

    before: Report
    now: Report
    changes: tuple[Change, ...]

    @property
    def only_before(self) -> tuple[str, ...]:
        """Documents of the other run alone."""
        return tuple(name for name in self.before.documents if name not in self.now.documents)

    @property
    def only_now(self) -> tuple[str, ...]:
        """Documents of this run alone."""
        return tuple(name for name in self.now.documents if name not in self.before.documents)

    def to_text(self) -> str:
        """Lay the changes out, what became wrong first."""
        lines = [f"only in one run, left out: {name}" for name in (*self.only_before, *self.only_now)]
        for better, title in ((False, "became wrong"), (True, "became right")):
            changes = [change for change in self.changes if change.better is better]
            lines.append(f"{title}: {len(changes)}")
            lines += [f"  {c.item.document} {c.item.layer} {c.what}: {c.item.text}" for c in changes]
        return "\n".join(lines)


def compare_runs(before: Report, now: Report) -> Comparison:
    """Say what became right and what became wrong.

    An item is the same in both runs if document, layer and its line are; what only one run has annotations for is
    left out.
    """
    both = set(before.documents) & set(now.documents)
    old = Report(tuple(item for item in before.items if item.document in both))
    new = Report(tuple(item for item in now.items if item.document in both))
    changes = [
        *_changes("no longer found", _left(new, "missed", old, "right")),
        *_changes("new and not annotated", _gone(new, "extra", old)),
        *_changes("found now", _left(new, "right", old, "missed"), better=True),
        *_changes("no longer claimed", _gone(old, "extra", new), better=True),
    ]
    return Comparison(before, now, tuple(changes))


def _changes(what: str, items: Iterable[Item], *, better: bool = False) -> list[Change]:
    return [Change(better, what, item) for item in items]


def _left(report: Report, status: str, other: Report, was: str) -> Iterator[Item]:
    """Give the items that have one status here and had another there."""
    counts = Counter(_key(item) for item in other.items if item.status == was)
    counts.subtract(_key(item) for item in report.items if item.status == was)
    for item in _compared(report, status):
        if counts[_key(item)] > 0:
            counts[_key(item)] -= 1
            yield item


def _gone(report: Report, status: str, other: Report) -> Iterator[Item]:
    """Give the items of a status here that have it less often there."""
    counts = Counter(_key(item) for item in other.items if item.status == status)
    for item in _compared(report, status):
        counts[_key(item)] -= 1
        if counts[_key(item)] < 0:
            yield item


def _compared(report: Report, status: str) -> Iterator[Item]:
    return (item for item in report.items if item.status == status and item.layer != _NOT_COMPARED)


def _key(item: Item) -> tuple[str, str, str]:
    return item.document, item.layer, item.text


def write_run(report: Report, path: Path) -> None:
    """Keep a run, to hold later ones against it.

    Raises:
        OutputError: The file cannot be written.
    """
    content = {"evaluation": VERSION, "items": [asdict(item) for item in report.items]}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def read_run(path: Path) -> Report:
    """Read a run that ``write_run`` kept.

    Raises:
        InputError: The file is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["evaluation"] != VERSION:
            raise InputError(f"{path}: of another form of runs; write it again with kg evaluate --json")
        return Report(tuple(_item(each) for each in content["items"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: no saved run ({error}); write one with kg evaluate --json") from error


def _item(content: dict[str, Any]) -> Item:
    passage = content["passage"]
    marked = tuple(Span(int(span["start"]), int(span["end"])) for span in passage["marked"])
    return Item(
        **{
            **content,
            "passage": Passage(str(passage["text"]), marked),
            "differs": tuple(Difference(**each) for each in content["differs"]),
        }
    )
