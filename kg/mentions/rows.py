"""Works in a row whose common noun stands behind it: 北沿江、通苏嘉甬等高铁 are 北沿江高铁 and 通苏嘉甬高铁."""

import re
from collections.abc import Iterator

from kg.knowledge.name_rules import ListRule, NameRules
from kg.mentions.context import Candidate, Context, is_han
from kg.mentions.lists import LONGEST, SEPARATORS, begin_of_stretch, part_last

__all__ = ["ROW", "find_rows"]

ROW = "row:"  # begins the rule of a name whose last noun stands behind the row; the whole name follows: row:康渝高铁
DASH = re.compile("(?<!—)—(?!—)|[-－]")  # inside a thing: 金上—湖北
FRONT = re.compile(".*(?:省|(?<![都城])市|自治区|自治州)(?=..)")  # the region in front of the first thing is none of it
FIRMS = frozenset({"Company", "GovernmentBody", "SocialOrganization"})
PLACES = frozenset({"AdministrativeRegion", "Place"})


def find_rows(context: Context, rules: NameRules) -> list[Candidate]:
    """Find the works of a row that is being built or was, and name each by the noun behind the row.

    Args:
        context: The sentence.
        rules: The name grammar; of ``rules.lists`` those with ``own`` hold the nouns.
    """
    found = []
    for rule in rules.lists:
        if rule.own is None:
            continue
        for match in rule.match.finditer(context.text):
            row = list(_row(context, match.start(), rule))
            opened = bool(row) and context.text.endswith(tuple(rule.openers), 0, row[-1][0])
            built = opened or (rule.followed is not None and rule.followed.match(context.text, match.end()))
            if row and built and all(_may_be(context.text[a:b], rule, rules) for a, b in row):
                found += [_named(context.text, start, end, rule, match["noun"]) for start, end in row]
    return found


def _row(context: Context, end: int, rule: ListRule) -> Iterator[tuple[int, int]]:
    """Go through a row from its last thing to its first."""
    text = context.text
    while end > 0:
        floor = begin_of_stretch(text, end, DASH)
        start = _begin(context, floor, end, rule)
        if not (rule.fewest <= end - start <= LONGEST and is_han(DASH.sub("", text[start:end]))):
            return
        yield start, end
        if floor == 0 or text[floor - 1] not in SEPARATORS:
            return
        end = floor - 1


def _begin(context: Context, start: int, end: int, rule: ListRule) -> int:
    """Find where a thing begins: behind the verb that opens the row, a region in front of it and 和."""
    words = context.words[context.at[start] : context.at[end - 1] + 1]
    opened = (word.end for word in words if start <= word.start < word.end < end and word.text in rule.openers)
    parted = part_last(context, start, end)
    begin = max([start if parted is None else parted[1], *opened])
    while verbs := [verb for verb in rule.openers if context.text.startswith(verb, begin, end)]:
        begin += max(map(len, verbs))
    front = FRONT.match(context.text, begin, end)
    return front.end() if front is not None else begin


def _may_be(thing: str, rule: ListRule, rules: NameRules) -> bool:
    """Say whether a thing is none of those that stand in rows without being named by their noun: firms, techniques."""
    if rule.general.match(thing):
        return False
    for index, first, last in rules.known.find_matches_as_indexes(thing, overlapping=True):
        types = {form.type for form in rules.known_forms[index]}
        if first == 0 and (types & FIRMS or (last == len(thing) and not types & PLACES)):
            return False
    return True


def _named(text: str, start: int, end: int, rule: ListRule, noun: str) -> Candidate:
    """Name a thing by the noun behind the row, unless it is a whole name by itself: 西十|、郑州南站等高铁."""
    thing = text[start:end]
    whole = rule.own is not None and rule.own.search(thing) is not None
    return Candidate(start, end, rule.type, rule.id if whole else f"{ROW}{thing}{noun}", 3)
