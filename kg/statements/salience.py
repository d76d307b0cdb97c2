"""Which entities a document is about: general names that no statement uses are left out.

A product or project composed by the grammar from general words is a thing only where the text says something of it;
a name that merely modifies another noun (汽车 in 汽车芯片) is none, nor is what is named only within other names and of
which nothing is told (海信 in 海信视像科技股份有限公司).
"""

from collections.abc import Collection, Iterable, Mapping

from kg.entities.deixis import outermost, sorted_in_sentence
from kg.knowledge import Knowledge
from kg.mentions.context import is_han, part_of_speech
from kg.model import Entity, Mention, Observation, Proposal, Relation
from kg.text.tokens import cut

__all__ = ["keep_salient"]

SAID_WITHIN = frozenset({"GovernmentBody", "Programme"})  # told of within a name: 专精特新 in 专精特新“小巨人”企业
MODIFIERS = frozenset({"Product", "Technology"})  # types whose names are general words too


def keep_salient(
    entities: Mapping[Mention, Entity],
    statements: Iterable[Relation | Observation | Proposal],
    knowledge: Knowledge,
) -> dict[Mention, Entity]:
    """Leave out the entities that no statement uses and whose names are too general to stand for themselves.

    Args:
        entities: The entities of a document by mention.
        statements: All statements of the document.
        knowledge: Says which rules find general names (``stated`` in mentions.yaml).

    Returns:
        What is left, in the same order.
    """
    statements = list(statements)
    used = {entity for statement in statements for entity in _entities(statement)}
    told = {entity for s in statements if not isinstance(s, Proposal) for entity in _entities(s)}
    ordered = sorted_in_sentence(entities)
    inner = {mention for mention, outer in zip(ordered, outermost(ordered), strict=True) if not outer}
    mentions: dict[Entity, list[Mention]] = {}
    for mention, entity in entities.items():
        mentions.setdefault(entity, []).append(mention)
    kept = {
        entity
        for entity, places in mentions.items()
        if (entity in told or entity.type in SAID_WITHIN or not inner.issuperset(places))
        and (entity in used or not _is_general(places, knowledge))
    }
    return {mention: entity for mention, entity in entities.items() if entity in kept}


def _entities(statement: Relation | Observation | Proposal) -> tuple[Entity, ...]:
    if isinstance(statement, Relation):
        return tuple(end for end in (statement.subject, statement.object) if isinstance(end, Entity))
    if isinstance(statement, Observation):
        return (statement.about,) if statement.about is not None else ()
    return (statement.by, *statement.addresses)


def _is_general(mentions: Collection[Mention], knowledge: Knowledge) -> bool:
    if all(mention.rule in knowledge.names.stated for mention in mentions):
        return True
    return all(mention.type in MODIFIERS and _modifies(mention, knowledge) for mention in mentions)


def _modifies(mention: Mention, knowledge: Knowledge) -> bool:
    """Say whether a noun that is no measure follows directly: 大数据 in 大数据中心, but not 汽车 in 汽车产量."""
    text = mention.sentence.text
    if not is_han(text[mention.end : mention.end + 1]):
        return False
    word = next((text[mention.end : token.end] for token in cut(text) if token.start <= mention.end < token.end), "")
    if not word or word in knowledge.names.products.deeds or word[-1] in knowledge.names.products.measures:
        return False
    return part_of_speech(word)[:1] in ("n", "")
