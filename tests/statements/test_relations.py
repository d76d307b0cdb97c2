"""The search for relations: every pattern's own examples, and what is code rather than pattern."""

import re

import pytest

from kg.knowledge import Knowledge, read_knowledge
from kg.knowledge.patterns import RelationPattern
from kg.model import Document, Entity, Mention, Relation, Sentence, Span
from kg.pipeline import extract
from kg.statements.relations import find_relations, likely
from kg.statements.relations.context import GUESS, read_context
from kg.statements.relations.matching import find_by_patterns

REPORT = "衡阳市政府工作报告"
MARK = re.compile(r"\[(?:(subject|object) )?(\w+): ([^\]]+)\]")
KNOWLEDGE = read_knowledge()


def read_marked(text: str) -> tuple[Sentence, dict[Mention, Entity], dict[str, list[str]]]:
    """Read a sentence with marks: the bare sentence, its mentions, and what each role is filled with."""
    bare, spans, last = "", [], 0
    for match in MARK.finditer(text):
        bare += text[last : match.start()]
        role, type_, form = match.groups()
        name = form[1:-1] if form.startswith("“") and form.endswith("”") else form
        start = len(bare) + form.index(name)
        spans.append((start, start + len(name), type_, name, role))
        bare += form
        last = match.end()
    bare += text[last:]
    sentence = Sentence(text=bare, pieces=(Span(0, len(bare)),))
    entities, roles = {}, {"subject": [], "object": []}
    for start, end, type_, name, role in spans:
        entities[Mention(sentence, start, end, type_, "test")] = Entity(type=type_, name=name)
        if role:
            roles[role].append(name)
    return sentence, entities, roles


def found_by(pattern: RelationPattern, marked: str) -> tuple[set[tuple[str, str]], dict[str, list[str]]]:
    sentence, entities, roles = read_marked(marked)
    document = Document(id="t", title=REPORT, text=sentence.text, region="湖南省衡阳市", published="2021-01-05")
    context = read_context([sentence], entities, document, KNOWLEDGE)
    found = {
        (r.subject.name, r.object.name if isinstance(r.object, Entity) else r.object)
        for r in find_by_patterns(context)
        if r.evidence.rule == pattern.id
    }
    return found, roles


def cases(kind: str) -> list[object]:
    return [
        pytest.param(pattern, text, id=f"{pattern.id}-{number}")
        for pattern in KNOWLEDGE.relations.patterns
        for number, text in enumerate(getattr(pattern, kind))
    ]


@pytest.mark.parametrize(("pattern", "text"), cases("examples"))
def test_pattern_finds_its_example(pattern, text):
    found, roles = found_by(pattern, text)
    subjects, objects = roles["subject"] or ["衡阳市"], roles["object"] or ["衡阳市"]
    assert found == {(subject, thing) for subject in subjects for thing in objects}


@pytest.mark.parametrize(("pattern", "text"), cases("never"))
def test_pattern_passes_by_what_it_must_not_find(pattern, text):
    assert found_by(pattern, text)[0] == set()


def relations(
    *marked: str, knowledge: Knowledge = KNOWLEDGE, title: str | None = None, together: bool = False
) -> list[Relation]:
    """Find the relations of a document of marked sentences, one paragraph each or all in one."""
    sentences, entities, text = [], {}, ""
    known: dict[tuple[str, str], Entity] = {}
    for number, line in enumerate(marked):
        alone, found, _ = read_marked(line)
        span = Span(len(text), len(text) + len(alone.text))
        sentence = Sentence(text=alone.text, pieces=(span,), paragraph=0 if together else number)
        for mention, entity in found.items():
            moved = Mention(sentence, mention.start, mention.end, mention.type, mention.rule)
            entities[moved] = known.setdefault((entity.type, entity.name), entity)
        sentences.append(sentence)
        text += alone.text + "\n"
    document = Document(id="t", title=title, text=text, region="湖南省衡阳市", published="2021-01-05")
    return find_relations(sentences, entities, document, knowledge)


