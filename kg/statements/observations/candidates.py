"""Which numbers of a sentence measure something."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from kg.knowledge.measures import Cue, MeasureRules
from kg.model import Mention
from kg.text.dates import DateSpan
from kg.text.numerals import Quantity, find_quantities, parse_number

__all__ = ["Candidate", "find_candidates"]

MAX_SMALL = 10  # numbers in characters below this may count things in speech only: 三个环节
BEFORE_CHARS = 24  # how far before a rank its verb and scope are looked for; 在中西部地区省会城市中排名 has 13
BEFORE_UNIT = 8  # how far before a number its noun says its unit
LISTED = re.compile(r"(?<![0-9.])((?:[0-9]+(?:[.][0-9]+)? ?[、和与及] ?)+)$")
SHARING = {"%", "个百分点", "倍", "个基点"}  # units that a list of plain numbers shares with its last
AMONG = re.compile("在(?P<scope>[^在，]{2,16})中$")  # before the verb of a rank: 在全国主要省份中|位列第四
UNSAID = {"people": "人", "views": "次"}  # units that only words around a number say
LARGEST = re.compile("(?:成为|仍为|仍是|为|是)$")
CLAUSE = re.compile(r"[，；：。！？…,;:]")
COUNTED_NAMES = {"Programme", "Industry"}  # a count in such a name is an observation: 14条产业链
BUILT_NAMES = {"Project", "Park", "Product"}  # and so is a size or an amount in such a name: 年产30万吨的生产线


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A number that may measure something.

    Attributes:
        start: First character of the number in the sentence.
        end: One past the last of the number, its unit and 以上, 左右 and the like.
        value: In ``unit``; of a range the lower end.
        unit: The base unit; 位 of a rank.
        group: The unit's group, or ``rank``.
        sign: The comparator that the number itself or the words after it say.
        high: The upper end of a range.
        head: Where the words before the number end: before the verb and the scope of a rank.
        scope: Among whom the rank is: 全国, 中部地区城市.
        name: The name that the number stands in.
        small: Whether it is a small number in characters.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    group: str
    sign: str = "="
    high: Decimal | None = None
    head: int
    scope: str = ""
    name: Mention | None = None
    small: bool = False


def find_candidates(
    text: str, mentions: Sequence[Mention], dates: Sequence[DateSpan], rules: MeasureRules
) -> list[Candidate]:
    """Find the numbers of a sentence that measure something, in order, without overlaps.

    Args:
        text: The sentence.
        mentions: The names in it.
        dates: The dates in it.
        rules: Units and cues.
    """
    barred = [(date.start, date.end) for date in dates]
    barred += [(name.start, name.end) for name in mentions if name.type == "Person"]  # 李四|两人
    barred += [match.span() for cue in rules.cues["skip"] for match in cue.pattern.finditer(text)]
    found = [*_find_amounts(text, rules), *_find_ranks(text, rules), *_find_counts(text, mentions, rules)]
    found.sort(key=lambda candidate: (candidate.start, -candidate.end))
    kept: list[Candidate] = []
    for candidate in found:
        free = candidate.group == "rank" or not _overlaps(candidate, barred)
        if free and (not kept or candidate.start >= kept[-1].end):
            kept.append(candidate)
    return [candidate for number, candidate in enumerate(kept) if not _is_part(text, candidate, kept[number + 1 :])]


def _is_part(text: str, candidate: Candidate, following: Sequence[Candidate]) -> bool:
    """Whether a count belongs to what the next number measures: 五项核心指标增幅居全市第一, 在15个城市中排名第一."""
    if any(rank.group == "rank" and rank.head <= candidate.start < rank.start for rank in following[:1]):
        return True
    if not candidate.small or not following:
        return False
    return CLAUSE.search(text, candidate.end, following[0].start) is None and following[0].head > candidate.end


def _overlaps(candidate: Candidate, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < candidate.end and candidate.start < end for start, end in spans)


def _find_amounts(text: str, rules: MeasureRules) -> Iterable[Candidate]:
    for cue in rules.cues["amounts"]:
        for match in cue.pattern.finditer(text):
            if cue.value is not None:
                group = rules.groups.get(cue.unit, "percent")
                end, sign = _read_after(text, match.end(), cue.sign, rules)
                yield Candidate(
                    start=match.start(),
                    end=end,
                    value=cue.value,
                    unit=cue.unit,
                    group=group,
                    sign=sign,
                    head=match.start(),
                )


def _find_counts(text: str, mentions: Sequence[Mention], rules: MeasureRules) -> Iterable[Candidate]:
    for quantity in _share_units(text, find_quantities(text, rules.quantity, rules.scales), rules):
        group = _group(text, quantity, rules)
        name = _name_around(quantity, mentions)
        if group is None or (name is not None and not _counts_in_name(quantity, group, name)):
            continue
        per = rules.forms["per"].match(text, quantity.end)
        end, sign = _read_after(
            text, per.end() if per is not None else quantity.end, ">" if quantity.more else "=", rules
        )
        yield Candidate(
            start=quantity.start,
            end=end,
            value=quantity.value,
            unit=_unit(text, quantity, group)
            + (per.group() if per is not None else _of_each(text, quantity, group, rules)),
            group="count" if group in UNSAID else group,
            sign=sign,
            high=quantity.high,
            head=quantity.start,
            name=name,
            small=quantity.chinese and group in {"count", "duration"} and quantity.value < MAX_SMALL,
        )


def _unit(text: str, quantity: Quantity, group: str) -> str:
    """Name the unit; one that only the noun before says is people, their visits or money: 接待人次超|20亿次."""
    if quantity.unit == "次" and "人次" in text[max(0, quantity.start - BEFORE_UNIT) : quantity.start]:
        return "人次"
    return quantity.unit or UNSAID.get(group, "元")


def _of_each(text: str, quantity: Quantity, group: str, rules: MeasureRules) -> str:
    """Say of each of what an amount is, where the words right before it do: 补贴每亩|30元, 低于每立方米|19微克."""
    each = rules.forms["of-each"].search(text, 0, quantity.start) if group in {"money", "measure"} else None
    return f"/{each['unit']}" if each is not None and "/" not in quantity.unit else ""


def _share_units(text: str, quantities: Sequence[Quantity], rules: MeasureRules) -> Iterable[Quantity]:
    """Give an amount without a unit that of the next: 1409万、1305万人次; 突破550万，达555.9万户."""
    for quantity, following in zip_longest(quantities, quantities[1:]):
        yield from _listed_before(text, quantity)
        half = quantity.unit == "个" and following is not None and following.unit == "个百分点"  # 2.6个和18.3个百分点
        if following and (half or not quantity.unit) and _shares_unit(text, quantity, following, rules):
            yield replace(quantity, unit=following.unit, written=following.written)
        else:
            yield quantity


def _listed_before(text: str, quantity: Quantity) -> Iterable[Quantity]:
    """Find the plain numbers of a list whose last says the unit: 高于全国、全省3.3、|4.6个百分点."""
    listed = LISTED.search(text, 0, quantity.start) if quantity.unit in SHARING else None
    if listed is not None:
        for number in re.finditer(r"[0-9.]+", listed[1]):
            start = listed.start() + number.start()
            yield replace(
                quantity, start=start, end=start + len(number.group()), value=Decimal(number.group()), high=None
            )


def _shares_unit(text: str, quantity: Quantity, following: Quantity, rules: MeasureRules) -> bool:
    """Whether a list goes on, or the next clause counts the same more closely: 突破5万，达5.2万户, not 达到3亿元."""
    if rules.forms["in-one-list"].fullmatch(text, quantity.end, following.start):
        return True
    unit = rules.units.get(following.written)
    counts = unit is not None and unit.group == "count"
    return counts and rules.forms["shares-unit"].fullmatch(text, quantity.end, following.start) is not None


def _group(text: str, quantity: Quantity, rules: MeasureRules) -> str | None:
    """Say what kind of quantity it is, ``None`` if it measures nothing."""
    before = CLAUSE.split(text[: quantity.start])[-1]
    if not quantity.unit:
        if rules.ending["counted_people"].search(rules.forms["loose-start"].sub("", before)) or any(
            cue.pattern.match(text, quantity.end) for cue in rules.cues["people"]
        ):
            return "people"
        if rules.ending["counted_views"].search(rules.forms["loose-start"].sub("", before)):
            return "views"
        large = "亿" in text[quantity.start : quantity.end]
        behind = large and rules.forms["money-behind"].match(text, quantity.end) is not None
        return "money" if behind or _ends_near(before, rules.words["money"]) else None
    if not quantity.written:
        return "percent"
    unit = rules.units[quantity.written]
    rough = quantity.more or any(
        cue.pattern.search(before) for cue in rules.cues["before"]
    )  # 近|百场, not the firm 百度
    reads = [
        not (quantity.chinese and unit.digits) or (quantity.bare and rough),
        not quantity.bare or rough or rules.ending["reach"].search(before) is not None,  # 突破|万亿元, not 亿元项目
        unit.group != "duration" or _is_timed(text, before, quantity, rules),
        unit.group != "count" or not _is_speech(text, quantity, rules),
    ]
    return unit.group if all(reads) else None


def _ends_near(before: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands within a few characters before the number."""
    near = before[-8:]
    return any(word in near for word in words)


