"""Train the weights that say how far what somebody reports reaches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.entities import resolve_entities
from kg.knowledge import Knowledge
from kg.knowledge.speech import SpeechRules
from kg.mentions import find_mentions
from kg.model import Document
from kg.statements.proposals import find_proposals
from kg.statements.reach import Step, describe
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences
from kg.train.logit import Case, trainer
from kg.train.marks import read_marked

__all__ = ["Marked", "Passage", "read_marks", "train"]

DECAY = 4.0  # of the squared weights; chosen by cross-validation on the part for training
SLACK = 2  # characters by which the marked end of a passage and that of its sentence may differ: a mark, a quotation


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody says, by where it stands in a document, its outer marks left out."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which somebody marked who says what.

    Attributes:
        document: The text.
        passages: In order.
        part: ``train`` or ``test``.
    """

    document: Document
    passages: Sequence[Passage]
    part: str


def read_marks(texts: Path) -> list[Marked]:
    """Put the marks of passages to their texts.

    Args:
        texts: Folder of ``*.jsonl.gz`` files, each line with ``id`` and ``text``.

    Raises:
        InputError: A text that was marked is not there, or is not the text that was marked.
        KnowledgeError: The marks do not fit together.
    """
    return [
        Marked(document, [Passage(int(row["start"]), int(row["end"]), row["speaker"]) for row in rows], text["part"])
        for document, text, rows in read_marked("speech_texts.tsv", "speeches.tsv", texts)
    ]


@dataclass(slots=True)
class _Listener:
    """Hears of each sentence behind a report, and goes on as far as was marked."""

    passages: Sequence[Passage]
    heard: list[Case] = field(default_factory=list)

    def __call__(self, step: Step, rules: SpeechRules) -> bool:
        start = step.speech.locate(step.start, step.offset)[0].start
        end = step.speech.locate(step.offset, step.offset + len(step.text))[-1].end
        names = [name for speaker in step.attribution.speakers for name in (speaker.name, *speaker.aliases)]
        within = next((p for p in self.passages if p.start - SLACK <= start < p.end and p.speaker in names), None)
        if within is None:
            return False  # nobody marked this report
        right = end <= within.end + SLACK
        self.heard.append(Case([describe(step, rules), []], [right, not right], int(not step.proposed)))
        return right


def _cases(example: Marked, knowledge: Knowledge) -> list[Case]:
    """Say of each sentence behind a marked report whether it is still part of it."""
    document, _ = infer_context(example.document, knowledge)
    sentences = find_sentences(document, knowledge.layout)
    entities = resolve_entities(find_mentions(sentences, knowledge), document, knowledge)
    listener = _Listener(example.passages)
    find_proposals(sentences, entities, document, knowledge, follow=listener)
    return listener.heard


train = trainer(_cases, decay=DECAY)