def triples(*marked: str, title: str | None = None) -> set[tuple[str, str, str]]:
    return {
        (
            r.subject.id if isinstance(r.subject, Document) else r.subject.name,
            r.predicate,
            r.object if isinstance(r.object, str) else r.object.name,
        )
        for r in relations(*marked, title=title)
    }


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "市人大代表、[Company: 恒晟电缆公司]董事长[Person: 林知远]说，形势很好。",
            {
                ("林知远", "position", "市人大代表"),
                ("林知远", "affiliation", "衡阳市人民代表大会"),
                ("林知远", "position", "董事长"),
                ("林知远", "affiliation", "恒晟电缆公司"),
            },
        ),
        (
            "[GovernmentBody: 市人大]代表[Person: 林知远]说，形势很好。",
            {("林知远", "position", "市人大代表"), ("林知远", "affiliation", "市人大")},
        ),
        (
            "[GovernmentBody: 市商务局]党组书记、局长[Person: 林知远]到场。",
            {
                ("林知远", "position", "党组书记"),
                ("林知远", "position", "局长"),
                ("林知远", "affiliation", "市商务局"),
            },
        ),
        (
            "[GovernmentBody: 康泰路社区党支部]书记[Person: 符新]到场。",
            {("符新", "position", "党支部书记"), ("符新", "affiliation", "康泰路社区党支部")},
        ),
        (
            "[GovernmentBody: 综合执法中心]办公室主任[Person: 符新]到场。",
            {("符新", "position", "办公室主任"), ("符新", "affiliation", "综合执法中心")},
        ),
        (
            "市长[Person: 林知远]、副市长[Person: 符新]到场。",
            {
                ("林知远", "position", "市长"),
                ("林知远", "affiliation", "衡阳市人民政府"),
                ("符新", "position", "副市长"),
                ("符新", "affiliation", "衡阳市人民政府"),
            },
        ),
        (
            "[Person: 林知远]任[Company: 恒晟电缆公司]董事长。",
            {("林知远", "position", "董事长"), ("林知远", "affiliation", "恒晟电缆公司")},
        ),
        (
            "[Person: 林知远]，[Company: 恒晟电缆公司]总工程师。",
            {("林知远", "position", "总工程师"), ("林知远", "affiliation", "恒晟电缆公司")},
        ),
        (
            "[Company: 恒晟电缆公司]总经理[Person: 林知远]，[Company: 西岭科技公司]董事长[Person: 符新]到场。",
            {
                ("林知远", "position", "总经理"),
                ("林知远", "affiliation", "恒晟电缆公司"),
                ("符新", "position", "董事长"),
                ("符新", "affiliation", "西岭科技公司"),
            },
        ),
        (
            "[Person: 林知远]院士、[Person: 符新]到场。",
            {("林知远", "position", "院士")},
        ),
        (
            "[Company: 恒晟电缆公司][Person: 林知远]董事长到场。",
            {("林知远", "position", "董事长"), ("林知远", "affiliation", "恒晟电缆公司")},
        ),
        (
            "[Company: 恒晟电缆公司]市场运营总监[Person: 林知远]到场。",
            {("林知远", "position", "市场运营总监"), ("林知远", "affiliation", "恒晟电缆公司")},
        ),
        (
            "[Company: 恒晟电缆公司]注册资本千万元，法定代表人为[Person: 林知远]。",
            {("林知远", "position", "法定代表人"), ("林知远", "affiliation", "恒晟电缆公司")},
        ),
        (
            "[GovernmentBody: 雁峰区人大]代表[Person: 林知远]到场。",
            {("林知远", "position", "区人大代表"), ("林知远", "affiliation", "雁峰区人大")},
        ),
        (
            "[Company: 恒晟电缆公司]党委副书记、集团首席数字运营官[Person: 林知远]到场。",
            {
                ("林知远", "position", "党委副书记"),
                ("林知远", "position", "首席数字运营官"),
                ("林知远", "affiliation", "恒晟电缆公司"),
            },
        ),
        (
            "[SocialOrganization: 电缆协会]副会长兼秘书长[Person: 林知远]到场。",
            {
                ("林知远", "position", "副会长"),
                ("林知远", "position", "秘书长"),
                ("林知远", "affiliation", "电缆协会"),
            },
        ),
        (
            "[GovernmentBody: 衡阳市财政局]综合科科长（正科级）[Person: 林知远]到场。",
            {("林知远", "position", "综合科科长"), ("林知远", "affiliation", "衡阳市财政局")},
        ),
        ("[Person: 林知远]向[Company: 恒晟电缆公司]董事长致谢。", set()),
        ("[Company: 恒晟电缆公司]邀请董事长[Person: 林知远]。", {("林知远", "position", "董事长")}),
    ],
)
def test_positions_are_read_with_their_employers(marked, expected):
    assert triples(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "■文/本报记者 [Person: 许珂] [Person: 唐海] 图/[Person: 周围]",
            {
                ("t", "authoredBy", "许珂"),
                ("t", "authoredBy", "唐海"),
                ("t", "photographedBy", "周围"),
                ("许珂", "position", "记者"),
                ("唐海", "position", "记者"),
            },
        ),
        (
            "[SocialOrganization: 新华社]记者[Person: 许珂]摄",
            {("t", "photographedBy", "许珂"), ("许珂", "position", "记者"), ("许珂", "affiliation", "新华社")},
        ),
        (
            "中新网衡阳8月17日电([Person: 许珂] [Person: 唐海])",
            {("t", "authoredBy", "许珂"), ("t", "authoredBy", "唐海")},
        ),
        (
            "[SocialOrganization: 中新网]衡阳8月3日([Person: 许珂])产业园开工。",
            {("t", "authoredBy", "许珂"), ("许珂", "affiliation", "中新网")},
        ),
        (
            "[SocialOrganization: 中新网]讯（记者 [Person: 许珂] 通讯员 [Person: 唐海]）",
            {
                ("t", "authoredBy", "许珂"),
                ("t", "authoredBy", "唐海"),
                ("许珂", "position", "记者"),
                ("许珂", "affiliation", "中新网"),
                ("唐海", "position", "通讯员"),
            },
        ),
        (
            "文|[SocialOrganization: 基建报] [Person: 许珂]",
            {("t", "authoredBy", "许珂"), ("许珂", "affiliation", "基建报")},
        ),
        ("责任编辑：[Person: 许珂]", {("许珂", "position", "责任编辑")}),
        (
            "编辑 [Person: 许珂] 校对 [Person: 唐海]",
            {("许珂", "position", "编辑"), ("唐海", "position", "校对")},
        ),
        ("编辑 [Person: 许珂]来到车间。", set()),
        (
            "[SocialOrganization: 基建报]记者 [Person: 许珂] 实习生 [Person: 唐海]",
            {
                ("t", "authoredBy", "许珂"),
                ("t", "authoredBy", "唐海"),
                ("许珂", "position", "记者"),
                ("许珂", "affiliation", "基建报"),
                ("唐海", "position", "实习生"),
                ("唐海", "affiliation", "基建报"),
            },
        ),
        (
            "[SocialOrganization: 基建报]讯（通讯员 [Person: 许珂] 记者 [Person: 唐海]）",
            {
                ("t", "authoredBy", "许珂"),
                ("t", "authoredBy", "唐海"),
                ("许珂", "position", "通讯员"),
                ("唐海", "position", "记者"),
                ("唐海", "affiliation", "基建报"),
            },
        ),
        (
            "到场的有[Company: 恒晟公司]、[SocialOrganization: 基建报]记者[Person: 许珂]",
            {("t", "authoredBy", "许珂"), ("许珂", "position", "记者"), ("许珂", "affiliation", "基建报")},
        ),
        (
            "（[SocialOrganization: 基建报]、[SocialOrganization: 桥梁网]记者 [Person: 许珂]）",
            {
                ("t", "authoredBy", "许珂"),
                ("许珂", "position", "记者"),
                ("许珂", "affiliation", "基建报"),
                ("许珂", "affiliation", "桥梁网"),
            },
        ),
        (
            "大桥通车。（[Person: 许珂]、[Person: 唐海]）返回首页",
            {("t", "authoredBy", "许珂"), ("t", "authoredBy", "唐海")},
        ),
        ("大桥通车。（[Person: 许珂]、[Person: 唐海]）到场。", set()),
        (
            "（[SocialOrganization: 江南日报] [Person: 许珂]）责任编辑：",
            {("t", "authoredBy", "许珂"), ("许珂", "affiliation", "江南日报")},
        ),
        (
            "大桥通车。（[Person: 许珂] [Person: 唐海]报道）返回首页",
            {("t", "authoredBy", "许珂"), ("t", "authoredBy", "唐海")},
        ),
        (
            "（记者 [Person: 许珂] 摄影 [Person: 唐海]）",
            {("t", "authoredBy", "许珂"), ("许珂", "position", "记者"), ("t", "photographedBy", "唐海")},
        ),
    ],
)
def test_bylines_name_authors_and_photographers(marked, expected):
    assert triples(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[SocialOrganization: 中国民主同盟衡阳市委员会]到场。",
            ("中国民主同盟衡阳市委员会", "subsidiaryOf", "中国民主同盟"),
        ),
        ("[SocialOrganization: 中国民主同盟衡阳市委员会]到场。", ("中国民主同盟衡阳市委员会", "locatedIn", "衡阳市")),
        ("[Company: 恒晟电缆公司株洲分公司]到场。", ("恒晟电缆公司株洲分公司", "subsidiaryOf", "恒晟电缆公司")),
        (
            "[GovernmentBody: 衡阳市人民代表大会常务委员会]开会，市人大代表[Person: 许珂]到场。",
            ("衡阳市人民代表大会常务委员会", "subsidiaryOf", "衡阳市人民代表大会"),
        ),
        (
            "[Company: 恒晟集团第二分厂]到场，[Company: 恒晟集团]开会。",
            ("恒晟集团第二分厂", "subsidiaryOf", "恒晟集团"),
        ),
        (
            "[GovernmentBody: 中共衡阳市委宣传部]到场。",
            ("中共衡阳市委宣传部", "subsidiaryOf", "中共衡阳市委员会"),
        ),
        ("走进[Place: 衡南烈士陵园]。", ("衡南烈士陵园", "locatedIn", "衡南县")),  # a county of the text's city
        (
            "[Company: 衡阳电厂]到场，走进[Project: 衡阳电厂二期]。",
            ("衡阳电厂二期", "locatedIn", "衡阳市"),
        ),
        (
            "[EducationResearch: 江南大学附属实验学校]到场。",
            ("江南大学附属实验学校", "subsidiaryOf", "江南大学"),
        ),
        ("[GovernmentBody: 商务部市场建设司]到场。", ("商务部市场建设司", "subsidiaryOf", "中华人民共和国商务部")),
        (
            "[GovernmentBody: 衡阳市水利局河湖管理局]到场，[GovernmentBody: 衡阳市水利局]开会。",
            ("衡阳市水利局河湖管理局", "subsidiaryOf", "衡阳市水利局"),
        ),
        ("[Company: 恒晟株洲电缆公司]到场。", ("恒晟株洲电缆公司", "locatedIn", "株洲市")),
        ("[Company: 恒晟(株洲)电缆公司]到场。", ("恒晟(株洲)电缆公司", "locatedIn", "株洲市")),
        ("[Company: 湖南省电力投资公司]到场。", ("湖南省电力投资公司", "locatedIn", "湖南省")),
        ("[Company: 湖南电力投资公司]到场。", ("湖南电力投资公司", "locatedIn", "湖南省")),
        ("[Company: 湖南电投株洲市发电公司]到场。", ("湖南电投株洲市发电公司", "locatedIn", "株洲市")),
        ("[Person: 许珂]是市领导，市领导[Person: 唐海]到场。", ("唐海", "position", "市领导")),
        ("[EducationResearch: 吉林大学衡阳附属学校]到场。", ("吉林大学衡阳附属学校", "locatedIn", "衡阳市")),
        ("[Company: 衡阳恒晟(集团)公司]到场。", ("衡阳恒晟(集团)公司", "locatedIn", "衡阳市")),
        ("走进[Park: 株洲综合保税区]。", ("株洲综合保税区", "locatedIn", "株洲市")),
        ("走进[Park: 芯茂微5G产业园]。", ("芯茂微5G产业园", "inIndustry", "5G产业")),
        ("走进[Place: 衡永高速衡阳段]。", ("衡永高速衡阳段", "locatedIn", "衡阳市")),
        ("走进[Platform: 物流大数据平台]，了解[Technology: 大数据]。", ("物流大数据平台", "uses", "大数据")),
        ("[Event: 2020年创业大赛]很好。", ("2020年创业大赛", "eventDate", "2020")),
        (
            "在2020年12月31日召开的[Event: 市委经济工作会议]上作出部署。",
            ("市委经济工作会议", "eventDate", "2020-12-31"),
        ),
    ],
)
def test_names_and_dates_tell_relations(marked, expected):
    assert expected in triples(marked)


