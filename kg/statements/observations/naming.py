"""Indicators: a short noun phrase in the text's own words for what a number measures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.knowledge.measures import NUMBER, MeasureRules
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.lists import COORDINATED, LISTED, lap
from kg.statements.observations.phrases import (
    MAX_MODIFIER,
    begins_nominal,
    enumeration,
    is_verbal,
    kept_verb,
    leading_verb,
    shortened,
    split_clause,
    split_predicate,
    verb_phrase,
    without_light,
)
from kg.statements.observations.wording import Wording
from kg.text.tokens import cut, tag

__all__ = [
    "Base",
    "find_kind",
    "name_growth",
    "name_level",
    "name_named",
    "name_rank",
    "name_share",
    "take_up",
    "with_attribute",
]

MAX_PREDICATE = 18  # characters of a predicate that goes into the indicator: 试行无纸化报关的口岸
MAX_SHARING = 4  # things of earlier clauses that one rank is of: 航线105条，通达城市86个，均居全国第一
MAX_DEED = 4  # characters of what took so long: 历时4年|建成
ON_LAST = "环比"  # against the month before
MAX_SIDE = 4  # characters of a side that stands for the thing just named: 容量; 一级资本充足率 is another than 核心…
MAX_BARE = 2  # characters of a noun that does not say what grows without its verb: 经济增长
SHARE = re.compile("^(?P<part>.*?)(?:只|仅|约|大约|已)?占(?P<whole>.*?)的?(?:比重|比例|比|份额)?$")
PEOPLE = {"人", "名"}
COMPARED = re.compile("[较比][^，较比]{2,12}的$")
LASTING = {"年": "年数", "个月": "月数", "天": "天数", "个季度": "季度数"}


@dataclass(frozen=True, slots=True)
class Base:
    """What the numbers before were about: 增长5.6% and 增速居第5位 measure the thing named before them.

    ``share`` is the share before, which points of percentage take up; ``unit`` is that of the number before; ``recent``
    has what the amounts of the sentence measure, each with where its clause begins; ``grown`` what the numbers of the
    list right before grew.
    """

    noun: str = ""
    share: str = ""
    unit: str = ""
    counted: bool = False
    verb: str = ""
    kind: str = ""
    start: int = 0
    recent: tuple[tuple[int, str], ...] = ()
    grown: tuple[str, ...] = ()


def find_kind(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Say whether the number is a level, a growth, a share or a rank."""
    if candidate.group == "rank":
        return "rank"
    grown_after = rules.forms["grown"].match(wording.after) is not None and not _is_compared(wording)
    changes = wording.role in {"growth", "decline"} or grown_after
    if candidate.group == "measure" and wording.role and wording.verb in rules.words["moved"] and wording.noun:
        return "growth"
    if candidate.group != "percent":
        grown = changes and (rules.forms["against-before"].search(wording.left) or _has_changed(wording))
        grown = grown and not _is_earned(wording, rules)
        return "growth" if grown and candidate.group != "duration" and candidate.unit != "位" else "level"
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
    if not changing and rules.forms["priced"].search(noun):
        return "level"
    listed = wording.listed and base.kind == "growth" and not rules.ending["share"].search(noun) and "占" not in noun
    return "growth" if changing or listed else "share"


def _is_compared(wording: Wording) -> bool:
    """Whether a number is only what the next one has grown from: 较2020年的|53亿元增长了7倍."""
    return wording.touches and COMPARED.search(wording.left) is not None


def _is_earned(wording: Wording, rules: MeasureRules) -> bool:
    """Whether an amount is what was earned, not a change: 人均增收|3000元, not 同比增收|3000元."""
    return wording.verb in rules.words["earned"] and not rules.forms["against-before"].search(wording.left)


def _has_changed(wording: Wording) -> bool:
    """Whether an amount says by how much the thing before it changed: 人民币贷款增加|3459亿元, not 增加|20个岗位."""
    return bool(wording.noun) and wording.role in {"growth", "decline"} and not wording.after


