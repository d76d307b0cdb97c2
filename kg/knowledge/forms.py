"""How one thing gets several forms: ``data/patterns/forms.yaml``, read and compiled once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_yaml, shared

__all__ = ["AnaphorRules", "FormRules", "Session", "read_forms"]

NUMERAL = "[一二三四五六七八九十百]+"
REGION = "[\u4e00-\u9fff]{1,12}?"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnaphorRules:
    """When a form stands for something named before.

    Attributes:
        pointing: Forms that begin so point back wherever they stand.
        bare: The others that do, at the beginning of a clause.
        before: Matches what may stand before these.
        presents: Matches what presents a name that ends a sentence, up to that name.
        speaks: Matches a verb of speech right behind a pronoun.
        never: Words that only look as if they held such a form.
        same_ending: Types whose forms stand only for names that end alike (该市).
        any_ending: Ends of forms that stand for any name all the same (活动).
        reach: Type -> how many paragraphs back the name may stand.
    """

    pointing: tuple[str, ...]
    bare: frozenset[str]
    before: re.Pattern[str]
    presents: re.Pattern[str]
    speaks: re.Pattern[str]
    never: re.Pattern[str]
    same_ending: frozenset[str]
    any_ending: tuple[str, ...]
    reach: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A congress or a session of one: its short form, and how its full name is put together.

    ``before`` finds, earlier in the sentence, what the form leaves out: 十九届 for 三中全会 in 十九届二中、三中全会.
    """

    id: str
    match: re.Pattern[str]
    before: re.Pattern[str] | None
    name: str
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRules:
    """The compiled rules.

    Attributes:
        letters: What a region calls itself by: 省, 市, 区 …
        deictic: Finds 我市, 全省, 市里; group ``letter`` is the level letter.
        words: Words that begin with a level letter and mean no region.
        zones: Short tail of a development zone -> full tail.
        bare_zones: Those that mean the city's own without its name.
        open_zones: Those whose full form is sure whatever stands before them.
        legal: What ends a company's name, the longest first.
        branches: What makes another thing of a name that it follows.
        trades: Matches words of trade, one or several.
        heads: Type -> nouns that a name may be met without at its end, the longest first.
        modifiers: Type -> words that a name may be met without at its beginning.
        tails: Types whose names may be met without their beginning.
        registered: Types whose names may begin with a province that says no more than where they were registered.
        documents: How titles of documents end; 《若干措施》 stands for the full title once it has been read.
        national: Beginnings of names that are the country's.
        national_endings: Endings of such names.
        local_types: Types in which a general name means the text's own.
        local_endings: Endings of names that every city gives again.
        local_words: Matches names of general words alone.
        anaphors: When a form stands for something named before.
        sessions: Congresses and their sessions.
    """

    letters: frozenset[str]
    deictic: re.Pattern[str]
    words: frozenset[str]
    zones: Mapping[str, str]
    bare_zones: frozenset[str]
    open_zones: frozenset[str]
    legal: tuple[str, ...]
    branches: tuple[str, ...]
    trades: re.Pattern[str]
    heads: Mapping[str, tuple[str, ...]]
    modifiers: Mapping[str, tuple[str, ...]]
    tails: frozenset[str]
    registered: frozenset[str]
    documents: tuple[str, ...]
    national: tuple[str, ...]
    national_endings: tuple[str, ...]
    local_types: frozenset[str]
    local_endings: tuple[str, ...]
    local_words: re.Pattern[str]
    anaphors: AnaphorRules
    sessions: tuple[Session, ...]