def test_where_else_a_firm_is_leaves_it_where_its_name_says():
    found = triples(
        "[Company: 湖南电力投资公司]在[AdministrativeRegion: 株洲市]、[AdministrativeRegion: 湘潭市]设有分公司。"
    )
    assert {two for _, predicate, two in found if predicate == "locatedIn"} == {"湖南省", "株洲市", "湘潭市"}


def test_who_is_accused_is_no_officer_of_the_accuser():
    found = triples("[GovernmentBody: 衡阳市人民检察院]起诉原总经理[Person: 林知远]。")
    assert not [t for t in found if t[1] == "affiliation"]


def test_a_body_that_the_text_never_names_stands_above_none():
    document = Document(id="t", text="区税务局、区财政局到场。", region="上海市嘉定区")
    facts = extract(document, KNOWLEDGE)
    assert [e.name for e in facts.entities.values()] == ["国家税务总局嘉定区税务局", "嘉定区财政局"]
    assert facts.relations == ()
    named = triples("[GovernmentBody: 国家税务总局衡阳市税务局]到场。")
    assert ("国家税务总局衡阳市税务局", "subsidiaryOf", "国家税务总局") in named


def test_an_award_is_conferred_by_whose_name_it_begins_with():
    found = triples(
        "[SocialOrganization: 中国化工学会]很好。"
        "致力于[Product: 涂料]研究，[EducationResearch: 江南大学]获[Award: 中国化工学会科技进步奖]。"
    )
    assert ("中国化工学会科技进步奖", "conferredBy", "中国化工学会") in found
    assert {one for one, predicate, _ in found if predicate == "receivedAward"} == {"江南大学"}


