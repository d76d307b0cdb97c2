"""The two sides of a comparison in one form: what the annotations say, and what a graph says.

The graph is read through the terms of the graph contract alone, so that any graph which keeps it can be scored.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import InputError

__all__ = [
    "DOCUMENT",
    "Facts",
    "ObservationFact",
    "ProposalFact",
    "RelationFact",
    "Thing",
    "gold_facts",
    "graph_facts",
    "normalize",
    "read_gold",
]

DOCUMENT = "doc"  # the subject of authoredBy and photographedBy on both sides
KG = "https://w3id.org/zhkg/ontology#"
PREFIXES = f"""PREFIX kg: <{KG}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
LITERAL_PREDICATES = frozenset({"position", "eventDate"})
IGNORED = re.compile(r"[\s“”‘’\"'「」『』＂＇]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity: its canonical name, the other names that are just as right, and where a namesake must stand."""

    id: str
    type: str
    name: str
    names: frozenset[str]
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationFact:
    """A relation between ids of one side; a literal object is normalized."""

    subject: str
    predicate: str
    object: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationFact:
    """An observation with its fields as plain strings."""

    value: str
    unit: str
    indicator: str
    kind: str
    status: str
    comparator: str
    period: str
    about: str
    quote: str

    @property
    def text(self) -> str:
        """One line for people."""
        return (
            f"{self.indicator} {self.comparator}{self.value}{self.unit} "
            f"{self.kind} {self.status} {self.period or '-'} about {self.about or '-'}"
        )


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """A passage and who it belongs to."""

    by: str
    verb: str
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one side says of one document."""

    things: tuple[Thing, ...]
    relations: tuple[RelationFact, ...]
    observations: tuple[ObservationFact, ...]
    proposals: tuple[ProposalFact, ...]


def normalize(text: str) -> str:
    """Take away what the guide tells scorers to ignore: quotation marks, white space, character width.

    >>> normalize("“科创中国” 试点城市")
    '科创中国试点城市'
    """
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


def read_gold(path: Path) -> dict[str, Any]:
    """Read one file of annotations.

    Raises:
        InputError: It is no YAML, or no annotation.
    """
    try:
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: not readable as YAML ({str(error).splitlines()[0]}); mend the file") from error
    if not isinstance(gold, dict) or "doc" not in gold:
        raise InputError(f"{path}: no annotations; it needs at least `doc` and `entities`")
    return gold


def gold_facts(gold: Mapping[str, Any]) -> Facts:
    """Bring annotations into the common form."""
    names = {str(entity["id"]): str(entity["name"]) for entity in gold.get("entities") or []}
    return Facts(
        tuple(_gold_thing(entity) for entity in gold.get("entities") or []),
        tuple(_gold_relation(relation, names) for relation in gold.get("relations") or []),
        tuple(_gold_observation(observation) for observation in gold.get("observations") or []),
        tuple(
            ProposalFact(str(p["by"]), str(p["verb"]), p["quote"], f"{names.get(p['by'])} {p['verb']}：{p['quote']}")
            for p in gold.get("proposals") or []
        ),
    )


def _gold_thing(entity: Mapping[str, Any]) -> Thing:
    return Thing(
        id=str(entity["id"]),
        type=str(entity["type"]),
        name=str(entity["name"]),
        names=frozenset(normalize(name) for name in [entity["name"], *(entity.get("also") or [])]),
        quotes=tuple(normalize(quote) for quote in entity.get("within") or []),
    )


def _gold_relation(relation: Mapping[str, Any], names: Mapping[str, str]) -> RelationFact:
    subject, predicate, value = str(relation["s"]), str(relation["p"]), str(relation["o"])
    text = f"{names.get(subject, subject)} {predicate} {names.get(value, value)}"
    value = normalize(value) if predicate in LITERAL_PREDICATES else value
    return RelationFact(subject, predicate, value, text, relation["quote"])


def _gold_observation(observation: Mapping[str, Any]) -> ObservationFact:
    return ObservationFact(
        value=_number(observation["value"]),
        unit=str(observation["unit"]),
        indicator=str(observation["indicator"]),
        kind=str(observation["kind"]),
        status=str(observation["status"]),
        comparator=str(observation["comparator"]),
        period=str(observation.get("period") or ""),
        about=str(observation.get("about") or ""),
        quote=observation["quote"],
    )


def _number(value: object) -> str:
    return f"{float(str(value)):.12g}"


def graph_facts(store: Store, name: str) -> Facts:
    """Bring what a graph says of one document into the common form.

    Args:
        store: The graph.
        name: The document's identifier.

    Raises:
        InputError: The graph holds no such document.
    """
    rows = _select(store, f"SELECT ?d WHERE {{ ?d a kg:Document ; dcterms:identifier {Literal(name)} }}")
    if not rows:
        raise InputError(f"{name}: the graph holds no such document; build it, or name other annotations")
    document = str(NamedNode(rows[0]["d"]))
    things = _graph_things(store, document)
    names = {thing.id: thing.name for thing in things}
    return Facts(
        things,
        _graph_relations(store, document, names),
        _graph_observations(store, document),
        _graph_proposals(store, document, names),
    )


def _select(store: Store, query: str) -> list[dict[str, str]]:
    solutions = store.query(PREFIXES + query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("only SELECT queries are asked here")
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term.value for name in names if isinstance(term := solution[name], (Literal, NamedNode))}
        for solution in solutions
    ]


def _graph_things(store: Store, document: str) -> tuple[Thing, ...]:
    rows = _select(
        store,
        f"SELECT DISTINCT ?e ?type ?name WHERE {{ {document} kg:mentions ?e . ?e a ?type ; rdfs:label ?name }} "
        "ORDER BY ?e",
    )
    return tuple(
        Thing(
            id=row["e"],
            type=row["type"].removeprefix(KG),
            name=row["name"],
            names=frozenset([normalize(row["name"])]),
        )
        for row in rows
    )


def _graph_relations(store: Store, document: str, names: Mapping[str, str]) -> tuple[RelationFact, ...]:
    rows = _select(
        store,
        f"""SELECT ?s ?p ?o (SAMPLE(?words) AS ?quote) WHERE {{
        ?a a kg:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?span .
        ?span oa:hasSource {document} . OPTIONAL {{ ?span oa:hasSelector/oa:exact ?words }}
        FILTER(?p != kg:mentions) FILTER EXISTS {{ ?s ?p ?o }} }} GROUP BY ?s ?p ?o ORDER BY ?s ?p ?o""",
    )
    found = []
    own = document.strip("<>")
    for row in rows:
        predicate = row["p"].removeprefix(KG)
        subject = DOCUMENT if row["s"] == own else row["s"]
        value = normalize(row["o"]) if predicate in LITERAL_PREDICATES else row["o"]
        text = f"{names.get(subject, subject)} {predicate} {names.get(value, value)}"
        found.append(RelationFact(subject, predicate, value, text, row.get("quote", "")))
    return tuple(found)


def _graph_observations(store: Store, document: str) -> tuple[ObservationFact, ...]:
    rows = _select(
        store,
        f"""SELECT ?o ?value ?unit ?indicator ?kind ?status ?comparator ?period ?about (SAMPLE(?words) AS ?quote)
        WHERE {{ ?o a kg:Observation ; kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit ; kg:kind ?kind ;
        kg:status ?status ; kg:comparator ?comparator ; prov:wasDerivedFrom ?span . ?span oa:hasSource {document} .
        OPTIONAL {{ ?o kg:period ?period }} OPTIONAL {{ ?o kg:about ?about }}
        OPTIONAL {{ ?span oa:hasSelector/oa:exact ?words }} }}
        GROUP BY ?o ?value ?unit ?indicator ?kind ?status ?comparator ?period ?about ORDER BY ?o""",
    )
    return tuple(
        ObservationFact(
            value=_number(row["value"]),
            unit=row["unit"],
            indicator=row["indicator"],
            kind=row["kind"],
            status=row["status"],
            comparator=row["comparator"],
            period=row.get("period", ""),
            about=row.get("about", ""),
            quote=row.get("quote", ""),
        )
        for row in rows
    )


def _graph_proposals(store: Store, document: str, names: Mapping[str, str]) -> tuple[ProposalFact, ...]:
    rows = _select(
        store,
        f"""SELECT DISTINCT ?p ?by ?verb ?quote WHERE {{ ?p a kg:Proposal ; kg:proposedBy ?by ; kg:verb ?verb ;
        kg:quote ?quote ; prov:wasDerivedFrom/oa:hasSource {document} }} ORDER BY ?p""",
    )
    return tuple(
        ProposalFact(row["by"], row["verb"], row["quote"], f"{names.get(row['by'])} {row['verb']}：{row['quote']}")
        for row in rows
    )
