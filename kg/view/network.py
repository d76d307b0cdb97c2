"""pyvis made safe: everything in one file, nothing from a text is ever markup or code, written as UTF-8.

Stock pyvis loads Bootstrap from a CDN in every mode, writes its file in the encoding of the machine, puts headings and
options unescaped into the page, and turns every tooltip into HTML as soon as one holds the letters ``href``.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from pyvis.network import Network

from kg.view.contents import PageContents

__all__ = ["SafeNetwork"]

HERE = Path(__file__).resolve().parent


class SafeNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network whose page is ours; everything else of pyvis works as people know it."""

    def __init__(self, contents: PageContents, *, heading: str, shown: int) -> None:
        super().__init__(directed=True, cdn_resources="in_line", heading=heading)
        self.contents = contents
        self.shown = shown
        self._known: set[int | str] = set()
        self.set_template_dir(str(HERE))

    def add_node(self, n_id: int | str, label: str | None = None, **options: Any) -> None:  # noqa: ANN401  as in pyvis
        """Add a node; pyvis looks through a list for every one, here a set answers."""
        if n_id not in self._known:
            self._known.add(n_id)
            self.node_ids: list[int | str] = []
            super().add_node(n_id, label=label, **options)

    def add_edge(self, source: int | str, to: int | str, **options: Any) -> None:  # noqa: ANN401  as in pyvis
        """Add an arrow; parallel ones are kept.

        Raises:
            ValueError: One end is no node.
        """
        if source not in self._known or to not in self._known:
            raise ValueError(f"no node {source if source not in self._known else to}")
        self.edges.append({"from": source, "to": to, "arrows": "to", **options})

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002  as in pyvis
        """Write the page as one string."""
        script = _read("vendor/vis-network.min.js").replace("</script", "<\\/script") + _read("viewer.js")
        style = _read("viewer.css")
        self.html = self.templateEnv.get_template("template.html").render(
            heading=self.heading,
            policy=f"default-src 'none'; script-src {_digest(script)}; style-src 'unsafe-inline'; img-src data: blob:; "
            "base-uri 'none'; form-action 'none'",
            style=style,
            script=script,
            page={
                "nodes": self.nodes,
                "edges": self.edges,
                "shown": self.shown,
                **self.contents.to_json(),
            },
        )
        return str(self.html)

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  as in pyvis
        """Write the page to a file, as UTF-8 on every machine."""
        Path(name).write_text(self.generate_html(), encoding="utf-8", newline="\n")


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
