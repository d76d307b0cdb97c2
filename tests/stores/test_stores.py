"""The graph of the samples in real stores: the same triples, the same answers."""

from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.ask import fill, read_questions
from kg.export.turtle import write_turtle
from kg.load import Login, digest, load
from kg.store import open_store, write_store
from tests.serve.servers import oxigraph_serve
from tests.stores.answers import of_store, over_http
from tests.stores.stores import PASSWORD, Jena, virtuoso
from tests.test_ask import ANSWERS, add_more

GRAPH = "https://example.org/zhkg"


@pytest.fixture(scope="module")
def asked(samples, tmp_path_factory):
    """The graph that the questions are asked of."""
    out = tmp_path_factory.mktemp("asked")
    dataset = add_more(samples)
    write_store(dataset, out)
    write_turtle(dataset, out / "graph.ttl")
    return out


@pytest.fixture(scope="module")
def answers(asked):
    """What the embedded store answers to every question, with its own parameters and those of other tests."""
    store, questions = open_store(asked), read_questions()
    given = [(name, {}) for name in questions] + [(name, parameters) for name, parameters, _ in ANSWERS]
    texts = dict.fromkeys(fill(questions[name], parameters) for name, parameters in given)
    return {text: of_store(store, text) for text in texts}


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


def test_every_question_has_an_answer(answers):
    assert len(answers) > len(read_questions()) >= 40
    answered = {text.splitlines()[1] for text, rows in answers.items() if rows}
    assert {question.text.splitlines()[1] for question in read_questions().values()} == answered


def test_oxigraph_answers_the_same(asked, answers, oxigraph):
    loaded = load(asked, oxigraph, store="oxigraph", graph=GRAPH, replace=True)
    assert sum(each.triples for each in loaded if each.graph == GRAPH) == len(_triples(asked))
    assert_same(answers, lambda query: over_http(f"{oxigraph}/query", query, GRAPH))


def test_virtuoso_answers_the_same(asked, answers, virtuoso_address):
    load(asked, virtuoso_address, store="virtuoso", graph=GRAPH, replace=True, login=Login("dba", PASSWORD))
    assert_same(answers, lambda query: over_http(f"{virtuoso_address}/sparql", query, GRAPH))


def test_jena_tdb2_answers_the_same(asked, answers, jena):
    jena.load(asked / "graph.ttl")
    found = jena.ask(tuple(answers))
    assert_same(answers, found.__getitem__)


def assert_same(answers, ask):
    others = {query: ask(query) for query in answers}
    assert {query: (own, others[query]) for query, own in answers.items() if others[query] != own} == {}


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


def _triples(out: Path) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in open_store(out).quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())]


def _parse(lines: str) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)]
