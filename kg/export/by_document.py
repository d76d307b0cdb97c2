"""A dataset cut into one graph a document: what a document says stands in the graph that has its IRI.

Entities and the run belong to no single document and stay in the default graph. A relation stands in the graph of each
document that asserts it; what no document asserts stays in the default graph.
"""

import re

from pyoxigraph import NamedNode, Triple

from kg.graph import Dataset
from kg.graph.vocabulary import kg, term

__all__ = ["split"]

_A, _DOCUMENT = term("rdf:type"), kg("Document")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_FACT = re.compile(r"(?:assertion|observation|proposal)/(.+)-[0-9a-f]+")


def split(dataset: Dataset) -> dict[NamedNode | None, list[Triple]]:
    """Cut a dataset by document.

    Returns:
        Triples by graph, in the order of the dataset; the default graph is ``None`` and comes first.
    """
    documents = [t.subject for t in dataset if t.predicate == _A and t.object == _DOCUMENT]
    graphs: dict[NamedNode | None, list[Triple]] = {None: []}
    graphs.update((node, []) for node in documents if isinstance(node, NamedNode))
    owners: dict[object, NamedNode | None] = {
        t.subject: _find_owner(t.subject, dataset.base_iri, graphs) for t in dataset
    }
    asserted = _find_asserted(dataset, owners)
    for triple in dataset:
        owner = owners[triple.subject]
        if owner is not None:
            graphs[owner].append(triple)
            continue
        for graph in asserted.get(triple, (None,)):
            graphs[graph].append(triple)
    return graphs


def _find_owner(node: object, base_iri: str, graphs: dict[NamedNode | None, list[Triple]]) -> NamedNode | None:
    """Find whose a node is by its IRI: ``document/x``, ``document/x#char=…``, ``assertion/x-…`` are of x."""
    if not isinstance(node, NamedNode) or not node.value.startswith(base_iri):
        return None
    local = node.value.removeprefix(base_iri).partition("#")[0]
    if found := _FACT.fullmatch(local):
        local = f"document/{found[1]}"
    owner = NamedNode(base_iri + local)
    return owner if owner in graphs else None


def _find_asserted(dataset: Dataset, owners: dict[object, NamedNode | None]) -> dict[Triple, list[NamedNode]]:
    """Find the documents that assert each relation."""
    parts: dict[NamedNode, dict[NamedNode, object]] = {}
    for triple in dataset:
        if triple.predicate in (_SUBJECT, _PREDICATE, _OBJECT) and isinstance(triple.subject, NamedNode):
            parts.setdefault(triple.subject, {})[triple.predicate] = triple.object
    found: dict[Triple, dict[NamedNode, None]] = {}
    for node, part in parts.items():
        owner = owners[node]
        if owner is not None and len(part) == 3:
            said = Triple(part[_SUBJECT], part[_PREDICATE], part[_OBJECT])  # type: ignore[arg-type]
            found.setdefault(said, {})[owner] = None
    return {triple: list(documents) for triple, documents in found.items()}
