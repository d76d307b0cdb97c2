"""Train the weights that say whose a number is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.entities import resolve_entities
from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.knowledge.weights import likelihoods, write_weights
from kg.mentions import find_mentions
from kg.model import Document, Entity
from kg.statements.observations import find_observations
from kg.statements.observations.whose import Number, Surroundings, find_options
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences
from kg.train.marks import Row, make_room, read_marked, write_whole

__all__ = ["Holding", "Marked", "read_marks", "train"]

LEAST = 3  # times that a feature must have been seen to get a weight
DECAY = 4.0  # of the squared weights; chosen by cross-validation on the part for training
STEPS = 150
NATION = {"我国", "全国", "中国", "中华人民共和国", "国内"}
LEVELS = "省市县区州旗盟"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text of whose numbers somebody marked whose they are.

    Attributes:
        document: The text.
        holders: By the place of a number, the words for whose it is, and whether these may be of no class that is
            measured: a share, an index, a person.
        part: ``train`` or ``test``.
    """

    document: Document
    holders: Mapping[tuple[int, int], tuple[str, bool]]
    part: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Of how many numbers it was marked whose they are, and of how many the rules and the weights say so."""

    marked: int
    by_rules: int
    by_weights: int


@dataclass(slots=True)
class _Case:
    """The options of a number: their features, which are right, and which one the rules propose."""

    options: list[list[str]]
    right: list[bool]
    proposed: int


@dataclass(slots=True)
class _Listener:
    """Hears of each number of a text, and leaves it to the rules."""

    heard: list[tuple[Number, Surroundings]] = field(default_factory=list)

    def __call__(self, number: Number, surroundings: Surroundings) -> Entity | None:
        self.heard.append((number, surroundings))
        return number.proposed


def read_marks(texts: Path) -> list[Marked]:
    """Put the marks of numbers to their texts.

    Args:
        texts: Folder of ``*.jsonl.gz`` files, each line with ``id`` and ``text``.

    Raises:
        InputError: A text that was marked is not there, or is not the text that was marked.
        KnowledgeError: The marks do not fit together.
    """
    return [
        Marked(document=document, part=part, holders=dict(_holders(document, rows)))
        for document, part, rows in read_marked("number_texts.tsv", "numbers.tsv", texts)
    ]


def _holders(document: Document, rows: Iterable[Row]) -> Iterable[tuple[tuple[int, int], tuple[str, bool]]]:
    for row in rows:
        if row["kind"] == "-":
            continue  # no observation, so nobody's
        holder = row["holder"].lstrip("*")
        if holder.startswith("@"):  # a name that the text does not hold
            words = holder[1:]
        else:
            start, _, end = holder.partition("-")
            words = document.text[int(start) : int(end)] if end else ""
        yield (int(row["start"]), int(row["end"])), (words, row["holder"].startswith("*"))


def train(examples: Iterable[Marked], knowledge: Knowledge, path: Path) -> Holding:
    """Train on one part of the marks and measure on the other.

    Args:
        examples: Both parts.
        knowledge: Whose rules the weights shall weigh.
        path: Where the weights are written.

    Raises:
        InputError: No text is marked for training.
        OutputError: The weights cannot be written.
    """
    make_room(path)
    learned: list[_Case] = []
    tests: list[_Case] = []
    for example in examples:
        (tests if example.part == "test" else learned).extend(_cases(example, knowledge))
    if not learned:
        raise InputError(
            "no number is marked for training; data/training/number_texts.tsv lists none with the part train"
        )
    weights = _fit(learned)
    write_whole(path, lambda fresh: write_weights(weights, fresh))
    return Holding(
        marked=len(tests),
        by_rules=sum(case.right[case.proposed] for case in tests),
        by_weights=sum(case.right[_likeliest(weights, case)] for case in tests),
    )


def _likeliest(weights: Mapping[str, float], case: _Case) -> int:
    return int(np.argmax(likelihoods(weights, case.options)))


def _cases(example: Marked, knowledge: Knowledge) -> list[_Case]:
    """Give the options of each marked number that the rules read."""
    document, _ = infer_context(example.document, knowledge)
    sentences = find_sentences(document, knowledge.layout)
    entities = resolve_entities(find_mentions(sentences, knowledge), document, knowledge)
    listener = _Listener()
    find_observations(sentences, entities, document, knowledge, choose=listener)
    cases: dict[tuple[int, int], _Case] = {}
    for number, surroundings in listener.heard:
        spans = number.scene.sentence.locate(number.candidate.start, number.candidate.end)
        place = (spans[0].start, spans[-1].end)
        if place not in example.holders or place in cases:
            continue
        words, unnamed = example.holders[place]
        case = _case(number, surroundings, words, unnamed=unnamed)
        if case is not None:
            cases[place] = case
    return list(cases.values())


def _case(number: Number, surroundings: Surroundings, words: str, *, unnamed: bool) -> _Case | None:
    """Lay out a number's options; ``None`` where what it is of is not among them, so that there is nothing to learn."""
    options = find_options(number, surroundings)
    right = [entity is not None and bool(words) and _means(entity, words) for entity, _ in options]
    right[-1] = unnamed and not any(right)  # a firm's share counts as the firm's
    if not any(right):
        return None
    proposed = next((place for place, (entity, _) in enumerate(options) if entity == number.proposed), len(options) - 1)
    return _Case([features for _, features in options], right, proposed)


def _means(entity: Entity, words: str) -> bool:
    """Say whether the words of a mark are one of an entity's names, in full or in short."""
    wanted = _bare(words)
    names = {_bare(name) for name in (entity.name, *entity.aliases)}
    if wanted in names or (wanted in NATION and names & NATION):
        return True
    if entity.type == "AdministrativeRegion":
        return any(
            name.endswith(wanted)
            or wanted.endswith(name)
            or name.rstrip(LEVELS) == wanted.rstrip(LEVELS)
            or (name.startswith(wanted) and name.endswith("自治区"))
            for name in names
        )
    return any(wanted in name or name in wanted or _abridges(wanted, name) or _abridges(name, wanted) for name in names)


def _bare(name: str) -> str:
    return "".join(char for char in name if not char.isspace() and char not in '“”"')


def _abridges(short: str, long: str) -> bool:
    """Say whether a name is another with characters left out: 博迅生物 of 博迅医疗生物仪器股份有限公司."""
    rest = iter(long)
    return len(short) > 2 and all(char in rest for char in short)


def _fit(cases: Sequence[_Case]) -> dict[str, float]:
    """Find the weights under which the right options are likeliest (conditional logit, L-BFGS)."""
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
        return float(np.log(every / good).sum() + DECAY / 2 * weights @ weights), slope + DECAY * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return {feature: float(found.x[place]) for feature, place in columns.items()}
