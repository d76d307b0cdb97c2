"""What the page shows, as values that point to each other by position."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = [
    "Attribute",
    "Label",
    "PageContents",
    "PageDocument",
    "PageEntity",
    "PageObservation",
    "PageProposal",
    "PageRelation",
    "Passage",
]


@dataclass(frozen=True, slots=True)
class Label:
    """A class or a predicate of the ontology: local name, labels, and the colour of a class.

    Attributes:
        back: What a predicate is called from its object's side, in Chinese and in English.
    """

    name: str
    zh: str
    en: str
    colour: str = ""
    back: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document.

    Attributes:
        document: Position of the document.
        pieces: Start and end of each piece, in code points of its text.
        words: The quote; read from the graph, so that it is there where the text is not.
    """

    document: int
    pieces: tuple[tuple[int, int], ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDocument:
    """A document; ``mentions`` are pairs of entity and passage, ``credits`` triples of predicate, entity, passages."""

    iri: str
    id: str
    title: str = ""
    issued: str = ""
    region: str = ""
    source: str = ""
    text: str = ""
    mentions: tuple[tuple[int, int], ...] = ()
    named: tuple[int, ...] = ()
    credits: tuple[tuple[int, int, tuple[int, ...]], ...] = ()

    @property
    def year(self) -> int:
        """The year of issue; 0 where it is unknown."""
        return int(self.issued[:4]) if self.issued[:4].isdecimal() else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntity:
    """An entity; ``cls`` is the position of its class, ``others`` further names, ``here`` forms of one text only."""

    iri: str
    name: str
    cls: int
    others: tuple[str, ...] = ()
    here: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRelation:
    """A relation between two entities with one status, and all passages it was read from."""

    subject: int
    predicate: int
    object: int
    status: str = "actual"
    confidence: float = 1.0
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A relation whose object is words: a post, a date."""

    subject: int
    predicate: int
    value: str
    status: str = "actual"
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageObservation:
    """A figure; ``about`` is the position of an entity or -1."""

    iri: str
    indicator: str
    value: str
    unit: str = ""
    kind: str = "level"
    comparator: str = "="
    status: str = "actual"
    period: str = ""
    about: int = -1
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProposal:
    """What somebody proposed; ``by`` is the position of an entity or -1."""

    iri: str
    by: int
    verb: str
    quote: str
    addresses: tuple[int, ...] = ()
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContents:
    """Everything on the page, in a fixed order."""

    classes: tuple[Label, ...] = ()
    predicates: tuple[Label, ...] = ()
    documents: tuple[PageDocument, ...] = ()
    entities: tuple[PageEntity, ...] = ()
    passages: tuple[Passage, ...] = ()
    relations: tuple[PageRelation, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    observations: tuple[PageObservation, ...] = ()
    proposals: tuple[PageProposal, ...] = ()

    def degrees(self) -> list[int]:
        """Count the relations of each entity."""
        degrees = [0] * len(self.entities)
        for relation in self.relations:
            degrees[relation.subject] += 1
            degrees[relation.object] += 1
        return degrees

    def most_connected(self, most: int) -> tuple[int, ...]:
        """Choose the entities with most relations, in their own order."""
        degrees = self.degrees()
        ranked = sorted(range(len(self.entities)), key=lambda index: (-degrees[index], index))
        return tuple(sorted(ranked[:most]))

    def around(self, start: Iterable[int], depth: int) -> tuple[int, ...]:
        """Choose the entities within so many relations of others, in their own order."""
        neighbours: dict[int, list[int]] = {}
        for relation in self.relations:
            neighbours.setdefault(relation.subject, []).append(relation.object)
            neighbours.setdefault(relation.object, []).append(relation.subject)
        found = set(start)
        border = sorted(found)
        for _ in range(depth):
            border = sorted({other for entity in border for other in neighbours.get(entity, ())} - found)
            found.update(border)
        return tuple(sorted(found))

    def part(self, kept: Sequence[int]) -> "PageContents":
        """Give the part of the contents that is about some entities; documents and passages all stay.

        Args:
            kept: Positions of entities, in their own order.
        """
        new = {old: position for position, old in enumerate(kept)}
        return replace(
            self,
            entities=tuple(self.entities[old] for old in kept),
            relations=tuple(
                replace(relation, subject=new[relation.subject], object=new[relation.object])
                for relation in self.relations
                if relation.subject in new and relation.object in new
            ),
            attributes=tuple(replace(a, subject=new[a.subject]) for a in self.attributes if a.subject in new),
            observations=tuple(replace(o, about=new[o.about]) for o in self.observations if o.about in new),
            proposals=tuple(
                replace(p, by=new.get(p.by, -1), addresses=tuple(new[each] for each in p.addresses if each in new))
                for p in self.proposals
                if p.by in new or any(each in new for each in p.addresses)
            ),
            documents=tuple(_part_of_document(document, new) for document in self.documents),
        )


def _part_of_document(document: PageDocument, new: dict[int, int]) -> PageDocument:
    return replace(
        document,
        mentions=tuple((new[entity], passage) for entity, passage in document.mentions if entity in new),
        named=tuple(new[entity] for entity in document.named if entity in new),
        credits=tuple((p, new[entity], passages) for p, entity, passages in document.credits if entity in new),
    )
