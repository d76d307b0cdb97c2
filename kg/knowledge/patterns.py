"""Patterns of relations: ``data/patterns/relations.yaml``, read, checked and compiled once.

A pattern is a regular expression over a coded sentence, in which each mention is one character of a private-use
plane: the class of the mention says which block of it, so that a slot is a range of characters. On top of the usual
syntax a pattern may hold

    {subject} {object}     the two sides, of the classes that the predicate's domain and range allow; a list of names
                           (甲、乙和丙等) fills a slot as a whole
    {object:Park|Project}  the same, of fewer classes
    {object!}              one name, no list
    {Company|Park} {any}   a mention that takes no part
    <win>                  one of the words of that list
    ~                      up to 12 characters with no punctuation and no name
    …                      up to 24 characters within the sentence

A side that the pattern does not hold is implied: ``implied: topic`` (who the passage speaks of), ``home`` (what 我市
means, or the park that the text is about), ``speaker`` (whose words these are) or ``latest`` (the last name before,
of the classes allowed); ``topic:Company|Park`` narrows what it can be. With ``mutual: true`` all names of
both sides stand in the relation with each other.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_yaml, shared
from kg.knowledge.ontology import Ontology

__all__ = ["BLOCK", "FIRST", "RelationPattern", "RelationRules", "read_relations", "slot_class"]

FIRST = 0xF0000  # first code point of the private-use plane that no text uses
BLOCK = 4096  # mentions of one class that one sentence can hold; 16 classes fill the plane
SHORT_GAP, LONG_GAP = 12, 24  # characters; see ~ and … above

# may stand behind each name of a list
AFTER_NAME = "(?:院士|同志|教授|先生|女士|博士|集团|公司|市|省|[0-9一二两三四五六七八九十]{1,2}[项个次枚座])"

IMPLIED = ("topic", "home", "speaker", "latest")
KEYS = frozenset(
    {
        *("id", "predicate", "pattern", "implied", "confidence", "status", "examples", "never"),
        *("mutual", "weak", "instead_of", LINE),
    }
)
STATUSES = ("actual", "planned", "proposed")
LISTS = (
    "planned",
    "proposed",
    "negated",
    "lead",
    "units",
    "modifiers",
    "press",
    "press_shades",
    "roster_title",
    "names_list",
    "outside_press",
    "interns",
    "editors",
    "signed_off",
    "roles",
    "purpose",
    "wrote",
    "pictured",
    "pictured_after",
    "set_phrases",
    "common_employers",
    "speech",
    "held",
    "we",
    "unnamed",
    "goes_on",
    "bare_titles",
    "firm_posts",
    "firms",
    "zone_ends",
    "nature",
    "seated_society",
    "generic_industry",
    "members",
    "not_at_home",
    "after_name",
    "told_post",
    "courtesy",
)

_MARK = re.compile(r"\{([^{}]*)\}|<(\w+)>|(?<!\\)([~…])")
_QUANTIFIER = re.compile(r"\d+(,\d*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationPattern:
    """One compiled pattern.

    Attributes:
        id: The ``rule`` of its evidence.
        predicate: Local name.
        regex: Over coded sentences, with the groups ``subject`` and ``object`` where the pattern holds them.
        subjects: Classes of the subject; the narrower ones if the slot names them.
        objects: Classes of the object.
        implied: What stands for the side that the pattern does not hold; empty where it holds both.
        confidence: Of what it finds.
        status: The only status it counts with; ``None`` where any will do.
        mutual: All names of both sides stand in it with each other: 甲、乙和丙联合主办.
        weak: Counts only where no other pattern found a relation of this kind for the same mention.
        instead_of: Predicates that are not read for a mention that this pattern claims.
        examples: Sentences in which it must find what is marked.
        never: Sentences in which it must find nothing.
        line: In the file.
    """

    id: str
    predicate: str
    regex: re.Pattern[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    implied: str
    confidence: float
    status: str | None
    mutual: bool
    weak: bool
    instead_of: tuple[str, ...]
    examples: tuple[str, ...]
    never: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRules:
    """Everything the search for relations knows of the language.

    Attributes:
        patterns: In the order of the file.
        classes: Concrete classes by the block of code points that stands for them.
        words: The word lists, longest word first.
        cues: The same lists as regular expressions.
    """

    patterns: tuple[RelationPattern, ...]
    classes: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, re.Pattern[str]]


def slot_class(classes: Iterable[str], order: tuple[str, ...]) -> str:
    """Write the characters that stand for mentions of these classes, as the inside of a ``[...]``."""
    blocks = sorted(order.index(name) for name in classes)
    return "".join(f"{chr(FIRST + b * BLOCK)}-{chr(FIRST + (b + 1) * BLOCK - 3)}" for b in blocks)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the compilation of one file shares."""

    place: str
    ontology: Ontology
    words: Mapping[str, str]
    faults: list[str]

    def fault(self, line: int, name: str, what: str) -> None:
        self.faults.append(f"{self.place}:{line}: {name}: {what}")

    def unknown(self, line: int, name: str, kind: str, value: str, known: Iterable[str]) -> None:
        """Report a name that is none of the known ones, with the one that was meant."""
        near = difflib.get_close_matches(value, sorted(known), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(sorted(known))}"
        self.fault(line, name, f"no {kind} {value!r}; {hint}")


