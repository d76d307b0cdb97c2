"""What a name says by itself: 衡阳分公司 has a parent and a place, 5G产业园 an industry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from kg.knowledge.regions import Region
from kg.model import Entity, Mention, Relation
from kg.statements.relations.context import ORGANIZATIONS, Context

__all__ = ["find_in_names"]

CONFIDENCE = 0.8
PLACED = frozenset(
    {"Park", "Place", "Project", "Platform", "EducationResearch", "Event"}
)  # lie where their name begins
OWN = frozenset({"Company", "EducationResearch"})  # so do these, and where a region stands inside it
CONFERRING = frozenset({"GovernmentBody", "SocialOrganization", "EducationResearch"})  # whose name an award begins with
TRADED = frozenset({"Company", "Park", "Project"})
LEVELS = frozenset({"province", "prefecture", "county", "town"})
_BRANCH = re.compile(
    r"(?P<parent>.{2,}?(?:公司|集团|银行|中心|研究院|大学|学会|协会|同盟|党|建国会|促进会|学社|法院|检察院))"
    r"(?P<region>[\u4e00-\u9fff]{2,8}?)(?P<tail>(?:委员会|分公司|子公司|中心|分行|支行|分院|研究院|校区|分会|总部|段|办事处|营业部|基地|工厂))"
)
_INSTITUTE = re.compile(
    r"(?P<parent>.{2,}?(?:科学院|大学|学院|研究院))(?P<region>[\u4e00-\u9fff]{2,8}?)"
    r"(?P<tail>[\u4e00-\u9fff]{0,12}?(?:研究所|研究院|研究生院|学院|分院|校区|中心|实验室))"
)
_OFFICE = re.compile(r"(?P<parent>.{3,})(?:办公厅|办公室|秘书处|驻[\u4e00-\u9fff]{1,3}工作队)")
_ATTACHED = re.compile(r"(?P<parent>.{2,}?(?:大学|学院|医院|研究院))附属.{2,}")
_PARTY_UNIT = re.compile(r"(?P<parent>中共.{2,}?委)(?:员会)?(?:宣传|组织|统战|统一战线工作|政法|社会工作)(?:部|委员会)")
_ISSUED = re.compile(r"(?:办公厅)?(?:关于|印发|转发|批转)")
_STANDING = re.compile(r"(?P<parent>.+(?:人民代表大会|中国人民政治协商会议.+委员会))常务委员会")
_SECTION = re.compile(r".+?(?P<region>[\u4e00-\u9fff]{2,4})段")
_SAME = re.compile("集团|股份|控股|^(?:有限)?(?:责任)?公司$")  # says that a name is a firm's own in full
_AROUND = re.compile(r"(?P<region>[\u4e00-\u9fff]{2,4})(?:都市圈|经济圈|城市圈|城市群)")
_TRADE_PARK = re.compile(
    r"(?:国家级|省级|市级|国家|全国)?(?P<trade>.{2,16})产业(?:园区?|基地|示范园|集聚区|示范区|示范基地)"
)
_JOINS = ("与", "和", "及")
_PARENS = re.compile(r"[（(](?P<region>[\u4e00-\u9fff]{2,8})[)）]")
_MEETING = re.compile(r".*(?:会议|代表大会|全会|座谈会|例会|报告会)$")


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The names of a document, to be found inside one another."""

    names: AhoCorasick
    entities: tuple[Entity, ...]

    @classmethod
    def of(cls, context: Context) -> "_Spelled":
        """Put all names and aliases of a document's entities in one automaton."""
        pairs = [(form, e) for e in context.known.values() for form in _forms(e) if len(form) > 1]
        return cls(AhoCorasick([form for form, _ in pairs]), tuple(entity for _, entity in pairs))

    def inside(self, entity: Entity, within: list[Entity]) -> list[Entity]:
        """List what a name holds: the mentions inside it and other names that it spells, the longest of each place."""
        spelled = self.names.find_matches_as_indexes(entity.name, overlapping=True)
        found = dict.fromkeys([*within, *(self.entities[index] for index, _, _ in spelled)])
        found.pop(entity, None)
        return [one for one in found if not any(one.name != two.name and one.name in two.name for two in found)]