def test_later_clauses_tell_posts_of_the_person_spoken_of():
    found = triples(
        "[Person: 林知远]生于衡阳，2011年8月任[EducationResearch: 江南大学]教授，2016年起先后担任"
        "[Company: 利钢公司]副总经理、董事长；现任[GovernmentBody: 衡阳市商务局]局长。"
    )
    assert found == {
        ("林知远", "affiliation", "江南大学"),
        ("林知远", "position", "教授"),
        ("林知远", "affiliation", "利钢公司"),
        ("林知远", "position", "副总经理"),
        ("林知远", "position", "董事长"),
        ("林知远", "affiliation", "衡阳市商务局"),
        ("林知远", "position", "局长"),
    }


@pytest.mark.parametrize(
    ("marked", "employer", "title"),
    [
        ("[Person: 林知远]同志任[GovernmentBody: 衡阳市商务局]局长。", "衡阳市商务局", "局长"),
        ("[Person: 林知远]已任[GovernmentBody: 衡阳市商务局]局长。", "衡阳市商务局", "局长"),
        ("任命[Person: 林知远]为[AdministrativeRegion: 株洲市]副市长。", "株洲市人民政府", "副市长"),
        ("[Person: 林知远]调任[Company: 利钢公司]的总经理。", "利钢公司", "总经理"),
        ("[Person: 林知远]调任[Company: 利钢公司]任总经理。", "利钢公司", "总经理"),
    ],
)
def test_who_is_appointed(marked, employer, title):
    assert triples(marked) == {("林知远", "affiliation", employer), ("林知远", "position", title)}


def test_a_mayor_named_behind_a_party_post_is_that_of_its_city():
    for marked in (
        "[Person: 林知远]现任[GovernmentBody: 中共株洲市委员会]副书记、市长。",
        "[GovernmentBody: 中共株洲市委员会]副书记、市长[Person: 林知远]到场。",
    ):
        employers = {two for _, predicate, two in triples(marked) if predicate == "affiliation"}
        assert employers == {"中共株洲市委员会", "株洲市人民政府"}


def test_a_clause_without_a_person_tells_no_post():
    assert triples("[Company: 利钢公司]扩产，责任重大，任何人不得进入，2016年起任务加重。") == set()


def test_places_receive_awards():
    found = triples("[Place: 青石遗址]入选[Award: 全国十大考古新发现]。")
    assert found == {("青石遗址", "receivedAward", "全国十大考古新发现")}


def test_in_a_text_that_names_nobody_else_its_region_acts():
    text = "芜湖今年投资大。\n\n能源方面，{}很好。\n\n加快推进青岭水库工程建设。"
    builders = []
    for other in ("供水", "利钢有限公司"):
        document = Document(id="t", text=text.format(other), region="安徽省芜湖市")
        facts = extract(document, KNOWLEDGE)
        builders.append([r.subject.name for r in facts.relations if r.predicate == "builds"])
    assert builders == [["芜湖市"], []]


def test_a_standing_committee_alone_names_no_congress():
    assert triples("[GovernmentBody: 衡阳市人民代表大会常务委员会]开会。") == set()


def test_the_committee_of_a_zone_is_that_of_its_party_committee():
    found = triples(
        "[GovernmentBody: 中共松木经济开发区工作委员会]副书记、管委会主任[Person: 林知远]到场。",
        "管委会副主任[Person: 唐海]到场。",
    )
    assert found == {
        ("林知远", "position", "副书记"),
        ("林知远", "affiliation", "中共松木经济开发区工作委员会"),
        ("林知远", "position", "主任"),
        ("林知远", "affiliation", "松木经济开发区管理委员会"),
        ("唐海", "position", "管委会副主任"),
    }
    street = triples("[GovernmentBody: 中共凤凰街道工作委员会]书记、管委会主任[Person: 林知远]到场。")
    assert {two for _, _, two in street} == {"书记", "管委会主任", "中共凤凰街道工作委员会"}
    (alone,) = triples("管委会主任[Person: 林知远]到场。")
    assert alone == ("林知远", "position", "管委会主任")


def test_what_a_project_is_called_is_not_what_it_works_in():
    assert triples("走进[Project: 远洋邮轮项目]，谈[Industry: 邮轮]。") == set()
    assert ("商业航天发射场", "inIndustry", "商业航天") in triples(
        "走进[Project: 商业航天发射场]，谈[Industry: 商业航天]。"
    )


def test_likely_regions_are_in_no_province_that_the_table_knows_they_are_not_in(monkeypatch):
    monkeypatch.setattr(likely, "_own_weights", lambda: {"partOf|any": 9.0})
    found = triples("[AdministrativeRegion: 东欧]旁边写着[AdministrativeRegion: 湖南省]。")
    assert ("东欧", "partOf", "湖南省") not in found


def test_a_society_lies_where_its_name_begins_but_none_of_the_masses_and_no_paper():
    assert triples("[SocialOrganization: 衡阳市广告协会]到场。") == {("衡阳市广告协会", "locatedIn", "衡阳市")}
    for name in ("衡阳市科学技术协会", "衡阳市总工会", "衡阳日报"):
        assert triples(f"[SocialOrganization: {name}]到场。") == set()


def test_a_common_noun_says_for_whom_somebody_works_and_is_no_part_of_the_title():
    assert triples("合作社负责人[Person: 许珂]到场。") == {("许珂", "position", "负责人")}
    assert triples("协会副会长[Person: 许珂]到场。") == {("许珂", "position", "副会长")}
    assert triples("负责人[Person: 许珂]到场。") == set()


def test_another_name_of_an_employer_in_parentheses_does_not_part_it_from_the_title():
    told = triples("[GovernmentBody: 市市场监管局]（知识产权局）副局长[Person: 许珂]到场。")
    assert told == {("许珂", "position", "副局长"), ("许珂", "affiliation", "市市场监管局")}


def test_all_who_do_something_jointly_cooperate_with_each_other():
    told = triples("[Company: 甲集团]、[Company: 乙集团]和[SocialOrganization: 丙协会]联合主办大会。")
    assert {frozenset((one, two)) for one, predicate, two in told if predicate == "cooperatesWith"} == {
        frozenset(("甲集团", "乙集团")),
        frozenset(("甲集团", "丙协会")),
        frozenset(("乙集团", "丙协会")),
    }