def _is_timed(text: str, before: str, quantity: Quantity, rules: MeasureRules) -> bool:
    """Whether a span of time is measured: 连续8年, 缩短3天, 平均年限为9年."""
    if rules.forms["span-noun"].search(before):
        return True
    near = before[-12:] + text[quantity.end : quantity.end + 2]
    return any(cue.pattern.search(near) for cue in rules.cues["durations"])


def _is_speech(text: str, quantity: Quantity, rules: MeasureRules) -> bool:
    """Whether a small number only numbers what is said: 三个方面, 4大板块."""
    if quantity.value >= MAX_SMALL or quantity.bare or not (quantity.chinese or quantity.written == "大"):
        return False
    after = text[quantity.end :]
    return (quantity.chinese and quantity.value < 2) or not after or rules.opening["abstract"].match(after) is not None


def _name_around(quantity: Quantity, mentions: Sequence[Mention]) -> Mention | None:
    around = (mention for mention in mentions if mention.start < quantity.end and quantity.start < mention.end)
    return min(around, key=lambda mention: mention.end - mention.start, default=None)


def _counts_in_name(quantity: Quantity, group: str, name: Mention) -> bool:
    if name.start >= quantity.end - 1 or name.end <= quantity.start + 1:
        return True
    counted = name.type in COUNTED_NAMES and group == "count" and not quantity.chinese
    return counted or (name.type in BUILT_NAMES and group in {"measure", "money"})


