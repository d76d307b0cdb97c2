"""Nodes and edges for tools that know no RDF."""

import csv
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from kg.errors import InputError
from kg.export import export_dataset
from kg.export.property_graph import to_property_graph
from kg.graph import Dataset
from tests.export.texts import EVERY_RUN_THE_SAME, TEXTS, made

XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
EXAMPLES = 150  # a format
REFUSED = {"graphml": XML, "gexf": XML, "neo4j": "\x1f"}  # what a format has no place for


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_sample_as_nodes_and_edges(sample_dataset: Dataset) -> None:
    nodes, edges = to_property_graph(sample_dataset)
    by_label = {node.label: node for node in nodes}
    assert by_label["衡阳市"].type == "AdministrativeRegion"
    assert by_label["衡阳市"].aliases == ("衡阳",)
    assert by_label["谭工"].positions == ("市人大代表",)
    assert by_label["高新企业"].properties["value"] == "600"
    assert {node.type for node in nodes}.isdisjoint({"Assertion", "Run", "SpecificResource", "TextPositionSelector"})
    names = {node.id: node.label for node in nodes}
    found = {(names[edge.source], edge.type, names[edge.target]): edge for edge in edges}
    pursued = found["衡阳市", "pursues", "三高四新"]
    assert (pursued.label, pursued.status, pursued.confidence) == ("推进", "actual", 0.95)
    assert pursued.documents == ("report-2021",)
    assert pursued.quotes == ("落实三高四新",)
    assert found["衡阳市", "builds", "岭下港"].status == "planned"
    assert found["高新企业", "about", "衡阳市"].quotes == ("600家以上",), "two pieces put together"
    assert ("衡阳市", "uses", "5G") not in found, "a plan that is no triple is no edge"


def test_tables_hold_the_same(sample_dataset: Dataset, tmp_path: Path) -> None:
    nodes, edges = to_property_graph(sample_dataset)
    export_dataset(sample_dataset, "csv", tmp_path / "csv")
    read = rows(tmp_path / "csv" / "nodes.csv")
    assert [row["id"] for row in read] == [node.id for node in nodes]
    assert [tuple(json.loads(row["aliases"])) for row in read] == [node.aliases for node in nodes]
    assert [row["type"] for row in rows(tmp_path / "csv" / "edges.csv")] == [edge.type for edge in edges]


def test_neo4j_has_import_headers(sample_dataset: Dataset, tmp_path: Path) -> None:
    nodes, edges = to_property_graph(sample_dataset)
    export_dataset(sample_dataset, "neo4j", tmp_path)
    read = rows(tmp_path / "nodes.csv")
    assert {"id:ID", ":LABEL", "aliases:string[]"} <= set(read[0])
    ids = {row["id:ID"] for row in read}
    assert len(ids) == len(nodes)
    relationships = rows(tmp_path / "edges.csv")
    assert len(relationships) == len(edges)
    assert {row[":START_ID"] for row in relationships} | {row[":END_ID"] for row in relationships} <= ids
    assert "--array-delimiter=U+001F" in (tmp_path / "import.txt").read_text(encoding="utf-8")


def test_parquet_has_lists(sample_dataset: Dataset, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install 'zhkg[parquet]'")
    nodes, edges = to_property_graph(sample_dataset)
    export_dataset(sample_dataset, "parquet", tmp_path)
    read = parquet.read_table(tmp_path / "nodes.parquet").to_pylist()
    assert [row["label"] for row in read] == [node.label for node in nodes]
    assert [tuple(row["aliases"]) for row in read] == [node.aliases for node in nodes]
    read = parquet.read_table(tmp_path / "edges.parquet").to_pylist()
    assert [row["confidence"] for row in read] == [edge.confidence for edge in edges]


@pytest.mark.parametrize(("name", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networks_are_read_back(name: str, reader, sample_dataset: Dataset, tmp_path: Path) -> None:
    nodes, edges = to_property_graph(sample_dataset)
    path = tmp_path / name
    export_dataset(sample_dataset, name, path)
    network = reader(path)
    assert network.number_of_nodes() == len(nodes)
    assert network.number_of_edges() == len(edges)
    names = {node.id: node for node in nodes}
    for node, values in network.nodes(data=True):
        assert values["label"] == names[node].label
        assert values["type"] == names[node].type
    assert b"lastmodifieddate" not in path.read_bytes(), "no clock"
    again = tmp_path / "again"
    export_dataset(sample_dataset, name, again)
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["csv", "neo4j", "parquet", "graphml", "gexf"])
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), **EVERY_RUN_THE_SAME)
@given(text=TEXTS.filter(lambda text: not re.search("[\0\ud800-\udfff]", text)))
def test_any_text_survives_or_is_refused(name: str, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        refused = REFUSED.get(name)
        if refused and re.search(refused, text):
            with pytest.raises(InputError, match=r"XML cannot hold|U\+001F"):
                export_dataset(made(text), name, path)
            return
        export_dataset(made(text), name, path)
        nodes = {node["type"]: node for node in read_nodes(name, path)}
    assert nodes["Company"]["label"] == nodes["Company"]["scope"] == text
    assert nodes["Company"]["aliases"] == [text]
    assert nodes["Observation"]["label"] == text
    assert json.loads(nodes["Proposal"]["properties"])["quote"] == text


def read_nodes(name: str, path: Path) -> list[dict[str, Any]]:
    """Read the nodes of any of the formats, by the columns of our own CSV."""
    if name in {"graphml", "gexf"}:
        reader = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[name]
        found = [values for _, values in reader(path).nodes(data=True)]
    elif name == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install 'zhkg[parquet]'")
        return parquet.read_table(path / "nodes.parquet").to_pylist()
    else:
        found = rows(path / "nodes.csv")
    if name == "neo4j":
        names = {":LABEL": "type", "aliases:string[]": "aliases"}
        found = [{names.get(column, column): value for column, value in row.items()} for row in found]
        return [{**row, "aliases": row["aliases"].split("\x1f")} for row in found]
    return [{**row, "aliases": json.loads(row["aliases"] or "[]")} for row in found]
