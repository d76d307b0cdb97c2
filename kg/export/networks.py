"""GraphML and GEXF, for Gephi, yEd, Cytoscape, igraph and networkx."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx

from kg.export.property_graph import EDGE_COLUMNS, NODE_COLUMNS, to_property_graph
from kg.export.xml_text import check_xml
from kg.graph import Dataset

__all__ = ["to_network", "write_gexf", "write_graphml"]

_GEXF = "http://www.gexf.net/1.2draft"


def to_network(dataset: Dataset) -> "nx.MultiDiGraph[str]":
    """Give a dataset as a networkx graph; lists of texts are JSON."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes, edges = to_property_graph(dataset)
    for node in nodes:
        network.add_node(node.id, **{name: _plain(getattr(node, name)) for name in NODE_COLUMNS if name != "id"})
    for number, edge in enumerate(edges):
        values = {name: _plain(getattr(edge, name)) for name in EDGE_COLUMNS if name not in {"source", "target"}}
        network.add_edge(edge.source, edge.target, key=number, **values)
    return network


def _plain(value: object) -> str | float:
    if isinstance(value, str | float):
        return value
    if isinstance(value, tuple) or value:
        return json.dumps(value, ensure_ascii=False) if value else ""
    return ""


def write_graphml(dataset: Dataset, path: Path) -> None:
    """Write a dataset as GraphML.

    Raises:
        InputError: A text holds what XML cannot.
        OSError: The file cannot be written.
    """
    _write(_check(to_network(dataset), "graphml"), path, nx.write_graphml)


def write_gexf(dataset: Dataset, path: Path) -> None:
    """Write a dataset as GEXF, without the date that networkx puts into it.

    Raises:
        InputError: A text holds what XML cannot.
        OSError: The file cannot be written.
    """
    network = _check(to_network(dataset), "gexf")
    for _, _, _, values in network.edges(keys=True, data=True):
        values["relation"] = values.pop("type")  # GEXF keeps "type" for directed and undirected
    written = BytesIO()
    nx.write_gexf(network, written)
    ET.register_namespace("", _GEXF)
    tree = ET.fromstring(written.getvalue())  # noqa: S314  networkx wrote it a line ago
    for meta in tree.findall(f"{{{_GEXF}}}meta"):
        meta.attrib.pop("lastmodifieddate", None)
    path.write_bytes(ET.tostring(tree, encoding="utf-8", xml_declaration=True).replace(b"\r", b"&#13;") + b"\n")


def _write(network: "nx.MultiDiGraph[str]", path: Path, write: Callable[..., None]) -> None:
    written = BytesIO()
    write(network, written)
    path.write_bytes(written.getvalue().replace(b"\r", b"&#13;").rstrip(b"\n") + b"\n")


def _check(network: "nx.MultiDiGraph[str]", form: str) -> "nx.MultiDiGraph[str]":
    for _, values in network.nodes(data=True):
        for value in values.values():
            check_xml(str(value), form)
    for _, _, values in network.edges(data=True):
        for value in values.values():
            check_xml(str(value), form)
    return network