def test_a_congress_does_not_do_what_its_deputies_ask_for():
    told = triples("[GovernmentBody: 全国人大]代表、市长[Person: 许珂]希望加快建设[Project: 衡邵铁路]。")
    assert not [one for one in told if one[0] == "全国人大"]


def test_a_paper_that_only_reports_carries_nothing_out():
    sent = "[SocialOrganization: 江南日报]8月9日讯 推进[Programme: 乡村振兴]。"
    assert not [t for t in triples(sent) if t[1] == "pursues"]
    acts = "[SocialOrganization: 江南日报]8月9日讯。[SocialOrganization: 江南日报]推进[Programme: 乡村振兴]。"
    assert ("江南日报", "pursues", "乡村振兴") in triples(acts)


def test_a_place_behind_a_region_lies_there_whatever_its_name_says_in_short():
    assert triples("走进[AdministrativeRegion: 桂阳县][Place: 衡南公园]。") == {("衡南公园", "locatedIn", "桂阳县")}


@pytest.mark.parametrize(
    "marked",
    [
        "走进[Place: 松山湖]。",  # 松山 is also the short form of a district far away
        "走进[Park: 现代产业园]。",
        "[Company: 衡南集团]开会。",  # a county of the text's city: a brand may be called so
        "[EducationResearch: 吉林农业大学]来人。",  # far away
        "[EducationResearch: 湖南农业大学]来人。",  # the text's own province, which a name in short says little of
        "[Company: 恒晟电缆]到场，[Company: 恒晟电缆有限公司]到场。",
        "[Company: 中国石油]到场，[Company: 中国石油化工集团]到场。",  # another firm's name in full
        "[Company: 世纪金华联超市]到场。",
        "[Company: 恒晟集团]到场，[Company: 恒晟集团股份公司]到场。",
        "社区领导[Person: 许珂]到场。",
        "传达学习[Event: 全国生态环境保护大会]精神。",
        "7月28日传达学习[Event: 全国生态环境保护大会]精神。",
    ],
)
def test_names_tell_nothing_that_is_not_there(marked):
    assert [r for r in relations(marked) if r.evidence.confidence > GUESS] == []


def test_a_list_of_members_gives_parts_and_posts():
    found = triples(
        "[GovernmentBody: 春耕工作领导小组]成员名单",
        "组 长：[Person: 许珂]　　[GovernmentBody: 市农业局]局长",
        "[Person: 唐海]　　[GovernmentBody: 市水利局]副局长",
        "各单位认真落实，[Person: 符新]到场。",
    )
    assert found == {
        (name, predicate, thing)
        for name, title, employer in (("许珂", "局长", "市农业局"), ("唐海", "副局长", "市水利局"))
        for predicate, thing in (
            ("position", "组长"),
            ("affiliation", "春耕工作领导小组"),
            ("position", title),
            ("affiliation", employer),
        )
    }


def test_members_are_of_the_body_that_was_just_set_up():
    found = triples(
        "关于成立[GovernmentBody: 春耕工作领导小组]的通知",
        "[GovernmentBody: 安全生产委员会]各成员单位：",
        "组长：[Person: 许珂]　　[GovernmentBody: 市农业局]局长",
        "经研究，决定成立[GovernmentBody: 防汛抗旱指挥部]。",
        "指挥长：[Person: 唐海]　　[GovernmentBody: 市水利局]局长",
    )
    assert {(s, o) for s, p, o in found if p == "affiliation" and not o.endswith("局")} == {
        ("许珂", "春耕工作领导小组"),
        ("唐海", "防汛抗旱指挥部"),
    }


def test_people_listed_at_the_end_did_not_write_the_text():
    assert triples("产业园开工。", "（[Person: 许珂] [Person: 唐海]）") == {
        ("t", "authoredBy", "许珂"),
        ("t", "authoredBy", "唐海"),
    }
    assert triples("先进个人名单如下。", "（[Person: 许珂] [Person: 唐海]）") == set()
    assert triples("会议通过任免。", "（[Person: 许珂]、[Person: 唐海]）") == set()


