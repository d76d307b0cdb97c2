"""What a page is made of: marks, bylines, captions, and the clues that tell a cut line from a whole one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_yaml, shared
from kg.model import Block

__all__ = ["CutPair", "Furniture", "LayoutRules", "read_layout"]

Where = Literal["line", "opening", "ending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A pattern of what stands on a page beside its sentences.

    Attributes:
        id: Its name in the file.
        where: Whether it is a whole line, stands near the start of one, or ends one.
        block: What it is.
        regex: What it looks like.
        find: Texts with the part that must be found in brackets.
        skip: Texts in which nothing may be found.
    """

    id: str
    where: Where
    block: Block
    regex: re.Pattern[str]
    find: tuple[str, ...]
    skip: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutPair:
    """Two words that belong together, the first before a cut and the second behind it."""

    tail: re.Pattern[str]
    head: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRules:
    """The rules of a page, compiled.

    Attributes:
        ends: Marks that end a sentence.
        closers: Closing quotation marks and brackets, which stay with the sentence they end.
        finals: Marks after which a paragraph is whole.
        joiners: Marks after which it never is.
        furniture: Patterns in the order in which they are tried.
        opens_body: Start of a sentence, however short the line.
        title_opens: First line of a title that goes on in the next.
        cut_tail: End of a line that was cut, however short it is.
        opens_new: Start of a paragraph that continues nothing.
        lacks_start: Start of a paragraph that lacks its beginning.
        cut_through: Matches the character before a cut, ``|`` and what follows, where the cut is certain.
        pairs: Word pairs that a cut parted.
    """

    ends: str
    closers: str
    finals: str
    joiners: str
    furniture: tuple[Furniture, ...]
    opens_body: re.Pattern[str]
    title_opens: re.Pattern[str]
    cut_tail: re.Pattern[str]
    opens_new: re.Pattern[str]
    lacks_start: re.Pattern[str]
    cut_through: re.Pattern[str]
    pairs: tuple[CutPair, ...]

    def at(self, where: Where) -> tuple[Furniture, ...]:
        """Give the furniture of one place on the line, in the order in which it is tried."""
        return tuple(furniture for furniture in self.furniture if furniture.where == where)


def read_layout(path: Path | None = None) -> LayoutRules:
    """Read ``data/patterns/layout.yaml``.

    Args:
        path: Another file of the same form.

    Raises:
        KnowledgeError: The file is faulty; one line a fault.
    """
    path = path or shared("data/patterns") / "layout.yaml"
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path.name}:1: no mapping; write marks, macros, patterns and clues")
    faults: list[str] = []
    macros = _expand_macros(content.get("macros") or {})
    marks = cast(Mapping[str, str], content.get("marks") or {})
    clues = cast(Mapping[str, Any], content.get("clues") or {})
    furniture = tuple(_furniture(content.get("patterns") or [], macros, path.name, faults))
    compiled = {
        name: _compile(str(clues.get(name, "")), macros, f"{path.name}:{clues.get(LINE, 1)}: {name}", faults)
        for name in ("opens_body", "title_opens", "cut_tail", "opens_new", "lacks_start", "cut_through")
    }
    pairs = tuple(_pairs(clues.get("pairs") or [], macros, path.name, faults))
    faults += [
        f"{path.name}:{marks.get(LINE, 1)}: marks: no {name}; list the characters"
        for name in ("ends", "closers", "finals", "joiners")
        if not marks.get(name)
    ]
    if faults:
        raise KnowledgeError("\n".join(faults))
    return LayoutRules(
        ends=marks["ends"],
        closers=marks["closers"],
        finals=marks["finals"],
        joiners=marks["joiners"],
        furniture=furniture,
        pairs=pairs,
        **compiled,
    )


def _expand_macros(macros: Mapping[str, Any]) -> dict[str, str]:
    """Write the macros out, each with those above it."""
    expanded: dict[str, str] = {}
    for name, pattern in macros.items():
        if name != LINE:
            expanded[name] = _write_out(str(pattern), expanded)
    return expanded


def _write_out(pattern: str, macros: Mapping[str, str]) -> str:
    for name, replacement in macros.items():
        pattern = pattern.replace("{" + name + "}", replacement)
    return pattern


def _compile(pattern: str, macros: Mapping[str, str], place: str, faults: list[str]) -> re.Pattern[str]:
    if not pattern:
        faults.append(f"{place}: no pattern; write a regular expression")
    try:
        return re.compile(_write_out(pattern, macros))
    except re.error as error:
        faults.append(f"{place}: {error}; mend the regular expression")
        return re.compile("")


def _furniture(
    entries: list[dict[str, Any]], macros: Mapping[str, str], file: str, faults: list[str]
) -> Iterator[Furniture]:
    for entry in entries:
        place = f"{file}:{entry.get(LINE, 1)}: {entry.get('id', 'no id')}"
        if entry.get("where") not in ("line", "opening", "ending"):
            faults.append(f"{place}: where is {entry.get('where')!r}; write line, opening or ending")
        if entry.get("block") not in ("heading", "byline", "caption"):
            faults.append(f"{place}: block is {entry.get('block')!r}; write heading, byline or caption")
        for kind in ("id", "find", "skip"):
            if not entry.get(kind):
                faults.append(f"{place}: no {kind}; every pattern has an id, a text it finds and one it skips")
        yield Furniture(
            id=str(entry.get("id")),
            where=cast(Where, entry.get("where")),
            block=cast(Block, entry.get("block")),
            regex=_compile(str(entry.get("pattern", "")), macros, place, faults),
            find=tuple(entry.get("find") or ()),
            skip=tuple(entry.get("skip") or ()),
        )


def _pairs(entries: list[dict[str, Any]], macros: Mapping[str, str], file: str, faults: list[str]) -> Iterator[CutPair]:
    for entry in entries:
        place = f"{file}:{entry.get(LINE, 1)}: {entry.get('id', 'no id')}"
        yield CutPair(
            _compile(str(entry.get("tail", "")), macros, place, faults),
            _compile(str(entry.get("head", "")), macros, place, faults),
        )