def read_relations(ontology: Ontology, path: Path | None = None) -> RelationRules:
    """Read and compile the patterns.

    Args:
        ontology: Gives the classes of each predicate's sides.
        path: Another file to read instead.

    Raises:
        KnowledgeError: Something in the file is wrong; one line a fault.
    """
    path = path or shared("data") / "patterns" / "relations.yaml"
    content = read_yaml(path)
    lists = {
        key: tuple(sorted(str(value).split(), key=lambda word: (-len(word), word)))
        for key, value in content.get("words", {}).items()
        if key != LINE
    }
    alternatives = {key: "(?:" + "|".join(map(_escape, words)) + ")" for key, words in lists.items()}
    reader = _Reader(path.name, ontology, alternatives, [])
    for missing in sorted(set(LISTS) - set(lists)):
        reader.fault(1, "words", f"no list {missing!r}; add it, the program looks it up")
    patterns = [found for raw in content.get("patterns", []) if (found := _read_pattern(reader, raw))]
    _check_ids(reader, patterns)
    if reader.faults:
        raise KnowledgeError("\n".join(reader.faults))
    cues = {key: re.compile(words) for key, words in alternatives.items()}
    return RelationRules(patterns=tuple(patterns), classes=ontology.concrete, words=lists, cues=cues)


def _escape(word: str) -> str:
    return word if "(?" in word else re.escape(word)


def _check_ids(reader: _Reader, patterns: list[RelationPattern]) -> None:
    seen: dict[str, int] = {}
    for pattern in patterns:
        if pattern.id in seen:
            reader.fault(pattern.line, pattern.id, f"the id of line {seen[pattern.id]} again; give it one of its own")
        seen.setdefault(pattern.id, pattern.line)


def _read_pattern(reader: _Reader, raw: dict[str, Any]) -> RelationPattern | None:
    line, name = raw[LINE], str(raw.get("id", "pattern without id"))
    before = len(reader.faults)
    _check_keys(reader, line, name, raw)
    predicate = reader.ontology.predicates.get(str(raw.get("predicate")))
    if predicate is None:
        reader.unknown(line, name, "property", str(raw.get("predicate")), reader.ontology.predicates)
        return None
    sides = {"subject": predicate.domain, "object": predicate.range}
    source = _expand(reader, line, name, str(raw.get("pattern", "")), sides)
    regex = _compile(reader, line, name, source)
    implied, _, narrow = str(raw.get("implied", "")).partition(":")
    if regex is not None and (len(regex.groupindex) == 2) == bool(implied):
        reader.fault(
            line, name, "a pattern holds {subject} and {object}, or one of them and 'implied'; add or drop one"
        )
    if narrow and regex is not None:
        side = "object" if "subject" in regex.groupindex else "subject"
        sides[side] = _classes(reader, line, name, narrow, sides[side])
    if len(reader.faults) > before or regex is None:
        return None
    return RelationPattern(
        id=name,
        predicate=predicate.name,
        regex=regex,
        subjects=sides["subject"],
        objects=sides["object"],
        implied=implied,
        confidence=float(raw.get("confidence", 0.9)),
        status=raw.get("status"),
        mutual=bool(raw.get("mutual")),
        weak=bool(raw.get("weak")),
        instead_of=tuple(raw.get("instead_of", ())),
        examples=tuple(raw["examples"]),
        never=tuple(raw["never"]),
        line=line,
    )


