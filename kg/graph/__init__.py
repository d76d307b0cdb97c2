"""Facts of documents as one RDF graph: every fact beside the words it was read from, every node with an IRI.

How evidence is encoded is described in ``ontology/README.md``.
"""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.corpus import Corpus
from kg.errors import InputError
from kg.graph.dataset import Dataset, sort_triples
from kg.graph.encode import Encoder
from kg.graph.iris import BASE_IRI, Iris, check_base_iri, document_name
from kg.graph.run import name_run
from kg.graph.vocabulary import PREFIXES
from kg.knowledge import Knowledge

__all__ = [
    "BASE_IRI",
    "PREFIXES",
    "Dataset",
    "check_base_iri",
    "document_name",
    "sort_triples",
    "to_dataset",
]


def to_dataset(corpus: Corpus, knowledge: Knowledge, *, base_iri: str = BASE_IRI, evidence: bool = True) -> Dataset:
    """Write a corpus as RDF.

    Args:
        corpus: The facts of all documents, in which one thing is one entity.
        knowledge: What the program knows.
        base_iri: The IRIs of entities, documents and facts begin with it; ends in a slash.
        evidence: Whether each fact leads to its words.

    Returns:
        The graph. Adding a document to the corpus only adds to it.

    Raises:
        InputError: The base IRI cannot be used; two documents have one id; a text holds what RDF cannot carry.
    """
    iris = Iris(check_base_iri(base_iri))
    encoder = Encoder(iris, knowledge.ontology, NamedNode(iris.run(name_run())), evidence)
    return Dataset(sort_triples(_encode(corpus, encoder)), base_iri)


def _encode(corpus: Corpus, encoder: Encoder) -> Iterator[Triple]:
    met: set[str] = set()
    for facts in corpus.facts:
        name = facts.document.id
        if name in met:
            raise InputError(f"{name}: two documents have this name; rename one of the files")
        met.add(name)
        try:
            yield from encoder.encode(facts)
        except InputError as error:
            raise InputError(f"{name}: {error}") from error
    yield from encoder.finish()
