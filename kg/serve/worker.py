"""The process that answers queries and makes changes, in a copy of the store; it is killed when it takes too long.

Started as a script with ``STORE SETTINGS``; reads jobs from standard input and writes replies to standard
output. A frame is the lengths of a JSON head and of a body, four bytes each, and then both. The module imports nothing
of ``kg`` that takes time, so that a killed worker is replaced within a fraction of a second.
"""

import io
import json
import re
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

__all__ = ["FRAME", "Reply", "answer", "check_service", "explain", "main", "refuse"]

FRAME = struct.Struct(">II")
GRACE_S = 2  # beyond the time limit, for the parent to act first

_GAP = r"(?:\s|#[^\n\r]*[\n\r])*"
# Looked for in the whole text, strings and comments too: whoever tells them apart otherwise than the engine can be
# led past the check.
_NAMED = r"(?:<[^<>]*>|[?$][^\s{}<]+|[^\s{}<:;,()]*:[^\s{}<]*)"
_SERVICE = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?{_NAMED}{_GAP}\{{", re.IGNORECASE)
_UPDATE = re.compile(
    rf"{_GAP}(?:(?:PREFIX|BASE)[^<]*<[^<>]*>{_GAP})*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)
_POSITION = re.compile(r"error at (\d+):(\d+): ")
_NEAR_CHARS = 24

_RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}

Reply = tuple[int, str, bytes]


@dataclass(slots=True)
class _Opened:
    """The store, and which state of its folder was opened."""

    folder: Path
    state: tuple[int, int] = (0, 0)
    store: Store | None = None

    def current(self) -> Store:
        """Give the store as it is now; a build that replaced it is noticed."""
        try:
            found = (self.folder / "CURRENT").stat()
        except OSError:
            if self.store is None:
                raise
            return self.store  # just being replaced
        state = (found.st_ino, found.st_mtime_ns)
        if self.store is None or state != self.state:
            self.store, self.state = Store.read_only(str(self.folder)), state
        return self.store


class _Bounded(io.BytesIO):
    """Memory that takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.full = False

    def write(self, data: Any) -> int:  # noqa: ANN401  whatever has bytes
        """Take bytes.

        Raises:
            OSError: There would be too many.
        """
        if self.tell() + len(data) > self.most:
            self.full = True
            raise OSError("full")
        return super().write(data)


def answer(store: Store, job: dict[str, Any], settings: dict[str, Any]) -> Reply:
    """Do one job.

    Args:
        store: Where to look.
        job: ``query`` with ``default`` and ``named`` graphs, or ``graph``; the media types ``results`` and ``rdf``,
            ``None`` where the client accepts none of that kind.
        settings: ``answer_bytes``, ``prefixes``.

    Returns:
        HTTP status, media type and body.
    """
    file = _Bounded(settings["answer_bytes"])
    try:
        if "query" in job:
            return _query(store, job, settings["prefixes"], file)
        return _graph(store, job, settings["prefixes"], file)
    except SyntaxError as error:
        if update := _UPDATE.match(job["query"]):
            return refuse(400, f"query: {update[1].upper()} would change the graph; a query only reads")
        return refuse(400, explain("query", job["query"], str(error)))
    except (OSError, RuntimeError, ValueError) as error:
        if file.full:
            most = settings["answer_bytes"] / 2**20
            return refuse(413, f"query: the answer is longer than {most:g} MiB; ask for less, or add LIMIT")
        return refuse(400, f"query: cannot be answered ({error}); mend it")


def _query(store: Store, job: dict[str, Any], prefixes: dict[str, str], file: _Bounded) -> Reply:
    query: str = job["query"]
    if refused := check_service(query):
        return refused
    default, named = _dataset(job)
    result = store.query(query, base_iri=job.get("base"), prefixes=prefixes, default_graph=default, named_graphs=named)
    if isinstance(result, QueryTriples):
        media_type = job["rdf"]
        if media_type:
            _write_triples(result, file, media_type, prefixes)
    else:
        media_type = job["results"]
        if media_type:
            _write_results(result, file, media_type)
    if not media_type:
        known = _GRAPHS if isinstance(result, QueryTriples) else _RESULTS
        return refuse(406, f"query: its answer comes as {', '.join(known)}; accept one of them")
    return 200, media_type, file.getvalue()


def check_service(text: str) -> Reply | None:
    """Refuse what would ask another endpoint."""
    if _SERVICE.search(text):
        return refuse(400, "SERVICE is switched off here; ask the other endpoint yourself")
    return None


def _dataset(
    job: dict[str, Any],
) -> tuple[list[NamedNode | BlankNode | DefaultGraph] | None, list[NamedNode | BlankNode] | None]:
    """Read the dataset of the request; graphs that it names leave out all others."""
    if not job.get("default") and not job.get("named"):
        return None, None
    return [NamedNode(iri) for iri in job["default"]], [NamedNode(iri) for iri in job["named"]]


def _write_results(result: QuerySolutions | QueryBoolean, file: _Bounded, media_type: str) -> None:
    result.serialize(file, _RESULTS[media_type])


def _write_triples(triples: Any, file: _Bounded, media_type: str, prefixes: dict[str, str]) -> None:  # noqa: ANN401
    form = _GRAPHS[media_type]
    names = prefixes if form in {RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.JSON_LD} else None
    serialize(triples, file, form, prefixes=names)


def _graph(store: Store, job: dict[str, Any], prefixes: dict[str, str], file: _Bounded) -> Reply:
    graph = DefaultGraph() if job["graph"] is None else NamedNode(job["graph"])
    if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
        return refuse(404, f"{graph.value}: no such graph here")
    if not job["rdf"]:
        return refuse(406, f"graphs come as {', '.join(_GRAPHS)}; accept one of them")
    quads = store.quads_for_pattern(None, None, None, graph)
    _write_triples((quad.triple for quad in quads), file, job["rdf"], prefixes)
    return 200, job["rdf"], file.getvalue()


def explain(what: str, text: str, message: str) -> str:
    """Say where a text is faulty, without the parser's list of all that could have stood there.

    Args:
        what: ``query`` or ``update``.
        text: SPARQL.
        message: Of the parser.
    """
    found = _POSITION.match(message)
    lines = text.splitlines()
    if not found or int(found[1]) > len(lines):
        return f"{what}: not SPARQL 1.1; it ends too early, check the brackets"
    line, column = int(found[1]), int(found[2])
    near = lines[line - 1][column - 1 :].strip()[:_NEAR_CHARS] or "the end of the line"
    return f"{what}:{line}: not SPARQL at column {column}, near {near!r}; check the words, prefixes and brackets there"


def refuse(status: int, reason: str) -> Reply:
    """Answer with a status and one line that says why."""
    return status, "text/plain", f"{reason}\n".encode()


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Let the system end this process; it works within a query too, and without the parent."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _read(file: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    lengths = file.read(FRAME.size)
    if len(lengths) < FRAME.size:
        return None
    head, body = FRAME.unpack(lengths)
    job: dict[str, Any] = json.loads(file.read(head))
    return job, file.read(body)


def main(folder: str, written_settings: str) -> None:
    """Answer jobs until standard input ends."""
    settings = json.loads(written_settings)
    jobs, replies = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory(settings["memory_bytes"])
    opened = _Opened(Path(folder))
    while (read := _read(jobs)) is not None:
        job, sent = read
        _limit_time(int(settings["timeout_s"]) + 1 + GRACE_S)
        try:
            if "fresh" in job:
                from kg.serve.changes import change  # most servers never need it

                status, media_type, body = change(opened.folder, job, sent, settings["prefixes"])
            else:
                status, media_type, body = answer(opened.current(), job, settings)
        except (MemoryError, OSError) as error:
            status, media_type, body = refuse(500, f"the store cannot be read ({error}); build the graph again")
        _limit_time(0)
        head = json.dumps({"status": status, "type": media_type}).encode()
        replies.write(FRAME.pack(len(head), len(body)) + head + body)
        replies.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
