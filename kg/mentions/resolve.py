"""Which candidates become mentions: the one place where overlaps are settled."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.knowledge.name_rules import ORGANIZATIONS, NameRules, Words
from kg.mentions.context import Candidate, Context, part_of_speech
from kg.mentions.edges import is_headed
from kg.mentions.features import outermost
from kg.mentions.rows import ROW
from kg.mentions.tagger import Tagged, Tagging
from kg.model import Mention
from kg.text.tokens import tag as tag_words

__all__ = ["resolve", "settle"]

KEPT_INSIDE = {
    "AdministrativeRegion": frozenset(
        {
            "Company",
            "GovernmentBody",
            "EducationResearch",
            "SocialOrganization",
            "Park",
            "Project",
            "Platform",
            "Place",
            "Event",
            "Award",
        }
    ),
    "Company": frozenset({"Company", "Project", "Park", "EducationResearch", "Platform", "Product"}),
    "EducationResearch": frozenset({"EducationResearch", "Platform"}),
    "SocialOrganization": frozenset({"SocialOrganization"}),
    "GovernmentBody": frozenset({"GovernmentBody", "Event"}),
    "Industry": frozenset({"Park", "Platform", "Company", "Project"}),
    "Technology": frozenset({"Platform", "Park", "Project"}),
    "Programme": frozenset({"Award", "Platform"}),
    "Park": frozenset({"Programme", "Park", "GovernmentBody", "Project"}),
    "Product": frozenset({"Project"}),
}


INFERRED = frozenset({"company-short", "company-position", "person-repeated"})  # say nothing inside a longer name
COMMON_WORDS = ("n", "v", "vn", "u", "uj", "p")  # parts of speech of what stands in front of a school of its own
PAIRS = (("“", "”"), ("（", "）"), ("(", ")"))
BODIES = frozenset({"GovernmentBody", "SocialOrganization"})  # 市委 in 市委经济工作会议 counts, 企业 in a name never
COMMON = frozenset({"Person", "Company", "Place"})  # what is often called by a common noun
OF_REGIONS = frozenset({"region-body", "body-department"})  # rules whose names end as bodies of the nation do
GENERAL = frozenset({"Project", "Platform"})  # what general words alone do not name
TAGGER = "tagger"
# Likelihoods, set on annotated texts apart from those the tagger learned from.
SURE_TO_ADD = {
    "AdministrativeRegion": 0.8,
    "Award": 0.8,
    "Company": 0.7,
    "EducationResearch": 0.6,
    "Event": 0.7,
    "GovernmentBody": 0.7,
    "Industry": 0.6,
    "Park": 0.6,
    "Person": 0.6,
    "Place": 0.5,
    "Platform": 0.8,
    "Product": 0.7,
    "Programme": 0.75,
    "Project": 0.75,
    "SocialOrganization": 0.6,
    "Technology": 0.8,
}
SURE_OF_A_WORD = 0.95
SURE_TO_WIDEN = 0.6
SURE_TO_WIDEN_KNOWN = 0.9  # 五个中心 in 上海“五个中心”建设平台
WIDE = frozenset({"Place", "Platform", "Project"})  # what is named by what it belongs to
SURE_TO_WIDEN_A_PERSON = 0.95  # 刘芳则认为 is said of 刘芳
SURE_TO_CALL = 0.7  # the same name one of another class
SURE_TO_CROSS = 0.7
PARTS_OF_WORDS = ("", "g", "ng", "vg", "ag", "zg", "nr")  # parts of speech of what is no word alone
SHORTEST = 2  # characters of any name
JOINED = (1, 2)  # characters of a title that a name may have taken in: 联合创始人, 副总裁
NATURE = tuple("江河湖山海堰泉峡源域")  # how regions end that are called after rivers and mountains: 都江堰
SHORTEST_BODY = 4  # characters; what no lexicon knows and is shorter is any region's: 海关, 投促局
SURE_TO_STRIKE = 0.85
SURE_TO_STRIKE_KNOWN = 0.95
TOWNS = ("镇", "乡", "街道", "村", "社区")
SHORTEST_FIRM = 4  # characters behind a town; 中关村科技 begins with no town
COUNTED = re.compile("(?<![0-9A-Za-z第“])[0-9]+[余多几]?([一-龥])(?P<thing>[一-龥]{0,2})")
RANKED = re.compile("[省市县区]级")
GRANTED = re.compile("(?:批准|认定|授予|命名|评定)(?:为|的)(?:[^，。；、和及]{2,20}[、和及])*$")
TOGETHER = re.compile(
    "(?:合作|联合|携手|共同)(?:共建|建设|打造|攻关|成立|组建|创办|发起|研发|开发)|(?<![”路])共建(?!共?[享治赢]|国家)"
)  # not in “一带一路”共建国家
DONE_WELL = re.compile("[搭做抓建用办管写讲守护唱打]好(?=[一-龥])")
LETTER = re.compile("[一-龥A-Za-z]")
ISSUERS = re.compile(
    "(?:[一-龥]{2,14}[、 　])*(?:中共中央)?"
)  # who stands in a paper's title before one that issues it
ABOUT = re.compile("(?:国务院)?(?:[、 　][一-龥]{2,14}?)*关于")  # and behind
GIVEN = ("lexicon:", "region", "quoted", ROW)  # rules whose names a table knows or the text itself sets apart


def resolve(context: Context, candidates: Iterable[Candidate]) -> list[Mention]:
    """Choose among the candidates of one sentence.

    The stronger of two crossing candidates stays, then the longer, then the one that starts first. A candidate inside
    another stays where the pair of types can stand in a relation.

    Args:
        context: The sentence.
        candidates: All finders' candidates, in any order.
    """
    ordered = sorted(set(candidates), key=lambda c: (c.start - c.end, -c.strength, c.start, c.type, c.rule))
    strong = sorted(ordered, key=lambda c: -c.strength)
    chosen: list[Candidate] = []
    for candidate in strong:
        if not _runs_into(context, candidate, strong) and not any(
            _crosses(candidate, other) or _same(candidate, other) for other in chosen
        ):
            chosen.append(candidate)
    chosen = [candidate for candidate in chosen if not _swallows(candidate, chosen)]
    kept = [
        candidate
        for candidate in chosen
        if (_useful(candidate, chosen) or _issues(candidate, chosen, context.text))
        and not _is_rank(context.text[candidate.start : candidate.end], candidate.type)
    ]
    kept.sort(key=lambda c: (c.start, -c.end))
    return [Mention(context.sentence, c.start, c.end, c.type, c.rule) for c in kept]


def _runs_into(context: Context, candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Say whether a composed school is a known one and the common word before it: 技术人员|中南大学."""
    if candidate.type != "EducationResearch" or candidate.strength > 1:
        return False
    known = (o for o in others if o.rule.startswith("lexicon:") and (o.type, o.end) == (candidate.type, candidate.end))
    words = (context.before(o.start) for o in known if candidate.start < o.start and o.end - o.start >= len("中南大学"))
    return any(word is not None and word.tag in COMMON_WORDS for word in words)


