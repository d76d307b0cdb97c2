"""When a number is: what the rules propose is weighed against the other times that the text tells.

The weights were learned from marked numbers (``data/training/numbers.tsv``, ``kg train``); see data/models/README.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.knowledge.files import shared
from kg.knowledge.weights import likelihoods, read_weights
from kg.model import Observation
from kg.statements.observations.scene import Scene
from kg.statements.observations.setting import PLAN_YEARS, SEPARATORS, start_of_clause
from kg.statements.observations.times import lasts
from kg.statements.observations.whose import Number
from kg.text.dates import DateSpan
from kg.text.tokens import tag

__all__ = ["FAR", "Before", "ChooseTime", "Dated", "Time", "Told", "choose_time", "find_times"]

PERIODS = "periods.tsv.gz"
SURER = 4  # times that another must be likelier than what the rules propose
SUREST = 16  # and that none must be: those who marked were more sparing with times than the gold guide is
FAR = 8  # sentences back that a time may be taken from
APART = 3  # clauses, and sentences, from which on all are alike
GAP_CHARS = 5  # characters between a date and a number are counted in steps of so many
Time = tuple[str | None, list[str]]  # a period, and what speaks for it
SOURCES = (  # where a period is told, the nearest first: of several the first tells most
    *("clause", "early0", "early1", "early2", "early3", "first", "last", "setting", "title"),
    *(
        "back1",
        "back2",
        "back3",
        "opening",
        "end",
        "day",
        "month",
        "year",
        "last-year",
        "plan",
        "never",
        "before",
        "rules",
    ),
)


@dataclass(frozen=True, slots=True)
class Before:
    """The number before: when it is by the rules, its kind, and its sentence."""

    period: str | None
    kind: str
    scene: Scene


@dataclass(frozen=True, slots=True)
class Told:
    """What the text has told of times up to a number.

    Attributes:
        scenes: The number's sentence, then those before it, the nearest first.
        opening: The first sentence of the text.
        published: The day of publication.
        before: The number before it.
    """

    scenes: Sequence[Scene]
    opening: Scene
    published: str | None
    before: Before | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A number with what was read of it, its time as the rules propose it."""

    number: Number
    observation: Observation


ChooseTime = Callable[[Dated, Sequence[Time]], str | None]


def choose_time(dated: Dated, times: Sequence[Time]) -> str | None:
    """Say when a number most likely is; ``None`` where the text does not say.

    Args:
        dated: The number, and when the rules say that it is.
        times: All that ``find_times`` found for it.

    Raises:
        KnowledgeError: The weights are missing or damaged.
    """
    likely = likelihoods(_own_weights(), (features for _, features in times))
    proposed = dated.observation.period
    worth = {
        period: share / (1 if period == proposed else SURER if period else SUREST)
        for (period, _), share in zip(times, likely, strict=True)
    }
    return max(worth, key=worth.__getitem__)


@lru_cache(maxsize=1)
def _own_weights() -> dict[str, float]:
    return read_weights(shared("data/models") / PERIODS)


def find_times(dated: Dated, told: Told) -> list[Time]:
    """List when a number may be, with what speaks for each; no time at all is one of them."""
    signs: dict[str | None, _Signs] = {}
    for period, source, features in _find_signs(dated, told):
        own = signs.setdefault(period, _Signs())
        own.sources.add(source)
        own.features.update(dict.fromkeys((f"from={source}", *features)))
    view = _view(dated)
    return [(period, [*own.features, *_of_all(view, period, own, told.published)]) for period, own in signs.items()]


@dataclass(slots=True)
class _Signs:
    """Where a period is told, and what speaks for it."""

    sources: set[str] = field(default_factory=set)
    features: dict[str, None] = field(default_factory=dict)

    @property
    def nearest(self) -> str:
        return min(self.sources, key=SOURCES.index)


_Sign = tuple[str | None, str, list[str]]  # a period, where it is told, and how


def _find_signs(dated: Dated, told: Told) -> Iterator[_Sign]:
    number, scene = dated.number, dated.number.scene
    yield from _of_own_sentence(number)
    if scene.setting.period:
        signs = [f"setting|{scene.setting.report}", f"setting|{bool(scene.dates)}"]
        yield scene.setting.period, "setting", signs
    if scene.setting.title:
        yield scene.setting.title, "title", []
    yield from _of_sentences_before(scene, told)
    yield from _of_publication(told.published)
    yield None, "never", []
    if told.before is not None:
        before, here = told.before, told.before.scene is scene
        signs = [f"before|{here}", f"before|{here}|{number.wording.fresh}", f"before|{before.kind}|{number.kind}"]
        yield before.period, "before", signs
    yield dated.observation.period, "rules", []


