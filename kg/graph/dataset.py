"""What a build gives: RDF triples in a fixed order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    import rdflib

__all__ = ["Dataset", "sort_triples"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DIGITS = re.compile(r"\d+")
_PAD = 12  # digits; character offsets and years sort as numbers


@dataclass(frozen=True, slots=True)
class Dataset:
    """A graph as a sorted tuple of triples without doubles or blank nodes.

    Sorted by subject, predicate and object in natural order (``#char=9,12`` before ``#char=10,12``), ``rdf:type``
    first: the same graph is the same tuple, and writers need not sort.

    Attributes:
        triples: pyoxigraph's.
        base_iri: Below it stand the entities, documents and facts.
    """

    triples: tuple[Triple, ...]
    base_iri: str

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def to_rdflib(self) -> "rdflib.Graph":
        """Give the graph as one of rdflib, in memory.

        Returns:
            The same triples, with literals as they are written: rdflib does not normalise them.
        """
        import rdflib

        from kg.graph.vocabulary import PREFIXES

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        for subject, predicate, object_ in self.triples:
            graph.add((_to_rdflib(subject), _to_rdflib(predicate), _to_rdflib(object_)))
        return graph


def _to_rdflib(term: object) -> "rdflib.term.Node":
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if not isinstance(term, Literal):
        raise TypeError(f"a dataset holds IRIs and literals, not {type(term).__name__}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def sort_triples(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Put triples in order and drop doubles.

    Terms are ranked first: each stands in many triples, and numbers compare faster than texts.
    """
    unique = dict.fromkeys(triples)
    terms = dict.fromkeys(term for triple in unique for term in triple)
    ranks = {term: rank for rank, term in enumerate(sorted(terms, key=_key))}

    def key(triple: Triple) -> tuple[int, int, int]:
        subject, predicate, object_ = triple
        return (ranks[subject], ranks[predicate], ranks[object_])

    return tuple(sorted(unique, key=key))


def _key(term: object) -> tuple[object, ...]:
    if isinstance(term, NamedNode):
        value = term.value
        return (value != _TYPE, 0, _natural(value), value)
    if isinstance(term, BlankNode):
        return (True, 1, term.value)
    if isinstance(term, Literal):
        return (True, 2, _natural(term.value), term.value, term.language or "", term.datatype.value)
    return (True, 3, str(term))


def _natural(value: str) -> str:
    return _DIGITS.sub(lambda digits: digits.group().zfill(_PAD), value)
