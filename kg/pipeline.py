"""Every stage, in order, on one page."""

from collections.abc import Iterable

from kg.corpus import Corpus, merge
from kg.entities import resolve_entities
from kg.graph import BASE_IRI, Dataset, to_dataset
from kg.knowledge import Knowledge
from kg.mentions import find_mentions
from kg.model import Document, DocumentFacts
from kg.statements.observations import find_observations, part_unsure
from kg.statements.proposals import find_proposals
from kg.statements.relations import find_relations
from kg.statements.salience import keep_salient
from kg.text.infer import infer_context
from kg.text.sentences import find_sentences

__all__ = ["LEAST_SURE", "build", "extract"]

LEAST_SURE = 0.18  # of seven less sure readings of marked numbers that were kept out one was right


def extract(document: Document, knowledge: Knowledge, *, least_sure: float = LEAST_SURE) -> DocumentFacts:
    """Read the facts of one document: a pure function, so that many processes can map it.

    Args:
        document: The text and what is known of it.
        knowledge: What the program knows.
        least_sure: Observations whose confidence is lower are told apart.

    Returns:
        The sentences, the entities by mention, and the statements, each with its evidence.
    """
    document, inferences = infer_context(document, knowledge)
    sentences = find_sentences(document, knowledge.layout)
    mentions = find_mentions(sentences, knowledge)
    entities = resolve_entities(mentions, document, knowledge)
    relations = tuple(find_relations(sentences, entities, document, knowledge))
    observations, unsure = part_unsure(find_observations(sentences, entities, document, knowledge), least_sure)
    proposals = tuple(find_proposals(sentences, entities, document, knowledge))
    return DocumentFacts(
        document=document,
        sentences=tuple(sentences),
        entities=keep_salient(entities, [*relations, *observations, *proposals], knowledge),
        relations=relations,
        observations=observations,
        proposals=proposals,
        unsure=unsure,
        inferences=inferences,
    )


def build(
    facts: Iterable[DocumentFacts], knowledge: Knowledge, *, base_iri: str = BASE_IRI, evidence: bool = True
) -> tuple[Corpus, Dataset]:
    """Bring the facts of documents together in one graph.

    Args:
        facts: What ``extract`` read, in any order: the result does not depend on it.
        knowledge: What the program knows.
        base_iri: Where the IRIs of the data begin.
        evidence: Whether each fact leads to its words; without it the graph is a fraction of the size.

    Returns:
        The corpus, in which one thing is one entity across all documents, and its RDF.
    """
    corpus = merge(facts, knowledge)
    return corpus, to_dataset(corpus, knowledge, base_iri=base_iri, evidence=evidence)
