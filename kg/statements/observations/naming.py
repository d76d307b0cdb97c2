"""Indicators: a short noun phrase in the text's own words for what a number measures."""

import re
from dataclasses import dataclass, replace

from kg.knowledge.measures import MeasureRules
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.wording import Wording
from kg.text.tokens import cut, tag

__all__ = [
    "Base",
    "find_kind",
    "leading_verb",
    "name_growth",
    "name_level",
    "name_named",
    "name_rank",
    "name_share",
    "take_up",
    "with_attribute",
]

MAX_PREDICATE = 18  # characters of a predicate that goes into the indicator: 试行无纸化报关的口岸
MAX_BARE = 2  # characters of a noun that does not say what grows without its verb: 经济增长
MAX_MODIFIER = 10  # characters of a modifier before a counted noun
SHARE = re.compile("^(?P<part>.*?)(?:只|仅|约|大约|已)?占(?P<whole>.*?)的?(?:比重|比例|比|份额)?$")
ENUMERATED = re.compile("^.*、.*等(?P<last>[^、]{2,})$")
JOINING = {"与", "和", "及", "以及", "或"}
PREDICATES = ("predicate", "rank_verb", "reach", "growth", "decline")
PEOPLE = {"人", "名"}
LASTING = {"年": "年数", "个月": "月数", "天": "天数", "个季度": "季度数"}


@dataclass(frozen=True, slots=True)
class Base:
    """What the numbers before were about: 增长5.6% and 增速居第5位 measure the thing named before them.

    ``recent`` has what the amounts of the sentence measure, each with where its clause begins.
    """

    noun: str = ""
    counted: bool = False
    verb: str = ""
    kind: str = ""
    start: int = 0
    recent: tuple[tuple[int, str], ...] = ()