def _check_keys(reader: _Reader, line: int, name: str, raw: dict[str, Any]) -> None:
    for key in sorted(set(raw) - KEYS):
        reader.unknown(line, name, "key", key, KEYS - {LINE})
    for key in ("examples", "never"):
        if not isinstance(raw.get(key), list) or not raw[key]:
            reader.fault(line, name, f"no {key}; add a sentence it must {'find' if key == 'examples' else 'pass by'}")
    if str(raw.get("implied", "topic")).partition(":")[0] not in IMPLIED:
        reader.unknown(line, name, "implied side", str(raw["implied"]), IMPLIED)
    for predicate in raw.get("instead_of", ()):
        if predicate not in reader.ontology.predicates:
            reader.unknown(line, name, "property", str(predicate), reader.ontology.predicates)
    if raw.get("status", "actual") not in STATUSES:
        reader.unknown(line, name, "status", str(raw["status"]), STATUSES)


def _expand(reader: _Reader, line: int, name: str, pattern: str, sides: dict[str, frozenset[str]]) -> str:
    """Write a pattern out as a regular expression; ``sides`` is narrowed to what the slots name."""
    order = reader.ontology.concrete
    every = slot_class(order, order)

    def write(match: re.Match[str]) -> str:
        slot, words, gap = match.groups()
        if gap:
            return f"[^，。；：！？、（）{every}]{{0,{SHORT_GAP}}}?" if gap == "~" else f"[^。；！？]{{0,{LONG_GAP}}}?"
        if words:
            if words not in reader.words:
                reader.unknown(line, name, "word list", words, reader.words)
            return reader.words.get(words, "")
        if _QUANTIFIER.fullmatch(slot):
            return match.group()
        side, _, narrow = slot.removesuffix("!").partition(":")
        if side not in sides:
            return "[" + slot_class(_classes(reader, line, name, side, frozenset(order)), order) + "]"
        if narrow:
            sides[side] = _classes(reader, line, name, narrow, sides[side])
        inside = slot_class(sides[side], order)
        return f"(?P<{side}>{f'[{inside}]' if slot.endswith('!') else _list(inside, every)})"

    return _MARK.sub(write, pattern)


def _classes(reader: _Reader, line: int, name: str, text: str, allowed: frozenset[str]) -> frozenset[str]:
    if text == "any":
        return allowed
    for cls in text.split("|"):
        if cls not in allowed:
            reader.unknown(line, name, "class here", cls, allowed)
    return frozenset(text.split("|")) & allowed


def _list(inside: str, every: str) -> str:
    """Write a list of mentions: 甲、乙和丙等三家; what stands between may be names that nobody marked."""
    one = f"[{inside}]"
    unmarked = f"(?:、[^、，。；：！？{every}]{{1,10}})*"
    join = f"(?:{AFTER_NAME}?(?:{unmarked}(?:、|以及|和|与|及|暨)[^、，。；：！？的{every}]{{0,4}})?)"
    rest = f"(?:等(?:[一二两三四五六七八九十\\d]+[^，。；、的{every}]{{0,4}})?)?"
    return f"{one}(?:{join}{one})*{rest}"


def _compile(reader: _Reader, line: int, name: str, source: str) -> re.Pattern[str] | None:
    try:
        return re.compile(source)
    except re.error as error:
        reader.fault(line, name, f"no regular expression: {error}; mend the pattern")
        return None
