"""Posts of people: the titles before a name, each with its employer, and the posts told after a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.knowledge.bodies import SLOT
from kg.knowledge.regions import Region
from kg.model import Entity, Evidence, Relation
from kg.statements.relations.coded import Coded, is_name
from kg.statements.relations.context import ORGANIZATIONS, Context
from kg.statements.relations.employers import told_before

__all__ = ["find_positions"]

LONGEST_TITLE = 16  # characters; 中心办公室副主任 and the like
LONGEST_FIELD = 4  # characters of a field that no list holds: 食品 in 食品安全总监
LONGEST_UNIT = 8  # characters between an employer and a title
_TOLD = re.compile(r"(?:为|是|由|：|:)[ 　]*$")
_SEATS = ("AdministrativeRegion", "Park")
COMMITTEE, STREET_OR_ZONE_PARTY = "management-committee", "street-party"  # kinds in bodies.tsv
RULE_BEFORE, RULE_AFTER = "title-before-name", "title-after-name"
_PARTY_CELLS = ("党支部", "支部", "党总支")  # keep their name in the title: 党支部书记
_AND = re.compile("(?<=[\u4e00-\u9fff])兼(?!职|任)(?=[\u4e00-\u9fff]{2})")  # 副会长兼秘书长 are two titles
_JOINED = re.compile("[、兼 　和][\u4e00-\u9fff]{0,6}$")
_DISTRICT = re.compile("(?<=[省市区县州旗盟镇乡国])(?:人大代表|政协委员|党代表)$")
_PAST = ("曾", "曾经", "时", "原")  # before 任: somebody holds the post no more
_ORDINAL = re.compile("第[一二三四五六七八九十]+[届]")  # 第十四届|全国人大代表
_LISTING = ("、", "兼", "和", "及")  # between the posts of one person
_AND_OTHERS = re.compile("等?(?:职务?|多职)(?=[，。；、]|$)")  # behind the last of them: 任院长、处长|等职务
_FUNCTION = re.compile("[^\u4e00-\u9fff]|[的在与和由是有为了被把对向从于及将并也都说称派请让给到来去新聘任选原]")
_STOPS = re.compile("[，。；：]")
# between an employer and a title, and no part of it
_LED = re.compile("^(?:的|任|担任|兼任|兼(?!职))(?=[\u4e00-\u9fff]{2})")
_HAN = re.compile("[\u4e00-\u9fff]+")
_RANK = re.compile("[（(][\u4e00-\u9fff]{2,8}级[）)]$")  # between a title and a name: 副主任（正处级）李明
_ASIDE = re.compile(
    "[（(][^（(）)，。；]{2,16}[）)]$"
)  # between an employer and a title: 市场监管局（知识产权局）|副局长


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A title with its employer.

    Attributes:
        title: The literal of ``position``.
        employer: What it belongs to; ``None`` where the text does not say.
        start: First character, in the sentence's code, employer included.
        end: One past the last.
    """

    title: str
    employer: Entity | None
    start: int
    end: int


def find_positions(context: Context) -> Iterator[Relation]:
    """Find the posts of the people a document names."""
    for number, coded in enumerate(context.coded):
        shared: list[Post] = []
        previous = -1
        for place, char in coded.names():
            if coded.entity(char).type != "Person":
                continue
            posts = _posts_before(context, coded, place) or _post_told(context, number, place)
            if not posts and shared and _joined(coded.text, previous, place):
                posts = shared
            elif posts and not any(post.employer for post in posts):
                beside = shared if coded.text[previous + 1 : posts[0].start] == "、" else []
                chief = _chief(context, posts[0].title, beside)
                employer = chief or told_before(context, number, posts[0].start, posts[0].title)
                posts = [replace(post, employer=employer) for post in posts]
            shared, previous = posts, place
            yield from _relate(context, number, place, posts, RULE_BEFORE)
            yield from _relate(context, number, place, _posts_after(context, coded, place, bool(posts)), RULE_AFTER)
        yield from _posts_in_clauses(context, number)


