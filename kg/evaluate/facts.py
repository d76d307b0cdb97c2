"""The two sides of a comparison in one form: what the annotations say, and what a graph says.

The graph is read through the terms of the graph contract alone, so that any graph which keeps it can be scored.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import InputError
from kg.model import Span

__all__ = [
    "DOCUMENT",
    "Facts",
    "ObservationFact",
    "Origin",
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
FIELDS = {  # what each annotation must have
    "entities": frozenset({"id", "type", "name"}),
    "relations": frozenset({"s", "p", "o", "quote"}),
    "observations": frozenset({"indicator", "value", "kind", "status", "quote"}),
    "proposals": frozenset({"by", "verb", "quote"}),
}
MANY = ("within", "also", "aliases", "deictic")
LITERAL_PREDICATES = frozenset({"position", "eventDate"})
IGNORED = re.compile(r"[\s“”‘’\"'「」『』＂＇]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact was read.

    Attributes:
        quotes: Its words, the best first.
        spans: Where they stand, if that is known.
        rule: What found it.
    """

    quotes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity: its canonical name, and the other names that are just as right."""

    id: str
    type: str
    name: str
    names: frozenset[str]
    origin: Origin = Origin()

    @property
    def text(self) -> str:
        """One line for people."""
        return f"{self.type} {self.name}"


@dataclass(frozen=True, slots=True)
class RelationFact:
    """A relation between ids of one side; a literal object is normalized."""

    subject: str
    predicate: str
    object: str
    text: str
    origin: Origin


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
    about_name: str
    origin: Origin

    @property
    def text(self) -> str:
        """One line for people."""
        return (
            f"{self.indicator} {self.comparator}{self.value}{self.unit} "
            f"{self.kind} {self.status} {self.period or '-'} about {self.about_name or '-'}"
        )


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """A passage and who it belongs to."""

    by: str
    by_name: str
    verb: str
    quote: str
    origin: Origin

    @property
    def text(self) -> str:
        """One line for people."""
        return f"{self.by_name} {self.verb}：{self.quote}"


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
        InputError: It is no YAML, or an annotation lacks what the guide asks of it.
    """
    try:
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: not readable as YAML ({str(error).splitlines()[0]}); mend the file") from error
    if not isinstance(gold, dict) or "doc" not in gold:
        raise InputError(f"{path}: no annotations; it needs at least `doc` and `entities`")
    for layer, fields in FIELDS.items():
        _check_layer(path, layer, gold.get(layer) or [], fields)
    return gold


def _check_layer(path: Path, layer: str, items: object, fields: frozenset[str]) -> None:
    if not isinstance(items, list):
        raise InputError(f"{path}: `{layer}` is no list; write one item a line, each `- {{…}}`")
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            raise InputError(f"{path}: {layer}, item {number}: {str(item)[:40]!r} has no fields; write `- {{…}}`")
        if missing := sorted(field for field in fields if item.get(field) is None):
            raise InputError(f"{path}: {layer}, item {number}: without {', '.join(missing)}; see the guide")
        for field in MANY:
            if not isinstance(item.get(field) or [], list):
                raise InputError(f"{path}: {layer}, item {number}: `{field}` is no list; write [{item[field]}]")
        if not _is_number(item.get("value", 0)):
            raise InputError(f"{path}: {layer}, item {number}: {item['value']!r} is no number; see the guide")


def _is_number(value: object) -> bool:
    try:
        return math.isfinite(float(str(value)))
    except ValueError:
        return False


def gold_facts(gold: Mapping[str, Any]) -> Facts:
    """Bring annotations into the common form."""
    names = {str(entity["id"]): str(entity["name"]) for entity in gold.get("entities") or []}
    return Facts(
        tuple(_gold_thing(entity) for entity in gold.get("entities") or []),
        tuple(_gold_relation(relation, names) for relation in gold.get("relations") or []),
        tuple(_gold_observation(observation, names) for observation in gold.get("observations") or []),
        tuple(_gold_proposal(proposal, names) for proposal in gold.get("proposals") or []),
    )


def _gold_thing(entity: Mapping[str, Any]) -> Thing:
    name = str(entity["name"])
    within, also, aliases, deictic = (list(map(str, entity.get(field) or [])) for field in MANY)
    return Thing(
        id=str(entity["id"]),
        type=str(entity["type"]),
        name=name,
        names=frozenset(normalize(form) for form in [name, *also]),
        origin=Origin(quotes=(*within, name, *also, *aliases, *deictic)),
    )


def _gold_relation(relation: Mapping[str, Any], names: Mapping[str, str]) -> RelationFact:
    subject, predicate, value = str(relation["s"]), str(relation["p"]), str(relation["o"])
    text = f"{names.get(subject, subject)} {predicate} {names.get(value, value)}"
    value = normalize(value) if predicate in LITERAL_PREDICATES else value
    return RelationFact(subject, predicate, value, text, Origin((str(relation["quote"]),)))


def _gold_observation(observation: Mapping[str, Any], names: Mapping[str, str]) -> ObservationFact:
    about = str(observation.get("about") or "")
    return ObservationFact(
        value=_number(observation["value"]),
        unit=str(observation.get("unit") or ""),
        indicator=str(observation["indicator"]),
        kind=str(observation["kind"]),
        status=str(observation["status"]),
        comparator=str(observation.get("comparator") or "="),
        period=str(observation.get("period") or ""),
        about=about,
        about_name=names.get(about, about),
        origin=Origin((str(observation["quote"]),)),
    )


