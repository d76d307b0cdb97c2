"""Learn from choices: the weights under which the right option of each is likeliest."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.knowledge.weights import likelihoods, write_weights
from kg.train.marks import make_room, write_whole

__all__ = ["Case", "Chosen", "fit", "trainer"]

LEAST = 3  # times that a feature must have been seen to get a weight
STEPS = 150


@dataclass(slots=True)
class Case:
    """A choice: the features of its options, which are right, and which one is proposed before anything is learned."""

    options: list[list[str]]
    right: list[bool]
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many choices were marked, and of how many the rules and the weights alone choose rightly."""

    marked: int
    by_rules: int
    by_weights: int


def fit(cases: Sequence[Case], *, decay: float) -> dict[str, float]:
    """Find the weights under which the right options are likeliest (conditional logit, L-BFGS).

    Args:
        cases: Each with a right option.
        decay: Of the squared weights.

    Raises:
        InputError: There are none.
    """
    if not cases:
        raise InputError("no text is marked for training; data/training lists none with the part train")
    seen = Counter(feature for case in cases for features in case.options for feature in set(features))
    columns = {feature: place for place, feature in enumerate(sorted(f for f, times in seen.items() if times >= LEAST))}
    rows = [sorted({columns[f] for f in features if f in columns}) for case in cases for features in case.options]
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_matrix((np.ones(ends[-1]), np.concatenate(rows).astype(int), ends), shape=(len(rows), len(columns)))
    right = np.array([answer for case in cases for answer in case.right], dtype=float)
    sizes = np.array([len(case.options) for case in cases])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    case_of = np.repeat(np.arange(len(cases)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = table @ weights
        raised = np.exp(sums - np.maximum.reduceat(sums, starts)[case_of])
        every, good = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        slope = table.T @ (raised / every[case_of] - raised * right / good[case_of])
        return float(np.log(every / good).sum() + decay / 2 * weights @ weights), slope + decay * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return {feature: float(found.x[place]) for feature, place in columns.items()}


class _Example(Protocol):
    """A marked text of one part: ``train`` or ``test``."""

    @property
    def part(self) -> str: ...


_Marked = TypeVar("_Marked", bound=_Example)


def trainer(
    cases: Callable[[_Marked, Knowledge], Iterable[Case]], *, decay: float
) -> Callable[[Iterable[_Marked], Knowledge, Path], Chosen]:
    """Make a trainer of weights.

    Args:
        cases: Lays out the choices of a marked text, by what the program knows.
        decay: Of the squared weights.
    """

    def train(examples: Iterable[_Marked], knowledge: Knowledge, path: Path) -> Chosen:
        """Learn weights on one part of marked texts, write them and measure them on the other.

        Args:
            examples: Both parts.
            knowledge: Whose rules the weights shall weigh.
            path: Where the weights are written.

        Raises:
            InputError: No text is marked for training.
            OutputError: The weights cannot be written.
        """
        make_room(path)
        learned: list[Case] = []
        tests: list[Case] = []
        for example in examples:
            (tests if example.part == "test" else learned).extend(cases(example, knowledge))
        weights = fit(learned, decay=decay)
        write_whole(path, lambda fresh: write_weights(weights, fresh))
        return _count_right(tests, weights)

    return train


def _count_right(cases: Sequence[Case], weights: Mapping[str, float]) -> Chosen:
    """Measure weights on choices that they were not learned from."""
    likeliest = (int(np.argmax(likelihoods(weights, case.options))) for case in cases)
    return Chosen(
        marked=len(cases),
        by_rules=sum(case.right[case.proposed] for case in cases),
        by_weights=sum(case.right[best] for case, best in zip(cases, likeliest, strict=True)),
    )
