"""Numbers that measure something, each with what it measures, of whom, when, and whether it is a goal.

A sentence's numbers are named (``groups``); each is given its holder (``whose``), built (``build``), dated (``when``)
and judged (``certainty``).
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from kg.knowledge import Knowledge
from kg.knowledge.measures import MeasureRules
from kg.model import Document, Entity, Mention, Observation, Sentence
from kg.statements.observations.build import build, moves, rose_from, says_whose, share_out
from kg.statements.observations.certainty import Judge, Reading, how_sure, part_unsure, with_certainty
from kg.statements.observations.groups import NamedNumber, cleaned, is_hollow, name_numbers
from kg.statements.observations.repeats import Said
from kg.statements.observations.scene import Scene, is_far, set_scenes
from kg.statements.observations.setting import find_about
from kg.statements.observations.when import FAR, Before, ChooseTime, Dated, Told, choose_time, find_times
from kg.statements.observations.whose import (
    BACK,
    Named,
    Number,
    Option,
    Surroundings,
    choose_holder,
    find_options,
    note_names,
)
from kg.statements.observations.wording import Wording

__all__ = ["Choose", "find_observations", "part_unsure"]

SETTLED = 0.5  # how sure a reading is at least whose holder the text's form names, or that is one of two: 由3家增至8家
HEADLINE = re.compile("^.*[一-龥][ 　]+(?=[一-龥])")  # a part of a headline, which a space ends
PARTICLE = re.compile("[将把由从]")  # in a name: the words around the number were not parted rightly


class Choose(Protocol):
    """Says of whom a number is."""

    def __call__(self, number: Number, options: Sequence[Option]) -> Entity | None:
        """Choose among all that is named; ``None`` where it is of nothing that has a name."""


def find_observations(
    sentences: Sequence[Sentence],
    entities: Mapping[Mention, Entity],
    document: Document,
    knowledge: Knowledge,
    *,
    choose: Choose = choose_holder,
    date: ChooseTime = choose_time,
    judge: Judge = how_sure,
) -> list[Observation]:
    """Find the numbers of a document that measure something.

    Args:
        sentences: In reading order.
        entities: What the mentions mean.
        document: For offsets, the day of publication and the region.
        knowledge: Its measuring rules and its regions.
        choose: Who says of whom a number is; training listens here.
        date: Who says when a number is; training listens here, too.
        judge: Who says how sure a reading is; training listens here, too.

    Returns:
        In document order, sure or not; a number that is said twice of the same thing once.

    Raises:
        KnowledgeError: What was learned of numbers is missing or damaged.
    """
    found: list[Observation] = []
    said = Said()
    counts = Counter(entities.values())
    past = _Past()
    learned = _Learned(choose, date, judge)
    for scene in set_scenes(sentences, entities, document, knowledge):
        past.add(scene)
        if scene.sentence.block in {"byline", "caption"}:
            continue
        surroundings = Surroundings(tuple(past.names), counts)
        for observation in _observe(scene, document, surroundings, past, learned):
            said.add(observation, found)
    return found


@dataclass(frozen=True, slots=True)
class _Learned:
    """Who decides what the rules only propose."""

    choose: Choose
    date: ChooseTime
    judge: Judge


@dataclass(slots=True)
class _Whole:
    """Whose the number before is, when, and whether it is a goal: its parts may follow."""

    scene: Scene
    about: Entity | None
    period: str | None
    status: Literal["actual", "target"]


@dataclass(slots=True)
class _Past:
    """What a text has said so far: its names, its sentences, the nearest first, its first, and the number before."""

    names: deque[Sequence[Named]] = field(default_factory=lambda: deque(maxlen=BACK + 1))
    scenes: deque[Scene] = field(default_factory=lambda: deque(maxlen=FAR + 1))
    first: Scene | None = None
    before: Before | None = None
    whole: _Whole | None = None

    def add(self, scene: Scene) -> None:
        self.names.appendleft(note_names(scene))
        self.scenes.appendleft(scene)
        self.first = self.first or scene

    def whole_of(self, scene: Scene, rules: MeasureRules) -> _Whole | None:
        """Find what a sentence tells the parts of: the number of the one right before 其中，产业类项目12个."""
        part = rules.forms["part-of-it"].match(scene.sentence.text) and not (scene.subjects or scene.dates)
        if not part or self.whole is None:
            return None
        if self.whole.scene is scene:
            return self.whole
        return self.whole if len(self.scenes) > 1 and self.whole.scene is self.scenes[1] else None

    def told(self, published: str | None) -> Told:
        """Say what was told of times up to the next number."""
        scenes = tuple(self.scenes)
        return Told(scenes, self.first or scenes[0], published, self.before)


def _observe(
    scene: Scene, document: Document, surroundings: Surroundings, past: _Past, learned: _Learned
) -> Iterator[Observation]:
    rules = scene.rules
    period: str | None = None
    about: Entity | None = None
    moved = False  # whether the number before is what something rose or fell from
    told = False  # of whom a number is that others may lean on: 净利润3亿元，|增长5%
    for named in name_numbers(scene):
        candidate, kind, wording = named.candidate, named.kind, named.wording
        own_name, of = _of_partner(scene, named, past)
        heading = scene.sentence.block == "heading"
        name = cleaned(HEADLINE.sub("", own_name) if heading else own_name, rules)
        if is_hollow(name, rules):
            continue
        leans = told and kind in {"growth", "rank"} and not (wording.noun or wording.fresh)
        told = True
        read = Number(scene, candidate, name, kind, wording, find_about(scene, candidate, rules))
        options = find_options(read, surroundings)
        whole = past.whole_of(scene, rules)
        if of is not None:
            about = of
        elif whole is not None:
            about = whole.about
        elif not leans:
            about = learned.choose(read, options)
        built = list(build(scene, document, named, name, about))
        period = named.date or _kept_period(scene, built[0], wording, period, rules)
        dated = Dated(read, replace(built[0], period=period))
        when = whole.period if whole is not None else period
        if whole is None and not named.date and not _is_dated(dated, rules):
            when = learned.date(dated, find_times(dated, past.told(document.published)))
        past.before = Before(period, kind, scene)
        status = whole.status if whole is not None else built[0].status
        past.whole = _Whole(scene, about, when, status)
        built = [replace(observation, period=when, status=status) for observation in built]
        pair_of = rose_from(wording, rules) or (wording.rises and moved)
        moved = rose_from(wording, rules)
        plain = pair_of and PARTICLE.search(name) is None
        least = SETTLED if plain or says_whose(scene, named) else 0.0
        for observation in share_out(scene, candidate, built, several=named.several):
            sure = learned.judge(Reading(read, options, observation))
            yield with_certainty(observation, max(sure, least))


def _of_partner(scene: Scene, named: NamedNumber, past: _Past) -> tuple[str, Entity | None]:
    """Say of whom a number of a list is; trade with a country is the region's whose trade was told before.

    Example: 全市出口3亿元。|欧盟、美国进出口额分别为2亿元和1亿元.
    """
    name, holder = named.name, named.holder
    of = scene.entities[holder] if holder is not None else None
    told = past.whole is not None and past.whole.about == scene.home
    partner = of is not None and told and is_far(of, scene.home) and scene.rules.forms["trade"].search(name)
    return (holder.text + name, scene.home) if holder is not None and partner else (name, of)


def _is_dated(dated: Dated, rules: MeasureRules) -> bool:
    """Whether the rules alone say when a number is: what something rose to or from, or is 截至目前."""
    wording, scene = dated.number.wording, dated.number.scene
    so_far = rules.forms["so-far"].search(scene.sentence.text, 0, dated.number.candidate.start) is not None
    return moves(wording, rules) or (so_far and dated.observation.period is not None)


def _kept_period(
    scene: Scene, observation: Observation, wording: Wording, before: str | None, rules: MeasureRules
) -> str | None:
    """Say when a number is that may lean on the one before it: 其中……, 同比增长5%."""
    part = rules.forms["part-of-it"].match(scene.sentence.text, wording.clause)
    if part and any(date.start == part.end() and date.role == "at" for date in scene.dates):
        return observation.period  # 其中6月分别下降4%和8%
    leans = observation.kind in {"growth", "rank"} and not (wording.noun or wording.fresh or observation.period)
    return before if before and (part or leans) else observation.period
