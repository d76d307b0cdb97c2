"""Subjects that a list puts together: 渔业、春耕农资贷款余额; and its names and dates."""

import re
from collections.abc import Sequence

from kg.knowledge.measures import MeasureRules
from kg.model import Mention
from kg.text.dates import DateSpan
from kg.text.tokens import cut

__all__ = [
    "COORDINATED",
    "EACH",
    "LISTED",
    "lap",
    "listed_dates",
    "listed_holders",
    "part_subjects",
    "parted_by_commas",
]

BETWEEN = {"、", "和", "及", "与", "以及"}
EACH = re.compile("分别|依次")
COMPARED = re.compile("[比较同]$")
ENDS_PART = re.compile("[；：。！？]")
SUBJECT = re.compile("[^0-9，；：。！？]{2,24}")
TOGETHER = (  # one word for several, and these in the order of their numbers: 一二三产增加值分别增长……
    (re.compile("一、?二、?三(?:次产业|产业?)"), ("第一产业", "第二产业", "第三产业")),
    (re.compile("城乡居民"), ("城镇居民", "农村居民")),
)
# behind kinds of goods, of whose names they share nothing: 机床、载人汽车|出口
GOODS = {"出口", "进口", "产量", "销量"}
MAX_BARE = 3  # characters of a side that does not say what it is counted per: 水耗, 碳排放
LEAST_LAP = 2  # characters; one alone may be chance
YEAR = re.compile("[0-9]{4}")
LISTED = re.compile("、|(?<=[率量额值数比度积模入])[和及]")  # sides of one thing; 科技与金融融合指数 is one
COORDINATED = re.compile("以及|[、和与]|(?<![普涉惠])及(?![时格以])")


def part_subjects(noun: str, count: int, rules: MeasureRules) -> list[str]:
    """Part coordinated subjects: 渔业、春耕农资贷款余额 share their last noun.

    Args:
        noun: The noun phrase before the numbers.
        count: How many there must be; 0 for any.
        rules: The nouns that a list shares.

    Returns:
        As many nouns as there are subjects, or the phrase alone where it does not come apart so.
    """
    if ordered := rules.forms["ordinals"].fullmatch(noun):
        parts = [ordered["front"] + place + ordered["rest"] for place in ordered["places"].split("、")]
        return parts if count in (0, len(parts)) else [noun]
    for form, each in TOGETHER:
        if count == len(each) and form.search(noun):
            return [form.sub(one, noun, count=1) for one in each]
    stem, _, shared = noun.rpartition("的")
    if stem and COORDINATED.search(shared) and not COORDINATED.search(stem):
        return [stem + part for part in part_subjects(shared, count, rules)]  # 甲矿的钴、镍销量
    listed, ends, kind = (stem or shared).rpartition("等")
    parts = [part for part in COORDINATED.split(listed or kind) if part]
    if count and len(parts) > count == (listed or kind).count("、") + 1:
        parts = (listed or kind).split("、")
        if not (ends or stem):
            found = rules.ending["shared"].search(parts[-1])
            return _with_tail(parts, found.group() if found else "")  # 汽车制造业、|电气机械和器材制造业投资
    if len(parts) < 2 or (count and len(parts) != count):
        return [noun]
    if stem:
        return [part + shared for part in parts]
    level = rules.forms["level"].match(parts[-1])
    if level and all(rules.forms["level"].search(part) and part.endswith("级") for part in parts[:-1]):
        return _with_tail(parts, parts[-1][level.end() :])  # 国家级、|省级专精特新企业
    found = rules.ending["shared"].search(kind) if ends else None
    tail = (found.group() if found else kind) if ends else _shared_tail(parts, rules)
    return _with_front([_with_thing(part, parts[0], rules) for part in _with_tail(parts, tail)], rules)


def parted_by_commas(text: str, clause: int, last: str, count: int, rules: MeasureRules) -> list[str]:
    """Part subjects that have marks of their own in them: 交通运输、仓储和邮政业，金融业，住宿和餐饮业增加值分别增长.

    Args:
        text: The sentence.
        clause: Where the clause of the last subject begins.
        last: The last subject.
        count: How many there must be.
        rules: The nouns that a list shares.

    Returns:
        As many nouns as there are subjects, or none.
    """
    start = max((match.end() for match in ENDS_PART.finditer(text, 0, clause)), default=0)
    parts = text[start:clause].removesuffix("，").split("，")[1 - count :]
    found = rules.ending["shared"].search(last)
    alike = all(SUBJECT.fullmatch(part) for part in parts)
    if len(parts) < count - 1 or found is None or not alike or not any(COORDINATED.search(part) for part in parts):
        return []
    return [*(part + found.group() for part in parts), last]


