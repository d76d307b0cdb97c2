"""Loading into stores that fail, cut answers off or hold something else afterwards."""

import base64
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kg.errors import InputError, OutputError
from kg.load import STORES, Login, digest, load
from kg.store import open_store, write_graph
from tests.test_cli import run

GRAPH = "https://example.org/zhkg"
BATCH = 50
OLD = ox.Triple(ox.NamedNode("urn:old"), ox.NamedNode("urn:p"), ox.Literal("旧"))


@dataclass
class StandIn:
    """A store with the addresses and the faults of others.

    Attributes:
        kind: Whose addresses.
        fails_after: Batches until it answers 503.
        swallows: Whether it loses the last triple of each batch and says nothing.
        most_rows: How many triples it gives at a time.
        login: Who may.
    """

    kind: str = "oxigraph"
    fails_after: int | None = None
    swallows: bool = False
    most_rows: int = 1_000_000
    login: tuple[str, str] | None = None
    store: ox.Store = field(default_factory=ox.Store)
    batches: int = 0
    address: str = ""

    def triples(self, graph: str | None = GRAPH) -> list[ox.Triple]:
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, name)]

    def answer(self, path: str, query: dict[str, list[str]], body: bytes, *, form: bool) -> tuple[int, str, bytes]:
        endpoints = STORES[self.kind]
        fields = parse_qs(body.decode()) if form else {}
        prefix = "/repo"
        if path == prefix + (endpoints.graphs or "?"):
            return self._add(query["graph"][0], body)
        if path == prefix + endpoints.update and "update" in fields:
            if "INSERT DATA" in fields["update"][0]:
                self.batches += 1
            self.store.update(fields["update"][0])
            return 204, "text/plain", b""
        if path == prefix + endpoints.query and "query" in fields:
            return self._ask(fields["query"][0])
        return 404, "text/plain", b"no such endpoint"

    def _add(self, graph: str, body: bytes) -> tuple[int, str, bytes]:
        if self.fails_after is not None and self.batches >= self.fails_after:
            return 503, "text/plain", b"out of space"
        self.batches += 1
        lines = body.splitlines(keepends=True)
        kept = b"".join(lines[:-1] if self.swallows else lines)
        self.store.load(kept, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
        return 204, "text/plain", b""

    def _ask(self, query: str) -> tuple[int, str, bytes]:
        found = self.store.query(query)
        if isinstance(found, ox.QueryTriples):
            triples = [triple for _, triple in zip(range(self.most_rows), found, strict=False)]
            return 200, "application/n-triples", ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        return 200, "application/sparql-results+json", found.serialize(format=ox.QueryResultsFormat.JSON)


@contextlib.contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            wanted = base64.b64encode(":".join(stand_in.login or ()).encode()).decode()
            if stand_in.login and self.headers.get("Authorization") != f"Basic {wanted}":
                self.answer(401, "text/plain", b"")
                return
            parts = urlsplit(self.path)
            form = self.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
            self.answer(*stand_in.answer(parts.path, parse_qs(parts.query), body, form=form))

        def answer(self, status, media_type, body):
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    stand_in.address = f"http://127.0.0.1:{server.server_port}/repo"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()


def _own(out) -> list[ox.Triple]:
    return [quad.triple for quad in open_store(out).quads_for_pattern(None, None, None, ox.DefaultGraph())]


@pytest.mark.parametrize("kind", sorted(set(STORES) - {"virtuoso"}))
def test_each_kind_of_store_is_asked_at_its_own_addresses(sample_out, kind):
    with serving(StandIn(kind)) as store:
        (loaded,) = load(sample_out, store.address, store=kind, graph=GRAPH, batch=BATCH)
        assert digest(store.triples()) == loaded.digest == digest(_own(sample_out))
        assert list(store.store.named_graphs()) == [ox.NamedNode(GRAPH)]


def test_named_graphs_keep_their_names(sample_out):
    write_graph(sample_out, ox.NamedNode("urn:extra"), [OLD])
    with serving(StandIn()) as store:
        loaded = load(sample_out, store.address, store="oxigraph")
        assert [(each.graph, each.triples) for each in loaded] == [(None, len(_own(sample_out))), ("urn:extra", 1)]
        assert store.triples("urn:extra") == [OLD]


@pytest.mark.parametrize(("replace", "more"), [(True, 0), (False, 1)])
def test_replace_puts_it_in_place_of_what_was_there(sample_out, replace, more):
    with serving(StandIn()) as store:
        store.store.add(ox.Quad(*OLD, ox.NamedNode(GRAPH)))
        load(sample_out, store.address, store="oxigraph", graph=GRAPH, replace=replace)
        assert len(store.triples()) == len(_own(sample_out)) + more


def test_what_was_stopped_goes_on_and_nothing_was_seen_before(sample_out):
    with serving(StandIn(fails_after=2)) as store:
        store.store.add(ox.Quad(*OLD, ox.NamedNode(GRAPH)))
        with pytest.raises(OutputError, match=r"503 .*(?s:.*)100 of \d+ triples were sent, .* is as before"):
            load(sample_out, store.address, store="oxigraph", graph=GRAPH, replace=True, batch=BATCH)
        assert store.triples() == [OLD]
        store.fails_after = None
        (loaded,) = load(sample_out, store.address, store="oxigraph", graph=GRAPH, replace=True, batch=BATCH)
        assert loaded.skipped == 2 * BATCH
        assert store.batches == -(-loaded.triples // BATCH)
        assert digest(store.triples()) == digest(_own(sample_out))


def test_a_store_that_loses_triples_is_found_out(sample_out):
    with serving(StandIn(swallows=True)) as store:
        store.store.add(ox.Quad(*OLD, ox.NamedNode(GRAPH)))
        with pytest.raises(OutputError, match=r"holds .* after loading, so they were taken out again"):
            load(sample_out, store.address, store="oxigraph", graph=GRAPH, replace=True, batch=BATCH)
        assert store.triples() == [OLD]
        assert list(store.store.named_graphs()) == [ox.NamedNode(GRAPH)]


def test_a_store_that_changes_a_triple_is_found_out(sample_out, monkeypatch):
    changed = StandIn()
    add = changed._add
    monkeypatch.setattr(changed, "_add", lambda graph, body: add(graph, body.replace("衡阳".encode(), "恒阳".encode())))
    with serving(changed) as store, pytest.raises(OutputError, match="holds other triples after loading"):
        load(sample_out, store.address, store="oxigraph", graph=GRAPH)


def test_answers_that_are_cut_off_are_read_in_pages(sample_out):
    with serving(StandIn(most_rows=37)) as store:
        (loaded,) = load(sample_out, store.address, store="oxigraph", graph=GRAPH)
        assert loaded.digest == digest(_own(sample_out))


def test_a_store_may_ask_who_loads(sample_out):
    with serving(StandIn(login=("anna", "s3cret"))) as store:
        with pytest.raises(OutputError, match=r"401 .*--password-env"):
            load(sample_out, store.address, store="oxigraph", graph=GRAPH)
        load(sample_out, store.address, store="oxigraph", graph=GRAPH, login=Login("anna", "s3cret"))
        assert len(store.triples()) == len(_own(sample_out))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"replace": True}, "name it with --graph"),
        ({"store": "virtuoso"}, "has no default graph"),
        ({"graph": "not an iri"}, "not an IRI"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_sent(sample_out, options, message):
    with pytest.raises(InputError, match=message):
        load(sample_out, "http://127.0.0.1:1", **options)


def test_command_says_what_to_do(sample_out):
    unreachable = run("load", sample_out, "--to", "http://127.0.0.1:1", "--store", "oxigraph")
    assert unreachable.returncode == 2
    assert "is it running?" in unreachable.stderr
    nobody = run("load", sample_out, "--to", "http://127.0.0.1:1", "--user", "a", "--password-env", "NOT_SET_ANYWHERE")
    assert nobody.returncode == 2
    assert "NOT_SET_ANYWHERE: no such environment variable" in nobody.stderr
    with serving(StandIn()) as store:
        wrong_kind = run("load", sample_out, "--to", store.address)
        assert wrong_kind.returncode == 2
        assert "name the --store" in wrong_kind.stderr
        loaded = run("load", sample_out, "--to", store.address, "--store", "oxigraph", "--graph", GRAPH, "--replace")
        assert loaded.returncode == 0
        assert "triples loaded and compared" in loaded.stdout
