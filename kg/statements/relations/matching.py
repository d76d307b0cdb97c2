"""The patterns of ``data/patterns/relations.yaml`` at work."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.knowledge.patterns import RelationPattern
from kg.knowledge.regions import Region
from kg.model import Entity, Relation
from kg.statements.relations.coded import Coded, is_name
from kg.statements.relations.context import GUESS, LIST, PLANNABLE, Context, Status

__all__ = ["TIED", "find_by_patterns", "may_lie_in", "to_region"]

REGION_BODY = re.compile(r"中共(?P<party>.+)委员会|(?P<state>.+?)(?:人民)?政府")
PARK_BODY = re.compile(r"(?P<park>.+)管(?:理委员|委)会")
REACH = 60  # characters between a subject and what it does that one quote may hold
INLAND = ("国内", "境内")  # where something is sold or leads, not what a region is part of
TIED = frozenset({"pursues", "builds"})  # stand with the region rather than with its government; see the gold guide


@dataclass(frozen=True, slots=True)
class _Claims:
    """What the patterns before have read in a sentence: mentions by predicate, and predicates barred for a mention."""

    read: set[tuple[str, str]]
    barred: set[tuple[str, str]]

    def free(self, pattern: RelationPattern, char: str) -> bool:
        """Say whether a pattern may still read a relation for a mention."""
        key = (pattern.predicate, char)
        return key not in self.barred and not (pattern.weak and key in self.read)

    def add(self, pattern: RelationPattern, char: str) -> None:
        """Note what a pattern has read."""
        self.read.add((pattern.predicate, char))
        self.barred.update((predicate, char) for predicate in pattern.instead_of)


def find_by_patterns(context: Context) -> Iterator[Relation]:
    """Find what the patterns say, sentence by sentence."""
    patterns = context.knowledge.relations.patterns
    for number, coded in enumerate(context.coded):
        if coded.sentence.block == "byline":
            continue
        present = {entity.type for char in coded.mentions for entity in (coded.entity(char),)}
        claims = _Claims(set(), set())
        for pattern in patterns:
            if not _possible(pattern, present):
                continue
            for match in pattern.regex.finditer(coded.text):
                yield from _read_match(context, number, pattern, match, claims)


def _possible(pattern: RelationPattern, present: set[str]) -> bool:
    groups = pattern.regex.groupindex
    return not (
        ("subject" in groups and present.isdisjoint(pattern.subjects))
        or ("object" in groups and present.isdisjoint(pattern.objects))
    )


def _read_match(
    context: Context, number: int, pattern: RelationPattern, match: re.Match[str], claims: _Claims
) -> Iterator[Relation]:
    status = _status(context, number, pattern, match)
    coded = context.coded[number]
    if status is None or (pattern.implied and context.in_theme(number, match.start(), match.end())):
        return
    held = "object" if "object" in match.re.groupindex else "subject"
    chars = [char for char in _side(coded, match, held, pattern) if claims.free(pattern, char)]
    others, start = _others(context, number, pattern, match)
    evidence = context.evidence(number, start, match.end(), pattern.id, pattern.confidence)
    pairs: list[tuple[str, Entity, Entity]] = []
    for char in chars if others else ():
        claims.add(pattern, char)
        own = coded.entity(char)
        pairs += [(char, other, own) if held == "object" else (char, own, other) for other in others]
    for side in (others, [coded.entity(char) for char in chars]) if pattern.mutual and pairs else ():
        pairs += [(chars[0], one, two) for one, two in combinations(dict.fromkeys(side), 2)]
    for char, one, two in pairs:
        for subject, predicate, thing in _told(context, pattern, coded, char, one, two):
            yield Relation(subject=subject, predicate=predicate, object=thing, evidence=evidence, status=status)


def _others(context: Context, number: int, pattern: RelationPattern, match: re.Match[str]) -> tuple[list[Entity], int]:
    """Find what stands on the other side of a match, and where its evidence starts."""
    coded = context.coded[number]
    if not pattern.implied:
        return [coded.entity(char) for char in _side(coded, match, "subject", pattern)], match.start()
    held = "object" if "object" in match.re.groupindex else "subject"
    found = _implied(context, number, pattern, match.start(held), held)
    if found is None:
        return [], match.start()
    actor, place = found
    if place is None:
        return [actor], match.start()
    near = match.start() - REACH <= place < match.start()
    return _listed(coded, place), place if near else match.start()


def _listed(coded: Coded, place: int) -> list[Entity]:
    """List the names of one list that ends at a place, all of the class of the last: 甲、乙和丙."""
    actors = [coded.entity(coded.text[place])]
    while True:
        while place and _is_place(coded, coded.text[place]) and _is_place(coded, coded.text[place - 1]):
            place -= 1  # 浙江|湖州
        if place < 2 or coded.text[place - 1] not in LIST or not is_name(coded.text[place - 2]):
            break
        place -= 2
        before = coded.entity(coded.text[place])
        if before.type != actors[0].type:
            break
        actors.insert(0, before)
    return actors


def _told(
    context: Context, pattern: RelationPattern, coded: Coded, char: str, one: Entity, two: Entity
) -> Iterator[tuple[Entity, str, Entity]]:
    """Say what a match tells; who holds a pilot title also pursues the programme in its name."""
    allows = context.knowledge.ontology.allows
    if pattern.predicate in TIED:
        one = to_region(context, one)
    if (
        one == two
        or not allows(one.type, pattern.predicate, two.type)
        or not may_lie_in(context, pattern.predicate, one, two)
    ):
        return
    if pattern.confidence <= GUESS and not _may_guess(context, coded, char):
        return
    yield one, pattern.predicate, two
    if pattern.predicate == "receivedAward":
        for programme in _quoted_programmes(coded, char):
            if allows(one.type, "pursues", programme.type):
                yield to_region(context, one), "pursues", programme


def _may_guess(context: Context, coded: Coded, char: str) -> bool:
    """Say whether what kind of thing a name names is sure enough to tell more of it than the text does."""
    entity, start = coded.entity(char), coded.mentions[char].start
    if context.cue("unguessed").search(entity.name) or coded.sentence.text[max(start - 1, 0) : start] == "《":
        return False
    if _named_elsewhere(context, entity):
        return False
    if entity.type not in ("Programme", "Place"):
        return True
    entries = [e for form in (entity.name, *entity.aliases) for e in context.knowledge.lexicon.by_form.get(form, ())]
    known = any(entry.type == entity.type == "Programme" for entry in entries)
    return known or bool(context.cue("guessed").search(entity.name))


def _named_elsewhere(context: Context, entity: Entity) -> bool:
    """Say whether a name begins with a region that has nothing to do with the text's own.

    The name of a county counts in its own province alone: 临江 most often is no county.
    """
    regions = context.knowledge.regions
    named, home = regions.match_path(entity.name), _region(context, context.home) if context.home else None
    if named is None or home is None or named[0] == home:
        return False
    around = regions.at(home, "province")
    if named[0].level == "county" and not (around and regions.contains(around, named[0])):
        return False
    return not (regions.contains(named[0], home) or regions.contains(home, named[0]))


def _quoted_programmes(coded: Coded, char: str) -> list[Entity]:
    """List the programmes that the name of a title quotes: “科创中国”试点城市."""
    text = coded.sentence.text
    inner = [m for m in coded.inner[char] if coded.entities[m].type == "Programme"]
    return [coded.entities[m] for m in inner if m.start and text[m.start - 1] in "“‘"]


def _status(context: Context, number: int, pattern: RelationPattern, match: re.Match[str]) -> Status | None:
    start, end = match.span()
    if pattern.predicate not in PLANNABLE:
        return "actual" if context.plain(number, start, end) else None
    status = context.status(number, start, end)
    return None if pattern.status and pattern.status != status else status


def _side(coded: Coded, match: re.Match[str], side: str, pattern: RelationPattern) -> list[str]:
    """List the mentions that fill a slot; of 湖南省衡阳市, the last."""
    classes = pattern.subjects if side == "subject" else pattern.objects
    chars = []
    for place in range(*match.span(side)):
        char = coded.text[place]
        if not is_name(char) or coded.entity(char).type not in classes:
            continue
        if pattern.predicate == "partOf" and coded.mentions[char].text in INLAND:
            continue
        following = coded.text[place + 1 : place + 2]
        if pattern.predicate == "receivedAward" and _is_person(coded, following) and "Person" in classes:
            continue  # 清华大学|王大中院士获奖: he does, not who employs him
        other = "object" if side == "subject" else "subject"
        taken = other in match.re.groupindex and match.start(other) == place + 1
        if taken or coded.entity(char).type != "AdministrativeRegion" or not _is_place(coded, following):
            chars.append(char)
    return chars


def _is_person(coded: Coded, char: str) -> bool:
    return bool(char) and is_name(char) and coded.entity(char).type == "Person"


def _is_place(coded: Coded, char: str) -> bool:
    return bool(char) and is_name(char) and coded.entity(char).type in ("AdministrativeRegion", "Park")


def _implied(
    context: Context, number: int, pattern: RelationPattern, place: int, held: str
) -> tuple[Entity, int | None] | None:
    classes = pattern.subjects if held == "object" else pattern.objects
    if context.knowledge.ontology.predicates[pattern.predicate].within_class:
        classes = classes & {context.coded[number].entity(context.coded[number].text[place]).type}
    if pattern.implied == "topic":
        return context.topic(number, place, classes)
    if pattern.implied == "latest":
        return context.latest(number, place, classes)
    at_home = context.zone if context.zone and context.zone.type in classes else context.home
    found = at_home if pattern.implied == "home" else context.speakers[number]
    return (found, None) if found and found.type in classes else None


def may_lie_in(context: Context, predicate: str, one: Entity, two: Entity) -> bool:
    """Say whether one region may be part of another, and whether a place tells anything (中国企业 does not)."""
    outer, inner = _region(context, two), _region(context, one)
    if predicate == "locatedIn" and outer and outer.level == "country":
        return False
    if predicate != "partOf" or not inner:
        return True
    if not outer:
        return not context.cue("villages").search(two.name)  # a county is part of no village
    if outer.level == "group":
        return True
    return context.knowledge.regions.contains(outer, inner)


def _region(context: Context, entity: Entity) -> Region | None:
    """Look up what is known of a region."""
    if entity.type != "AdministrativeRegion":
        return None
    regions = context.knowledge.regions
    return regions.get(entity.scope) if entity.scope else regions.name_path(entity.name)


def to_region(context: Context, entity: Entity) -> Entity:
    """Replace a region's government or Party committee by the region, and who runs a park by the park."""
    if entity.type != "GovernmentBody":
        return entity
    if match := PARK_BODY.fullmatch(entity.name):
        return context.known.get(("Park", match["park"]), entity)
    if not (match := REGION_BODY.fullmatch(entity.name)):
        return entity
    return context.region(match["party"] or match["state"]) or entity
