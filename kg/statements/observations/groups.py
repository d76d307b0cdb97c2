"""Numbers that stand together, and the names of what they measure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.knowledge.measures import MeasureRules
from kg.model import Mention
from kg.statements.observations.candidates import Candidate, find_candidates
from kg.statements.observations.holders import find_parts, name_move, opening, pair, part_holders, topic_of_part
from kg.statements.observations.lists import EACH, LISTED, listed_dates, part_subjects, parted_by_commas
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
from kg.statements.observations.phrases import is_verbal, leading_verb, shortened
from kg.statements.observations.scene import Scene
from kg.statements.observations.setting import explained, start_of_clause
from kg.statements.observations.wording import Wording, read_wording
from kg.text.tokens import cut, tag

__all__ = ["NamedNumber", "cleaned", "is_hollow", "name_numbers"]

EMPTY = re.compile(
    "^这(?:一(?:数字|数据|指标)|[一两几三四五]?[项个些组](?:支出|收入|数字|数据|指标)?$)"
)  # names that point back
LASTED = "连续年数"  # ends the name of how long something has been so
RUNNING = "连续"  # and begins its clause
RANK = "排名"
QUOTES = (("“", "”"), ("《", "》"))
NOMINAL = {"ad", "an", "vn"}  # tags of adjectives and verbs that stand as nouns


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedNumber:
    """A number with the name of what it measures.

    Attributes:
        candidate: The number.
        name: What it measures, as the words around it say; not yet cleaned.
        kind: level, growth, share or rank.
        wording: The words around the numbers that it stands with.
        base: What the numbers after it may take up.
        holder: Whose it is, where the text lists numbers and whose they are.
        date: When it is, where the text lists numbers and when they are.
        several: Whether it stands with others.
    """

    candidate: Candidate
    name: str
    kind: str
    wording: Wording
    base: Base
    holder: Mention | None
    date: str | None
    several: bool


def name_numbers(scene: Scene) -> Iterator[NamedNumber]:
    """Name what the numbers of a sentence measure, in order: each may take up what was named before it.

    Args:
        scene: The sentence.
    """
    rules = scene.rules
    candidates = find_candidates(scene.sentence.text, scene.mentions, scene.dates, rules)
    base = Base()
    holders: Sequence[Mention] = ()
    for group, wording in _group(scene, candidates, rules):
        parts = find_parts(scene, group[0], wording, base)
        wording = replace(wording, noun="", fresh=False) if parts else _with_shared(scene, group[-1], wording, rules)
        if wording.fresh and not _is_alike(scene, group[0], wording, base, rules):
            base = Base(recent=base.recent)
        base = _single_out(scene, wording, base, rules)
        kind = find_kind(group[0], wording, base, rules)
        holders, wording = (parts, wording) if parts else part_holders(scene, group, wording, kind, holders, rules)
        wording = _complete(scene, group[0], wording, kind, base, rules)
        names, told = _name(group, wording, kind, base, rules)
        goes_on = names[0].endswith(LASTED) and wording.noun in {"", RUNNING}  # 市占率达36.8%，连续六年|居全球第一
        base = replace(base, counted=False) if goes_on else told
        names = _filled(scene, group, names, wording, kind, holders, rules)
        begin = opening(scene, group[0], wording)
        dates = listed_dates(scene.dates, scene.sentence.text, begin, len(group), group[0].start)
        for number, (candidate, name, holder) in enumerate(pair(group, names, holders)):
            yield NamedNumber(
                candidate=candidate,
                name=name,
                kind=kind,
                wording=wording,
                base=base,
                holder=holder,
                date=dates[number] if dates else None,
                several=len(names) > 1,
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
            and (candidate.unit == group[-1].unit or (candidate.group == group[-1].group and EACH.search(first.left)))
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


def _shares_verb(scene: Scene, first: Candidate, candidate: Candidate) -> bool:
    """Whether a number goes with the first of a list; a rank only in 分列第三、第四位, else it has its own scope."""
    return candidate.group != "rank" or (
        not candidate.scope
        and scene.rules.forms["each-its-own"].search(scene.sentence.text, first.head, first.start) is not None
    )


def _name(
    group: Sequence[Candidate], wording: Wording, kind: str, base: Base, rules: MeasureRules
) -> tuple[list[str], Base]:
    """Name what the numbers of a group measure, and say what further numbers may take up."""
    first = group[0]
    shared = rules.forms["shared-by-all"].search(wording.left) is not None
    if kind in {"growth", "rank", "share"} and (again := take_up(wording, base, len(group), rules, shared=shared)):
        ending = first.scope + RANK if kind == "rank" else wording.verb if wording.role == "decline" else ""
        again = [name + ending for name in again]
        against = rules.opening["compare"].match(wording.noun) is not None
        grown = base.grown if against else tuple(again)
        return again, replace(base, grown=grown if kind == "growth" else ())
    leans = kind == "rank" or (kind == "growth" and shared)  # 产量居|第一, 产量再创新高，均增长|5%
    of_base = leans and not wording.noun and LISTED.search(base.noun) is not None
    own = wording.noun.removesuffix("各占")
    side, subjects = _compared_side(base.noun if of_base else own, rules)
    many = len(group) > 1 or shared or of_base or (kind == "rank" and LISTED.search(wording.noun))
    nouns = part_subjects(subjects, len(group) if len(group) > 1 else 0, rules) if many else [wording.noun]
    if own != wording.noun and not of_base:
        nouns = [noun + "占" for noun in nouns]
    elif many and "占" in subjects and not subjects.endswith("占比"):
        part, _, whole = subjects.partition("占")
        parts = part_subjects(part.removesuffix("分别"), len(group) if len(group) > 1 else 0, rules)
        nouns = [f"{noun}占{whole}" for noun in parts]
    if compared := rules.opening["compare"].match(nouns[0]):  # 分别高于全国、|全省
        nouns = [side + (noun if rules.opening["compare"].match(noun) else compared.group() + noun) for noun in nouns]
    names: list[str] = []
    taken, share = base.noun, base.share
    for noun in nouns:
        worded = replace(wording, noun=noun)
        if kind == "level" and (named := _in_name(first)):
            name = taken = named
        elif kind == "level":
            name, taken = name_level(first, worded, base, rules)
        elif kind == "growth":
            against = bool(base.noun or base.share) and (
                rules.opening["compare"].match(noun) is not None or bool(_compared_side(noun, rules)[0])
            )
            leans = not noun or (against and base.kind == "share")  # 占比3%，同比高1个百分点; 占比3%，高于全省1个百分点
            of_share = first.unit == "个百分点" and leans and bool(base.share)
            name = name_growth(worded, replace(base, noun=base.share) if of_share else base, rules)
            taken = base.noun if against else with_attribute(worded, base, rules)
        elif kind == "share":
            name = name_share(worded, base, rules)
            taken = base.noun if "占" in name else with_attribute(worded, base, rules)
            share = name if noun else share
        else:
            name = name_rank(first, worded, base, rules)
            taken = with_attribute(worded, base, rules)
        names.append(_with_compared(name, wording, rules))
    counted = first.group == "count" if kind == "level" else base.counted and not wording.noun
    verb = _list_verb(names[0], wording, base, rules)
    start = base.start if base.noun and not wording.noun else wording.start
    clause = wording.clause
    recent = base.recent + (tuple((clause, name) for name in names) if kind in {"level", "share"} else ())
    return names, Base(
        noun=taken,
        share=share if kind in {"share", "growth"} else "",
        unit=first.unit,
        counted=counted,
        verb=verb,
        kind=kind,
        start=start,
        recent=recent,
        grown=tuple(names) if kind == "growth" else (),
    )


def _compared_side(noun: str, rules: MeasureRules) -> tuple[str, str]:
    """Part the side that is compared from what it is compared with: 增速|(分别)高于全国、全省."""
    side = rules.opening["attribute"].match(noun)
    rest = noun[side.end() :].removeprefix("分别") if side else ""
    return (side.group(), rest) if side and rules.opening["compare"].match(rest) else ("", noun)


def _place_in(scene: Scene, candidate: Candidate, rules: MeasureRules) -> str:
    """Find the list in which somebody holds a place: 入围全国百强区，名列|第95位."""
    found = rules.forms["in-list"].search(scene.sentence.text, 0, candidate.head)
    return found["list"].removesuffix(RANK) if found is not None else ""


def _counted_award(scene: Scene, candidate: Candidate, rules: MeasureRules) -> str:
    """Name a count by the award that so many things were granted: 授予67项|成果国家技术发明奖."""
    text = scene.sentence.text
    awards = (mention for mention in scene.mentions if mention.type == "Award" and mention.start >= candidate.end)
    award = next(awards, None)
    granted = text.find("授予", start_of_clause(text, candidate.head), candidate.start) >= 0
    won = award is not None and granted and rules.forms["winners"].fullmatch(text, candidate.end, award.start)
    return award.text if award is not None and won else ""


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
    if (holders and names[0] in ("", wording.verb)) or (kind == "growth" and _names_a_firm(scene, wording)):
        names = [name_move(wording)]  # 甲公司|涨5%
    if award := _counted_award(scene, group[-1], rules):
        names = [award]
    if names == [RANK]:
        names = [_place_in(scene, group[0], rules) + RANK]
    if not names[0]:
        names = [_listed_measure(scene, group[0], kind, rules)]
    if len(names) < len(group) and "分别" in wording.left:
        return parted_by_commas(scene.sentence.text, wording.clause, names[0], len(group), rules) or names
    return names


def _names_a_firm(scene: Scene, wording: Wording) -> bool:
    """Whether nothing but a company moves, that is its price: 某集团涨|6%; growth needs a noun, 某集团增长|6%."""
    start, end = wording.start, wording.start + len(wording.noun)
    firm = any(mention.type == "Company" and (mention.start, mention.end) == (start, end) for mention in scene.mentions)
    return firm and wording.verb.endswith(("涨", "跌", "高开", "低开"))


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


def _with_shared(scene: Scene, candidate: Candidate, wording: Wording, rules: MeasureRules) -> Wording:
    """Give the noun before an amount that of all of its list: 炼油|2200万吨、乙烯|220万吨|的生产能力."""
    shared = rules.forms["shared-behind"].match(scene.sentence.text, candidate.end)
    if shared is None or not wording.noun or candidate.group != "measure" or is_verbal(wording.noun):
        return wording
    if rules.ending["attribute"].search(wording.noun) or shared["noun"][:2] in wording.noun:
        return wording  # 冷库面积2万平方米、冷藏车50台的储备规模
    return replace(wording, noun=wording.noun + shared["noun"], after="")


def _single_out(scene: Scene, wording: Wording, base: Base, rules: MeasureRules) -> Base:
    """Take up the thing that the clause before names without a number.

    Examples: 特别是工业投资，|同比增长33%; 电池产量再创新高，|同比增长65%.
    """
    named = bool(wording.noun) or (bool(base.noun) and base.start >= wording.clause)  # in this clause
    forms = () if named else tuple(rules.forms[id_] for id_ in ("singled-out", "passed-mark", "went-up"))
    thing = next((found for form in forms if (found := form.search(scene.sentence.text, 0, wording.clause))), None)
    if thing is None:
        return base
    regions = (name for name in scene.subjects if name.type == "AdministrativeRegion")
    noun = thing["noun"].removeprefix(next((name.text for name in regions if name.start == thing.start("noun")), ""))
    measure = rules.ending["money"].search(noun) or rules.ending["attribute"].search(noun)  # 企业申请的奖励|资金
    tags = [token.tag or "x" for token in tag(noun)]
    told = any(one[0] in "advp" and one not in NOMINAL for one in tags) and not measure
    return base if told else replace(base, noun=noun)


def _complete(
    scene: Scene, candidate: Candidate, wording: Wording, kind: str, base: Base, rules: MeasureRules
) -> Wording:
    """Say whether the verb is one of a negative growth, and of which industry a bare 营收 is."""
    if not base.noun and (side := shortened(wording.noun, rules)) in rules.words["attribute"]:
        wording = replace(wording, noun=topic_of_part(scene, wording) + side)
    return replace(wording, role="fall") if _fell(candidate, wording, kind, rules) else wording


def _fell(candidate: Candidate, wording: Wording, kind: str, rules: MeasureRules) -> bool:
    """Whether a growth is negative: the thing itself fell by so much, not somebody cut it by so much or more."""
    lessened = (
        wording.verb in rules.words["lessened"] and rules.forms["against-before"].search(wording.left) is not None
    )
    fallen = wording.role == "decline" and (wording.verb in rules.words["fallen"] or lessened)
    exact = (wording.sign or candidate.sign) in {"=", "~"}
    return fallen and exact and kind == "growth" and candidate.group == "percent"


def is_hollow(name: str, rules: MeasureRules) -> bool:
    """Whether a name says nothing of what is measured."""
    return len(name) < len("营收") or name in rules.words["hollow"] or EMPTY.search(name) is not None


def cleaned(name: str, rules: MeasureRules) -> str:
    """Leave out marks and loose words at the ends, and a quotation mark whose other half was cut off."""
    name = name.strip("、，的 ").removesuffix("之一")
    shorter = rules.forms["end-of-name"].sub("", rules.forms["front-of-name"].sub("", name)).strip("的 ")
    name = _without_loose(shorter if len(shorter) > 1 else name, rules)
    name = rules.forms["light-within"].sub("", name)
    for opened, closed in QUOTES:
        if name.count(opened) != name.count(closed):
            name = name.replace(opened, "").replace(closed, "")
    return name


def _without_loose(name: str, rules: MeasureRules) -> str:
    """Take words off the ends that are words of their own there: 及|建筑面积, not 及格率."""
    words = [name[token.start : token.end] for token in cut(name)]
    while len(words) > 1 and words[0] in rules.words["loose"] and not rules.forms["in-state"].match("".join(words)):
        del words[0]
    while len(words) > 1 and words[-1] in rules.words["loose"]:
        del words[-1]
    short = "".join(words).strip("的 ")
    return short if len(short) > 1 else name
