"""Numbers that measure something, each with what it measures, of whom, when, and whether it is a goal."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, cast

from kg.knowledge import Knowledge
from kg.knowledge.measures import MeasureRules
from kg.model import Document, Entity, Evidence, Mention, Observation, Sentence
from kg.statements.observations.candidates import Candidate, find_candidates
from kg.statements.observations.certainty import Judge, Reading, how_sure, part_unsure, with_certainty
from kg.statements.observations.holders import (
    HOLDING,
    find_parts,
    name_move,
    opening,
    pair,
    part_holders,
    topic_of_part,
)
from kg.statements.observations.lists import LISTED, listed_dates, part_subjects, parted_by_commas
from kg.statements.observations.naming import (
    Base,
    find_kind,
    name_growth,
    name_level,
    name_named,
    name_rank,
    name_share,
    take_up,
    with_attribute,
)
from kg.statements.observations.phrases import leading_verb, shortened
from kg.statements.observations.repeats import Said
from kg.statements.observations.scene import Scene, is_far, set_scenes
from kg.statements.observations.setting import explained, find_about, find_period, is_goal
from kg.statements.observations.when import FAR, Before, ChooseTime, Dated, Told, choose_time, find_times
from kg.statements.observations.whose import (
    BACK,
    Named,
    Number,
    Option,
    Surroundings,
    choose_holder,
    find_options,
    note_names,
)
from kg.statements.observations.wording import Wording, read_wording
from kg.text.tokens import cut, tag

__all__ = ["Choose", "find_observations", "part_unsure"]

SETTLED = 0.5  # how sure a reading is at least whose holder the text's form names, or that is one of two: 由3家增至8家
PARTICLE = re.compile("[将把由从]")  # in a name: the words around the number were not parted rightly
FROM = re.compile("[从由](?:(?:原来|原先|过去|以前|最初|此前)的?)?$")
EMPTY = re.compile(
    "^这(?:一(?:数字|数据|指标)|[一两几三四五]?[项个些组](?:支出|收入|数字|数据|指标)?$)"
)  # names that point back
NOMINAL = {"ad", "an", "vn"}  # tags of adjectives and verbs that stand as nouns


class Choose(Protocol):
    """Says of whom a number is."""

    def __call__(self, number: Number, options: Sequence[Option]) -> Entity | None:
        """Choose among all that is named; ``None`` where it is of nothing that has a name."""


def find_observations(
    sentences: Sequence[Sentence],
    entities: Mapping[Mention, Entity],
    document: Document,
    knowledge: Knowledge,
    *,
    choose: Choose = choose_holder,
    date: ChooseTime = choose_time,
    judge: Judge = how_sure,
) -> list[Observation]:
    """Find the numbers of a document that measure something.

    Args:
        sentences: In reading order.
        entities: What the mentions mean.
        document: For offsets, the day of publication and the region.
        knowledge: Its measuring rules and its regions.
        choose: Who says of whom a number is; training listens here.
        date: Who says when a number is; training listens here, too.
        judge: Who says how sure a reading is; training listens here, too.

    Returns:
        In document order, sure or not; a number that is said twice of the same thing once.

    Raises:
        KnowledgeError: What was learned of numbers is missing or damaged.
    """
    found: list[Observation] = []
    said = Said()
    counts = Counter(entities.values())
    past = _Past()
    learned = _Learned(choose, date, judge)
    for scene in set_scenes(sentences, entities, document, knowledge):
        past.add(scene)
        if scene.sentence.block in {"byline", "caption"}:
            continue
        surroundings = Surroundings(tuple(past.names), counts)
        for observation in _observe(scene, document, knowledge.measures, surroundings, past, learned):
            said.add(observation, found)
    return found


@dataclass(frozen=True, slots=True)
class _Learned:
    """Who decides what the rules only propose."""

    choose: Choose
    date: ChooseTime
    judge: Judge


@dataclass(slots=True)
class _Whole:
    """Whose the number before is, when, and whether it is a goal: its parts may follow."""

    scene: Scene
    about: Entity | None
    period: str | None
    status: Literal["actual", "target"]


@dataclass(slots=True)
class _Past:
    """What a text has said so far: its names, its sentences, the nearest first, its first, and the number before."""

    names: deque[Sequence[Named]] = field(default_factory=lambda: deque(maxlen=BACK + 1))
    scenes: deque[Scene] = field(default_factory=lambda: deque(maxlen=FAR + 1))
    first: Scene | None = None
    before: Before | None = None
    whole: _Whole | None = None

    def add(self, scene: Scene) -> None:
        self.names.appendleft(note_names(scene))
        self.scenes.appendleft(scene)
        self.first = self.first or scene

    def whole_of(self, scene: Scene, rules: MeasureRules) -> _Whole | None:
        """Find what a sentence tells the parts of: the number of the one right before 其中，产业类项目12个."""
        part = rules.forms["part-of-it"].match(scene.sentence.text) and not (scene.subjects or scene.dates)
        if not part or self.whole is None:
            return None
        if self.whole.scene is scene:
            return self.whole
        return self.whole if len(self.scenes) > 1 and self.whole.scene is self.scenes[1] else None

    def told(self, published: str | None) -> Told:
        """Say what was told of times up to the next number."""
        scenes = tuple(self.scenes)
        return Told(scenes, self.first or scenes[0], published, self.before)


def _observe(
    scene: Scene,
    document: Document,
    rules: MeasureRules,
    surroundings: Surroundings,
    past: _Past,
    learned: _Learned,
) -> Iterator[Observation]:
    candidates = find_candidates(scene.sentence.text, scene.mentions, scene.dates, rules)
    base = Base()
    period: str | None = None
    holders: Sequence[Mention] = ()
    about: Entity | None = None
    moved = False  # whether the number before is what something rose or fell from
    told = False  # of whom a number is that others may lean on: 净利润3亿元，|增长5%
    for group, wording in _group(scene, candidates, rules):
        parts = find_parts(scene, group[0], wording, base)
        wording = replace(wording, noun="", fresh=False) if parts else wording
        if wording.fresh and not _is_alike(scene, group[0], wording, base, rules):
            base = Base(recent=base.recent)
        base = _single_out(scene, wording, base, rules)
        kind = find_kind(group[0], wording, base, rules)
        holders, wording = (parts, wording) if parts else part_holders(scene, group, wording, kind, holders, rules)
        wording = _complete(scene, group[0], wording, kind, base, rules)
        names, base = _name(group, wording, kind, base, rules)
        names = _filled(scene, group, names, wording, kind, holders, rules)
        begin = opening(scene, group[0], wording)
        dates = listed_dates(scene.dates, scene.sentence.text, begin, len(group), group[0].start)
        for number, (candidate, name, holder) in enumerate(pair(group, names, holders)):
            own_name, of = _of_partner(scene, name, holder, past)
            name = _cleaned(own_name, rules)
            if not _is_hollow(name, rules):
                leans = told and kind in {"growth", "rank"} and not (wording.noun or wording.fresh)
                told = True
                read = Number(scene, candidate, name, kind, wording, find_about(scene, candidate, rules))
                options = find_options(read, surroundings)
                whole = past.whole_of(scene, rules)
                if of is not None:
                    about = of
                elif whole is not None:
                    about = whole.about
                elif not leans:
                    about = learned.choose(read, options)
                built = list(_build(scene, document, candidate, name, kind, wording, base, rules, about))
                own = dates[number] if dates else None
                period = own or _kept_period(scene, built[0], wording, period, rules)
                dated = Dated(read, replace(built[0], period=period))
                when = whole.period if whole is not None else period
                if whole is None and not own and not _is_dated(dated, rules):
                    when = learned.date(dated, find_times(dated, past.told(document.published)))
                past.before = Before(period, kind, scene)
                status = whole.status if whole is not None else built[0].status
                past.whole = _Whole(scene, about, when, status)
                built = [replace(observation, period=when, status=status) for observation in built]
                pair_of = _is_source(wording, rules) or (wording.rises and moved)
                moved = _is_source(wording, rules)
                plain = pair_of and PARTICLE.search(name) is None
                least = SETTLED if plain or _says_whose(scene, candidate, rules) else 0.0
                for observation in _share_out(scene, candidate, built, several=len(names) > 1):
                    sure = learned.judge(Reading(read, options, observation))
                    yield with_certainty(observation, max(sure, least))


def _is_hollow(name: str, rules: MeasureRules) -> bool:
    """Whether a name says nothing of what is measured."""
    return len(name) < len("营收") or name in rules.words["hollow"] or EMPTY.search(name) is not None


def _of_partner(scene: Scene, name: str, holder: Mention | None, past: _Past) -> tuple[str, Entity | None]:
    """Say of whom a number of a list is; trade with a country is the region's whose trade was told before.

    Example: 全市出口3亿元。|欧盟、美国进出口额分别为2亿元和1亿元.
    """
    of = scene.entities[holder] if holder is not None else None
    told = past.whole is not None and past.whole.about == scene.home
    partner = of is not None and told and is_far(of, scene.home) and scene.rules.forms["trade"].search(name)
    return (holder.text + name, scene.home) if holder is not None and partner else (name, of)


def _is_dated(dated: Dated, rules: MeasureRules) -> bool:
    """Whether the rules alone say when a number is: what something rose to or from, or is 截至目前."""
    wording, scene = dated.number.wording, dated.number.scene
    so_far = rules.forms["so-far"].search(scene.sentence.text, 0, dated.number.candidate.start) is not None
    return _moves(wording, rules) or (so_far and dated.observation.period is not None)


def _moves(wording: Wording, rules: MeasureRules) -> bool:
    """Whether a number is what something rose or fell from, or to."""
    return wording.rises or _is_source(wording, rules)


def _filled(
    scene: Scene,
    group: Sequence[Candidate],
    names: list[str],
    wording: Wording,
    kind: str,
    holders: Sequence[Mention],
    rules: MeasureRules,
) -> list[str]:
    """Name what a clause leaves unnamed: what moved, what stands before a list of names, what commas part."""
    if holders and names[0] in ("", wording.verb):
        names = [name_move(wording)]
    if not names[0]:
        names = [_listed_measure(scene, group[0], kind, rules)]
    if len(names) < len(group) and "分别" in wording.left:
        return parted_by_commas(scene.sentence.text, wording.clause, names[0], len(group), rules) or names
    return names


def _listed_measure(scene: Scene, candidate: Candidate, kind: str, rules: MeasureRules) -> str:
    """Name what an amount behind a name measures: GDP in GDP十强城市中，上海（2.1万亿元）、北京（2万亿元）."""
    name = explained(scene, candidate) if kind == "level" and candidate.group == "money" else None
    told = list(rules.forms["listed-measure"].finditer(scene.sentence.text, 0, name.start)) if name else []
    return told[-1]["noun"] if told else ""


def _is_alike(scene: Scene, candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> bool:
    """Say whether a clause says of a region what the one before said of another: 甲地区增长8.4%，|乙地区下降0.6%."""
    moves = wording.role in {"growth", "decline", "fall"} and base.kind == "growth" and base.unit == candidate.unit
    if not (moves and base.noun) or wording.noun:
        return False
    led = [name for name in scene.subjects if wording.clause <= name.start < candidate.head]
    before = [name for name in scene.subjects if name.start < wording.clause][-1:]
    if not before or any(name.type != "AdministrativeRegion" for name in (*before, *led)):
        return False
    return bool(led) and not rules.forms["part-of-it"].search(scene.sentence.text, before[0].end, wording.clause)


def _single_out(scene: Scene, wording: Wording, base: Base, rules: MeasureRules) -> Base:
    """Take up the thing that a clause without a number names, unless it tells of it: 特别是工业投资，|同比增长33%."""
    forms = () if wording.noun else (rules.forms["singled-out"], rules.forms["passed-mark"])
    thing = next((found for form in forms if (found := form.search(scene.sentence.text, 0, wording.clause))), None)
    if thing is None:
        return base
    tags = [token.tag or "x" for token in tag(thing["noun"])]
    told = any(one[0] in "adv" and one not in NOMINAL for one in tags)
    return base if told else replace(base, noun=thing["noun"])


def _complete(
    scene: Scene, candidate: Candidate, wording: Wording, kind: str, base: Base, rules: MeasureRules
) -> Wording:
    """Say whether the verb is one of a negative growth, and of which industry a bare 营收 is."""
    if not base.noun and (side := shortened(wording.noun, rules)) in rules.words["attribute"]:
        wording = replace(wording, noun=topic_of_part(scene, wording) + side)
    return replace(wording, role="fall") if _fell(candidate, wording, kind, rules) else wording


def _kept_period(
    scene: Scene, observation: Observation, wording: Wording, before: str | None, rules: MeasureRules
) -> str | None:
    """Say when a number is that may lean on the one before it: 其中……, 同比增长5%."""
    part = rules.forms["part-of-it"].match(scene.sentence.text, wording.clause)
    if part and any(date.start == part.end() and date.role == "at" for date in scene.dates):
        return observation.period  # 其中6月分别下降4%和8%
    leans = observation.kind in {"growth", "rank"} and not (wording.noun or wording.fresh or observation.period)
    return before if before and (part or leans) else observation.period


def _shares_verb(scene: Scene, first: Candidate, candidate: Candidate) -> bool:
    """Whether a number goes with the first of a list; a rank only in 分列第三、第四位, else it has its own scope."""
    return candidate.group != "rank" or (
        not candidate.scope
        and scene.rules.forms["each-its-own"].search(scene.sentence.text, first.head, first.start) is not None
    )


def _group(
    scene: Scene, candidates: Sequence[Candidate], rules: MeasureRules
) -> Iterator[tuple[list[Candidate], Wording]]:
    """Put numbers that only 、 or 和 parts together, with the words before the first and after the last."""
    group: list[Candidate] = []
    first: Wording | None = None
    for number, candidate in enumerate(candidates):
        before = candidates[number - 1] if number else None
        after = candidates[number + 1] if number + 1 < len(candidates) else None
        wording = read_wording(scene, candidate, before, after, rules)
        if (
            first is not None
            and wording.joined
            and candidate.unit == group[-1].unit
            and _shares_verb(scene, group[0], candidate)
        ):
            group.append(candidate)
            first = replace(first, after=first.after.strip("、和及与") or wording.after)
            continue
        if first is not None:
            yield group, first
        group, first = [candidate], wording
    if first is not None:
        yield group, first


def _name(
    group: Sequence[Candidate], wording: Wording, kind: str, base: Base, rules: MeasureRules
) -> tuple[list[str], Base]:
    """Name what the numbers of a group measure, and say what further numbers may take up."""
    first = group[0]
    shared = rules.forms["shared-by-all"].search(wording.left) is not None
    if kind in {"growth", "rank", "share"} and (again := take_up(wording, base, len(group), rules, shared=shared)):
        ending = first.scope + "排名" if kind == "rank" else wording.verb if wording.role == "decline" else ""
        return [name + ending for name in again], base
    of_base = kind == "rank" and not wording.noun and LISTED.search(base.noun) is not None
    subjects = base.noun if of_base else wording.noun.removesuffix("各占")
    many = len(group) > 1 or shared or of_base or (kind == "rank" and LISTED.search(wording.noun))
    nouns = part_subjects(subjects, len(group) if len(group) > 1 else 0, rules) if many else [wording.noun]
    if subjects != wording.noun and not of_base:
        nouns = [noun + "占" for noun in nouns]
    elif many and "占" in subjects and not subjects.endswith("占比"):
        part, _, whole = subjects.partition("占")
        parts = part_subjects(part.removesuffix("分别"), len(group) if len(group) > 1 else 0, rules)
        nouns = [f"{noun}占{whole}" for noun in parts]
    if compared := rules.opening["compare"].match(nouns[0]):  # 分别高于全国、|全省
        nouns = [noun if rules.opening["compare"].match(noun) else compared.group() + noun for noun in nouns]
    names: list[str] = []
    taken, share = base.noun, base.share
    for noun in nouns:
        worded = replace(wording, noun=noun)
        if kind == "level" and (named := _in_name(first)):
            name = taken = named
        elif kind == "level":
            name, taken = name_level(first, worded, base, rules)
        elif kind == "growth":
            of_share = first.unit == "个百分点" and not noun and bool(base.share)  # 占比3%，同比高1个百分点
            name = name_growth(worded, replace(base, noun=base.share) if of_share else base, rules)
            against = bool(base.noun) and rules.opening["compare"].match(noun) is not None
            taken = base.noun if against else with_attribute(worded, base, rules)
        elif kind == "share":
            name = name_share(worded, base, rules)
            taken = base.noun if "占" in name else with_attribute(worded, base, rules)
            share = name if noun and not noun.startswith("占") else share
        else:
            name = name_rank(first, worded, base, rules)
            taken = with_attribute(worded, base, rules)
        names.append(_with_compared(name, wording, rules))
    counted = first.group == "count" if kind == "level" else base.counted and not wording.noun
    verb = _list_verb(names[0], wording, base, rules)
    start = base.start if base.noun and not wording.noun else wording.start
    clause = wording.clause
    recent = base.recent + (tuple((clause, name) for name in names) if kind == "level" else ())
    return names, Base(
        noun=taken,
        share=share if kind in {"share", "growth"} else "",
        unit=first.unit,
        counted=counted,
        verb=verb,
        kind=kind,
        start=start,
        recent=recent,
    )


def _fell(candidate: Candidate, wording: Wording, kind: str, rules: MeasureRules) -> bool:
    """Whether a growth is negative: the thing itself fell by so much, not somebody cut it by so much or more."""
    lessened = (
        wording.verb in rules.words["lessened"] and rules.forms["against-before"].search(wording.left) is not None
    )
    fallen = wording.role == "decline" and (wording.verb in rules.words["fallen"] or lessened)
    exact = (wording.sign or candidate.sign) in {"=", "~"}
    return fallen and exact and kind == "growth" and candidate.group == "percent"


def _in_name(candidate: Candidate) -> str:
    """Name a count that stands in a programme's name by the rest of it, if that says anything."""
    if candidate.name is None or candidate.group != "count":
        return ""
    begin = candidate.name.start
    named = name_named(candidate.name.text, candidate.name.text[candidate.start - begin : candidate.end - begin])
    return named if len(named) > 1 else ""


