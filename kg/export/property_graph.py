"""The graph as nodes and edges with properties, for tools that know no RDF.

Entities, documents, observations and proposals are nodes, relations between them edges; what is said in words (a
position, a date) is a property of its node, and evidence is folded into the edges: documents, quotes, confidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import Dataset
from kg.graph.vocabulary import kg, term
from kg.knowledge.ontology import KG, Ontology, read_ontology

__all__ = ["EDGE_COLUMNS", "NODE_COLUMNS", "Edge", "Node", "to_property_graph"]

NODE_COLUMNS = ("id", "type", "label", "iri", "aliases", "scope", "positions", "date", "properties")
EDGE_COLUMNS = ("source", "target", "type", "label", "status", "confidence", "documents", "quotes", "rules")

_LABEL_CHARS = 40  # of a proposal's quote: it names the node in lists
_A = term("rdf:type")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_DERIVED, _SOURCE, _SELECTOR = term("prov:wasDerivedFrom"), term("oa:hasSource"), term("oa:hasSelector")
_EXACT, _ORDER = term("oa:exact"), kg("pieceOrder")
_NAMES = (term("rdfs:label"), term("dcterms:title"), kg("indicator"), kg("quote"), term("dcterms:identifier"))
_DATES = (kg("eventDate"), term("dcterms:issued"), kg("period"))
_FOLDED = {kg("Assertion"), kg("Run"), term("oa:SpecificResource"), term("oa:TextPositionSelector")}
_OWN_COLUMN = {*_NAMES[:1], *_DATES, term("skos:altLabel"), kg("scope"), kg("position"), _A}

Value = str | float | list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing with its properties.

    Attributes:
        id: The IRI below the base.
        type: Its class.
        label: Its name, or the words that stand for it.
        iri: In full.
        aliases: Other names.
        scope: What tells it from its namesakes.
        positions: Of a person.
        date: Of an event or document; the period of an observation.
        properties: Everything else said of it in words, by local name.
    """

    id: str
    type: str
    label: str
    iri: str
    aliases: tuple[str, ...]
    scope: str
    positions: tuple[str, ...]
    date: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A relation with its evidence.

    Attributes:
        source: ``Node.id``.
        target: ``Node.id``.
        type: Local name of the property.
        label: Its name in Chinese.
        status: ``actual``, ``planned`` or ``proposed``; the surest one; empty where nothing says so.
        confidence: The highest; 0 where nothing says so.
        documents: Identifiers of the documents that say so.
        quotes: Their words.
        rules: That read it.
    """

    source: str
    target: str
    type: str
    label: str
    status: str
    confidence: float
    documents: tuple[str, ...]
    quotes: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(slots=True)
class _Index:
    """The triples by subject and property."""

    base_iri: str
    values: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = field(default_factory=dict)

    def texts(self, node: NamedNode, *predicates: NamedNode) -> tuple[str, ...]:
        values = self.values.get(node, {})
        return tuple(value.value for predicate in predicates for value in values.get(predicate, ()))

    def first(self, node: NamedNode, *predicates: NamedNode) -> str:
        return next(iter(self.texts(node, *predicates)), "")

    def nodes(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        return [value for value in self.values.get(node, {}).get(predicate, ()) if isinstance(value, NamedNode)]

    def local(self, node: NamedNode) -> str:
        return node.value.removeprefix(self.base_iri)


def to_property_graph(dataset: Dataset) -> tuple[list[Node], list[Edge]]:
    """Fold a dataset into nodes and edges, both in the order of their IRIs."""
    index = _Index(dataset.base_iri)
    for subject, predicate, object_ in dataset:
        if isinstance(subject, NamedNode) and isinstance(object_, NamedNode | Literal):
            index.values.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    things = [node for node in index.values if index.nodes(node, _A) and _FOLDED.isdisjoint(index.nodes(node, _A))]
    known, ontology = set(things), read_ontology()
    assertions = _assertions(index)
    edges = [
        _edge(index, ontology, triple, assertions.get(triple, ()))
        for triple in dataset
        if triple.predicate != _A and triple.subject in known and triple.object in known
    ]
    return [_node(index, node) for node in things], edges


def _assertions(index: _Index) -> dict[Triple, list[NamedNode]]:
    found: dict[Triple, list[NamedNode]] = {}
    for node, values in index.values.items():
        for subject, predicate, object_ in zip(
            *(values.get(p, ()) for p in (_SUBJECT, _PREDICATE, _OBJECT)), strict=False
        ):
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
                found.setdefault(Triple(subject, predicate, object_), []).append(node)
    return found


def _node(index: _Index, node: NamedNode) -> Node:
    types = [_name(cls.value) for cls in index.nodes(node, _A)]
    label = index.first(node, *_NAMES)
    other = {
        _name(predicate.value): " ".join(value.value for value in values if isinstance(value, Literal))
        for predicate, values in index.values[node].items()
        if predicate not in _OWN_COLUMN and isinstance(values[0], Literal)
    }
    return Node(
        id=index.local(node),
        type=types[0],
        label=label[:_LABEL_CHARS] if types[0] == "Proposal" else label,
        iri=node.value,
        aliases=index.texts(node, term("skos:altLabel")),
        scope=index.first(node, kg("scope")),
        positions=index.texts(node, kg("position")),
        date=index.first(node, *_DATES),
        properties=other,
    )


def _edge(index: _Index, ontology: Ontology, triple: Triple, assertions: Iterable[NamedNode]) -> Edge:
    name = _name(triple.predicate.value)
    subject, _, object_ = triple
    read = list(assertions) or [node for node in (subject,) if isinstance(node, NamedNode)]
    passages = [passage for node in read for passage in index.nodes(node, _DERIVED)]
    sources = [source for passage in passages for source in index.nodes(passage, _SOURCE)]
    documents = dict.fromkeys(index.first(source, term("dcterms:identifier")) for source in sources)
    statuses = {index.first(node, kg("status")) for node in assertions}
    confidences = [float(value) for node in read for value in index.texts(node, kg("confidence"))]
    return Edge(
        source=index.local(subject) if isinstance(subject, NamedNode) else "",
        target=index.local(object_) if isinstance(object_, NamedNode) else "",
        type=name,
        label=ontology.label(name),
        status=next((status for status in ("actual", "planned", "proposed") if status in statuses), ""),
        confidence=max(confidences, default=0.0),
        documents=tuple(documents),
        quotes=tuple(dict.fromkeys(_quote(index, passage) for passage in passages)),
        rules=tuple(dict.fromkeys(rule for node in read for rule in index.texts(node, kg("rule")))),
    )


def _quote(index: _Index, passage: NamedNode) -> str:
    """Put the pieces of a passage together."""
    selectors = sorted(index.nodes(passage, _SELECTOR), key=lambda node: int(index.first(node, _ORDER) or 0))
    return "".join(index.first(selector, _EXACT) for selector in selectors)


def _name(iri: str) -> str:
    return iri.removeprefix(KG).rpartition("/")[2].rpartition("#")[2]
