"""What a comparison comes to: every item that is right, missed or extra, and the scores that follow from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.model import Span

__all__ = ["FIELDS", "LAYERS", "Difference", "Item", "Passage", "Report", "Score", "Status", "join", "to_text"]

LAYERS = ("entities", "relations", "observations", "observations:value", "proposals")
FIELDS = ("indicator", "kind", "status", "comparator", "period", "about")  # of an observation, beside value and unit
GROUPED = ("entities", "relations")  # scored by class and by predicate, too

Status = Literal["right", "missed", "extra"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around an item, and which of them are its own: ranges of ``text``."""

    text: str = ""
    marked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which an annotated item and the one found for it differ."""

    field: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing, relation, observation or proposal, and whether both sides have it.

    Attributes:
        document: Where it stands.
        layer: One of ``LAYERS``.
        group: Its class, predicate, kind or verb.
        status: ``missed`` is annotated and not found, ``extra`` is found and not annotated.
        text: The item in one line.
        passage: Its words in their sentence.
        rule: What found it, where it was found.
        counterpart: Of a missed item, the extra item that is nearly the same, in one line; the reverse of an extra one.
        differs: In which fields these two differ.
    """

    document: str
    layer: str
    group: str
    status: Status
    text: str
    passage: Passage = Passage()
    rule: str = ""
    counterpart: str = ""
    differs: tuple[Difference, ...] = ()


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
class Report:
    """All items of one comparison, of one document or of several."""

    items: tuple[Item, ...]

    @property
    def errors(self) -> tuple[Item, ...]:
        """What is missed or extra."""
        return tuple(item for item in self.items if item.status != "right")

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that hold an item, in order."""
        return tuple(dict.fromkeys(item.document for item in self.items))

    @property
    def scores(self) -> tuple[Score, ...]:
        """The layers, then classes (``entities:Park``), fields (``observations:period``) and predicates."""
        layers = {layer: [item for item in self.items if item.layer == layer] for layer in LAYERS}
        groups: dict[str, list[Item]] = {}
        for item in (item for layer in GROUPED for item in layers[layer]):
            groups.setdefault(f"{item.layer}:{item.group}", []).append(item)
        fields = [_score_field(name, layers["observations"]) for name in FIELDS if layers["observations"]]
        further = [*(_score(name, items) for name, items in groups.items()), *fields]
        return (
            *(_score(layer, items) for layer, items in layers.items()),
            *sorted(further, key=lambda score: score.layer),
        )

    def score(self, layer: str) -> Score:
        """Give the score of one layer.

        Raises:
            KeyError: No such layer.
        """
        return {score.layer: score for score in self.scores}[layer]

    def of(self, document: str) -> "Report":
        """Keep the items of one document."""
        return Report(tuple(item for item in self.items if item.document == document))


def _score(layer: str, items: Iterable[Item]) -> Score:
    """Count items; they were paired one to one, so that each right one stands for one of both sides."""
    counts = Counter(item.status for item in items)
    right = counts["right"]
    return Score(layer, gold=right + counts["missed"], found=right + counts["extra"], right=right)


def _score_field(field: str, observations: Sequence[Item]) -> Score:
    """Score value, unit and one further field, whatever the other fields say."""
    whole = _score(f"observations:{field}", observations)
    near = [item for item in observations if item.status == "missed" and item.counterpart]
    agreeing = sum(all(difference.field != field for difference in item.differs) for item in near)
    return Score(whole.layer, whole.gold, whole.found, whole.right + agreeing)


def join(reports: Iterable[Report]) -> Report:
    """Put the items of several documents together, so that scores are averaged over items (micro-average)."""
    return Report(tuple(item for report in reports for item in report.items))


def to_text(report: Report, *, errors: bool = False) -> str:
    """Lay scores out as a table, and errors below it."""
    lines = [f"{'':34}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}{'right':>7}"]
    lines += [
        f"{score.layer:34}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
        f"{score.gold:7}{score.found:7}{score.right:7}"
        for score in report.scores
    ]
    if errors:
        lines += [line for item in report.errors for line in _error_lines(item)]
    return "\n".join(lines)


def _error_lines(item: Item) -> Iterator[str]:
    rule = f" [{item.rule}]" if item.rule else ""
    yield f"{item.document} {item.layer} {item.status}: {item.text}{rule}"
    yield f"    {item.passage.text}"
    for difference in item.differs if item.status == "missed" else ():
        yield f"    {difference.field}: {difference.expected or '-'}, found {difference.found or '-'}"
