"""Relations between the things that a document names, each with the words it was read from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.knowledge import Knowledge
from kg.knowledge.regions import COUNTRY
from kg.model import Document, Entity, Mention, Relation, Sentence
from kg.statements.relations.bylines import find_authors
from kg.statements.relations.context import GUESS, Context, read_context
from kg.statements.relations.events import find_event_dates
from kg.statements.relations.likely import add_likely
from kg.statements.relations.matching import find_by_patterns, to_region
from kg.statements.relations.names import find_in_names
from kg.statements.relations.paths import find_region_paths
from kg.statements.relations.rosters import find_members
from kg.statements.relations.titles import find_positions

__all__ = ["find_relations", "read_by_rules"]

FIRMS = ("Company", "EducationResearch")
WORKS = ("Project", "Park")  # what lies in the region that builds it
BUILT_AT_HOME = "located-built"
SPREAD = "located-spread"
AT_HOME_CONFIDENCE = 0.7  # as of the other rules that take a place from what the text is about


def find_relations(
    sentences: Sequence[Sentence],
    entities: Mapping[Mention, Entity],
    document: Document,
    knowledge: Knowledge,
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
    context, found = read_by_rules(sentences, entities, document, knowledge)
    built = _firms_build(_guess_last(add_likely(context, found), context), context)
    return _choose(_place_once([*built, *_built_at_home(built, context)], _at_home(knowledge)))


def read_by_rules(
    sentences: Sequence[Sentence], entities: Mapping[Mention, Entity], document: Document, knowledge: Knowledge
) -> tuple[Context, list[Relation]]:
    """Read what patterns and other rules say of a document: what likely relations are added to, and learned beside.

    Args:
        sentences: As for ``find_relations``.
        entities: As there.
        document: As there.
        knowledge: As there.

    Returns:
        The document made ready, and the relations, of which one thing may have several readings.
    """
    bare = read_context(sentences, entities, document, knowledge)
    posts = list(find_positions(bare))
    context = replace(bare, houses=_houses(posts, bare), known=_with_employers(bare, posts))
    found = [
        *find_authors(context),
        *posts,
        *find_members(context),
        *find_in_names(context),
        *find_region_paths(context),
        *find_by_patterns(context),
        *find_event_dates(context),
    ]
    return context, found


def _at_home(knowledge: Knowledge) -> frozenset[str]:
    """Name the rules that take a place from what the whole text is about."""
    patterns = knowledge.relations.patterns
    guessing = (each.id for each in patterns if each.predicate == "locatedIn" and each.implied == "home")
    return frozenset((*guessing, BUILT_AT_HOME))


def _built_at_home(found: Iterable[Relation], context: Context) -> Iterator[Relation]:
    """Place what the text's region builds in that region, unless its name says otherwise."""
    home, regions, not_at_home = context.home, context.knowledge.regions, context.cue("not_at_home")
    for relation in found:
        built = relation.object
        if relation.predicate != "builds" or relation.subject != home or home.scope == COUNTRY:
            continue
        elsewhere = isinstance(built, Entity) and (regions.match_path(built.name) or not_at_home.search(built.name))
        if isinstance(built, Entity) and built.type in WORKS and not elsewhere:
            evidence = replace(relation.evidence, rule=BUILT_AT_HOME, confidence=AT_HOME_CONFIDENCE)
            yield replace(relation, subject=built, predicate="locatedIn", object=home, evidence=evidence)


def _with_employers(context: Context, posts: list[Relation]) -> dict[tuple[str, str], Entity]:
    """Add what people are affiliated to, which titles imply, to what the text names: the congress of 市人大代表李明."""
    implied = [post.object for post in posts if post.predicate == "affiliation" and isinstance(post.object, Entity)]
    return {**{(body.type, body.name): body for body in implied}, **context.known}


def _houses(posts: list[Relation], context: Context) -> dict[Entity, Entity]:
    """Name the firm or park of each person who has a post in one and in no other body."""
    employers: dict[Entity, list[Entity]] = {}
    for post in posts:
        if post.predicate == "affiliation" and isinstance(post.subject, Entity) and isinstance(post.object, Entity):
            employers.setdefault(post.subject, []).append(to_region(context, post.object))
    single = {person: bodies[0] for person, bodies in employers.items() if len(set(bodies)) == 1}
    return {person: body for person, body in single.items() if body.type in ("Company", "Park")}


def _guess_last(found: list[Relation], context: Context) -> list[Relation]:
    """Keep a guess only where the text's region is no country and no words tell more of the thing."""
    told = {_tied(relation) for relation in found if relation.evidence.confidence > GUESS}
    guesses = context.home is not None and context.home.scope != COUNTRY
    return [r for r in found if r.evidence.confidence > GUESS or (guesses and _tied(r) not in told)]


def _firms_build(found: list[Relation], context: Context) -> list[Relation]:
    """Leave to firms what they build, rather than to the text's region too."""
    built = [r for r in found if r.predicate == "builds"]
    firms = {_tied(r) for r in built if isinstance(r.subject, Entity) and r.subject.type in FIRMS}
    return [r for r in found if r.subject != context.home or _tied(r) not in firms]


def _tied(relation: Relation) -> tuple[str, ...]:
    """Name the predicate and the thing that a relation ties to a region."""
    key = _key(relation)
    return key[:4] if relation.predicate == "locatedIn" else key[3:]


def _place_once(found: list[Relation], at_home: frozenset[str]) -> list[Relation]:
    """Keep of the places of a thing those told best: the text's words before the name's, and those before a guess."""
    best: dict[tuple[str, ...], int] = {}
    for relation in found:
        if relation.predicate == "locatedIn":
            thing = _key(relation)[:3]
            best[thing] = min(best.get(thing, 9), _place_tier(relation, at_home))
    return [r for r in found if r.predicate != "locatedIn" or _place_tier(r, at_home) == best[_key(r)[:3]]]


def _place_tier(relation: Relation, at_home: frozenset[str]) -> int:
    beside = ("name-place", SPREAD)  # where else a firm is leaves it where its name says
    return 1 if relation.evidence.rule in beside else 2 * (relation.evidence.rule in at_home)


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
