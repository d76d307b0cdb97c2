"""kg serve held to the W3C's tests over HTTP, read-only and read-write, beside oxigraph serve in the same run."""

import http.client
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from tests.conftest import SHARED
from tests.serve.servers import kg_serve, oxigraph_serve
from tests.w3c.harness import Case, Server, read_cases, run

W3C = SHARED / "w3c" / "sparql" / "sparql11"
CASES = read_cases(W3C) if W3C.is_dir() else []
APPLYING = [case for case in CASES if case.reads_only]

pytestmark = pytest.mark.skipif(
    not CASES, reason="needs the W3C rdf-tests beside the checkout (../shared/w3c/sparql/sparql11)"
)


class OnDisk:
    """Writes into the store on disk, which the server reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def publish(self, graph, turtle):
        name = DefaultGraph() if graph is None else NamedNode(graph)
        store = Store(str(self.folder))
        store.remove_graph(name)
        if turtle is not None:
            store.load(turtle.encode(), RdfFormat.TURTLE, base_iri=graph, to_graph=name)
        store.flush()


class OverHttp:
    """Writes by the Graph Store Protocol of the server itself."""

    def __init__(self, store: str) -> None:
        self.store = store

    def publish(self, graph, turtle):
        parts = urlsplit(self.store)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
        target = f"{parts.path}?" + ("default" if graph is None else f"graph={quote(graph, safe='')}")
        body = None if turtle is None else turtle.encode()
        method = "DELETE" if turtle is None else "PUT"
        connection.request(method, target, body, {"Content-Type": "text/turtle"} if body is not None else {})
        connection.getresponse().read()
        connection.close()


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    out = _empty(tmp_path_factory.mktemp("w3c"))
    with kg_serve(out, "--timeout", "15") as address:
        yield Server("kg serve", f"{address}/sparql", f"{address}/sparql", f"{address}/store", OnDisk(out / "store"))


@pytest.fixture(scope="module")
def ours_writing(tmp_path_factory):
    out = _empty(tmp_path_factory.mktemp("w3c"))
    with kg_serve(out, "--timeout", "15", "--read-write") as address:
        store = f"{address}/store"
        sparql = f"{address}/sparql"
        yield Server("kg serve --read-write", sparql, sparql, store, OverHttp(store), writes_itself=True)


def _empty(out: Path) -> Path:
    Store(str(out / "store")).flush()
    return out


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    with oxigraph_serve(tmp_path_factory.mktemp("oxigraph")) as address:
        store = f"{address}/store"
        yield Server("oxigraph serve", f"{address}/query", f"{address}/update", store, OverHttp(store))


@pytest.mark.parametrize("case", APPLYING, ids=lambda case: case.id)
def test_case_that_applies_to_a_read_only_server_passes(ours: Server, case: Case):
    assert run(case, ours) == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_passes_where_the_server_may_write(ours_writing: Server, case: Case):
    assert run(case, ours_writing) == ""


def test_as_many_pass_as_with_oxigraph_serve(ours: Server, ours_writing: Server, theirs: Server, capsys):
    passed = {server.name: sum(not run(case, server) for case in APPLYING) for server in (ours, theirs)}
    theirs.writes_itself = True
    written = {server.name: sum(not run(case, server) for case in CASES) for server in (ours_writing, theirs)}
    with capsys.disabled():
        figures = ", ".join(f"{name} {count}/{len(APPLYING)}" for name, count in passed.items())
        more = ", ".join(f"{name} {count}/{len(CASES)}" for name, count in written.items())
        sys.stdout.write(f"\nW3C over HTTP, read-only: {figures}; writing too: {more}\n")
    assert passed["kg serve"] >= passed["oxigraph serve"]
    assert written["kg serve --read-write"] >= written["oxigraph serve"]


def test_what_does_not_apply_is_only_what_must_write():
    assert {case.name for case in CASES if not case.reads_only} == {
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
        "post_get_new_graph",
    }