def test_members_are_of_the_body_that_the_document_is_on():
    found = triples(
        "同意建立[GovernmentBody: 春耕工作联席会议]。",
        "[GovernmentBody: 春耕工作联席会议]听取[GovernmentBody: 农业咨询委员会]的意见，各单位配合开展工作。",
        "会议成员名单",
        "召集人：[Person: 许珂]　　[GovernmentBody: 市农业局]局长",
    )
    assert ("许珂", "affiliation", "春耕工作联席会议") in found
    assert ("许珂", "affiliation", "农业咨询委员会") not in found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("项目落户[AdministrativeRegion: 湖北省][AdministrativeRegion: 咸宁市]。", {("咸宁市", "湖北省")}),
        ("项目落户[AdministrativeRegion: 湖北咸宁]。", {("咸宁市", "湖北省")}),
        ("[GovernmentBody: 海南省儋州市政府]公告。", {("儋州市", "海南省")}),
        ("走进[AdministrativeRegion: 咸宁市][AdministrativeRegion: 桃花镇]。", {("桃花镇", "咸宁市")}),
        ("[AdministrativeRegion: 泉州市]来客多，[AdministrativeRegion: 石头村]是沿海第一村。", set()),
        ("走进[Place: 深圳宝安机场]。", set()),
        ("[AdministrativeRegion: 湖北省]、[AdministrativeRegion: 咸宁市]签约。", set()),
    ],
)
def test_regions_named_one_in_the_other(marked, expected):
    assert {(one, two) for one, predicate, two in triples(marked) if predicate == "partOf"} == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "为落实[Programme: 倍增计划]，[GovernmentBody: 市科技局]印发通知。",
            ("市科技局", "pursues", "倍增计划"),
        ),
        (
            "[GovernmentBody: 市科技局]局长[Person: 林知远]介绍，去年全市开工建设[Project: 星河大厦]。",
            ("衡阳市", "builds", "星河大厦"),
        ),
        (
            "[Company: 恒晟电缆公司]由[Company: 西岭科技公司]出资5亿元，主要生产[Product: 电缆]。",
            ("恒晟电缆公司", "produces", "电缆"),
        ),
        (
            "[Programme: 国务院关于加快春耕的意见]印发，[GovernmentBody: 国务院]部署。",
            ("国务院关于加快春耕的意见", "initiatedBy", "国务院"),
        ),
        (
            "[GovernmentBody: 国务院]部署，[GovernmentBody: 国务院办公厅]通知。",
            ("国务院办公厅", "subsidiaryOf", "国务院"),
        ),
        (
            "[EducationResearch: 中国科学院株洲材料研究所]揭牌。",
            ("中国科学院株洲材料研究所", "subsidiaryOf", "中国科学院"),
        ),
        ("[EducationResearch: 中国科学院株洲材料研究所]揭牌。", ("中国科学院株洲材料研究所", "locatedIn", "株洲市")),
        ("走进[Platform: 国家枢纽株洲数据集群]。", ("国家枢纽株洲数据集群", "locatedIn", "株洲市")),
        (
            "[EducationResearch: 江南大学]公布，[EducationResearch: 江南大学化学学院]揭牌。",
            ("江南大学化学学院", "subsidiaryOf", "江南大学"),
        ),
        (
            "“[Company: 恒晟电缆公司]效益好。”[Company: 恒晟电缆公司]总经理[Person: 林知远]说，把[Technology: 机器视觉]用到了质检上。",
            ("恒晟电缆公司", "uses", "机器视觉"),
        ),
        (
            "[GovernmentBody: 滨江高新区管理委员会]主任[Person: 林知远]说，将建设[Project: 星河大厦]，[Park: 滨江高新区]再扩容。",
            ("滨江高新区", "builds", "星河大厦"),
        ),
        ("[Project: 恒晟电缆项目]签约，[Company: 恒晟电缆]到场。", ("恒晟电缆", "builds", "恒晟电缆项目")),
        (
            "[Park: 滨江高新区]发展迅速，先后荣获“[Award: 国家知识产权试点园区]”等称号。",
            ("滨江高新区", "receivedAward", "国家知识产权试点园区"),
        ),
        (
            "[Company: 恒晟电缆公司]董事长[Person: 林知远]热心公益，曾获“[Award: 全国劳动模范]”称号。",
            ("林知远", "receivedAward", "全国劳动模范"),
        ),
        (
            "[AdministrativeRegion: 株洲市]实现地区生产总值千亿元，入选[Award: 全国百强]。",
            ("株洲市", "receivedAward", "全国百强"),
        ),
        (
            "[AdministrativeRegion: 株洲市]与[AdministrativeRegion: 江西省][AdministrativeRegion: 萍乡市]共建[Park: 湘赣边合作区]。",
            ("株洲市", "builds", "湘赣边合作区"),
        ),
    ],
)
def test_who_acts_and_what_names_imply(marked, expected):
    assert expected in triples(marked)


def test_of_two_who_do_something_together_the_first_goes_on_acting():
    found = triples(
        "[Company: 恒晟电缆公司]与[EducationResearch: 江南大学]、[EducationResearch: 扬子大学]共建学院，主要生产[Product: 电缆]。"
    )
    assert {one for one, predicate, _ in found if predicate == "produces"} == {"恒晟电缆公司"}
    found = triples("[Company: 恒晟电缆公司]和[Company: 西岭科技公司]携手打造的[Platform: 气象网]上线。")
    assert {one for one, predicate, _ in found if predicate == "builds"} == {"恒晟电缆公司", "西岭科技公司"}


def test_whoever_employs_a_winner_wins_nothing():
    found = triples("[EducationResearch: 江南大学][Person: 林知远]院士获得[Award: 青松科学奖]。")
    assert ("林知远", "receivedAward", "青松科学奖") in found
    assert not [one for one, predicate, _ in found if predicate == "receivedAward" and one == "江南大学"]


def test_a_region_that_acts_in_a_clause_leaves_nothing_to_a_firm_of_another_sentence():
    firm = "[Company: 恒晟电缆公司]到会"
    region = "[AdministrativeRegion: 株洲市]把[Industry: 医药产业]作为主导产业。"
    assert not [t for t in triples(f"{firm}，{region}") if t[1] == "inIndustry"]
    assert ("恒晟电缆公司", "inIndustry", "医药产业") in triples(f"{firm}，把[Industry: 医药产业]作为主导产业。")


def test_who_spoke_in_one_section_does_not_speak_in_the_next():
    lines = [
        "市政协委员林知远：",
        "建议鼓励创新。",
        "民建衡阳市委会：",
        "提案建议，由市科技局牵头设立石墨烯专项基金，规模5亿元。",
    ]
    document = Document(id="t", text="\n".join(lines), region="湖南省衡阳市", published="2021-01-05")
    found = [r for r in extract(document, KNOWLEDGE).relations if getattr(r.subject, "name", "") == "石墨烯专项基金"]
    assert found
    assert "林知远" not in [getattr(r.object, "name", r.object) for r in found]


def test_a_school_called_after_a_person_lies_nowhere_by_its_name():
    assert not triples("走进[EducationResearch: 中山大学]。")


def test_several_posts_behind_a_name():
    found = triples(
        "[Person: 林知远]是第十三届[GovernmentBody: 全国人大]代表、[SocialOrganization: 湖南省工商联]副主席、某校客座教授。"
    )
    assert {
        ("林知远", "position", "全国人大代表"),
        ("林知远", "affiliation", "全国人大"),
        ("林知远", "position", "副主席"),
        ("林知远", "affiliation", "湖南省工商联"),
    } <= found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[SocialOrganization: 滨江商会]近日落实[Programme: 倍增计划]。", {("滨江商会", "倍增计划")}),
        ("[SocialOrganization: 滨江新闻]讯 近日，网友建议落实[Programme: 倍增计划]。", set()),
        ("全市推进[Programme: 新型工业化]。", {("衡阳市", "新型工业化")}),
        ("全市来宾围绕“推进[Programme: 新型工业化]”开展交流。", set()),
        ("全市活动主题是“深化[Programme: 放管服]”。", set()),
    ],
)
def test_papers_and_themes_pursue_nothing(marked, expected):
    assert {(one, two) for one, predicate, two in triples(marked) if predicate == "pursues"} == expected


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("[AdministrativeRegion: 衡阳市]的企业多，", True),
        ("全市形势很好，", True),
        ("市级有关部门行动起来，", True),
        ("本市形势很好，", True),
        ("日本市场形势很好，", False),
        ("队员们来到村里，", False),
    ],
)
def test_in_news_a_region_acts_unnamed_only_where_it_is_spoken_of(beginning, expected):
    found = triples(f"{beginning}大力实施[Programme: 倍增计划]。", title="衡阳：青年在行动")
    assert (("衡阳市", "pursues", "倍增计划") in found) is expected


