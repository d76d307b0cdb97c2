"""The W3C tests of SPARQL 1.1 Protocol, Graph Store Protocol and Service Description, run over HTTP.

The tests are not part of the project: github.com/w3c/rdf-tests, folder sparql/sparql11. A read-only server cannot be
asked to change anything, so what a test writes is written by an operator beside it and what it reads is asked of the
server; tests of the writing itself do not apply to it.
"""

import email
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlsplit

import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")

TIMEOUT_S = 20
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}
RESULT_TYPES = ("json", "xml", "csv", "tab-separated-values")
RDF_TYPES = ("turtle", "n-triples", "ld+json", "rdf+xml", "n-quads", "trig")
MANIFESTS = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
    "service-description/manifest.ttl",
)


@dataclass(frozen=True)
class Exchange:
    """One request of a test and what is expected."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None = None
    form: str | None = None
    location: str | None = None
    media_type: str | None = None
    graph: str | None = None


@dataclass(frozen=True)
class Case:
    """One test."""

    suite: str
    name: str
    exchanges: tuple[Exchange, ...] = ()
    graphs: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return f"{self.suite}/{self.name}"

    @property
    def reads_only(self) -> bool:
        """Whether a read-only server can be held to it, with an operator who writes."""
        if self.suite == "protocol":
            return not any(_updates(each) for each in self.exchanges)
        return not any(each.location for each in self.exchanges)


class Operator(Protocol):
    """Writes beside the server."""

    def publish(self, graph: str | None, turtle: str | None) -> None:
        """Make a graph what is given; ``None`` takes it away."""


@dataclass
class Server:
    """Where the endpoints of a server are.

    Attributes:
        operator: Writes for the tests; without one the server itself is asked to.
    """

    name: str
    query: str
    update: str
    store: str
    operator: Operator
    writes_itself: bool = False
    _held: dict[str | None, str] = field(default_factory=dict)

    def send(self, url: str, exchange: Exchange) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_S)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(exchange.method, target, exchange.body, exchange.headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def write(self, url: str, exchange: Exchange) -> None:
        """Have the operator write what a request of the Graph Store Protocol asks for."""
        graph = _graph_of(url)
        known = self._held.get(graph, "")
        if exchange.method == "DELETE":
            self._held.pop(graph, None)
            self.operator.publish(graph, None)
            return
        added = "\n".join(_turtle(exchange, graph))
        before = known if exchange.method == "POST" else ""
        merged = rdflib.Graph()
        for text in (before, added):
            merged.parse(data=text, format="turtle")
        self._held[graph] = merged.serialize(format="turtle")
        self.operator.publish(graph, self._held[graph])


def _graph_of(url: str) -> str | None:
    parameters = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if "default" in parameters:
        return None
    return parameters.get("graph") or url


def _turtle(exchange: Exchange, graph: str | None) -> Iterator[str]:
    body = exchange.body or b""
    kind = exchange.headers["content-type"]
    if not kind.startswith("multipart/"):
        yield body.decode()
        return
    message = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    for part in message.get_payload():
        yield part.get_payload(decode=True).decode()


def read_cases(folder: Path) -> list[Case]:
    """Read the tests of the four manifests; a graph store test that no list names is taken too."""
    cases: list[Case] = []
    for name in MANIFESTS:
        graph = rdflib.Graph().parse(folder / name)
        for test in sorted(set(graph.subjects(MF.name))):
            suite = Path(name).parent.name
            cases.append(_read_case(graph, test, suite, folder / suite))
    return cases


def _read_case(graph: rdflib.Graph, test: rdflib.term.Node, suite: str, folder: Path) -> Case:
    name = str(test).rpartition("#")[2]
    action = graph.value(test, MF.action)
    lists = [] if action is None else list(graph.objects(action, HT.requests))
    exchanges = tuple(_read_exchange(graph, request) for items in lists for request in Collection(graph, items))
    data = []
    for node in graph.objects(test, UT.graphData):
        path = Path(urlsplit(str(graph.value(node, UT.graph))).path)
        data.append((str(graph.value(node, rdflib.RDFS.label)), (folder / path.name).read_text(encoding="utf-8")))
    return Case(suite, name, exchanges, tuple(sorted(data)))


def _read_exchange(graph: rdflib.Graph, request: rdflib.term.Node) -> Exchange:
    answer = graph.value(request, HT.resp)
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        chars = str(graph.value(content, CNT.chars))
        headers = _headers(graph, request)
        if headers.get("content-type", "").startswith("multipart/"):
            chars = re.sub(r"\r?\n[ \t]*", "\r\n", chars).lstrip()
        body = chars.encode(str(graph.value(content, CNT.characterEncoding)))
    boolean = graph.value(answer, MF.expectedBoolean)
    expected = graph.value(answer, HT.body)
    text = {key: graph.value(answer, MF[key]) for key in ("expectedFormat", "expectedLocation")}
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=_headers(graph, request),
        body=body,
        statuses=tuple(sorted(str(each).rpartition("#")[2] for each in graph.objects(answer, MF.expectedStatus))),
        boolean=None if boolean is None else bool(boolean.toPython()),
        form=None if text["expectedFormat"] is None else str(text["expectedFormat"]),
        location=None if text["expectedLocation"] is None else str(text["expectedLocation"]),
        media_type=_headers(graph, answer).get("content-type"),
        graph=None if expected is None else str(graph.value(expected, CNT.chars)),
    )


def _headers(graph: rdflib.Graph, node: rdflib.term.Node) -> dict[str, str]:
    return {
        str(graph.value(header, HT.fieldName)).lower(): str(graph.value(header, HT.fieldValue))
        for items in graph.objects(node, HT.headers)
        for header in Collection(graph, items)
    }


def run(case: Case, server: Server) -> str:
    """Run a test; give what went wrong, or nothing."""
    for name, triples in case.graphs:
        server.operator.publish(name, triples)
    if case.suite == "service-description":
        return _check_description(case, server)
    if case.suite == "graph-store-protocol":
        for exchange in case.exchanges:
            server.operator.publish(_graph_of(_url(exchange, server, "")), None)
        server._held.clear()
    location = ""
    for step, exchange in enumerate(case.exchanges, 1):
        url = _url(exchange, server, location)
        if case.suite == "graph-store-protocol" and exchange.method not in {"GET", "HEAD"} and not server.writes_itself:
            server.write(url, exchange)
            continue
        status, headers, body = server.send(url, exchange)
        if fault := _check(exchange, status, headers, body, url):
            return f"request {step}: {fault}"
        if exchange.location:
            location = headers["location"]
    return ""


def _updates(exchange: Exchange) -> bool:
    """Whether a request of the protocol tests must change the store to pass."""
    written = b"update" in (exchange.body or b"") or "sparql-update" in exchange.headers.get("content-type", "")
    return written and "StatusCode4xx" not in exchange.statuses


def _url(exchange: Exchange, server: Server, location: str) -> str:
    path = exchange.path.replace("$LOCATION$", quote(location, safe=""))
    if path.startswith("/gsp"):
        return server.store + path.removeprefix("/gsp")
    updates = (
        b"update=" in (exchange.body or b"")
        or "sparql-update" in exchange.headers.get("content-type", "")
        or "update=" in path
        or (exchange.body or b"").startswith(b"CLEAR")
    )
    return (server.update if updates else server.query) + path.removeprefix("/sparql/")


def _check(exchange: Exchange, status: int, headers: dict[str, str], body: bytes, url: str) -> str:
    if not any(_fits(status, wanted) for wanted in exchange.statuses):
        return f"status {status}, wanted {' or '.join(exchange.statuses)}: {body[:120]!r}"
    kind = headers.get("content-type", "")
    if exchange.graph is not None and kind.partition(";")[0] != (exchange.media_type or "").partition(";")[0]:
        return f"content type {kind!r}"
    if exchange.form and not any(each in kind for each in (RDF_TYPES if exchange.form == "RDF" else RESULT_TYPES)):
        return f"content type {kind!r} for {exchange.form}"
    if exchange.boolean is not None and _boolean(kind, body) is not exchange.boolean:
        return f"answer {body[:80]!r}"
    if exchange.location and "location" not in headers:
        return "no Location"
    if exchange.graph is not None:
        wanted = rdflib.Graph().parse(data=exchange.graph, format="turtle", publicID=url)
        if not isomorphic(rdflib.Graph().parse(data=body, format="turtle", publicID=url), wanted):
            return f"another graph: {body[:200]!r}"
    return ""


def _fits(status: int, wanted: str) -> bool:
    if wanted.startswith("StatusCode"):
        return str(status)[0] == wanted[len("StatusCode")]
    return str(status) == STATUSES[wanted]


def _boolean(kind: str, body: bytes) -> bool:
    if "json" in kind:
        return json.loads(body)["boolean"]
    return re.search(rb"<boolean>\s*(true|false)", body)[1] == b"true"


def _check_description(case: Case, server: Server) -> str:
    exchange = Exchange("GET", "", {"accept": "text/turtle, application/rdf+xml"}, None, ("OK",), form="RDF")
    status, headers, body = server.send(server.query, exchange)
    if fault := _check(exchange, status, headers, body, server.query):
        return fault
    form = "turtle" if "turtle" in headers["content-type"] else "xml"
    found = rdflib.Graph().parse(data=body, format=form, publicID=server.query)
    services = list(found.subjects(rdflib.RDF.type, SD.Service))
    if case.name == "has-endpoint-triple":
        return "" if (None, SD.endpoint, rdflib.URIRef(server.query)) in found else "no sd:endpoint of this address"
    if case.name == "conforms-to-schema":
        return _check_schema(found, services)
    return "" if len(found) else "no triples"


def _check_schema(found: rdflib.Graph, services: list[rdflib.term.Node]) -> str:
    if len(services) != 1:
        return f"{len(services)} services"
    for predicate in (SD.endpoint, SD.supportedLanguage, SD.resultFormat, SD.feature):
        for value in found.objects(services[0], predicate):
            if not isinstance(value, rdflib.URIRef):
                return f"{predicate} {value} is no IRI"
    for dataset in found.objects(services[0], SD.defaultDataset):
        for named in found.objects(dataset, SD.namedGraph):
            if len(list(found.objects(named, SD.name))) != 1:
                return "a named graph without exactly one name"
    return ""
