"""How sure a reading of a number is: how often readings like it were right in marked texts, value and unit apart.

The weights were learned from marked numbers (``data/training/numbers.tsv``, ``kg train``); see data/models/README.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.knowledge.files import shared
from kg.knowledge.weights import likelihoods, read_weights
from kg.model import Observation
from kg.statements.observations.setting import start_of_clause
from kg.statements.observations.whose import Number, Option
from kg.text.tokens import tag

__all__ = ["Judge", "Reading", "describe", "how_sure", "part_unsure", "with_certainty"]

WEIGHTS = "certainty.tsv.gz"
PLACES, MARGIN = 2, 0.01  # digits after the point, and how far from 0 and from 1 a reading keeps: none is certain
LONG = 12  # characters of an indicator; longer ones are alike
WORDS = 4  # of an indicator whose parts of speech are told
AFTER_CHARS = 8  # behind a number, enough for the segmenter to cut two words


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it was read.

    Attributes:
        number: The number, and how the text words what it measures.
        options: What it may be of, and what speaks for each.
        observation: What it was taken to say.
    """

    number: Number
    options: Sequence[Option]
    observation: Observation


Judge = Callable[[Reading], float]


def how_sure(reading: Reading) -> float:
    """Say how likely a reading is right in kind, status, period, holder and indicator, between 0 and 1.

    Raises:
        KnowledgeError: The weights are missing or damaged.
    """
    right, _ = likelihoods(_own_weights(), [describe(reading), []])
    return right


def with_certainty(observation: Observation, sure: float) -> Observation:
    """Give an observation its confidence."""
    confidence = min(max(round(sure, PLACES), MARGIN), 1 - MARGIN)
    return replace(observation, evidence=replace(observation.evidence, confidence=confidence))


def part_unsure(
    observations: Iterable[Observation], least: float
) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    """Part observations that are at least so sure from the others."""
    sure: list[Observation] = []
    unsure: list[Observation] = []
    for observation in observations:
        (sure if observation.evidence.confidence >= least else unsure).append(observation)
    return tuple(sure), tuple(unsure)


@lru_cache(maxsize=1)
def _own_weights() -> dict[str, float]:
    return read_weights(shared("data/models") / WEIGHTS)


def describe(reading: Reading) -> list[str]:
    """List the signs of a right and of a wrong reading."""
    return ["any", *_of_what(reading), *_of_whom(reading), *_of_when(reading), *_of_words(reading)]


def _of_what(reading: Reading) -> Iterator[str]:
    observation, candidate = reading.observation, reading.number.candidate
    words = tag(observation.indicator)
    tags = [word.tag or "x" for word in words]
    last = observation.indicator[words[-1].start :] if words else ""
    yield from (f"kind={observation.kind}", f"unit={observation.unit}", f"group={candidate.group}")
    yield from (f"status={observation.status}", f"sign={observation.comparator}", f"named={candidate.name is not None}")
    yield from (f"last={last}", f"tags={'-'.join(one[:1] for one in tags[:WORDS])}", f"words={min(len(tags), 6)}")
    yield from (f"first-tag={tags[0] if tags else ''}", f"last-tag={tags[-1] if tags else ''}")
    yield f"verb={any(one[0] == 'v' and one != 'vn' for one in tags)}"
    yield f"length={min(len(observation.indicator), LONG)}"


def _of_whom(reading: Reading) -> Iterator[str]:
    observation = reading.observation
    kind = observation.about.type if observation.about else "-"
    yield f"{observation.kind}|{kind}"
    for entity, signs in reading.options:
        if entity == observation.about:
            yield from (f"holder:{sign}" for sign in signs)


def _of_when(reading: Reading) -> Iterator[str]:
    observation, number = reading.observation, reading.number
    kind = observation.about.type if observation.about else "-"
    form = len(observation.period or "")  # of a year, a month, a day, an interval
    text, start = number.scene.sentence.text, number.candidate.start
    clause = start_of_clause(text, number.candidate.head)
    told = any(clause <= date.start < start for date in number.scene.dates)
    before = any(date.start < clause for date in number.scene.dates)
    yield from (f"time={form}|{observation.kind}", f"time={form}|{kind}", f"time={form}|told={told}|before={before}")
    yield f"time={form}|fresh={number.wording.fresh}"


def _of_words(reading: Reading) -> Iterator[str]:
    number, wording = reading.number, reading.number.wording
    text, candidate, scene = number.scene.sentence.text, number.candidate, number.scene
    clause = text[start_of_clause(text, candidate.head) : candidate.start]
    after = text[candidate.end : candidate.end + AFTER_CHARS]
    yield from (f"role={wording.role}", f"noun={bool(wording.noun)}")
    yield f"home={scene.home is not None}|{scene.topic is not None}|{scene.setting.subject is not None}"
    yield from (f"clause:{clause[word.start : word.end]}" for word in tag(clause))
    yield from (f"after:{after[word.start : word.end]}" for word in tag(after)[:2])
