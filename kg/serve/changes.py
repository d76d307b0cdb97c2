"""Changes of a served graph, made in a copy of its store: what fails, or takes too long, has changed nothing.

The copy is cheap: the store never writes into a table file again, so those are linked. Whoever asked for the change
puts the copy in the place of the store when all went well; readers see the one or the other.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.serve.using import DatasetConflictError, restrict
from kg.serve.worker import Reply, check_service, explain, refuse

__all__ = ["FORMS", "change"]

FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
MULTIPART = "multipart/form-data"
_TURTLE = "text/turtle"

_GAP = r"(?:\s|#[^\n\r]*[\n\r])*"
# An operation stands at the beginning, after another one or after a declaration. The whole text is looked through,
# strings and comments too: whoever tells them apart otherwise than the engine can be led past the check.
_LOAD = re.compile(
    rf"(?:\A|[;>]|VERSION{_GAP}(?:\"[^\"\n]*\"|'[^'\n]*')){_GAP}LOAD{_GAP}(?:SILENT{_GAP})?(?:<|[^\s{{}}<:;,()]*:)",
    re.IGNORECASE,
)


def change(folder: Path, job: dict[str, Any], body: bytes, prefixes: dict[str, str]) -> Reply:
    """Make a change in a copy of a store.

    Args:
        folder: Of the store, which stays as it is.
        job: ``fresh``, the folder of the copy; and ``update`` with ``base``, ``using`` and ``using_named`` graphs, or
            ``method`` with ``graph``, ``type`` and, for a new graph, ``new``, with which its name begins.
        body: What the request sent for a graph.
        prefixes: That an update may use without declaring them.

    Returns:
        HTTP status, media type and body; of a graph that was created, its name.
    """
    fresh = Path(job["fresh"])
    shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns("LOG*", "LOCK"), copy_function=_copy)
    store = Store(str(fresh))
    reply = _update(store, job, prefixes) if "update" in job else _write_graph(store, job, body)
    store.flush()
    return reply


def _copy(source: str, target: str) -> None:
    if source.endswith(".sst"):
        with contextlib.suppress(OSError):  # some file systems have no links
            os.link(source, target)
            return
    shutil.copy2(source, target)


def _update(store: Store, job: dict[str, Any], prefixes: dict[str, str]) -> Reply:
    text: str = job["update"]
    if _LOAD.search(text):
        return refuse(400, "update: LOAD is switched off here; read the address yourself and send what it holds")
    if refused := check_service(text):
        return refused
    try:
        if job["using"] or job["using_named"]:
            text = restrict(text, job["using"], job["using_named"])
        store.update(text, base_iri=job["base"], prefixes=prefixes)
    except DatasetConflictError as error:
        return refuse(400, str(error))
    except SyntaxError as error:
        return refuse(400, explain("update", text, str(error)))
    except (OSError, RuntimeError, ValueError) as error:
        return refuse(400, f"update: cannot be made ({error}); mend it")
    return 204, "text/plain", b""


def _write_graph(store: Store, job: dict[str, Any], body: bytes) -> Reply:
    """Put, add to or delete a graph.

    Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 5.3 to 5.6.
    """
    try:
        graph = _name(store, job)
    except ValueError as error:
        return refuse(400, f"graph: {job['graph']!r} is no address ({error}); give a whole one")
    known = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    if job["method"] == "DELETE" and not known:
        return refuse(404, f"{graph.value if isinstance(graph, NamedNode) else ''}: no such graph here")
    if job["method"] in {"DELETE", "PUT"}:
        store.remove_graph(graph)
    if job["method"] == "DELETE":
        return 204, "text/plain", b""
    if isinstance(graph, NamedNode):
        store.add_graph(graph)
    try:
        for kind, content in _parts(job["type"], body):
            base = graph.value if isinstance(graph, NamedNode) else job["base"]
            store.load(content, FORMS[kind], base_iri=base, to_graph=graph)
    except KeyError as error:
        return refuse(415, f"{error.args[0] or 'no content type'}: send {', '.join(FORMS)} or {MULTIPART} of them")
    except (SyntaxError, ValueError) as error:
        return refuse(400, f"graph: cannot be read ({error}); mend it, or its content type")
    name = graph.value if isinstance(graph, NamedNode) else ""
    return (204, "text/plain", b"") if known else (201, "text/plain", f"{name}\n".encode())


def _name(store: Store, job: dict[str, Any]) -> NamedNode | DefaultGraph:
    if "new" not in job:
        return NamedNode(job["graph"]) if job["graph"] is not None else DefaultGraph()
    number = 1
    while store.contains_named_graph(NamedNode(f"{job['new']}{number}")):
        number += 1
    return NamedNode(f"{job['new']}{number}")


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    kind = _kind(content_type)
    if kind != MULTIPART:
        yield kind, body
        return
    whole = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    if not whole.is_multipart():
        raise ValueError("no parts in it")
    for part in whole.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        yield _kind(part.get("Content-Type", _TURTLE)), content if isinstance(content, bytes) else b""


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
