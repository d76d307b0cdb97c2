"""Subjects that a list puts together: 渔业、春耕农资贷款余额."""

import re

from kg.knowledge.measures import MeasureRules
from kg.text.tokens import cut

__all__ = ["part_subjects"]

COORDINATED = re.compile("以及|[、和与]|(?<![普涉惠])及(?![时格])")


def part_subjects(noun: str, count: int, rules: MeasureRules) -> list[str]:
    """Part coordinated subjects: 渔业、春耕农资贷款余额 share their last noun.

    Args:
        noun: The noun phrase before the numbers.
        count: How many there must be; 0 for any.
        rules: The nouns that a list shares.

    Returns:
        As many nouns as there are subjects, or the phrase alone where it does not come apart so.
    """
    stem, _, shared = noun.rpartition("的")
    listed, ends, kind = (stem or shared).rpartition("等")
    parts = [part for part in COORDINATED.split(listed or kind) if part]
    if len(parts) < 2 or (count and len(parts) != count):
        return [noun]
    if stem:
        return [part + shared for part in parts]
    found = rules.ending["shared"].search(kind) if ends else None
    tail = (found.group() if found else kind) if ends else _shared_tail(parts, rules)
    return [part if part.endswith(tail) else part + tail for part in parts]


def _is_whole(part: str, rules: MeasureRules) -> bool:
    """Whether a part needs no noun of the last one: 营收 in 总营收、净利润."""
    return any(rules.ending[words].search(part) for words in ("shared", "attribute"))


def _shared_tail(parts: list[str], rules: MeasureRules) -> str:
    last = parts[-1]
    found = rules.ending["shared"].search(last)
    if found is None or found.start() == 0 or any(_is_whole(part, rules) for part in parts[:-1]):
        return ""
    begin = found.start()
    tokens = cut(last[:begin])
    if len(tokens) > 1 and not any(part.endswith(last[tokens[-1].start : begin]) for part in parts[:-1]):
        begin = tokens[-1].start
    return last[begin:]