def _posts_in_clauses(context: Context, number: int) -> Iterator[Relation]:
    """Read the posts that later clauses tell of the person spoken of: 李某生于芜湖，2016年起任某校校长."""
    coded = context.coded[number]
    for match in context.cue("told_post").finditer(coded.text):
        found = context.topic(number, match.start(), frozenset({"Person"}))
        if found is None:
            continue
        posts = _share_employers(context, coded, _posts_from(context, coded, match.end(), implied=True))
        for post in posts:
            evidence = context.evidence(number, match.start(), post.end, RULE_AFTER, 0.9)
            yield from _say_post(found[0], post, evidence)


def _posts_held(context: Context, coded: Coded, end: int) -> list[Post]:
    """Read the posts told before the person who holds them: 担任某学会理事长、某校教授|的王某."""
    start = max(coded.text.rfind(stop, 0, end) for stop in "，；。：“") + 1
    for holds in context.cue("after_name").finditer(coded.text, start, end):
        if coded.text.endswith(_PAST, 0, holds.start()):
            continue
        posts = _share_employers(context, coded, _posts_from(context, coded, holds.end(), implied=True))
        if posts and posts[-1].end == end:
            return posts
    return []


def _is_held(coded: Coded, end: int) -> bool:
    """Say whether a person stands behind a post as who holds it: 担任院长|的王某, not 是院长|的儿子."""
    name = coded.text[end + 1 : end + 2]
    return coded.text.startswith("的", end) and is_name(name) and coded.entity(name).type == "Person"


def _chief(context: Context, title: str, beside: list[Post]) -> Entity | None:
    """Find the employer of whose head a deputy stands right behind: 商务局局长李明、|副局长王强."""
    ranks = context.knowledge.relations.words["modifiers"]
    base = next((title.removeprefix(rank) for rank in ranks if title.startswith(rank) and title != rank), None)
    return next((post.employer for post in beside if base and post.title.endswith(base)), None)


def _joined(text: str, previous: int, place: int) -> bool:
    """Say whether two people stand side by side in one list."""
    between = text[previous + 1 : place]
    return previous >= 0 and len(between) <= 2 and all(char in "、和 　,与" for char in between)


def _relate(context: Context, number: int, place: int, posts: list[Post], rule: str) -> Iterator[Relation]:
    person = context.coded[number].entity(context.coded[number].text[place])
    for post in posts:
        start, end = min(post.start, place), max(post.end, place + 1)
        yield from _say_post(person, post, context.evidence(number, start, end, rule, 0.95))


def _say_post(person: Entity, post: Post, evidence: Evidence) -> Iterator[Relation]:
    for title in _AND.split(post.title):
        yield Relation(subject=person, predicate="position", object=title, evidence=evidence)
    if post.employer and post.employer != person:
        yield Relation(subject=person, predicate="affiliation", object=post.employer, evidence=evidence)


def _posts_before(context: Context, coded: Coded, place: int) -> list[Post]:
    """Read titles leftward from a name: 党组书记、局长, 市人大代表、某公司董事长."""
    posts: list[Post] = []
    end = place
    while end and coded.text[end - 1] in " 　":
        end -= 1
    if coded.text.endswith("的", 0, end):
        return _posts_held(context, coded, end - 1)
    if rank := _RANK.search(coded.text, 0, end):
        end = rank.start()
    while post := _post_ending(context, coded, end):
        posts.insert(0, post)
        joined = _JOINED.search(coded.text, max(post.start - LONGEST_UNIT, 0), post.start)
        if not joined:
            break
        end = joined.start()
    return _share_employers(context, coded, posts)


def _share_employers(context: Context, coded: Coded, posts: list[Post]) -> list[Post]:
    """Give titles without an employer that of the title before them: 某公司董事长、总经理."""
    shared: list[Post] = []
    for each in posts:
        post = _of_committee(context, coded, each, shared)
        employer = post.employer or (shared[-1].employer if shared else None)
        start = post.start if post.employer else (shared[-1].start if shared else post.start)
        shared.append(Post(title=post.title, employer=employer, start=start, end=post.end))
    return shared


