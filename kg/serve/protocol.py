"""SPARQL 1.1 Protocol."""

import asyncio
import json
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kg.knowledge.ontology import KG
from kg.serve.jsonld import write_jsonld
from kg.serve.negotiate import GRAPHS, HTML, JSON_LD, N_TRIPLES, RESULTS, choose
from kg.serve.pool import Pool, Reply

__all__ = [
    "MOST_SENT_BYTES",
    "RefusedError",
    "ask",
    "check_origin",
    "find_base_iri",
    "is_query",
    "read_body",
    "read_parameters",
    "refuse",
    "sparql",
    "to_response",
    "until_gone",
    "wants_page",
]

MAX_QUERY_BYTES = 2**20  # a query longer than this was made to hurt
MOST_SENT_BYTES = 32 * 2**20  # an update or a graph; more go in several
_FORM = "application/x-www-form-urlencoded"
_DIRECT = {"application/sparql-query": "query", "application/sparql-update": "update"}
_DOCUMENT = f"SELECT ?d WHERE {{ ?d a <{KG}Document> }} LIMIT 1"


class RefusedError(Exception):
    """A request that is answered with a status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, and the graphs that the request names for it."""

    kind: str
    text: str
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


async def sparql(request: Request, pool: Pool, origins: Sequence[str] = ()) -> Response:
    """Answer a query by GET, form POST or direct POST; make an update by form POST or direct POST.

    Args:
        request: Of a client.
        pool: Answers, and makes changes if it may.
        origins: Web pages elsewhere that may ask.

    Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2.
    """
    try:
        operation = await _read_operation(request, pool)
        if operation.kind == "update":
            check_origin(request, origins)
    except RefusedError as refused:
        return refuse(refused.status, str(refused))
    base = str(request.url.replace(query=""))
    if operation.kind == "update":
        change = {"update": operation.text, "base": base, "using": operation.default, "using_named": operation.named}
        return to_response(await until_gone(request, pool.change(change)))
    accept = request.headers.get("accept")
    job = {
        "query": operation.text,
        "base": base,
        "default": operation.default,
        "named": operation.named,
        "results": choose(accept, RESULTS),
        "rdf": choose(accept, GRAPHS),
    }
    return to_response(await ask(request, pool, job), Vary="Accept")


def check_origin(request: Request, origins: Sequence[str]) -> None:
    """Refuse changes that a page elsewhere makes a browser send; it needs no leave to send a form.

    Raises:
        RefusedError: It comes from a page that is not ours and was not named.
    """
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if origin is not None and origin != own and origin not in origins:
        raise RefusedError(403, f"{origin}: pages there may not change the graph; name them with --cors")


async def ask(request: Request, pool: Pool, job: dict[str, Any]) -> Reply:
    """Have a job done, and stop it when the client goes away; the body of the request must have been read."""
    if job["rdf"] != JSON_LD:
        return await until_gone(request, pool.ask(job))
    reply = await until_gone(request, pool.ask({**job, "rdf": N_TRIPLES}))
    if reply.status != HTTPStatus.OK or reply.media_type != N_TRIPLES:
        return reply
    return await write_jsonld(reply.body, await find_base_iri(request, pool))


async def find_base_iri(request: Request, pool: Pool) -> str:
    """Find where the IRIs of the data begin: what stands before ``document/`` in that of a document."""
    reply = await until_gone(request, pool.ask({"query": _DOCUMENT, "results": RESULTS[0], "rdf": None}))
    rows = json.loads(reply.body)["results"]["bindings"] if reply.status == HTTPStatus.OK else []
    return rows[0]["d"]["value"].rpartition("document/")[0] if rows else ""


async def until_gone(request: Request, job: Coroutine[Any, Any, Reply]) -> Reply:
    """Have a job done, and stop it when the client goes away; the body of the request must have been read."""
    work = asyncio.create_task(job)
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


async def _read_operation(request: Request, pool: Pool) -> Operation:
    address = read_parameters(request.url.query)
    body = await read_body(request, MOST_SENT_BYTES if pool.writes else MAX_QUERY_BYTES)
    parameters = address + (_read_sent(request, body) if request.method == "POST" else [])
    texts = [(name, value) for name, value in parameters if name in {"query", "update"}]
    if len(texts) != 1:
        raise RefusedError(400, f"{len(texts)} queries or updates; send one, as parameter query or update")
    kind, text = texts[0]
    if kind == "query":
        if len(text.encode()) > MAX_QUERY_BYTES:
            raise RefusedError(413, f"the query is longer than {MAX_QUERY_BYTES} bytes")
        return Operation(kind, text, _all(parameters, "default-graph-uri"), _all(parameters, "named-graph-uri"))
    if not pool.writes:
        raise RefusedError(403, "read-only: this endpoint takes no updates; start it with --read-write")
    if texts[0] in address:
        raise RefusedError(405, "update: send it by POST, in the body")
    return Operation(kind, text, _all(parameters, "using-graph-uri"), _all(parameters, "using-named-graph-uri"))


def _read_sent(request: Request, body: bytes) -> list[tuple[str, str]]:
    kind = _content_type(request)
    if kind == _FORM:
        return read_parameters(_text(body))
    if kind in _DIRECT:
        return [(_DIRECT[kind], _text(body))]
    raise RefusedError(415, f"{kind or 'no content type'}: send {', '.join((_FORM, *_DIRECT))}")


def _all(parameters: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in parameters if name == wanted)


async def read_body(request: Request, most: int) -> bytes:
    """Read what the client sent.

    Raises:
        RefusedError: It is too long.
    """
    chunks, length = [], 0
    async for chunk in request.stream():
        chunks.append(chunk)
        length += len(chunk)
        if length > most:
            raise RefusedError(413, f"what you sent is longer than {most} bytes; send it in parts")
    return b"".join(chunks)


def _content_type(request: Request) -> str:
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8"}:
            raise RefusedError(415, f"charset {value}: send UTF-8")
    return kind


def read_parameters(encoded: str) -> list[tuple[str, str]]:
    """Read the parameters of an address or a form.

    Raises:
        RefusedError: They are not UTF-8, or too many.
    """
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read ({error}); send UTF-8, percent-encoded") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the query is not UTF-8 ({error.reason} at byte {error.start})") from error


def wants_page(request: Request) -> bool:
    """Whether a browser asks, which lists HTML before what programs like."""
    return choose(request.headers.get("accept"), (*GRAPHS, HTML)) == HTML
