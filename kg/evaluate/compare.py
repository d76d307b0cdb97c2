"""Which found item answers for which annotated one, and how the left ones nearly agree.

What counts as the same:

- an entity: type, and its name or a name the annotation calls just as right; quotation marks, white space and character
  width are ignored. One graph entity answers for one annotated entity.
- a relation: predicate, and both ends the same entities (a title or a date: the same words). For ``builds`` and
  ``pursues`` a region, its government and its Party committee are one.
- an observation: value, unit, kind, status, comparator, period and measured entity, and an indicator that shares
  most of its characters; ``observations:value`` asks for value and unit alone.
- a proposal: speaker and verb, and a passage that agrees in at least four fifths of its characters.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from kg.evaluate.facts import DOCUMENT, Facts, ObservationFact, ProposalFact, RelationFact, Thing, normalize
from kg.evaluate.passages import Source
from kg.evaluate.report import FIELDS, Difference, Item, Passage, Report, Status

__all__ = ["compare", "same_indicator"]

SAME_INDICATOR = 0.6  # share of characters that two wordings of one indicator have in common
RELATED_PASSAGE = 0.5  # passages that agree less have nothing to do with each other
SAME_PASSAGE = 0.8  # share of a passage that agrees; an attribution clause is shorter than a fifth of most
REGION_LIKE = ("builds", "pursues")
REGION_BODIES = ("人民政府", "委员会")

_Fact = TypeVar("_Fact", RelationFact, ObservationFact, ProposalFact, Thing)
_AnyFact = RelationFact | ObservationFact | ProposalFact | Thing
_Pairs = list[tuple[int, int]]  # positions in the gold and in what was found
_Near = Mapping[tuple[int, int], tuple[Difference, ...]]


@dataclass(frozen=True, slots=True)
class _Layer:
    """Both sides of one layer: which pairs agree, and which of the others nearly do."""

    name: str
    gold: Sequence[_AnyFact]
    found: Sequence[_AnyFact]
    right: _Pairs
    near: _Near


def compare(document: str, gold: Facts, found: Facts, text: str) -> Report:
    """Pair the items of both sides and say which are right, missed and extra.

    Args:
        document: Its name.
        gold: What the annotations say of it.
        found: What the graph says of it.
        text: The document's text.
    """
    source = Source(text)
    return Report(
        tuple(item for layer in _layers(gold, found) for item in _to_items(document, layer, source)),
    )


def _layers(gold: Facts, found: Facts) -> Iterator[_Layer]:
    things = _pair(gold.things, found.things, lambda g, f: float(g.type == f.type and bool(g.names & f.names)))
    yield _Layer("entities", gold.things, found.things, things, _near(gold.things, found.things, things, _unlike_thing))
    ids = {found.things[f].id: gold.things[g].id for g, f in things} | {DOCUMENT: DOCUMENT}
    merged = _region_like(gold.things)
    names = {thing.id: thing.name for thing in (*gold.things, *found.things)}
    relations = _pair(gold.relations, found.relations, lambda g, f: float(_same_relation(g, f, ids, merged)))
    unlike = _near(gold.relations, found.relations, relations, lambda g, f: _unlike_relation(g, f, ids, names))
    yield _Layer("relations", gold.relations, found.relations, relations, unlike)
    by_value = _pair(gold.observations, found.observations, lambda g, f: _agreement(g, f, ids))
    fields = {(g, f): _unlike_fields(gold.observations[g], found.observations[f], ids) for g, f in by_value}
    whole = [pair for pair in by_value if not fields[pair]]
    differing = {pair: unlike for pair, unlike in fields.items() if unlike}
    yield _Layer("observations", gold.observations, found.observations, whole, differing)
    yield _Layer("observations:value", gold.observations, found.observations, by_value, {})
    proposals = _pair(gold.proposals, found.proposals, lambda g, f: _same_proposal(g, f, ids))
    unlike = _near(gold.proposals, found.proposals, proposals, lambda g, f: _unlike_proposal(g, f, ids))
    yield _Layer("proposals", gold.proposals, found.proposals, proposals, unlike)


def _pair(gold: Sequence[_Fact], found: Sequence[_Fact], agreement: Callable[[_Fact, _Fact], float]) -> _Pairs:
    """Pair items one to one, the best agreement first; 0 is no agreement at all."""
    candidates = sorted(
        ((-agreement(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
    )
    pairs: _Pairs = []
    gold_left, found_left = set(range(len(gold))), set(range(len(found)))
    for negative, i, j in candidates:
        if negative < 0 and i in gold_left and j in found_left:
            pairs.append((i, j))
            gold_left.remove(i)
            found_left.remove(j)
    return pairs


def _near(
    gold: Sequence[_Fact],
    found: Sequence[_Fact],
    right: _Pairs,
    unlike: Callable[[_Fact, _Fact], tuple[Difference, ...]],
) -> _Near:
    """Pair what is left over where an item is nearly the other; ``unlike`` gives nothing for items not alike at all."""
    gold_right, found_right = {g for g, _ in right}, {f for _, f in right}
    gold_left = [place for place in range(len(gold)) if place not in gold_right]
    found_left = [place for place in range(len(found)) if place not in found_right]
    differing = {(g, f): unlike(gold[g], found[f]) for g in gold_left for f in found_left}
    near: dict[tuple[int, int], tuple[Difference, ...]] = {}
    taken_gold, taken_found = set(), set()
    for (g, f), differences in sorted(differing.items(), key=lambda each: (len(each[1]), each[0])):
        if differences and g not in taken_gold and f not in taken_found:
            near[g, f] = differences
            taken_gold.add(g)
            taken_found.add(f)
    return near


def _to_items(document: str, layer: _Layer, source: Source) -> Iterator[Item]:
    found_right = {f for _, f in layer.right}
    rules = {g: layer.found[f].origin.rule for g, f in layer.right}
    by_gold = {g: (layer.found[f].text, differences) for (g, f), differences in layer.near.items()}
    by_found = {f: (layer.gold[g].text, differences) for (g, f), differences in layer.near.items()}

    def item(fact: _AnyFact, status: Status, rule: str, near: tuple[str, tuple[Difference, ...]]) -> Item:
        spans = fact.origin.spans or source.locate(fact.origin.quotes)
        return Item(
            document=document,
            layer=layer.name,
            group=_group(fact),
            status=status,
            text=fact.text,
            passage=source.passage(spans) if spans else Passage("".join(fact.origin.quotes[:1])),
            rule=rule,
            counterpart=near[0],
            differs=near[1],
        )

    for g, fact in enumerate(layer.gold):
        yield item(fact, "right" if g in rules else "missed", rules.get(g, ""), by_gold.get(g, ("", ())))
    for f, fact in enumerate(layer.found):
        if f not in found_right:
            yield item(fact, "extra", fact.origin.rule, by_found.get(f, ("", ())))


def _group(fact: _AnyFact) -> str:
    if isinstance(fact, Thing):
        return fact.type
    if isinstance(fact, RelationFact):
        return fact.predicate
    return fact.kind if isinstance(fact, ObservationFact) else fact.verb


def _unlike_thing(gold: Thing, found: Thing) -> tuple[Difference, ...]:
    if gold.names & found.names:
        return (Difference("class", gold.type, found.type),)
    one, other = normalize(gold.name), normalize(found.name)
    if gold.type == found.type and (one in other or other in one):
        return (Difference("name", gold.name, found.name),)
    return ()


def _region_like(things: Iterable[Thing]) -> dict[str, str]:
    """Map a region's government and Party committee to the region, as the guide takes them for one."""
    things = list(things)
    regions = {normalize(thing.name): thing.id for thing in things if thing.type == "AdministrativeRegion"}
    merged = {}
    for thing in things:
        name = normalize(thing.name)
        for suffix in REGION_BODIES:
            region = name.removesuffix(suffix).removeprefix("中共")
            if thing.type == "GovernmentBody" and name.endswith(suffix) and region in regions:
                merged[thing.id] = regions[region]
    return merged