def name_growth(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Name a growth by what grows; a fall whose number is not negative keeps its verb."""
    noun = with_attribute(wording, base, rules)
    side = rules.opening["attribute"].match(noun)
    if rules.opening["compare"].match(noun) or (noun[:1] in {"比", "较"} and base.noun):
        noun = base.noun + noun
    elif side and (rules.opening["compare"].match(noun, side.end()) or noun[side.end() :].startswith(("比", "较"))):
        noun = with_attribute(replace(wording, noun=side.group()), base, rules) + noun[side.end() :]
    noun = shortened(noun, rules)
    bare = noun and len(noun) <= MAX_BARE and noun not in rules.words["attribute"] | rules.words["growing"]
    if wording.role == "decline" or (bare and wording.role != "fall"):
        noun += wording.verb
    return noun + ON_LAST if noun and rules.forms["on-last"].search(wording.left) else noun


def take_up(wording: Wording, base: Base, count: int, rules: MeasureRules, *, shared: bool) -> list[str]:
    """Find the things before that a list of numbers takes up again, or that one number holds for.

    Args:
        wording: The words around the numbers.
        base: What the amounts before measure.
        count: How many numbers there are.
        rules: The nouns that sum up what was counted.
        shared: Whether one number holds for all: 均居全国首位.

    Returns:
        Their names; none where the clause names its things itself.

    Examples: 甲产量8万吨、乙产量5万吨，分别增长6%和9%.
    """
    of_all = shared and wording.noun in rules.words["total"]
    if count > 1 and len(base.grown) == count and rules.opening["compare"].match(wording.noun):
        return [name + wording.noun for name in base.grown]  # 甲、乙分别增长6%、9%，高于全省|1个、2个百分点
    if wording.noun and not of_all:
        return []
    if count > 1 and len(base.grown) == count:
        against = ON_LAST if rules.forms["on-last"].search(wording.left) else ""
        return [name.removesuffix(ON_LAST) + against for name in base.grown]  # 其中6月分别下降4%和5%，环比下降1%和2%
    if count > 1 and len(base.recent) >= count:
        latest = base.recent[-count:]
        again = [name for _, name in latest]
        if "分别" in wording.left or (len({clause for clause, _ in latest}) == 1 and len(set(again)) == count):
            return again
    if shared and count == 1 and base.recent:
        names = [name + wording.noun for clause, name in base.recent if clause == base.recent[-1][0]]
        of_clauses = [name + wording.noun for _, name in base.recent[-MAX_SHARING:]]
        return next((found for found in (names, of_clauses) if len(found) > 1), [])
    return []


def name_share(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Name a share: of what, and in what where the text says so."""
    if wording.after.startswith("的") and "占" not in wording.noun:
        return _name_part(wording, rules)
    noun = wording.noun
    part, _, _ = base.share.partition("占")
    if wording.listed and not noun and part and (among := rules.forms["of-whole"].search(wording.left)):
        return f"{part}占{among['whole']}比重"  # 占全国的15.5%、|全省的93%
    if not noun and base.share and wording.rises:
        return base.share  # 占比从23%|提高到40%
    if not (noun or base.noun or wording.verb or _says(wording.left, rules)) and _tells_of_all(wording.after, rules):
        return _name_part(replace(wording, after="的" + wording.after), rules)  # 八成以上|财政资金用于民生
    found = SHARE.match(noun) if "占" in noun and not noun.endswith(("占比", "占有率", "市占率")) else None
    if found is None:
        return shortened(with_attribute(replace(wording, noun=noun), base, rules), rules)
    behind = split_clause(wording.after[1:], rules)[0] if wording.after.startswith("的") else ""
    part = found["part"] or behind or base.noun  # 以占全国万分之一|的土地
    whole = found["whole"] or (base.noun if "其中" in wording.left and part != base.noun else "")
    return f"{part}占{whole}比重" if whole else f"{part}占比"


def _tells_of_all(after: str, rules: MeasureRules) -> bool:
    """Say whether a noun and what it does follow a share: 八成以上|财政资金用于民生, not 100%|免费."""
    if not after or re.match(NUMBER, after) or not begins_nominal(after, rules, governed=False):
        return False  # 八成三|的居民
    return all(split_clause(after, rules))


def _says(left: str, rules: MeasureRules) -> bool:
    """Whether words before a share say more than how often or about how much it is: 每年约|70%财政支出用于民生."""
    plain = rules.forms["loose-start"].sub("", left)
    empty = rules.words["adverb"] | rules.words["front"]
    return any(plain[token.start : token.end] not in empty for token in cut(plain))


def _name_part(wording: Wording, rules: MeasureRules) -> str:
    """Name a share by the noun after it: 15%的市场份额, 剩余的98%的仓库是平房."""
    noun, predicate = split_clause(wording.after[1:], rules)
    predicate = without_light(predicate, rules) if len(predicate) <= MAX_PREDICATE and not wording.continued else ""
    noun = f"{wording.noun.rstrip('以了有的')}{predicate}{noun.rstrip('和及与')}"
    return noun if rules.ending["share"].search(noun) or rules.ending["attribute"].search(noun) else f"{noun}占比"


def name_rank(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Name a rank by what is ranked and among whom."""
    if wording.after and rules.forms["largest"].match(wording.after):
        return split_predicate(wording.after, rules)[0] + "排名"  # 东盟为第三大|贸易伙伴
    noun = wording.noun if rules.forms["listing"].search(candidate.scope) else with_attribute(wording, base, rules)
    noun = shortened(noun, rules)
    share = "" if base.share.startswith("占") else base.share  # 占比 alone names nothing
    of_another = base.kind == "share" and base.noun not in share
    if not wording.noun and share and (of_another or not noun):
        part, _, whole = share.partition("占")  # 装机容量60万千瓦，绿电占用电量比重达38%，|居全市第一
        noun = part if rules.forms["whole-region"].match(whole) else share
    if not wording.noun and base.counted and not noun.endswith("数"):
        noun += "数"
    noun = rules.forms["got-into"].sub("", noun) if candidate.scope else noun  # 入选|全国百强县第22位
    return f"{noun.removesuffix('排名')}{candidate.scope}".removesuffix("排名") + "排名"


def name_level(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> tuple[str, str]:
    """Name an amount by the noun before it, or by the counted noun after it.

    Returns:
        The indicator, and the noun that further numbers of the sentence may take up.
    """
    if apart := _name_apart(candidate, wording, base, rules):
        return apart
    noun = _in_full(_listed_noun(wording, base, rules), wording, base, rules)
    if wording.after and noun and base.counted and base.noun.endswith(noun):
        noun = ""  # what the number before counted: 16支代表队122名队员
    if candidate.group == "measure" and noun and "的" in wording.after[1:]:
        wording = replace(wording, after=wording.after.partition("的")[0], continued=False)
    for named in _names_behind(noun, candidate, wording, base, rules):
        if named:
            return named, named
    if not noun and candidate.group == "money" and wording.joined and base.counted:
        return base.noun + "金额", base.noun
    if not noun and candidate.group == "measure" and wording.role == "decline":
        return wording.verb + wording.after, base.noun  # 每年可节约1049吨标准煤
    if not noun and candidate.group == "money" and (price := rules.forms["priced-at"].search(wording.left)):
        return price["price"], price["price"]  # 某公司报收于12.44元
    noun = shortened(with_attribute(replace(wording, noun=noun), base, rules), rules)
    noun += wording.verb if _is_earned(wording, rules) else ""
    return noun, noun


def _name_apart(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> tuple[str, str] | None:
    """Name whom an accident befell, a span of time, and a further side of one thing."""
    alone = not wording.noun or rules.ending["causing"].search(wording.noun) is not None
    if candidate.unit in PEOPLE and alone and (harmed := rules.opening["harmed"].match(wording.after)):
        return harmed.group() + "人数", base.noun  # 造成3人死亡
    if candidate.group == "duration":
        return _name_duration(candidate, wording, base, rules)
    if side := rules.forms["dimension"].match(wording.left):
        thing = base.noun.rstrip("长宽高深厚重")
        return thing + side["side"], thing  # 箱梁长22米，|高4米
    return None


def _listed_noun(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Give a noun of a list the verb that the list began with."""
    noun = enumeration(wording.noun, rules)
    reached = wording.role == "reach" or wording.sign
    side = reached and rules.ending["attribute"].search(noun)  # 新增工厂80家、|机器人产量突破5000台
    goes_on = noun and wording.listed and base.verb and noun not in rules.words["total"] and not side
    own = kept_verb(noun, rules) or noun.startswith((base.verb, "新"))  # 发行债券3只、|发行规模6亿元
    alone = {noun, base.verb} <= rules.words["growing"] or _is_kept(noun, rules)  # 进口20亿元、|出口30亿元
    alone = alone or noun in rules.words["standalone"]  # 新增果园5亩、|产量3吨
    alone = alone or rules.forms["ranked-thing"].fullmatch(noun) is not None  # 新增企业9家，其中国家级3家、|省级6家
    return base.verb + noun if goes_on and not (own or alone) else noun


def _is_kept(noun: str, rules: MeasureRules) -> bool:
    """Whether a noun is nothing but a verb that indicators keep: 净增, 改扩建."""
    kept = rules.opening["keep"].match(noun)
    return kept is not None and kept.group() == noun


def _in_full(noun: str, wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Complete a noun that says only which part of the thing before: 收入5万元，其中|城镇6万元.

    Example: 景区42家，其中|5A级2家.
    """
    if not base.noun:
        return noun
    if base.counted and not wording.after and _is_kept(noun, rules):
        before = rules.opening["keep"].match(base.noun)
        return noun + base.noun[before.end() if before else 0 :]  # 企业突破4000家，净增|520家
    if half := rules.forms["half-of-people"].fullmatch(noun):
        whole = rules.forms["people"].sub("", base.noun)
        return noun + whole.removeprefix(half["people"] or "")
    if rules.forms["ranked-thing"].fullmatch(noun):
        kept = rules.opening["keep"].match(base.noun)
        thing = base.noun[kept.end() :] if kept else base.noun
        own = rules.forms["ranked-thing"].match(thing)
        return noun + (thing[own.end() :] if own else thing)
    return noun


def _names_behind(noun: str, candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> Iterator[str]:
    """Try the names that the words behind an amount give it, the surest first."""
    if rules.forms["with-amount"].search(wording.left):
        yield _by_amount(wording, rules)
    if wording.after.startswith("的") and candidate.group in {"measure", "money"}:
        yield _sized(noun, wording, rules) if candidate.group == "measure" else ""
        yield "" if noun and base.noun == noun else _of_amount(noun, wording, rules)
    if candidate.group in {"count", "measure"} or not noun or _is_spent(noun, rules):
        yield _name_counted(noun, candidate, wording, rules)
    if candidate.group == "money":
        granted = rules.opening["granted"].match(wording.after)
        given = rules.ending["giving"].sub("", noun)  # 对链主企业给予最高500万元|一次性奖励
        yield given + granted.group() if granted else _named_behind(noun, wording, rules)


def _by_amount(wording: Wording, rules: MeasureRules) -> str:
    """Name that by which somebody holds a place: 以3亿元净利润位列第五."""
    thing = wording.after.removeprefix("的")
    rank = rules.opening["rank_verb"].search(thing)
    thing = thing[: rank.start()] if rank else thing
    sides = [*rules.opening["attribute"].finditer(thing, 0, MAX_MODIFIER)]
    return thing[: sides[-1].end()] if sides else ""


def _named_behind(noun: str, wording: Wording, rules: MeasureRules) -> str:
    """Name money by the noun behind it: 获得1.7亿美元|B轮融资."""
    thing = split_predicate(wording.after, rules)[0] if wording.after else ""
    ends = [rules.ending["money"], rules.ending["attribute"]]
    if any(end.search(noun) for end in ends) or not any(end.search(thing) for end in ends):
        return ""
    return "" if wording.continued or len(thing) > MAX_MODIFIER else thing


def _sized(noun: str, wording: Wording, rules: MeasureRules) -> str:
    """Name an amount by the thing behind it and the side before it: 直径为|400毫米的管线 is 管线直径."""
    kept = rules.opening["keep"].match(noun)
    side = noun[kept.end() :] if kept else shortened(noun, rules)
    if rules.forms["side-of-it"].fullmatch(side) is None:
        return ""  # 建筑面积 and 研发投资 say what they are of
    thing = split_predicate(wording.after[1:], rules)[0]
    return thing + side if 1 < len(thing) <= MAX_MODIFIER and not COORDINATED.search(thing) else ""


def _of_amount(noun: str, wording: Wording, rules: MeasureRules) -> str:
    """Name an amount by the noun after its 的: 13万平方米的展贸中心, 支付17亿元的罚款; not 达到5万亿元的新高."""
    if rules.forms["peak"].match(wording.after) or (noun and rules.ending["money"].search(noun)):
        return ""
    verb, _ = verb_phrase(noun, rules)
    if rules.ending["granted"].search(wording.after) and len(wording.after) <= MAX_MODIFIER:
        return wording.after[1:]  # 给予最高1000万元的|研发补助
    plain = not noun or not without_light(noun, rules)  # 出现|10万平方米的写字楼成交
    if not (verb or plain):
        return ""
    thing = split_predicate(wording.after[1:], rules)[0]
    return verb + rules.forms["inside"].sub("", thing)


def _name_duration(candidate: Candidate, wording: Wording, base: Base, rules: MeasureRules) -> tuple[str, str]:
    if wording.left.endswith("为期") and wording.after.startswith("的"):
        return split_predicate(wording.after[1:], rules)[0] + "期限", base.noun  # 为期5天的|集中培训
    if "连续" in wording.left:
        lasting = replace(wording, noun=wording.noun.removesuffix("连续"))
        thing = with_attribute(lasting, base, rules)
        led = "" if rules.opening["scope"].fullmatch(wording.after) else wording.after  # 连续9年|全国第一
        return f"{thing}{led}的连续{LASTING.get(candidate.unit, '时间')}", thing
    noun = _listed_noun(wording, base, rules)
    timed = rules.ending["timed"].search(wording.left)
    changed = (wording.verb if wording.role != "reach" else "") or (timed.group() if timed else "")
    if noun == changed:  # 历时|4年建成
        noun = wording.after if len(wording.after) <= MAX_DEED else ""
    thing = noun or base.noun
    if not changed and rules.ending["span"].search(thing):
        return thing, thing  # 审批时限由23个工作日压缩为10个工作日
    return thing + changed + "时间", thing


def name_named(name: str, number: str) -> str:
    """Name a count by the name that it stands in: 稳经济“30条” are 稳经济."""
    return re.sub('[“”‘’"]', "", name.replace(number, ""))


def _name_counted(noun: str, candidate: Candidate, wording: Wording, rules: MeasureRules) -> str:
    """Name a count by the noun after it: the verb before it, or the predicate after it, goes along."""
    right = wording.after.lstrip("”’」")
    if candidate.sign in {">=", "<=", "~"}:
        right = right.removeprefix("的")  # 36万个以上的就业岗位
    if not right or rules.opening["abstract"].match(right) or not begins_nominal(right, rules, governed=bool(noun)):
        return ""
    verb, modifier = verb_phrase(leading_verb(noun) if "、" in noun else noun, rules)
    modifier = rules.forms["reach-of"].sub("", modifier)
    thing, predicate = split_predicate(right, rules, governed=_governs(noun or wording.verb, rules))
    if wording.touches:
        thing = _cut_tail(_before_verb(thing, rules), rules)
    thing = thing.rstrip("和及与、").removesuffix("中")
    thing = rules.forms["intent-behind"].sub("", thing) if predicate else thing
    if not thing:
        return ""
    if len(thing) == 1 and not (verb or modifier) and len(noun) > 1:
        verb = noun  # 支持1489个|县
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


def _is_spent(noun: str, rules: MeasureRules) -> bool:
    """Whether a verb has the money after it as its object: 发放1200万元消费券, but not 投资100亿元."""
    return is_verbal(noun) and not rules.ending["money"].search(noun)


def with_attribute(wording: Wording, base: Base, rules: MeasureRules) -> str:
    """Complete a noun that says only which side is measured (增速) by the thing named before it."""
    noun, thing = wording.noun, base.noun
    if not noun or not thing:
        return noun or thing
    if thing.endswith(noun) and len(noun) <= MAX_SIDE and not LISTED.search(thing):
        return thing  # 清洁能源装机容量达……，容量居全省第一
    alone = noun in rules.words["standalone"] and not lap(thing, noun) and (not wording.listed or base.kind == "growth")
    if noun not in rules.words["attribute"] or alone:
        return noun
    if noun in rules.words["total"] and (kept := rules.opening["keep"].match(thing)) and kept.end() < len(thing):
        thing = thing[kept.end() :]  # 新增甲45家、总量达1224家
    goes_on = wording.listed and thing in rules.words["growing"]  # 进口20亿元、|出口总额30亿元
    leans = noun in rules.words["rate"] or rules.ending["share"].search(noun)  # 利润3亿元，|占比15%
    if not leans and (goes_on or thing in rules.words["attribute"] | rules.words["standalone"]):
        return noun  # 营收2亿元，|利润1亿元; 全长126公里，|总投资9亿元
    own = rules.ending["attribute"].search(thing)
    if own and own.start() > 0 and noun not in rules.words["rate"]:
        thing = thing[: own.start()]  # 中心总建筑面积、|总投资
    return thing + noun[lap(thing, noun) :]