def _of_committee(context: Context, coded: Coded, post: Post, before: list[Post]) -> Post:
    """Give 管委会主任 the committee of the zone whose party committee the title before it names, or the only one."""
    bodies = context.knowledge.lexicon.bodies
    committee, party = bodies.get(COMMITTEE), bodies.get(STREET_OR_ZONE_PARTY)
    alone = post.start == 0 or not _HAN.match(coded.text[post.start - 1])  # 村|管委会主任 is of another
    if committee is None or party is None or post.employer or not alone:
        return post
    units = (form.removeprefix(SLOT) for form in committee.forms)
    unit = next((unit for unit in units if post.title.startswith(unit) and post.title != unit), "")
    parks = {name for type_, name in context.known if type_ == "Park"}
    zones = {party.region(other.employer.name) for other in before if other.employer}
    zones = {zone for zone in zones if zone in parks or zone.endswith(context.knowledge.relations.words["zone_ends"])}
    zones = zones or {zone for _, name in context.known if not before and (zone := committee.region(name))}
    if not unit or len(zones) != 1:
        return post
    employer = context.body(committee.type, committee.compose(zones.pop()), unit)
    return replace(post, title=post.title.removeprefix(unit), employer=employer)


def _post_ending(context: Context, coded: Coded, end: int) -> Post | None:
    """Read the title that ends at a place, and the employer in front of it."""
    start = _title_start(context, coded.text, end)
    if start is None:
        return _set_phrase(context, coded, end)
    title = coded.text[start:end]
    if start and is_name(coded.text[start - 1]) and coded.entity(coded.text[start - 1]).type == "Person":
        return None  # 王某某院士、李某某: the title is that of the name before it
    employer_place = _employer_before(context, coded, start, end)
    if employer_place is not None and (post := _employed(context, coded, employer_place, end)):
        return post
    aside = _ASIDE.search(coded.text, 0, start)
    if aside and (place := aside.start() - 1) >= 0 and is_name(coded.text[place]):
        owner = coded.entity(coded.text[place])
        if owner.type in ORGANIZATIONS:
            return Post(title=title, employer=owner, start=place, end=end)
    words = context.knowledge.relations.words
    if title in words["bare_titles"] and not coded.text.endswith(words["common_employers"], 0, start):
        return None
    employer = _implied_body(context, coded, start, title)
    if start and is_name(coded.text[start - 1]) and coded.entity(coded.text[start - 1]).type in _SEATS:
        start -= 1  # 高新区党工委书记: the place in front belongs to the post
    return Post(title=title, employer=employer, start=start, end=end)


def _post_told(context: Context, number: int, place: int) -> list[Post]:
    """Read a post with its holder told behind it: 法定代表人为王某某, 编辑：王某某."""
    coded = context.coded[number]
    match = _TOLD.search(coded.text, 0, place)
    start = _title_start(context, coded.text, match.start()) if match else None
    if match is None or start is None:
        return []
    title = coded.text[start : match.start()]
    before = start - 1
    if start and is_name(coded.text[before]):
        post = _employed(context, coded, before, match.start())
        return [post] if post else []
    if coded.text[match.start()] in "：:":
        return [Post(title=title, employer=None, start=start, end=match.start())]
    topic = context.topic(number, start, ORGANIZATIONS)
    return [Post(title=title, employer=topic[0] if topic else None, start=start, end=match.start())]


def _set_phrase(context: Context, coded: Coded, end: int) -> Post | None:
    """Read a set phrase whose beginning is a name: 市人大 + 代表."""
    for phrase in context.knowledge.relations.words["set_phrases"]:
        for cut in range(1, len(phrase)):
            place = end - len(phrase) + cut - 1
            if place < 0 or not is_name(coded.text[place]) or not coded.text.endswith(phrase[cut:], 0, end):
                continue
            surface = coded.mentions[coded.text[place]].text
            if surface.endswith(phrase[:cut]):
                employer = coded.entity(coded.text[place])
                return Post(title=_set_title(surface + phrase[cut:]), employer=employer, start=place, end=end)
    return None


