"""Read what the page shows from a graph, through the terms of the graph contract."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.graph import PREFIXES
from kg.knowledge.ontology import KG, Ontology
from kg.view.contents import (
    Attribute,
    Label,
    PageContents,
    PageDocument,
    PageEntity,
    PageObservation,
    PageProposal,
    PageRelation,
    Passage,
)

__all__ = ["read_contents"]

_LONGEST_HEADING = 28  # characters of the first line that stand for a missing title

_Row = dict[str, str]

# Each query joins little, so that a large graph is read in one pass over its triples; the rest is done here.
_NAMED = "SELECT DISTINCT ?e { ?d a kg:Document ; kg:mentions ?e } ORDER BY ?e"
_ENTITIES = "SELECT ?e ?class ?name { ?e a ?class ; rdfs:label ?name }"
_OTHERS = "SELECT ?e ?name { ?e skos:altLabel ?name } ORDER BY ?e ?name"
_HERE = "SELECT ?e ?name { ?e kg:deicticForm ?name } ORDER BY ?e ?name"
_DOCUMENTS = """SELECT ?d ?id ?title ?issued ?region ?source { ?d a kg:Document ; dcterms:identifier ?id
  OPTIONAL { ?d dcterms:title ?title } OPTIONAL { ?d dcterms:issued ?issued }
  OPTIONAL { ?d kg:region ?region } OPTIONAL { ?d dcterms:source ?source } } ORDER BY ?id"""
_PASSAGES = """SELECT ?span ?d ?start ?end ?order ?words { ?span oa:hasSource ?d ; oa:hasSelector ?selector .
  ?selector oa:exact ?words OPTIONAL { ?selector oa:start ?start ; oa:end ?end }
  OPTIONAL { ?selector kg:pieceOrder ?order } }"""
_DERIVED = "SELECT ?fact ?span { ?fact prov:wasDerivedFrom ?span } ORDER BY ?fact ?span"
_ASSERTIONS = """SELECT ?fact ?s ?p ?o ?status ?confidence {
  ?fact a kg:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
  OPTIONAL { ?fact kg:status ?status } OPTIONAL { ?fact kg:confidence ?confidence } } ORDER BY ?fact"""
_PLAIN = "SELECT ?s ?o { ?s <%s> ?o }"
_OBSERVATIONS = """SELECT ?fact ?indicator ?value ?unit ?kind ?comparator ?status ?period ?about {
  ?fact a kg:Observation ; kg:indicator ?indicator ; kg:value ?value
  OPTIONAL { ?fact kg:unit ?unit } OPTIONAL { ?fact kg:kind ?kind } OPTIONAL { ?fact kg:comparator ?comparator }
  OPTIONAL { ?fact kg:status ?status } OPTIONAL { ?fact kg:period ?period } OPTIONAL { ?fact kg:about ?about }
  } ORDER BY ?fact"""
_PROPOSALS = """SELECT ?fact ?by ?verb ?quote { ?fact a kg:Proposal ; kg:proposedBy ?by ; kg:verb ?verb ;
  kg:quote ?quote } ORDER BY ?fact"""
_ADDRESSES = "SELECT ?fact ?e { ?fact kg:addresses ?e } ORDER BY ?fact ?e"


def read_contents(store: Store, ontology: Ontology, read_text: Callable[[str], str] = lambda _id: "") -> PageContents:
    """Read what the page shows.

    Args:
        store: A graph that keeps the graph contract, with or without evidence.
        ontology: Where classes and relations have their labels and colours.
        read_text: Gives the text of a document by its id; empty where it is not to be had.
    """
    return _Reader(store, ontology, read_text).read()


@dataclass(slots=True)
class _Facts:
    """What was read with a document, an entity or a pair of them as its subject."""

    relations: dict[tuple[int, int, int, str], tuple[float, list[int]]] = field(default_factory=dict)
    attributes: dict[tuple[int, int, str, str], list[int]] = field(default_factory=dict)
    credits: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)
    mentions: dict[tuple[int, int, int], None] = field(default_factory=dict)
    named: dict[tuple[int, int], None] = field(default_factory=dict)


class _Reader:
    """Reads a store once; positions of entities, documents and passages by IRI."""

    def __init__(self, store: Store, ontology: Ontology, read_text: Callable[[str], str]) -> None:
        self.store, self.ontology, self.read_text = store, ontology, read_text
        self.predicates = list(ontology.predicates)
        self.numbers = {name: number for number, name in enumerate(self.predicates)}
        self.facts = _Facts()

    def read(self) -> PageContents:
        self.classes, self.entities = self._read_entities()
        self.entity = {entity.iri: position for position, entity in enumerate(self.entities)}
        documents = self._select(_DOCUMENTS)
        self.document = {row["d"]: position for position, row in enumerate(documents)}
        self.passages, self.passage = self._read_passages()
        self.derived = defaultdict[str, list[int]](list)
        for row in self._select(_DERIVED):
            if row["span"] in self.passage:
                self.derived[row["fact"]].append(self.passage[row["span"]])
        self._read_assertions()
        self._read_plain()
        return PageContents(
            classes=self.classes,
            predicates=tuple(self._labels()),
            documents=tuple(self._documents(documents)),
            entities=self.entities,
            passages=self.passages,
            relations=tuple(self._relations()),
            attributes=tuple(self._attributes()),
            observations=tuple(self._observations()),
            proposals=tuple(self._proposals()),
        )

    def _labels(self) -> Iterator[Label]:
        ontology = self.ontology
        back = {predicate.inverse: name for name, predicate in ontology.properties.items() if predicate.inverse}
        for name in self.predicates:
            other = name if ontology.predicates[name].symmetric else back.get(name)
            labels = (ontology.label(other), ontology.label(other, "en")) if other else ("", "")
            yield Label(name, ontology.label(name), ontology.label(name, "en"), back=labels)

    def _select(self, query: str) -> list[_Row]:
        solutions = self.store.query(query, prefixes=dict(PREFIXES))
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("only SELECT queries are asked here")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term.value for name in names if isinstance(term := solution[name], NamedNode | Literal)}
            for solution in solutions
        ]

    def _read_entities(self) -> tuple[tuple[Label, ...], tuple[PageEntity, ...]]:
        """Read what documents name and has a class; the graph's vocabulary is left out."""
        named = {row["e"]: None for row in self._select(_NAMED)}
        kinds: dict[str, tuple[str, str]] = {}
        for row in self._select(_ENTITIES):
            cls = row["class"].removeprefix(KG)
            if row["e"] in named and cls in self.ontology.concrete:
                kinds[row["e"]] = (cls, row["name"])
        present = [name for name in self.ontology.concrete if any(cls == name for cls, _ in kinds.values())]
        others, here = self._forms(_OTHERS), self._forms(_HERE)
        classes = tuple(
            Label(n, self.ontology.label(n), self.ontology.label(n, "en"), self.ontology.colour(n)) for n in present
        )
        entities = tuple(
            PageEntity(
                iri=iri,
                name=kinds[iri][1],
                cls=present.index(kinds[iri][0]),
                others=tuple(others.get(iri, ())),
                here=tuple(here.get(iri, ())),
            )
            for iri in named
            if iri in kinds
        )
        return classes, entities

    def _forms(self, query: str) -> dict[str, list[str]]:
        forms: dict[str, list[str]] = {}
        for row in self._select(query):
            forms.setdefault(row["e"], []).append(row["name"])
        return forms

    def _read_passages(self) -> tuple[tuple[Passage, ...], dict[str, int]]:
        pieces: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
        sources: dict[str, int] = {}
        for row in self._select(_PASSAGES):
            if row["d"] in self.document:
                sources[row["span"]] = self.document[row["d"]]
                place = (int(row.get("order", 1)), int(row.get("start", 0)), int(row.get("end", 0)), row["words"])
                pieces[row["span"]].append(place)
        ordered = sorted(pieces, key=lambda span: (sources[span], min(p[1] for p in pieces[span]), span))
        passages = tuple(
            Passage(
                sources[span],
                tuple((start, end) for _, start, end, _ in sorted(pieces[span])),
                "".join(words for *_, words in sorted(pieces[span])),
            )
            for span in ordered
        )
        return passages, {span: position for position, span in enumerate(ordered)}

    def _read_assertions(self) -> None:
        for row in self._select(_ASSERTIONS):
            passages = self.derived.get(row["fact"], [])
            predicate = row["p"].removeprefix(KG)
            if predicate == "mentions":
                self._add_mention(row["s"], row["o"], passages)
            elif predicate in self.numbers:
                reading = (row.get("status", "actual"), float(row.get("confidence", 1)), passages)
                self._add_fact(row["s"], self.numbers[predicate], row["o"], reading)

    def _read_plain(self) -> None:
        """Add what stands in the graph as plain triples only: a graph without evidence has nothing else."""
        for row in self._select(_PLAIN % (KG + "mentions")):
            self._add_mention(row["s"], row["o"], [])
        known = {(subject, predicate, object_) for subject, predicate, object_, _ in self.facts.relations}
        told = {(subject, predicate, value) for subject, predicate, value, _ in self.facts.attributes}
        for name, predicate in self.numbers.items():
            for row in self._select(_PLAIN % (KG + name)):
                subject, object_ = self.entity.get(row["s"], -1), row["o"]
                if (subject, predicate, self.entity.get(object_, -1)) not in known and (
                    (subject, predicate, object_) not in told
                ):
                    self._add_fact(row["s"], predicate, object_, ("actual", 1.0, []))

    def _add_mention(self, document: str, entity: str, passages: list[int]) -> None:
        if document in self.document and entity in self.entity:
            named = (self.document[document], self.entity[entity])
            self.facts.named[named] = None
            for passage in passages:
                self.facts.mentions[(*named, passage)] = None

    def _add_fact(self, subject: str, predicate: int, object_: str, reading: tuple[str, float, list[int]]) -> None:
        status, confidence, passages = reading
        facts, entity = self.facts, self.entity
        if subject in entity and object_ in entity:
            key = (entity[subject], predicate, entity[object_], status)
            surest, known = facts.relations.setdefault(key, (0.0, []))
            facts.relations[key] = (max(surest, confidence), known)
        elif subject in entity:
            known = facts.attributes.setdefault((entity[subject], predicate, object_, status), [])
        elif subject in self.document and object_ in entity:
            known = facts.credits.setdefault((self.document[subject], predicate, entity[object_]), [])
        else:
            return
        known.extend(passage for passage in passages if passage not in known)

    def _documents(self, rows: list[_Row]) -> Iterator[PageDocument]:
        mentions, named, credits = defaultdict(list), defaultdict(list), defaultdict(list)
        for document, entity, passage in self.facts.mentions:
            mentions[document].append((entity, passage))
        for document, entity in sorted(self.facts.named):
            named[document].append(entity)
        for (document, predicate, entity), passages in sorted(self.facts.credits.items()):
            credits[document].append((predicate, entity, tuple(sorted(passages))))
        for number, row in enumerate(rows):
            text = self.read_text(row["id"])
            yield PageDocument(
                iri=row["d"],
                id=row["id"],
                title=row.get("title") or _heading(text),
                issued=row.get("issued", ""),
                region=row.get("region", ""),
                source=row.get("source", ""),
                text=text,
                mentions=tuple(
                    sorted(mentions[number], key=lambda mention: (self.passages[mention[1]].pieces, mention))
                ),
                named=tuple(named[number]),
                credits=tuple(credits[number]),
            )

    def _relations(self) -> Iterator[PageRelation]:
        for (subject, predicate, object_, status), (confidence, passages) in sorted(self.facts.relations.items()):
            yield PageRelation(
                subject=subject,
                predicate=predicate,
                object=object_,
                status=status,
                confidence=confidence,
                passages=tuple(sorted(passages)),
            )

    def _attributes(self) -> Iterator[Attribute]:
        for (subject, predicate, value, status), passages in sorted(self.facts.attributes.items()):
            yield Attribute(
                subject=subject, predicate=predicate, value=value, status=status, passages=tuple(sorted(passages))
            )

    def _observations(self) -> Iterator[PageObservation]:
        for row in self._select(_OBSERVATIONS):
            yield PageObservation(
                iri=row["fact"],
                indicator=row["indicator"],
                value=row["value"],
                unit=row.get("unit", ""),
                kind=row.get("kind", "level"),
                comparator=row.get("comparator", "="),
                status=row.get("status", "actual"),
                period=row.get("period", ""),
                about=self.entity.get(row.get("about", ""), -1),
                passages=tuple(self.derived.get(row["fact"], ())),
            )

    def _proposals(self) -> Iterator[PageProposal]:
        addresses = defaultdict[str, list[int]](list)
        for row in self._select(_ADDRESSES):
            if row["e"] in self.entity:
                addresses[row["fact"]].append(self.entity[row["e"]])
        for row in self._select(_PROPOSALS):
            yield PageProposal(
                iri=row["fact"],
                by=self.entity.get(row["by"], -1),
                verb=row["verb"],
                quote=row["quote"],
                addresses=tuple(addresses[row["fact"]]),
                passages=tuple(self.derived.get(row["fact"], ())),
            )


def _heading(text: str) -> str:
    """Take a document that has no title by its first line."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _LONGEST_HEADING else first[: _LONGEST_HEADING - 1] + "…"
