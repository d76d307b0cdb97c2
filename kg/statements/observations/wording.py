"""The words around a number: what it measures, and the verb between the two."""

import re
from dataclasses import dataclass

from kg.knowledge.measures import MeasureRules
from kg.model import Mention
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.scene import SUBJECTS, Scene
from kg.text.tokens import cut

__all__ = ["Wording", "read_wording"]

NEAR_CHARS = 12  # enough context for the segmenter to part the last words of a phrase
NAMED = SUBJECTS - {"Project"}  # a phrase of nothing but their names says only where things are
JOINED = re.compile("[、和及与以\\s\0]*")
LOCATED_IN = "在"
MIN_NOUN = 2  # characters of a noun on either side of a date inside a phrase
INNER_DATE = re.compile("份?的?[一-龥]{1,8}(?:量|额|值|率|收入|利润|投资|面积|数|人次)$")
_NOW = "现在|目前|如今|今天"
CHANGES = re.compile(f"[一-龥]{{0,6}}(?:为|至|到|成)了?(?:(?:{_NOW}|今年)的?)?")
NOW = re.compile(f"(?<=[为至到成])(?:{_NOW})$")
CHANGED_FROM = re.compile("^(?P<noun>.{2,}?)[由从](?:[^由从，]{1,6}的)?$")
RISING = frozenset("增扩提升上下降减压缩")
NUMBERED = re.compile("[一二三四五六七八九十]{1,3}、")
STOPS = "，；：。！？…,;\n"
MARKS = re.compile(f"[{STOPS}、）)]")
PARENTHESES = re.compile(r"（[^（）]*）|\([^()]*\)")
PUNCTUATION = " \t\u3000，；：。！？、,;:…·—-”）)》"
QUOTES = '“”‘’"「」'


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How the text words a number.

    Attributes:
        start: Where the first word of the noun phrase stands, for the quote.
        noun: The noun phrase before the number, without verb, date, subject and adverbs; empty if there is none.
        verb: The verb between it and the number, one of growth, decline, compare or reach.
        role: Which list of verbs it belongs to; ``fall`` of a fall whose number is negative; empty if there is none.
        sign: The comparator before the number.
        after: What follows the number in its clause.
        left: All words before the number in its clause.
        clause: Where its clause begins.
        joined: Whether only 、 or 和 stands between the number and the one before it.
        listed: Whether 、 or 和 stands right after the number before it.
        fresh: Whether the clause has a subject of its own, so that it does not go on about the thing before.
        continued: Whether the next number follows in the same clause.
        touches: Whether the words after it reach up to that number.
        rises: Whether it is what the number before it rose or fell to: 从3亿元增至18亿元.
    """

    start: int
    noun: str
    verb: str
    role: str
    sign: str
    after: str
    left: str
    clause: int
    joined: bool
    listed: bool
    rises: bool
    fresh: bool
    continued: bool
    touches: bool


def read_wording(
    scene: Scene, candidate: Candidate, before: Candidate | None, after: Candidate | None, rules: MeasureRules
) -> Wording:
    """Read the words around a number.

    Args:
        scene: The sentence.
        candidate: The number.
        before: The number before it in the sentence.
        after: The number after it.
        rules: The lists of words.
    """
    text = PARENTHESES.sub(lambda match: _blank(match, candidate), scene.sentence.text)
    begin = _clause_start(text, candidate.head)
    listed = before is not None and before.end >= begin
    if before is not None and listed:
        begin = _after_break(text, before.end, candidate.head)
    left = _without_date(scene, begin, text[begin : candidate.head])
    core, sign = _strip_sign(left, rules)
    verb = role = ""
    if candidate.group != "rank":
        core, verb, role = _strip_verb(core, rules)
    core = rules.forms["compared-to"].sub("", core)  # first: 在2022年基础|上 is no comparator
    if not sign:
        core, sign = _strip_sign(core, rules)
    if not sign:
        sign = next((cue.sign for cue in rules.cues["limited"] if cue.pattern.search(left)), "")
    core = rules.forms["by-means"].sub("", rules.forms["compared-to"].sub("", core))
    start, noun = _noun(scene, begin, core, rules)
    after_words = _after(text, candidate, after, rules)
    if after is not None and CHANGES.fullmatch(after_words) and (changed := CHANGED_FROM.match(left)):
        noun = changed["noun"].replace("\0", "").strip(PUNCTUATION).removesuffix("将")  # 事项从划转的280项|整合为161项
        after_words = ""
    elif listed and CHANGES.fullmatch(left.strip()) and CHANGED_FROM.search(text[: before.start] if before else ""):
        noun = ""
    if listed and after_words and candidate.group == "count" and before is not None:
        noun = "" if start == before.end and text[before.end : candidate.head].endswith("的") else noun
    if after_words and noun and _is_name(scene, start, noun):
        noun = ""  # 江陵重工27台|机组
    return Wording(
        start=start,
        noun=noun,
        verb=verb,
        role=role,
        sign=sign,
        after=after_words,
        left=left.replace("\0", ""),
        clause=_clause_start(text, candidate.head),
        joined=before is not None and JOINED.fullmatch(text[before.end : candidate.head]) is not None,
        listed=listed and left[:1] in {"、", "和", "及", "与"},
        fresh=any(begin <= subject.start < candidate.head for subject in scene.subjects),
        continued=after is not None and _clause_start(text, after.head) <= candidate.end,
        touches=after is not None and MARKS.search(text, candidate.end, after.start) is None,
        rises=role == "reach" and ((listed and left.strip("，大幅快速稳步 ")[:1] in RISING) or _is_change(verb)),
    )


def _blank(aside: re.Match[str], candidate: Candidate) -> str:
    """Blank out what stands in parentheses, unless the number is part of it; then they end its clause."""
    words = aside.group()
    if aside.start() < candidate.start < aside.end():
        return "，" + words[1:-1] + "，"
    return "\0" * len(words)


def _without_date(scene: Scene, begin: int, left: str) -> str:
    """Leave out a date right before the number: 提高到|2025年的|7.4万元."""
    trimmed = left.removesuffix("的")
    if now := NOW.search(trimmed):
        return left[: now.start()]  # 降至|现在的|2.3%
    for date in scene.dates:
        if date.start > begin and date.end == begin + len(trimmed) and date.role != "base":
            return left[: date.start - begin]
    return left


def _is_name(scene: Scene, start: int, noun: str) -> bool:
    """Whether a phrase is nothing but names of regions and organizations, with where they stand: 在甲市乙县."""
    rest = noun
    for mention in scene.mentions:
        if mention.type in NAMED and start <= mention.start:
            rest = rest.replace(mention.text, "")
    return len(rest) < len(noun) and not rest.strip("在于位坐落、和及与（）()“” ")


def _after_break(text: str, begin: int, end: int) -> int:
    """Leave out what still belongs to the number before: 16个省级示范村、140个县级示范村."""
    found = text.find("、", begin, end)
    return begin if found < 0 else found


def _clause_start(text: str, end: int) -> int:
    return max((text.rfind(stop, 0, end) for stop in STOPS), default=-1) + 1


def _after(text: str, candidate: Candidate, after: Candidate | None, rules: MeasureRules) -> str:
    mark = MARKS.search(text, candidate.end)
    begin, end = candidate.end, len(text) if mark is None else mark.start()
    together = after is not None and after.start == candidate.end and text[after.start].isdigit()
    if after is not None and together and candidate.group == after.group == "count":
        begin = after.end  # 12类|45件民生实事
    elif after is not None and after.start < end and text[after.start] != "\0":
        sized = rules.forms["side-of-it"].fullmatch(text, begin, after.start) and text.startswith("的", after.end)
        begin, end = (after.end + 1, end) if sized else (begin, after.start)  # 3条直径为400毫米的|管线
    return text[begin:end].replace("\0", "")


def _strip_sign(text: str, rules: MeasureRules) -> tuple[str, str]:
    trimmed = text.rstrip(" ，“”的了\0").removesuffix("人民币")
    for cue in rules.cues["before"]:
        if match := cue.pattern.search(trimmed):
            return trimmed[: match.start()], cue.sign
    return text, ""


def _strip_verb(text: str, rules: MeasureRules) -> tuple[str, str, str]:
    """Take the verb before the number off, with the adverbs behind it; 到 after it makes it a verb of reaching."""
    rest = text.rstrip(" \0")
    if reached := _reached(rest, rules):
        return rest[: -len(reached)], reached, "reach"
    for _ in range(6):  # a verb has no more adverbs
        for role in ("reach", "decline", "growth"):
            if match := rules.ending[role].search(rest):
                longer = rules.ending["reach"].search(rest)
                if role != "reach" and longer and len(longer.group()) > len(match.group()):
                    continue
                measured = rules.ending["measured"].search(rest[: match.start()]) is not None  # 治理率|达
                if len(match.group()) > 1 or measured or _is_word(rest, match.start()):
                    return rest[: match.start()], match.group(), role
        adverb = rules.ending["adverb"].search(rest)
        if adverb is None or (len(adverb.group()) == 1 and not _is_word(rest, adverb.start())):
            break
        rest = rest[: adverb.start()].rstrip(" \0")
    return rest, "", ""


def _reached(text: str, rules: MeasureRules) -> str:
    """Find a verb of change that 到, 至 or 为 makes one of reaching: 降为, 缩减到."""
    if text[-1:] not in {"到", "至", "为"}:
        return ""
    changed = rules.ending["growth"].search(text[:-1]) or rules.ending["decline"].search(text[:-1])
    return changed.group() + text[-1] if changed and changed.group() not in rules.words["rate"] else ""


def _is_change(verb: str) -> bool:
    """Whether a verb of reaching says that something changed: 提升至, 缩短到."""
    return len(verb) > 1 and verb[0] in RISING and verb[-1] in "到至为"


def _is_word(text: str, start: int) -> bool:
    """Whether a word begins at a place, so that the last character of 首位 is not taken for a verb."""
    if text[start:] == "均":
        return text[start - 1 : start] not in set("人户年平月日")
    if text[start:] in {"涨", "跌", "增", "降"} and text[start - 1 : start] in {"日", "月", "年"}:
        return True
    first = max(0, start - NEAR_CHARS)
    return any(token.start == start - first for token in cut(text[first:]))


def _noun(scene: Scene, begin: int, core: str, rules: MeasureRules) -> tuple[int, str]:
    """Take dates, the subject, adverbs and conjunctions off both ends of the words before a verb."""
    start, end = begin, begin + len(core)
    text = scene.sentence.text
    while start < end:
        step = _front_step(scene, text, start, end, rules)
        if step == start:
            break
        start = step
    noun = _without_inner_dates(scene, start, text[start:end])
    noun = rules.forms["done-between"].sub("", PARENTHESES.sub("", noun).replace("\0", ""))
    return start, _strip_end(noun, rules)


def _without_inner_dates(scene: Scene, begin: int, words: str) -> str:
    """Leave out the dates inside a noun phrase: 储能电池|今年上半年|的产量, 某品牌|在6月份|的销量."""
    for date in reversed(scene.dates):
        first, last = date.start - begin, date.end - begin
        if date.role == "base" or first < MIN_NOUN or last > len(words) - MIN_NOUN:
            continue
        front, behind = words[:first], words[last:]
        if INNER_DATE.match(behind):
            words = front.removesuffix("在") + behind
    return words


def _front_step(scene: Scene, text: str, start: int, end: int, rules: MeasureRules) -> int:
    if text[start] in PUNCTUATION or text[start] == "\0":
        return start + 1
    if numbered := NUMBERED.match(text, start, end) or rules.forms["for-years"].match(text, start, end):
        return numbered.end()
    going_on = rules.forms["going-on"].match(text, start, end)
    for date in scene.dates:
        if date.start <= start < date.end <= end or (going_on and date.start == going_on.end() and date.end <= end):
            return date.end
    for mention in scene.subjects:
        if mention.start == start and mention.end <= end and mention.type in {"AdministrativeRegion", "Park"}:
            return mention.end
        if mention.start == start and mention.end < end:
            return mention.end
    if (holder := _to_holder(scene, text, start, end, rules)) is not None:
        return holder
    word = rules.opening["front"].match(text, start, end) or rules.opening["home"].match(text, start, end)
    noun = rules.forms["in-state"].match(text, start, end)  # 可再生能源
    if word and not noun and (len(word.group()) > 1 or _begins_word(text[start:end], len(word.group()))):
        return word.end()
    return start


def _to_holder(scene: Scene, text: str, start: int, end: int, rules: MeasureRules) -> int | None:
    """Step over what leads to whose a number is (要将|雄安新区绿化率) or who does something with a thing."""
    starts = {mention.start for mention in scene.subjects if mention.end < end}
    before = rules.forms["before-subject"].match(text, start, end)
    if before and before.end() in starts:
        return before.end()
    inner = {m.start for m in scene.subjects if m.end < end and not m.rule.startswith("deictic:")}
    around = (m for m in scene.mentions if m.start == start and m.end in inner and m.type == "AdministrativeRegion")
    if region := next(around, None):
        return region.end  # 江油市|方水镇种植……, but not 德国|国内生产总值
    if (led := _through_regions(scene, start)) in starts:
        return led  # 四川省江油市|方水镇种植……
    regions = (mention for mention in scene.mentions if mention.type == "AdministrativeRegion")
    if text.startswith(LOCATED_IN, start - 1) and (place := next((m for m in regions if m.start == start), None)):
        return place.end if place.end < end else None  # 双方将在|柳州|共建换电站
    for subject in scene.subjects:
        if start < subject.start and subject.end < end and rules.forms["attributed-name"].search(text[: subject.start]):
            return subject.end  # 该区引进的某公司|营收
    doer = _doer(scene, text, start)
    return None if doer is None else doer.end + 1


def _through_regions(scene: Scene, start: int) -> int:
    """Step over regions that stand one right behind the other, the last left out: 四川省江油市|方水镇."""
    regions = {mention.start: mention for mention in scene.mentions if mention.type == "AdministrativeRegion"}
    while start in regions and regions[start].end in regions:
        start = regions[start].end
    return start


def _doer(scene: Scene, text: str, start: int) -> Mention | None:
    """Find who does something with a thing: 李明|将总投资3亿元的项目落户沈阳."""
    people = (mention for mention in scene.mentions if mention.type == "Person" and mention.start == start)
    return next((mention for mention in people if text.startswith(("将", "把"), mention.end)), None)


def _begins_word(text: str, length: int) -> bool:
    first = next(iter(cut(text[:8])), None)
    return first is not None and first.end == length


def _strip_end(noun: str, rules: MeasureRules) -> str:
    noun = noun.rstrip(PUNCTUATION + "\0").strip()
    while match := rules.ending["adverb"].search(noun):
        if (match.start() == 0 and len(match.group()) == 1) or (
            len(match.group()) == 1 and match.group() not in "的了" and not _is_word(noun, match.start())
        ):
            break
        noun = noun[: match.start()].rstrip(PUNCTUATION)
    return noun
