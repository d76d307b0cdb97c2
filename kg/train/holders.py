"""Train the weights that say whose a number is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.knowledge import Knowledge
from kg.model import Entity
from kg.statements.observations.whose import Number, Option
from kg.train.logit import Case, trainer
from kg.train.numbers import Mark, Marked, means, observe, place_of

__all__ = ["train"]

DECAY = 4.0  # of the squared weights; chosen by cross-validation on the part for training


@dataclass(slots=True)
class _Listener:
    """Hears of each number of a text, and leaves it to the rules."""

    heard: list[tuple[Number, Sequence[Option]]] = field(default_factory=list)

    def __call__(self, number: Number, options: Sequence[Option]) -> Entity | None:
        self.heard.append((number, options))
        return number.proposed


def _cases(example: Marked, knowledge: Knowledge) -> list[Case]:
    """Give the options of each marked number that the rules read."""
    listener = _Listener()
    observe(example, knowledge, choose=listener)
    cases: dict[tuple[int, int], Case] = {}
    for number, options in listener.heard:
        place = place_of(number)
        mark = example.numbers.get(place)
        if mark is None or place in cases:
            continue
        case = _case(number, options, mark)
        if case is not None:
            cases[place] = case
    return list(cases.values())


def _case(number: Number, options: Sequence[Option], mark: Mark) -> Case | None:
    """Lay out a number's options; ``None`` where what it is of is not among them, so that there is nothing to learn."""
    right = [entity is not None and means(entity, mark.holder) for entity, _ in options]
    right[-1] = mark.unnamed and not any(right)  # a firm's share counts as the firm's
    if not any(right):
        return None
    proposed = next((place for place, (entity, _) in enumerate(options) if entity == number.proposed), len(options) - 1)
    return Case([features for _, features in options], right, proposed)


train = trainer(_cases, decay=DECAY)