def _of_own_sentence(number: Number) -> Iterator[_Sign]:
    """Tell of the dates of a number's own sentence."""
    scene, candidate = number.scene, number.candidate
    text, start = scene.sentence.text, candidate.start
    clause = start_of_clause(text, candidate.head)
    before = [date for date in scene.dates if date.start < start]
    for order, date in enumerate(reversed(before)):
        apart = min(len(SEPARATORS.findall(text[date.end : clause])), APART)
        where = "clause" if date.start >= clause else f"early{apart}"
        near, gap = where[:5], text[date.end : start]
        ahead, behind = text[date.start - 1 : date.start] if date.start else "^", text[date.end : date.end + 1]
        words = "".join("#" if char.isdigit() else char for char in text[date.start : date.end])
        yield (
            date.period,
            where,
            [
                *(f"role={date.role}|{where}", f"topical={date in scene.topical}|{where}", f"order={min(order, 3)}"),
                *(f"order={min(order, 3)}|{where}", f"ahead={ahead}|{near}", f"behind={behind}|{near}"),
                *(f"behind={text[date.end : date.end + 2]}", f"year={date.year}", f"words={words}"),
                *(
                    f"gap={min(len(gap) // GAP_CHARS, 6)}|{near}",
                    f"of={'的' in gap}|{near}",
                    f"part={'；' in gap}|{near}",
                ),
                f"base={date.role}|{gap[:1]}",
            ],
        )
        if "/" in date.period:
            first, _, last = date.period.partition("/")
            yield first, "first", [f"first={date.role}|{near}"]
            yield last, "last", [f"last={date.role}|{near}"]
    for date in scene.dates:
        if date.start >= start:
            yield date.period, "end", [f"end={text[start : date.start].count('，')}", f"end={date.role}"]


def _of_sentences_before(scene: Scene, told: Told) -> Iterator[_Sign]:
    """Tell of the dates of the sentences before, and of the first."""
    for back, other in enumerate(told.scenes[1:], 1):
        near = min(back, APART)
        same = other.sentence.paragraph == scene.sentence.paragraph
        for date in other.dates:
            led, latest = date in other.topical, date is other.dates[-1]
            signs = [f"back|{same}|{led}", f"back|{near}|{led}", f"back|{date.role}|{led}", f"back|{latest}|{near}"]
            yield date.period, f"back{near}", [*signs, f"back|{lasts(date)}|{led}|{min(back, 2)}"]
    if told.opening is not scene:
        for date in told.opening.dates:
            led = date in told.opening.topical
            yield date.period, "opening", [f"opening|{led}|{told.opening.sentence.block}"]


def _of_publication(published: str | None) -> Iterator[_Sign]:
    """Tell of the day, the month and the year of publication, the year before, and the five-year plan of that."""
    if not published:
        return
    year = int(published.partition("-")[0])
    sizes = {len("2023-08-01"): "day", len("2023-08"): "month", len("2023"): "year"}
    for size, source in sizes.items():
        if len(published) >= size:
            yield published[:size], source, []
    yield str(year - 1), "last-year", []
    first = year - 1 - (year - 2) % PLAN_YEARS
    yield f"{first}/{first + PLAN_YEARS - 1}", "plan", []


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What all times of a number share."""

    dated: Dated
    dates: int
    in_clause: bool
    first: str
    words: Sequence[str]
    timing: Sequence[str]
    whose: str


def _view(dated: Dated) -> _View:
    number, observation = dated.number, dated.observation
    text, start = number.scene.sentence.text, number.candidate.start
    clause = start_of_clause(text, number.candidate.head)
    before: list[DateSpan] = [date for date in number.scene.dates if date.start < start]
    words = text[clause:start]
    return _View(
        dated=dated,
        dates=min(len(before), 2),
        in_clause=any(date.start >= clause for date in before),
        first=text[clause:].lstrip("，、 ")[:2],
        words=sorted({words[token.start : token.end] for token in tag(words)}),
        timing=sorted(word for word in number.scene.rules.words["timing"] if word in text[:start]),
        whose=observation.about.type if observation.about else "-",
    )


def _of_all(view: _View, period: str | None, signs: _Signs, published: str | None) -> Iterator[str]:
    """Say what kind of number it is, beside what kind of time a period is and where it is told."""
    number, observation = view.dated.number, view.dated.observation
    source, form, away = signs.nearest, f"{len(period or '')}", _away(period, published)
    report, proposed = number.scene.setting.report, period == observation.period
    told = (f"told={view.dates}|{view.in_clause}", f"report={report}", f"home={number.scene.home is not None}")
    kind = (f"kind={number.kind}", f"status={observation.status}", f"whose={view.whose}")
    shape = (f"group={number.candidate.group}", f"role={number.wording.role}", f"fresh={number.wording.fresh}")
    yield from (f"{source}|{fact}" for fact in (*told, *kind, *shape, f"first={view.first}"))
    yield from (f"{form}|{fact}" for fact in (*kind, f"unit={number.candidate.unit[-2:]}", f"end={number.name[-2:]}"))
    yield from (f"{form}|verb={number.wording.verb}", f"{form}|{away}", f"{away}|{source}", f"{away}|report={report}")
    yield from (f"{away}|{fact}" for fact in (*kind, f"end={number.name[-2:]}"))
    yield from (f"{form}|{away}|has={word}" for word in view.words)
    yield from (f"{form}|{away}|timing={word}" for word in view.timing)
    yield from (f"proposed={proposed}|{number.kind}", f"proposed={proposed}|{len(observation.period or '')}|{form}")
    yield f"proposed={proposed}|report={report}"


def _away(period: str | None, published: str | None) -> str:
    """Say how long before or after publication a period ends."""
    if period is None or not published:
        return "never" if period is None else "unknown"
    last = period.rpartition("/")[2]
    size = min(len(last), len(published))
    years = int(published.partition("-")[0]) - int(last.partition("-")[0])
    if years:
        return f"ago{min(years, 3)}" if years > 0 else "ahead"
    if last[:size] > published[:size]:
        return "soon"
    if len(last) == len("2023"):
        return "this-year"
    return "now" if last == published else "this-month" if last[:7] == published[:7] else "within"