def settle(context: Context, mentions: Sequence[Mention], tagging: Tagging, rules: NameRules) -> list[Mention]:
    """Weigh what the rules found in a sentence by what the tagger thinks of it.

    The rules decide. The tagger widens a name whose ends they saw too narrow, sets its ends elsewhere or calls it one
    of another class where it is rather sure, adds names where they saw nothing, and strikes out what it is nearly sure
    to be no name at all.

    Args:
        context: The sentence.
        mentions: What the rules found in it.
        tagging: What the tagger says of it.
        rules: What makes no name: 该公司, 天津12条产业链.

    Returns:
        Mentions, an outer one before those inside it; none cross.
    """
    outer = outermost(mentions)
    struck = [mention for mention in outer if _struck(mention, tagging)]
    contrasts = [
        match.span(phrase) for match in rules.quotes.contrasted.finditer(context.text) for phrase in ("one", "other")
    ]
    names = [
        Mention(context.sentence, tag.start, tag.end, tag.type, TAGGER)
        for tag in (
            _designated(context.text, _parted(context.text, tag, rules.words), rules.words) for tag in tagging.names
        )
        if _may_be_name(context.text[tag.start : tag.end], tag, rules)
        and (tag.start, tag.end) not in contrasts
        and not is_headed(context.text, tag.end, rules.words)
        and not _cuts_title(context.text, tag, rules)
        and _is_taken(
            tag, [mention for mention in outer if mention.start < tag.end and tag.start < mention.end], rules.words
        )
    ]
    kept = [
        mention
        for mention in mentions
        if _fits(mention, names) and not any(_inside(mention, other) for other in struck)
    ]
    settled = [*names, *kept]
    return sorted({_behind_villages(m, settled) for m in settled}, key=lambda m: (m.start, -m.end, m.type, m.rule))


