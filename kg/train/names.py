"""Train the tagger of names from marks that stand apart from the texts they are about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from kg.errors import InputError
from kg.knowledge import Knowledge
from kg.mentions import find_by_rules
from kg.mentions.context import Context
from kg.mentions.features import find_features, outermost
from kg.mentions.tagger import OUTSIDE, open_model, read_tags, write_model
from kg.model import Document, Mention, Sentence
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences
from kg.train.marks import make_room, read_marked, write_whole

__all__ = ["Marked", "Name", "Score", "read_marks", "train", "within"]

SETTINGS = {"c1": 0.1, "c2": 0.1, "max_iterations": 100}
Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text whose names somebody marked.

    Attributes:
        document: The text.
        names: Start, end and class of each name, in order of place; none overlap.
        part: ``train`` or ``test``.
        times: How often the text counts: marks made with more care count more.
    """

    document: Document
    names: tuple[Name, ...]
    part: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """How many names were marked, found, and found with the right ends and class."""

    marked: int
    found: int
    right: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 where nothing is marked or found."""
        total = self.marked + self.found
        return 2 * self.right / total if total else 0.0


def read_marks(texts: Path) -> list[Marked]:
    """Put the marks of names to their texts.

    Args:
        texts: Folder of ``*.jsonl.gz`` files, each line with ``id`` and ``text``.

    Raises:
        InputError: A text that was marked is not there, or is not the text that was marked.
        KnowledgeError: The marks do not fit together.
    """
    return [
        Marked(
            document=document,
            names=tuple(sorted((int(row["start"]), int(row["end"]), row["type"]) for row in rows)),
            part=text["part"],
            times=int(text["times"]),
        )
        for document, text, rows in read_marked("texts.tsv", "names.tsv", texts)
    ]


def train(examples: Iterable[Marked], knowledge: Knowledge, path: Path) -> tuple[Score, Score]:
    """Train on one part of the marks and measure on the other.

    Args:
        examples: Both parts.
        knowledge: Whose rules the tagger shall weigh.
        path: Where the model is written.

    Returns:
        How the rules alone and the tagger find the names of the texts kept out of training: same ends, same class.

    Raises:
        InputError: No text is marked for training.
        OutputError: The model cannot be written.
    """
    make_room(path)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    tests = []
    empty = True
    for example in examples:
        for context, mentions, names in _sentences(example, knowledge):
            if example.part == "test":
                tests.append((context, mentions, names))
            else:
                features, tags = find_features(context, mentions), _tags(len(context.text), names)
                for _ in range(example.times):
                    trainer.append(features, tags)
                empty = False
    if empty:
        raise InputError("no text is marked for training; data/training/texts.tsv lists none with the part train")
    write_whole(path, lambda fresh: _train(trainer, fresh))
    return _score((names, _by_rules(mentions)) for _, mentions, names in tests), _score(_by_tagger(tests, path))


def _train(trainer: pycrfsuite.Trainer, path: Path) -> None:
    trainer.train(str(path))  # says nothing when it cannot write
    write_model(path.read_bytes(), path)


def _sentences(example: Marked, knowledge: Knowledge) -> Iterator[tuple[Context, list[Mention], list[Name]]]:
    """Give each sentence with what the rules find and what is marked in it."""
    document, _ = infer_context(example.document, knowledge)
    for context, mentions in find_by_rules(find_sentences(document, knowledge.layout), knowledge):
        yield context, mentions, within(context.sentence, example.names)


def within(sentence: Sentence, names: Iterable[Name]) -> list[Name]:
    """Find the names that stand whole and in one piece in a sentence; one that the layout cut teaches nothing."""
    places = [at for piece in sentence.pieces for at in range(piece.start, piece.end)]
    index = {place: at for at, place in enumerate(places)}
    return [
        (index[start], index[start] + end - start, kind)
        for start, end, kind in names
        if start in index and index.get(end - 1) == index[start] + end - 1 - start
    ]


def _tags(length: int, names: Iterable[Name]) -> list[str]:
    tags = [OUTSIDE] * length
    for start, end, kind in names:
        tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tags


def _by_rules(mentions: Iterable[Mention]) -> list[Name]:
    return [(m.start, m.end, m.type) for m in outermost(mentions) if not m.rule.startswith("deictic:")]


def _by_tagger(
    tests: Iterable[tuple[Context, list[Mention], list[Name]]], path: Path
) -> Iterator[tuple[list[Name], list[Name]]]:
    tagger = open_model(path)
    for context, mentions, names in tests:
        yield names, list(read_tags(tagger.tag(find_features(context, mentions))))


def _score(pairs: Iterable[tuple[Sequence[Name], Sequence[Name]]]) -> Score:
    counts: Counter[str] = Counter()
    for marked, found in pairs:
        counts["marked"] += len(marked)
        counts["found"] += len(found)
        counts["right"] += len(set(marked) & set(found))
    return Score(counts["marked"], counts["found"], counts["right"])
