"""Graphs in notebooks: ``Graph(out).view()`` shows the page, ``Graph(out).to_pyvis()`` gives a pyvis network."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from kg.knowledge.ontology import read_ontology
from kg.store import open_store
from kg.view.columns import to_columns, to_texts
from kg.view.contents import PageContents
from kg.view.explorer import to_html
from kg.view.folder import read_folder
from kg.view.map import draw_map
from kg.view.network import SafeNetwork, to_network
from kg.view.select import DEPTH, Choice, select

__all__ = ["Frame", "Graph"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in a notebook, shut in: its script can reach neither the notebook nor the network.

    Attributes:
        page: HTML.
        height: In pixels.
    """

    page: str
    height: int

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{escape(self.page)}" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ccc" title="知识图谱"></iframe>'
        )


@dataclass(frozen=True, slots=True)
class Graph:
    """A built graph in a notebook.

    Attributes:
        folder: What ``kg build`` wrote.
    """

    folder: Path | str

    def view(
        self, *, focus: str | None = None, classes: tuple[str, ...] = (), depth: int = DEPTH, height: int = 640
    ) -> Frame:
        """Show the page in a frame.

        Args:
            focus: The name of an entity; only what lies around it is shown.
            classes: Only entities of these classes.
            depth: How many relations away from ``focus``.
            height: In pixels.

        Raises:
            OutputError: There is no graph.
            InputError: There is no such entity or class.
        """
        contents = self._read(Choice(focus, classes, depth))
        return Frame(to_html(to_columns(contents, draw_map(contents)), to_texts(contents)), height)

    def to_pyvis(self, *, focus: str | None = None, classes: tuple[str, ...] = (), depth: int = DEPTH) -> SafeNetwork:
        """Give a pyvis network, to change and to write with ``write_html``; arguments as for ``view``."""
        contents = self._read(Choice(focus, classes, depth))
        return to_network(contents, draw_map(contents))

    def _read(self, choice: Choice) -> PageContents:
        folder = Path(self.folder)
        return select(read_folder(open_store(folder), read_ontology(), folder), choice)
