"""Any text of any characters as label, quote or indicator: every store gives it back as it was."""

import json
import re

import pytest

from kg.export.turtle import write_turtle
from kg.graph import BASE_IRI, Dataset, sort_triples
from kg.load import Login, load
from kg.store import open_store, write_store
from tests.export.texts import AWKWARD, PIECES, made, many_texts
from tests.serve.servers import oxigraph_serve
from tests.stores.answers import of_json, of_store, over_http
from tests.stores.stores import PASSWORD, Jena, virtuoso

GENERATED = 1000  # texts a store; sixteen triples each
ALWAYS = (*AWKWARD, *PIECES, "长" * 20_000)
GRAPH = "https://example.org/texts"
# In parts: Virtuoso cuts an answer at 10 000 rows as Debian sets it up.
WORDS = "SELECT ?s ?p ?o WHERE {{ ?s ?p ?o . FILTER(ISLITERAL(?o) && STRSTARTS(STR(?s), '{base}{kind}/')) }}"
KINDS = ("company", "document", "observation", "proposal")
REFUSED = re.compile("[\0\ud800-\udfff]")  # what no RDF format can carry


@pytest.fixture(scope="module")
def texts():
    """The texts that RDF can hold, after it was seen that all others are refused, and only they."""
    held, refused = many_texts(GENERATED)
    assert all(map(REFUSED.search, refused))
    assert not any(map(REFUSED.search, held))
    assert len(held) > GENERATED / 2
    return list(dict.fromkeys([*held, *(text for text in ALWAYS if not REFUSED.search(text))]))


@pytest.fixture(scope="module")
def built(texts, tmp_path_factory):
    """A graph that holds all of them."""
    out = tmp_path_factory.mktemp("texts")
    triples = [triple for number, text in enumerate(texts) for triple in made(text, number)]
    dataset = Dataset(sort_triples(triples), BASE_IRI)
    write_store(dataset, out)
    write_turtle(dataset, out / "graph.ttl")
    return out


@pytest.fixture(scope="module")
def wanted(built, texts):
    """What stands in the graph, by question."""
    store = open_store(built)
    found = {query: of_store(store, query) for query in (WORDS.format(base=BASE_IRI, kind=kind) for kind in KINDS)}
    labels = {row[0] for rows in found.values() for row in rows}
    assert labels >= {f"{text}@zh" for text in texts}
    return found


def test_oxigraph_gives_any_text_back(built, wanted, tmp_path):
    with oxigraph_serve(tmp_path) as address:
        load(built, address, store="oxigraph", graph=GRAPH)
        assert_same(wanted, lambda query: over_http(f"{address}/query", query, GRAPH))


def test_virtuoso_gives_any_text_back(built, wanted, tmp_path):
    with virtuoso(tmp_path) as address:
        load(built, address, store="virtuoso", graph=GRAPH, login=Login("dba", PASSWORD))
        assert_same(wanted, lambda query: over_http(f"{address}/sparql", query, GRAPH))


def test_jena_gives_any_text_back(built, wanted, tmp_path):
    jena = Jena(tmp_path)
    jena.load(built / "graph.ttl")
    assert_same(wanted, lambda query: of_json(json.loads(jena.select(query))))


def assert_same(wanted, ask):
    for query, rows in wanted.items():
        found = ask(query)
        assert sorted((rows - found).items())[:5] == sorted((found - rows).items())[:5] == []