def _behind_villages(mention: Mention, others: Sequence[Mention]) -> Mention:
    """Leave the town and the village in front of a firm's name out of it: 石湾镇洣江村|恒晟电缆公司."""
    if mention.type != "Company":
        return mention
    start = mention.start
    while town := next((m for m in others if m.start == start and _is_town(m) and m.end < mention.end), None):
        start = town.end
    return replace(mention, start=start) if mention.end - start >= SHORTEST_FIRM else mention


def _is_town(mention: Mention) -> bool:
    found = mention.rule in {"settlement", TAGGER}  # no 新乡 or 景德镇, which the table of regions holds
    return found and mention.type == "AdministrativeRegion" and mention.text.endswith(TOWNS)


def _parted(text: str, tag: Tagged, words: Words) -> Tagged:
    """Leave what is done well or together out of the name behind it: 搭好|双创平台, 某公司合作共建|锂电学院."""
    if tag.start and DONE_WELL.match(text, tag.start - 1):
        return replace(tag, start=tag.start + 1)
    verbs = TOGETHER.finditer(text, tag.start + 1, tag.end)
    verb = next((match for match in verbs if not text.endswith(tuple(words.jointly), 0, match.end())), None)
    if verb is None or tag.end - verb.end() < SHORTEST_BODY or tag.type == "Programme":
        return tag
    return replace(tag, start=verb.end())


def _designated(text: str, tag: Tagged, words: Words) -> Tagged:
    """Take what somebody makes a park or platform for the designation that it is: 是科技部批准的国家新材料产业基地."""
    ranked = tag.type in ("Park", "Platform") and text.startswith(tuple(words.ranks), tag.start)
    return replace(tag, type="Award") if ranked and GRANTED.search(text, 0, tag.start) else tag


def _may_be_name(text: str, tag: Tagged, rules: NameRules) -> bool:
    """Say whether a text has letters, points at nothing said before and counts nothing; 20条措施 are a name.

    One that holds half of a pair of marks is cut off: 智造强市“3579, 人大代表之家（中心联络站.
    """
    words = rules.words
    if (
        len(text) < SHORTEST
        or not LETTER.search(text)
        or text in rules.quotes.rhetoric
        or any(text.startswith(word) for word in words.pointing)
    ):
        return False
    if any(text.count(opening) != text.count(closing) for opening, closing in PAIRS) or text.endswith(words.rhetoric):
        return False
    if _is_rank(text, tag.type) or _is_common(text, tag) or _is_general(text, tag.type, words):
        return False
    if tag.type == "Company" and any(_is_place(text, end) for end in words.made):
        return False
    if tag.type in BODIES and len(text) < SHORTEST_BODY:
        return False
    counted = (match for match in COUNTED.finditer(text) if match[1] in words.counters)
    return all(not match["thing"] or match["thing"] in words.numbered for match in counted)


def _cuts_title(text: str, tag: Tagged, rules: NameRules) -> bool:
    """Say whether a firm's name ends within the title behind it: 蔚来|联合创始人."""
    titles = (rules.people.title.match(text, tag.end - size) for size in JOINED if tag.end - size > tag.start)
    doubled = tag.type in BODIES and text[tag.end - 2 : tag.end - 1] == text[tag.end - 1 : tag.end]  # 财政局局|长
    return (tag.type == "Company" or doubled) and any(title is not None and title.end() > tag.end for title in titles)


def _is_place(text: str, end: str) -> bool:
    """Say whether a place stands before the end of a text: 郑州|造."""
    return text.endswith(end) and part_of_speech(text.removesuffix(end)) == "ns"


def _is_rank(text: str, type_: str) -> bool:
    """Say whether a zone or a platform is named by its rank alone, as many are: 省级跨境电商产业园."""
    return type_ in ("Park", "Platform") and RANKED.match(text) is not None


def _is_general(text: str, type_: str, words: Words) -> bool:
    """Say whether something is named by nothing but a place and general words: 汉阴商业设施."""
    if type_ not in GENERAL:
        return False
    parts = [(text[token.start : token.end], token.tag) for token in tag_words(text)]
    return all(part in words.generic or part_tag == "ns" for part, part_tag in parts)


