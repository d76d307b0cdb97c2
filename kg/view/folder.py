"""The page of a built graph: read from its folder, written beside it."""

from pathlib import Path

from pyoxigraph import Store

from kg.errors import OutputError
from kg.knowledge.ontology import Ontology
from kg.store import open_store, read_text
from kg.view.columns import to_columns, to_texts
from kg.view.contents import PageContents
from kg.view.explorer import to_html
from kg.view.map import draw_map, read_places, write_places
from kg.view.network import to_network
from kg.view.read import read_contents
from kg.view.select import Choice, select

__all__ = ["read_folder", "write_page", "write_view"]

PLACES = "positions.json"


def write_page(store: Store, ontology: Ontology, path: Path) -> None:
    """Write a graph as a self-contained page.

    The texts are taken from ``texts/`` beside the page. The places of the entities are kept in ``positions.json``
    there, so that the map keeps its shape when documents are added.

    Args:
        store: The graph.
        ontology: Where classes and relations have their labels and colours.
        path: The file to write, UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    contents = read_folder(store, ontology, path.parent)
    map_ = draw_map(contents, read_places(path.parent / PLACES))
    path.write_text(to_html(to_columns(contents, map_), to_texts(contents)), encoding="utf-8", newline="\n")
    write_places(contents, map_, path.parent / PLACES)


def write_view(out: Path, ontology: Ontology, path: Path, choice: Choice, *, engine: str = "explorer") -> PageContents:
    """Write a page of a built graph, or of a part of it.

    Args:
        out: The folder that ``kg build`` wrote.
        ontology: Where classes and relations have their labels and colours.
        path: The file to write, UTF-8.
        choice: What to show.
        engine: ``explorer`` or ``pyvis``.

    Returns:
        What is on the page.

    Raises:
        InputError: There is no such entity or class.
        OutputError: There is no graph, or the file cannot be written.
    """
    contents = select(read_folder(open_store(out), ontology, out), choice)
    map_ = draw_map(contents, read_places(out / PLACES) if choice.whole else None)
    if engine == "pyvis":
        page = to_network(contents, map_).generate_html()
    else:
        page = to_html(to_columns(contents, map_), to_texts(contents))
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); name another file with -o") from error
    return contents


def read_folder(store: Store, ontology: Ontology, folder: Path) -> PageContents:
    """Read a graph and the texts of its folder, where they are there."""

    def text(document: str) -> str:
        try:
            return read_text(folder, document)
        except OutputError:
            return ""

    return read_contents(store, ontology, text)