def _set_title(words: str) -> str:
    """Leave the region's own name out of a set phrase: 武昌区人大代表 holds the title 区人大代表."""
    match = _DISTRICT.search(words)
    return words[match.start() - 1 :] if match and not words.startswith("全国") else words


def _title_start(context: Context, text: str, end: int) -> int | None:
    """Find where the longest title begins that ends at a place; shades (副, 首席) in front belong to it."""
    titles = context.knowledge.lexicon.titles.regex
    limit = max(end - LONGEST_TITLE, 0)
    officer = context.cue("officers")
    starts = [s for s in range(limit, end) if titles.fullmatch(text, s, end) or officer.fullmatch(text, s, end)]
    if not starts or _press(context, text[starts[0] : end]):
        return None
    start = starts[0]
    for employer in context.knowledge.relations.words["common_employers"]:
        if text.startswith(employer, start) and start + len(employer) in starts:
            return start + len(employer)  # 合作社|负责人: whose, not what
    for word in context.knowledge.relations.words["modifiers"]:
        if text.endswith(word, 0, start) and not text.endswith("的", 0, start):
            return start - len(word)
    return start


def _press(context: Context, title: str) -> bool:
    """Say whether a title is one of the press, which bylines read."""
    known = context.knowledge.lexicon.titles.get(title)
    return known is not None and known.kind == "press"


def _employer_before(context: Context, coded: Coded, start: int, end: int) -> int | None:
    """Find the name right before a title, or before the unit or field that the title goes with (中心办公室 + 主任)."""
    units = context.knowledge.relations.words["units"]
    for place in range(start - 1, max(start - 2 - LONGEST_UNIT, -1), -1):
        char = coded.text[place]
        if is_name(char) and (place == start - 1 or coded.entity(char).type in ORGANIZATIONS):
            unit = coded.surface(place + 1, start)
            if not unit or (_HAN.fullmatch(unit) and unit.endswith(units)):
                return place
            known = context.knowledge.lexicon.titles.get(coded.surface(start, end))
            post = known is not None and known.kind == "post"
            return place if post and len(unit) <= LONGEST_FIELD and not _FUNCTION.search(unit) else None
        if not is_name(char) and not _HAN.fullmatch(char):
            return None
    return None


def _employed(context: Context, coded: Coded, place: int, end: int) -> Post | None:
    employer = coded.entity(coded.text[place])
    title = coded.surface(place + 1, end)
    if employer.type not in ORGANIZATIONS:
        return None
    if phrase := _set_phrase(context, coded, end):
        return phrase
    surface = coded.mentions[coded.text[place]].text
    cell = next((cell for cell in _PARTY_CELLS if surface.endswith(cell)), "")
    title = cell + _LED.sub("", title)
    return Post(title=title, employer=employer, start=place, end=end)


def _implied_body(context: Context, coded: Coded, start: int, title: str) -> Entity | None:
    """Name the body that a title implies by itself: 市人大代表 the congress, 市长 the government."""
    lexicon = context.knowledge.lexicon
    known = lexicon.titles.get(title)
    body = lexicon.bodies.get(known.implies.removeprefix("body:")) if known and known.implies else None
    if body is None:
        return None
    region = _region_of(context, coded, start, title)
    return context.body(body.type, body.compose(region), "") if region else None


def _region_of(context: Context, coded: Coded, start: int, title: str) -> str | None:
    """Tell whose body a title means: the region named in front of it, else the one its letter calls."""
    if start and is_name(coded.text[start - 1]):
        before = coded.entity(coded.text[start - 1])
        if before.type == "AdministrativeRegion":
            return before.name
    if title.startswith("全国"):
        return "全国"
    regions = context.knowledge.regions
    around = _seat_before(context, coded, start) or context.home_region
    letter = re.search("[省市区县州旗盟镇乡]", title)
    meant = regions.calling(around, letter.group()) if around and letter else None
    return meant.name if meant else None


