"""SPARQL 1.1 Protocol and the reads of the Graph Store Protocol."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.negotiate import GRAPHS, HTML, RESULTS, choose
from kg.serve.pool import Pool, Reply

__all__ = ["RefusedError", "ask", "graph_store", "is_query", "refuse", "sparql", "to_response", "wants_page"]

MAX_QUERY_BYTES = 2**20  # a query longer than this was made to hurt
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


class RefusedError(Exception):
    """A request that is answered with a status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Operation:
    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def refuse(status: int, reason: str, **headers: str) -> Response:
    """Answer with a status and one line that says why."""
    return Response(f"{reason}\n", status, headers, "text/plain")


def to_response(reply: Reply, **headers: str) -> Response:
    """Hand on what a worker said."""
    media_type = reply.media_type
    if media_type.startswith("text/") or media_type == "application/n-triples":
        media_type += "; charset=utf-8"
    return Response(reply.body, reply.status, {"Content-Type": media_type, **headers})


def is_query(request: Request) -> bool:
    """Whether a request to the endpoint asks something, rather than what the endpoint is."""
    return request.method == "POST" or bool(request.url.query)


async def sparql(request: Request, pool: Pool) -> Response:
    """Answer a query by GET, form POST or direct POST.

    Source: SPARQL 1.1 Protocol, section 2.1.
    """
    try:
        operation = await _read_operation(request)
    except RefusedError as refused:
        return refuse(refused.status, str(refused))
    accept = request.headers.get("accept")
    job = {
        "query": operation.query,
        "base": str(request.url.replace(query="")),
        "default": operation.default,
        "named": operation.named,
        "results": choose(accept, RESULTS),
        "rdf": choose(accept, GRAPHS),
    }
    return to_response(await ask(request, pool, job), Vary="Accept")


async def ask(request: Request, pool: Pool, job: dict[str, Any]) -> Reply:
    """Have a job done, and stop it when the client goes away; the body of the request must have been read."""
    work = asyncio.create_task(pool.ask(job))
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            return Reply(499, "text/plain", b"the client went away\n")
        return work.result()
    finally:
        gone.cancel()
        work.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _read_operation(request: Request) -> _Operation:
    parameters = _decode(request.url.query)
    body = await _read_body(request)
    if request.method == "POST":
        kind = _content_type(request)
        if kind == _FORM:
            parameters += _decode(body.decode("ascii", "replace"))
        elif kind == _DIRECT:
            if any(name == "query" for name, _ in parameters):
                raise RefusedError(400, "two queries, one in the body and one in the address; send one")
            parameters.append(("query", _text(body)))
        elif kind == "application/sparql-update":
            raise RefusedError(403, "read-only: this endpoint takes no updates")
        else:
            raise RefusedError(415, f"{kind or 'no content type'}: send {_FORM} or {_DIRECT}")
    if any(name == "update" for name, _ in parameters):
        raise RefusedError(403, "read-only: this endpoint takes no updates")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise RefusedError(400, f"{len(queries)} queries; send one, as parameter query")
    return _Operation(queries[0], _all(parameters, "default-graph-uri"), _all(parameters, "named-graph-uri"))


def _all(parameters: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in parameters if name == wanted)


async def _read_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_QUERY_BYTES:
            raise RefusedError(413, f"the query is longer than {MAX_QUERY_BYTES} bytes")
    return body


def _content_type(request: Request) -> str:
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8"}:
            raise RefusedError(415, f"charset {value}: send UTF-8")
    return kind


def _decode(encoded: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read ({error}); send UTF-8, percent-encoded") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the query is not UTF-8 ({error.reason} at byte {error.start})") from error


async def graph_store(request: Request, pool: Pool) -> Response:
    """Give a graph, named by ``?graph=``, ``?default`` or the address itself.

    Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 4 and 5.2.
    """
    if request.method not in {"GET", "HEAD"}:
        return refuse(405, "read-only: graphs are only read here", Allow="GET, HEAD")
    try:
        graph = _name_graph(request)
        await _read_body(request)
    except RefusedError as refused:
        return refuse(refused.status, str(refused))
    job = {"graph": graph, "rdf": choose(request.headers.get("accept"), GRAPHS)}
    return to_response(await ask(request, pool, job), Vary="Accept")


def _name_graph(request: Request) -> str | None:
    if request.path_params.get("path"):
        return str(request.url.replace(query=""))
    parameters = _decode(request.url.query)
    graphs = _all(parameters, "graph")
    default = any(name == "default" for name, _ in parameters)
    if len(graphs) + default != 1:
        raise RefusedError(400, "name one graph: ?graph=IRI or ?default")
    return graphs[0] if graphs else None


def wants_page(request: Request) -> bool:
    """Whether a browser asks, which lists HTML before what programs like."""
    return choose(request.headers.get("accept"), (*GRAPHS, HTML)) == HTML
