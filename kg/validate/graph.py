"""Validation of a whole graph, from the folder of a build or from a file."""

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.errors import InputError
from kg.knowledge.files import shared
from kg.store import open_store
from kg.validate.checks import read_checks, run_checks
from kg.validate.report import LEVELS, Report, Violation
from kg.validate.shapes import choose_engine, find_violations

__all__ = ["validate"]

ONTOLOGY = NamedNode("https://w3id.org/zhkg/ontology")  # the graph in which checks find the ontology


def validate(place: Path, *, engine: str | None = None) -> Report:
    """Hold a graph against shapes and checks.

    Args:
        place: The folder of a build, or a file in any RDF format, told by its ending. Of a build only what was read in
            texts is checked, not what follows from it; of a file with named graphs, all of them together.
        engine: ``fast`` or ``reference``; by default the fastest that is installed.

    Raises:
        InputError: The file cannot be read, or the engine is not installed.
        OutputError: There is no graph in the folder.
        KnowledgeError: The shapes or a check are faulty.
    """
    engine = choose_engine(engine)
    checks = read_checks()
    store = _load(place)
    data = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    triples = data.count(b"\n")
    store.load(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE, to_graph=ONTOLOGY)
    data += store.dump(format=RdfFormat.N_TRIPLES, from_graph=ONTOLOGY) or b""
    found = find_violations(data.decode(), engine) + run_checks(store, checks)
    return Report(violations=tuple(sorted(found, key=_order)), triples=triples, engine=engine, checks=len(checks))


def _load(place: Path) -> Store:
    """Read a graph into memory, all of it into the default graph."""
    store = Store()
    if place.is_dir():
        data = open_store(place).dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        store.bulk_load(data, format=RdfFormat.N_TRIPLES)
        return store
    format_ = RdfFormat.from_extension(place.suffix.removeprefix("."))
    if format_ is None:
        raise InputError(
            f"{place}: no graph; name the folder of a build or a file in .ttl, .nt, .nq, .trig, .rdf, .jsonld"
        )
    read = Store()
    try:
        read.bulk_load(path=str(place), format=format_, base_iri=place.absolute().as_uri())
    except (SyntaxError, OSError) as error:
        raise InputError(f"{place}: cannot be read ({error}); mend the file") from error
    for graph in (DefaultGraph(), *read.named_graphs()):
        data = read.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
        store.bulk_load(data, format=RdfFormat.N_TRIPLES)
    return store


def _order(violation: Violation) -> tuple[str, ...]:
    parts = (violation.node, violation.path, violation.value)
    return (str(LEVELS.index(violation.level)), violation.source, *map(str, parts))