def _is_common(text: str, tag: Tagged) -> bool:
    """Say whether a name would be a word of the language, and the tagger is not quite sure: 苹果, 大江."""
    if tag.type not in COMMON or tag.likelihood >= SURE_OF_A_WORD:
        return False
    known = part_of_speech(text)
    return known == "n" or (tag.type == "Person" and bool(known) and not known.startswith("nr"))


def _is_taken(tag: Tagged, found: Sequence[Mention], words: Words) -> bool:
    """Say whether a tagger's name is taken: where the rules found nothing, or, if it is sure enough, for theirs."""
    if not found:
        return tag.type in SURE_TO_ADD and tag.likelihood >= SURE_TO_ADD[tag.type]
    if any(_same(mention, tag) for mention in found):
        return tag.likelihood >= SURE_TO_CALL and all(_may_be_called(mention, tag.type) for mention in found)
    if any(mention.rule.startswith("quoted") and tag.start == mention.start - 1 for mention in found):
        return False  # 881314 in “881314”格局: the rules know which nouns behind a mark belong to the name
    if all(_inside(mention, tag) for mention in found):
        return (
            tag.likelihood >= _sure_to_widen(tag, found)
            and not _are_two(tag, found, words)
            and not any(_is_led_into(mention, tag) for mention in found)
        )
    if any((_is_whole(mention) and not _inside(mention, tag)) or _cuts_name(mention, tag) for mention in found):
        return False
    if any(mention.rule == "lexicon:parks" and _begins_only(mention, tag) for mention in found):
        return False
    if any(mention.type == "Person" and _stands_alone(mention) for mention in found):
        return False
    return tag.likelihood >= SURE_TO_CROSS


def _cuts_name(mention: Mention, tag: Tagged) -> bool:
    """Say whether a tagger cuts off a person's name what is no word of its own: 祁海|珅."""
    cut = (mention.type, mention.start) == ("Person", tag.start) and tag.end < mention.end
    return cut and part_of_speech(mention.text[tag.end - tag.start :]) in PARTS_OF_WORDS


def _begins_only(mention: Mention, tag: Tagged) -> bool:
    """Say whether a tagger sees only the first part of a name that a table holds whole: 宜宾|三江新区."""
    return mention.start == tag.start and tag.end < mention.end


def _is_led_into(mention: Mention, tag: Tagged) -> bool:
    """Say whether a tagger only takes in the preposition before what a table knows: 在|新材料."""
    known = mention.rule.startswith("lexicon:") and (mention.start, mention.end) == (tag.start + 1, tag.end)
    return known and part_of_speech(mention.sentence.text[tag.start : mention.start]) == "p"


def _are_two(tag: Tagged, found: Sequence[Mention], words: Words) -> bool:
    """Say whether a tagger takes two organizations for one: 衡阳电信|与|湘水研究院."""
    names = [mention for mention in found if mention.type in ORGANIZATIONS]
    firsts = [mention.end for mention in names if mention.start == tag.start]
    lasts = [mention.start for mention in names if mention.end == tag.end]
    return any(found[0].sentence.text[first:last] in words.joins for first in firsts for last in lasts)


def _stands_alone(mention: Mention) -> bool:
    """Say whether marks or spaces on both sides say where a name begins and ends: （程远喃 摄）."""
    text = mention.sentence.text
    beside = text[max(mention.start - 1, 0) : mention.start] + text[mention.end : mention.end + 1]
    return len(beside) > 1 and not LETTER.search(beside)


def _is_whole(mention: Mention) -> bool:
    """Say whether the rules know both ends of a name: 中部地区, which a table holds, 约翰·米勒, who wrote a text."""
    if mention.type == "Person":
        return "·" in mention.text or mention.rule == "person-byline"
    return mention.rule.partition(":")[0] == "region" or mention.rule.startswith(ROW)


def _sure_to_widen(tag: Tagged, found: Iterable[Mention]) -> float:
    if tag.type == "Person":
        return SURE_TO_WIDEN_A_PERSON
    known = any(mention.rule.startswith("lexicon:") for mention in found)
    return SURE_TO_WIDEN_KNOWN if known and tag.type in WIDE else SURE_TO_WIDEN


def _may_be_called(mention: Mention, type_: str) -> bool:
    """Say whether a name may be of another class: not what a table knows, nor a place that is being built.

    A region may be the mountain or river that it is called after.
    """
    known = mention.rule.startswith(("lexicon:", ROW)) or mention.type == type_
    known = known or (mention.type, type_) == ("Person", "AdministrativeRegion")
    region = (mention.type, type_) == ("AdministrativeRegion", "Place") and not mention.text.endswith(NATURE)
    return not (known or region) and (mention.type, type_) != ("Place", "Project")


