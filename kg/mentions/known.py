"""Names that the lexicon and the table of regions hold, and the bodies that every region has."""

import re
from dataclasses import replace

from kg.knowledge.bodies import Bodies
from kg.knowledge.lexicon import Lexicon
from kg.knowledge.name_rules import ORGANIZATIONS, KnownForm, NameRules
from kg.knowledge.regions import Regions
from kg.mentions.context import CLOSING, OPENING, Candidate, Context, Word, part_of_speech
from kg.mentions.departments import find_departments, find_listed_bodies

__all__ = ["find_known"]

IGNORED = frozenset(OPENING.replace("《", "") + CLOSING.replace("》", "") + '"')
AUTONOMOUS = "自治区"  # says 区 of itself, and its bodies say 自治区政府
COMMON = ("v", "a", "d", "l", "i", "t", "s", "m")  # parts of speech of words that are a company's name by chance only
NUMBERED = frozenset({"Award", "Event"})
NUMBER = re.compile("(?:20[0-9]{2}年)?(?:第[一二三四五六七八九十百0-9]+[届次]|20[0-9]{2}年?|首届)$")
WHOLE = re.compile("全[省市县区州](?!域|面)")  # behind the short form of a region: 安化全县
STREET = re.compile("[东西南北中]?(?:路|街|大道)")  # 金沙江 in 金沙江西路 is no river
LEAGUE = "团"  # stands before the letter: 团市委
POINTING = "该"  # and so may this: 该区政府
NATION = "中华人民共和国"  # begins the full names of ministries
HOME = "中国"  # may stand before a body of the country: 中国财政部
DEPARTMENT = "部门"  # whose 部 ends no ministry: 财政部|门
LINK = "返回"  # begins a link of the page that names the site: 返回搜狐，查看更多
CODE = re.compile("[0-9A-Za-z]")
POINTED = re.compile("[0-9]\\.$")  # before 5G in 224.5GW; 1.AI技术 begins a list
LEVELS = frozenset("省市区县州旗镇乡")


def find_known(context: Context, rules: NameRules, lexicon: Lexicon, regions: Regions) -> list[Candidate]:
    """Find known names, quotation marks in the text notwithstanding (“三高四新”美好蓝图).

    Args:
        context: The sentence.
        rules: The name rules with the automaton of known forms.
        lexicon: The lexicon, which composes the bodies of regions.
        regions: The regions, which tell 北京朝阳 from 朝阳.
    """
    text, places = _without_quotation_marks(context.text)
    found: list[Candidate] = []
    cut: list[Candidate] = []  # regions that the segmenter has cut through, as in 景德镇|市委常委
    for index, first, last in rules.known.find_matches_as_indexes(text, overlapping=True):
        start, end = places[first], places[last - 1] + 1
        for form in rules.known_forms[index]:
            if _holds(context, start, end, form, rules):
                start = _with_number(context.text, start) if form.type in NUMBERED else start
                start -= len(HOME) * (form.type == "GovernmentBody" and context.text.endswith(HOME, 0, start))
                found.append(Candidate(*_balanced(context, start, end), form.type, form.rule, 2))
            elif form.type == "AdministrativeRegion" and not form.short:
                cut.append(Candidate(start, end, form.type, form.rule, 2))
    found += _chains(context, found, regions)
    found = [_behind_parent(context, candidate, found, regions) for candidate in found]
    found = [_behind_country(context, c, found, lexicon, regions) for c in found if not _ends_longer(c, found)]
    found += _bodies(context, [*found, *cut], lexicon.bodies)
    found += find_departments(context, found, rules, regions)
    return found + find_listed_bodies(context, found, lexicon.bodies, rules)


def _balanced(context: Context, start: int, end: int) -> tuple[int, int]:
    """Take in the quotation mark whose partner stands inside: “十四五”时期, not 十四五”时期."""
    for closing, opening in context.quotations.items():
        if start < closing < end and opening == start - 1:
            return opening, end
        if start <= opening < end and closing == end:
            return start, end + 1
    return start, end


def _with_number(text: str, start: int) -> int:
    """Take in the number that the name of an event or award begins with: 第三届市长质量奖."""
    number = NUMBER.search(text[:start])
    return number.start() if number else start


