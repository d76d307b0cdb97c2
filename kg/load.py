"""A built graph into somebody's triple store, over HTTP: all of it, checked, or nothing.

The triples go in batches into a graph of their own in the store, are read back and compared, and only then take their
place. What is stopped halfway goes on from there when it is started again: the graph to load into is named after what
is loaded, so the store itself remembers how far it came.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path

import httpx
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.errors import InputError, OutputError
from kg.graph import sort_triples
from kg.store import open_store

__all__ = ["BATCH", "STORES", "Loaded", "Login", "digest", "load"]

BATCH = 5_000  # triples a request; Virtuoso cuts what it gives back at 10 000 rows as Debian sets it up
CONNECT_S, ANSWER_S = 10.0, 600.0
_STAGING = "urn:x-zhkg:loading:"
_N_TRIPLES = "application/n-triples"
_READ = {_N_TRIPLES: RdfFormat.N_TRIPLES, "text/plain": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where a kind of store has its endpoints, below the address that the user gives.

    Attributes:
        query: SPARQL queries.
        update: SPARQL updates.
        graphs: Graph Store Protocol; ``None`` loads by ``INSERT DATA``.
        digest: Whether it wants digest authentication.
        default: Whether it has a default graph to load into.
    """

    query: str
    update: str
    graphs: str | None
    digest: bool = False
    default: bool = True


STORES = {
    "generic": _Kind("", "", None),
    "oxigraph": _Kind("/query", "/update", "/store"),
    "virtuoso": _Kind("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth", digest=True, default=False),
    "fuseki": _Kind("/query", "/update", "/data"),
    "graphdb": _Kind("", "/statements", "/rdf-graphs/service"),
    "rdf4j": _Kind("", "/statements", "/rdf-graphs/service"),
}


@dataclass(frozen=True, slots=True)
class Login:
    """Who loads."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A graph that the store holds now.

    Attributes:
        graph: Its name; ``None`` for the default graph.
        triples: How many were loaded.
        digest: Of the triples, as read back from the store.
        skipped: How many an earlier attempt had loaded.
    """

    graph: str | None
    triples: int
    digest: str
    skipped: int


