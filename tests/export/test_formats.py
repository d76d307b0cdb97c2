"""Every format says what the graph says, whatever characters its texts hold, or refuses them with a reason."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.cli_rdf import FORMATS
from kg.errors import InputError, OutputError
from kg.export import EXPORTERS, export_dataset
from kg.export.by_document import split
from kg.export.jsonld import to_jsonld
from kg.export.nquads import to_quads
from kg.export.rdfxml import to_rdfxml
from kg.export.turtle12 import to_turtle12
from kg.graph import BASE_IRI, Dataset, sort_triples
from kg.graph.vocabulary import kg, term
from kg.knowledge.files import shared
from kg.project import build_project
from kg.store import read_dataset
from tests.export.texts import AWKWARD, EVERY_RUN_THE_SAME, PIECES, TEXTS, made

RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "turtle12": RdfFormat.TURTLE,
}
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
XML = {"rdfxml", "graphml", "gexf"}
NOT_IN_RDF = re.compile("[\0\ud800-\udfff]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REIFIES = term("rdf:reifies")
EXAMPLES = 150  # a format, each read back by two parsers


def write(name: str, dataset: Dataset) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        export_dataset(dataset, name, path)
        return path.read_bytes()


def read(name: str, written: bytes) -> set[Triple]:
    return {quad.triple for quad in parse(written, format=RDF[name])} - {
        quad.triple for quad in parse(written, format=RDF[name]) if quad.predicate == REIFIES
    }


def read_rdflib(name: str, written: bytes) -> set[Triple]:
    graph = rdflib.Dataset(default_union=True).parse(data=written, format=RDFLIB[name])
    nt = rdflib.Graph()
    for subject, predicate, object_, _ in graph.quads():
        nt.add((subject, predicate, object_))
    return {quad.triple for quad in parse(nt.serialize(format="nt"), format=RdfFormat.N_TRIPLES)}


def test_command_knows_every_format() -> None:
    assert tuple(EXPORTERS) == FORMATS


@pytest.mark.parametrize("name", sorted(RDF))
def test_sample_is_the_same_in_every_rdf_format(name: str, sample_dataset: Dataset) -> None:
    written = write(name, sample_dataset)
    assert read(name, written) == set(sample_dataset.triples)
    assert written.endswith(b"\n")
    assert b"\r" not in written
    assert write(name, sample_dataset) == written


@pytest.mark.parametrize("name", sorted(RDFLIB))
def test_rdflib_reads_the_same(name: str, sample_dataset: Dataset) -> None:
    assert read_rdflib(name, write(name, sample_dataset)) == set(sample_dataset.triples)


@pytest.mark.parametrize("name", sorted(RDF))
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), **EVERY_RUN_THE_SAME)
@given(text=TEXTS)
def test_any_text_survives_or_is_refused(name: str, text: str) -> None:
    if NOT_IN_RDF.search(text):
        with pytest.raises(InputError, match="which RDF cannot hold"):
            made(text)
        return
    dataset = made(text)
    if name in XML and NOT_IN_XML.search(text):
        with pytest.raises(InputError, match="which XML cannot hold"):
            write(name, dataset)
        return
    written = write(name, dataset)
    assert read(name, written) == set(dataset.triples)
    if name in RDFLIB:
        assert read_rdflib(name, written) == set(dataset.triples)


@pytest.mark.parametrize("name", sorted(RDFLIB))
def test_awkward_texts_survive(name: str) -> None:
    kept = [text for text in (*AWKWARD, *PIECES) if not (NOT_IN_RDF.search(text) or NOT_IN_XML.search(text))]
    triples = [triple for number, text in enumerate(kept) for triple in made(text, number)]
    written = write(name, Dataset(sort_triples(triples), BASE_IRI))
    assert read(name, written) == set(triples) == read_rdflib(name, written)


def test_rdfxml_refuses_what_xml_cannot_name() -> None:
    node = NamedNode(BASE_IRI + "a")
    with pytest.raises(InputError, match="does not end in a name"):
        to_rdfxml([Triple(node, NamedNode("https://example.org/1"), Literal("x"))])
    with pytest.raises(InputError, match="is no IRI"):
        to_rdfxml([Triple(BlankNode("x"), kg("about"), node)])
    assert 'xmlns:ns1="https://example.org/"' in to_rdfxml([Triple(node, NamedNode("https://example.org/p"), node)])


def test_named_graphs_hold_what_their_document_says(sample_dataset: Dataset) -> None:
    graphs = split(sample_dataset)
    (document,) = (graph for graph in graphs if graph)
    assert document.value.endswith("document/report-2021")
    city = NamedNode(BASE_IRI + "region/430400")
    (programme,) = (t.object for t in sample_dataset if t.predicate == kg("pursues"))
    assert Triple(city, kg("pursues"), programme) in graphs[document]
    assert Triple(city, term("rdf:type"), kg("AdministrativeRegion")) in graphs[None]
    kinds = {str(t.subject).partition("/id/")[2].partition("/")[0] for t in graphs[document]}
    assert {"assertion", "observation", "proposal", "document", "region"} <= kinds
    assert {str(t.subject).partition("/id/")[2].partition("/")[0] for t in graphs[None]}.isdisjoint(
        {"assertion", "observation", "proposal", "document"}
    )
    assert {quad.triple for quad in to_quads(sample_dataset)} == set(sample_dataset.triples)


def test_a_relation_of_two_documents_stands_in_both_graphs() -> None:
    def said(document: str) -> list[Triple]:
        node = NamedNode(f"{BASE_IRI}assertion/{document}-0a1b")
        parts = zip(("subject", "predicate", "object"), triple, strict=True)
        return [
            Triple(NamedNode(f"{BASE_IRI}document/{document}"), term("rdf:type"), kg("Document")),
            *(Triple(node, term(f"rdf:{name}"), part) for name, part in parts),
        ]

    city, country = (NamedNode(f"{BASE_IRI}region/{code}") for code in ("430400", "CN"))
    triple = Triple(city, kg("partOf"), country)
    graphs = split(Dataset(sort_triples([triple, *said("a-b"), *said("c")]), BASE_IRI))
    assert [graph and graph.value[-3:] for graph, triples in graphs.items() if triple in triples] == ["a-b", "t/c"]
    quads = to_quads(Dataset((triple,), BASE_IRI))
    assert [quad.graph_name for quad in quads] == [DefaultGraph()]


def test_assertions_are_the_reifiers_of_their_relations(sample_dataset: Dataset) -> None:
    text = to_turtle12(sample_dataset)
    assert text.startswith('VERSION "1.2"\n')
    assert "<< " not in text
    assert "<<(" in text, "a planned relation stands in no triple and is a triple term"
    reified = [quad for quad in parse(text, format=RdfFormat.TURTLE) if quad.predicate == REIFIES]
    parts = {t.subject: t.object for t in sample_dataset if t.predicate == term("rdf:object")}
    assert {quad.subject: quad.object.object for quad in reified} == parts
    plain = [line for line in text.splitlines() if "kg:pursues" in line and " ~ " in line]
    assert plain


def test_jsonld_is_plain_to_read(sample_dataset: Dataset) -> None:
    read = json.loads(to_jsonld(sample_dataset.triples))
    by_id = {node["@id"]: node for node in read["@graph"]}
    city = by_id["region/430400"]
    assert city["@type"] == "AdministrativeRegion"
    assert city["label"] == "衡阳市"
    assert city["pursues"].startswith("programme/")
    observation = next(node for node in read["@graph"] if node["@type"] == "Observation")
    assert observation["value"] == "600"
    assert read["@context"]["@base"] == BASE_IRI


def is_subsequence(lines: list[str], of: list[str]) -> bool:
    rest = iter(of)
    return all(line in rest for line in lines)


def test_one_more_document_only_adds_lines(sample_dataset: Dataset) -> None:
    both = Dataset(sort_triples([*sample_dataset.triples, *made("另一篇").triples]), BASE_IRI)
    for name in ("turtle", "ntriples", "nquads", "trig"):
        before, after = (write(name, dataset).decode().split("\n") for dataset in (sample_dataset, both))
        assert is_subsequence(before, after), name


def test_one_more_sample_adds_only_its_own_lines(tmp_path: Path) -> None:
    """The files of two builds differ by what the further document says and by the entities that it mentions."""
    names = ("baoji-titanium-2012", "qinzhou-materials-park-2022", "yueyang-deputies-2021")
    folder = shared("data/samples")
    for count in (2, 3):
        build_project([folder / f"{name}.txt" for name in names[:count]], tmp_path / str(count))
    before, after = ((tmp_path / str(count) / "graph.ttl").read_text(encoding="utf-8").split("\n") for count in (2, 3))
    assert is_subsequence(before, after)
    two, three = (read_dataset(tmp_path / str(count)) for count in (2, 3))
    document = NamedNode(f"{BASE_IRI}document/{names[-1]}")
    own = split(three)[document]
    mentioned = {t.object for t in own if t.predicate == kg("mentions")}
    added = set(three.triples) - set(two.triples)
    assert added
    assert [t for t in added - set(own) if t.subject not in mentioned] == []


def test_unknown_format_and_place_are_refused(sample_dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no format 'doc'; there are turtle"):
        export_dataset(sample_dataset, "doc", tmp_path / "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        export_dataset(sample_dataset, "turtle", tmp_path / "file" / "x")


def test_serializer_of_the_library_is_not_used_for_xml() -> None:
    """pyoxigraph leaves carriage returns bare; when it no longer does, ours can go."""
    triple = Triple(NamedNode(BASE_IRI + "a"), kg("unit"), Literal("\r"))
    assert b"\r" in (serialize([triple], format=RdfFormat.RDF_XML) or b"")
