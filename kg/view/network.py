"""pyvis made safe: everything in one file, nothing from a text is ever markup or code, written as UTF-8.

Stock pyvis loads Bootstrap from a CDN in every mode, writes its file in the encoding of the machine, puts headings and
options unescaped into the page, and turns every tooltip into HTML as soon as one holds the letters ``href``.
"""

import json
import math
from pathlib import Path
from typing import Any

from pyvis.network import Network

from kg.view.contents import PageContents
from kg.view.explorer import digest
from kg.view.map import Map, shorten

__all__ = ["LIVE_UNTIL", "MOST_NODES", "SafeNetwork", "to_network"]

LIVE_UNTIL = 150  # nodes whose physics settle within a second; 500 need half a minute of CPU
MOST_NODES = 2000  # drawn at once; vis-network needs 29 ms of CPU a frame for them while zooming

_HERE = Path(__file__).resolve().parent


class SafeNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network whose page is ours; everything else of pyvis works as people know it.

    Attributes:
        note: A line beside the heading.
    """

    def __init__(self, *, heading: str = "知识图谱", note: str = "") -> None:
        super().__init__(directed=True, cdn_resources="in_line", heading=heading)
        self.note = note
        self._known: set[int | str] = set()
        self.set_template_dir(str(_HERE / "pyvis_page"))

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
            raise ValueError(f"no node {source if source not in self._known else to}; add it before its edges")
        self.edges.append({"from": source, "to": to, "arrows": "to", **options})

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002  as in pyvis
        """Write the page as one string."""
        library = (_HERE / "vendor" / "vis-network.min.js").read_text(encoding="utf-8")
        script = library.replace("</script", "<\\/script") + _asset("network.js")
        # vis-network adds styles of its own while it runs, which only 'unsafe-inline' lets it
        policy = (
            f"default-src 'none'; script-src {digest(script)}; style-src 'unsafe-inline'; img-src data: blob:; "
            "base-uri 'none'; form-action 'none'"
        )
        self.html = self.templateEnv.get_template("network.html").render(
            heading=self.heading,
            note=self.note,
            policy=policy,
            style=_asset("network.css"),
            script=script,
            network={"nodes": self.nodes, "edges": self.edges, "options": self._page_options()},
        )
        return str(self.html)

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  as in pyvis
        """Write the page to a file, as UTF-8 on every machine."""
        Path(name).write_text(self.generate_html(), encoding="utf-8", newline="\n")

    def _page_options(self) -> dict[str, Any]:
        """Give the options that were set, over defaults that suit the size."""
        many = len(self.nodes) > LIVE_UNTIL
        options: dict[str, Any] = {
            "physics": {"enabled": not many, "stabilization": {"iterations": 200}},
            "layout": {"improvedLayout": False, "randomSeed": 1},
            "interaction": {"hover": True, "hideEdgesOnDrag": many, "hideEdgesOnZoom": many},
            "nodes": {"shape": "dot", "borderWidth": 0},
            "edges": {"smooth": False, "color": "#9aa5b1", "arrows": {"to": {"scaleFactor": 0.5}}},
        }
        if isinstance(self.options, dict):  # what set_options leaves
            for key, value in self.options.items():
                options[key] = {**options.get(key, {}), **value} if isinstance(value, dict) else value
        return dict(json.loads(json.dumps(options)))


def to_network(contents: PageContents, map_: Map) -> SafeNetwork:
    """Draw entities and relations: live up to 150 entities, with fixed places up to 2,000, above that a stated part."""
    shown = contents.most_connected(MOST_NODES)
    left = len(contents.entities) - len(shown)
    note = f"{len(contents.entities)} 个实体 · {len(contents.relations)} 条关系"
    network = SafeNetwork(note=note + (f"（图上为联系最多的 {len(shown)} 个实体）" if left else ""))
    degrees, drawn = contents.degrees(), set(shown)
    for index in shown:
        entity, cls = contents.entities[index], contents.classes[contents.entities[index].cls]
        x, y = map_.places[index]
        network.add_node(
            index,
            label=shorten(entity.name),
            title=f"{entity.name}\n{cls.zh}",
            color=cls.colour,
            x=x,
            y=y,
            size=6 + 3 * math.sqrt(degrees[index]),
            font={"size": 12 + min(10.0, 1.5 * math.sqrt(degrees[index]))},
        )
    for relation in contents.relations:
        if relation.subject in drawn and relation.object in drawn:
            label = contents.predicates[relation.predicate].zh
            options = {"title": label} if relation.status == "actual" else {"title": label, "dashes": True}
            network.add_edge(relation.subject, relation.object, **options)
    return network


def _asset(name: str) -> str:
    return (_HERE / "pyvis_page" / name).read_text(encoding="utf-8")