def find_in_names(context: Context) -> Iterator[Relation]:
    """Find what the names of a document say by themselves, at the first mention of each."""
    seen: set[tuple[str, str]] = set()
    spelled = _Spelled.of(context)
    for coded in context.coded:
        for char, outer in coded.mentions.items():
            for mention in (outer, *coded.inner[char]):
                entity = coded.entities[mention]
                if (entity.type, entity.name) not in seen:
                    seen.add((entity.type, entity.name))
                    inner = [coded.entities[other] for other in coded.inner[char]] if mention is outer else []
                    inner = spelled.inside(entity, inner)
                    placed = mention is outer or not _is_whole_of(mention, outer)
                    before = (m for m in coded.mentions.values() if m.end == mention.start)
                    led = any(m.type == "AdministrativeRegion" for m in before)
                    yield from _read_name(context, mention, entity, inner, placed=placed, led=led)


def _is_whole_of(mention: Mention, outer: Mention) -> bool:
    """Say whether a zone is named only for a part of it: 广西自贸试验区 in 广西自贸试验区钦州港片区."""
    return mention.type == outer.type == "Park" and outer.text.startswith(mention.text) and outer.text[-1] not in ")）"


def _read_name(
    context: Context, mention: Mention, entity: Entity, within: list[Entity], *, placed: bool, led: bool
) -> Iterator[Relation]:
    place = _place(context, entity, _spelled(context, mention, entity), led=led) if placed else None
    if place and place != entity:
        yield _say(context, mention, entity, "locatedIn", place, "name-place")
    centre = _centre(context, entity)
    if centre and centre != entity:
        yield _say(context, mention, centre, "partOf", entity, "name-centre")
    parent = _parent(context, mention, entity)
    if parent and parent != entity:
        yield _say(context, mention, entity, "subsidiaryOf", parent, "name-parent")
    industry = _industry(context, entity)
    if industry:
        yield _say(context, mention, entity, "inIndustry", industry, "name-industry")
    for inner in within:
        if inner.type != "Industry" or not industry:
            yield from _read_inner(context, mention, entity, inner)


def _read_inner(context: Context, mention: Mention, entity: Entity, inner: Entity) -> Iterator[Relation]:
    """Say what a name inside another tells of it."""
    rest = mention.text if entity.type == "Company" else _without_owner(context, entity)
    if inner.type == "Industry" and _trades(context, entity) and any(form in rest for form in _forms(inner)):
        yield _say(context, mention, entity, "inIndustry", inner, "name-industry")
    elif inner.type == "Technology" and entity.type == "Platform":
        yield _say(context, mention, entity, "uses", inner, "name-technology")
    elif inner.type == "Company" and entity.type in ("Project", "Park") and entity.name.startswith(_forms(inner)):
        yield _say(context, mention, inner, "builds", entity, "name-builder")
    elif inner.type == "GovernmentBody" and entity.type == "Programme" and _issues(inner, entity):
        yield _say(context, mention, entity, "initiatedBy", inner, "name-issuer")
    elif inner.type in CONFERRING and entity.type == "Award" and entity.name.startswith(_forms(inner)):
        yield _say(context, mention, entity, "conferredBy", inner, "name-conferrer")
    elif inner == context.home and entity.type == "Programme" and _plans(context, inner, entity):
        yield _say(context, mention, inner, "pursues", entity, "name-plan")
    elif inner.type == "Product" and entity.type == "Company" and entity.name.endswith(inner.name):
        yield _say(context, mention, entity, "produces", inner, "name-product")


def _trades(context: Context, entity: Entity) -> bool:
    """Say whether the industry in a name is what the thing works in; that of a 项目 or 工程 says what is built."""
    works = entity.type == "Project" and entity.name.endswith(context.knowledge.forms.heads["Project"])
    return entity.type in TRADED and not works


