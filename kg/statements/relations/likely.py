"""How likely a sentence relates two names: what no pattern reads is weighed by how the sentence puts the two.

The weights were learned from marked relations (``data/training/relations.tsv``, ``kg train``); see
data/models/README.md. What they find likely is added to what the rules read.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kg.knowledge.files import shared
from kg.knowledge.weights import likelihoods, read_weights
from kg.model import Entity, Relation
from kg.statements.relations.coded import Coded, is_name
from kg.statements.relations.context import LIST, ORGANIZATIONS, PLANNABLE, Context
from kg.statements.relations.matching import TIED, may_lie_in, to_region
from kg.text.tokens import cut

__all__ = ["Fact", "Pair", "Surroundings", "add_likely", "describe", "fact_of", "find_pairs"]

# Not what few marks tell of (cooperatesWith, hasComponent), nor what is read otherwise: posts, authors, dates.
PREDICATES = (
    "builds",
    "conferredBy",
    "inIndustry",
    "initiatedBy",
    "locatedIn",
    "partOf",
    "produces",
    "pursues",
    "receivedAward",
    "subsidiaryOf",
    "uses",
)
WEIGHTS = "relations.tsv.gz"
RULE = "likely"
LEAST = {"partOf": 0.4, "pursues": 0.45}  # likelihood of a relation that no rule reads
LEAST_OF_OTHERS = 0.65
UNNAMED = ("initiatedBy", "locatedIn", "subsidiaryOf")  # whose object a sentence may leave out
NOT_UNNAMED = tuple(each for each in PREDICATES if each != "receivedAward")  # 国家级绿色工厂 is not the region's
ACTORS = ORGANIZATIONS | {"AdministrativeRegion", "Park"}
FAR = 60  # characters of code between two names
NEAR = 24  # between which the words count one by one
SHORT = 4  # words that count together
REACH = 12  # characters beside a name whose words count
CLAUSE = 8  # words of a clause before a name
MANY = 4  # names, times or commas; more are alike
MARKS = "，。；：！？"

Fact = tuple[Entity, str, Entity]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that a sentence may relate.

    Attributes:
        number: The sentence.
        subject: The one.
        object: The other.
        one: Place of the subject in the sentence's code; ``None`` where the sentence does not name it.
        two: Place of the object.
        source: How one that is not named is known: ``topic``, ``home`` or ``both``; else ``named``.
        predicates: What can relate things of these classes.
    """

    number: int
    subject: Entity
    object: Entity
    one: int | None
    two: int | None
    source: str
    predicates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is asked again and again of one document.

    Attributes:
        context: The document.
        ruled: The rules that read a relation.
        times: In how many sentences each entity is named.
        words: The words of stretches of code.
        leading: Whether a name stands where a clause's subject stands.
        lists: Where the list of names begins and ends that a name is in.
        crowds: How many names of each class a sentence has.
        topics: Whom a place of a sentence is about.
    """

    context: Context
    ruled: Mapping[Fact, Sequence[str]]
    times: Mapping[Entity, int]
    words: dict[str, list[str]] = field(default_factory=dict)
    leading: dict[tuple[int, int], bool] = field(default_factory=dict)
    lists: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    crowds: dict[int, Counter[str]] = field(default_factory=dict)
    topics: dict[tuple[int, int], Entity | None] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context, found: Iterable[Relation]) -> "Surroundings":
        """Look around in a document.

        Args:
            context: The document.
            found: What the rules read in it.
        """
        ruled: dict[Fact, list[str]] = {}
        for relation in found:
            if isinstance(relation.subject, Entity) and isinstance(relation.object, Entity):
                rules = ruled.setdefault(fact_of(context, relation.subject, relation.predicate, relation.object), [])
                if relation.evidence.rule not in rules:
                    rules.append(relation.evidence.rule)
        return cls(context, ruled, Counter(entity for coded in context.coded for entity in coded.denoted.values()))

    def cut(self, text: str) -> list[str]:
        """Part a stretch of code without names into words."""
        if text not in self.words:
            self.words[text] = [text[token.start : token.end] for token in cut(text)]
        return self.words[text]

    def leads(self, number: int, place: int) -> bool:
        """Say whether the name at a place of a sentence stands where a clause's subject stands."""
        if (number, place) not in self.leading:
            self.leading[number, place] = self.context.leads(number, place)
        return self.leading[number, place]

    def list_of(self, number: int, place: int) -> tuple[int, int]:
        """Find where the list of names of one class begins and ends that a name is in."""
        if (number, place) not in self.lists:
            first, last = _list_of(self.context.coded[number], place)
            self.lists.update({(number, at): (first, last) for at in range(first, last + 1, 2)})
        return self.lists[number, place]

    def crowd(self, number: int) -> Counter[str]:
        """Count the names of a sentence by class."""
        if number not in self.crowds:
            coded = self.context.coded[number]
            self.crowds[number] = Counter(coded.entity(char).type for _, char in coded.names())
        return self.crowds[number]

    def topic(self, number: int, place: int) -> Entity | None:
        """Say who acts at a place of a sentence."""
        if (number, place) not in self.topics:
            found = self.context.topic(number, place, ACTORS)
            self.topics[number, place] = found[0] if found else None
        return self.topics[number, place]