def _list_verb(name: str, wording: Wording, base: Base, rules: MeasureRules) -> str:
    found = rules.opening["keep"].match(name)
    if found:
        return found.group()
    return leading_verb(name) or (base.verb if wording.listed else "")


def _with_compared(name: str, wording: Wording, rules: MeasureRules) -> str:
    """Keep with what a growth was compared: 增速高于全部规上工业."""
    found = rules.forms["compared-with"].search(wording.left) if wording.role == "" else None
    verb = rules.opening["compare"].match(found.group()) if found else None
    return name if found is None or (verb and verb.group() in name) else name + found.group()


def _build(
    scene: Scene,
    document: Document,
    candidate: Candidate,
    name: str,
    kind: str,
    wording: Wording,
    base: Base,
    rules: MeasureRules,
    about: Entity | None,
) -> Iterator[Observation]:
    source = _is_source(wording, rules)
    goal = is_goal(scene, candidate, document, rules)
    of_region = about is not None and about.type == "AdministrativeRegion"
    reached = kind == "rank" or (kind in {"level", "share"} and wording.role == "reach")
    period = find_period(
        scene, candidate, source=source, target=wording.rises, reached=reached, goal=goal, of_region=of_region
    )
    observation = Observation(
        indicator=name,
        value=-candidate.value if wording.role == "fall" else candidate.value,
        unit=candidate.unit,
        kind=cast(Literal["level", "growth", "share", "rank"], kind),
        status="target" if goal else "actual",
        comparator=cast(Literal["=", ">", ">=", "<", "<=", "~"], _sign(candidate, wording)),
        period=period,
        about=about,
        evidence=_evidence(
            scene.sentence,
            document,
            min(base.start, wording.start, candidate.start) if name != wording.noun else wording.start,
            candidate.end + _thing_length(scene.sentence.text[candidate.end :], name, wording),
            kind,
        ),
    )
    if candidate.high is None:
        yield observation
        return
    least, most = candidate.value, candidate.high
    if wording.role == "fall":
        least, most = -most, -least
    yield replace(observation, value=least, comparator=">=")
    yield replace(observation, value=most, comparator="<=")


