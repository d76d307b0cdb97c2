"""Whose a number is: what the rules propose is weighed against everything else that the text names.

The weights were learned from marked numbers (``data/training/numbers.tsv``, ``kg train``); see data/models/README.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from kg.knowledge.files import shared
from kg.knowledge.regions import COUNTRY
from kg.knowledge.weights import likelihoods, read_weights
from kg.model import Entity, Mention
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.lists import listed_holders
from kg.statements.observations.scene import Scene, is_source
from kg.statements.observations.setting import SEPARATORS, explained, home_words, start_of_clause
from kg.statements.observations.wording import Wording
from kg.text.tokens import tag

__all__ = ["BACK", "Named", "Number", "Option", "Surroundings", "choose_holder", "find_options", "note_names"]

HOLDERS = "holders.tsv.gz"
MEASURED = {  # classes of what is measured, see the gold guide; others only where the rules propose them
    "AdministrativeRegion",
    "Company",
    "EducationResearch",
    "GovernmentBody",
    "Park",
    "SocialOrganization",
}
LASTING = {"AdministrativeRegion", "Company", "Park"}  # spoken of from further back
NEAR = 4  # sentences back that anything named in may still be measured
BACK = 8  # and what lasts
FAR = BACK + 1
SURER = 8  # times that another must be likelier than what the rules propose; less cost more in annotated reports
AFTER_CHARS = 6  # behind a number that say whose it is: of 上榜公司
WORD_CHARS = 8  # enough context for the segmenter to cut the first word of a phrase
PLAIN = "，。、的“”（)）是在将"  # marks and words behind a name that say what they do there by themselves
Option = tuple[Entity | None, list[str]]  # what a number may be of, and what speaks for it
_Place = tuple[int, "Named"]  # how many sentences back, and the naming


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and how the text words what it measures.

    Attributes:
        scene: Its sentence.
        candidate: The number.
        name: Its indicator.
        kind: level, growth, share or rank.
        wording: The words around it.
        proposed: Of whom the rules say that it is.
    """

    scene: Scene
    candidate: Candidate
    name: str
    kind: str
    wording: Wording
    proposed: Entity | None


@dataclass(frozen=True, slots=True)
class Named:
    """A naming of an entity in a sentence.

    Attributes:
        mention: The name.
        entity: What it means.
        leads: Whether a clause speaks of it.
        inner: Whether it stands within another name.
    """

    mention: Mention
    entity: Entity
    leads: bool
    inner: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is named around a number.

    Attributes:
        names: By sentence, the number's own first, then those before it, the nearest first.
        counts: How often each entity is named in the document.
    """

    names: Sequence[Sequence[Named]]
    counts: Mapping[Entity, int]


def note_names(scene: Scene) -> tuple[Named, ...]:
    """List what a sentence names, in order, without those who only report what they do not measure of themselves."""
    text = scene.sentence.text
    names = sorted({*scene.mentions, *scene.subjects}, key=lambda mention: (mention.start, -mention.end, mention.type))
    return tuple(
        Named(mention, scene.entities[mention], mention in scene.subjects, any(_encloses(n, mention) for n in names))
        for mention in names
        if not is_source(text, mention, scene.rules)
    )


def choose_holder(number: Number, options: Sequence[Option]) -> Entity | None:
    """Say of whom a number most likely is; ``None`` where it is of nothing that has a name.

    The rules decide of what is of all of many (上榜公司), of a list (甲、乙共有, 分别) or of a name with a parenthesis.

    Args:
        number: The number, and of whom the rules say that it is.
        options: All that ``find_options`` found for it.

    Raises:
        KnowledgeError: The weights are missing or damaged.
    """
    if _is_settled(number):
        return number.proposed
    likely = likelihoods(_own_weights(), (features for _, features in options))
    best = max(range(len(options)), key=likely.__getitem__)
    proposed = next(place for place, (entity, _) in enumerate(options) if entity == number.proposed)
    return options[best if likely[best] >= SURER * likely[proposed] else proposed][0]


def _is_settled(number: Number) -> bool:
    """Whether the text's form says whose a number is: of many, of each of a list, or of a name that it explains."""
    scene, candidate = number.scene, number.candidate
    text, clause = scene.sentence.text, start_of_clause(scene.sentence.text, candidate.head)
    if scene.rules.forms["of-all"].search(text, clause, candidate.end + AFTER_CHARS) or explained(scene, candidate):
        return True
    if scene.rules.forms["each-its-own"].search(text, clause, candidate.start):
        return True
    own = home_words(text, clause, scene.rules)
    if own and own.group().startswith("我") and scene.topic is not None and number.proposed == scene.home:
        return True  # 我市 in a text that portrays a firm
    first = next((mention for mention in scene.mentions if mention.start >= clause), None)
    return first is not None and len(listed_holders(scene.mentions, text, first.start)) > 1


