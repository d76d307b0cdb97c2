"""What follows from small graphs, and that it costs what it gives."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.graph import BASE_IRI, Dataset
from kg.graph.vocabulary import kg, term
from kg.knowledge.queries import read_queries
from kg.query import run
from kg.reason import REASONED, find_consequences, reason_project
from kg.store import open_store, read_dataset

PREFIXES = """
@base <https://w3id.org/zhkg/id/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix kg: <https://w3id.org/zhkg/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def read(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("given", "follows"),
    [
        ("<a> a kg:Company .", "<a> a kg:Organization , kg:Agent , kg:Entity , org:FormalOrganization , foaf:Agent ."),
        ("<a> kg:affiliation <b> .", "<a> org:memberOf <b> ; schema:affiliation <b> . <b> kg:hasMember <a> ; org:hasMember <a> ."),
        ("<a> kg:cooperatesWith <b> .", "<b> kg:cooperatesWith <a> ; org:linkedTo <a> ."),
        ("<a> kg:partOf <b> . <b> kg:partOf <c> .", "<a> kg:partOf <c> ; dcterms:isPartOf <c> . <c> kg:hasPart <a> ."),
        ("<a> kg:subsidiaryOf <b> . <b> kg:subsidiaryOf <c> .", "<c> kg:hasSubsidiary <a> . <a> org:subOrganizationOf <c> ."),
        ("<a> kg:locatedIn <b> . <b> kg:locatedIn <c> .", "<c> kg:locationOf <a> ."),
        ("<a> kg:locatedIn <b> . <b> kg:partOf <c> . <c> kg:partOf <d> .", "<a> kg:locatedIn <c> , <d> . <d> kg:locationOf <a> ."),
        ('<a> a kg:Programme ; rdfs:label "三高四新"@zh .', '<a> skos:prefLabel "三高四新"@zh ; schema:name "三高四新"@zh ; a skos:Concept .'),
        ("<a> kg:initiatedBy <b> .", "<a> prov:wasAttributedTo <b> . <b> kg:initiated <a> ."),
    ],
)  # fmt: skip
def test_rules_conclude(given: str, follows: str) -> None:
    assert set(read(follows)) <= set(find_consequences(read(given)))


def test_every_rule_is_needed() -> None:
    text = "".join(rule.text for rule in read_queries("rules").values())
    assert text.count("GRAPH rule:new") >= len(read_queries("rules"))
    assert len(read_queries("rules")) == 8


def test_circles_end_and_nothing_is_above_itself() -> None:
    found = find_consequences(read("<a> kg:partOf <b> . <b> kg:partOf <c> . <c> kg:partOf <a> ."))
    partof = {(t.subject.value[-1], t.object.value[-1]) for t in found if t.predicate == kg("partOf")}
    assert partof == {("a", "c"), ("b", "a"), ("c", "b")}


def test_long_chain_needs_few_rounds_and_is_complete() -> None:
    size = 60
    chain = [
        Triple(NamedNode(f"{BASE_IRI}region/{n}"), kg("partOf"), NamedNode(f"{BASE_IRI}region/{n + 1}"))
        for n in range(size)
    ]
    found = find_consequences(chain)
    assert sum(t.predicate == kg("partOf") for t in found) == size * (size - 1) // 2
    assert sum(t.predicate == kg("hasPart") for t in found) == size * (size + 1) // 2


def test_what_was_read_is_not_repeated(sample_dataset: Dataset) -> None:
    found = find_consequences(sample_dataset.triples)
    assert set(found).isdisjoint(sample_dataset.triples)
    assert found == find_consequences(reversed(sample_dataset.triples))
    assert find_consequences([*sample_dataset.triples, *found]) == ()


def test_project_has_a_graph_of_its_own(sample_out: Path, sample_dataset: Dataset) -> None:
    count = reason_project(sample_out)
    assert read_dataset(sample_out).triples == sample_dataset.triples
    store = open_store(sample_out)
    triples = {quad.triple for quad in store.quads_for_pattern(None, None, None, REASONED)}
    written = {quad.triple for quad in parse(path=str(sample_out / "reasoned.ttl"), format=RdfFormat.TURTLE)}
    assert len(triples) == count
    assert written == triples
    ask = "ASK { ?x a foaf:Agent }".replace("foaf:Agent", "<http://xmlns.com/foaf/0.1/Agent>")
    assert run(sample_out, ask) is False
    assert run(sample_out, ask, reasoned=True) is True
    assert run(sample_out, f"ASK {{ GRAPH kg:reasoned {{ {ask[6:-2]} }} }}") is True
    assert reason_project(sample_out) == count


def test_quads_of_the_default_graph_only(sample_out: Path) -> None:
    reason_project(sample_out)
    city = NamedNode(BASE_IRI + "region/430400")
    quad = Quad(city, term("rdf:type"), kg("Entity"), REASONED)
    assert quad in open_store(sample_out)
    assert Quad(city, term("rdf:type"), kg("Entity")) not in open_store(sample_out)