def _with_thing(part: str, first: str, rules: MeasureRules) -> str:
    """Complete a part that says only which side is measured: 国内游客人次、|总花费."""
    own = rules.ending["attribute"].search(first)
    side = part in rules.words["attribute"] and part not in rules.words["standalone"]
    return first[: own.start()] + part if own and side and part != first else part


def _with_front(parts: Sequence[str], rules: MeasureRules) -> list[str]:
    """Give each part what the first is counted per: 单位工业增加值能耗、|水耗, 人均收入、|支出."""
    front = rules.forms["counted-per"].match(parts[0])
    if front is None:
        return list(parts)
    alone = [len(part) <= MAX_BARE and part not in rules.words["attribute"] for part in parts[1:]]
    return [parts[0], *(front.group() + part if lone else part for part, lone in zip(parts[1:], alone, strict=True))]


def _with_tail(parts: Sequence[str], tail: str) -> list[str]:
    return [part if part.endswith(tail) else part + tail[lap(part, tail, LEAST_LAP) :] for part in parts]


def lap(front: str, behind: str, least: int = 1) -> int:
    """Count the characters that one text ends and the next begins with, 0 where fewer than ``least``.

    >>> lap("发明专利", "专利申请量")
    2
    """
    return next((size for size in range(len(behind), least - 1, -1) if front.endswith(behind[:size])), 0)


def _is_whole(part: str, rules: MeasureRules) -> bool:
    """Whether a part needs no noun of the last one: 营收 in 总营收、净利润."""
    return any(rules.ending[words].search(part) for words in ("shared", "attribute"))


def _shared_tail(parts: list[str], rules: MeasureRules) -> str:
    last = parts[-1]
    found = rules.ending["shared"].search(last)
    if found is None or found.start() == 0 or any(_is_whole(part, rules) for part in parts[:-1]):
        return ""
    begin = found.start()
    tokens = cut(last[:begin])
    if (
        len(tokens) > 1
        and found.group() not in GOODS
        and not any(part.endswith(last[tokens[-1].start : begin]) for part in parts[:-1])
    ):
        begin = tokens[-1].start
    return last[begin:]


def listed_holders(mentions: Sequence[Mention], text: str, start: int, *, others: bool = False) -> list[Mention]:
    """Find the names of a list that begins at a place, and that nothing but 、 and 和 parts.

    Args:
        mentions: Those of the sentence, in order.
        text: The sentence.
        start: Where the list begins.
        others: Whether 等 may stand behind it, so that there are further ones.
    """
    found: list[Mention] = []
    for mention in mentions:
        goes_on = found and text[found[-1].end : mention.start] in BETWEEN
        if found and mention.start == found[-1].end and {mention.type, found[-1].type} == {"AdministrativeRegion"}:
            found[-1] = mention  # 常州武进区 is the district
        elif goes_on or (not found and mention.start == start):
            found.append(mention)
    return [] if found and not others and text.startswith("等", found[-1].end) else found


def listed_dates(dates: Sequence[DateSpan], text: str, end: int, numbers: int, number: int) -> list[str]:
    """Find the periods of a list of numbers: 2021年、2022年|营收为; 2020年至2022年|毛利率分别为.

    Args:
        dates: Those of the sentence.
        text: The sentence.
        end: Where the words of the numbers begin.
        numbers: How many numbers there are.
        number: Where the first of them begins.

    Returns:
        As many periods as numbers, or none.
    """
    if numbers < 2:
        return []
    each = EACH.search(text, 0, number) is not None  # then more than marks may stand between
    found: list[DateSpan] = []
    listed = [date for date in dates if date.end <= (number if each else end)]
    if any(date.role == "base" or COMPARED.search(text, 0, date.start) for date in listed):
        return []  # 比2019年和2020年分别增长: the numbers are of neither
    for date in reversed(listed):
        gap = text[date.end : found[0].start] if found else text[date.end : end]
        if gap in BETWEEN if found else (each and ENDS_PART.search(gap) is None) or not gap.strip("的，, "):
            found.insert(0, date)
        else:
            break
    if len(found) == numbers:
        return [date.period for date in found]
    first, _, last = found[-1].period.partition("/") if len(found) == 1 and each else ("", "", "")
    years = range(int(first), int(last) + 1) if YEAR.fullmatch(first) and YEAR.fullmatch(last) else ()
    return [str(year) for year in years] if len(years) == numbers else []