def _plans(context: Context, region: Entity, plan: Entity) -> bool:
    """Say whether a plan begins with the region whose it is: 上海市推进跨境电商高质量发展行动方案."""
    return plan.name.startswith(_forms(region)) and context.cue("paper").search(plan.name) is not None


def _without_owner(context: Context, entity: Entity) -> str:
    """Leave out the company that the name of a project or park begins with: 中南新能源锂电池项目."""
    if entity.type not in ("Project", "Park", "Platform"):
        return entity.name
    owners = [form for (type_, _), e in context.known.items() if type_ == "Company" for form in _forms(e)]
    sizes = [len(form) for form in owners if 1 < len(form) < len(entity.name) - 3 and entity.name.startswith(form)]
    return entity.name[max(sizes, default=0) :]


def _issues(body: Entity, paper: Entity) -> bool:
    """Say whether the title of a paper begins with who issued it: 国务院关于……的意见, 中共中央 国务院关于……."""
    issuers, about, _ = paper.name.partition("关于")
    bodies = re.split("[、 　]|(?<=中共中央)(?=国务院)", issuers)
    if about and any(form in bodies for form in _forms(body)):
        return True
    return any(paper.name.startswith(form) and _ISSUED.match(paper.name, len(form)) for form in _forms(body))


def _say(context: Context, mention: Mention, one: Entity, predicate: str, two: Entity, rule: str) -> Relation:
    evidence = context.quote(mention.sentence, mention.start, mention.end, rule, CONFIDENCE)
    return Relation(subject=one, predicate=predicate, object=two, evidence=evidence)


