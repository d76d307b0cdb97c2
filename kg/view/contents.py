"""What the page shows, read from a graph through the terms of the graph contract."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.knowledge.ontology import KG, Ontology

__all__ = ["PageClass", "PageContents", "PageEntity", "read_contents"]

PREFIXES = f"""PREFIX kg: <{KG}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
_EVIDENCE = """OPTIONAL {{ {fact} prov:wasDerivedFrom ?span . ?span oa:hasSource ?d .
  OPTIONAL {{ ?span oa:hasSelector/oa:exact ?words }} }}"""
_ENTITIES = """SELECT ?e ?class ?name (GROUP_CONCAT(DISTINCT ?other; separator="\\n") AS ?others) WHERE {
  ?e a ?class ; rdfs:label ?name . FILTER EXISTS { ?document kg:mentions ?e }
  OPTIONAL { ?e skos:altLabel ?other } } GROUP BY ?e ?class ?name ORDER BY ?e"""
_DOCUMENTS = """SELECT ?d ?id ?title WHERE { ?d a kg:Document ; dcterms:identifier ?id
  OPTIONAL { ?d dcterms:title ?title } } ORDER BY ?id"""
_RELATIONS = f"""SELECT DISTINCT ?s ?p ?o ?status ?d ?words WHERE {{
  ?fact a kg:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . FILTER(?p != kg:mentions)
  OPTIONAL {{ ?fact kg:status ?status }} {_EVIDENCE.format(fact="?fact")} }} ORDER BY ?s ?p ?o ?d ?words"""
_PLAIN = """SELECT ?s ?p ?o WHERE { ?s ?p ?o ; a ?c . ?o a ?k . FILTER EXISTS { ?x kg:mentions ?s }
  FILTER EXISTS { ?y kg:mentions ?o } } ORDER BY ?s ?p ?o"""
_OBSERVATIONS = f"""SELECT ?o ?indicator ?value ?unit ?kind ?comparator ?status ?period ?about ?d ?words WHERE {{
  ?o a kg:Observation ; kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit ; kg:kind ?kind ;
     kg:comparator ?comparator ; kg:status ?status .
  OPTIONAL {{ ?o kg:period ?period }} OPTIONAL {{ ?o kg:about ?about }} {_EVIDENCE.format(fact="?o")} }}
  ORDER BY ?indicator ?period ?o"""
_PROPOSALS = f"""SELECT ?o ?by ?verb ?quote ?d (GROUP_CONCAT(DISTINCT ?on; separator="\\n") AS ?ons) WHERE {{
  ?o a kg:Proposal ; kg:proposedBy ?by ; kg:verb ?verb ; kg:quote ?quote .
  OPTIONAL {{ ?o kg:addresses ?on }} {_EVIDENCE.format(fact="?o")} }} GROUP BY ?o ?by ?verb ?quote ?d ORDER BY ?o"""

_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class PageClass:
    """A class with at least one entity."""

    name: str
    label: str
    colour: str
    count: int


