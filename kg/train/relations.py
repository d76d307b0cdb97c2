"""Train the weights that say how likely a sentence relates two names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.entities import resolve_entities
from kg.errors import KnowledgeError
from kg.knowledge import Knowledge
from kg.mentions import find_mentions
from kg.model import Document, Entity, Mention, Sentence
from kg.statements.relations import read_by_rules
from kg.statements.relations.context import Context
from kg.statements.relations.likely import Fact, Surroundings, describe, fact_of, find_pairs
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences
from kg.train import names
from kg.train.logit import Case, trainer
from kg.train.marks import read_marked

__all__ = ["Marked", "Stated", "read_marks", "train"]

DECAY = 16.0  # of the squared weights; chosen by cross-validation on the part for training
HOME = "home"  # in a mark, the region that the text is about
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that a sentence states: where its two names stand in the document, ``None`` for the text's region."""

    subject: Place | None
    predicate: str
    object: Place | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which somebody marked what relates to what.

    Attributes:
        document: The text.
        stated: The relations.
        names: Start, end and class of each marked name.
        part: ``train`` or ``test``.
    """

    document: Document
    stated: Sequence[Stated]
    names: Sequence[names.Name]
    part: str


def read_marks(texts: Path) -> list[Marked]:
    """Put the marks of relations, and those of the names that they relate, to their texts.

    Args:
        texts: Folder of ``*.jsonl.gz`` files, each line with ``id`` and ``text``.

    Raises:
        InputError: A text that was marked is not there, or is not the text that was marked.
        KnowledgeError: The marks do not fit together.
    """
    named = {marked.document.id: marked.names for marked in names.read_marks(texts)}
    listed = read_marked("relation_texts.tsv", "relations.tsv", texts)
    for document, _, _ in listed:
        if document.id not in named:
            raise KnowledgeError(f"relation_texts.tsv: {document.id}: no names are marked in it; list it in texts.tsv")
    return [
        Marked(
            document=document,
            stated=[Stated(_place(row["subject"]), row["predicate"], _place(row["object"])) for row in rows],
            names=named[document.id],
            part=text["part"],
        )
        for document, text, rows in listed
    ]


def _place(mark: str) -> Place | None:
    start, _, end = mark.partition("-")
    return None if mark == HOME else (int(start), int(end))


def _cases(example: Marked, knowledge: Knowledge) -> list[Case]:
    """Say of each pair of names which marked relation it stands in, if any.

    A text to learn from is read twice, with the names that the program finds in it and with those marked: the first
    are what it will have to do with, the second leave out none.
    """
    document, _ = infer_context(example.document, knowledge)
    sentences = find_sentences(document, knowledge.layout)
    found = find_mentions(sentences, knowledge)
    readings = [found]
    if example.part == "train":
        readings.append([m for sentence in sentences for m in _as_marked(sentence, found, example.names)])
    return [case for mentions in readings for case in _of_reading(example, sentences, mentions, document, knowledge)]


def _as_marked(sentence: Sentence, found: Iterable[Mention], marked: Iterable[names.Name]) -> Iterator[Mention]:
    """Put the marked names of a sentence in place of those found, with what was found inside them."""
    own = [mention for mention in found if mention.sentence is sentence]
    for start, end, kind in names.within(sentence, marked):
        same = [m for m in own if (m.start, m.end, m.type) == (start, end, kind)]
        yield same[0] if same else Mention(sentence, start, end, kind, "tagger")
        yield from (m for m in own if start <= m.start and m.end <= end and m.end - m.start < end - start)


def _of_reading(
    example: Marked,
    sentences: Sequence[Sentence],
    mentions: list[Mention],
    document: Document,
    knowledge: Knowledge,
) -> Iterator[Case]:
    entities = resolve_entities(mentions, document, knowledge)
    context, found = read_by_rules(sentences, entities, document, knowledge)
    stated = _facts(example, context, sentences, entities)
    around = Surroundings.of(context, found)
    for pair in find_pairs(around):
        facts = [fact_of(context, pair.subject, predicate, pair.object) for predicate in pair.predicates]
        right = [pair.number in stated.get(fact, ()) for fact in facts]
        if any(right) or not any(fact in stated for fact in facts):  # else another sentence states it
            ruled = next((place for place, fact in enumerate(facts, 1) if fact in around.ruled), 0)
            yield Case(describe(around, pair), [not any(right), *right], ruled)


def _facts(
    example: Marked, context: Context, sentences: Sequence[Sentence], entities: Mapping[Mention, Entity]
) -> dict[Fact, set[int]]:
    """Find what is marked among what the names mean, with the sentences that state it."""
    places: dict[Place, tuple[int, Entity]] = {}
    numbers = {id(sentence): number for number, sentence in enumerate(sentences)}
    for mention, entity in entities.items():
        spans = mention.sentence.locate(mention.start, mention.end)
        places[spans[0].start, spans[-1].end] = (numbers[id(mention.sentence)], entity)
    facts: dict[Fact, set[int]] = {}
    home = (-1, context.home) if context.home else None
    for each in example.stated:
        one = home if each.subject is None else places.get(each.subject)
        two = home if each.object is None else places.get(each.object)
        if one and two:
            facts.setdefault(fact_of(context, one[1], each.predicate, two[1]), set()).add(max(one[0], two[0]))
    return facts


train = trainer(_cases, decay=DECAY)
