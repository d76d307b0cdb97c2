"""One identity for one real thing across documents: reduce by key, each merge with its reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from kg.entities.aliases import core_name, legal_core
from kg.entities.names import bare, leading_region
from kg.knowledge import Knowledge
from kg.model import Document, DocumentFacts, Entity, Relation

__all__ = ["Corpus", "Merge", "merge"]

PRESS = "记者"
MIDDLE_DOT = "·"  # parts given name and surname of foreigners, whose full names hardly ever are two people's
PRESS_PREDICATES = ("authoredBy", "photographedBy")


@dataclass(frozen=True, slots=True)
class Merge:
    """One thing that several documents speak of.

    Attributes:
        name: Its name in the corpus.
        type: Its class.
        documents: Ids of the documents, sorted.
        reason: Why their entities are taken for one.
    """

    name: str
    type: str
    documents: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The facts of all documents, in which one thing is one equal entity.

    Attributes:
        facts: By document id, whatever order they came in.
        merges: The things that more than one document speaks of, by class and name.
    """

    facts: tuple[DocumentFacts, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes entities of documents one thing; ``reason`` says so in words and does not count."""

    type: str
    name: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occurrence:
    """An entity of one document, with what is known of it there."""

    document: str
    entity: Entity
    home: str
    employers: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


_Keyed = dict[_Occurrence, tuple[_Key, str]]


def merge(facts: Iterable[DocumentFacts], knowledge: Knowledge) -> Corpus:
    """Bring the entities of documents together.

    Args:
        facts: What was read in each document, in any order: the result does not depend on it.
        knowledge: Regions, lexicon and forms.

    Returns:
        The corpus. Linear in the number of entities.
    """
    ordered = sorted(facts, key=lambda each: each.document.id)
    occurrences = [found for each in ordered for found in _occurrences(each, knowledge)]
    keyed: _Keyed = {}
    people = [found for found in occurrences if found.entity.type == "Person"]
    others = [found for found in occurrences if found.entity.type != "Person"]
    keyed.update((found, _key(found.entity, knowledge)) for found in others)
    _join_prefixed(keyed, knowledge)
    _join_short(keyed)
    keyed.update(_key_people(people, knowledge))
    united, merges = _unite(occurrences, keyed)
    return Corpus(tuple(_rename(each, united.get(each.document.id, {})) for each in ordered), merges)


def _occurrences(facts: DocumentFacts, knowledge: Knowledge) -> Iterator[_Occurrence]:
    """List the entities of a document, people with their employers and posts."""
    document = facts.document
    region = knowledge.regions.home(document.region)
    home = region.code if region is not None and region.level != "country" else ""
    employers: dict[Entity, dict[str, None]] = {}
    posts: dict[Entity, dict[str, None]] = {}
    for relation in facts.relations:
        _note_person(relation, employers, posts, knowledge)
    for entity in dict.fromkeys(_entities(facts)):
        yield _Occurrence(
            document=document.id,
            entity=entity,
            home=home,
            employers=tuple(employers.get(entity, ())),
            posts=tuple(posts.get(entity, ())),
        )


def _note_person(
    relation: Relation,
    employers: dict[Entity, dict[str, None]],
    posts: dict[Entity, dict[str, None]],
    knowledge: Knowledge,
) -> None:
    subject, value = relation.subject, relation.object
    if relation.predicate == "affiliation" and isinstance(subject, Entity) and isinstance(value, Entity):
        key, _ = _key(value, knowledge)
        employers.setdefault(subject, {}).setdefault(key.name or value.name)
    elif relation.predicate == "position" and isinstance(subject, Entity) and isinstance(value, str):
        posts.setdefault(subject, {}).setdefault(value)
    elif relation.predicate in PRESS_PREDICATES and isinstance(value, Entity):
        posts.setdefault(value, {}).setdefault(PRESS)


def _entities(facts: DocumentFacts) -> Iterator[Entity]:
    """Every entity of a document, those of statements too."""
    yield from facts.entities.values()
    for relation in facts.relations:
        yield from (part for part in (relation.subject, relation.object) if isinstance(part, Entity))
    yield from (found.about for found in facts.observations if found.about is not None)
    for proposal in facts.proposals:
        yield from (proposal.by, *proposal.addresses)


def _key(entity: Entity, knowledge: Knowledge) -> tuple[_Key, str]:
    """Find what identifies anything but a person, and the reason in words."""
    scope = entity.scope or ""
    if entity.type == "AdministrativeRegion" and scope:
        return _Key(entity.type, "", scope), f"region code {scope}"
    if entity.type == "Company":
        return _Key(
            entity.type, legal_core(bare(entity.name), knowledge), scope
        ), "same company name without legal suffix"
    name = core_name(entity.type, entity.name, knowledge)
    return _Key(entity.type, name, scope), f"same name in {scope}" if scope else "same name"


def _join_prefixed(keyed: _Keyed, knowledge: Knowledge) -> None:
    """Let 翰岭公司 in a text of Hunan be 湖南翰岭公司, where the corpus knows exactly one such."""
    prefixed: dict[tuple[str, str], dict[_Key, None]] = {}
    for key, _ in dict.fromkeys(keyed.values()):
        length = leading_region(key.name, knowledge) if key.type == "Company" else 0
        for region in knowledge.regions.named(key.name[:length]) if length else ():
            prefixed.setdefault((key.name[length:], region.code), {}).setdefault(key)
    for occurrence, (key, _) in list(keyed.items()):
        home = knowledge.regions.get(occurrence.home)
        if key.type != "Company" or home is None:
            continue
        around = (home.code, *(region.code for region in knowledge.regions.ancestors(home)))
        found = dict.fromkeys(full for code in around for full in prefixed.get((key.name, code), ()))
        if len(found) == 1:
            keyed[occurrence] = (next(iter(found)), "same company name, region prefix of the text's own region")


def _join_short(keyed: _Keyed) -> None:
    """Let a name that is a short form of exactly one thing in texts of the same region be that thing."""
    fulls: dict[tuple[str, str, str], dict[_Key, None]] = {}
    for occurrence, (key, _) in keyed.items():
        for alias in occurrence.entity.aliases:
            fulls.setdefault((key.type, bare(alias), occurrence.home), {}).setdefault(key)
    for occurrence, (key, _) in list(keyed.items()):
        entity = occurrence.entity
        if entity.type == "AdministrativeRegion":
            continue
        found = fulls.get((entity.type, bare(entity.name), occurrence.home), {})
        if len(found) == 1 and key not in found and next(iter(found)).scope == key.scope:
            keyed[occurrence] = (next(iter(found)), f"short form {entity.name} in texts of the same region")


def _key_people(people: Iterable[_Occurrence], knowledge: Knowledge) -> _Keyed:
    keyed: _Keyed = {}
    by_name = sorted(people, key=lambda found: (found.entity.name, found.document))
    for name, group in groupby(by_name, key=lambda found: found.entity.name):
        namesakes = list(group)
        if any(entry.type == "Person" for entry in knowledge.lexicon.by_form.get(name, ())):
            keyed.update((found, (_Key("Person", name, ""), "person of the lexicon")) for found in namesakes)
        else:
            keyed.update(_part_namesakes(name, namesakes))
    return keyed


def _part_namesakes(name: str, namesakes: list[_Occurrence]) -> _Keyed:
    """Part people of one name: an employer, or a post in a region, makes them one; so does the region alone."""
    parent: dict[str, str] = {}

    def root(token: str) -> str:
        while parent.setdefault(token, token) != token:
            token = parent[token]
        return token

    tokens = {found: _tokens(found) for found in namesakes}
    for found in namesakes:
        first, *rest = tokens[found] or [_place(found)]
        for token in rest:
            low, high = sorted((root(first), root(token)))
            parent[high] = low
    homes: dict[str, dict[str, None]] = {}
    for found in namesakes:
        if tokens[found]:
            homes.setdefault(_place(found), {}).setdefault(root(tokens[found][0]))
    keyed: _Keyed = {}
    for found in namesakes:
        clusters = homes.get(_place(found), {})
        if tokens[found]:
            cluster, reason = root(tokens[found][0]), f"same name, employer or post: {tokens[found][0]}"
        elif len(clusters) == 1:
            cluster, reason = next(iter(clusters)), f"same name in texts of the same region {_place(found)}"
        else:
            cluster, reason = _place(found), f"same name in texts of the same region {_place(found)}"
        keyed[found] = (_Key("Person", name, cluster), reason)
    return keyed


def _tokens(found: _Occurrence) -> list[str]:
    """What tells a person from namesakes: employers, and posts with the region."""
    return [*found.employers, *(f"{_place(found)} {post}" for post in found.posts)]


def _place(found: _Occurrence) -> str:
    """Where a person is at home: the text's region; else the text itself, unless the name is a foreign full name."""
    return found.home or ("" if MIDDLE_DOT in found.entity.name else found.document)


def _unite(
    occurrences: Iterable[_Occurrence], keyed: Mapping[_Occurrence, tuple[_Key, str]]
) -> tuple[dict[str, dict[Entity, Entity]], tuple[Merge, ...]]:
    """Make one entity a key, and say which documents it came from."""
    groups: dict[_Key, list[_Occurrence]] = {}
    for occurrence in occurrences:
        groups.setdefault(keyed[occurrence][0], []).append(occurrence)
    united: dict[str, dict[Entity, Entity]] = {}
    merges = []
    for key, group in groups.items():
        entity = _one(key, [found.entity for found in group])
        for found in group:
            united.setdefault(found.document, {})[found.entity] = entity
        documents = tuple(sorted({found.document for found in group}))
        if len(documents) > 1:
            reasons = sorted({keyed[found][1] for found in group})
            merges.append(Merge(entity.name, entity.type, documents, "; ".join(reasons)))
    return united, tuple(sorted(merges, key=lambda each: (each.type, each.name, each.documents)))


def _one(key: _Key, entities: list[Entity]) -> Entity:
    """Unite the entities of one thing: the fullest name, all other forms."""
    name = min((entity.name for entity in entities), key=lambda name: (-len(bare(name)), -len(name), name))
    if key.type == "Programme":
        name = min((entity.name for entity in entities), key=lambda name: (bare(name) != key.name, len(name), name))
    forms = {form for entity in entities for form in (entity.name, *entity.aliases) if bare(form) != bare(name)}
    deictic = {form for entity in entities for form in entity.deictic} - forms
    scope = key.scope or None
    return Entity(type=key.type, name=name, aliases=tuple(sorted(forms)), deictic=tuple(sorted(deictic)), scope=scope)


def _rename(facts: DocumentFacts, united: Mapping[Entity, Entity]) -> DocumentFacts:
    """Put the corpus's entities in the place of the document's."""
    return replace(
        facts,
        entities={mention: united[entity] for mention, entity in facts.entities.items()},
        relations=tuple(
            replace(found, subject=_swap(found.subject, united), object=_swap(found.object, united))
            for found in facts.relations
        ),
        observations=tuple(
            replace(found, about=united[found.about]) if found.about is not None else found
            for found in facts.observations
        ),
        proposals=tuple(
            replace(
                found,
                by=united[found.by],
                addresses=tuple(dict.fromkeys(united[entity] for entity in found.addresses)),
            )
            for found in facts.proposals
        ),
    )


_Part = TypeVar("_Part", Document, str)


def _swap(part: Entity | _Part, united: Mapping[Entity, Entity]) -> Entity | _Part:
    return united[part] if isinstance(part, Entity) else part
