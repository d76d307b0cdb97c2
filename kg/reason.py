"""What follows from a graph: rules in SPARQL, applied until nothing new comes out.

Each rule is a CONSTRUCT in ``ontology/rules``. One of its triples must be new (``GRAPH rule:new``), so that a round
costs what the round before found, and the whole grows with the result, not with rounds times graph. What follows stands
in a graph of its own, ``kg:reasoned``: what was read in texts and what was concluded are never mixed up.
"""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store, Triple

from kg.errors import KnowledgeError, OutputError
from kg.export.turtle import to_turtle
from kg.export.vocabularies import ALL_PREFIXES
from kg.graph import sort_triples
from kg.graph.vocabulary import kg
from kg.knowledge.files import shared
from kg.knowledge.ontology import KG
from kg.knowledge.queries import QueryFile, read_queries
from kg.store import read_dataset, write_graph

__all__ = ["REASONED", "find_consequences", "reason_project"]

REASONED = kg("reasoned")  # the graph in the store

_FILE = "reasoned.ttl"
_ONTOLOGY = NamedNode(KG.rstrip("#"))
_NEW = NamedNode("https://w3id.org/zhkg/rules#new")


def find_consequences(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Find what follows from triples by the ontology and the rules.

    Args:
        triples: The graph, as it was read.

    Returns:
        What follows and is not among them, sorted.

    Raises:
        KnowledgeError: A rule is faulty.
    """
    rules = read_queries("rules")
    store = Store()
    store.bulk_load(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE, to_graph=_ONTOLOGY)
    found: dict[Triple, None] = {}
    fresh = list(triples)
    store.bulk_extend(Quad(*triple) for triple in fresh)
    while fresh:
        store.clear_graph(_NEW)
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, _NEW) for t in fresh)
        fresh = _apply(rules.values(), store)
        found.update(dict.fromkeys(fresh))
    return sort_triples(found)


def _apply(rules: Iterable[QueryFile], store: Store) -> list[Triple]:
    """Apply each rule once to what is new; give the triples that were not there, and add them."""
    found: list[Triple] = []
    for rule in rules:
        fresh = [triple for triple in dict.fromkeys(_construct(rule, store)) if Quad(*triple) not in store]
        store.extend(Quad(*triple) for triple in fresh)
        found += fresh
    return found


def _construct(rule: QueryFile, store: Store) -> QueryTriples:
    try:
        answer = store.query(rule.text)
    except SyntaxError as error:
        raise KnowledgeError(f"{rule.name}.rq: {error}; mend the SPARQL there") from error
    if not isinstance(answer, QueryTriples):
        raise KnowledgeError(
            f"{rule.name}.rq: is no CONSTRUCT; write CONSTRUCT {{ what follows }} WHERE {{ from what }}"
        )
    return answer


def reason_project(out: Path) -> int:
    """Write what follows from a built graph into ``reasoned.ttl`` and into the graph ``kg:reasoned`` of its store.

    Args:
        out: The folder that ``kg build`` wrote.

    Returns:
        How many triples follow.

    Raises:
        OutputError: There is no graph, or the folder cannot be written.
        KnowledgeError: A rule is faulty.
    """
    dataset = read_dataset(out)
    found = find_consequences(dataset.triples)
    write_graph(out, REASONED, found)
    try:
        text = to_turtle(found, base_iri=dataset.base_iri, prefixes=ALL_PREFIXES)
        (out / _FILE).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{out / _FILE}: cannot be written ({error.strerror}); free space or rights") from error
    return len(found)
