"""kg serve --read-write: changes over HTTP, all or nothing, and by nobody else."""

import asyncio
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from kg.load import digest, load
from kg.query import run
from kg.serve.pool import Limits, Pool, Reply
from kg.store import open_store, write_graph
from tests.serve.servers import kg_serve
from tests.test_cli import run as run_kg

GRAPH = "https://example.org/写"
TRIPLE = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("新\n“事”", language="zh"))
TURTLE = str(TRIPLE) + " ."
LIMIT_S = 5
RUNAWAY = (
    "INSERT { <urn:runaway> <urn:p> ?n } WHERE "
    "{ SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p } }"
)


@pytest.fixture
def writing(sample_out):
    """A client of a server that may write, and the folder that it serves."""
    with (
        kg_serve(sample_out, "--read-write", "--cors", "https://other.example") as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        yield client, sample_out


def update(client, text, **headers):
    return client.post("/sparql", data={"update": text}, headers=headers)


def holds(client, pattern):
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    assert answer.status_code == 200, answer.text
    return answer.json()["boolean"]


def test_updates_by_form_and_directly_are_seen_by_all(writing):
    client, out = writing
    assert update(client, "INSERT DATA { <urn:s> <urn:p> 1 }").status_code == 204
    direct = {"Content-Type": "application/sparql-update"}
    text = "INSERT DATA { <urn:s> rdfs:label '直接'@zh }"
    assert client.post("/update", content=text.encode(), headers=direct).status_code == 204
    assert all(holds(client, "<urn:s> <urn:p> 1 ; rdfs:label '直接'@zh") for _ in range(6))  # whichever worker
    assert run(out, "ASK { <urn:s> <urn:p> 1 }") is True
    assert update(client, "DELETE WHERE { <urn:s> ?p ?o }").status_code == 204
    assert not holds(client, "<urn:s> ?p ?o")
    assert holds(client, "?p a kg:Person")  # what was built stands


def test_only_the_graphs_of_the_request_are_looked_at(writing):
    client, _ = writing
    update(client, "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> 1 } GRAPH <urn:b> { <urn:s> <urn:p> 2 } }")
    text = "PREFIX where: <urn:> INSERT { ?s where:q ?o } WHERE { ?s where:p ?o }"
    answer = client.post("/sparql", data={"update": text, "using-graph-uri": "urn:b"})
    assert answer.status_code == 204, answer.text
    assert holds(client, "<urn:s> <urn:q> 2")
    assert not holds(client, "<urn:s> <urn:q> 1")
    conflict = {"update": "WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "using-graph-uri": "urn:b"}
    assert "name the graphs in one" in client.post("/sparql", data=conflict).text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("INSERT DATA { <urn:x> <urn:p> 1 } ; LOAD <http://127.0.0.1:1/>", "LOAD is switched off"),
        ("INSERT DATA { <urn:x> <urn:p> 1 } ; INSERT DATA { ?x ?y ?z }", "update:1: not SPARQL"),
        ("INSERT DATA { <urn:x> <urn:p> 1 } ; CREATE GRAPH <urn:g> ; CREATE GRAPH <urn:g>", "cannot be made"),
        (
            "INSERT DATA { <urn:x> <urn:p> 1 } ; INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            "SERVICE is switched off",
        ),
    ],
)
def test_refused_update_changes_nothing(writing, text, reason):
    client, out = writing
    answer = update(client, text)
    assert answer.status_code == 400
    assert reason in answer.text
    assert not holds(client, "<urn:x> ?p ?o")
    assert [path.name for path in out.iterdir() if path.name.endswith(".new")] == []


def test_update_that_takes_too_long_is_stopped_and_changes_nothing(sample_out):
    with (
        kg_serve(sample_out, "--read-write", "--timeout", str(LIMIT_S)) as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        answers = []
        runaway = threading.Thread(target=lambda: answers.append(update(client, RUNAWAY)))
        runaway.start()
        time.sleep(0.3)
        assert holds(client, "?p a kg:Person")
        runaway.join()
        assert answers[0].status_code == 503
        assert f"change: stopped after {LIMIT_S} s" in answers[0].text
        assert not holds(client, "<urn:runaway> ?p ?o")
        assert update(client, "INSERT DATA { <urn:after> <urn:p> 1 }").status_code == 204
        assert run(sample_out, "ASK { <urn:after> <urn:p> 1 }") is True


def test_changes_at_the_same_time_are_all_made(writing):
    client, out = writing
    with ThreadPoolExecutor(6) as threads:
        texts = [f"INSERT DATA {{ <urn:n> <urn:p> {number} }}" for number in range(24)]
        assert {answer.status_code for answer in threads.map(lambda text: update(client, text), texts)} == {204}
    rows = run(out, "SELECT ?n { <urn:n> <urn:p> ?n }").rows
    assert {row[0].value for row in rows} == {str(number) for number in range(24)}


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples; charset=utf-8", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_graphs_are_put_added_to_and_deleted(writing, media_type, form):
    client, _ = writing
    named = {"graph": GRAPH}
    body = serialize([TRIPLE], format=form)

    def read():
        answer = client.get("/store", params=named, headers={"Accept": "application/n-triples"})
        return answer.status_code, answer.text

    created = client.put("/store", params=named, content=body, headers={"Content-Type": media_type})
    assert (created.status_code, created.headers["location"].startswith("https://example.org/")) == (201, True)
    assert read() == (200, TURTLE + "\n")
    more = client.post("/store", params=named, content="<urn:s> <urn:q> 1 .", headers={"Content-Type": "text/turtle"})
    assert (more.status_code, len(read()[1].splitlines())) == (204, 2)
    again = client.put("/store", params=named, content=body, headers={"Content-Type": media_type})
    assert (again.status_code, read()[1]) == (204, TURTLE + "\n")
    assert client.delete("/store", params=named).status_code == 204
    assert read()[0] == client.delete("/store", params=named).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "status", "reason"),
    [
        (b"<urn:s> <urn:p", "text/turtle", 400, "cannot be read"),
        (b"{", "application/ld+json", 400, "cannot be read"),
        (b"a,b", "text/csv", 415, "text/csv: send text/turtle"),
        (b"<urn:s> <urn:p> 1 .", "", 415, "no content type"),
        (b"#" * (2**25 + 1), "text/turtle", 413, "send it in parts"),
    ],
)
def test_graph_that_cannot_be_read_leaves_the_old_one(writing, content, kind, status, reason):
    client, _ = writing
    client.put("/store", params={"graph": GRAPH}, content=TURTLE, headers={"Content-Type": "text/turtle"})
    answer = client.put("/store", params={"graph": GRAPH}, content=content, headers={"Content-Type": kind})
    assert (answer.status_code, reason in answer.text) == (status, True), answer.text
    assert (
        client.get("/store", params={"graph": GRAPH}, headers={"Accept": "application/n-triples"}).text == TURTLE + "\n"
    )


