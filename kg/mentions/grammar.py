"""Names that no lexicon holds, by how they end: the end is known, the grammar decides where the name begins."""

import re
from collections.abc import Iterable

from kg.knowledge.name_rules import ORGANIZATIONS, NameRules, SuffixRule
from kg.mentions.context import Candidate, Context, Word, is_han
from kg.mentions.edges import (
    LINKS,
    ORDERED,
    boundary_inside,
    counted_behind,
    counts,
    delimited,
    governed,
    is_common,
    may_stand_inside,
)
from kg.mentions.fronts import Front, Search, is_content, is_proper, is_specific, sort_by_end
from kg.mentions.numbers import ORDINAL, begin_of_number

__all__ = ["find_by_pattern", "find_by_suffix"]

ANCHORED = ORGANIZATIONS | {"Park", "Project", "Product"}
ORDINALS = frozenset("届年次期")  # counters that names hold: 第26届
MAX_PARENTHESIS = 8  # characters, both brackets counted: （黄山）, （B型）, （苏州工业园）
SEATED = frozenset({"Park", "Place", "Project"})  # types whose names may stand behind the region they lie in
FULL = frozenset("省市县区旗镇乡州")  # last characters of full names of regions
ANNOUNCED = frozenset({"计划", "行动", "倡议"})  # what somebody plans or calls for has that somebody before it
NATIONWIDE = "全国"
LEADS = frozenset({"中共", "政协", "人大", "武警", "国家税务总局", "国家统计局"})  # before a region in a body's name
ROW_END = re.compile("(?<![高中初平优同均对头何一二三特])等$")  # before a form: 云龙湖等实验室 names no one thing
PLACE_TAGS = ("ns", "nt", "nz")  # of places in the segmenter's dictionary
SHORTEST_PLACE = 3  # characters of one that stands by itself: 洋口港
MAX_TAIL = 6  # characters between 高铁 and 段


def find_by_pattern(context: Context, rules: NameRules) -> list[Candidate]:
    """Find the names of a sentence that a regular expression of the grammar describes."""
    return [
        Candidate(match.start(1), match.end(1), rule.type, rule.id, 3)
        for rule in rules.patterns
        for match in rule.match.finditer(context.text)
    ]


def find_by_suffix(context: Context, known: Iterable[Candidate], rules: NameRules) -> list[Candidate]:
    """Find the names of a sentence that end in a form of the grammar.

    Args:
        context: The sentence.
        known: Names already known in it; regions and organizations anchor the left edge.
        rules: The name grammar.
    """
    ends = sort_by_end(known)
    found = []
    for index, start, end in rules.endings.find_matches_as_indexes(context.text, overlapping=True):
        if not _ends_word(context, end) or (end - start == 1 and is_common(context, end)):
            continue
        if ROW_END.search(context.text, 0, start):
            continue
        for rule in rules.suffixes[index]:
            candidate = _candidate(Search(context, rule, rules.words, ends, start, rules.companies.breaks), end)
            if candidate is not None:
                found.append(candidate)
    return found


def _ends_word(context: Context, end: int) -> bool:
    """Say whether a name may end here: at a word's end, or in a word that is only the segmenter's guess."""
    return context.is_boundary(end) or not context.words[context.at[end]].tag


def _candidate(search: Search, end: int) -> Candidate | None:
    rule, context, start = search.rule, search.context, search.start
    region = search.known.regions.get(end)
    if context.text.startswith(rule.unless, end) or (region is not None and region.start <= start):
        return None
    end = _with_tail(search, end)
    if context.text[start:end] in rule.bare and context.is_boundary(start) and not _extends(search):
        return Candidate(start, end, rule.type, rule.id)
    front = _one_word(search, end) if rule.word else _walk(search)
    _trim(front, search)
    if front.start >= start or end - front.start > rule.maximum or start - front.start < rule.minimum:
        return None
    if front.counted or counted_behind(context.text, end, search.words):
        return None
    if front.brand and rule.type == "Programme" and context.text[start:end] in ANNOUNCED:
        return None
    if not delimited(context, front.start, end) and not is_specific(search, front):
        return None
    if rule.governed and not governed(context, front.start, end, rule):
        return None
    return Candidate(_begin(front, search, end), end, rule.type, rule.id)


def _begin(front: Front, search: Search, end: int) -> int:
    """Find where a name begins whose words have been found: with its number, without what only says where it is."""
    if search.rule.years:
        return begin_of_number(search.context.text, front.start, search.known.regions)
    start = _without_seat(front, search) if search.rule.type in SEATED else front.start
    return _own_word(search, start, end) if search.rule.type == "Place" else start