@dataclass(frozen=True, slots=True)
class PageEntity:
    """An entity; ``cls`` is the position of its class."""

    iri: str
    name: str
    cls: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContents:
    """Everything on the page; things point to each other by position.

    Attributes:
        classes: In the viewer's order.
        documents: Identifier and title.
        entities: In the order of their IRIs.
        relations: Subject, label, object (a position or words), status, quotes as (document, words).
        observations: About whom, the fields as words, quotes.
        proposals: Speaker, verb, passage, document, what it addresses.
        degrees: How many relations each entity has.
    """

    classes: tuple[PageClass, ...]
    documents: tuple[tuple[str, str], ...]
    entities: tuple[PageEntity, ...]
    relations: tuple[dict[str, Any], ...]
    observations: tuple[dict[str, Any], ...]
    proposals: tuple[dict[str, Any], ...]
    degrees: tuple[int, ...] = field(default=())

    def most_connected(self, most: int) -> tuple[int, ...]:
        """Choose which entities are drawn, in their own order."""
        ranked = sorted(range(len(self.entities)), key=lambda index: (-self.degrees[index], index))
        return tuple(sorted(ranked[:most]))

    def labelled_edges(self, shown: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Give the relations between the entities shown."""
        drawn = set(shown)
        for relation in self.relations:
            if relation["s"] in drawn and relation["o"] in drawn:
                yield relation["s"], relation["o"], relation["p"]

    def edges(self, shown: Sequence[int]) -> list[tuple[int, int]]:
        """Give the pairs of entities that a relation joins, without labels."""
        return [(source, target) for source, target, _ in self.labelled_edges(shown)]

    def to_json(self) -> dict[str, Any]:
        """Give what the script on the page needs."""
        return {
            "classes": [asdict(cls) for cls in self.classes],
            "documents": self.documents,
            "entities": [[entity.name, entity.cls, entity.others, entity.iri] for entity in self.entities],
            "relations": self.relations,
            "observations": self.observations,
            "proposals": self.proposals,
        }


def read_contents(store: Store, ontology: Ontology) -> PageContents:
    """Read what the page shows.

    Args:
        store: A graph that keeps the graph contract.
        ontology: Where classes and relations have their labels and colours.
    """
    rows = [row for row in _select(store, _ENTITIES) if row["class"].removeprefix(KG) in ontology.concrete]
    documents = _select(store, _DOCUMENTS)
    numbers = {row["d"]: number for number, row in enumerate(documents)}
    names = [row["class"].removeprefix(KG) for row in rows]
    present = [name for name in ontology.concrete if name in names]
    classes = tuple(PageClass(n, ontology.label(n), ontology.colour(n), names.count(n)) for n in present)
    entities = tuple(
        PageEntity(row["e"], row["name"], present.index(name), tuple(filter(None, row.get("others", "").split("\n"))))
        for row, name in zip(rows, names, strict=True)
    )
    places = {entity.iri: index for index, entity in enumerate(entities)}
    relations = _read_relations(store, ontology, places, numbers)
    return PageContents(
        classes=classes,
        documents=tuple((row["id"], row.get("title", "")) for row in documents),
        entities=entities,
        relations=relations,
        observations=_read_observations(store, places, numbers),
        proposals=_read_proposals(store, places, numbers),
        degrees=_count_degrees(len(entities), relations),
    )


def _select(store: Store, query: str) -> list[_Row]:
    solutions = store.query(PREFIXES + query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("only SELECT queries are asked here")
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term.value for name in names if isinstance(term := solution[name], NamedNode | Literal)}
        for solution in solutions
    ]


def _count_degrees(count: int, relations: Sequence[dict[str, Any]]) -> tuple[int, ...]:
    degrees = [0] * count
    for relation in relations:
        if isinstance(relation["o"], int) and isinstance(relation["s"], int):
            degrees[relation["s"]] += 1
            degrees[relation["o"]] += 1
    return tuple(degrees)


def _read_relations(
    store: Store, ontology: Ontology, places: dict[str, int], numbers: dict[str, int]
) -> tuple[dict[str, Any], ...]:
    """Read relations with their quotes; a graph without evidence still has its plain triples."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in [*_select(store, _RELATIONS), *_select(store, _PLAIN)]:
        predicate = row["p"].removeprefix(KG)
        if row["s"] not in places or predicate not in ontology.predicates:
            continue
        relation = found.setdefault(
            (row["s"], predicate, row["o"]),
            {
                "s": places[row["s"]],
                "p": ontology.label(predicate),
                "o": places.get(row["o"], row["o"]),
                "status": row.get("status", "actual"),
                "q": [],
            },
        )
        _add_quote(relation["q"], row, numbers)
    return tuple(found.values())


def _add_quote(quotes: list[list[Any]], row: _Row, numbers: dict[str, int]) -> None:
    if "words" in row and row.get("d") in numbers:
        quote = [numbers[row["d"]], row["words"]]
        if quote not in quotes:
            quotes.append(quote)


def _read_observations(store: Store, places: dict[str, int], numbers: dict[str, int]) -> tuple[dict[str, Any], ...]:
    found: dict[str, dict[str, Any]] = {}
    fields = ("indicator", "value", "unit", "kind", "comparator", "status", "period")
    for row in _select(store, _OBSERVATIONS):
        observation = found.setdefault(
            row["o"],
            {"about": places.get(row.get("about", "")), **{name: row.get(name, "") for name in fields}, "q": []},
        )
        _add_quote(observation["q"], row, numbers)
    return tuple(found.values())


def _read_proposals(store: Store, places: dict[str, int], numbers: dict[str, int]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "by": places.get(row["by"]),
            "verb": row["verb"],
            "quote": row["quote"],
            "d": numbers.get(row.get("d", "")),
            "on": [places[iri] for iri in row.get("ons", "").split("\n") if iri in places],
        }
        for row in _select(store, _PROPOSALS)
    )
