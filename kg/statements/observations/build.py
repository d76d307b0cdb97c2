"""From a named number to its observation: value, period by the rules, words, and whose its form says it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, cast

from kg.knowledge.measures import MeasureRules
from kg.model import Document, Entity, Evidence, Observation, Sentence
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.groups import NamedNumber
from kg.statements.observations.holders import HOLDING
from kg.statements.observations.scene import Scene
from kg.statements.observations.setting import find_period, is_goal
from kg.statements.observations.wording import Wording

__all__ = ["build", "moves", "rose_from", "says_whose", "share_out"]

FROM = re.compile("[从由](?:(?:原来|原先|过去|以前|最初|此前)的?)?$")


def build(
    scene: Scene, document: Document, named: NamedNumber, name: str, about: Entity | None
) -> Iterator[Observation]:
    """Say what a number says; an interval (5%—6%) is two observations, its least and its most.

    Args:
        scene: The sentence.
        document: For offsets.
        named: The number.
        name: What it measures, cleaned.
        about: Whose it is.

    Yields:
        With the period that the rules see, and not yet sure at all.
    """
    candidate, kind, wording, base = named.candidate, named.kind, named.wording, named.base
    source = rose_from(wording, scene.rules)
    goal = is_goal(scene, candidate, document, scene.rules)
    of_region = about is not None and about.type == "AdministrativeRegion"
    reached = kind == "rank" or (kind in {"level", "share"} and wording.role == "reach")
    period = find_period(
        scene, candidate, source=source, target=wording.rises, reached=reached, goal=goal, of_region=of_region
    )
    observation = Observation(
        indicator=name,
        value=-candidate.value if wording.role == "fall" else candidate.value,
        unit=candidate.unit,
        kind=cast(Literal["level", "growth", "share", "rank"], kind),
        status="target" if goal else "actual",
        comparator=cast(Literal["=", ">", ">=", "<", "<=", "~"], _sign(candidate, wording)),
        period=period,
        about=about,
        evidence=_evidence(
            scene.sentence,
            document,
            min(base.start, wording.start, candidate.start) if name != wording.noun else wording.start,
            candidate.end + _thing_length(scene.sentence.text[candidate.end :], name, wording),
            kind,
        ),
    )
    if candidate.high is None:
        yield observation
        return
    least, most = candidate.value, candidate.high
    if wording.role == "fall":
        least, most = -most, -least
    yield replace(observation, value=least, comparator=">=")
    yield replace(observation, value=most, comparator="<=")


def rose_from(wording: Wording, rules: MeasureRules) -> bool:
    """Whether a number is what something rose or fell from: 由|2%提高到3%."""
    from_it = FROM.search(wording.left.rstrip("约近超过 ")) is not None
    return from_it and not rules.forms["made-up-of"].search(wording.after)


def moves(wording: Wording, rules: MeasureRules) -> bool:
    """Whether a number is what something rose or fell from, or to."""
    return wording.rises or rose_from(wording, rules)


def _sign(candidate: Candidate, wording: Wording) -> str:
    """Choose between the comparator before a number and the one behind it: 控制在5.5%左右 is about so much."""
    return candidate.sign if candidate.sign == "~" and wording.sign == "<=" else wording.sign or candidate.sign


def share_out(
    scene: Scene, candidate: Candidate, observations: Iterable[Observation], *, several: bool
) -> Iterator[Observation]:
    """Give each number of a list to the one it is of; a rank that several share is each one's.

    Examples: 甲公司、乙公司销量分别为3万辆、2万辆; 出口额排名前三的国家分别为甲国、乙国和丙国.
    """
    forms = scene.rules.forms
    after = forms["rank-holders"].match(scene.sentence.text, candidate.end) if candidate.group == "rank" else None
    for observation in observations:
        if after is not None:
            holders = [mention for mention in scene.mentions if after.start(2) <= mention.start < after.end(2)]
            indicator = observation.indicator.removesuffix("排名") + after[1] + "排名"
            yield from (replace(observation, indicator=indicator, about=scene.entities[mention]) for mention in holders)
            continue
        named = [
            mention
            for mention in scene.mentions
            if several
            and not forms["nation-name"].match(mention.text)
            and _begins_with(observation.indicator, mention.text)
        ]
        holder = next((mention for mention in named if mention.type in HOLDING), None)
        yield replace(observation, about=scene.entities[holder]) if holder else observation


def says_whose(scene: Scene, named: NamedNumber) -> bool:
    """Whether the form alone says whose a number is.

    Examples: 排名前三的国家分别为甲、乙和丙; 全国|26个老工业基地城市之一; 甲市、乙市等地投资额均超|10亿元.
    """
    text, candidate, forms = scene.sentence.text, named.candidate, scene.rules.forms
    if named.holder is not None and forms["shared-by-all"].search(named.wording.left):
        return True
    if candidate.group == "rank":
        return forms["rank-holders"].match(text, candidate.end) is not None
    whole = any(
        mention.end == candidate.head and forms["whole-region"].match(mention.text) for mention in scene.mentions
    )
    return whole and forms["one-of-them"].match(text, candidate.end) is not None


def _begins_with(name: str, holder: str) -> bool:
    return len(name) > len(holder) and name.startswith(holder) and name[len(holder)] not in "—-、–"


def _thing_length(rest: str, name: str, wording: Wording) -> int:
    """Say how far the counted noun reaches behind the number."""
    found = wording.after.find(name[-2:]) if rest.startswith(wording.after) else -1
    return found + 2 if found >= 0 else 0


def _evidence(sentence: Sentence, document: Document, start: int, end: int, kind: str) -> Evidence:
    while start < end - 1 and sentence.text[start] in "，、；：。 的":
        start += 1
    spans = sentence.locate(start, end)
    return Evidence(
        document=document.id,
        spans=spans,
        quote="".join(document.text[span.start : span.end] for span in spans),
        rule=f"measure:{kind}",
        confidence=0.0,  # with_certainty says it, of the whole reading
    )