def fact_of(context: Context, subject: Entity, predicate: str, thing: Entity) -> Fact:
    """Name a relation; what a region's government pursues or builds is the region's."""
    if predicate in TIED:
        return to_region(context, subject), predicate, to_region(context, thing)
    return subject, predicate, thing


def add_likely(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """Add the relations that are likely and that no rule reads.

    Args:
        context: The document.
        found: What the rules read in it.

    Returns:
        What was found, and behind it what is likely.

    Raises:
        KnowledgeError: The weights are missing or damaged.
    """
    around, weights = Surroundings.of(context, found), _own_weights()
    best: dict[Fact, tuple[float, Relation]] = {}
    for pair in find_pairs(around):
        chances = likelihoods(weights, describe(around, pair))
        for predicate, chance in zip(pair.predicates, chances[1:], strict=True):
            fact = fact_of(context, pair.subject, predicate, pair.object)
            likely = chance >= LEAST.get(predicate, LEAST_OF_OTHERS) and chance > best.get(fact, (0.0,))[0]
            if not likely or fact in around.ruled or _may_be_one(fact) or _is_a_persons(fact, around.ruled):
                continue
            if predicate == "partOf" and not may_lie_in(context, predicate, fact[0], fact[2]):
                continue  # no region is part of one that the table knows it is not in: 东欧 and 湖南省
            if relation := _relation(context, fact, chance, pair):
                best[fact] = (chance, relation)
    return [*found, *(relation for _, relation in best.values())]


def _may_be_one(fact: Fact) -> bool:
    """Say whether both ends may be one thing, in full and in short: 林场镇五斗地村 and 五斗地村."""
    one, _, two = fact
    return one.type == two.type and (one.name.endswith(two.name) or two.name.endswith(one.name))


def _is_a_persons(fact: Fact, ruled: Collection[Fact]) -> bool:
    """Say whether a person won an award, by the rules, and so not who employs them: 某大学李明院士获奖."""
    one, predicate, two = fact
    won = predicate == "receivedAward" and one.type != "Person"
    return won and any(r[0].type == "Person" and r[1:] == (predicate, two) for r in ruled)


@lru_cache(maxsize=1)
def _own_weights() -> dict[str, float]:
    return read_weights(shared("data/models") / WEIGHTS)


def _relation(context: Context, fact: Fact, chance: float, pair: Pair) -> Relation | None:
    """Make a relation of a likely one, unless the words between its names deny it, or a name that it lies at home.

    Nor is one made where nobody is named who does what the theme of a meeting calls for.
    """
    subject, predicate, thing = fact
    if predicate == "locatedIn" and thing == context.home and context.cue("not_at_home").search(subject.name):
        return None
    places = [place for place in (pair.one, pair.two) if place is not None]
    start, end = min(places), max(places) + 1
    if pair.source != "named" and context.in_theme(pair.number, start, end):
        return None
    status = context.status(pair.number, start, end)
    if status is None or (predicate not in PLANNABLE and not context.plain(pair.number, start, end)):
        return None
    evidence = context.evidence(pair.number, start, end, RULE, round(chance, 2))
    actual = status if predicate in PLANNABLE else "actual"
    return Relation(subject=subject, predicate=predicate, object=thing, evidence=evidence, status=actual)


def find_pairs(around: Surroundings) -> Iterator[Pair]:
    """List what a document may relate, sentence by sentence."""
    for number, coded in enumerate(around.context.coded):
        if coded.sentence.block != "byline":
            yield from _named(around, number, coded)
            yield from _half_named(around, number, coded)


def _named(around: Surroundings, number: int, coded: Coded) -> Iterator[Pair]:
    names = coded.names()
    for one, first in names:
        for two, second in coded.names(max(one - FAR, 0), one + FAR + 1):
            subject, thing = coded.entity(first), coded.entity(second)
            if one != two and subject != thing:
                predicates = _possible(around, subject, thing, PREDICATES)
                if predicates:
                    yield Pair(number, subject, thing, one, two, "named", predicates)


def _half_named(around: Surroundings, number: int, coded: Coded) -> Iterator[Pair]:
    """Pair each name with whom the sentence is about without naming them, and with the text's region."""
    present, home = set(coded.denoted.values()), around.context.home
    for place, char in coded.names():
        entity = coded.entity(char)
        if entity.type in ("AdministrativeRegion", "Person"):
            continue
        topic = around.topic(number, place)
        others = {topic: "topic"} if topic and topic not in present else {}
        if home and home not in present:
            others[home] = "both" if home in others else "home"
        for other, source in others.items():
            given = PREDICATES if other.type != "AdministrativeRegion" else NOT_UNNAMED
            if predicates := _possible(around, other, entity, given):
                yield Pair(number, other, entity, None, place, source, predicates)
            if predicates := _possible(around, entity, other, UNNAMED):
                yield Pair(number, entity, other, place, None, source, predicates)


def _possible(around: Surroundings, subject: Entity, thing: Entity, predicates: Iterable[str]) -> tuple[str, ...]:
    allows = around.context.knowledge.ontology.allows
    return tuple(each for each in predicates if allows(subject.type, each, thing.type))


def describe(around: Surroundings, pair: Pair) -> list[list[str]]:
    """List what speaks for no relation, which is nothing, and for each one that can hold."""
    signs = list(dict.fromkeys(_signs(around, pair)))
    options: list[list[str]] = [[]]
    for predicate in pair.predicates:
        rules = around.ruled.get(fact_of(around.context, pair.subject, predicate, pair.object), ())
        ruled = [f"{predicate}|ruled={bool(rules)}|{pair.source}", *(f"rule={rule}" for rule in rules)]
        options.append([*(f"{predicate}|{sign}" for sign in signs), *ruled])
    return options


def _signs(around: Surroundings, pair: Pair) -> Iterator[str]:
    coded = around.context.coded[pair.number]
    types = f"{pair.subject.type}>{pair.object.type}"
    yield from ("any", f"types={types}", f"source={pair.source}", f"source={pair.source}|{types}")
    yield from (f"block={coded.sentence.block}|{pair.source}", f"own={around.context.own_paper}|{pair.source}")
    named = pair.subject.name in pair.object.name or pair.object.name in pair.subject.name
    yield f"inside={named}"
    yield from _of_end(around, pair, "s", pair.subject, pair.one, pair.object)
    yield from _of_end(around, pair, "o", pair.object, pair.two, pair.subject)
    if pair.one is not None and pair.two is not None:
        yield from _between(around, coded, pair, pair.one, pair.two)
    else:
        place = pair.one if pair.one is not None else pair.two or 0
        yield from _of_clause(around, coded, pair, place)


def _of_end(
    around: Surroundings, pair: Pair, which: str, entity: Entity, place: int | None, other: Entity
) -> Iterator[str]:
    """Tell of one of the two: its name, its class, and the words around it."""
    context, coded = around.context, around.context.coded[pair.number]
    home = entity == context.home
    yield from (f"{which}-end={entity.name[-1:]}", f"{which}-end2={entity.name[-2:]}")
    yield from (f"{which}-home={home}", f"{which}-home={home}|{pair.source}")
    yield from _of_region(context, which, entity)
    crowd = around.crowd(pair.number)[entity.type]
    yield from (
        f"{which}-times={min(around.times.get(entity, 0), MANY)}|{pair.source}",
        f"{which}-crowd={min(crowd, 5)}",
    )
    if place is not None:
        yield f"{which}-topic={around.topic(pair.number, place) == other}|{pair.source}"
        yield f"{which}-leads={around.leads(pair.number, place)}"
        yield f"{which}-rule={coded.mentions[coded.text[place]].rule.partition(':')[0]}"
        yield from _beside(around, pair.number, which, place)


def _of_region(context: Context, which: str, entity: Entity) -> Iterator[str]:
    """Tell of what level a region is, and how it lies to the text's own."""
    if entity.type != "AdministrativeRegion":
        return
    regions = context.knowledge.regions
    region = regions.get(entity.scope) if entity.scope else regions.name_path(entity.name)
    home = regions.get(context.home.scope) if context.home and context.home.scope else None
    if region is None:
        yield f"{which}-level=?"
        return
    kin = "none"
    if home:
        around = "around" if regions.contains(region, home) else "else"
        kin = "same" if region == home else "in" if regions.contains(home, region) else around
    yield from (f"{which}-level={region.level}", f"{which}-kin={kin}", f"{which}-level={region.level}|{kin}")


def _beside(around: Surroundings, number: int, which: str, place: int) -> Iterator[str]:
    """Tell the words on both sides of a name, or of the list that it is in."""
    coded, (first, last) = around.context.coded[number], around.list_of(number, place)
    before, after = _words_before(around, coded, first), _words_after(around, coded, last)
    yield from (f"{which}-pre={before[-1]}", f"{which}-pre2={''.join(before[-2:])}")
    yield from (f"{which}-in-pre={word}" for word in before)
    yield from (f"{which}-post={after[0]}", f"{which}-post2={''.join(after[:2])}", f"{which}-listed={first != last}")


def _list_of(coded: Coded, place: int) -> tuple[int, int]:
    """Find where the list of names of one class begins and ends that a name is in."""
    text, kind = coded.text, _type(coded, coded.text[place])
    first = last = place
    while first > 1 and text[first - 1] in LIST and is_name(text[first - 2]) and _type(coded, text[first - 2]) == kind:
        first -= 2
    while last + 2 < len(text) and text[last + 1] in LIST and is_name(text[last + 2]):
        if _type(coded, text[last + 2]) != kind:
            break
        last += 2
    return first, last


def _type(coded: Coded, char: str) -> str:
    return coded.entity(char).type


def _words_before(around: Surroundings, coded: Coded, place: int) -> list[str]:
    start = place
    while start and place - start < REACH and not _stops(coded.text[start - 1]):
        start -= 1
    return around.cut(coded.text[start:place]) or [_neighbour(coded, place - 1) if place else "^"]


def _words_after(around: Surroundings, coded: Coded, place: int) -> list[str]:
    end = place + 1
    while end < len(coded.text) and end - place < REACH and not _stops(coded.text[end]):
        end += 1
    return around.cut(coded.text[place + 1 : end]) or [_neighbour(coded, end) if end < len(coded.text) else "$"]


def _stops(char: str) -> bool:
    return is_name(char) or char in MARKS


def _neighbour(coded: Coded, place: int) -> str:
    char = coded.text[place]
    return f"<{_type(coded, char)}>" if is_name(char) else char


def _between(around: Surroundings, coded: Coded, pair: Pair, one: int, two: int) -> Iterator[str]:
    """Tell what stands between two names, behind the list of the first and before that of the second."""
    order = "so" if one < two else "os"
    first, second = min(one, two), max(one, two)
    start, end = around.list_of(pair.number, first)[1], around.list_of(pair.number, second)[0]
    same = start >= second
    if same:
        start, end = first, second
    stretch = coded.text[start + 1 : end]
    passed = [_type(coded, char) for char in stretch if is_name(char)]
    commas, stops = stretch.count("，"), any(char in "；：。" for char in stretch)
    yield from (order, f"{order}|same={same}", f"{order}|near={min(len(stretch), 12) // 2}")
    yield from (f"{order}|commas={min(commas, MANY)}|stops={stops}", f"{order}|names={min(len(passed), MANY)}")
    yield from (f"{order}|passes={kind}" for kind in dict.fromkeys(passed))
    yield f"{order}|another-s={pair.subject.type in passed}"
    yield f"{order}|another-o={pair.object.type in passed}"
    yield f"{order}|joint={_neighbour(coded, start + 1)}"
    if len(stretch) <= NEAR:
        words = list(_masked(around, coded, start + 1, end))
        yield from (f"{order}|mid={word}" for word in words)
        yield from (f"{order}|mid2={word}{following}" for word, following in pairwise(words))
        if len(words) <= SHORT:
            yield f"{order}|all={''.join(words)}"
    if order == "so":
        yield from _of_leader(around, coded, pair.number, one, two)


def _of_leader(around: Surroundings, coded: Coded, number: int, one: int, two: int) -> Iterator[str]:
    """Tell whether the subject is who acts last, or first, before the object, and how the object's clause opens."""
    leaders = [place for place, _ in coded.names(0, two) if around.leads(number, place)]
    for which, leader in (("last", leaders[-1:]), ("first", leaders[:1])):
        first, last = around.list_of(number, leader[0]) if leader else (one + 1, one)
        yield f"{which}-leader={first <= one <= last}"
    clause = max(coded.text.rfind(mark, 0, two) for mark in MARKS) + 1
    words = list(_masked(around, coded, max(clause, one + 1), two))
    yield f"opens={words[0] if words else '^'}|{clause > one}"
    yield from (f"in-clause={word}" for word in words[:CLAUSE])


def _of_clause(around: Surroundings, coded: Coded, pair: Pair, place: int) -> Iterator[str]:
    """Tell of a name whose other is not named: who else acts before it, and what its clause says."""
    leading = {_type(coded, char) for at, char in coded.names(0, place) if around.leads(pair.number, at)}
    for kind in sorted(leading) or ["-"]:
        yield from (f"led-by={kind}", f"led-by={kind}|{pair.source}")
    clause = max(coded.text.rfind(mark, 0, place) for mark in MARKS) + 1
    words = list(_masked(around, coded, clause, place))
    yield from (f"opening={words[0] if words else '^'}", f"first={pair.number == 0}")
    yield from (f"clause={word}" for word in words[-CLAUSE:])


def _masked(around: Surroundings, coded: Coded, start: int, end: int) -> Iterator[str]:
    """Cut a stretch of code into words, with its class for each name."""
    run = start
    for at in range(start, end):
        if is_name(coded.text[at]):
            yield from around.cut(coded.text[run:at])
            yield f"<{_type(coded, coded.text[at])}>"
            run = at + 1
    if run < end:
        yield from around.cut(coded.text[run:end])