def test_all_names_of_a_list_act():
    found = triples(
        "[AdministrativeRegion: 株洲市]、[AdministrativeRegion: 湘潭市]和[AdministrativeRegion: 长沙市]合建[Platform: 气象网]。"
    )
    assert {one for one, predicate, two in found if (predicate, two) == ("builds", "气象网")} == {
        "株洲市",
        "湘潭市",
        "长沙市",
    }


def test_a_guess_is_made_only_of_what_no_words_tell():
    guessed = triples("在[Programme: 乡村振兴]的指引下，[Place: 星河大桥]车来车往。", title=REPORT)
    assert guessed == {("衡阳市", "pursues", "乡村振兴"), ("星河大桥", "locatedIn", "衡阳市")}
    told = triples("[AdministrativeRegion: 株洲市]落实[Programme: 乡村振兴]。", "再谈[Programme: 乡村振兴]。")
    assert told == {("株洲市", "pursues", "乡村振兴")}
    assert triples("[Place: 株洲大桥]车来车往。") == {("株洲大桥", "locatedIn", "株洲市")}


def test_what_a_firm_builds_is_not_the_regions_too():
    found = triples("[Project: 星河大厦]由[Company: 恒晟电缆公司]投资建设。", "[Project: 星河大厦]开工。")
    assert {one for one, predicate, _ in found if predicate == "builds"} == {"恒晟电缆公司"}


def test_what_a_region_builds_lies_in_it_unless_its_name_says_otherwise():
    found = triples("加快[Project: 青岭水利枢纽]、[Park: 种子生产基地]等项目建设。", title=REPORT)
    assert found >= {(work, "locatedIn", "衡阳市") for work in ("青岭水利枢纽", "种子生产基地")} | {
        ("衡阳市", "builds", work) for work in ("青岭水利枢纽", "种子生产基地")
    }
    elsewhere = triples("加快[Park: 湘潭物流园]建设。", "打造[Park: 国家级算力基地]。", title=REPORT)
    assert {two for _, predicate, two in elsewhere if predicate == "builds"} == {"湘潭物流园", "国家级算力基地"}
    assert ("湘潭物流园", "locatedIn", "衡阳市") not in elsewhere
    assert ("国家级算力基地", "locatedIn", "衡阳市") not in elsewhere


def test_what_is_likely_is_added_where_no_rule_reads_it(monkeypatch):
    text = "[Company: 星河电子]与[Company: 远山电机]旁边摆着[Product: 变频器]。"
    monkeypatch.setattr(likely, "_own_weights", dict)
    assert triples(text) == set()
    weights = {"produces|any": 3.0, "produces|s-crowd=2": 0.5}
    monkeypatch.setattr(likely, "_own_weights", lambda: weights)
    told = [r for r in relations(text) if r.predicate == "produces"]
    assert {(r.subject.name, r.object.name, r.status) for r in told} == {
        ("星河电子", "变频器", "actual"),
        ("远山电机", "变频器", "actual"),
    }
    assert {(r.evidence.rule, r.evidence.confidence) for r in told} == {("likely", 0.97)}
    assert told[0].evidence.quote == "星河电子与远山电机旁边摆着变频器"
    denied = "[Company: 星河电子]没有生产[Product: 变频器]。"
    assert [r for r in relations(denied) if r.predicate == "produces"] == []
    assert "星河电子" in {one for one, _, _ in triples(denied, "[Company: 星河电子]旁边摆着[Product: 变频器]。")}
    planned = "[Company: 星河电子]拟投产[Product: 变频器]。"
    assert [r for r in relations(planned) if r.predicate == "produces"] == []


def test_people_of_a_list_before_a_pages_furniture_wrote_nothing():
    assert triples("大桥通车。（[Person: 许珂]）", "返回首页") == {("t", "authoredBy", "许珂")}
    assert triples("获奖名单。（[Person: 许珂]）", "返回首页") == set()


@pytest.mark.parametrize(
    ("text", "predicate", "weight"),
    [
        ("[Company: 星河电子]旁边摆着[Product: 变频器]。", "produces", 0.75),
        ("[Company: 星河电子]旁边挂着[Programme: 倍增计划]。", "pursues", -0.1),
    ],
)
def test_how_likely_a_relation_must_be_depends_on_its_kind(monkeypatch, text, predicate, weight):
    for more, told in ((-0.3, False), (0.0, True)):
        monkeypatch.setattr(likely, "_own_weights", lambda: {f"{predicate}|any": weight + more})  # noqa: B023
        assert any(each == predicate for _, each, _ in triples(text)) is told


def test_a_village_named_twice_is_no_part_of_itself():
    found = triples("探访[AdministrativeRegion: 蕲春县五斗地村][AdministrativeRegion: 五斗地村]的景象。")
    assert {(one, two) for one, predicate, two in found if predicate == "partOf" and one == "五斗地村"} == set()


def test_a_region_in_a_quoted_name_does_nothing():
    found = triples(
        "[AdministrativeRegion: 株洲市]获评“[AdministrativeRegion: 湖南省]旅游强市”，推进[Programme: 倍增计划]。"
    )
    assert {one for one, predicate, _ in found if predicate == "pursues"} == {"株洲市"}


def test_a_text_about_a_park_is_at_home_in_it():
    sentence, entities, _ = read_marked("[Park: 株洲高新区]加快发展。[Project: 星河项目]竣工投产。")
    document = Document(id="t", text=sentence.text, region="湖南省株洲市高新区", published="2021-01-05")
    found = find_relations([sentence], entities, document, KNOWLEDGE)
    told = {(r.subject.name, r.object.name) for r in found if r.predicate == "locatedIn"}
    assert ("星河项目", "株洲高新区") in told