def load(
    out: Path,
    to: str,
    *,
    store: str = "generic",
    graph: str | None = None,
    replace: bool = False,
    login: Login | None = None,
    batch: int = BATCH,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> tuple[Loaded, ...]:
    """Load the graphs of a build.

    Args:
        out: The folder that ``kg build`` wrote.
        to: Address of the store; for ``generic`` that of its SPARQL endpoint, for Fuseki, GraphDB and RDF4J that of
            the dataset or repository.
        store: One of ``STORES``.
        graph: Where the facts go; into the default graph otherwise. Named graphs of the build keep their names.
        replace: Put them in place of what is in the graph, which must be named; they are added to it otherwise.
        login: Who loads, where the store asks.
        batch: Triples a request.
        progress: Called with the triples sent and their number.

    Returns:
        What the store holds, after it was compared with the build.

    Raises:
        OutputError: There is no build; the store cannot be reached, refuses, or holds something else afterwards. What
            was in its graphs is then as before.
        InputError: A wrong option.
    """
    kind = STORES[store]
    if graph is None and replace:
        raise InputError("--replace: empties a whole graph; name it with --graph")
    if graph is None and not kind.default:
        raise InputError(f"--store {store}: has no default graph; name one with --graph")
    if graph is not None:
        _check_iri(graph)
    sources = _read_graphs(open_store(out), graph)
    total = sum(len(triples) for _, triples in sources)
    loaded: list[Loaded] = []
    with _connect(kind, login) as client:
        remote = _Remote(client, to.rstrip("/"), kind)
        for name, triples in sources:
            show = partial(_show, progress, sum(each.triples for each in loaded), total)
            loaded.append(_Load(remote, name, triples, batch, show).run(replace=replace))
    return tuple(loaded)


def _show(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def digest(triples: Iterable[Triple]) -> str:
    """Give one number for a set of triples, in whatever order they come; a language tag counts in lower case."""
    total = 0
    for triple in triples:
        total += int.from_bytes(sha256(_canonical(triple).encode()).digest(), "big")
    return f"{total % 2**256:064x}"


def _canonical(triple: Triple) -> str:
    end = triple.object
    if isinstance(end, Literal) and end.language:
        end = Literal(end.value, language=end.language.lower())
    return f"{triple.subject} {triple.predicate} {end}"


def _check_iri(iri: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise InputError(f"--graph {iri}: not an IRI ({error}); name one such as https://example.org/zhkg") from error


def _read_graphs(store: Store, graph: str | None) -> list[tuple[str | None, tuple[Triple, ...]]]:
    names: list[NamedNode | DefaultGraph] = [DefaultGraph()]
    names += sorted((name for name in store.named_graphs() if isinstance(name, NamedNode)), key=str)
    found: list[tuple[str | None, tuple[Triple, ...]]] = []
    for name in names:
        triples = sort_triples(quad.triple for quad in store.quads_for_pattern(None, None, None, name))
        if any(isinstance(end, BlankNode) for triple in triples for end in (triple.subject, triple.object)):
            raise InputError("the graph holds blank nodes, which cannot be loaded in batches; build it again")
        found.append((name.value if isinstance(name, NamedNode) else graph, triples))
    return [(name, triples) for name, triples in found if triples]


def _connect(kind: _Kind, login: Login | None) -> httpx.Client:
    auth: httpx.Auth | None = None
    if login:
        auth = (httpx.DigestAuth if kind.digest else httpx.BasicAuth)(login.user, login.password)
    return httpx.Client(auth=auth, timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S))


@dataclass(frozen=True, slots=True)
class _Load:
    """One graph on its way."""

    remote: "_Remote"
    graph: str | None
    triples: tuple[Triple, ...]
    batch: int
    progress: Callable[[int], None]

    def run(self, *, replace: bool) -> Loaded:
        wanted = digest(self.triples)
        key = f"{self.graph or ''} {self.batch} {wanted}"
        staging = _STAGING + sha256(key.encode()).hexdigest()[:32]
        there = self._send(staging)
        self._compare(staging, wanted)
        self._put_in_place(staging, replace=replace)
        return Loaded(self.graph, len(self.triples), wanted, there)

    def _send(self, staging: str) -> int:
        """Send what is not there yet; give how many triples were."""
        there = min(self.remote.count(staging), len(self.triples)) // self.batch * self.batch
        rest = iter(self.triples[there:])
        done = there
        while chunk := tuple(islice(rest, self.batch)):
            try:
                self.remote.insert(staging, chunk)
            except OutputError as error:
                where = self.graph or "the default graph"
                raise OutputError(
                    f"{error}\n{done} of {len(self.triples)} triples were sent, {where} is as before; the same command "
                    "goes on from there"
                ) from error
            done += len(chunk)
            self.progress(done)
        return there

    def _compare(self, staging: str, wanted: str) -> None:
        """Read everything back; what differs is taken out again.

        Raises:
            OutputError: The store holds something else than was sent.
        """
        count = self.remote.count(staging)
        found = digest(self.remote.read(staging, count)) if count == len(self.triples) else ""
        if found == wanted:
            return
        difference = f"{count} triples instead of {len(self.triples)}" if not found else "other triples"
        self.remote.update(f"DROP SILENT GRAPH <{staging}>")
        raise OutputError(
            f"{self.remote.address}: holds {difference} after loading, so they were taken out again and "
            f"{self.graph or 'the default graph'} is as before; try again, with a smaller --batch"
        )

    def _put_in_place(self, staging: str, *, replace: bool) -> None:
        target = f"GRAPH <{self.graph}>" if self.graph else "DEFAULT"
        if replace:
            self.remote.update(f"MOVE GRAPH <{staging}> TO {target}")
            missing = self.remote.count(self.graph) != len(self.triples)
        else:
            self.remote.update(f"ADD GRAPH <{staging}> TO {target}")
            missing = self.remote.lacks(self.graph, staging)
            if not missing:
                self.remote.update(f"DROP SILENT GRAPH <{staging}>")
        if missing:
            raise OutputError(
                f"{self.remote.address}: {self.graph or 'the default graph'} does not hold all triples although the "
                "store said so; run the same command again"
            )


@dataclass(frozen=True, slots=True)
class _Remote:
    """A store over HTTP."""

    client: httpx.Client
    address: str
    kind: _Kind

    def count(self, graph: str | None) -> int:
        """Count the triples of a graph."""
        rows = self._select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {_in(graph)} }}")
        return int(rows["results"]["bindings"][0]["n"]["value"])

    def lacks(self, graph: str | None, staging: str) -> bool:
        """Whether a graph lacks a triple that another has."""
        query = f"ASK {{ GRAPH <{staging}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ {_in(graph)} }} }}"
        return bool(self._select(query)["boolean"])

    def insert(self, graph: str, triples: Sequence[Triple]) -> None:
        """Add triples to a graph."""
        body = "".join(f"{triple} .\n" for triple in triples)
        if self.kind.graphs is None:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{body}}} }}")
            return
        self._send(
            "POST",
            self.kind.graphs,
            params={"graph": graph},
            content=body.encode(),
            headers={"Content-Type": "text/turtle; charset=utf-8"},  # every store takes it; N-Triples is Turtle
        )

    def update(self, text: str) -> None:
        """Change something."""
        self._send("POST", self.kind.update, data={"update": text})

    def read(self, graph: str, count: int) -> Iterator[Triple]:
        """Read a graph, in as many answers as the store needs: some cut long ones off without a word."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_in(graph)} }}"
        page = self._construct(query)
        yield from page
        size = done = len(page)
        while page and done < count:
            page = self._construct(f"{query} LIMIT {size} OFFSET {done}")
            yield from page
            done += len(page)

    def _construct(self, query: str) -> list[Triple]:
        answer = self._send("POST", self.kind.query, data={"query": query}, headers={"Accept": _N_TRIPLES})
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip()
        try:
            return [quad.triple for quad in parse(answer.content, format=_READ[media_type])]
        except (KeyError, SyntaxError) as error:
            raise OutputError(f"{self.address}: gives triples that cannot be read ({media_type}: {error})") from error

    def _select(self, query: str) -> dict[str, dict[str, list[dict[str, dict[str, str]]]]]:
        headers = {"Accept": "application/sparql-results+json"}
        answer = self._send("POST", self.kind.query, data={"query": query}, headers=headers)
        try:
            found: dict[str, dict[str, list[dict[str, dict[str, str]]]]] = answer.json()
        except ValueError as error:
            raise OutputError(
                f"{answer.request.url}: does not answer as a SPARQL endpoint; mend --to or name the --store"
            ) from error
        return found

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        content: bytes | None = None,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        url = self.address + path
        try:
            answer = self.client.request(method, url, params=params, content=content, data=data, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OutputError(f"{url}: cannot be reached ({error or type(error).__name__}); is it running?") from error
        if answer.is_success:
            return answer
        advice = {
            401: "name --user and --password-env",
            403: "the user may not; name another --user, or let the store take updates",
            404: "mend --to, or name the --store",
            405: "mend --to, or name the --store",
        }.get(answer.status_code, "see the log of the store")
        said = " ".join(answer.text.split())[:200]
        raise OutputError(f"{url}: {answer.status_code} {answer.reason_phrase} ({said}); {advice}")


def _in(graph: str | None) -> str:
    return f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
