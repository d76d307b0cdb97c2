"""The server as its clients see it, over HTTP."""

import json
import subprocess
import sys
import threading
import time
from urllib.parse import quote, unquote

import httpx
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.export.jsonld import to_context, to_jsonld
from kg.graph import BASE_IRI
from kg.query import run
from kg.store import open_store, write_graph
from tests.serve.conftest import TIMEOUT_S
from tests.serve.servers import ROOT, kg_serve
from tests.test_cli import run as run_kg

PEOPLE = "SELECT ?name WHERE { ?p a kg:Person ; rdfs:label ?name } ORDER BY ?name"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def ask(client, query, accept="application/sparql-results+json"):
    return client.post("/sparql", data={"query": query}, headers={"Accept": accept})


@pytest.fixture(scope="module")
def person(samples):
    """A person that stands in a relation."""
    rows = run(samples, "SELECT ?p WHERE { ?p a kg:Person ; kg:affiliation ?o } ORDER BY ?p LIMIT 1").rows
    return rows[0][0].value.removeprefix(BASE_IRI)


def test_get_form_and_direct_post_answer_the_same(client, samples):
    names = [row[0].value for row in run(samples, PEOPLE).rows]
    answers = [
        client.get("/sparql", params={"query": PEOPLE}),
        client.post("/sparql", data={"query": PEOPLE}),
        client.post("/sparql", content=PEOPLE, headers={"Content-Type": "application/sparql-query"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert [row["name"]["value"] for row in answer.json()["results"]["bindings"]] == names


@pytest.mark.parametrize(
    ("accept", "start"),
    [
        ("application/sparql-results+json", '{"head"'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "name\r\n"),
        ("text/tab-separated-values", "?name\n"),
    ],
)
def test_rows_come_in_the_form_asked_for(client, accept, start):
    answer = ask(client, PEOPLE, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert "Accept" in answer.headers["vary"]
    assert answer.text.startswith(start)


@pytest.mark.parametrize("accept", FORMS)
def test_triples_come_in_the_form_asked_for(client, samples, accept):
    query = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a kg:Person ; rdfs:label ?l }"
    answer = ask(client, query, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    found = {quad.triple for quad in parse(answer.content, format=FORMS[accept])}
    assert found == set(run(samples, query).triples)


@pytest.mark.parametrize(
    ("request_", "status", "reason"),
    [
        ({"method": "GET", "url": "/sparql?query=SELECT"}, 400, "query:1: not SPARQL"),
        ({"method": "GET", "url": "/sparql?query=%FF"}, 400, "send UTF-8"),
        ({"method": "GET", "url": "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D"}, 400, "2 queries"),
        ({"method": "GET", "url": "/sparql?x=1"}, 400, "0 queries"),
        ({"method": "GET", "url": "/sparql?update=CLEAR%20ALL"}, 403, "read-only"),
        ({"method": "POST", "url": "/sparql", "data": {"update": "CLEAR ALL"}}, 403, "read-only"),
        ({"method": "POST", "url": "/sparql", "content": b"ASK {}"}, 415, "no content type"),
        (
            {
                "method": "POST",
                "url": "/sparql",
                "content": b"\xff",
                "headers": {"Content-Type": "application/sparql-query"},
            },
            400,
            "not UTF-8",
        ),
        ({"method": "POST", "url": "/sparql", "data": {"query": "#" * 2**21}}, 413, "longer than"),
        ({"method": "DELETE", "url": "/sparql"}, 405, ""),
        ({"method": "PUT", "url": "/store?default", "content": b""}, 405, "read-only"),
        ({"method": "GET", "url": "/store"}, 400, "name one graph"),
        ({"method": "GET", "url": "/store?graph=urn:none"}, 404, "no such graph"),
        ({"method": "GET", "url": "/store?graph=not%20an%20iri"}, 400, ""),
        ({"method": "GET", "url": "/store?default", "headers": {"Accept": "image/png"}}, 406, "text/turtle"),
        ({"method": "GET", "url": "/id/nobody"}, 404, "nothing here has this IRI"),
        ({"method": "GET", "url": "/doc/a%3E%7D%20b"}, 404, ""),
        ({"method": "GET", "url": "/static/../app.py"}, 404, ""),
        ({"method": "GET", "url": "/static/%2e%2e/app.py"}, 404, ""),
    ],
)
def test_refusal_has_status_and_reason(client, request_, status, reason):
    answer = client.request(**request_)
    assert answer.status_code == status
    assert reason in answer.text


def test_default_and_named_graphs_of_the_request(tmp_path, sample_out):
    extra = NamedNode("https://example.org/图")
    write_graph(sample_out, extra, [quad.triple for quad in parse("<u:s> <u:p> 1 .", format=RdfFormat.TURTLE)])
    with kg_serve(sample_out) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        alone = client.get("/sparql", params={"query": count, "default-graph-uri": extra.value}).json()
        assert alone["results"]["bindings"][0]["n"]["value"] == "1"
        named = {"query": "ASK { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": extra.value}
        assert client.post("/sparql", data=named).json()["boolean"]
        assert not client.post("/sparql", data={**named, "named-graph-uri": "urn:other"}).json()["boolean"]
        graph = client.get("/store", params={"graph": extra.value}, headers={"Accept": "application/n-triples"})
        assert graph.text == '<u:s> <u:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        description = rdflib.Graph().parse(data=client.get("/sparql").content, format="turtle")
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert (None, sd.endpoint, rdflib.URIRef(f"{address}/sparql")) in description
        assert (None, sd.name, rdflib.URIRef(extra.value)) in description


def test_default_graph_by_graph_store_protocol(client, samples):
    answer = client.get("/store?default", headers={"Accept": "application/n-triples"})
    if answer.status_code == 413:  # the limit of this server; the samples are larger
        assert "longer than 1 MiB" in answer.text
        return
    assert {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)} == {
        quad.triple for quad in open_store(samples)
    }


def test_runaway_query_is_stopped_while_others_go_on(client):
    started = time.monotonic()
    answers = []
    runaways = [threading.Thread(target=lambda: answers.append(ask(client, RUNAWAY))) for _ in range(2)]
    for thread in runaways:
        thread.start()
    time.sleep(0.3)
    others = [ask(client, PEOPLE).status_code for _ in range(3)]
    others_took_s = time.monotonic() - started
    for thread in runaways:
        thread.join()
    assert others == [200, 200, 200]
    assert all(answer.status_code == 503 and "time limit" in answer.text for answer in answers)
    assert others_took_s < TIMEOUT_S + 5
    assert [ask(client, PEOPLE).status_code for _ in range(6)] == [200] * 6  # the stopped ones were replaced


def test_query_of_a_client_that_went_away_is_stopped(sample_out):
    with kg_serve(sample_out, "--timeout", "60", "--workers", "1") as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                f"{address}/sparql",
                data={"query": RUNAWAY.replace(" }", " . ?j ?k ?l . ?m ?o ?p }")},
                timeout=0.5,
                trust_env=False,
            )
        started = time.monotonic()
        assert httpx.post(f"{address}/sparql", data={"query": PEOPLE}, timeout=50, trust_env=False).status_code == 200
        assert time.monotonic() - started < 20


def test_query_that_needs_too_much_memory_is_stopped(sample_out):
    greedy = (
        "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } } }"
    )
    with kg_serve(sample_out, "--timeout", "120", "--workers", "1", "--memory", "1024") as address:
        answer = httpx.post(f"{address}/sparql", data={"query": greedy}, timeout=130, trust_env=False)
        assert answer.status_code == 503
        assert "more than 1 GiB of memory" in answer.text
        after = httpx.post(f"{address}/sparql", data={"query": PEOPLE}, timeout=50, trust_env=False)
        assert after.status_code == 200, after.text


def test_long_answer_is_stopped(client):
    answer = ask(client, "SELECT * WHERE { ?s ?p ?o . ?o ?q ?r }")
    assert answer.status_code == 413
    assert "longer than 1 MiB" in answer.text


def test_iri_leads_to_its_page(client, person):
    answer = client.get(f"/id/{person}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/doc/{person}"
    page = client.get(answer.headers["location"], headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Accept" in page.headers["vary"]
    assert f'</doc/{person}.ttl>; rel="alternate"; type="text/turtle"' in page.headers["link"]
    assert BASE_IRI + person in page.text
    assert "任职" in page.text or "所属" in page.text or "单位" in page.text or "affiliation" in page.text
    assert "<q>" in page.text


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [(".ttl", "text/turtle"), (".nt", "application/n-triples"), (".jsonld", "application/ld+json")],
)
def test_page_as_rdf_by_suffix_and_by_negotiation(client, person, suffix, media_type):
    by_suffix = client.get(f"/doc/{person}{suffix}")
    by_negotiation = client.get(f"/doc/{person}", headers={"Accept": media_type})
    for answer in (by_suffix, by_negotiation):
        assert answer.headers["content-type"].partition(";")[0] == media_type
        found = {quad.triple for quad in parse(answer.content, format=FORMS[media_type])}
        assert any(
            triple.subject.value == BASE_IRI + person and triple.predicate.value.endswith("#affiliation")
            for triple in found
        )


def test_every_page_of_a_kind_of_node_opens(client, samples):
    rows = run(samples, "SELECT ?c (SAMPLE(?x) AS ?n) WHERE { ?x a ?c } GROUP BY ?c").rows
    for cls, node in rows:
        path = quote(unquote(node.value.removeprefix(BASE_IRI)), safe="/-_.")
        if "#" not in node.value:
            assert client.get(f"/doc/{path}", headers={"Accept": "text/html"}).status_code == 200, cls


def test_home_explorer_and_description(client, samples):
    assert "知识图谱" in client.get("/", headers={"Accept": "text/html"}).text
    assert client.get("/graph.html").text == (samples / "graph.html").read_text(encoding="utf-8")
    described = client.get("/", headers={"Accept": "text/turtle"})
    assert described.status_code == (200 if (samples / "dataset.ttl").is_file() else 404)
    assert client.get("/.well-known/void").status_code == described.status_code


def test_description_of_the_dataset_in_other_forms(sample_out):
    (sample_out / "dataset.ttl").write_text("<u:d> a <http://rdfs.org/ns/void#Dataset> .", encoding="utf-8")
    with kg_serve(sample_out) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        assert client.get("/.well-known/void").headers["content-type"] == "text/turtle; charset=utf-8"
        found = client.get("/", headers={"Accept": "application/n-triples"})
        assert found.text.startswith("<u:d> ")


def test_new_build_is_served_without_a_restart(sample_out):
    with kg_serve(sample_out) as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        query = {"query": "ASK { GRAPH <urn:new> { ?s ?p ?o } }"}
        assert not client.post("/sparql", data=query).json()["boolean"]
        write_graph(
            sample_out,
            NamedNode("urn:new"),
            [quad.triple for quad in parse("<u:s> <u:p> 1 .", format=RdfFormat.TURTLE)],
        )
        assert all(client.post("/sparql", data=query).json()["boolean"] for _ in range(5))


def test_only_named_origins_may_ask(client):
    allowed = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://other.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://other.example"
    refused = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in refused.headers


def test_other_names_for_this_machine_are_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"Host": "localhost:80"}).status_code == 200


def test_pages_may_load_nothing_from_elsewhere(client):
    policy = client.get("/sparql", headers={"Accept": "text/html"}).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert json.loads(ask(client, "ASK {}").text) == {"head": {}, "boolean": True}


def test_command_refuses_what_it_cannot_serve(tmp_path, samples, served):
    nothing = run_kg("serve", tmp_path)
    assert nothing.returncode == 2
    assert "no graph there" in nothing.stderr
    taken = run_kg("serve", samples, "--port", served.rpartition(":")[2])
    assert taken.returncode == 2
    assert "name another --port" in taken.stderr


def test_workers_end_with_the_server(sample_out):
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(sample_out), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    address = process.stdout.readline().split()[0]
    assert httpx.get(address, timeout=30, trust_env=False).status_code == 200
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
    workers = found.stdout.split()
    assert workers
    process.kill()  # without a word
    process.wait()
    process.stdout.close()
    until = time.monotonic() + 10
    while time.monotonic() < until and any(_runs(worker) for worker in workers):
        time.sleep(0.1)
    assert not any(_runs(worker) for worker in workers)


def _runs(process: str) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_json_ld_has_the_context_of_the_export(client, person, samples):
    query = (
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s a kg:Person ; ?p ?o FILTER(?p IN (rdf:type, rdfs:label, kg:affiliation)) }"
    )
    accept = {"Accept": "application/ld+json"}
    answers = [
        ask(client, query, "application/ld+json"),
        client.get(f"/doc/{person}", headers=accept),
        client.get("/dataset.ttl", headers=accept),
    ]
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert answer.json()["@context"] == to_context(BASE_IRI)
    assert answers[0].text == to_jsonld(run(samples, query).triples)
    node = next(node for node in answers[1].json()["@graph"] if node["@id"] == person)
    assert node["@type"] == "Person"
    assert isinstance(node["label"], str)


def test_json_ld_refuses_what_it_cannot_hold(client):
    for query in ("CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}", "CONSTRUCT { <org:s> <urn:p> 1 } {}"):
        answer = ask(client, query, "application/ld+json")
        assert (answer.status_code, "take turtle or ntriples" in answer.text) == (406, True)
        assert ask(client, query, "text/turtle").status_code == 200