def read_forms(path: Path | None = None) -> FormRules:
    """Read and compile the rules of forms.

    Args:
        path: Another file of the same form as ``data/patterns/forms.yaml``.

    Raises:
        KnowledgeError: The file is faulty; the message holds one line a fault.
    """
    path = path or shared("data/patterns/forms.yaml")
    content = read_yaml(path)
    faults = [f"{path.name}:1: {key}: missing; add the section" for key in SECTIONS if key not in content]
    if faults:
        raise KnowledgeError("\n".join(faults))
    report = _reporter(path.name, faults)
    levels, local = content["levels"], content["local"]
    letters = levels["letters"]
    rules = FormRules(
        letters=frozenset(letters),
        deictic=_deictic(levels, "".join(letters)),
        words=frozenset(levels["words"]),
        zones=_plain(content["zones"]),
        bare_zones=frozenset(content["bare_zones"]),
        open_zones=frozenset(content["open_zones"]),
        legal=_longest_first(content["legal"]),
        branches=tuple(content["branches"]),
        trades=_words(content["trades"]),
        heads={name: _longest_first(words) for name, words in _plain(content["heads"]).items()},
        modifiers={name: _longest_first(words) for name, words in _plain(content["modifiers"]).items()},
        tails=frozenset(content["tails"]),
        registered=frozenset(content["registered"]),
        documents=tuple(content["documents"]),
        national=tuple(content["national"]),
        national_endings=tuple(content["national_endings"]),
        local_types=frozenset(local["types"]),
        local_endings=tuple(local["endings"]),
        local_words=_words(local["words"]),
        anaphors=_anaphors(content["anaphors"]),
        sessions=tuple(found for section in content["sessions"] for found in _session(section, report)),
    )
    if faults:
        raise KnowledgeError("\n".join(faults))
    return rules


SECTIONS = (
    "levels", "zones", "bare_zones", "open_zones", "legal", "branches", "trades", "heads", "modifiers", "tails",
    "registered", "documents", "national", "national_endings", "local", "anaphors", "sessions",
)  # fmt: skip

_Report = Callable[[Mapping[str, Any], str], None]


def _reporter(name: str, faults: list[str]) -> _Report:
    def report(section: Mapping[str, Any], what: str) -> None:
        faults.append(f"{name}:{section.get(LINE, 1)}: {what}")

    return report


def _plain(section: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in section.items() if key != LINE}


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, _longest_first(words))) + ")+")


def _deictic(levels: Mapping[str, Any], letters: str) -> re.Pattern[str]:
    before, after = "|".join(levels["before"]), "|".join(levels["after"])
    return re.compile(f"(?:(?:{before})(?P<letter>[{letters}])(?:{after})?|(?P<inner>[{letters}])(?:{after}))")


def _anaphors(section: Mapping[str, Any]) -> AnaphorRules:
    return AnaphorRules(
        pointing=tuple(section["pointing"]),
        bare=frozenset(section["bare"]),
        presents=re.compile(f"(?:{'|'.join(section['presents'])})[^，。；、：]{{0,24}}$"),
        speaks=re.compile(f"(?:{'|'.join(section['speaks'])})"),
        before=re.compile("(?:^|[^\\w]|" + "|".join(map(re.escape, section["before"])) + ")$"),
        never=re.compile("|".join(map(re.escape, section["never"]))),
        same_ending=frozenset(section["same_ending"]),
        any_ending=tuple(section["any_ending"]),
        reach=_plain(section["reach"]),
    )


def _session(section: Mapping[str, Any], report: _Report) -> list[Session]:
    for key in ("id", "match", "name", "examples", "counter_examples"):
        if not section.get(key):
            report(section, f"{section.get('id', 'session')}: {key} is missing; write it")
            return []
    return [
        Session(
            id=section["id"],
            match=_compile(section, "match", report),
            before=_compile(section, "before", report) if section.get("before") else None,
            name=section["name"],
            examples=tuple(_plain(section["examples"]).items()),
            counter_examples=tuple(section["counter_examples"]),
        )
    ]


def _compile(section: Mapping[str, Any], key: str, report: _Report) -> re.Pattern[str]:
    pattern = str(section.get(key, "")).replace("{n}", NUMERAL).replace("{region}", REGION)
    try:
        return re.compile(pattern)
    except re.error as error:
        report(section, f"{section.get(key)}: {error}; mend the regular expression")
        return re.compile("")
