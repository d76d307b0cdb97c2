"""Train the weights that say how sure a reading of a number is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluate.compare import same_indicator
from kg.knowledge import Knowledge
from kg.knowledge.weights import likelihoods, write_weights
from kg.statements.observations.certainty import Reading, describe
from kg.train.logit import Case, fit
from kg.train.marks import make_room, write_whole
from kg.train.numbers import Mark, Marked, Place, means, observe, place_of

__all__ = ["Step", "measure", "train"]

Step = tuple[float, int, int]
DECAY = 16.0  # of the squared weights; chosen by cross-validation on the part for training
STEPS = 10


@dataclass(slots=True)
class _Listener:
    """Hears of each reading of a text."""

    heard: list[Reading] = field(default_factory=list)

    def __call__(self, reading: Reading) -> float:
        self.heard.append(reading)
        return 1.0


def train(examples: Iterable[Marked], knowledge: Knowledge, path: Path) -> list[Step]:
    """Train on one part of the marks and measure on the other.

    Args:
        examples: Both parts.
        knowledge: Whose readings shall be judged.
        path: Where the weights are written.

    Returns:
        For 0.1, 0.2 ... 1: how many readings are less sure than that but not than the step before, and how many of
        these are right in kind, status, period, holder and indicator.

    Raises:
        InputError: No text is marked for training.
        OutputError: The weights cannot be written.
    """
    make_room(path)
    examples = list(examples)
    learned = [case for example in examples if example.part == "train" for case in _cases(example, knowledge)]
    weights = fit(learned, decay=DECAY)
    write_whole(path, lambda fresh: write_weights(weights, fresh))
    return measure((example for example in examples if example.part == "test"), knowledge, weights)


def measure(examples: Iterable[Marked], knowledge: Knowledge, weights: Mapping[str, float]) -> list[Step]:
    """Count, by how sure weights are of them, how many readings of marked numbers are right.

    Returns:
        As of ``train``.
    """
    cases = [case for example in examples for case in _cases(example, knowledge)]
    judged = [(likelihoods(weights, case.options)[0], case.right[0]) for case in cases]
    steps = [
        (step, [good for sure, good in judged if min(int(STEPS * sure), STEPS - 1) == step]) for step in range(STEPS)
    ]
    return [((step + 1) / STEPS, len(right), sum(right)) for step, right in steps]


def _cases(example: Marked, knowledge: Knowledge) -> list[Case]:
    """Say of each marked number that the program reads whether it reads it as marked.

    The second option of each, that the reading is wrong, has no features: the two make a logit.
    """
    listener = _Listener()
    observe(example, knowledge, judge=listener)
    cases: dict[Place, Case] = {}
    for reading in listener.heard:
        place = place_of(reading.number)
        mark = example.numbers.get(place)
        unnamed = mark is not None and not mark.indicator  # nothing to compare with
        if place in example.numbers and place not in cases and not unnamed:
            right = _is_right(reading, mark)
            cases[place] = Case([describe(reading), []], [right, not right])
    return list(cases.values())


def _is_right(reading: Reading, mark: Mark | None) -> bool:
    """Whether a reading says of a number what was marked."""
    found = reading.observation
    if mark is None:
        return False
    nobody = found.about is None and (mark.unnamed or not mark.holder)
    return (
        (found.kind, found.status, found.period or "") == (mark.kind, mark.status, mark.period)
        and (nobody or (found.about is not None and means(found.about, mark.holder)))
        and same_indicator(mark.indicator, found.indicator)
    )
