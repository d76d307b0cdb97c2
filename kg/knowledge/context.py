"""What a text says of its own place and time: ``data/patterns/context.yaml``, read and compiled once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_yaml, shared

__all__ = ["ContextRules", "read_context"]

BY_LEVEL = ("spoken", "own")
LEVELS = ("prefecture", "county", "province")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextRules:
    """The rules, compiled; the file says what each matches.

    Attributes:
        spoken: Level -> how a text speaks of a region that calls itself so.
        own: Level -> how it speaks as that region.
    """

    spoken: Mapping[str, re.Pattern[str]]
    own: Mapping[str, re.Pattern[str]]
    nation: re.Pattern[str]
    country: re.Pattern[str]
    state_issuer: re.Pattern[str]
    to_all: re.Pattern[str]
    listed: re.Pattern[str]
    shares: re.Pattern[str]
    media: re.Pattern[str]
    issuer: re.Pattern[str]
    passing: re.Pattern[str]
    dateline: re.Pattern[str]
    elsewhere: re.Pattern[str]
    time_stamp: re.Pattern[str]
    written_date: re.Pattern[str]
    full_date: re.Pattern[str]
    year: re.Pattern[str]
    this_year: re.Pattern[str]
    closed: re.Pattern[str]
    goal_before: re.Pattern[str]
    goal_behind: re.Pattern[str]
    founded_before: re.Pattern[str]
    founded_behind: re.Pattern[str]


PATTERNS = tuple(each.name for each in fields(ContextRules) if each.name not in BY_LEVEL)


def read_context(path: Path | None = None) -> ContextRules:
    """Read and compile ``data/patterns/context.yaml``.

    Args:
        path: Another file of the same form.

    Raises:
        KnowledgeError: The file is faulty; the message holds one line a fault.
    """
    path = path or shared("data/patterns") / "context.yaml"
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path.name}:1: no mapping; write {', '.join((*BY_LEVEL, *PATTERNS))}")
    faults: list[str] = []
    levels = {key: _by_level(content.get(key), f"{path.name}: {key}", faults) for key in BY_LEVEL}
    patterns = {key: _compile(content.get(key), f"{path.name}: {key}", faults) for key in PATTERNS}
    if faults:
        raise KnowledgeError("\n".join(faults))
    return ContextRules(spoken=levels["spoken"], own=levels["own"], **patterns)


def _by_level(section: object, place: str, faults: list[str]) -> dict[str, re.Pattern[str]]:
    words = cast(Mapping[str, Any], section if isinstance(section, dict) else {})
    line = words.get(LINE, 1)
    return {level: _compile(words.get(level), f"{place}: {level} (section at line {line})", faults) for level in LEVELS}


def _compile(value: object, place: str, faults: list[str]) -> re.Pattern[str]:
    """Compile one expression, or several of which one suffices."""
    pattern = "|".join(map(str, value)) if isinstance(value, list) else str(value or "")
    if not pattern:
        faults.append(f"{place}: nothing there; write a regular expression")
    try:
        return re.compile(pattern)
    except re.error as error:
        faults.append(f"{place}: {error}; mend the regular expression")
        return re.compile("")