def _gold_proposal(proposal: Mapping[str, Any], names: Mapping[str, str]) -> ProposalFact:
    by, quote = str(proposal["by"]), str(proposal["quote"])
    return ProposalFact(by, names.get(by, by), str(proposal["verb"]), quote, Origin((quote,)))


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
    spans = _graph_spans(store, document)
    things = _graph_things(store, document, spans)
    names = {thing.id: thing.name for thing in things}
    return Facts(
        things,
        _graph_relations(store, document, names, spans),
        _graph_observations(store, document, names, spans),
        _graph_proposals(store, document, names, spans),
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


def _graph_spans(store: Store, document: str) -> dict[str, Origin]:
    """Find the words and places of all evidence of a document."""
    rows = _select(
        store,
        f"""SELECT ?span ?exact ?start ?end WHERE {{ ?span oa:hasSource {document} ; oa:hasSelector ?selector .
        OPTIONAL {{ ?selector oa:exact ?exact }} OPTIONAL {{ ?selector oa:start ?start ; oa:end ?end }} }}
        ORDER BY ?span ?selector""",
    )
    pieces: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        pieces.setdefault(row["span"], []).append(row)
    return {
        name: Origin(
            quotes=tuple(row["exact"] for row in group if "exact" in row),
            spans=tuple(sorted(Span(int(row["start"]), int(row["end"])) for row in group if "start" in row)),
        )
        for name, group in pieces.items()
    }


_Row = dict[str, str]


def _with_origin(rows: Iterable[_Row], spans: Mapping[str, Origin]) -> list[tuple[_Row, Origin]]:
    """Bring the rows of one fact, which differ in span and rule alone, down to its first place in the document."""
    first: dict[tuple[tuple[str, str], ...], tuple[_Row, Origin]] = {}
    for row in rows:
        key = tuple(sorted((name, value) for name, value in row.items() if name not in ("span", "rule")))
        place = spans.get(row.get("span", ""), Origin())
        origin = Origin(place.quotes, place.spans, row.get("rule", ""))
        if key not in first or (origin.spans, origin.rule) < (first[key][1].spans, first[key][1].rule):
            first[key] = (row, origin)
    return list(first.values())


def _graph_things(store: Store, document: str, spans: Mapping[str, Origin]) -> tuple[Thing, ...]:
    rows = _select(
        store,
        f"""SELECT ?e ?type ?name ?span ?rule WHERE {{ {document} kg:mentions ?e . ?e a ?type ; rdfs:label ?name .
        OPTIONAL {{ ?a rdf:object ?e ; rdf:subject {document} ; rdf:predicate kg:mentions ; prov:wasDerivedFrom ?span .
        OPTIONAL {{ ?a kg:rule ?rule }} }} }} ORDER BY ?e""",
    )
    return tuple(
        Thing(
            id=row["e"],
            type=row["type"].removeprefix(KG),
            name=row["name"],
            names=frozenset([normalize(row["name"])]),
            origin=origin,
        )
        for row, origin in _with_origin(rows, spans)
    )


def _graph_relations(
    store: Store, document: str, names: Mapping[str, str], spans: Mapping[str, Origin]
) -> tuple[RelationFact, ...]:
    rows = _select(
        store,
        f"""SELECT ?s ?p ?o ?span ?rule WHERE {{
        ?a a kg:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?span .
        ?span oa:hasSource {document} . OPTIONAL {{ ?a kg:rule ?rule }}
        FILTER(?p != kg:mentions) FILTER EXISTS {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o""",
    )
    found = []
    own = document.strip("<>")
    for row, origin in _with_origin(rows, spans):
        predicate = row["p"].removeprefix(KG)
        subject = DOCUMENT if row["s"] == own else row["s"]
        value = normalize(row["o"]) if predicate in LITERAL_PREDICATES else row["o"]
        text = f"{names.get(subject, subject)} {predicate} {names.get(value, value)}"
        found.append(RelationFact(subject, predicate, value, text, origin))
    return tuple(found)


def _graph_observations(
    store: Store, document: str, names: Mapping[str, str], spans: Mapping[str, Origin]
) -> tuple[ObservationFact, ...]:
    rows = _select(
        store,
        f"""SELECT ?o ?value ?unit ?indicator ?kind ?status ?comparator ?period ?about ?span ?rule
        WHERE {{ ?o a kg:Observation ; kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit ; kg:kind ?kind ;
        kg:status ?status ; kg:comparator ?comparator ; prov:wasDerivedFrom ?span . ?span oa:hasSource {document} .
        OPTIONAL {{ ?o kg:period ?period }} OPTIONAL {{ ?o kg:about ?about }} OPTIONAL {{ ?o kg:rule ?rule }} }}
        ORDER BY ?o""",
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
            about_name=names.get(row.get("about", ""), row.get("about", "")),
            origin=origin,
        )
        for row, origin in _with_origin(rows, spans)
    )


def _graph_proposals(
    store: Store, document: str, names: Mapping[str, str], spans: Mapping[str, Origin]
) -> tuple[ProposalFact, ...]:
    rows = _select(
        store,
        f"""SELECT ?p ?by ?verb ?quote ?span ?rule WHERE {{ ?p a kg:Proposal ; kg:proposedBy ?by ; kg:verb ?verb ;
        kg:quote ?quote ; prov:wasDerivedFrom ?span . ?span oa:hasSource {document} .
        OPTIONAL {{ ?p kg:rule ?rule }} }} ORDER BY ?p""",
    )
    return tuple(
        ProposalFact(row["by"], names.get(row["by"], row["by"]), row["verb"], row["quote"], origin)
        for row, origin in _with_origin(rows, spans)
    )
