"""Checks of a built graph: every fact leads to its words, and the words stand where it says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import OutputError
from kg.graph.vocabulary import kg, term
from kg.knowledge.ontology import Ontology, read_ontology
from kg.store import open_store, read_text

__all__ = ["FIRST_FAULTS", "Fault", "verify"]

FIRST_FAULTS = 20  # more do not help to find the cause

_A, _LABEL = term("rdf:type"), term("rdfs:label")
_DERIVED, _GENERATED = term("prov:wasDerivedFrom"), term("prov:wasGeneratedBy")
_HAS_SOURCE, _HAS_SELECTOR = term("oa:hasSource"), term("oa:hasSelector")
_START, _END, _EXACT = term("oa:start"), term("oa:end"), term("oa:exact")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_IDENTIFIER, _ISSUED = term("dcterms:identifier"), term("dcterms:issued")
_INFERRED = (kg("region").value, _ISSUED.value)  # what stands on an assertion without words of the text


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a graph.

    Attributes:
        document: The id of the document, or ``graph``.
        where: Characters of the text, or the node.
        what: What is wrong.
    """

    document: str
    where: str
    what: str

    @property
    def line(self) -> str:
        """The fault on one line."""
        return f"{self.document}: {self.where}: {self.what}"


@dataclass(slots=True)
class _Graph:
    """A store while it is checked.

    Attributes:
        store: The graph.
        out: Its folder.
        documents: Ids by node.
        quotes: What each passage says, by node.
        pieces: How many pieces of evidence were compared with the text.
        faults: Those found so far.
    """

    store: Store
    out: Path
    documents: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    pieces: int = 0
    faults: list[Fault] = field(default_factory=list)

    def values(self, node: NamedNode, predicate: NamedNode) -> list[str]:
        return sorted(_value(q.object) for q in self.store.quads_for_pattern(node, predicate, None, None))

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[NamedNode, object]]:
        for quad in self.store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject, quad.object

    def instances(self, cls: NamedNode) -> list[NamedNode]:
        found = (q.subject for q in self.store.quads_for_pattern(None, _A, cls, None))
        return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)

    def has(self, node: object, predicate: NamedNode) -> bool:
        return isinstance(node, NamedNode) and any(self.store.quads_for_pattern(node, predicate, None, None))

    def fault(self, node: NamedNode, what: str, document: str = "graph") -> None:
        self.faults.append(Fault(document, node.value, what))


def _value(term_: object) -> str:
    if isinstance(term_, NamedNode | Literal):
        return term_.value
    return str(term_)


def verify(out: Path) -> tuple[list[Fault], int]:
    """Check all evidence of a built graph against the texts.

    Args:
        out: The folder that ``kg build`` wrote.

    Returns:
        The faults, by document, and how many pieces of evidence were compared with the text.

    Raises:
        OutputError: There is no graph, or it is broken.
    """
    graph = _Graph(open_store(out), out)
    ontology = read_ontology()
    texts = _check_documents(graph)
    _check_passages(graph, texts)
    if not graph.quotes and not graph.instances(kg("Run")):
        return [Fault("graph", str(out), "holds no evidence; build it without --no-evidence")], 0
    asserted = _check_assertions(graph)
    _check_relations(graph, ontology, asserted)
    _check_statements(graph)
    _check_entities(graph, ontology)
    return sorted(set(graph.faults), key=lambda fault: (fault.document, fault.where, fault.what)), graph.pieces


def _check_documents(graph: _Graph) -> dict[str, str]:
    """Check that each text is the one that was read; give the texts by document node."""
    texts = {}
    for node in graph.instances(kg("Document")):
        names = graph.values(node, _IDENTIFIER)
        graph.documents[node.value] = names[0] if names else node.value
        if len(names) != 1:
            graph.fault(node, f"has {len(names)} dcterms:identifier, not one")
            continue
        try:
            text = read_text(graph.out, names[0])
        except OutputError as error:
            graph.faults.append(Fault(names[0], "text", str(error).partition(": ")[2]))
            continue
        if graph.values(node, kg("textDigest")) != [sha256(text.encode()).hexdigest()]:
            graph.faults.append(Fault(names[0], "text", "is not the one the graph was built from; build it again"))
        texts[node.value] = text
    return texts


def _check_passages(graph: _Graph, texts: dict[str, str]) -> None:
    for node, source in graph.pairs(_HAS_SOURCE):
        document = graph.documents.get(_value(source))
        if document is None:
            graph.fault(node, f"its source {_value(source)} is no document of the graph")
            continue
        graph.sources[node.value] = document
        text = texts.get(_value(source))
        pieces = []
        for selector in graph.values(node, _HAS_SELECTOR):
            pieces.append(_check_piece(graph, NamedNode(selector), document, text))
            graph.pieces += 1
        if not pieces:
            graph.fault(node, "a passage without a selector", document)
        graph.quotes[node.value] = "".join(quote for _, quote in sorted(pieces))


