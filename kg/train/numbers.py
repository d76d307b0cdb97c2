"""Numbers of which somebody marked what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.entities import resolve_entities
from kg.knowledge import Knowledge
from kg.mentions import find_mentions
from kg.model import Document, Entity
from kg.statements.observations import Choose, find_observations
from kg.statements.observations.certainty import Judge, how_sure
from kg.statements.observations.when import ChooseTime, choose_time
from kg.statements.observations.whose import Number, choose_holder
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences
from kg.train.marks import Row, read_marked

__all__ = ["Mark", "Marked", "Place", "means", "observe", "place_of", "read_marks"]

NONE = "-"  # the kind of a number that is no observation
UNNAMED = "*"  # before words that may name none of the classes that are measured
ABSENT = "@"  # before a name that the text does not hold
NATION = {"我国", "全国", "中国", "中华人民共和国", "国内"}
LEVELS = "省市县区州旗盟"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a number says.

    Attributes:
        kind: level, growth, share or rank.
        status: actual or target.
        period: As observations have it; empty where the text gives none.
        holder: The words for whose it is; may be empty.
        unnamed: Whether these may be of no class that is measured: a share, an index, a person.
        indicator: What it measures, in the text's words; may be empty.
    """

    kind: str
    status: str
    period: str
    holder: str
    unnamed: bool
    indicator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text whose numbers somebody marked.

    Attributes:
        document: The text.
        numbers: By place, what each number says; ``None`` for one that is no observation.
        part: ``train`` or ``test``.
    """

    document: Document
    numbers: Mapping[Place, Mark | None]
    part: str


def read_marks(texts: Path) -> list[Marked]:
    """Put the marks of numbers to their texts.

    Args:
        texts: Folder of ``*.jsonl.gz`` files, each line with ``id`` and ``text``.

    Raises:
        InputError: A text that was marked is not there, or is not the text that was marked.
        KnowledgeError: The marks do not fit together.
    """
    return [
        Marked(document=document, part=text["part"], numbers=dict(_marks(document.text, rows)))
        for document, text, rows in read_marked("number_texts.tsv", "numbers.tsv", texts)
    ]


def _marks(text: str, rows: Iterable[Row]) -> Iterable[tuple[Place, Mark | None]]:
    for row in rows:
        holder = row["holder"].removeprefix(UNNAMED)
        mark = Mark(
            kind=row["kind"],
            status=row["status"],
            period=row["period"],
            holder=holder.removeprefix(ABSENT) if holder.startswith(ABSENT) else _words(text, holder),
            unnamed=row["holder"].startswith(UNNAMED),
            indicator=_words(text, row["indicator"]),
        )
        yield (int(row["start"]), int(row["end"])), None if row["kind"] == NONE else mark


def _words(text: str, places: str) -> str:
    """Read the words at places: ``95-97,104-110``."""
    ends = (place.partition("-") for place in places.split(",") if place)
    return "".join(text[int(start) : int(end)] for start, _, end in ends)


def observe(
    example: Marked,
    knowledge: Knowledge,
    *,
    choose: Choose = choose_holder,
    date: ChooseTime = choose_time,
    judge: Judge = how_sure,
) -> None:
    """Read the numbers of a marked text, for whoever listens.

    Args:
        example: The text.
        knowledge: What the program knows.
        choose: Hears of each number, and says whose it is.
        date: Hears of each number, and says when it is.
        judge: Hears of each reading, and says how sure it is.
    """
    document, _ = infer_context(example.document, knowledge)
    sentences = find_sentences(document, knowledge.layout)
    entities = resolve_entities(find_mentions(sentences, knowledge), document, knowledge)
    find_observations(sentences, entities, document, knowledge, choose=choose, date=date, judge=judge)


def place_of(number: Number) -> Place:
    """Say where a number stands in its document."""
    spans = number.scene.sentence.locate(number.candidate.start, number.candidate.end)
    return spans[0].start, spans[-1].end


def means(entity: Entity, words: str) -> bool:
    """Say whether the words of a mark are one of an entity's names, in full or in short."""
    wanted = _bare(words)
    if not wanted:
        return False
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