def find_kind(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Say whether the number is a level, a growth, a share or a rank."""
    if candidate.group == "rank":
        return "rank"
    changes = wording.role in {"growth", "decline"} or rules.forms["grown"].match(wording.after) is not None
    if candidate.group == "measure" and wording.role and wording.verb in rules.words["moved"] and wording.noun:
        return "growth"
    if candidate.group != "percent":
        return "growth" if changes and rules.forms["against-before"].search(wording.left) else "level"
    if candidate.unit in {"个百分点", "个基点", "番"} or changes:
        return "growth"
    noun = (wording.noun or base.noun).removeprefix("平均").removeprefix("累计")
    if candidate.unit == "倍":
        return "growth" if rules.ending["rate"].search(noun) else "level"
    changing = (
        rules.opening["decline"].match(noun)
        or rules.ending["rate"].search(noun)
        or rules.forms["against-before"].search(wording.left)
    )
    listed = wording.listed and base.kind == "growth" and not rules.ending["share"].search(noun) and "占" not in noun
    return "growth" if changing or listed else "share"


def name_growth(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Name a growth by what grows; a fall keeps its verb."""
    noun = with_attribute(wording, base, rules)
    side = rules.opening["attribute"].match(noun)
    if rules.opening["compare"].match(noun):
        noun = base.noun + noun
    elif side and rules.opening["compare"].match(noun, side.end()):
        noun = with_attribute(replace(wording, noun=side.group()), base, rules) + noun[side.end() :]
    noun = _short(noun, rules)
    if wording.role == "decline" or (noun and len(noun) <= MAX_BARE):
        return noun + wording.verb
    return noun


def take_up(wording: Wording, base: Base, count: int, *, shared: bool) -> list[str]:
    """Find the things before that a list of numbers takes up again, or that one number holds for.

    Args:
        wording: The words around the numbers.
        base: What the amounts before measure.
        count: How many numbers there are.
        shared: Whether one number holds for all: 均居全国首位.

    Returns:
        Their names; none where the clause names its things itself.

    Examples: 甲产量8万吨、乙产量5万吨，分别增长6%和9%.
    """
    if wording.noun:
        return []
    if count > 1 and "分别" in wording.left and len(base.recent) >= count:
        return [name for _, name in base.recent[-count:]]
    if shared and count == 1 and base.recent:
        names = [name for clause, name in base.recent if clause == base.recent[-1][0]]
        return names if len(names) > 1 else []
    return []


def name_share(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Name a share: of what, and in what where the text says so."""
    if wording.after.startswith("的") and "占" not in wording.noun:
        return _name_part(wording, rules)
    noun = wording.noun
    found = SHARE.match(noun) if "占" in noun and not noun.endswith("占比") else None
    if found is None:
        return _short(with_attribute(replace(wording, noun=noun), base, rules), rules)
    part = found["part"] or base.noun
    whole = found["whole"] or (base.noun if "其中" in wording.left and part != base.noun else "")
    return f"{part}占{whole}比重" if whole else f"{part}占比"


def _name_part(wording: Wording, rules: MeasureRules) -> str:
    """Name a share by the noun after it: 15%的市场份额, 剩余的98%的仓库是平房."""
    noun, predicate = _split_predicate(wording.after[1:], rules)
    predicate = _without_light(predicate, rules) if len(predicate) <= MAX_PREDICATE and not wording.continued else ""
    noun = f"{wording.noun.rstrip('以了有的')}{predicate}{noun.rstrip('和及与')}"
    return noun if rules.ending["share"].search(noun) or rules.ending["attribute"].search(noun) else f"{noun}占比"


def name_rank(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Name a rank by what is ranked and among whom."""
    noun = _short(with_attribute(wording, base, rules), rules)
    if not wording.noun and base.counted:
        noun += "数"
    return f"{noun.removesuffix('排名')}{candidate.scope}排名"


def name_level(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> tuple[str, str]:
    """Name an amount by the noun before it, or by the counted noun after it.

    Returns:
        The indicator, and the noun that further numbers of the sentence may take up.
    """
    alone = not wording.noun or rules.ending["causing"].search(wording.noun) is not None
    if candidate.unit in PEOPLE and alone and (harmed := rules.opening["harmed"].match(wording.after)):
        return harmed.group() + "人数", base.noun  # 造成3人死亡
    if candidate.group == "duration":
        return _name_duration(candidate, wording, base, rules)
    noun = _enumeration(wording.noun, rules)
    if wording.after and noun and base.counted and base.noun.endswith(noun):
        noun = ""  # what the number before counted: 16支代表队122名队员
    if noun and wording.listed and base.verb and not _leading_verb(noun, rules):
        noun = base.verb + noun
    if candidate.group == "measure" and noun and "的" in wording.after:
        wording = replace(wording, after=wording.after.partition("的")[0], continued=False)
    if wording.after.startswith("的") and candidate.group in {"measure", "money"} and not noun:
        noun = _split_predicate(wording.after[1:], rules)[0]  # 13万平方米的展贸中心
        return noun, noun
    if candidate.group in {"count", "measure"} or not noun or _is_spent(noun, rules):
        counted = _name_counted(noun, wording, rules)
        if counted:
            return counted, counted
    if not noun and candidate.group == "money" and wording.joined and base.counted:
        return base.noun + "金额", base.noun
    noun = _short(with_attribute(replace(wording, noun=noun), base, rules), rules)
    return noun, noun


def _name_duration(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> tuple[str, str]:
    if "连续" in wording.left:
        lasting = replace(wording, noun=wording.noun.removesuffix("连续"))
        thing = with_attribute(lasting, base, rules)
        return f"{thing}{wording.after}的连续{LASTING.get(candidate.unit, '时间')}", thing
    noun = _enumeration(wording.noun, rules)
    if noun and wording.listed and base.verb and not _leading_verb(noun, rules):
        noun = base.verb + noun
    timed = rules.ending["timed"].search(wording.left)
    changed = wording.verb or (timed.group() if timed else "")
    return (noun or base.noun) + changed + "时间", noun or base.noun


def name_named(name: str, number: str) -> str:
    """Name a count by the name that it stands in: 稳经济“30条” are 稳经济."""
    return re.sub('[“”‘’"]', "", name.replace(number, ""))


def _name_counted(noun: str, wording: Wording, rules: MeasureRules) -> str:
    """Name a count by the noun after it: the verb before it, or the predicate after it, goes along."""
    right = wording.after.lstrip("”’」")
    if not right or rules.opening["abstract"].match(right) or not _begins_nominal(right, rules, governed=bool(noun)):
        return ""
    verb, modifier = _verb_phrase(leading_verb(noun) if "、" in noun else noun, rules)
    thing, predicate = _split_predicate(right, rules, governed=_governs(noun or wording.verb, rules))
    if wording.continued:
        thing = _cut_tail(_before_verb(thing, rules), rules)
    thing = thing.rstrip("和及与、").removesuffix("中")
    if not thing:
        return ""
    if verb or modifier:
        return f"{modifier}{verb}{thing}"
    if (
        not predicate
        or wording.continued
        or len(predicate) > MAX_PREDICATE
        or rules.opening["stative"].match(predicate)
    ):
        return thing
    return f"{predicate}{thing}" if len(predicate) <= 4 else f"{predicate}的{thing}"


def _governs(noun: str, rules: MeasureRules) -> bool:
    """Whether a verb before a count has it as its object, so that no bare verb follows: 完成40座储罐深度治理."""
    done = noun.removesuffix("了")
    if not done or done.endswith("等") or rules.ending["causative"].search(done):
        return False
    return (tag(done)[-1].tag or "x")[0] == "v"


def _before_verb(thing: str, rules: MeasureRules) -> str:
    """Leave out the verb of the next number: 7个乡镇|建设示范基地5个."""
    for match in rules.opening["keep"].finditer(thing):
        if match.start() > 1 and match.end() < len(thing) and len(match.group()) > 1:
            return thing[: match.start()]
    return thing


def _cut_tail(thing: str, rules: MeasureRules) -> str:
    """Leave out what already belongs to the next number: 410家工业企业|增加值317亿元."""
    if thing in rules.words["attribute"]:
        return ""
    for _ in range(3):
        endings = (rules.ending["reach"], rules.ending["attribute"], rules.forms["loose-end"])
        found = next((match for ending in endings if (match := ending.search(thing)) and match.start()), None)
        if found is None:
            break
        thing = thing[: found.start()]
    return thing


def _begins_nominal(right: str, rules: MeasureRules, *, governed: bool) -> bool:
    """Whether a noun follows a count; without a word before the count one must: 118起|成功避险案例."""
    first = tag(right[:12])[0]
    for words in (rules.opening[name] for name in (PREDICATES if governed else PREDICATES[1:])):
        known = words.match(right)
        if known and (known.end() > first.end or known.group() == right[: first.end]):
            return False
    if first.tag == "p" and "的" in right:
        return True  # 4个面向产业的赛道
    return (first.tag or "x")[0] not in "dpcuy" and not (first.tag == "v" and first.end == len(right))


def _split_predicate(right: str, rules: MeasureRules, *, governed: bool = False) -> tuple[str, str]:
    """Part a counted noun from what it does: 中小企业|上云, 全球首发技术|装车应用.

    Args:
        right: The words after a count.
        rules: The known predicates.
        governed: Whether a verb governs the count, so that no bare verb follows: 完成40座储罐深度治理.
    """
    tokens = tag(right)
    for number, token in enumerate(tokens):
        if not number:
            continue
        word = right[token.start : token.end]
        if right.count("“", 0, token.start) > right.count("”", 0, token.start):
            continue  # what stands in quotation marks is a name: 15个“极简审批”事项
        before = tokens[number - 1].tag or "x"
        if (before[0] not in "nejlibsfxm" and before not in {"vn", "an"}) or word in JOINING:
            continue
        known = None if governed else rules.opening["predicate"].match(right, token.start)
        if (known and (known.end() > token.start + 1 or len(word) == 1)) or (token.tag or "")[0] in "dp":
            return right[: token.start], right[token.start :]
        if number + 1 < len(tokens) and (tokens[number + 1].tag or "") in {"ul", "uz", "ug"} and token.tag == "v":
            return right[: token.start], right[token.start :]
    last = len(tokens)
    while not governed and last > 1 and (tokens[last - 1].tag or "") == "v":
        last -= 1
    if 0 < last < len(tokens):
        return right[: tokens[last].start], right[tokens[last].start :]
    return right, ""


def _verb_phrase(noun: str, rules: MeasureRules) -> tuple[str, str]:
    """Find the verb that governs a count, and what modifies the counted noun."""
    noun = noun.removesuffix("了")
    if not noun or noun.endswith("等"):
        return "", ""
    tokens = tag(noun)
    last = len(tokens)
    while last and (tokens[last - 1].tag or "x") in {"v", "vn", "d", "c", "ul", "vd"}:
        last -= 1
    verb = noun[tokens[last].start :] if last < len(tokens) else ""
    verb = verb.lstrip("和及并与")
    if verb in rules.words["light"] or _without_light(verb, rules) == "":
        verb = ""
    rest = noun[: tokens[last].start] if last < len(tokens) else noun
    if last == len(tokens) and not re.search("[在等于向从、]", rest) and len(rest) <= MAX_MODIFIER:
        return "", _without_light(rest, rules)
    return verb, ""


def _is_spent(noun: str, rules: MeasureRules) -> bool:
    """Whether a verb has the money after it as its object: 发放1200万元消费券, but not 投资100亿元."""
    return _is_verbal(noun) and not rules.ending["money"].search(noun)


def _is_verbal(noun: str) -> bool:
    return all((token.tag or "x")[0] in "vdcu" for token in tag(noun))


def _enumeration(noun: str, rules: MeasureRules) -> str:
    """Leave what an enumeration ends in: 新建重点实验室、工程中心等研发机构 are 新建研发机构."""
    found = ENUMERATED.match(noun)
    return _leading_verb(noun, rules) + found["last"] if found else noun


def leading_verb(name: str) -> str:
    """Find the verbs that a phrase begins with, for the nouns that follow in its list: 提升改造."""
    end = 0
    for token in tag(name[:10]):
        if token.tag != "v" or token.end >= len(name):
            break
        end = token.end
    return name[:end] if end > 1 else ""


def _leading_verb(noun: str, rules: MeasureRules) -> str:
    found = rules.opening["keep"].match(noun)
    return found.group() if found and found.end() < len(noun) else ""


def _without_light(noun: str, rules: MeasureRules) -> str:
    """Take verbs off the front that say no more than that there is something: 实施, 完成."""
    while found := rules.opening["light"].match(noun) or rules.opening["stative"].match(noun):
        first = next(iter(cut(noun[:8])), None)
        if first is None or (found.end() < first.end and found.end() != len(noun)):
            break
        if len(found.group()) == 1 and first.end != 1:
            break
        noun = noun[found.end() :].lstrip("了的")
    return noun


def _short(noun: str, rules: MeasureRules) -> str:
    return _without_light(noun, rules) or noun


def with_attribute(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Complete a noun that says only which side is measured (增速) by the thing named before it."""
    noun, thing = wording.noun, base.noun
    if not noun or not thing:
        return noun or thing
    lap = next((size for size in range(len(noun), 0, -1) if thing.endswith(noun[:size])), 0)
    alone = noun in rules.words["standalone"] and not lap and (not wording.listed or base.kind == "growth")
    if noun not in rules.words["attribute"] or alone:
        return noun
    if noun in rules.words["total"] and (kept := rules.opening["keep"].match(thing)) and kept.end() < len(thing):
        thing = thing[kept.end() :]  # 新增甲45家、总量达1224家
    own = rules.ending["attribute"].search(thing)
    if own and own.start() > 0 and noun not in rules.words["rate"]:
        return thing[: own.start()] + noun
    return thing + noun[lap:]
