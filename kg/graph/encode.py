"""Entities, documents and statements as triples, each fact beside the words it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.iris import Iris
from kg.graph.vocabulary import check_text, date_literal, decimal_literal, integer_literal, kg, term, text_literal
from kg.knowledge.ontology import Ontology
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    Evidence,
    Inference,
    Mention,
    Observation,
    Proposal,
    Relation,
    Span,
)

__all__ = ["Encoder"]

MENTION_CONFIDENCE = 0.95  # of a name; the project's figure for an explicit pattern
DEICTIC_CONFIDENCE = 0.8  # of a form that means its entity only here; the project's usual figure
IMPLIED_CONFIDENCE = 0.8  # of an entity that only the words of a statement imply
INFERRED_CONFIDENCE = 0.6  # of what nobody stated

_A = term("rdf:type")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_LABEL, _ALT_LABEL = term("rdfs:label"), term("skos:altLabel")
_IDENTIFIER, _TITLE, _ISSUED = term("dcterms:identifier"), term("dcterms:title"), term("dcterms:issued")
_SOURCE, _PUBLISHER = term("dcterms:source"), term("dcterms:publisher")
_DERIVED, _GENERATED = term("prov:wasDerivedFrom"), term("prov:wasGeneratedBy")
_SPAN, _HAS_SOURCE, _HAS_SELECTOR = term("oa:SpecificResource"), term("oa:hasSource"), term("oa:hasSelector")
_POSITION, _QUOTE = term("oa:TextPositionSelector"), term("oa:TextQuoteSelector")
_START, _END, _EXACT = term("oa:start"), term("oa:end"), term("oa:exact")

_ASSERTION, _OBSERVATION, _PROPOSAL = kg("Assertion"), kg("Observation"), kg("Proposal")
_DOCUMENT, _RUN, _MENTIONS = kg("Document"), kg("Run"), kg("mentions")
_CONFIDENCE, _RULE, _STATUS, _REASON = kg("confidence"), kg("rule"), kg("status"), kg("reason")
_PIECE_ORDER, _DEICTIC, _SCOPE = kg("pieceOrder"), kg("deicticForm"), kg("scope")
_REGION, _DIGEST = kg("region"), kg("textDigest")


@dataclass(slots=True)
class Encoder:
    """Turns facts into triples; keeps the entities and passages met, so that each is written once.

    Attributes:
        iris: Mints the IRIs.
        ontology: Says which relations hold for plans too.
        run: The IRI of the run.
        evidence: Whether to write where each fact was read.
        entities: The triples of each entity met, by IRI.
        passages: The passages met.
    """

    iris: Iris
    ontology: Ontology
    run: NamedNode
    evidence: bool
    entities: dict[Entity, NamedNode] = field(default_factory=dict)
    passages: set[tuple[str, tuple[Span, ...]]] = field(default_factory=set)

    def encode(self, facts: DocumentFacts) -> Iterator[Triple]:
        """Encode one document and everything read in it; doubles are possible."""
        document = facts.document
        self.passages.clear()
        yield from self._document(document)
        for inference in facts.inferences:
            yield from self._inference(document, inference)
        for relation in facts.relations:
            yield from self._relation(document, relation)
        for observation in facts.observations:
            yield from self._observation(observation)
        for proposal in facts.proposals:
            yield from self._proposal(proposal)
        yield from self._mentions(facts)
        for name, spans in sorted(self.passages):
            yield from self._passage(name, spans, document.text)

    def finish(self) -> Iterator[Triple]:
        """Encode the entities met and the run."""
        labelled: dict[NamedNode, str] = {}
        for entity in sorted(self.entities, key=_entity_order):
            node = self.entities[entity]
            name = labelled.setdefault(node, entity.name)
            yield from _entity(node, entity, name)
        if self.evidence:
            yield Triple(self.run, _A, _RUN)
            yield Triple(self.run, _LABEL, text_literal(f"zhkg {self.run.value.rpartition('/')[2]}"))

    def _entity(self, entity: Entity) -> NamedNode:
        node = self.entities.get(entity)
        if node is None:
            node = self.entities[entity] = NamedNode(self.iris.entity(entity))
        return node

    def _document(self, document: Document) -> Iterator[Triple]:
        node = NamedNode(self.iris.document(document.id))
        yield Triple(node, _A, _DOCUMENT)
        yield Triple(node, _IDENTIFIER, text_literal(document.id))
        yield Triple(node, _DIGEST, Literal(sha256(check_text(document.text).encode()).hexdigest()))
        if document.title:
            yield Triple(node, _TITLE, text_literal(document.title, "zh"))
        if document.published:
            yield Triple(node, _ISSUED, date_literal(document.published))
        if document.region:
            yield Triple(node, _REGION, text_literal(document.region, "zh"))
        if document.publisher:
            yield Triple(node, _PUBLISHER, text_literal(document.publisher, "zh"))
        if document.source:
            yield Triple(node, _SOURCE, _source(document.source))

    def _inference(self, document: Document, inference: Inference) -> Iterator[Triple]:
        """Say on an assertion of its own that nobody stated the region or the date."""
        if not self.evidence or inference.field not in {"region", "published"}:
            return
        region = inference.field == "region"
        value = text_literal(inference.value, "zh") if region else date_literal(inference.value)
        node = NamedNode(self.iris.fact("assertion", document.id, "inferred", inference.field))
        predicate = _REGION if region else _ISSUED
        subject = NamedNode(self.iris.document(document.id))
        yield from self._assertion(
            node, (subject, predicate, value), f"inferred:{inference.field}", INFERRED_CONFIDENCE
        )
        yield Triple(node, _REASON, text_literal(inference.reason, "zh"))

    def _relation(self, document: Document, relation: Relation) -> Iterator[Triple]:
        start = self._subject(relation.subject)
        end = self._object(relation)
        predicate = kg(relation.predicate)
        known = self.ontology.predicates.get(relation.predicate)
        if relation.status == "actual" or (known is not None and known.plannable):
            yield Triple(start, predicate, end)
        if not self.evidence:
            return
        evidence = relation.evidence
        parts = (start.value, relation.predicate, end, relation.status, evidence.rule, *evidence.spans)
        node = NamedNode(self.iris.fact("assertion", document.id, *parts))
        yield from self._assertion(node, (start, predicate, end), evidence.rule, evidence.confidence)
        yield Triple(node, _STATUS, Literal(relation.status))
        yield Triple(node, _DERIVED, self._span(evidence.document, evidence.spans))

    def _subject(self, subject: Entity | Document) -> NamedNode:
        if isinstance(subject, Entity):
            return self._entity(subject)
        return NamedNode(self.iris.document(subject.id))

    def _object(self, relation: Relation) -> NamedNode | Literal:
        if isinstance(relation.object, Entity):
            return self._entity(relation.object)
        if relation.predicate == "eventDate":
            return date_literal(relation.object)
        return text_literal(relation.object, "zh")

    def _assertion(
        self, node: NamedNode, triple: tuple[NamedNode, NamedNode, NamedNode | Literal], rule: str, confidence: float
    ) -> Iterator[Triple]:
        subject, predicate, object_ = triple
        yield Triple(node, _A, _ASSERTION)
        yield Triple(node, _SUBJECT, subject)
        yield Triple(node, _PREDICATE, predicate)
        yield Triple(node, _OBJECT, object_)
        yield from self._reading(node, rule, confidence)

    def _reading(self, node: NamedNode, rule: str, confidence: float) -> Iterator[Triple]:
        yield Triple(node, _RULE, text_literal(rule))
        yield Triple(node, _CONFIDENCE, decimal_literal(confidence))
        yield Triple(node, _GENERATED, self.run)

    def _evidence(self, node: NamedNode, evidence: Evidence) -> Iterator[Triple]:
        if self.evidence:
            yield from self._reading(node, evidence.rule, evidence.confidence)
            yield Triple(node, _DERIVED, self._span(evidence.document, evidence.spans))

    def _observation(self, observation: Observation) -> Iterator[Triple]:
        evidence = observation.evidence
        value = decimal_literal(observation.value)
        about = self._entity(observation.about) if observation.about else None
        literals = (
            (kg("indicator"), text_literal(observation.indicator, "zh")),
            (kg("value"), value),
            (kg("unit"), text_literal(observation.unit)),
            (kg("kind"), Literal(observation.kind)),
            (kg("comparator"), Literal(observation.comparator)),
            (_STATUS, Literal(observation.status)),
            (kg("period"), text_literal(observation.period or "")),
        )
        parts = (*(literal.value for _, literal in literals), about.value if about else "", *evidence.spans)
        node = NamedNode(self.iris.fact("observation", evidence.document, *parts))
        yield Triple(node, _A, _OBSERVATION)
        yield from (Triple(node, predicate, literal) for predicate, literal in literals if literal.value)
        if about:
            yield Triple(node, kg("about"), about)
        yield from self._evidence(node, evidence)

    def _proposal(self, proposal: Proposal) -> Iterator[Triple]:
        evidence = proposal.evidence
        by = self._entity(proposal.by)
        node = NamedNode(self.iris.fact("proposal", evidence.document, by.value, proposal.verb, *evidence.spans))
        yield Triple(node, _A, _PROPOSAL)
        yield Triple(node, kg("proposedBy"), by)
        yield Triple(node, kg("verb"), text_literal(proposal.verb, "zh"))
        yield Triple(node, kg("quote"), text_literal(evidence.quote, "zh"))
        for entity in proposal.addresses:
            yield Triple(node, kg("addresses"), self._entity(entity))
        yield from self._evidence(node, evidence)

    def _mentions(self, facts: DocumentFacts) -> Iterator[Triple]:
        """Encode which entities a document names: one assertion an entity and rule, with every place as a passage.

        An entity that only a title or a form of words implies (市人大代表 implies the congress) is named by the words
        its relation was read from.
        """
        document = facts.document
        subject = NamedNode(self.iris.document(document.id))
        named = dict.fromkeys(facts.entities.values())
        places: dict[tuple[NamedNode, str, float], dict[tuple[Span, ...], None]] = {}
        for mention, entity in facts.entities.items():
            spans = mention.sentence.locate(mention.start, mention.end)
            reading = (self._entity(entity), mention.rule, _mention_confidence(mention))
            places.setdefault(reading, {})[spans] = None
        for entity, evidence in _implied(facts):
            if entity not in named:
                reading = (self._entity(entity), evidence.rule, IMPLIED_CONFIDENCE)
                places.setdefault(reading, {})[evidence.spans] = None
        for (entity_node, rule, confidence), all_spans in places.items():
            yield Triple(subject, _MENTIONS, entity_node)
            if self.evidence:
                node = NamedNode(self.iris.fact("assertion", document.id, "mentions", entity_node.value, rule))
                yield from self._assertion(node, (subject, _MENTIONS, entity_node), rule, confidence)
                yield from (Triple(node, _DERIVED, self._span(document.id, spans)) for spans in all_spans)

    def _span(self, document: str, spans: tuple[Span, ...]) -> NamedNode:
        self.passages.add((document, spans))
        return NamedNode(self.iris.span(document, spans))

    def _passage(self, document: str, spans: tuple[Span, ...], text: str) -> Iterator[Triple]:
        """Encode a passage: one selector a piece says both where it stands and what stands there."""
        node = NamedNode(self.iris.span(document, spans))
        yield Triple(node, _A, _SPAN)
        yield Triple(node, _HAS_SOURCE, NamedNode(self.iris.document(document)))
        for order, span in enumerate(spans, 1):
            selector = NamedNode(self.iris.selector(document, spans, order))
            yield Triple(node, _HAS_SELECTOR, selector)
            yield Triple(selector, _A, _POSITION)
            yield Triple(selector, _A, _QUOTE)
            yield Triple(selector, _START, integer_literal(span.start))
            yield Triple(selector, _END, integer_literal(span.end))
            yield Triple(selector, _EXACT, text_literal(text[span.start : span.end]))
            if len(spans) > 1:
                yield Triple(selector, _PIECE_ORDER, integer_literal(order))


def _entity_order(entity: Entity) -> tuple[str, str, str]:
    return (entity.type, entity.name, entity.scope or "")


def _entity(node: NamedNode, entity: Entity, label: str) -> Iterator[Triple]:
    yield Triple(node, _A, kg(entity.type))
    yield Triple(node, _LABEL, text_literal(label, "zh"))
    for form in (entity.name, *entity.aliases):
        if form and form != label:
            yield Triple(node, _ALT_LABEL, text_literal(form, "zh"))
    for form in entity.deictic:
        yield Triple(node, _DEICTIC, text_literal(form, "zh"))
    if entity.scope:
        yield Triple(node, _SCOPE, text_literal(entity.scope))


def _mention_confidence(mention: Mention) -> float:
    return DEICTIC_CONFIDENCE if mention.rule.startswith("deictic:") else MENTION_CONFIDENCE


def _implied(facts: DocumentFacts) -> Iterator[tuple[Entity, Evidence]]:
    """Go through the entities that take part in statements."""
    for relation in facts.relations:
        for end in (relation.subject, relation.object):
            if isinstance(end, Entity):
                yield end, relation.evidence
    for observation in facts.observations:
        if observation.about:
            yield observation.about, observation.evidence
    for proposal in facts.proposals:
        for entity in (proposal.by, *proposal.addresses):
            yield entity, proposal.evidence


def _source(source: str) -> NamedNode | Literal:
    """An IRI where the source is one, words otherwise."""
    if source.startswith(("http://", "https://")) and source.isascii() and not set(source) & set(' <>"{}|^`\\'):
        try:
            return NamedNode(source)
        except ValueError:
            pass
    return text_literal(source)