def _forms(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _industry(context: Context, entity: Entity) -> Entity | None:
    """Read the industry of an industrial park from its name: 5G产业园, 有色金属与新材料产业基地."""
    match = _TRADE_PARK.fullmatch(entity.name) if entity.type in ("Park", "Project") else None
    if match is None:
        return None
    trade = match["trade"]
    region = context.knowledge.regions.match_path(trade)
    trade = trade[region[1] :] if region else trade
    known = [size for size in range(len(trade), 1, -1) if _is_trade(context, trade[-size:])]
    if not known or trade in context.knowledge.relations.words["generic_industry"]:
        return None
    for form in (trade, trade + "产业"):
        if told := context.known.get(("Industry", form)):
            return told
    core = trade if any(join in trade for join in _JOINS) else trade[-known[0] :]
    return context.body("Industry", core + "产业")


def _is_trade(context: Context, form: str) -> bool:
    lexicon = context.knowledge.lexicon
    return any(
        entry.type in ("Industry", "Technology")
        for name in (form, form + "产业")
        for entry in lexicon.by_form.get(name, ())
    )


def _place(context: Context, entity: Entity, name: str, *, led: bool) -> Entity | None:
    """Tell where a thing lies by its name; ``led`` by a region, it says no county by its short form alone."""
    in_brackets = _PARENS.search(name) if entity.type in PLACED | OWN else None
    if in_brackets and (found := _named(context, in_brackets["region"])):
        return found
    if entity.type in PLACED and (match := _SECTION.fullmatch(name)):
        for size in (2, 3, 4):
            if found := _named(context, match["region"][-size:]):
                return found
    if match := _BRANCH.fullmatch(entity.name):
        return _named(context, match["region"])
    if (match := _INSTITUTE.fullmatch(entity.name)) and (found := _named(context, match["region"])):
        return found
    placed = entity.type in PLACED | OWN or _is_seated(context, entity)
    if not placed or (entity.type == "Event" and _MEETING.fullmatch(name)):
        return None
    rest = _without_owner(context, entity)
    return _by_regions(context, entity, name if rest == entity.name else rest, led=led)


def _is_seated(context: Context, entity: Entity) -> bool:
    """Say whether it is a society that lies where its name begins: 上海市广告协会, but not 上海市科学技术协会."""
    ends = tuple(context.knowledge.relations.words["seated_society"])
    found = context.knowledge.regions.match_path(entity.name) if entity.type == "SocialOrganization" else None
    if found is None or not entity.name.endswith(ends):
        return False
    body = context.knowledge.lexicon.bodies.at(entity.name, 0, found[1])
    return body is None or body.end < len(entity.name)


def _by_regions(context: Context, entity: Entity, name: str, *, led: bool) -> Entity | None:
    """Tell where a thing lies by the regions that its name begins with or holds."""
    if place := _in_front(context, entity, name, led=led):
        return place
    within = None if entity.type == "Event" else _within(context, entity, name)
    return within or (_province(context, name) if entity.type == "Company" else None)


def _province(context: Context, name: str) -> Entity | None:
    """Read the province that a company's name begins with, the text's own, too, where the name tells nothing nearer."""
    found = context.knowledge.regions.match_path(name)
    return context.region(found[0].name) if found and found[0].level == "province" and found[1] < len(name) else None


def _within(context: Context, entity: Entity, name: str) -> Entity | None:
    """Read a region that stands inside a name: 国家枢纽节点韶关数据中心集群, 国网泰安供电公司.

    It is one of the text's own province, or, of a company or school, spelled in full or behind the name of another.
    """
    regions = context.knowledge.regions
    home = context.home_region
    around = regions.at(home, "province") if home else None
    for start in range(2, len(name) - 2) if around or entity.type in OWN else ():
        found = regions.match_path(name, start)
        if found is None or found[1] >= len(name):
            continue
        region, whole = found[0], _in_full(name, *found)
        if entity.type in OWN and region.level in LEVELS and (whole or _known_body(context, name[:start])):
            return context.region(region.name)
        if around and regions.contains(around, region):
            inner = region.level == "prefecture" or (whole and region.level in LEVELS - {"province"})
            return context.region(region.name) if inner else None
    return None


def _spelled(context: Context, mention: Mention, entity: Entity) -> str:
    """Give the full name where the text spells its region or calls it by letter (省文旅集团), else the text's words."""
    regions = context.knowledge.regions
    lettered = entity.type != "Platform" and mention.text[0] in "省市区县州"
    return entity.name if lettered or regions.match_path(mention.text) else mention.text


def _named(context: Context, form: str) -> Entity | None:
    regions = context.knowledge.regions
    region = regions.name_path(form)
    return context.region(region.name) if region and region.level in LEVELS else None


def _in_front(context: Context, entity: Entity, name: str, *, led: bool) -> Entity | None:
    """Read the region that a name begins with.

    The short form of a county (松山 in 松山湖) counts only where the text is at home there or in its city; a province
    that holds the text's own (湖南 in the name of a school of 衡阳) says less than the text does.
    """
    regions = context.knowledge.regions
    if name.startswith(context.knowledge.names.words.namesakes):
        return None  # 中山大学 is called after a person
    found = regions.match_path(name)
    nature = context.cue("nature")
    if (
        found
        and found[0].level == "county"
        and not _in_full(name, *found)
        and (nature.match(name, found[1]) or not _near(context, entity, *found, led=led))
    ):
        found = regions.match_path(name[: found[1] - len(found[0].short)]) if found[0].short else None
    if found is None or found[0].level not in LEVELS or found[1] >= len(name):
        return None
    plausible = _plausible(context, entity, found[0], whole=_in_full(name, *found))
    return context.region(found[0].name) if plausible else None


def _near(context: Context, entity: Entity, county: Region, end: int, *, led: bool) -> bool:
    """Say whether a county is meant by its short form, up to a place in a name: at home, or alone in the city."""
    home = context.home_region
    if home is None or county == home:
        return home is not None
    alone = not led and entity.type != "Company" and end == len(county.short or "")  # 福田汽车 is no firm of 福田区
    return alone and home.level != "province" and context.knowledge.regions.contains(home, county)


def _in_full(name: str, region: Region, end: int) -> bool:
    """Say whether a name spells the region that it names up to a place with all its letters: 株洲市, not 株洲."""
    return name.endswith(region.name, 0, end)


def _centre(context: Context, entity: Entity) -> Entity | None:
    """Tell around which city a group of regions lies: 合肥都市圈."""
    match = _AROUND.fullmatch(entity.name) if entity.type == "AdministrativeRegion" else None
    return _named(context, match["region"]) if match else None


def _plausible(context: Context, entity: Entity, region: Region, *, whole: bool) -> bool:
    """Say whether a thing of this text may lie in the region that its name begins with, in full or in short."""
    regions = context.knowledge.regions
    home = context.home_region
    if home is None or region == home:
        return True
    if region.level == "province" and regions.contains(region, home):
        return whole and entity.type in OWN
    around = regions.at(home, "province")
    if around is None or regions.contains(around, region):
        return True
    return region.level != "county" and "大学" not in entity.name  # far from home it is named for who comes from there


def _known_body(context: Context, form: str) -> Entity | None:
    """Find an organization of the document, or one that everybody knows, by one of its names."""
    for entity in context.known.values():
        if entity.type in ORGANIZATIONS and form in (*_forms(entity), *entity.deictic):
            return entity
    entries = [entry for entry in context.knowledge.lexicon.by_form.get(form, ()) if entry.type == "GovernmentBody"]
    return context.body("GovernmentBody", entries[0].name) if entries else None


def _parent(context: Context, mention: Mention, entity: Entity) -> Entity | None:
    """Tell which organization stands above another by its name; one that the text never names is none of its things."""
    if entity.type not in ORGANIZATIONS:
        return None
    if match := _STANDING.fullmatch(entity.name):
        return context.known.get((entity.type, match["parent"]))  # 市人大 stands in the text, or is none of its things
    if (match := _OFFICE.fullmatch(entity.name)) and (above := _known_body(context, match["parent"])):
        return above
    match = _BRANCH.fullmatch(entity.name) or _INSTITUTE.fullmatch(entity.name)
    if match and _named(context, match["region"]):
        parent = match["parent"]
        known = next((e for e in context.known.values() if e.type in ORGANIZATIONS and parent in _forms(e)), None)
        return known or (context.body(entity.type, parent) if parent in mention.text else None)
    if match := _ATTACHED.fullmatch(entity.name):
        return _known_body(context, match["parent"]) or context.body("EducationResearch", match["parent"])
    if match := _PARTY_UNIT.fullmatch(entity.name):
        return context.body("GovernmentBody", match["parent"] + "员会")
    return _whole(context, mention, entity)


def _whole(context: Context, mention: Mention, entity: Entity) -> Entity | None:
    """Find the organization whose name another's own begins with: 江南大学化学学院, 住建部建管司, 东方集团第二分厂."""
    words = context.knowledge.relations.words
    unit = entity.name.endswith(words["inner_units"])
    office = entity.type == "GovernmentBody" and entity.name.endswith(words["inner_offices"])
    firm = entity.type == "Company" and entity.name.endswith(words["inner_firms"])
    if not (unit or office or firm):
        return None
    for size in range(len(entity.name) - 2, 2, -1):
        above = _known_body(context, entity.name[:size])
        if above is None or above == entity:
            continue
        if entity.name[:size] not in mention.text and (above.type, above.name) not in context.known:
            continue  # 市税务局 alone does not name the 国家税务总局
        if entity.type == "Company":
            holds = entity.name[:size].endswith(words["with_firms"]) and not _SAME.search(entity.name[size:])
            branch = entity.name.endswith(words["branches"])
            return above if above.type == "Company" and (branch or holds) else None
        if unit and above.type in (entity.type, "GovernmentBody"):
            return above
        if office and above.type == entity.type and above.name.endswith(words["with_offices"]):
            return above
    return None