def _is_source(wording: Wording, rules: MeasureRules) -> bool:
    """Whether a number is what something rose or fell from: 由|2%提高到3%."""
    from_it = FROM.search(wording.left.rstrip("约近超过 ")) is not None
    return from_it and not rules.forms["made-up-of"].search(wording.after)


def _sign(candidate: Candidate, wording: Wording) -> str:
    """Choose between the comparator before a number and the one behind it: 控制在5.5%左右 is about so much."""
    return candidate.sign if candidate.sign == "~" and wording.sign == "<=" else wording.sign or candidate.sign


def _share_out(
    scene: Scene, candidate: Candidate, observations: Iterable[Observation], *, several: bool
) -> Iterator[Observation]:
    """Give each number of a list to the one it is of; a rank that several share is each one's.

    Examples: 甲公司、乙公司销量分别为3万辆、2万辆; 出口额排名前三的国家分别为甲国、乙国和丙国.
    """
    forms = scene.rules.forms
    after = forms["rank-holders"].match(scene.sentence.text, candidate.end) if candidate.group == "rank" else None
    for observation in observations:
        if after is not None:
            holders = [mention for mention in scene.mentions if after.start(2) <= mention.start < after.end(2)]
            indicator = observation.indicator.removesuffix("排名") + after[1] + "排名"
            yield from (replace(observation, indicator=indicator, about=scene.entities[mention]) for mention in holders)
            continue
        named = [
            mention
            for mention in scene.mentions
            if several
            and not forms["nation-name"].match(mention.text)
            and _begins_with(observation.indicator, mention.text)
        ]
        holder = next((mention for mention in named if mention.type in HOLDING), None)
        yield replace(observation, about=scene.entities[holder]) if holder else observation


