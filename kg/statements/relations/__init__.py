"""Relations between the things that a document names, each with the words it was read from."""

from collections.abc import Iterable, Mapping, Sequence

from kg.knowledge import Knowledge
from kg.model import Document, Entity, Mention, Relation, Sentence
from kg.statements.relations.bylines import find_authors
from kg.statements.relations.context import read_context
from kg.statements.relations.events import find_event_dates
from kg.statements.relations.matching import find_by_patterns
from kg.statements.relations.names import find_in_names
from kg.statements.relations.paths import find_region_paths
from kg.statements.relations.rosters import find_members
from kg.statements.relations.titles import find_positions

__all__ = ["find_relations"]

# places taken from what the whole text is about
GUESSED = ("located-home", "located-home-place", "located-platform", "located-inside", "located-road-built")


def find_relations(
    sentences: Sequence[Sentence], entities: Mapping[Mention, Entity], document: Document, knowledge: Knowledge
) -> list[Relation]:
    """Find what a document says about how the things in it relate.

    Args:
        sentences: In reading order.
        entities: What each mention denotes.
        document: The text; its region says what 我市 means, its date what 去年 means.
        knowledge: What the program knows.

    Returns:
        One relation for each subject, predicate and object, with its best evidence, in the order of the text.
    """
    context = read_context(sentences, entities, document, knowledge)
    found = [
        *find_authors(context),
        *find_positions(context),
        *find_members(context),
        *find_in_names(context),
        *find_region_paths(context),
        *find_by_patterns(context),
        *find_event_dates(context),
    ]
    return _choose(_place_once(found))


def _place_once(found: list[Relation]) -> list[Relation]:
    """Keep of the places of a thing those told best: the text's words before the name's, and those before a guess."""
    best: dict[tuple[str, ...], int] = {}
    for relation in found:
        if relation.predicate == "locatedIn":
            thing = _key(relation)[:3]
            best[thing] = min(best.get(thing, 9), _place_tier(relation))
    return [r for r in found if r.predicate != "locatedIn" or _place_tier(r) == best[_key(r)[:3]]]


def _place_tier(relation: Relation) -> int:
    return 1 if relation.evidence.rule == "name-place" else 2 * (relation.evidence.rule in GUESSED)


def _choose(found: Iterable[Relation]) -> list[Relation]:
    """Keep of each relation the reading that says most: a fact before a plan, then by confidence, then the first."""
    best: dict[tuple[str, ...], Relation] = {}
    for relation in found:
        key = _key(relation)
        if key not in best or _weight(relation) > _weight(best[key]):
            best[key] = relation
    return sorted(best.values(), key=lambda r: (r.evidence.spans, _key(r)))


def _key(relation: Relation) -> tuple[str, ...]:
    subject, thing = relation.subject, relation.object
    one = ("Document", subject.id, "") if isinstance(subject, Document) else _identity(subject)
    return (*one, relation.predicate, *(("", thing, "") if isinstance(thing, str) else _identity(thing)))


def _identity(entity: Entity) -> tuple[str, str, str]:
    return entity.type, entity.name, entity.scope or ""


def _weight(relation: Relation) -> tuple[bool, float]:
    return relation.status == "actual", relation.evidence.confidence
