"""Turtle 1.2: each relation with the assertions that say so as its reifiers.

Everything of the plain graph is there as well, so that the same queries answer. A relation that is only planned, and
stands in no triple, is reified by ``rdf:reifies``. ``<< >>`` is never written: stores disagree on what it means.
"""

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.export.turtle import Names, to_blocks
from kg.graph import PREFIXES, Dataset, sort_triples
from kg.graph.vocabulary import term

__all__ = ["to_turtle12", "write_turtle12"]

_REIFIES = term("rdf:reifies")
_PARTS = (term("rdf:subject"), term("rdf:predicate"), term("rdf:object"))


def to_turtle12(dataset: Dataset) -> str:
    """Write a dataset as Turtle 1.2."""
    reifiers = _find_reifiers(dataset)
    known = set(dataset.triples)
    planned = [
        Triple(node, _REIFIES, triple) for triple, nodes in reifiers.items() if triple not in known for node in nodes
    ]
    names = Names(PREFIXES, dataset.base_iri)
    body = to_blocks(sort_triples([*dataset.triples, *planned]), names, reifiers=reifiers)
    return 'VERSION "1.2"\n' + names.head() + body


def write_turtle12(dataset: Dataset, path: Path) -> None:
    """Write a dataset as a Turtle 1.2 file in UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_text(to_turtle12(dataset), encoding="utf-8", newline="\n")


def _find_reifiers(dataset: Dataset) -> Mapping[Triple, list[NamedNode]]:
    parts: dict[NamedNode, dict[NamedNode, object]] = {}
    for triple in dataset.triples:
        if triple.predicate in _PARTS and isinstance(triple.subject, NamedNode):
            parts.setdefault(triple.subject, {})[triple.predicate] = triple.object
    reifiers: dict[Triple, list[NamedNode]] = {}
    for node, found in parts.items():
        if len(found) == len(_PARTS):
            subject, predicate, object_ = (found[part] for part in _PARTS)
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
                reifiers.setdefault(Triple(subject, predicate, object_), []).append(node)  # type: ignore[arg-type]
    return reifiers