def _own_word(search: Search, start: int, end: int) -> int:
    """Leave out what stands before a place that the dictionary knows, but a region: 及时处理|首都国际机场."""
    word = search.context.words[search.context.at[end - 1]]
    proper = word.end == end and word.tag in PLACE_TAGS and word.end - word.start >= SHORTEST_PLACE
    if not proper or word.start <= start:
        return start
    region = search.known.regions.get(word.start)
    return start if region is not None and region.start == start else word.start


def _without_seat(front: Front, search: Search) -> int:
    """Leave out the region in which a thing lies that has a name of its own: 齐鲁高新区 in 齐河县齐鲁高新区."""
    region = search.known.regions.get(front.own)
    if not front.region or not front.words or region is None:
        return front.start
    if search.context.text[region.end - 1] not in FULL or region.end - region.start <= len("沙县"):
        return front.start
    generic = search.words.generic | search.rule.generic
    own = [word for word in front.words if is_content(word, generic, search)]
    return front.own if is_proper(front, own) else front.start


def _with_tail(search: Search, end: int) -> int:
    """Take in the part that is named behind: 安徽段 in 合新高铁安徽段."""
    text, tail = search.context.text, search.rule.tail
    if not tail:
        return end
    last = text.find(tail, end, end + MAX_TAIL)
    if last < 0 or (last > end and not is_han(text[end:last])):
        return end
    word = search.context.words[search.context.at[last]]
    if word.end == last + len(tail) and (last == end or word.start == last or not word.tag):
        return word.end
    return end


def _extends(search: Search) -> bool:
    word = search.context.before(search.start)
    known = search.words.boundary | search.words.governing
    return word is not None and is_han(word.text) and word.text not in known


def _one_word(search: Search, end: int) -> Front:
    """Take the word that holds the suffix, or the word before it where the suffix is a word of its own."""
    front = Front(search.start)
    region = search.known.regions.get(search.start)
    word = search.context.before(search.start)
    if word is None or not is_han(word.text):
        return front
    holder = search.context.words[search.context.at[end - 1]]
    proper = (
        holder.tag in ("ns", "nz", "") if holder.start < search.start else word.tag in ("ns", "nz", "nr", "nrt", "")
    )
    start = word.start + boundary_inside(word, search.words) + 1  # 以紫霞湖, which the segmenter took for one word
    if region is None and proper and end - start > 2:
        front.start = start
        front.words.append(Word(start, word.end, search.context.text[start : word.end], word.tag))
    return front


def _walk(search: Search) -> Front:
    front = Front(search.start)
    while front.start > 0 and search.start - front.start < search.rule.maximum and _step(front, search):
        pass
    return front


def _step(front: Front, search: Search) -> bool:
    """Take one more piece into the name; ``False`` where the name begins."""
    position, known, rule = front.start, search.known, search.rule
    if position in known.deictic:
        return rule.type in ORDERED and _take_rank(front, search)
    if position in known.regions:
        taken = _take_region(front, known.regions[position], rule)
        front.start = _before_dot(front.start, search)
        return taken
    if position in known.organizations and rule.type in (ORGANIZATIONS if front.region else ANCHORED):
        front.start, front.brand = known.organizations[position].start, True
        return False
    if search.rule.strict and position in known.organizations:
        return False
    if position - 1 in search.context.quotations:
        return _take_quotation(front, search)
    if search.context.text[position - 1] in "）)":
        return _take_parenthesis(front, search)
    if position in known.domains and not front.region:
        domain = known.domains[position]
        front.start = domain.start
        front.words.append(Word(domain.start, position, search.context.text[domain.start : position], "domain"))
        return True
    word = search.context.before(position)
    return word is not None and _take_word(front, word, search)


def _take_region(front: Front, region: Candidate, rule: SuffixRule) -> bool:
    if not rule.regions:
        return False
    if not front.region:
        front.own = front.start
    front.start, front.region = region.start, True
    return True


def _before_dot(start: int, search: Search) -> int:
    """Take in the region before a dot or dash: 中国·陕西（洛川）国际苹果博览会, 郑州—卢森堡合作论坛."""
    dotted = start > 0 and (
        search.context.text[start - 1] == "·"
        or (search.rule.type == "Event" and search.context.text[start - 1] in LINKS)
    )
    country = search.known.regions.get(start - 1) if dotted else None
    return country.start if country is not None else start


def _take_rank(front: Front, search: Search) -> bool:
    """Take in 全国, which says of what rank a prize is (全国五一劳动奖状) and begins its name."""
    start = front.start - len(NATIONWIDE)
    if front.words and search.context.text[max(start, 0) : front.start] == NATIONWIDE:
        front.words.append(Word(start, front.start, NATIONWIDE, "ns"))
        front.start = start
    return False