def _same_relation(gold: RelationFact, found: RelationFact, ids: Mapping[str, str], merged: Mapping[str, str]) -> bool:
    if gold.predicate != found.predicate:
        return False
    subject, value = _gold_ends(gold, found, ids)
    if gold.predicate in REGION_LIKE:
        return (merged.get(gold.subject, gold.subject), gold.object) == (merged.get(subject, subject), value)
    if gold.predicate == "cooperatesWith":
        return {gold.subject, gold.object} == {subject, value}
    return (gold.subject, gold.object) == (subject, value)


def _gold_ends(gold: RelationFact, found: RelationFact, ids: Mapping[str, str]) -> tuple[str, str]:
    """Give both ends of a found relation as the annotations call them, and nothing for what they do not have."""
    value = found.object if found.object == gold.object else ids.get(found.object, "")
    return ids.get(found.subject, ""), value


def _unlike_relation(
    gold: RelationFact, found: RelationFact, ids: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Name the one part in which two relations differ."""
    subject, value = _gold_ends(gold, found, ids)
    differences = []
    if gold.subject != subject:
        ends = names.get(gold.subject, gold.subject), names.get(found.subject, found.subject)
        differences.append(Difference("subject", *ends))
    if gold.predicate != found.predicate:
        differences.append(Difference("predicate", gold.predicate, found.predicate))
    if gold.object != value:
        ends = names.get(gold.object, gold.object), names.get(found.object, found.object)
        differences.append(Difference("object", *ends))
    return tuple(differences) if len(differences) == 1 else ()


def _agreement(gold: ObservationFact, found: ObservationFact, ids: Mapping[str, str]) -> float:
    """Count the fields that agree, value and unit as the first: without them, 0."""
    if (gold.value, gold.unit) != (found.value, found.unit):
        return 0.0
    return float(1 + len(FIELDS) - len(_unlike_fields(gold, found, ids)))


def _unlike_fields(gold: ObservationFact, found: ObservationFact, ids: Mapping[str, str]) -> tuple[Difference, ...]:
    """Name the fields, beside value and unit, in which two observations differ."""
    differences = []
    if not same_indicator(gold.indicator, found.indicator):
        differences.append(Difference("indicator", gold.indicator, found.indicator))
    for field in ("kind", "status", "comparator", "period"):
        if getattr(gold, field) != getattr(found, field):
            differences.append(Difference(field, getattr(gold, field), getattr(found, field)))
    if gold.about != ids.get(found.about, ""):
        differences.append(Difference("about", gold.about_name, found.about_name))
    return tuple(differences)


def same_indicator(one: str, other: str) -> bool:
    """Whether two wordings of an indicator mean the same: one holds the other, or most characters are common."""
    one, other = normalize(one), normalize(other)
    if one in other or other in one:
        return True
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) >= SAME_INDICATOR


def _same_proposal(gold: ProposalFact, found: ProposalFact, ids: Mapping[str, str]) -> float:
    if gold.by != ids.get(found.by, "") or gold.verb != found.verb:
        return 0.0
    ratio = _overlap(gold, found)
    return ratio if ratio >= SAME_PASSAGE else 0.0


def _overlap(gold: ProposalFact, found: ProposalFact) -> float:
    ratio: float = SequenceMatcher(None, normalize(gold.quote), normalize(found.quote), autojunk=False).ratio()
    return ratio


def _unlike_proposal(gold: ProposalFact, found: ProposalFact, ids: Mapping[str, str]) -> tuple[Difference, ...]:
    """Name what differs between two proposals whose passages have something to do with each other."""
    one, other, ratio = normalize(gold.quote), normalize(found.quote), _overlap(gold, found)
    if ratio < RELATED_PASSAGE and one not in other and other not in one:
        return ()
    differences = []
    if gold.by != ids.get(found.by, ""):
        differences.append(Difference("speaker", gold.by_name, found.by_name))
    if gold.verb != found.verb:
        differences.append(Difference("verb", gold.verb, found.verb))
    if ratio < SAME_PASSAGE:
        differences.append(Difference("passage", gold.quote, found.quote))
    return tuple(differences)
