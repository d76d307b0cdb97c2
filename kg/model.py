"""The core types: a document, what is read in it, and the words each fact was read from.

Positions count code points of ``Document.text``, ranges are half-open. Everything is frozen: a stage takes values
and returns values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = [
    "Block",
    "Document",
    "DocumentFacts",
    "Entity",
    "Evidence",
    "Inference",
    "Mention",
    "Observation",
    "Proposal",
    "Relation",
    "Sentence",
    "Span",
]

Block = Literal["body", "heading", "byline", "caption"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of ``Document.text``, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text and what is known of it.

    Attributes:
        id: The file's name without its ending.
        text: As read, never changed.
        title: As the description gives it.
        published: ISO 8601, as precise as known: ``2021``, ``2021-01`` or ``2021-01-05``.
        region: What 我市 means, as a path of full names: ``湖南省衡阳市``, ``湖北省武汉市汉南区``, ``全国``.
        publisher: Who published it.
        source: Where it came from, an IRI or a line of text.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    region: str | None = None
    publisher: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in reading order, made of pieces of the unchanged text.

    ``text`` is the concatenation of the pieces, so a sentence that the page layout cut apart reads whole.

    Attributes:
        text: The pieces put together.
        pieces: In reading order; later pieces may stand earlier in the document.
        block: What the layout says it is.
        paragraph: Which paragraph it belongs to, counted in reading order; headings count as paragraphs.
    """

    text: str
    pieces: tuple[Span, ...]
    block: Block = "body"
    paragraph: int = 0

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Say where a range of this sentence stands in the document.

        Args:
            start: First character, counted in ``text``.
            end: One past the last.

        Returns:
            The document's ranges in reading order, one for each piece touched.

        Raises:
            ValueError: The range is empty or leaves the sentence.

        >>> sentence = Sentence(text="岳阳临港谷", pieces=(Span(90, 93), Span(10, 12)))
        >>> sentence.locate(2, 5)
        (Span(start=92, end=93), Span(start=10, end=12))
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no range {start}:{end} in a sentence of {len(self.text)} characters")
        found = []
        before = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            first, last = max(start - before, 0), min(end - before, length)
            if first < last:
                found.append(Span(piece.start + first, piece.start + last))
            before += length
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, or a form that stands for one (我市), in a sentence.

    Attributes:
        sentence: Where it stands.
        start: First character, counted in the sentence's text.
        end: One past the last.
        type: Local name of an entity class of the ontology.
        rule: What found it: a lexicon (``lexicon:programmes``), a pattern's id, ``deictic:我市`` or a model.
    """

    sentence: Sentence
    start: int
    end: int
    type: str
    rule: str

    @property
    def text(self) -> str:
        """The characters of the mention."""
        return self.sentence.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that a document speaks of.

    Attributes:
        type: Local name of an entity class of the ontology.
        name: The fullest correct form.
        aliases: Other forms in the document that mean it anywhere.
        deictic: Forms that mean it only here: 我市, 该公司.
        scope: What tells it from its namesakes: a region's GB/T 2260 code, a person's employer or region,
            the region or company whose programme it is; ``None`` where the name is enough.
    """

    type: str
    name: str
    aliases: tuple[str, ...] = ()
    deictic: tuple[str, ...] = ()
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words a fact was read from.

    Attributes:
        document: ``Document.id``.
        spans: In reading order; more than one where the layout cut the passage apart.
        quote: The text of the spans put together.
        rule: What read it.
        confidence: Between 0 and 1.
    """

    document: str
    spans: tuple[Span, ...]
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation of the ontology that the text states.

    ``subject`` is the document itself for ``authoredBy`` and ``photographedBy``; ``object`` is a string for
    ``position`` and ``eventDate``.
    """

    subject: Entity | Document
    predicate: str
    object: Entity | str
    evidence: Evidence
    status: Literal["actual", "planned", "proposed"] = "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A number that measures something.

    Attributes:
        indicator: A short noun phrase in the text's own words.
        value: In ``unit``; money in 元.
        unit: 元, 家, %, 倍, 个百分点, 位 …
        kind: What the number is.
        status: A result, or a goal.
        comparator: 超 is ``>``, 以上 is ``>=``, 约 is ``~``.
        period: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or an interval ``2016/2020``; ``None`` where the text gives none.
        about: The region or organization measured.
        evidence: The words it was read from.
    """

    indicator: str
    value: Decimal
    unit: str
    kind: Literal["level", "growth", "share", "rank"]
    evidence: Evidence
    status: Literal["actual", "target"] = "actual"
    comparator: Literal["=", ">", ">=", "<", "<=", "~"] = "="
    period: str | None = None
    about: Entity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a named person proposes, demands, thinks or reports; the evidence's quote is the passage."""

    by: Entity
    verb: str
    evidence: Evidence
    addresses: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Inference:
    """Something nobody stated that was worked out from the text.

    Attributes:
        field: ``region`` or ``published``.
        value: What it was taken to be.
        reason: The words it was taken from.
    """

    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """Everything read in one document: a pure function of the document and the knowledge.

    ``unsure`` are observations whose reading is too unsure for a graph: they are only reported.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    entities: Mapping[Mention, Entity]
    relations: tuple[Relation, ...]
    observations: tuple[Observation, ...]
    proposals: tuple[Proposal, ...]
    unsure: tuple[Observation, ...] = ()
    inferences: tuple[Inference, ...] = ()