def _without_quotation_marks(text: str) -> tuple[str, list[int]]:
    places = [position for position, character in enumerate(text) if character not in IGNORED]
    return "".join(text[position] for position in places), places


def _holds(context: Context, start: int, end: int, form: KnownForm, rules: NameRules) -> bool:
    if context.text.endswith(LINK, 0, start) or _in_code(context.text, start, end):
        return False
    if context.text.startswith(DEPARTMENT, end - 1):
        return False
    post = end + context.text.startswith("副", end)
    titled = form.type in ORGANIZATIONS and rules.people.title.match(context.text, post) is not None
    if not (_begins_word(context, start) and (titled or _ends_word(context, end))):
        return False
    if form.quoted and not _quoted_or_headed(context, start, end, rules):
        return False
    named = form.type == "Company" and not form.rule.startswith("deictic:")
    if named and _is_common(part_of_speech(context.text[start:end])):
        return _is_listed(context.text, start, end)
    if form.type == "Industry" and context.text.startswith(rules.words.uses, end):
        return False
    if form.type == "Place" and STREET.match(context.text, end):
        return False
    if form.type == "AdministrativeRegion" and context.text.startswith(rules.words.namesakes, start):
        return False
    if form.type == "AdministrativeRegion" and form.short:
        return WHOLE.match(context.text, end) is not None or _is_region(context, start, end, form)
    return True


def _in_code(text: str, start: int, end: int) -> bool:
    """Say whether a stretch cuts a number or a word of Latin letters apart: 5G in 224.5GW."""
    code = start > 0 and CODE.match(text, start) is not None
    pointed = text[start].isdigit() and POINTED.search(text, 0, start) is not None
    begins = code and (pointed or CODE.match(text, start - 1) is not None)
    return bool(begins or (CODE.match(text, end - 1) and CODE.match(text, end)))


def _is_word(tag: str) -> bool:
    """Say whether a word of a part of speech is most often no region: 振兴 behind 辽宁."""
    return tag in ("n", "vn") or tag.startswith(COMMON)


def _is_common(tag: str) -> bool:
    return tag == "n" or tag.startswith(COMMON)


def _is_listed(text: str, start: int, end: int) -> bool:
    """Say whether a name that is a common word too (浪潮) stands in a list of names or before what companies have."""
    return (
        text[start - 1 : start] in ("、", "“")
        or text[end : end + 1] in ("、", "”")
        or text.startswith(("集团", "公司"), end)
    )


def _begins_word(context: Context, start: int) -> bool:
    word = context.words[context.at[start]]
    return word.start == start or not word.tag or _parts(context, word, start)


def _ends_word(context: Context, end: int) -> bool:
    if context.is_boundary(end):
        return True
    word = context.words[context.at[end]]
    return not word.tag or _parts(context, word, end)


def _parts(context: Context, word: Word, position: int) -> bool:
    """Say whether a word is two words of the dictionary put together there: 汽车|产量."""
    left, right = context.text[word.start : position], context.text[position : word.end]
    return len(left) > 1 and len(right) > 1 and bool(part_of_speech(left) and part_of_speech(right))


def _quoted_or_headed(context: Context, start: int, end: int, rules: NameRules) -> bool:
    text = context.text
    if end in context.quotations and context.quotations[end] == start - 1:
        return True
    return any(text.startswith(head, end) for rule in rules.heads if rule.type == "Programme" for head in rule.forms)


def _is_region(context: Context, start: int, end: int, form: KnownForm) -> bool:
    """Say whether the short form of a region is that here: a word of its own or the begin of a longer name."""
    word = context.words[context.at[start]]
    if word.start == start and word.end == end:
        return word.tag in ("", "ns", "nr", "nrt", "nt") or (not form.county)
    return not form.county or not word.tag


def _behind_parent(context: Context, candidate: Candidate, found: list[Candidate], regions: Regions) -> Candidate:
    """Trust the short form of a county that stands behind its province: 云南孟连."""
    if candidate.rule != "region:county":
        return candidate
    text = context.text
    around = {
        parent.code
        for region in regions.named(text[candidate.start : candidate.end])
        for parent in regions.ancestors(region)
    }
    parents = (name for name in found if name.end == candidate.start and name.type == "AdministrativeRegion")
    named = (region.code in around for name in parents for region in regions.named(text[name.start : name.end]))
    return replace(candidate, rule="region-chain") if any(named) else candidate