def _seat_before(context: Context, coded: Coded, start: int) -> Region | None:
    """Find of which region the body of the post right before is: 宜春市委副书记、|市长."""
    place = next((place for place in range(start - 1, -1, -1) if is_name(coded.text[place])), None)
    between = coded.text[place + 1 : start] if place is not None else ""
    if place is None or not between.endswith("、") or _STOPS.search(between):
        return None
    body = coded.entity(coded.text[place])
    found = context.knowledge.regions.match_path(body.name.removeprefix("中共"))
    return found[0] if found and body.type == "GovernmentBody" else None


def _posts_after(context: Context, coded: Coded, place: int, told: bool) -> list[Post]:  # noqa: FBT001  private
    """Read the post told after a name: 王某任董事长; 王某，某公司总经理, unless posts were told before it."""
    text = coded.text
    if post := _post_beside(context, coded, place):
        return [post]
    courtesy = context.cue("courtesy").match(text, place + 1)
    after = context.cue("after_name").match(text, courtesy.end() if courtesy else place + 1)
    start = after.end() if after else place + 1
    if not after:
        if told or text[start : start + 1] not in ("，", "（", "("):
            return []
        start += 1
    if ordinal := _ORDINAL.match(text, start):
        start = ordinal.end()
    return _share_employers(context, coded, _posts_from(context, coded, start, implied=bool(after)))


def _posts_from(context: Context, coded: Coded, start: int, *, implied: bool) -> list[Post]:
    """Read a list of posts from a place on; ``implied`` where one without an employer counts, too."""
    text = coded.text
    employer_place = start if start < len(text) and is_name(text[start]) else None
    titles = context.knowledge.lexicon.titles.regex
    for begin in range(start + (employer_place is not None), min(start + LONGEST_UNIT, len(text))):
        if match := titles.match(text, begin):
            gap = text[start + (employer_place is not None) : begin]
            if gap and not (employer_place is not None and _HAN.fullmatch(gap)):
                return []
            if employer_place is None and not implied:
                return []
            posts = _after(context, coded, employer_place, begin, match.end())
            further = posts and text[match.end() : match.end() + 1] in _LISTING
            return [*posts, *_posts_from(context, coded, match.end() + 1, implied=True)] if further else posts
    return []


def _post_beside(context: Context, coded: Coded, place: int) -> Post | None:
    """Read a post or profession right behind a name: 某公司王某某董事长, 王某某院士."""
    lexicon, text = context.knowledge.lexicon, coded.text
    beside = lexicon.titles.regex.match(text, place + 1)
    known = lexicon.titles.get(beside.group()) if beside else None
    if beside is None or known is None or known.form in context.knowledge.relations.words["bare_titles"]:
        return None
    if known.kind not in ("post", "profession") or text.startswith("的", beside.end()):
        return None
    employer = coded.entity(text[place - 1]) if place and is_name(text[place - 1]) else None
    if employer is None or employer.type not in ORGANIZATIONS:
        return Post(title=known.form, employer=None, start=place, end=beside.end())
    return Post(title=known.form, employer=employer, start=place - 1, end=beside.end())


def _after(context: Context, coded: Coded, place: int | None, start: int, end: int) -> list[Post]:
    following = coded.text[end : end + 1]
    ends = following in "，。；、和及）)兼" or _AND_OTHERS.match(coded.text, end) or _is_held(coded, end)
    if following and not ends:
        return []
    if place is not None and (post := _employed(context, coded, place, end)):
        return [post]
    title = coded.text[start:end]
    employer = _implied_body(context, coded, start, title)
    if place is not None and (employer is None or place != start - 1):
        return []
    return [Post(title=title, employer=employer, start=start, end=end)]  # 王某任绵阳市|副市长
