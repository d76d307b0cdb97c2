"""What a dataset says of itself, and the ontology as a page."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import OutputError
from kg.export.ontology_page import to_page, write_page
from kg.export.turtle import to_turtle
from kg.export.vocabularies import ALL_PREFIXES
from kg.export.void import describe, write_description
from kg.graph import BASE_IRI, Dataset
from kg.graph.vocabulary import kg, term
from kg.knowledge.files import shared
from kg.knowledge.ontology import KG, read_ontology

DATASET = NamedNode(BASE_IRI + "dataset")


def void(local: str) -> NamedNode:
    return NamedNode(ALL_PREFIXES["void"] + local)


def test_figures_are_counted(sample_dataset: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "dataset.ttl"
    write_description(sample_dataset, path)
    triples = {quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)}
    assert triples == set(describe(sample_dataset))
    values = {t.predicate: t.object.value for t in triples if t.subject == DATASET}
    assert values[void("triples")] == str(len(sample_dataset))
    assert values[void("documents")] == "1"
    assert values[void("entities")] == "6"
    assert values[void("properties")] == str(len({t.predicate for t in sample_dataset}))
    assert values[void("uriSpace")] == BASE_IRI
    parts = {t.subject: t.object.value for t in triples if t.predicate == void("triples") and t.subject != DATASET}
    assert sum(map(int, parts.values())) == len(sample_dataset), "the properties' triples are all triples"


def test_file_and_run_are_described(sample_dataset: Dataset) -> None:
    triples = describe(sample_dataset)
    turtle = to_turtle(sample_dataset.triples, base_iri=BASE_IRI).encode()
    objects = {t.object for t in triples}
    assert Literal(sha256(turtle).hexdigest()) in objects
    (run,) = {t.subject for t in sample_dataset if t.object == kg("Run")}
    used = [t.object.value for t in triples if t.subject == run and t.predicate == term("prov:used")]
    assert used == [BASE_IRI + "document/report-2021"]
    digest = [t.object.value for t in triples if t.subject == run and t.predicate == kg("knowledgeDigest")]
    assert digest == [run.value.rpartition("-")[2]]
    assert describe(sample_dataset) == triples


def test_description_of_nothing_is_in_order() -> None:
    assert describe(Dataset((), BASE_IRI))


def test_page_explains_every_term() -> None:
    page, ontology = to_page(), read_ontology()
    anchors = re.findall(r'<article id="(\w+)"', page)
    assert set(anchors) == {*ontology.classes, *ontology.properties, "colour", "order", "reasoned"}
    assert len(anchors) == len(set(anchors))
    for found in (*ontology.classes.values(), *ontology.properties.values()):
        assert found.labels["zh"] in page
        assert found.labels["en"] in page
    links = re.findall(r'href="#([\w-]+)"', page)
    assert set(links) <= {*anchors, *re.findall(r'<h2 id="([\w-]+)"', page)}
    assert "传递 transitive" in page


def test_page_needs_no_network() -> None:
    page = to_page()
    assert "<script" not in page
    assert not re.search(r'(src|@import|url\()\s*=?\s*["\']?https?:', page)
    assert "$" not in page


def test_page_is_written(tmp_path: Path) -> None:
    write_page(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == to_page()
    with pytest.raises(OutputError, match="name another file"):
        write_page(tmp_path / "missing" / "page.html")


def test_no_term_of_the_samples_is_undefined(samples: Path) -> None:
    """Every class and property is defined in the ontology, or declared there with the vocabulary that defines it."""
    defined = {}
    for quad in parse(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE):
        if quad.predicate == term("rdf:type"):
            defined[quad.subject.value] = quad.object.value
    used: dict[str, None] = {}
    for quad in parse(path=str(samples / "graph.ttl"), format=RdfFormat.TURTLE):
        used[quad.predicate.value] = None
        if quad.predicate == term("rdf:type"):
            used[quad.object.value] = None
            assert defined.get(quad.object.value) == ALL_PREFIXES["owl"] + "Class", quad.object
        if quad.predicate == term("rdf:predicate"):
            used[quad.object.value] = None
    del used[term("rdf:type").value]
    assert [iri for iri in used if iri not in defined] == []


def test_declared_terms_of_others_name_their_vocabulary() -> None:
    quads = list(parse(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE))
    where = {q.subject.value: q.object.value for q in quads if q.predicate == term("rdfs:isDefinedBy")}
    others = {q.subject.value for q in quads if not q.subject.value.startswith(KG.rstrip("#"))}
    assert others == set(where)
    assert all(iri.startswith(vocabulary) for iri, vocabulary in where.items())