def _says_whose(scene: Scene, candidate: Candidate, rules: MeasureRules) -> bool:
    """Whether the form alone says whose a number is: 排名前三的国家分别为甲、乙和丙, 全国|26个老工业基地城市之一."""
    text = scene.sentence.text
    if candidate.group == "rank":
        return rules.forms["rank-holders"].match(text, candidate.end) is not None
    whole = any(
        mention.end == candidate.head and rules.forms["whole-region"].match(mention.text) for mention in scene.mentions
    )
    return whole and rules.forms["one-of-them"].match(text, candidate.end) is not None


def _begins_with(name: str, holder: str) -> bool:
    return len(name) > len(holder) and name.startswith(holder) and name[len(holder)] not in "—-、–"


def _cleaned(name: str, rules: MeasureRules) -> str:
    """Leave out marks and loose words at the ends, and a quotation mark whose other half was cut off."""
    name = name.strip("、，的 ").removesuffix("之一")
    shorter = rules.forms["end-of-name"].sub("", rules.forms["front-of-name"].sub("", name)).strip("的 ")
    name = _without_loose(shorter if len(shorter) > 1 else name, rules)
    return name if name.count("“") == name.count("”") else re.sub("[“”]", "", name)


def _without_loose(name: str, rules: MeasureRules) -> str:
    """Take words off the ends that are words of their own there: 及|建筑面积, not 及格率."""
    words = [name[token.start : token.end] for token in cut(name)]
    while len(words) > 1 and words[0] in rules.words["loose"]:
        del words[0]
    while len(words) > 1 and words[-1] in rules.words["loose"]:
        del words[-1]
    short = "".join(words).strip("的 ")
    return short if len(short) > 1 else name


def _thing_length(rest: str, name: str, wording: Wording) -> int:
    """Say how far the counted noun reaches behind the number."""
    found = wording.after.find(name[-2:]) if rest.startswith(wording.after) else -1
    return found + 2 if found >= 0 else 0


def _evidence(sentence: Sentence, document: Document, start: int, end: int, kind: str) -> Evidence:
    while start < end - 1 and sentence.text[start] in "，、；：。 的":
        start += 1
    spans = sentence.locate(start, end)
    return Evidence(
        document=document.id,
        spans=spans,
        quote="".join(document.text[span.start : span.end] for span in spans),
        rule=f"measure:{kind}",
        confidence=0.0,  # with_certainty says it, of the whole reading
    )
