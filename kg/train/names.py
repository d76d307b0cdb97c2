"""Train the tagger of names from marks that stand apart from the texts they are about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, KnowledgeError
from kg.knowledge import Knowledge
from kg.mentions import find_by_rules
from kg.mentions.context import Context
from kg.mentions.features import find_features, outermost
from kg.mentions.network import Network
from kg.mentions.tagger import OUTSIDE, tag_names
from kg.model import Document, Mention, Sentence
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences
from kg.train.lessons import CARES, Lesson
from kg.train.marks import Row, make_room, read_marked, read_texts, write_whole
from kg.train.pretrained import INSTALL, read_pretrained

__all__ = ["Marked", "Name", "Score", "read_marks", "train", "within"]

Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text whose names somebody marked.

    Attributes:
        document: The text.
        names: Start, end and class of each name, in order of place; none overlap.
        part: ``train`` or ``test``.
        care: How the names were marked: 1 once, 2 and corrected by a second reader, 3 with all care. A text counts
            as often.
    """

    document: Document
    names: tuple[Name, ...]
    part: str
    care: int


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
            care=_care(text),
        )
        for document, text, rows in read_marked("texts.tsv", "names.tsv", texts)
    ]


def train(examples: Iterable[Marked], texts: Path, knowledge: Knowledge, path: Path) -> tuple[Score, Score]:
    """Train on one part of the marks and measure on the other.

    Args:
        examples: Both parts.
        texts: Folder of ``*.jsonl.gz`` files; what all of them hold decides which pieces of words the tagger knows.
        knowledge: Whose rules the tagger shall weigh.
        path: Where the model is written.

    Returns:
        How the rules alone and the tagger find the names of the texts kept out of training: same ends, same class.

    Raises:
        InputError: No text is marked for training, or what training needs is not installed.
        OutputError: The model cannot be written.
    """
    make_room(path)
    examples = list(examples)
    if all(example.part != "train" for example in examples):
        raise InputError("no text is marked for training; data/training/texts.tsv lists none with the part train")
    try:
        from kg.train.network import teach
    except ModuleNotFoundError as error:
        raise InputError(f"{error.name} is not installed, which names are learned with; {INSTALL}") from error
    pretrained = read_pretrained()
    lessons, tests = [], []
    for example in examples:
        for context, mentions, names in _sentences(example, knowledge):
            if example.part == "test":
                tests.append((context, mentions, names))
            elif context.text:
                features, tags = find_features(context, mentions), _tags(len(context.text), names)
                lessons.append(Lesson(text=context.text, features=features, tags=tags, care=example.care))
    if not lessons:
        raise InputError("no text marked for training holds a sentence; see data/training/texts.tsv")
    model = teach(lessons, read_texts(texts), pretrained)
    write_whole(path, lambda fresh: _put(model, fresh))
    return _score((names, _by_rules(mentions)) for _, mentions, names in tests), _score(_by_tagger(tests, path))


def _put(model: bytes, path: Path) -> None:
    path.write_bytes(model)


def _care(text: Row) -> int:
    if text["care"] not in map(str, range(1, CARES + 1)):
        raise KnowledgeError(f"texts.tsv: {text['id']}: care is {text['care']!r}; write 1 to {CARES}")
    return int(text["care"])


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
    network = Network(path)
    for context, mentions, names in tests:
        found = tag_names(context, mentions, network).names
        yield names, [(name.start, name.end, name.type) for name in found]


def _score(pairs: Iterable[tuple[Sequence[Name], Sequence[Name]]]) -> Score:
    counts: Counter[str] = Counter()
    for marked, found in pairs:
        counts["marked"] += len(marked)
        counts["found"] += len(found)
        counts["right"] += len(set(marked) & set(found))
    return Score(counts["marked"], counts["found"], counts["right"])