@lru_cache(maxsize=1)
def _own_weights() -> dict[str, float]:
    return read_weights(shared("data/models") / HOLDERS)


def find_options(number: Number, surroundings: Surroundings) -> list[Option]:
    """List everything that a number may be of, with what speaks for it; the last option is nothing at all."""
    scene, candidate = number.scene, number.candidate
    text, clause = scene.sentence.text, start_of_clause(scene.sentence.text, candidate.head)
    named = _find_named(number, surroundings)
    first, first_tag = _first_word(text[clause:].lstrip("，、 ")[:WORD_CHARS])
    own = home_words(text, clause, scene.rules)
    view = _View(
        number=number,
        clause=clause,
        first=first,
        first_tag=first_tag,
        own=own.group() if own else "",
        person=any(m.type == "Person" and clause <= m.start < candidate.start for m in scene.mentions),
        in_clause=any(
            not back and clause <= each.mention.start < candidate.start for back, each in chain(*named.values())
        ),
        options=len(named),
        signs=tuple(
            sign
            for sign, start in (("of-all", clause), ("of-a-firm", clause), ("of-many", clause), ("cites", 0))
            if scene.rules.forms[sign].search(text, start, candidate.end + AFTER_CHARS)
        ),
    )
    order = _order(named, candidate)
    options: list[Option] = [
        (entity, [*_of_entity(view, entity, places, order, surroundings), *_of_all(view, entity)])
        for entity, places in named.items()
    ]
    return [*options, (None, [*_of_nothing(view), *_of_all(view, None)])]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What all options of a number share."""

    number: Number
    clause: int
    first: str
    first_tag: str
    own: str
    person: bool
    in_clause: bool
    options: int
    signs: tuple[str, ...]


@lru_cache(maxsize=4096)
def _first_word(text: str) -> tuple[str, str]:
    """Read the first word of a phrase and its part of speech."""
    words = tag(text)
    return (text[: words[0].end], (words[0].tag or "x")[:2]) if words else ("$", "$")


def _find_named(number: Number, surroundings: Surroundings) -> dict[Entity, list[_Place]]:
    """Find what may be measured, by what is named here, what was named before, and what the text is on."""
    found: dict[Entity, list[_Place]] = {}
    for back, names in enumerate(surroundings.names):
        for named in names:
            measured = named.mention.type in MEASURED or named.entity == number.proposed
            if measured and (back <= NEAR or named.mention.type in LASTING):
                found.setdefault(named.entity, []).append((back, named))
    scene = number.scene
    for entity in (scene.setting.subject, scene.topic, scene.home, number.proposed):
        if entity is not None:
            found.setdefault(entity, [])
    return found


def _encloses(outer: Mention, inner: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer.end - outer.start > inner.end - inner.start


def _order(named: Mapping[Entity, Sequence[_Place]], candidate: Candidate) -> dict[Entity, int]:
    """Number the entities that are named before a number in its sentence, the nearest 0."""
    ends = {
        entity: max(ends)
        for entity, places in named.items()
        if (ends := [each.mention.end for back, each in places if not back and each.mention.end <= candidate.start])
    }
    return {entity: place for place, entity in enumerate(sorted(ends, key=lambda entity: -ends[entity]))}


def _of_all(view: _View, entity: Entity | None) -> Iterator[str]:
    """Say what kind of number it is, beside the class of an option."""
    number, kind = view.number, entity.type if entity else "-"
    unit = number.candidate.unit[-2:]
    facts = {"kind": number.kind, "unit": unit, "group": number.candidate.group, "ends": number.name[-2:]}
    yield from (f"{name}={fact}|{kind}" for name, fact in facts.items())
    yield from (f"{sign}|{kind}" for sign in view.signs)
    yield f"end={number.name[-1:]}|{kind}"
    yield f"first={view.first}|{kind}"
    yield f"first-tag={view.first_tag}|{kind}"
    yield f"class={kind}"
    yield f"options={min(view.options, 6)}|{entity is None}"
    proposed = entity == number.proposed
    yield f"proposed={proposed}"
    yield f"proposed={proposed}|{kind}"


def _of_nothing(view: _View) -> Iterator[str]:
    """Say what speaks for nothing that has a name."""
    number = view.number
    yield f"nothing|clause={view.in_clause}"
    yield f"nothing|own={bool(view.own)}"
    yield f"nothing|person={view.person}"
    yield f"nothing|home={number.scene.home is not None}"
    words = number.scene.sentence.text[view.clause : number.candidate.end + AFTER_CHARS]
    yield from (f"nothing|has={word}" for word in sorted(number.scene.rules.words["unheld"]) if word in words)


def _of_entity(
    view: _View, entity: Entity, places: Sequence[_Place], order: Mapping[Entity, int], surroundings: Surroundings
) -> Iterator[str]:
    """Say what speaks for an entity: where it is named, and what it is to the text."""
    number, scene, kind = view.number, view.number.scene, entity.type
    candidate = number.candidate
    own = [each for back, each in places if not back]
    here = [each for each in own if each.mention.end <= candidate.start]
    around = any(each.mention.start < candidate.end and each.mention.end > candidate.start for each in own)
    behind = next((each.mention for each in own if each.mention.start >= candidate.end), None)
    back = min((back for back, _ in places if back), default=FAR)
    led = min((back for back, each in places if back and each.leads), default=FAR)
    if here:
        where = _where(view, here[-1].mention)
        yield from _before(view, entity, here, where, order)
    elif around:
        where = "around"
    elif behind is not None:
        where = "behind"
        yield from _behind(view, behind)
    elif back < FAR:
        where = f"led{min(led, 4)}" if led < FAR else f"back{min(back, 4)}"
        yield f"back={min(back, 5)}|led={min(led, 5)}"
    else:
        where = "far"
    home = entity == scene.home
    yield from (f"where={where}", f"where={where}|{kind}", f"where={where}|own={bool(view.own)}")
    yield from (f"where={where}|clause={view.in_clause}|{kind}", f"where={where}|first-tag={view.first_tag}")
    yield from (f"where={where}|fresh={number.wording.fresh}", f"home={home}", f"home={home}|where={where}")
    yield f"home={home}|own={view.own}"
    yield f"carried={entity == scene.setting.subject}|{kind}"
    yield f"topic={entity == scene.topic}"
    if entity.scope == COUNTRY:
        yield from ("nation", f"nation|{where}")
    yield f"often={min(surroundings.counts.get(entity, 0), 4)}|{kind}"
    yield f"last={min(back, 4)}"


def _where(view: _View, mention: Mention) -> str:
    """Say how far before a number a name stands: in its clause, or so many clauses before."""
    text, start = view.number.scene.sentence.text, view.number.candidate.start
    ended = ";" if "；" in text[mention.end : start] else ""
    if mention.start >= view.clause:
        return f"clause{ended}"
    return f"early{min(len(SEPARATORS.findall(text[mention.end : view.clause])), 3)}{ended}"


def _before(
    view: _View, entity: Entity, here: Sequence[Named], where: str, order: Mapping[Entity, int]
) -> Iterator[str]:
    """Say how an entity is named before a number in its sentence."""
    named, kind = here[-1], entity.type
    mention, text = named.mention, view.number.scene.sentence.text
    before, after = text[max(0, mention.start - 1) : mention.start] or "^", text[mention.end : mention.end + 1]
    before = "." if before in "，。；：“”（）(《" else before
    following, following_tag = _first_word(text[mention.end : mention.end + WORD_CHARS])
    behind = after if after in PLAIN else following_tag
    gap = text[mention.end : view.number.candidate.start]
    leads = any(each.leads for each in here)
    yield from (f"before={before}", f"before={before}|{kind}", f"after={behind}")
    yield f"next={following}"
    yield from (f"leads={leads}|{where}", f"leads={leads}|{kind}|{where}", f"order={min(order[entity], 3)}|{where}")
    yield from (f"inner={named.inner}", f"inner={named.inner}|{kind}")
    yield f"beside={mention.end == view.number.wording.start}"
    yield f"gap={min(len(gap) // 6, 6)}|{where[0]}"
    yield f"start={'sentence' if mention.start == 0 else 'clause' if mention.start == view.clause else 'within'}"
    yield f"letter={mention.text[-1:]}|{where[0]}"
    if mention.rule == "voice":
        yield from ("voice", f"voice|{where}")
    if "的" in gap:
        yield f"of|{where[0]}"
    if "其中" in gap:
        yield "among"
    if view.person and where.startswith("clause"):
        yield "person"


def _behind(view: _View, mention: Mention) -> Iterator[str]:
    """Say how an entity is named behind a number in its sentence."""
    gap = view.number.scene.sentence.text[view.number.candidate.end : mention.start]
    yield f"behind={min(len(gap) // 4, 5)}"
    yield f"behind-start={gap[:2]}"
    yield f"behind-end={gap[-1:]}"
    yield f"behind|{mention.type}"
