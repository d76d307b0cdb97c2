"""What the program knows of measuring: units, and the words around a number that say what it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_table, read_yaml, shared

__all__ = ["FRACTION", "MAGNITUDES", "NUMBER", "Cue", "MeasureRules", "Unit", "read_measures"]

GROUPS = ("money", "percent", "measure", "duration", "count")
SIGNS = ("=", ">", ">=", "<", "<=", "~")
WORDS = (
    *(
        "growth",
        "decline",
        "compare",
        "reach",
        "adverb",
        "front",
        "home",
        "light",
        "keep",
        "attribute",
        "standalone",
        "rate",
    ),
    *(
        "share",
        "shared",
        "money",
        "scope",
        "rank_verb",
        "causative",
        "predicate",
        "stative",
        "abstract",
        "spread",
        "moved",
    ),
    *("total", "timed", "measured", "harmed", "causing", "fallen", "lessened", "span", "granted", "giving"),
    *("counted_people", "counted_views", "pointed_end", "hollow", "loose", "unheld", "timing", "growing"),
)
CUES = (
    *(
        "before",
        "after",
        "amounts",
        "ranks",
        "durations",
        "opens_goals",
        "target",
        "results",
        "goals",
        "skip",
        "common_nouns",
    ),
    *(
        "leads_clause",
        "speaks",
        "officers",
        "same_event",
        "this_event",
        "of_fair",
        "at_event",
        "breaks_off",
        "held",
        "limited",
        "people",
    ),
    *("past_year", "sounds_planned", "sounds_done"),
)
FORMS = (
    *("shared-by-all", "nation-name", "compared-with", "rank-holders", "per", "against-before", "grown", "loose-end"),
    *(
        "compared-to",
        "done-between",
        "work-report",
        "recent-years",
        "government-report",
        "numbered-part",
        "clause-start",
        "listed-name",
        "whole-nation",
        "home-kind",
        "there",
        "one-of-them",
        "trade",
        "largest",
        "so-far",
        "reach-of",
        "opens-part",
    ),
    *(
        "event-on-date",
        "dates-a-thing",
        "looked-back-on",
        "record",
        "went-up",
        "ordinals",
        "and-others",
        "attributed-name",
        "whole-region",
        "later",
        "continues",
    ),
    *(
        "light-within",
        "level",
        "winners",
        "listing",
        "shares-unit",
        "comes-from",
        "publishes",
        "cites",
        "rank-from",
        "is-source",
        "research-of",
        "research-house",
        "forecasts",
        "titled",
        "reports-of",
        "reported-period",
        "own-year",
        "sought",
        "same-day",
        "to-come",
        "present",
        "by-means",
        "pointed",
        "stock",
        "of-all",
        "each-its-own",
        "sent-on",
        "dated-topic",
        "singled-out",
        "front-of-name",
        "end-of-name",
        "on-last",
        "with-amount",
        "in-one-list",
        "rose-from",
        "one-of-places",
    ),
    *("loose-start", "one-of-several", "in-state", "done", "also-compared", "dated-clause", "lists-measures"),
    *(
        "side-of-it",
        "shared-behind",
        "money-behind",
        "counted-per",
        "before-subject",
        "planned-behind",
        "for-years",
        "intent-behind",
        "plan-goes-on",
        "done-behind",
        "going-on",
        "inside",
        "of-plan",
        "part-of-plan",
        "made-up-of",
        "tells-press",
        "fair",
        "part-of-it",
        "priced",
        "peak",
        "dimension",
        "of-a-firm",
        "of-many",
    ),
    *(
        "priced-at",
        "in-list",
        "got-into",
        "portrays",
        "of-each",
        "span-noun",
        "shared-out",
        "passed-mark",
        "ranked-thing",
        "half-of-people",
        "people",
        "listed-measure",
    ),
)

_PLACE = re.compile(r"\{([a-z_]+)\}")
# A numeral as GB/T 15835-2011 has it: digits with their commas and decimals, or characters.
_DIGIT = "0-9０-９"
_CHARACTER = "〇零一壹二贰两兩三叁四肆五伍六陆陸七柒八捌九玖"
MAGNITUDES = "十百千万亿萬億"
_CHARACTERS = rf"[{_CHARACTER}十拾百佰千仟万萬亿億]+(?:[点點][{_CHARACTER}]+)?"
NUMBER = rf"[{_DIGIT}]{{1,3}}(?:,[{_DIGIT}]{{3}})+(?:[.．][{_DIGIT}]+)?|[{_DIGIT}]+(?:[.．][{_DIGIT}]+)?|{_CHARACTERS}"
FRACTION = rf"(?:{_CHARACTERS}|[{_DIGIT}]+)分之(?:{NUMBER})"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as texts write it.

    Attributes:
        base: The base unit.
        factor: How many base units it is.
        group: What kind of unit it is.
        digits: Whether it counts only after a number in digits: 3面 but not 四面.
        not_before: A pattern of what makes another word of it: 项 before 目.
    """

    base: str
    factor: Decimal
    group: str
    digits: bool
    not_before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A pattern of the words around a number, with what it says where it says more than its name.

    Attributes:
        id: Its name in observations.yaml.
        pattern: Searched in the words that ``observations.yaml`` names for its list.
        find: An example in which it must be found.
        miss: An example in which it must not.
        sign: The comparator it stands for.
        value: The number it stands for.
        unit: The unit of that number.
    """

    id: str
    pattern: re.Pattern[str]
    find: str
    miss: str
    sign: str = "="
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRules:
    """Units, lists of words and cues, compiled.

    Attributes:
        units: By the form in texts.
        scales: The base unit and the factor, by the form in texts.
        groups: The group of each base unit.
        quantity: Finds a number with its unit; its groups are those that ``kg.text.numerals`` reads.
        cues: By the list's name in observations.yaml.
        forms: Single patterns, by their id.
        words: By the list's name.
        ending: Finds a word of a list at the end of a text, the longest there is.
        opening: Matches a word of a list at a place, the longest there is.
    """

    units: Mapping[str, Unit]
    scales: Mapping[str, tuple[str, Decimal]]
    groups: Mapping[str, str]
    quantity: re.Pattern[str]
    cues: Mapping[str, tuple[Cue, ...]]
    forms: Mapping[str, re.Pattern[str]]
    words: Mapping[str, frozenset[str]]
    ending: Mapping[str, re.Pattern[str]]
    opening: Mapping[str, re.Pattern[str]]


def read_measures(folder: Path | None = None) -> MeasureRules:
    """Read ``data/lexicon/units.tsv`` and ``data/patterns/observations.yaml``.

    Args:
        folder: Where the two files lie, if not where the program keeps them.

    Raises:
        KnowledgeError: The message has a line for each fault, with its file and line.
    """
    units_path = (folder or shared("data/lexicon")) / "units.tsv"
    rules_path = (folder or shared("data/patterns")) / "observations.yaml"
    faults: list[str] = []
    units = _read_units(units_path, faults)
    rules = read_yaml(rules_path)
    words = _read_words(rules.get("words", {}), rules_path.name, faults)
    cues = _read_cues(rules.get("cues", {}), words, rules_path.name, faults)
    forms = _read_cues({"forms": rules.get("forms", [])}, words, rules_path.name, faults)["forms"]
    named = {cue.id: cue.pattern for cue in forms}
    faults += [f"{rules_path.name}:1: no pattern {name!r}; add it under forms" for name in FORMS if name not in named]
    faults += [f"{rules_path.name}:1: no list {name!r}; add it under words" for name in WORDS if name not in words]
    faults += [f"{rules_path.name}:1: no list {name!r}; add it under cues" for name in CUES if name not in cues]
    if faults:
        raise KnowledgeError("\n".join(faults))
    return MeasureRules(
        units=units,
        scales={form: (unit.base, unit.factor) for form, unit in units.items()},
        groups={unit.base: unit.group for unit in units.values()},
        quantity=quantity_pattern(units),
        cues=cues | {"forms": forms},
        forms=named,
        words={name: frozenset(listed) for name, listed in words.items()},
        ending={name: re.compile(f"(?:{_alternatives(listed)})$") for name, listed in words.items()},
        opening={name: re.compile(f"(?:{_alternatives(listed)})") for name, listed in words.items()},
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def quantity_pattern(units: Mapping[str, Unit]) -> re.Pattern[str]:
    """Compile the pattern of a number with its unit, of a fraction, and of an amount without a unit (120亿)."""
    unit = "|".join(
        re.escape(form) + (f"(?!{units[form].not_before})" if units[form].not_before else "")
        for form in sorted(units, key=lambda form: (-len(form), form))
    )
    number = rf"(?:{NUMBER})[{MAGNITUDES}]*?"
    ranged = rf"(?:(?<![从由自])(?P<low>{number})(?P<lowunit>{unit})?(?:[-—－–~～]{{1,2}}|至|到))?"
    counted = rf"(?P<number>{number}) ?(?P<more>[余多几])? ?(?P<myriad>[{MAGNITUDES}]*?) ?(?P<unit>{unit})"
    bare = rf"(?P<money>[0-9０-９]+(?:[.．][0-9０-９]+)?(?P<over>[余多])?[万亿]+)(?![{MAGNITUDES}0-9])"
    return re.compile(
        rf"(?:(?<![A-Za-z0-9０-９.．/第])(?<![第A-Za-z][-－—])|(?<=GDP)(?=[0-9.]+[%％]))"  # 占全市GDP10.4%
        rf"(?:(?P<fraction>{FRACTION})|(?P<sign>[-－负])?{ranged}{counted}|{bare})"
    )


def _read_units(path: Path, faults: list[str]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for line, row in read_table(path):
        forms = row["forms"].split("|")
        where = f"{path.name}:{line}: {forms[0]}"
        if row["group"] not in GROUPS:
            faults.append(f"{where}: group {row['group']!r} is none of {', '.join(GROUPS)}; write one of them")
        try:
            factor = Decimal(row["factor"] or 1)
        except InvalidOperation:
            faults.append(f"{where}: factor {row['factor']!r} is no number; write one or leave it empty")
            continue
        for form in forms:
            if form in units:
                faults.append(f"{where}: form {form!r} stands in two lines; take one away")
            base, not_before = row["base"] or forms[0], _pattern_of(row["not_before"])
            units[form] = Unit(base, factor, row["group"], row["digits"] == "yes", not_before)
    return units


def _pattern_of(words: str) -> str:
    """Compile what may not follow a unit: single characters, or words between |."""
    return _alternatives(words.split("|")) if "|" in words else f"[{re.escape(words)}]" if words else ""


def _read_words(lists: Mapping[str, Any], name: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for key, listed in lists.items():
        if key == LINE:
            continue
        if not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed):
            faults.append(f"{name}:{lists[LINE]}: {key}: is no list of words; write [词, 词]")
            continue
        words[key] = tuple(word.strip() for word in listed)
    return words


def _read_cues(
    lists: Mapping[str, Any], words: Mapping[str, tuple[str, ...]], name: str, faults: list[str]
) -> dict[str, tuple[Cue, ...]]:
    filled = {key: f"(?:{_alternatives(listed)})" for key, listed in words.items()} | {"number": f"(?:{NUMBER})"}
    cues: dict[str, tuple[Cue, ...]] = {}
    for key, listed in lists.items():
        if key != LINE:
            read = (_read_cue(row, filled, name, faults) for row in listed)
            cues[key] = tuple(cue for cue in read if cue is not None)
    return cues


def _read_cue(row: Mapping[str, Any], words: Mapping[str, str], name: str, faults: list[str]) -> Cue | None:
    where = f"{name}:{row[LINE]}: {row.get('id', '?')}"
    missing = [key for key in ("id", "pattern", "find", "miss") if not row.get(key)]
    if missing:
        faults.append(f"{where}: no {', '.join(missing)}; add it")
        return None
    if row.get("sign", "=") not in SIGNS:
        faults.append(f"{where}: sign {row['sign']!r} is none of {' '.join(SIGNS)}; write one of them")
        return None
    try:
        pattern = re.compile(_PLACE.sub(lambda place: words[place[1]], row["pattern"]))
    except (re.error, KeyError) as error:
        faults.append(f"{where}: the pattern cannot be read ({error}); mend it")
        return None
    value = row.get("value")
    return Cue(
        id=row["id"],
        pattern=pattern,
        find=row["find"],
        miss=row["miss"],
        sign=row.get("sign", "="),
        value=None if value is None else Decimal(str(value)),
        unit=row.get("unit", ""),
    )
