"""Whose each number of a list is, and of which industry a part of a sentence speaks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.knowledge.measures import MeasureRules
from kg.model import Mention
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.lists import listed_holders
from kg.statements.observations.naming import Base
from kg.statements.observations.scene import Scene
from kg.statements.observations.wording import Wording

__all__ = ["HOLDING", "find_parts", "name_move", "opening", "pair", "part_holders", "topic_of_part"]

ENDS = re.compile("[。；]")  # of what 其中 begins
COUNTED = re.compile("[0-9一二三四五六七八九十百千]")
PARTS = {"AdministrativeRegion", "Park", "Place"}
HOLDING = {"AdministrativeRegion", "Company", "EducationResearch", "Park"}


def part_holders(
    scene: Scene,
    group: Sequence[Candidate],
    wording: Wording,
    kind: str,
    before: Sequence[Mention],
    rules: MeasureRules,
) -> tuple[Sequence[Mention], Wording]:
    """Find those that a list of names says numbers of: one each, or one that all share.

    Args:
        scene: The sentence.
        group: The numbers.
        wording: The words before them.
        kind: What they say.
        before: The list that the numbers before were of; numbers without a noun may take it up.
        rules: The lists of words.

    Returns:
        Their names, none where no list is meant, and the words without the list.

    Examples: 甲市、乙市进出口额分别为3亿元、2亿元，分别增长5%、4%; 甲证券、乙证券涨超5%.
    """
    text = scene.sentence.text
    shared = rules.forms["shared-by-all"].search(wording.left) is not None
    begin = opening(scene, group[0], wording)
    names = listed_holders(scene.mentions, text, begin, others=shared)
    listed = [name for name in names if name.type in HOLDING]
    own = len(group) > 1 and rules.forms["each-its-own"].search(wording.left) is not None
    if (shared or own) and len(listed) < 2 and kind == "level":
        led = _led_by_all(scene, group[0], wording)
        listed = led if shared or len(led) == len(group) else listed  # 甲、乙成立，注册资本分别为2亿元和3亿元
    same_clause = bool(before) and wording.clause <= before[0].start
    taken_up = len(listed) < 2 and (same_clause or not (wording.noun or wording.fresh))
    holders = before if taken_up else listed
    each = shared or (kind in {"growth", "rank"} and all(name.type == "Company" for name in holders))
    if len(holders) < 2:
        return (), wording
    if not taken_up and holders[0].start >= wording.clause:
        others = rules.forms["and-others"].match(text, holders[-1].end)
        rest = text[others.end() if others else holders[-1].end :]
        noun = wording.noun
        while noun and not rest.startswith(noun):
            noun = noun[1:]
        wording = replace(wording, noun=noun.removeprefix("的"))
    paired = len(group) == len(holders) or (len(group) == 1 and each)
    return (holders if paired else ()), wording


def _led_by_all(scene: Scene, candidate: Candidate, wording: Wording) -> list[Mention]:
    """Find the list that an earlier clause begins with, all of which a number is of.

    Example: 甲市、乙市等地项目建设提速，投资额均超10亿元.
    """
    text, forms = scene.sentence.text, scene.rules.forms
    part = max((match.end() for match in ENDS.finditer(text, 0, candidate.head)), default=0)
    names = (name for name in scene.mentions if part <= name.start < wording.clause and name.type in HOLDING)
    first = next((name for name in names if forms["clause-start"].search(text[: name.start])), None)
    if first is None or COUNTED.search(text, first.end, candidate.head):
        return []  # 甲市、乙市推出路线，5条路线里程均超100公里: of these five
    listed = listed_holders(scene.mentions, text, first.start, others=True)
    return listed if all(name.type in HOLDING for name in listed) else []


def find_parts(scene: Scene, candidate: Candidate, wording: Wording, base: Base) -> tuple[Mention, ...]:
    """Find those among whom a sentence parts what it counted before: 其中甲区有109幢、乙区33幢、丙区和丁区各7幢.

    Args:
        scene: The sentence.
        candidate: The number.
        wording: The words before it.
        base: What was counted before.

    Returns:
        Their names, none where nothing is parted.
    """
    text, forms = scene.sentence.text, scene.rules.forms
    told = [match.end() for match in forms["part-of-it"].finditer(text, 0, candidate.head)]
    if not told or not base.noun or base.unit != candidate.unit or ENDS.search(text, told[-1], candidate.head):
        return ()
    begin = max(told[-1], candidate.head - len(wording.left))
    if any(name.text == base.noun for name in scene.mentions):
        return ()
    names = [name for name in scene.mentions if name.type in PARTS and begin <= name.start < candidate.head]
    rest = text[begin : candidate.head]
    for name in names:
        rest = rest.replace(name.text, "", 1)
    return tuple(names) if names and forms["shared-out"].fullmatch(rest) else ()


def opening(scene: Scene, candidate: Candidate, wording: Wording) -> int:
    """Find where the words of a number begin, its subject's name among them."""
    led = (subject.start for subject in scene.subjects if wording.clause <= subject.start < candidate.head)
    return min((wording.start, *led))


def topic_of_part(scene: Scene, wording: Wording) -> str:
    """Find the industry that the part of the sentence began with: 软件产业不断壮大，2022年实现|营收."""
    text = scene.sentence.text
    part = max(text.rfind("；", 0, wording.clause), text.rfind("。", 0, wording.clause)) + 1
    region = next((subject for subject in reversed(scene.subjects) if part <= subject.start < wording.clause), None)
    start = region.end if region is not None else part
    for mention in scene.mentions:
        if mention.type == "Industry" and start <= mention.start < mention.end < wording.clause:
            front = text[start : mention.start]
            return front + mention.text if re.fullmatch("(?:[一-龥]{2,6}[和与、])?", front) else ""
    return ""


def name_move(wording: Wording) -> str:
    """Name what moved by its verb alone: 涨 is 涨幅."""
    return wording.verb + "幅" if len(wording.verb) == 1 else wording.verb


def pair(
    group: Sequence[Candidate], names: Sequence[str], holders: Sequence[Mention]
) -> Iterator[tuple[Candidate, str, Mention | None]]:
    """Pair numbers with names: one each, one name for all numbers, or one number for all names or holders."""
    if holders:
        numbers = group if len(group) == len(holders) else [group[0]] * len(holders)
        yield from zip(
            numbers, names if len(names) == len(holders) else [names[0]] * len(holders), holders, strict=True
        )
    elif len(group) == len(names):
        yield from ((candidate, name, None) for candidate, name in zip(group, names, strict=True))
    else:
        yield from ((candidate, name, None) for name in names for candidate in group)
