"""The graph of the samples in real stores: the same triples, the same answers."""

from collections import Counter
from pathlib import Path

import httpx
import pyoxigraph
import pytest
import rdflib

from kg.ask import fill, read_questions
from kg.export.turtle import to_turtle
from kg.graph import sort_triples
from kg.load import Login, digest, load
from kg.store import open_store
from tests.serve.servers import oxigraph_serve
from tests.stores.answers import of_store, over_http
from tests.stores.stores import PASSWORD, Jena, put, virtuoso

GRAPH = "https://example.org/zhkg"
QUESTIONS = (
    "addressed",
    "awards",
    "companies-in-industry",
    "largest-amounts",
    "located-in",
    "measured-of",
    "mentioned-with",
    "plans",
    "proposals-about",
    "targets-and-results",
)
TEXTS = {
    "astral": "𠮷野家 😀",
    "quotes": "“双引号”'单'\"直\"\\反斜",
    "lines": "一\n二\r\n三\t四",
    "controls": "\x01\x02\x1f\x7f\x85",
    "separators": "\u2028\u2029\u3000\u00a0\u200b\ufeff",
    "directions": "\u202eabc\u202c",
    "combining": "e\u0301 ga\u0308",
    "private": "\ue000\uf8ff",
    "compatibility": "\uf900\u2f00",
    "noncharacters": "\ufffe\uffff",
    "markup": "<b>&amp;]]></b>",
}
NAMED = "https://example.org/unicode"


@pytest.fixture(scope="module")
def answers(samples):
    """What the embedded store answers, by question."""
    store, questions = open_store(samples), read_questions()
    texts = {name: fill(questions[name], {}) for name in QUESTIONS}
    return {name: (text, of_store(store, text)) for name, text in texts.items()}


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory):
    with oxigraph_serve(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="module")
def virtuoso_address(tmp_path_factory):
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(scope="module")
def jena(tmp_path_factory):
    return Jena(tmp_path_factory.mktemp("jena"))


def test_the_questions_have_answers_in_the_samples(answers):
    assert sum(bool(rows) for _, rows in answers.values()) >= 8


def test_oxigraph_answers_the_same(samples, answers, oxigraph):
    loaded = load(samples, oxigraph, store="oxigraph", graph=GRAPH, replace=True)
    assert sum(each.triples for each in loaded if each.graph == GRAPH) == len(_triples(samples))
    for name, (query, rows) in answers.items():
        assert over_http(f"{oxigraph}/query", query, GRAPH) == rows, name


def test_virtuoso_answers_the_same(samples, answers, virtuoso_address):
    load(samples, virtuoso_address, store="virtuoso", graph=GRAPH, replace=True, login=Login("dba", PASSWORD))
    for name, (query, rows) in answers.items():
        assert over_http(f"{virtuoso_address}/sparql", query, GRAPH) == rows, name


def test_jena_tdb2_answers_the_same(samples, answers, jena):
    jena.load(samples / "graph.ttl")
    found = jena.ask({name: query for name, (query, _) in answers.items()})
    assert found == {name: rows for name, (_, rows) in answers.items()}


def test_turtle_read_by_pyoxigraph_is_the_store(samples):
    read = pyoxigraph.parse(path=str(samples / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    assert Counter(quad.triple for quad in read) == Counter(_triples(samples))


def test_turtle_read_by_rdflib_is_the_store(samples):
    lines = rdflib.Graph().parse(samples / "graph.ttl").serialize(format="ntriples")
    assert digest(_parse(lines)) == digest(_triples(samples))


def test_turtle_read_by_riot_is_the_store(samples, jena):
    assert digest(_parse(jena.run("riotcmd.riot", "--output=nt", str(samples / "graph.ttl")))) == digest(
        _triples(samples)
    )


def test_any_characters_survive_oxigraph(oxigraph):
    assert put(f"{oxigraph}/store", NAMED, _unicode()) in {200, 201, 204}
    assert _labels(f"{oxigraph}/query") == TEXTS


def test_any_characters_survive_virtuoso(virtuoso_address):
    status = put(
        f"{virtuoso_address}/sparql-graph-crud-auth", NAMED, _unicode(), auth=httpx.DigestAuth("dba", PASSWORD)
    )
    assert status in {200, 201}
    assert _labels(f"{virtuoso_address}/sparql") == TEXTS


def test_any_characters_survive_jena(jena, tmp_path):
    path = tmp_path / "unicode.ttl"
    path.write_text(_unicode(), encoding="utf-8")
    read = _parse(jena.run("riotcmd.riot", "--output=nt", str(path)))
    assert {str(triple.subject.value).rpartition("/")[2]: triple.object.value for triple in read} == TEXTS


def _triples(out: Path) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in open_store(out).quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())]


def _parse(lines: str) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)]


def _unicode() -> str:
    label = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return to_turtle(
        sort_triples(
            pyoxigraph.Triple(pyoxigraph.NamedNode(f"{NAMED}/{name}"), label, pyoxigraph.Literal(text, language="zh"))
            for name, text in TEXTS.items()
        )
    )


def _labels(url: str) -> dict[str, str]:
    query = f"SELECT ?s ?l WHERE {{ GRAPH <{NAMED}> {{ ?s ?p ?l }} }}"
    rows = over_http(url, query)
    return {label.strip("<>").rpartition("/")[2]: text.removesuffix("@zh") for text, label in rows}