def _check_piece(graph: _Graph, selector: NamedNode, document: str, text: str | None) -> tuple[int, str]:
    """Compare a piece with the text; give its place in the passage and its words."""
    starts, ends, quotes = (graph.values(selector, predicate) for predicate in (_START, _END, _EXACT))
    if not len(starts) == len(ends) == len(quotes) == 1 or not (starts[0] + ends[0]).isdecimal():
        graph.fault(selector, "needs one oa:start, one oa:end and one oa:exact", document)
        return 0, ""
    start, end = int(starts[0]), int(ends[0])
    if text is not None and (start >= end or text[start:end] != quotes[0]):
        what = f"the text has {text[start:end]!r}, the evidence {quotes[0]!r}"
        graph.faults.append(Fault(document, f"{start}-{end}", what))
    orders = graph.values(selector, kg("pieceOrder"))
    return int(orders[0]) if orders and orders[0].isdecimal() else 0, quotes[0]


def _check_assertions(graph: _Graph) -> set[tuple[str, str, object]]:
    """Check each assertion; give the triples that have words."""
    asserted: set[tuple[str, str, object]] = set()
    for node in graph.instances(kg("Assertion")):
        parts = [
            [q.object for q in graph.store.quads_for_pattern(node, predicate, None, None)]
            for predicate in (_SUBJECT, _PREDICATE, _OBJECT)
        ]
        if any(len(part) != 1 for part in parts):
            graph.fault(node, "needs one rdf:subject, one rdf:predicate and one rdf:object")
            continue
        (subject,), (predicate,), (object_,) = parts
        if _value(predicate) not in _INFERRED:
            _check_words(graph, node)
        _check_reading(graph, node)
        asserted.add((_value(subject), _value(predicate), object_))
    return asserted


def _check_words(graph: _Graph, node: NamedNode) -> list[str]:
    spans = graph.values(node, _DERIVED)
    if not spans:
        graph.fault(node, "leads to no words; a fact needs prov:wasDerivedFrom")
    for span in spans:
        if span not in graph.quotes:
            graph.fault(node, f"leads to {span}, which is no passage of a document")
    return spans


def _check_reading(graph: _Graph, node: NamedNode) -> None:
    if len(graph.values(node, kg("rule"))) != 1:
        graph.fault(node, "needs one kg:rule")
    confidences = graph.values(node, kg("confidence"))
    if len(confidences) != 1 or not _is_share(confidences[0]):
        graph.fault(node, "needs one kg:confidence between 0 and 1")
    runs = [q.object for q in graph.store.quads_for_pattern(node, _GENERATED, None, None)]
    if not runs or not all(graph.has(run, _A) for run in runs):
        graph.fault(node, "needs prov:wasGeneratedBy a run of the graph")


def _is_share(number: str) -> bool:
    try:
        return 0 <= float(number) <= 1
    except ValueError:
        return False


def _check_relations(graph: _Graph, ontology: Ontology, asserted: set[tuple[str, str, object]]) -> None:
    for name in (*ontology.predicates, "mentions"):
        predicate = kg(name)
        for subject, object_ in graph.pairs(predicate):
            document = graph.documents.get(subject.value, "graph")
            if (subject.value, predicate.value, object_) not in asserted:
                graph.fault(subject, f"kg:{name} {_value(object_)} leads to no words", document)
            for end in (subject, object_):
                if isinstance(end, NamedNode) and not graph.has(end, _A):
                    graph.fault(end, f"nothing is said of it, but kg:{name} points there", document)


def _check_statements(graph: _Graph) -> None:
    for cls, links in (("Observation", ("about",)), ("Proposal", ("proposedBy", "addresses"))):
        for node in graph.instances(kg(cls)):
            spans = _check_words(graph, node)
            _check_reading(graph, node)
            for link in links:
                _check_targets(graph, node, kg(link))
            quotes = graph.values(node, kg("quote"))
            if cls == "Proposal" and quotes != [graph.quotes.get(span) for span in spans]:
                document = graph.sources.get(spans[0], "graph") if spans else "graph"
                graph.fault(node, "its kg:quote is not what its passage says", document)


def _check_targets(graph: _Graph, node: NamedNode, predicate: NamedNode) -> None:
    for quad in graph.store.quads_for_pattern(node, predicate, None, None):
        if not graph.has(quad.object, _A):
            graph.fault(node, f"points to {_value(quad.object)}, of which nothing is said")


def _check_entities(graph: _Graph, ontology: Ontology) -> None:
    for cls in ontology.concrete:
        for node in graph.instances(kg(cls)):
            labels = graph.values(node, _LABEL)
            if len(labels) != 1:
                graph.fault(node, f"has {len(labels)} rdfs:label, not one")