def test_plans_are_marked_as_plans():
    (planned,) = relations("全市今年将推进[Programme: 倍增计划]。")
    (asked,) = relations("建议全市推进[Programme: 倍增计划]。")
    assert (planned.status, asked.status) == ("planned", "proposed")


def test_the_text_tells_better_than_a_guess_where_a_thing_lies():
    found = triples("[Park: 星河产业园]投产，[Park: 星河产业园]位于[AdministrativeRegion: 株洲市]。")
    assert ("星河产业园", "locatedIn", "株洲市") in found
    assert ("星河产业园", "locatedIn", "衡阳市") not in found


def test_whole_and_its_part_are_told_apart():
    assert triples("[AdministrativeRegion: 湖南省]增速居[AdministrativeRegion: 衡阳市]前列。") == set()


def test_evidence_quotes_the_text():
    (found,) = relations("先说别的。", "[Company: 恒晟电缆公司]荣获[Award: 省长质量奖]。")
    assert found.evidence.quote == "恒晟电缆公司荣获省长质量奖"
    assert found.evidence.spans == (Span(6, 19),)
    assert found.evidence.rule == "award-subject"


@pytest.mark.parametrize(
    ("text", "employed"),
    [
        ("[Company: 西岭食品公司]是链主企业之一，总经理[Person: 张辉]说，订单不少。", {"张辉": "西岭食品公司"}),
        ("在[Company: 西岭食品公司]的车间，企业总经理[Person: 张辉]介绍产品。", {"张辉": "西岭食品公司"}),
        ("[Company: 西岭食品公司]获奖。企业知识产权管理部总监[Person: 张辉]介绍产品。", {"张辉": "西岭食品公司"}),
        ("[Company: 西岭食品公司]的车间里一片繁忙。总经理[Person: 张辉]说，订单不少。", {"张辉": "西岭食品公司"}),
        (
            "[GovernmentBody: 西岭市商务局]局长[Person: 张辉]、副局长[Person: 王林]出席。",
            {"张辉": "西岭市商务局", "王林": "西岭市商务局"},
        ),
        ("[Company: 西岭食品公司]、[Company: 东岭汽车公司]签约，总经理[Person: 张辉]说，订单不少。", {}),
        ("[Company: 西岭食品公司]获奖，某协会总经理[Person: 张辉]到场。", {}),
        ("[Company: 西岭食品公司]获奖，校长[Person: 张辉]到场。", {}),
        ("[Company: 西岭食品公司]股价下跌。基金经理[Person: 张辉]认为，应当加仓。", {}),
        ("[EducationResearch: 西岭医院]引进[Company: 东岭公司]设备。总经理[Person: 张辉]介绍了情况。", {}),
        ("[GovernmentBody: 西岭市水利局]检查[Company: 东岭公司]施工，总经理[Person: 张辉]陪同。", {}),
        (
            "[GovernmentBody: 西岭市商务局]局长[Person: 张辉]、副会长[Person: 王林]出席。",
            {"张辉": "西岭市商务局"},
        ),
    ],
)
def test_an_officer_whose_title_names_no_employer_is_that_of_the_firm_told_of(text, employed):
    found = relations(*re.findall("[^。]+。", text), together=True)
    assert {r.subject.name: r.object.name for r in found if r.predicate == "affiliation"} == employed


def test_a_mountain_names_no_county():
    facts = extract(Document(id="t", text="岳麓山产业园和岳麓科技产业园开园。", region="湖南省长沙市"), KNOWLEDGE)
    placed = {(r.subject.name, r.object.name) for r in facts.relations if r.predicate == "locatedIn"}
    assert ("岳麓科技产业园", "岳麓区") in placed
    assert any(entity.name == "岳麓山产业园" for entity in facts.entities.values())
    assert ("岳麓山产业园", "岳麓区") not in placed


def test_an_event_held_in_another_province_gives_its_numbers_to_that():
    text = "7月20日，第六届进博会在上海举行，参展企业3000家。"
    facts = extract(Document(id="t", text=text, published="2023-07-21", region="湖南省衡阳市"), KNOWLEDGE)
    numbers = [*facts.observations, *facts.unsure]
    assert [o.about.name for o in numbers if o.value == 3000] == ["上海市"]


def test_an_event_held_in_a_town_without_a_code_leaves_its_numbers_to_the_texts_region():
    text = "7月20日，第三届茶叶博览会在衡东县石湾镇举行，参展企业300家。"
    facts = extract(Document(id="t", text=text, published="2023-07-21", region="湖南省衡阳市"), KNOWLEDGE)
    numbers = [*facts.observations, *facts.unsure]
    assert "石湾镇" in {entity.name for entity in facts.entities.values()}
    assert "石湾镇" not in [o.about.name for o in numbers if o.value == 300 and o.about]


def test_posts_stand_before_the_person_who_holds_them():
    found = triples(
        "现任[SocialOrganization: 衡阳市水利学会]理事长、[EducationResearch: 江南大学]兼职教授的[Person: 林知远]到会。"
    )
    assert found == {
        ("林知远", "affiliation", "衡阳市水利学会"),
        ("林知远", "position", "理事长"),
        ("林知远", "affiliation", "江南大学"),
        ("林知远", "position", "兼职教授"),
    }
    assert triples("曾任[EducationResearch: 江南大学]教授的[Person: 林知远]到会。") == set()
    assert triples("[Person: 林知远]是[Company: 利钢公司]董事长的秘书。") == set()


def test_a_list_of_posts_may_begin_with_its_time_and_end_with_their_noun():
    found = triples("[Person: 林知远]2012年起先后担任[EducationResearch: 江南大学]副院长、院长等职务。")
    assert {o for _, predicate, o in found if predicate == "position"} == {"副院长", "院长"}


def test_awards_of_a_list_may_be_counted():
    found = triples("[Person: 林知远]获[Award: 国家科技进步二等奖]1项、[Award: 省科学技术一等奖]2项。")
    assert {o for _, predicate, o in found if predicate == "receivedAward"} == {
        "国家科技进步二等奖",
        "省科学技术一等奖",
    }


def test_all_products_of_a_list_are_made():
    found = triples("[Company: 利钢公司]主要生产[Product: 印刷电路板]、[Product: 柔性电路板]。")
    assert {o for _, predicate, o in found if predicate == "produces"} == {"印刷电路板", "柔性电路板"}
