"""Train the weights that say when a number is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.knowledge import Knowledge
from kg.statements.observations.when import Dated, Time
from kg.train.logit import Case, trainer
from kg.train.numbers import Marked, Place, observe, place_of

__all__ = ["train"]

DECAY = 4.0  # of the squared weights; chosen by cross-validation on the part for training


@dataclass(slots=True)
class _Listener:
    """Hears of each number of a text, and leaves it to the rules."""

    heard: list[tuple[Dated, Sequence[Time]]] = field(default_factory=list)

    def __call__(self, dated: Dated, times: Sequence[Time]) -> str | None:
        self.heard.append((dated, times))
        return dated.observation.period


def _cases(example: Marked, knowledge: Knowledge) -> list[Case]:
    """Give the times of each marked number that the rules read, where the marked one is among them."""
    listener = _Listener()
    observe(example, knowledge, date=listener)
    cases: dict[Place, Case] = {}
    for dated, times in listener.heard:
        place = place_of(dated.number)
        mark = example.numbers.get(place)
        if mark is None or place in cases:
            continue
        right = [(period or "") == mark.period for period, _ in times]
        proposed = next(number for number, (period, _) in enumerate(times) if period == dated.observation.period)
        if any(right):
            cases[place] = Case([features for _, features in times], right, proposed)
    return list(cases.values())


train = trainer(_cases, decay=DECAY)