def _take_quotation(front: Front, search: Search) -> bool:
    opening = search.context.quotations[front.start - 1]
    short = front.start - opening <= search.rule.maximum
    if search.rule.quotes and short and search.context.text[opening] != "《":
        front.start, front.quoted = opening, True
        if search.rule.type in ORDERED:
            front.start = begin_of_number(search.context.text, opening, search.known.regions)
    return False


def _take_parenthesis(front: Front, search: Search) -> bool:
    position, text = front.start, search.context.text
    opening = max(text.rfind("（", 0, position), text.rfind("(", 0, position))
    inner = text[opening + 1 : position - 1]
    if not search.rule.parens or opening < 0 or position - opening > MAX_PARENTHESIS or not is_han(inner):
        return False
    front.start = opening
    front.words.append(Word(opening, position, inner, "ns" if position - 1 in search.known.regions else "n"))
    return True


def _take_word(front: Front, word: Word, search: Search) -> bool:
    if front.region and not _goes_before_region(front, word, search):
        return False
    if search.rule.type == "Company" and _breaks(front, word, search):
        return False
    if word.text in search.words.joins:
        return search.rule.joins and _take_join(front, word, search)
    if search.context.text[word.start - 1 : word.start].isdigit() and word.text in search.words.counters - ORDINALS:
        front.counted = True
        return False
    if word.start in search.known.domains and word.text in search.words.inner:
        pass  # 研发 in 量子计算研发平台 governs nothing
    elif not may_stand_inside(word, search.context, search.rule, search.words):
        front.counted = front.counted or counts(word, search.context, search.words)
        return False
    if search.rule.whole and word.text in search.rule.forms:
        return False
    if not word.tag and _stops_inside(front, word, search):
        return False
    front.start = word.start
    front.words.append(word)
    return True


def _breaks(front: Front, word: Word, search: Search) -> bool:
    """Say whether a word ends a company's name: 子公司; 企业 does not in 企业管理."""
    right = front.words[-1].text if front.words else ""
    return word.text in search.breaks and right not in search.words.inner


def _stops_inside(front: Front, word: Word, search: Search) -> bool:
    """Take what stands behind a preposition or a counter that the segmenter took for part of an unknown word."""
    text = word.text
    if text[0] in search.words.counters and search.context.text[word.start - 1 : word.start].isdigit():
        front.counted = True
        return True
    last = boundary_inside(word, search.words)
    if last < 0:
        return False
    front.counted = text[0] in search.words.determiners
    rest = Word(word.start + last + 1, word.end, text[last + 1 :], "")
    if len(rest.text) > 1:
        front.start = rest.start
        front.words.append(rest)
    return True


def _goes_before_region(front: Front, word: Word, search: Search) -> bool:
    """Say whether a name may begin before a region in it: 创业安徽大赛, 中国科学院合肥物质科学研究院."""
    if search.rule.type == "Event" and word.text in search.words.inner - search.words.governing:
        return True
    if search.rule.type in ORDERED and (
        word.text.startswith("第") or word.text == "届" or ORDINAL.fullmatch(word.text)
    ):
        return True
    if search.rule.type == "GovernmentBody":
        return word.text in LEADS
    if search.rule.type == "Company" and word.text.endswith(("公司", "集团", "银行")):
        front.region = False  # the parent of a branch, whose name has its own beginning
        return True
    return word.tag in ("", "nz", "nt") and len(word.text) > 1


def _take_join(front: Front, word: Word, search: Search) -> bool:
    """Go on across 与 or 和 where the word left of it ends no name of its own and may stand inside one."""
    left = search.context.before(word.start)
    if not front.words or front.region or left is None or len(left.text) < 2 or not is_han(left.text):
        return False
    if (
        word.start in search.known.regions
        or word.start in search.known.organizations
        or left.tag[:1] in ("t", "m", "r", "v", "d")
    ):
        return False
    if left.text in ("公司", "企业", "集团", "园区", "我们"):
        return False
    if (left.text in search.words.generic and search.rule.type not in ORGANIZATIONS) or left.text.endswith(
        search.rule.forms
    ):
        return False
    if word.text == "和" and word.start not in search.known.domains and search.rule.type not in ORGANIZATIONS:
        return False
    front.start = word.start
    return may_stand_inside(left, search.context, search.rule, search.words)


def _trim(front: Front, search: Search) -> None:
    """Take off words at the left that begin no name, and a preposition that the segmenter took for part of a word."""
    if front.region or front.brand or front.quoted:
        return
    while front.words and _is_trimmed(front.words[-1], search):
        front.start = front.words.pop().end
    if not front.words:
        return
    front.start = front.words[-1].start


def _is_trimmed(word: Word, search: Search) -> bool:
    if search.rule.loose and len(word.text) == 1:
        return False
    verb = word.tag in ("v", "vd") and word.text not in search.words.inner
    leading = word.text in search.words.leading or word.text in search.rule.leading
    return leading or (verb and is_han(word.text))
