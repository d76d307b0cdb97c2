"""Score a graph against gold annotations, layer by layer, with the errors shown.

What counts as the same:

- an entity: type, and its name or a name the annotation calls just as right; quotation marks, white space and character
  width are ignored. One graph entity answers for one annotated entity.
- a relation: predicate, and both ends the same entities (a title or a date: the same words). For ``builds`` and
  ``pursues`` a region, its government and its Party committee are one.
- an observation: value, unit, kind, status, comparator, period and measured entity, and an indicator that shares
  most of its characters; ``observations:value`` asks for value and unit alone.
- a proposal: speaker and verb, and a passage that agrees in at least four fifths of its characters.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import OutputError
from kg.evaluate.facts import (
    DOCUMENT,
    Facts,
    ObservationFact,
    ProposalFact,
    RelationFact,
    Thing,
    gold_facts,
    graph_facts,
    normalize,
    read_gold,
)
from kg.store import open_store

__all__ = ["LAYERS", "Error", "Report", "Score", "evaluate", "evaluate_all", "micro_average", "read_gold", "to_text"]

LAYERS = ("entities", "relations", "observations", "observations:value", "proposals")
SAME_INDICATOR = 0.6  # share of characters that two wordings of one indicator have in common
SAME_PASSAGE = 0.8  # share of a passage that agrees; an attribution clause is shorter than a fifth of most
REGION_LIKE = ("builds", "pursues")
REGION_BODIES = ("人民政府", "委员会")

_Fact = TypeVar("_Fact", RelationFact, ObservationFact, ProposalFact, Thing)
_AnyFact = RelationFact | ObservationFact | ProposalFact | Thing
_Pairs = list[tuple[int, int]]  # positions in the gold and in what was found


@dataclass(frozen=True, slots=True)
class Score:
    """How many items the annotations hold, how many were found, and how many of those are right."""

    layer: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of the annotated items that were found."""
        return self.right / self.gold if self.gold else float(not self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Score("entities", gold=4, found=6, right=3).f1
        0.6
        """
        total = self.found + self.gold
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Error:
    """An item that was ``missed``, or that is ``extra``, beside the sentence it comes from."""

    document: str
    layer: str
    kind: str
    item: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by layer, for relations also by predicate (``relations:builds``), and the errors."""

    scores: tuple[Score, ...]
    errors: tuple[Error, ...]

    def score(self, layer: str) -> Score:
        """Give the score of one layer.

        Raises:
            KeyError: No such layer.
        """
        return {score.layer: score for score in self.scores}[layer]


def evaluate(out: Path, gold: Mapping[str, Any]) -> Report:
    """Score what a graph says of one document.

    Args:
        out: A folder that ``kg build`` wrote.
        gold: The annotations of a document in it.

    Raises:
        InputError: The graph holds no such document.
        OutputError: ``out`` holds no graph.
    """
    name = str(gold["doc"])
    expected, found = gold_facts(gold), graph_facts(open_store(out), name)
    return _compare(name, expected, found, _read_text(out, name))


def micro_average(reports: Sequence[Report]) -> Report:
    """Add up the counts of several documents, layer by layer."""
    counts: dict[str, Counter[str]] = {}
    for score in (score for report in reports for score in report.scores):
        counts.setdefault(score.layer, Counter()).update(gold=score.gold, found=score.found, right=score.right)
    layers = [*LAYERS, *sorted(set(counts) - set(LAYERS))]
    scores = tuple(
        Score(layer, counts[layer]["gold"], counts[layer]["found"], counts[layer]["right"])
        for layer in layers
        if layer in counts
    )
    return Report(scores, tuple(error for report in reports for error in report.errors))


def _read_text(out: Path, name: str) -> str:
    path = out / "texts" / f"{name}.txt"
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise OutputError(f"{path}: not there; build {out} again") from error


def _compare(name: str, gold: Facts, found: Facts, text: str) -> Report:
    things = _pair_things(gold.things, found.things)
    gold_ids = {found.things[f].id: gold.things[g].id for g, f in things} | {DOCUMENT: DOCUMENT}
    merged = _region_like(gold.things)
    relations = _pair(gold.relations, found.relations, lambda g, f: float(_same_relation(g, f, gold_ids, merged)))
    layers: list[tuple[str, Sequence[_AnyFact], Sequence[_AnyFact], _Pairs]] = [
        ("entities", gold.things, found.things, things),
        ("relations", gold.relations, found.relations, relations),
    ]
    observations = _pair(gold.observations, found.observations, lambda g, f: _agreement(g, f, gold_ids))
    whole = [pair for pair in observations if _agreement(*_at(gold, found, pair), gold_ids) == _WHOLE]
    layers += [
        ("observations", gold.observations, found.observations, whole),
        ("observations:value", gold.observations, found.observations, observations),
        (
            "proposals",
            gold.proposals,
            found.proposals,
            _pair(gold.proposals, found.proposals, lambda g, f: _passage(g, f, gold_ids)),
        ),
    ]
    scores = [Score(layer, len(expected), len(items), len(pairs)) for layer, expected, items, pairs in layers]
    scores += _by_predicate(gold.relations, found.relations, relations)
    errors = [error for layer in layers for error in _errors(name, *layer, text)]
    return Report(tuple(scores), tuple(errors))


def _at(gold: Facts, found: Facts, pair: tuple[int, int]) -> tuple[ObservationFact, ObservationFact]:
    return gold.observations[pair[0]], found.observations[pair[1]]


def _pair(gold: Sequence[_Fact], found: Sequence[_Fact], agreement: Callable[[_Fact, _Fact], float]) -> _Pairs:
    """Pair items one to one, the best agreement first; 0 is no agreement at all."""
    candidates = sorted(
        ((-agreement(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
    )
    pairs: _Pairs = []
    gold_left, found_left = set(range(len(gold))), set(range(len(found)))
    for negative, i, j in candidates:
        if negative < 0 and i in gold_left and j in found_left:
            pairs.append((i, j))
            gold_left.remove(i)
            found_left.remove(j)
    return pairs


def _pair_things(gold: Sequence[Thing], found: Sequence[Thing]) -> _Pairs:
    return _pair(gold, found, lambda g, f: float(g.type == f.type and bool(g.names & f.names)))


def _region_like(things: Iterable[Thing]) -> dict[str, str]:
    """Map a region's government and Party committee to the region, as the guide takes them for one."""
    things = list(things)
    regions = {normalize(thing.name): thing.id for thing in things if thing.type == "AdministrativeRegion"}
    merged = {}
    for thing in things:
        name = normalize(thing.name)
        for suffix in REGION_BODIES:
            region = name.removesuffix(suffix).removeprefix("中共")
            if thing.type == "GovernmentBody" and name.endswith(suffix) and region in regions:
                merged[thing.id] = regions[region]
    return merged


def _same_relation(
    gold: RelationFact, found: RelationFact, gold_ids: Mapping[str, str], merged: Mapping[str, str]
) -> bool:
    if gold.predicate != found.predicate:
        return False
    subject = gold_ids.get(found.subject, "")
    value = found.object if found.object == gold.object else gold_ids.get(found.object, "")
    if gold.predicate in REGION_LIKE:
        return (merged.get(gold.subject, gold.subject), gold.object) == (merged.get(subject, subject), value)
    if gold.predicate == "cooperatesWith":
        return {gold.subject, gold.object} == {subject, value}
    return (gold.subject, gold.object) == (subject, value)


_WHOLE = 7.0  # value and unit, kind, status, comparator, period, about, indicator


def _agreement(gold: ObservationFact, found: ObservationFact, gold_ids: Mapping[str, str]) -> float:
    """Count the fields that agree, value and unit as the first: without them, 0."""
    if (gold.value, gold.unit) != (found.value, found.unit):
        return 0.0
    same = [getattr(gold, name) == getattr(found, name) for name in ("kind", "status", "comparator", "period")]
    same.append(gold.about == gold_ids.get(found.about, ""))
    same.append(_same_indicator(normalize(gold.indicator), normalize(found.indicator)))
    return float(1 + sum(same))


def _same_indicator(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) >= SAME_INDICATOR


def _passage(gold: ProposalFact, found: ProposalFact, gold_ids: Mapping[str, str]) -> float:
    if gold.by != gold_ids.get(found.by, "") or gold.verb != found.verb:
        return 0.0
    one, other = normalize(gold.quote), normalize(found.quote)
    ratio: float = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= SAME_PASSAGE else 0.0


def _by_predicate(gold: Sequence[RelationFact], found: Sequence[RelationFact], pairs: _Pairs) -> list[Score]:
    counts = (
        Counter(relation.predicate for relation in gold),
        Counter(relation.predicate for relation in found),
        Counter(gold[i].predicate for i, _ in pairs),
    )
    predicates = sorted(counts[0].keys() | counts[1].keys())
    return [Score(f"relations:{name}", *(count[name] for count in counts)) for name in predicates]


def _errors(
    name: str, layer: str, gold: Sequence[_AnyFact], found: Sequence[_AnyFact], pairs: _Pairs, text: str
) -> Iterable[Error]:
    right_gold, right_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for kind, items, right in (("missed", gold, right_gold), ("extra", found, right_found)):
        for index, item in enumerate(items):
            if index not in right:
                yield Error(name, layer, kind, _describe(item), _sentence(text, _words(item)))


def _describe(item: _AnyFact) -> str:
    return f"{item.type} {item.name}" if isinstance(item, Thing) else item.text


def _words(item: _AnyFact) -> str:
    return item.name if isinstance(item, Thing) else item.quote


def _sentence(text: str, words: str) -> str:
    """Give the sentence in which words stand, or nothing where they cannot be found as they are."""
    start = text.find(words)
    if start < 0 or not words:
        return ""
    first = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    last = min((end for mark in "。！？\n" if (end := text.find(mark, start + len(words) - 1)) >= 0), default=len(text))
    return text[first : last + 1].strip()


def evaluate_all(graphs: Sequence[Path], gold: Sequence[Path]) -> Report:
    """Score several documents, each in the graph that holds it, and average over all of their items.

    Raises:
        InputError: No graph holds a document that is annotated.
        OutputError: A folder holds no graph.
    """
    reports = []
    for path in gold:
        annotations = read_gold(path)
        name = str(annotations["doc"])
        holders = [graph for graph in graphs if (graph / "texts" / f"{name}.txt").exists()]
        reports.append(evaluate((holders or graphs)[0], annotations))
    return micro_average(reports)


def to_text(report: Report, *, errors: bool = False) -> str:
    """Lay scores out as a table, and errors below it."""
    lines = [f"{'':24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}{'right':>7}"]
    lines += [
        f"{score.layer:24}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
        f"{score.gold:7}{score.found:7}{score.right:7}"
        for score in report.scores
    ]
    if errors:
        lines += [f"{e.document} {e.layer} {e.kind}: {e.item}\n    {e.sentence}" for e in report.errors]
    return "\n".join(lines)