def _read_after(text: str, place: int, sign: str, rules: MeasureRules) -> tuple[int, str]:
    rest = text[place:]
    for cue in rules.cues["after"]:
        if match := cue.pattern.match(rest):
            return place + match.end(), cue.sign
    return place, sign


def _find_ranks(text: str, rules: MeasureRules) -> Iterable[Candidate]:
    last_end = -1
    matches = sorted(
        ((match, cue) for cue in rules.cues["ranks"] for match in cue.pattern.finditer(text)),
        key=lambda pair: (pair[0].start(), -pair[0].end()),
    )
    for match, cue in matches:
        if match.start() < last_end:
            continue
        candidate = _rank(text, match, cue, last_end, rules)
        if candidate is not None:
            last_end = candidate.end
            yield candidate


def _rank(text: str, match: re.Match[str], cue: Cue, last_end: int, rules: MeasureRules) -> Candidate | None:
    begin = max(match.start() - BEFORE_CHARS, 0, last_end)
    for mark in CLAUSE.finditer(text, begin, match.start()):
        begin = mark.end()
    before = text[begin : match.start()]
    found = _ranked(before, rules)
    if found is None and begin == last_end and before[:1] in {"、", "和"}:
        found = (0, before.lstrip("、和"))  # a further scope: 居全省第1位、全国第5位
    if found is None and (said := LARGEST.search(before)) and rules.forms["largest"].match(text, match.end()):
        found = (said.start(), "")  # 东盟为|第三大贸易伙伴
    if found is None:
        return None
    head, scope = found
    value = cue.value if cue.value is not None else parse_number(match["n"])
    return Candidate(
        start=match.start(),
        end=match.end(),
        value=value,
        unit="位",
        group="rank",
        sign=cue.sign,
        head=begin + head,
        scope=scope.strip("的在“”").removesuffix("中"),
    )


def _ranked(before: str, rules: MeasureRules) -> tuple[int, str] | None:
    """Find the verb and the scope of a rank: where its words begin, and among whom it is."""
    verbs = [
        verb
        for verb in rules.opening["rank_verb"].finditer(before)
        if not before.startswith(("比", "有率"), verb.end())
    ]
    scopes = list(rules.opening["scope"].finditer(before))
    if verbs:
        verb = verbs[-1]
        scope = rules.forms["rank-from"].sub("", before[verb.end() :])
        front = [
            found for found in scopes if found.end() == verb.start() or before[found.end() : verb.start()] == "各市"
        ]
        among = AMONG.search(before, 0, verb.start()) if not scope else None
        if among is not None:
            return among.start(), among["scope"]
        start = front[-1].start() if not scope and front else verb.start()
        return start, scope or before[start : verb.start()]
    if scopes:
        start = next((scope.start() for scope in scopes if scope.end() == len(before)), scopes[0].start())
        return start, before[start:]  # 区域创新能力连续9年|全国
    return None