def test_a_form_may_hold_characters_as_they_are(writing):
    client, _ = writing
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = 'update=INSERT DATA { <urn:raw> <urn:p> "衡阳" }'
    assert client.post("/sparql", content=body.encode(), headers=form).status_code == 204
    assert holds(client, '<urn:raw> <urn:p> "衡阳"')
    assert client.post("/sparql", content=body.encode("gb18030"), headers=form).status_code == 400


def test_pages_elsewhere_may_not_change_anything(writing):
    client, _ = writing
    text = "INSERT DATA { <urn:x> <urn:p> 1 }"
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        answer = update(client, text, Origin=origin)
        assert (answer.status_code, "--cors" in answer.text) == (403, True)
        assert client.delete("/store?default", headers={"Origin": origin}).status_code == 403
    assert not holds(client, "<urn:x> ?p ?o")
    own = f"http://{client.base_url.netloc.decode()}"
    for origin in (own, "https://other.example"):
        assert update(client, text, Origin=origin).status_code == 204


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "url": "/sparql?update=CLEAR%20ALL"}, 405),
        ({"method": "POST", "url": "/sparql?update=CLEAR%20ALL", "data": {"x": "1"}}, 405),
        ({"method": "POST", "url": "/sparql", "data": {"update": "CLEAR ALL", "query": "ASK {}"}}, 400),
        ({"method": "POST", "url": "/sparql", "data": {"update": "CLEAR ALL", "using-graph-uri": "no iri"}}, 400),
        ({"method": "PATCH", "url": "/store?default"}, 405),
        ({"method": "PUT", "url": "/store", "content": b""}, 400),
        ({"method": "PUT", "url": "/store?graph=foo", "content": b"", "headers": {"Content-Type": "text/turtle"}}, 400),
    ],
)
def test_wrong_requests_are_refused(writing, request_, status):
    client, _ = writing
    assert client.request(**request_).status_code == status
    assert holds(client, "?p a kg:Person")


def test_description_says_that_updates_are_taken(writing):
    client, _ = writing
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    found = rdflib.Graph().parse(data=client.get("/sparql").content, format="turtle")
    assert (None, sd.supportedLanguage, sd.SPARQL11Update) in found


def test_graph_is_loaded_into_it_as_into_any_store(writing, samples):
    client, out = writing
    (loaded,) = load(samples, str(client.base_url.join("sparql")), graph=GRAPH, replace=True)
    held = open_store(out).quads_for_pattern(None, None, None, NamedNode(GRAPH))
    assert digest(quad.triple for quad in held) == loaded.digest


def test_only_one_server_writes_and_only_for_this_machine(writing):
    client, out = writing
    second = run_kg("serve", out, "--port", "0", "--read-write")
    assert second.returncode == 2
    assert "another kg serve --read-write has it" in second.stderr
    outside = run_kg("serve", out, "--host", "192.0.2.1", "--port", "0", "--read-write")
    assert outside.returncode == 2
    assert "whoever reaches 192.0.2.1 could change the graph" in outside.stderr
    assert holds(client, "?p a kg:Person")


def test_nothing_is_left_beside_the_store(sample_out):
    with kg_serve(sample_out, "--read-write") as address:
        for number in range(3):
            text = {"update": f"INSERT DATA {{ <urn:s> <urn:p> {number} }}"}
            assert httpx.post(f"{address}/sparql", data=text, timeout=30, trust_env=False).status_code == 204
    assert sorted(path.name for path in sample_out.iterdir()) == [".serving.lock", "store", "texts"]


def test_change_is_dropped_where_the_graph_was_built_meanwhile(sample_out):
    class Meanwhile(Pool):
        """A pool whose worker is overtaken by a build."""

        async def ask(self, job, _body=b""):
            shutil.copytree(self.folder, job["fresh"])
            Store(job["fresh"]).update("INSERT DATA { <urn:s> <urn:lost> 1 }")
            write_graph(sample_out, NamedNode("urn:built"), [TRIPLE])
            return Reply(204, "text/plain", b"")

    reply = asyncio.run(Meanwhile(sample_out / "store", Limits(), writes=True).change({"update": ""}))
    assert (reply.status, b"built again" in reply.body) == (503, True)
    assert run(sample_out, "ASK { GRAPH <urn:built> { ?s ?p ?o } }") is True
    assert run(sample_out, "ASK { ?s <urn:lost> ?o }") is False
