"""The server: which address is answered by what, and who may ask."""

import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from pyoxigraph import RdfFormat, parse, serialize
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import InputError
from kg.knowledge.ontology import KG, read_ontology
from kg.serve.description import describe_service
from kg.serve.graphs import graph_store
from kg.serve.jsonld import write_jsonld
from kg.serve.negotiate import GRAPHS, HTML, JSON_LD, N_TRIPLES, choose
from kg.serve.pages import Pages
from kg.serve.pool import Limits, Pool, Reply
from kg.serve.protocol import ask, find_base_iri, is_query, refuse, sparql, to_response, wants_page
from kg.store import open_store

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

__all__ = ["make_app", "serve"]

STATIC = Path(__file__).parent / "static"
SHUTDOWN_S = 3  # for answers under way
MAX_CONNECTIONS = 200
BACKLOG = 128
_JSON = "application/sparql-results+json"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_CLASSES = "SELECT ?c (COUNT(?x) AS ?n) WHERE { ?x a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c"


def serve(
    out: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    limits: Limits | None = None,
    origins: Sequence[str] = (),
    read_write: bool = False,
    announce: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serve a built graph until the process is told to end.

    Args:
        out: The folder that ``kg build`` wrote.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        limits: What a query may use.
        origins: Web pages elsewhere that may ask (CORS).
        read_write: Whether clients may change the store; nobody is asked who they are, so only on this machine.
        announce: Called with the address when it is open.

    Raises:
        OutputError: There is no graph, or it is broken.
        InputError: Nobody can listen there, or change the graph from there.
    """
    if read_write and host not in _LOOPBACK:
        raise InputError(
            f"--read-write: whoever reaches {host} could change the graph; listen on 127.0.0.1, and put a server in "
            "front that asks who they are"
        )
    open_store(out)
    try:
        listener = _listen(host, port)
    except OSError as error:
        raise InputError(f"{host}:{port}: cannot listen there ({error.strerror}); name another --port") from error
    with listener, _alone(out, read_write=read_write):
        shown = f"[{host}]" if ":" in host else host
        announce(f"http://{shown}:{listener.getsockname()[1]}/")
        app = make_app(
            out, limits=limits or Limits(), origins=origins, loopback=host in _LOOPBACK, read_write=read_write
        )
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=MAX_CONNECTIONS,
            timeout_graceful_shutdown=SHUTDOWN_S,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Open the port.

    The protocol is named because asyncio sends small answers at once only where it is; 40 ms each otherwise.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


@contextmanager
def _alone(out: Path, *, read_write: bool) -> Iterator[None]:
    """Keep other servers from changing the same store: their changes would be lost."""
    if not read_write or fcntl is None:
        yield
        return
    with (out / ".serving.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(
                f"{out}: another kg serve --read-write has it; end that one, or serve read-only"
            ) from error
        yield


def make_app(
    out: Path, *, limits: Limits, origins: Sequence[str] = (), loopback: bool = True, read_write: bool = False
) -> Starlette:
    """Make the application, for ``serve`` or for a server of one's own.

    Args:
        out: The folder of the graph.
        limits: What a query may use.
        origins: Web pages elsewhere that may ask.
        loopback: Whether only this machine asks; other names for it are refused then.
        read_write: Whether clients may change the store.
    """
    pool = Pool(out / "store", limits, writes=read_write)
    site = _Site(out, pool, Pages(read_ontology()), tuple(origins))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.stop()

    middleware = [Middleware(_Guard, loopback=loopback)]
    if origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(origins),
                allow_methods=["GET", "HEAD", "POST", *(["PUT", "DELETE"] if read_write else [])],
                allow_headers=["Accept", "Content-Type"],
            )
        )
    everything = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    routes = [
        Route("/", site.home),
        Route("/.well-known/void", site.dataset),
        Route("/dataset.ttl", site.dataset),
        Route("/graph.html", site.explorer),
        Route("/favicon.ico", _icon),
        Route("/sparql", site.sparql, methods=["GET", "HEAD", "POST"]),
        Route("/query", site.sparql, methods=["GET", "HEAD", "POST"]),
        Route("/update", site.sparql, methods=["POST"]),
        Route("/store", site.graph_store, methods=everything),
        Route("/store/{path:path}", site.graph_store, methods=everything),
        Route("/id/{path:path}", site.thing),
        Route("/doc/{path:path}", site.page),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


@dataclass(frozen=True, slots=True)
class _Site:
    """Answers requests about one graph."""

    out: Path
    pool: Pool
    pages: Pages
    origins: tuple[str, ...]

    async def home(self, request: Request) -> Response:
        if choose(request.headers.get("accept"), (HTML, *GRAPHS)) not in {HTML, None}:
            return await self.dataset(request)
        reply = await ask(request, self.pool, _select(_CLASSES))
        if reply.status != 200:
            return to_response(reply)
        return Response(self._write_home(_rows(reply)), 200, {"Vary": "Accept"}, f"{HTML}; charset=utf-8")

    def _write_home(self, rows: list[dict[str, Any]]) -> str:
        classes = self.pages.ontology.classes
        counted = ((classes.get(row["c"]["value"].removeprefix(KG)), row["n"]["value"]) for row in rows)
        lines = [f"<tr><th>{escape(known.labels['zh'])}</th><td>{count}</td></tr>" for known, count in counted if known]
        return (STATIC / "home.html").read_text(encoding="utf-8").replace("<!-- classes -->", "\n".join(lines))

    async def dataset(self, request: Request) -> Response:
        """Give the description of the dataset, where the build wrote one."""
        path = self.out / "dataset.ttl"
        if not path.is_file():
            return refuse(404, "dataset.ttl: this graph was built without a description")
        media_type = choose(request.headers.get("accept"), GRAPHS)
        if media_type is None:
            return refuse(406, f"the description comes as {', '.join(GRAPHS)}; accept one of them")
        if media_type == GRAPHS[0]:
            return FileResponse(path, headers={"Vary": "Accept"}, media_type=f"{GRAPHS[0]}; charset=utf-8")
        form = N_TRIPLES if media_type == JSON_LD else media_type
        triples = (quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
        reply = Reply(200, form, serialize(triples, format=RdfFormat.from_media_type(form)) or b"")
        if media_type == JSON_LD:
            reply = await write_jsonld(reply.body, await find_base_iri(request, self.pool))
        return to_response(reply, Vary="Accept")

    async def explorer(self, _request: Request) -> Response:
        path = self.out / "graph.html"
        return FileResponse(path) if path.is_file() else refuse(404, "graph.html: build the graph again")

    async def sparql(self, request: Request) -> Response:
        if is_query(request):
            return await sparql(request, self.pool, self.origins)
        if wants_page(request):
            return FileResponse(STATIC / "sparql.html", headers={"Vary": "Accept"})
        return await self._describe(request)

    async def _describe(self, request: Request) -> Response:
        media_type = choose(request.headers.get("accept"), GRAPHS)
        if media_type is None:
            return refuse(406, f"the service description comes as {', '.join(GRAPHS)}; accept one of them")
        total = await ask(request, self.pool, _select(_COUNT))
        named = await ask(request, self.pool, _select(_COUNTS))
        for reply in (total, named):
            if reply.status != 200:
                return to_response(reply)
        counts = {row["g"]["value"]: int(row["n"]["value"]) for row in _rows(named) if "g" in row}
        triples = int(_rows(total)[0]["n"]["value"])
        body = describe_service(str(request.url), triples, counts, media_type, updates=self.pool.writes)
        return to_response(Reply(200, media_type, body), Vary="Accept")

    async def graph_store(self, request: Request) -> Response:
        return await graph_store(request, self.pool, self.origins)

    async def thing(self, request: Request) -> Response:
        base_iri = await find_base_iri(request, self.pool)
        return await self.pages.redirect(request, base_iri, self.pool)

    async def page(self, request: Request) -> Response:
        base_iri = await find_base_iri(request, self.pool)
        return await self.pages.page(request, base_iri, self.pool)


async def _icon(_request: Request) -> Response:
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")


def _select(query: str) -> dict[str, Any]:
    return {"query": query, "results": _JSON, "rdf": None}


def _rows(reply: Reply) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(reply.body)["results"]["bindings"]
    return found


class _Guard:
    """Refuses requests under a foreign name, and says to browsers what a page may do.

    A page elsewhere can make a browser send requests here under a name of its own (DNS rebinding); to a server that
    only this machine may ask, those names are not ours.
    """

    def __init__(self, app: ASGIApp, *, loopback: bool) -> None:
        self.app = app
        self.loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if self.loopback and urlsplit(f"//{request.headers.get('host', '')}").hostname not in _LOOPBACK:
            await refuse(421, "this server answers to localhost only; start it with --host for others")(
                scope, receive, send
            )
            return
        own_policy = scope["path"] == "/graph.html"  # the explorer states its own, with the digests of its scripts

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = "frame-ancestors 'none'" if own_policy else _POLICY
                message["headers"] = [
                    *message["headers"],
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                    (b"content-security-policy", policy.encode()),
                ]
            await send(message)

        await self.app(scope, receive, send_guarded)
