"""SPARQL 1.1 Graph Store HTTP Protocol: graphs are read, and changed where the server may."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.negotiate import GRAPHS, choose
from kg.serve.pool import Pool
from kg.serve.protocol import (
    MOST_SENT_BYTES,
    RefusedError,
    ask,
    check_origin,
    read_body,
    read_parameters,
    refuse,
    to_response,
    until_gone,
)

__all__ = ["graph_store"]

_KEPT = "%/-._~!$&'()*+,;=:@?#[]"  # what an IRI may hold as a URI does
READS, WRITES = ("GET", "HEAD"), ("PUT", "POST", "DELETE")


async def graph_store(request: Request, pool: Pool, origins: Sequence[str] = ()) -> Response:
    """Give or change a graph, named by ``?graph=``, ``?default`` or the address itself.

    Args:
        request: Of a client.
        pool: Answers, and makes changes if it may.
        origins: Web pages elsewhere that may ask.

    Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 4 and 5.
    """
    allowed = READS + (WRITES if pool.writes else ())
    if request.method not in allowed:
        why = (
            f"{request.method}: not here" if pool.writes else "read-only: graphs are only read; start with --read-write"
        )
        return refuse(405, why, Allow=", ".join(allowed))
    try:
        if request.method in READS:
            return await _read(request, pool)
        check_origin(request, origins)
        return await _write(request, pool)
    except RefusedError as refused:
        return refuse(refused.status, str(refused))


async def _read(request: Request, pool: Pool) -> Response:
    job = {"graph": _name_graph(request), "rdf": choose(request.headers.get("accept"), GRAPHS)}
    await read_body(request, MOST_SENT_BYTES)
    return to_response(await ask(request, pool, job), Vary="Accept")


async def _write(request: Request, pool: Pool) -> Response:
    address = str(request.url.replace(query=""))
    job: dict[str, str | None] = {
        "method": request.method,
        "base": address,
        "type": request.headers.get("content-type", ""),
    }
    if request.method == "POST" and not request.url.query and not request.path_params.get("path"):
        job["new"] = f"{address.rstrip('/')}/"
    else:
        job["graph"] = _name_graph(request)
    body = await read_body(request, MOST_SENT_BYTES)
    reply = await until_gone(request, pool.change(job, body))
    created = {"Location": quote(reply.body.decode().strip(), safe=_KEPT)} if reply.status == HTTPStatus.CREATED else {}
    return to_response(reply, **created)


def _name_graph(request: Request) -> str | None:
    if request.path_params.get("path"):
        return str(request.url.replace(query=""))
    parameters = read_parameters(request.url.query)
    graphs = [value for name, value in parameters if name == "graph"]
    default = any(name == "default" for name, _ in parameters)
    if len(graphs) + default != 1:
        raise RefusedError(400, "name one graph: ?graph=IRI or ?default")
    return graphs[0] if graphs else None