def _fits(mention: Mention, names: Sequence[Mention]) -> bool:
    """Say whether a mention neither crosses, equals nor holds a tagger's name, and relates to one around it if any."""
    return not any(
        _crosses(mention, name) or _inside(name, mention) or (_inside(mention, name) and not _stands_in(mention, name))
        for name in names
    )


def _stands_in(inner: Candidate | Mention, outer: Candidate | Mention) -> bool:
    """Say whether a name within another can stand in a relation with it.

    Not the end of a company's name, which is of the same company: 北京分公司 in 太保财险北京分公司.
    """
    same = inner.type == outer.type == "Company" and inner.end == outer.end
    return outer.type in KEPT_INSIDE.get(inner.type, frozenset()) and not same


def _inside(one: Candidate | Mention, other: Candidate | Mention | Tagged) -> bool:
    return other.start <= one.start and one.end <= other.end


def _struck(mention: Mention, tagging: Tagging) -> bool:
    if mention.rule.startswith("deictic:") or mention.rule == "person-byline":
        return False  # who wrote a text may be called by any word: 图/周围
    known = mention.rule.startswith(GIVEN) or mention.type == "Person"
    least = min(tagging.outside[mention.start : mention.end])
    return least >= (SURE_TO_STRIKE_KNOWN if known else SURE_TO_STRIKE)


def _swallows(candidate: Candidate, chosen: list[Candidate]) -> bool:
    """Say whether a composed name goes across a person with a title: 副秘书长陈立主持开工仪式."""
    if candidate.strength > 1 or candidate.type not in ("Event", "Project", "Programme", "Product"):
        return False
    return any(other.type == "Person" and _inside(other, candidate) for other in chosen)


def _same(one: Candidate | Mention, other: Candidate | Tagged) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _crosses(one: Candidate | Mention, other: Candidate | Mention) -> bool:
    if one.end <= other.start or other.end <= one.start:
        return False
    return not _inside(one, other) and not _inside(other, one)


def _useful(candidate: Candidate, chosen: list[Candidate]) -> bool:
    outer = [other for other in chosen if other is not candidate and _inside(candidate, other)]
    if outer and candidate.rule in INFERRED:
        return False
    if candidate.type in BODIES and any(_is_of_region(other) and other.end == candidate.end for other in outer):
        return False  # 发展改革委 in 成都市发展改革委 or 省发展改革委 is not the nation's
    behind_region = any(other.type == "AdministrativeRegion" and other.end == candidate.start for other in chosen)
    if outer and candidate.type in BODIES and candidate.rule.startswith("lexicon:") and behind_region:
        return False  # 国资委 in 湖南省国资委考核分配处 is not the nation's either
    if outer and candidate.rule.startswith("deictic:") and candidate.type not in BODIES:
        return False
    if candidate.rule.startswith("quoted") and all(other.type == candidate.type for other in outer):
        return True  # 一体两翼 in “一体两翼”战略, of which it is the name
    if candidate.type == "Programme" and any(_names_award(candidate, other) for other in outer):
        return False
    return all(_stands_in(candidate, other) for other in outer)


def _is_of_region(body: Candidate) -> bool:
    return body.rule in OF_REGIONS or body.rule.startswith("deictic:")


def _issues(body: Candidate, chosen: list[Candidate], text: str) -> bool:
    """Say whether the title of a paper begins with a body that issues it: 国务院关于…的意见, 中共中央 国务院关于…."""
    if body.type != "GovernmentBody" or not body.rule.startswith(("lexicon:", "region-body", "body")):
        return False
    outer = [other for other in chosen if other is not body and _inside(body, other)]
    return bool(outer) and all(
        other.type == "Programme"
        and ISSUERS.fullmatch(text, other.start, body.start) is not None
        and ABOUT.match(text, body.end)
        for other in outer
    )


def _names_award(programme: Candidate, award: Candidate) -> bool:
    """Say whether a programme is no more than the end of a designation: 综合改革试点 in 国家…综合改革试点."""
    composed = not programme.rule.startswith(("lexicon", "quoted"))
    return award.type == "Award" and (composed or programme.end == award.end)
