"""What is a name and what is none, by the ways names are found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mentions.context import Candidate, read_context
from kg.mentions.resolve import resolve
from kg.model import Sentence, Span


def names(mentions, kind):
    return [mention.text for mention in mentions if mention.type == kind and not mention.rule.startswith("deictic:")]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("文/本报记者 林晓岚 高远征 图/周围", ["林晓岚", "高远征", "周围"]),
        ("市人大代表赵明霞建议优化流程。", ["赵明霞"]),
        ("省政协副主席李海川、马立行出席会议。", ["李海川", "马立行"]),
        ("公司总经理苏岚则认为口碑靠细节。", ["苏岚"]),
        ("市文联一级巡视员程野认为大有可为。", ["程野"]),
        ("授予约翰·米勒教授奖章。", ["约翰·米勒"]),
        ("创始人马丁·班克曼-米勒出席。", ["马丁·班克曼-米勒"]),
        ("村民艾则孜·买提沙力说，收成好。", ["艾则孜·买提沙力"]),
        ("李海川、马立行、周晓岚等参加活动。", ["李海川", "马立行", "周晓岚"]),
        ("市领导李海川、马立行参加活动。", ["李海川", "马立行"]),
        ("本报记者 林晓岚近日走进车间。", ["林晓岚"]),
        ("部长迪米特里表示欢迎。", ["迪米特里"]),
        ("副县长彭晓军、谭能为、叶栋贤参加会议。", ["彭晓军", "谭能为", "叶栋贤"]),
        ("项目建成投产。（林晓岚）", ["林晓岚"]),
        ("市长李功胜于8月3日主持会议。", ["李功胜"]),
        ("副总裁张益忠之子到场。", ["张益忠"]),
        ("主任医师玛依努尔·尼牙孜、研究员王成获奖。", ["玛依努尔·尼牙孜", "王成"]),
        ("首席专家 訚硕：产量增加。", ["訚硕"]),
        ("苏州、杭州、嘉兴等城市参加活动。", []),
        ("集团董事局主席马立行出席。", ["马立行"]),
        ("蔡伦大道通车。", []),
        ("代表关切得到回应。", []),
        ("高新区全面推进改革。", []),
    ],
)
def test_person_is_found_beside_what_only_people_have(find, text, people):
    assert names(find(text), "Person") == people


def test_person_once_found_is_found_everywhere(find):
    mentions = find("市政协委员周启航发言。", "当天周启航走进车间。")
    assert names(mentions, "Person") == ["周启航", "周启航"]


@pytest.mark.parametrize(
    ("text", "programmes"),
    [
        ("推进“四强五化”建设。", ["四强五化"]),
        ("形成“771216”格局。", ["771216"]),
        ("围绕“2+5+N”目标发力。", ["2+5+N"]),
        ("根据《湘江保护条例》处理。", ["湘江保护条例"]),
        ("打出“组合拳”。", []),
        ("破解“急难愁盼”问题。", []),
    ],
)
def test_quoted_phrase_is_a_programme_only_where_it_names_one(find, text, programmes):
    assert names(find(text), "Programme") == programmes


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("衡阳市科协开展活动。", "SocialOrganization", ["衡阳市科协"]),
        ("长沙市商务局发布数据。", "GovernmentBody", ["长沙市商务局"]),
        ("28个省重点项目进展顺利。", "Project", []),
        ("培育一批龙头企业、高新技术企业。", "Company", []),
        ("建设一批重点实验室。", "EducationResearch", []),
        ("壮大重点产业和产业集群。", "Industry", []),
        ("搭建创新平台。", "Platform", []),
        ("申报省级跨境电商产业园。", "Park", []),
        ("国资委会同财政部印发通知。", "GovernmentBody", ["国资委", "财政部"]),
        ("成都市发展改革委开展活动。", "GovernmentBody", ["成都市发展改革委"]),
        ("省发展改革委开展活动。", "GovernmentBody", []),  # no name but a form for the province's, and not the nation's
        ("湖南省国资委考核分配处开会。", "GovernmentBody", ["湖南省国资委考核分配处"]),
    ],
)
def test_generic_nouns_are_no_names(find, text, kind, found):
    assert names(find(text), kind) == found


def test_a_known_name_cuts_no_number_or_word_of_letters_apart(find):
    assert names(find("产量超过224.5GW，同比增长。"), "Technology") == []
    assert names(find("开通5G基站，推进WiFi6建设。"), "Technology") == ["5G", "WiFi6"]


def test_a_known_school_is_not_run_into_by_the_word_before_it(find):
    assert names(find("企业的技术人员中南大学毕业的占一半。"), "EducationResearch") == ["中南大学"]
    assert "桂林电子科技大学" in names(find("桂林电子科技大学开学。"), "EducationResearch")


def test_short_form_of_a_company_is_found_where_the_full_name_stands_elsewhere(find):
    mentions = find("湖南澜海达电子股份有限公司投产。", "澜海达今年扩产。")
    assert names(mentions, "Company") == ["湖南澜海达电子股份有限公司", "澜海达"]


def test_each_cut_of_a_company_s_trade_is_a_short_form(find):
    mentions = find("秦岭机床工具集团有限公司扩产。", "去年，秦岭机床完成销售收入58亿元。")
    assert "秦岭机床" in names(mentions, "Company")


def test_bodies_of_the_text_s_own_region_are_deictic(find):
    (mention,) = [mention for mention in find("市委作出部署。") if mention.type == "GovernmentBody"]
    assert (mention.text, mention.rule) == ("市委", "deictic:市委")


def test_mentions_stand_in_document_order(find):
    mentions = find("郑州市商务局发布数据。", "南昌经开区招商。")
    assert [(m.sentence.text, m.start) for m in mentions] == sorted(
        ((m.sentence.text, m.start) for m in mentions), key=lambda pair: (pair[0] != "郑州市商务局发布数据。", pair[1])
    )


SPANS = st.tuples(st.integers(0, 7), st.integers(1, 8)).filter(lambda span: span[0] < span[1])
TYPES = st.sampled_from(["Company", "AdministrativeRegion", "Park", "Programme"])
CANDIDATES = st.lists(
    st.builds(lambda span, kind, power: Candidate(*span, kind, "rule", power), SPANS, TYPES, st.integers(1, 3)),
    max_size=12,
)


@given(CANDIDATES)
@settings(max_examples=60)
def test_mentions_never_cross_and_do_not_depend_on_order(candidates):
    context = read_context(Sentence(text="衡阳市高新区公司", pieces=(Span(0, 8),)))
    mentions = resolve(context, candidates)
    for one in mentions:
        for other in mentions:
            assert not one.start < other.start < one.end < other.end
    assert mentions == resolve(context, reversed(candidates))


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("县文旅局、发改局、财政局参加。", ["县文旅局", "发改局", "财政局"]),
        ("广州市委常委、统战部部长出席。", ["广州市委", "统战部"]),
        ("中国财政部公布数据。", ["中国财政部"]),
        ("美国财政部和英国央行公布数据。", ["美国财政部", "英国央行"]),  # no bodies of China
        ("欧央行公布数据。", ["欧央行"]),
        ("全国财政部门公布数据。", []),
        ("中央纪委国家监委公布数据。", ["中央纪委国家监委", "中央纪委", "国家监委"]),
        ("返回新华社，查看更多", []),
    ],
)
def test_bodies_stand_in_rows_and_behind_the_country(find, text, bodies):
    found = [mention.text for mention in find(text) if mention.type == "GovernmentBody" and mention.text != "市委"]
    assert found == bodies


def test_town_without_a_region_is_found_where_it_stands_twice(find):
    mentions = find("郎岭镇位于江边。", "近年来，郎岭镇整合资源。", "郎岭的明天更好。")
    assert names(mentions, "AdministrativeRegion") == ["郎岭镇", "郎岭镇", "郎岭"]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("湖南新和成药业有限公司投产。", ["湖南新和成药业有限公司"]),
        ("其子公司锦海电缆有限公司投产。", ["锦海电缆有限公司"]),
        ("锦海电子、衡岳木业等企业投产。", ["锦海电子", "衡岳木业"]),
        ("集聚以锦海电子、衡岳木业为代表的企业。", ["锦海电子", "衡岳木业"]),
        ("亿佳格食品加工厂投产。", ["亿佳格食品加工厂"]),
        ("返回搜狐，查看更多", []),
        ("衡泰达是一家专注检测的企业。", ["衡泰达"]),
    ],
)
def test_companies_by_their_names_and_their_company(find, text, companies):
    found = names(find(text), "Company")
    assert [name for name in found if name in companies] == companies
    assert companies or not found


@pytest.mark.parametrize(
    ("line", "name", "types"),
    [
        ("落实国务院意见的实施方案印发", "国务院", ["Programme"]),
        ("国务院关于促进发展的意见印发", "国务院", ["Programme", "GovernmentBody"]),
        ("中共中央 国务院关于促进发展的意见印发", "国务院", ["Programme", "GovernmentBody"]),
        ("市场监管总局对国务院关于发展的意见印发", "国务院", ["Programme"]),
    ],
)
def test_a_known_body_inside_a_paper_counts_where_it_issues_it(line, name, types):
    paper = Candidate(0, len(line) - 2, "Programme", "titled-document", 2)
    start = line.index(name)
    body = Candidate(start, start + len(name), "GovernmentBody", "lexicon:organizations", 3)
    sentence = Sentence(text=line, pieces=(Span(0, len(line)),))
    assert [mention.type for mention in resolve(read_context(sentence), [paper, body])] == types


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("以岭药业投资8.6亿元建厂。", "以岭药业"),
        ("以岭药业投资约8亿元。", "以岭药业"),
        ("恒大集团新能源项目开工。", "恒大集团"),
    ],
)
def test_a_known_firm_does_not_go_on_with_a_verb_or_the_name_of_its_project(find, text, firm):
    assert names(find(text), "Company") == [firm]


def test_what_is_called_after_somebody_else_names_no_region(find):
    found = names(find("中山大学的师生来到中山市，走过中山陵。"), "AdministrativeRegion")
    assert found == ["中山市"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("利钢公司与江南大学共建新材料研究院。", ["江南大学", "新材料研究院"]),
        ("省部共建地质灾害国家重点实验室通过验收。", ["省部共建地质灾害国家重点实验室"]),
    ],
)
def test_a_name_begins_behind_who_builds_it_together(find, text, found):
    assert names(find(text), "EducationResearch") == found


def test_what_somebody_is_called_is_no_name(find):
    assert names(find("司机师傅王强说，现在方便多了。"), "Person") == ["王强"]


def test_what_is_only_praised_is_no_designation(find):
    assert names(find("园区是国家重要的生物医药产业基地。"), "Award") == []


def test_each_thing_that_somebody_is_designated_is_found(find):
    text = "高新区先后获批国家生物产业基地、国家光伏产业示范基地、国家动漫产业基地，荣誉满满。"
    assert names(find(text), "Award") == ["国家生物产业基地", "国家光伏产业示范基地", "国家动漫产业基地"]


def test_a_body_that_is_any_regions_is_no_name(find):
    assert names(find("海关等部门出台政策，投促局也到会。"), "GovernmentBody") == []


def test_the_end_of_a_companys_name_is_no_company_of_its_own(find):
    assert names(find("国网辉南县供电公司抢修。"), "Company") == ["国网辉南县供电公司"]


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("遂溪县消防救援大队开展检查。", "GovernmentBody", ["遂溪县消防救援大队"]),
        ("千山公安分局组织民警走访。", "GovernmentBody", ["千山公安分局"]),
        ("原告青禾公司起诉，被告江陵公司应诉。", "Company", ["青禾公司", "江陵公司"]),
        ("省农业农村厅种植业处 处长王林说，种植面积稳定。", "GovernmentBody", ["省农业农村厅"]),
        ("市财政局综合科负责人说，进展顺利。", "GovernmentBody", ["市财政局"]),
        ("新城区将扩容，老城区也要改造。", "AdministrativeRegion", []),
        ("西安市新城区扩容。", "AdministrativeRegion", ["西安市", "新城区"]),
        ("有关部门及时处理首都国际机场的突发事件。", "Place", ["首都国际机场"]),
    ],
)
def test_names_end_where_another_word_begins(find, text, type_, expected):
    assert names(find(text), type_) == expected