def _ends_longer(candidate: Candidate, found: list[Candidate]) -> bool:
    """Say whether a body's name is the end of another's short form: 央行 in 欧央行, 保监会 in 银保监会."""
    longer = (candidate.start - 1, candidate.end, candidate.type, candidate.rule)
    return candidate.type == "GovernmentBody" and any((c.start, c.end, c.type, c.rule) == longer for c in found)


def _behind_country(
    context: Context, candidate: Candidate, found: list[Candidate], lexicon: Lexicon, regions: Regions
) -> Candidate:
    """Take in the country whose body it is: 美国财政部 is no ministry of China; 白宫 is that of the United States."""
    if candidate.type != "GovernmentBody" or not candidate.rule.startswith("lexicon:"):
        return candidate
    entries = lexicon.by_form.get(context.text[candidate.start : candidate.end], ())
    if not any(entry.type == "GovernmentBody" and entry.name.startswith((NATION, HOME)) for entry in entries):
        return candidate
    for place in found:
        if place.end == candidate.start and place.type == "AdministrativeRegion":
            named = regions.named(context.text[place.start : place.end])
            if named and all(region.level == "foreign" for region in named):
                return Candidate(place.start, candidate.end, candidate.type, "country-body", 3)
    return candidate


def _chains(context: Context, found: list[Candidate], regions: Regions) -> list[Candidate]:
    """Find regions that count only behind the region they lie in: 朝阳 in 北京朝阳."""
    starts = {candidate.start for candidate in found}
    further = []
    for candidate in found:
        if candidate.type != "AdministrativeRegion" or candidate.end in starts:
            continue
        chain = regions.match_path(context.text, candidate.start)
        common = chain is not None and _is_word(part_of_speech(context.text[candidate.end : chain[1]]))
        if chain is not None and chain[1] > candidate.end and _ends_word(context, chain[1]) and not common:
            further.append(Candidate(candidate.end, chain[1], "AdministrativeRegion", "region-chain", 2))
    return further


def _bodies(context: Context, found: list[Candidate], bodies: Bodies) -> list[Candidate]:
    """Find the bodies of regions: 衡阳市科协 is a region with a body's form behind it, 市科协 means the text's own."""
    starts: dict[int, int] = {}
    composed = []
    regions = [c for c in found if c.type == "AdministrativeRegion" and not c.rule.startswith("deictic")]
    for region in sorted(regions, key=lambda c: (c.start, c.end)):
        starts[region.end] = min(starts.get(region.start, region.start), starts.get(region.end, region.start))
    for region in regions:
        form = bodies.at(context.text, region.start, region.end)
        if form is not None and _may_end(context, form.end):
            start = form.start if form.start < region.start else starts[region.end]
            composed.append(Candidate(start, form.end, form.body.type, "region-body", 3))
    for position, character in enumerate(context.text):
        word = context.words[context.at[position]]
        if character in LEVELS and word.start in (position, position - word.text.startswith((LEAGUE, POINTING))):
            form = bodies.at(context.text, position, position + 1)
            if form is not None and _may_end(context, form.end):
                name = context.text[form.start : form.end]
                composed.append(Candidate(form.start, form.end, form.body.type, f"deictic:{name}", 2))
    position = context.text.find(AUTONOMOUS)
    while position >= 0:
        form = bodies.at(context.text, position, position + len(AUTONOMOUS))
        if form is not None and position not in starts.values() and not any(r.end == position + 3 for r in regions):
            composed.append(
                Candidate(position, form.end, form.body.type, f"deictic:{context.text[position : form.end]}", 2)
            )
        position = context.text.find(AUTONOMOUS, position + 1)
    return composed


def _may_end(context: Context, end: int) -> bool:
    if context.text[end : end + 1] in ("员", "办", "性", "网"):
        return False
    return _ends_word(context, end) or context.text[end : end + 2] in (
        "书记",
        "常委",
        "委员",
        "副书",
        "主任",
        "主席",
        "局长",
        "代表",
    )
