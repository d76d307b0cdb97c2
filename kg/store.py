"""The embedded store on disk, and the texts that its evidence quotes."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import OutputError
from kg.graph import BASE_IRI, Dataset, document_name, sort_triples
from kg.graph.vocabulary import kg, term
from kg.model import Document

__all__ = ["open_store", "read_dataset", "read_text", "write_graph", "write_store", "write_texts"]

_STORE, _TEXTS = "store", "texts"
_MARK = "CURRENT"  # the file by which RocksDB knows its folders


def write_store(dataset: Dataset, out: Path) -> None:
    """Write a dataset as an Oxigraph store into ``out/store``, in place of the one there.

    The store is built beside the old one and then takes its place, so that a reader sees the one or the other.

    Raises:
        OutputError: The folder cannot be written.
    """
    fresh = _fresh(out, _STORE)
    try:
        store = Store(str(fresh))
        store.bulk_extend(Quad(*triple) for triple in dataset.triples)
        store.optimize()
        store.flush()
        del store
        _replace(fresh, out / _STORE)
    except OSError as error:
        raise _cannot_write(out / _STORE, error) from error


def write_graph(out: Path, name: NamedNode, triples: Iterable[Triple]) -> None:
    """Write a named graph into the store of a built graph, in place of the one there.

    The store is copied, and the copy takes its place: who reads it sees the old or the new one.

    Raises:
        OutputError: There is no store, or the folder cannot be written.
    """
    open_store(out)
    fresh = _fresh(out, _STORE)
    try:
        shutil.copytree(out / _STORE, fresh)
        store = Store(str(fresh))
        store.remove_graph(name)
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in triples)
        store.flush()
        del store
        _replace(fresh, out / _STORE)
    except OSError as error:
        raise _cannot_write(out / _STORE, error) from error


def read_dataset(out: Path) -> Dataset:
    """Read a built graph back from its store: what was read in texts, without what follows from it.

    Raises:
        OutputError: There is no graph, or it is broken.
    """
    store = open_store(out)
    documents = store.quads_for_pattern(None, term("rdf:type"), kg("Document"), DefaultGraph())
    first = next((quad.subject for quad in documents), None)
    found = first.value.rpartition("document/")[0] if isinstance(first, NamedNode) else ""
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    return Dataset(sort_triples(quad.triple for quad in quads), found or BASE_IRI)


def write_texts(documents: Iterable[Document], out: Path) -> None:
    """Write the texts as they were read into ``out/texts``, in place of those there.

    Raises:
        OutputError: The folder cannot be written.
    """
    fresh = _fresh(out, _TEXTS)
    try:
        fresh.mkdir(parents=True)
        for document in documents:
            path = fresh / f"{document_name(document.id)}.txt"
            path.write_bytes(document.text.encode("utf-8"))
        _replace(fresh, out / _TEXTS)
    except OSError as error:
        raise _cannot_write(out / _TEXTS, error) from error


def read_text(out: Path, document: str) -> str:
    """Read a document's text as it was when the graph was built.

    Args:
        out: The folder of the graph.
        document: ``Document.id``.

    Raises:
        OutputError: It is not there.
    """
    path = out / _TEXTS / f"{document_name(document)}.txt"
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: the text cannot be read; build the graph again") from error


def open_store(out: Path) -> Store:
    """Open the store of a built graph, to read only.

    Raises:
        OutputError: There is none, or it is broken.
    """
    folder = out / _STORE
    if not (folder / _MARK).is_file():
        raise OutputError(f"{out}: no graph there; build one with: kg build DOCUMENTS -o {out}")
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise OutputError(f"{folder}: the store is broken ({_first_line(error)}); build the graph again") from error


def _fresh(out: Path, name: str) -> Path:
    """Name the folder to build in, without what a stopped build left there."""
    fresh = out / f".{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    return fresh


def _replace(fresh: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _cannot_write(place: Path, error: OSError) -> OutputError:
    what = error.strerror or _first_line(error)
    return OutputError(f"{place}: cannot be written ({what}); free space or rights, or name another folder")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
