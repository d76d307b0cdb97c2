"""The formats a graph can be written in, one module a format.

A new format is a module here, its line in ``EXPORTERS`` and its test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, OutputError
from kg.export.jsonld import write_jsonld
from kg.export.networks import write_gexf, write_graphml
from kg.export.nquads import write_nquads
from kg.export.ntriples import write_ntriples
from kg.export.rdfxml import write_rdfxml
from kg.export.tables import write_csv, write_neo4j, write_parquet
from kg.export.trig import write_trig
from kg.export.turtle import write_turtle
from kg.export.turtle12 import write_turtle12
from kg.export.void import write_description
from kg.graph import Dataset

__all__ = ["EXPORTERS", "Exporter", "export_dataset"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format.

    Attributes:
        suffix: Of its files; empty where it is a folder of tables.
        media_type: As IANA registers it, or as tools know it.
        description: What it is for, in a line.
        write: Writes a dataset to a file or folder.
    """

    suffix: str
    media_type: str
    description: str
    write: Callable[[Dataset, Path], None]


def _exporter(suffix: str, media_type: str, description: str, write: Callable[[Dataset, Path], None]) -> Exporter:
    return Exporter(suffix=suffix, media_type=media_type, description=description, write=write)


EXPORTERS: Mapping[str, Exporter] = {
    "turtle": _exporter(
        ".ttl", "text/turtle", "sorted Turtle, one triple a line: to read, compare and load anywhere", write_turtle
    ),
    "ntriples": _exporter(".nt", "application/n-triples", "one triple a line, to load and count", write_ntriples),
    "nquads": _exporter(".nq", "application/n-quads", "N-Quads with one named graph a document", write_nquads),
    "trig": _exporter(".trig", "application/trig", "TriG with one named graph a document", write_trig),
    "jsonld": _exporter(".jsonld", "application/ld+json", "JSON with a context, for the web", write_jsonld),
    "rdfxml": _exporter(".rdf", "application/rdf+xml", "RDF/XML, for tools that read nothing else", write_rdfxml),
    "turtle12": _exporter(
        ".ttl", "text/turtle;version=1.2", "Turtle 1.2 with the assertions as reifiers of the relations", write_turtle12
    ),
    "graphml": _exporter(".graphml", "application/graphml+xml", "for yEd, Cytoscape, igraph, networkx", write_graphml),
    "gexf": _exporter(".gexf", "application/gexf+xml", "for Gephi", write_gexf),
    "neo4j": _exporter("", "text/csv", "nodes and relationships with headers for neo4j-admin import", write_neo4j),
    "csv": _exporter("", "text/csv", "tables of nodes and edges", write_csv),
    "parquet": _exporter(
        "", "application/vnd.apache.parquet", "tables of nodes and edges for data frames", write_parquet
    ),
    "void": _exporter(".ttl", "text/turtle", "VoID and DCAT description with counted figures", write_description),
}


def export_dataset(dataset: Dataset, form: str, path: Path) -> None:
    """Write a dataset in a format.

    Args:
        dataset: The graph.
        form: A key of ``EXPORTERS``.
        path: The file to write, or the folder for tables; folders above it are made.

    Raises:
        InputError: There is no such format, or it cannot hold some text of the graph.
        OutputError: The file cannot be written, or the format needs a package that is not installed.
    """
    if form not in EXPORTERS:
        raise InputError(f"export: no format {form!r}; there are {', '.join(EXPORTERS)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        EXPORTERS[form].write(dataset, path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); name another place with -o") from error
