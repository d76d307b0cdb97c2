import re
from types import SimpleNamespace
from typing import cast

import pytest

from kg.knowledge import Knowledge
from kg.knowledge.layout import read_layout
from kg.knowledge.speech import SpeechVerb, read_speech
from kg.model import Document, Entity, Mention, Proposal
from kg.statements.proposals import find_proposals
from kg.statements.reach import Follow, goes_on
from kg.text.sentences import find_sentences

LAYOUT, RULES = read_layout(), read_speech()
KNOWLEDGE = cast(Knowledge, SimpleNamespace(speech=RULES))
VERBS = sorted(set(RULES.verbs.values()), key=lambda verb: verb.id)
TYPES = {
    "甲公司": "Company",
    "市政府": "GovernmentBody",
    "国务院": "GovernmentBody",
    "物流业": "Industry",
    "某市": "AdministrativeRegion",
}
PEOPLE = ("李明", "王强")


def propose(text: str, follow: Follow = goes_on) -> list[Proposal]:
    """Find the proposals of a text in which the names above are entities."""
    document = Document(id="x", text=text)
    sentences = find_sentences(document, LAYOUT)
    entities = {name: Entity(type=TYPES.get(name, "Person"), name=name) for name in (*PEOPLE, *TYPES)}
    mentions = {
        Mention(sentence, match.start(), match.end(), entities[match.group()].type, "test"): entities[match.group()]
        for sentence in sentences
        for match in re.finditer("|".join(entities), sentence.text)
    }
    return find_proposals(sentences, mentions, document, KNOWLEDGE, follow=follow)


def heard(text: str, follow: Follow = goes_on) -> list[tuple[str, str, str]]:
    return [(found.by.name, found.verb, found.evidence.quote) for found in propose(text, follow)]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.id)
def test_verb_finds_its_example(verb: SpeechVerb) -> None:
    plain = re.sub(r"[\[\]{}]", "", verb.find)
    assert [quote for _, _, quote in heard(plain)] == re.findall(r"{(.*?)}", verb.find)
    assert {by for by, _, _ in heard(plain)} == set(re.findall(r"\[(.*?)\]", verb.find))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.id)
def test_verb_skips_its_counterexample(verb: SpeechVerb) -> None:
    assert heard(re.sub(r"[\[\]]", "", verb.skip)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“园区缺少规划，浪费很大。”市人大代表、集团董事长李明建议，要盘活土地。市里要合理规划。",
            [("李明", "建议", "园区缺少规划，浪费很大。"), ("李明", "建议", "要盘活土地。市里要合理规划。")],
        ),
        ("在财政支持方面，李明建议，要集中资金。", [("李明", "建议", "要集中资金。")]),
        ("李明说：“创新没有止境。人才是根本。”会后大家散去。", [("李明", "说", "创新没有止境。人才是根本。")]),
        ("李明表示，投入要加大，王强认为人才要留住。", [("李明", "表示", "投入要加大"), ("王强", "认为", "人才要留住。")]),
        ("“订单排到了年底，还在增长。”李明说。他表示，将扩大产能。", [("李明", "说", "订单排到了年底，还在增长。"), ("李明", "表示", "将扩大产能。")]),
        ("市长李明来到企业，强调要守住底线。", [("李明", "强调", "要守住底线。")]),
        ("李明教授在论坛上强调，要“着力打造科创高地”。去年，产值增长。", [("李明", "强调", "要“着力打造科创高地”。")]),
        ("“政策很好，企业受益匪浅。”相关负责人说。", []),
        ("李明说，产值要翻番。据了解，全市企业有六百家。", [("李明", "说", "产值要翻番。")]),
        ("“创新的产品总被仿冒，代价太低。”——市人大代表李明。", [("李明", "说", "创新的产品总被仿冒，代价太低。")]),
        ("公司今年投入一亿元改造车间，董事长李明介绍。", [("李明", "介绍", "公司今年投入一亿元改造车间")]),
        ("“李明说过：要创新，也要守正。”王强说。", [("王强", "说", "李明说过：要创新，也要守正。")]),
        ("李明说，“订单多了。产能不够。”“我们缺少人才。”王强说，今后要多引进。", [("李明", "说", "订单多了。产能不够。"), ("王强", "说", "我们缺少人才。"), ("王强", "说", "今后要多引进。")]),
        ("李明说，订单多了，“产能不够。工人太少。”在王强看来，企业要转型。", [("李明", "说", "订单多了，“产能不够。工人太少。”"), ("王强", "看来", "企业要转型。")]),
        ("李明说：“产能不够，要扩建。”王强表示，资金没有问题。", [("李明", "说", "产能不够，要扩建。"), ("王强", "表示", "资金没有问题。")]),
        ("叶片用旧以后，通常会被丢弃，“大约六百年才能降解，影响非常大”，李明表示，公司正在尝试回收。", [("李明", "表示", "叶片用旧以后，通常会被丢弃，“大约六百年才能降解，影响非常大”"), ("李明", "表示", "公司正在尝试回收。")]),
        ("“以前办事要跑三趟。”看着手中的执照，李明十分高兴，“现在一趟就够。”", [("李明", "说", "以前办事要跑三趟。"), ("李明", "说", "现在一趟就够。")]),
        ("李明、王强建议，要加快立法。", [("李明", "建议", "要加快立法。"), ("王强", "建议", "要加快立法。")]),
        ("李明、总经理王强表示，要加快立法。", [("李明", "表示", "要加快立法。"), ("王强", "表示", "要加快立法。")]),
        ("李明、总经理王强肯定成绩，表示将加快立法。", [("李明", "表示", "将加快立法。"), ("王强", "表示", "将加快立法。")]),
        ("李明提出三点希望：希望学生努力；希望企业尽责。", [("李明", "希望", "希望学生努力；希望企业尽责。")]),
        ("李明提出六点建议：一要加快发展。", [("李明", "建议", "一要加快发展。")]),
        ("李明提出三点要求，强调要加强领导。", [("李明", "强调", "要加强领导。")]),
        ("李明走访企业，表示衷心感谢。", []),
        ("李明落泪，表示后悔莫及。", []),
        ("李明与总经理王强座谈，表示将支持企业。", [("李明", "表示", "将支持企业。")]),
        ("李明表示，王强希望企业留在当地。", [("李明", "表示", "王强希望企业留在当地。")]),
        ("有关部门负责人表示，王强希望企业留在当地。他指出，条件很好。", [("王强", "指出", "条件很好。")]),
        ("李明在座谈会上充分肯定企业的成绩，希望各部门协同发力。", [("李明", "希望", "各部门协同发力。")]),
        ("协会与李明举行会谈，希望尽快达成协议。", []),
        ("市政府表示，将按照国务院要求，尽快公布名单。", [("市政府", "表示", "将按照国务院要求，尽快公布名单。")]),
        ("根据国务院要求，各地要公布名单。", []),
        ("他罔顾国务院对生态保护的重要要求，我行我素。", []),
        ("李明强调，要落实省委工作要求，加快建设。", [("李明", "强调", "要落实省委工作要求，加快建设。")]),
        ("李明认真听取项目建设情况汇报后指出，要守住底线。", [("李明", "指出", "要守住底线。")]),
        ("“整体符合预期”的成绩单，李明很满意。", []),
        ("李明强调了创新在发展中的重要性。公司成立于2001年。", [("李明", "强调", "创新在发展中的重要性。")]),
        ("李明强调了创新。", []),
        ("“市场带来机会。”从未缺席，李明又将赴约展会。公司成立于1851年。", [("李明", "说", "市场带来机会。")]),
        ("李明调研时强调，传承精神近日，市长李明深入企业。", []),
        ("李明表示，企业将加大投入。1月2日展会在某市开幕。", [("李明", "表示", "企业将加大投入。")]),
        ("甲公司表示，公司今年没有裁员计划。", [("甲公司", "表示", "公司今年没有裁员计划。")]),
        ("李明调研了工厂。其表示，要加快建设。", [("李明", "表示", "要加快建设。")]),
        ("学生李明的参赛项目是新材料。“学校很支持，我们希望大家都有更好的发展。”院校注重实践。", [("李明", "说", "学校很支持，我们希望大家都有更好的发展。")]),
        ("李明和王强都参赛了。“学校很支持，我们希望大家都有更好的发展。”院校注重实践。", []),
        ("“种“甜玉米”要科学规划，建议加快建设。”代表李明说。", [("李明", "说", "种“甜玉米”要科学规划，建议加快建设。")]),
    ],
)  # fmt: skip
def test_find_proposals_reads_who_says_what(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert heard(text) == expected


def test_find_proposals_reads_an_interview_without_its_questions() -> None:
    text = "记者：今年企业怎样发展，李明怎么看？\n总经理李明：我们要扩大产能，开拓海外市场。明年要上新生产线。\n主持人：谢谢李明。\n李明：男，汉族，一九七〇年一月出生，工程师。\n"
    assert heard(text) == [("李明", "说", "我们要扩大产能，开拓海外市场。明年要上新生产线。")]


def test_find_proposals_reads_the_captions_of_a_broadcast() -> None:
    text = (
        "上半年，全市出口增长两成。江城市商务局局长 李明：我们帮助企业走出去，订单多了起来。下半年出口还会增长。"
        "据了解，全市外贸企业超过百家。【同期】江城港务公司总经理王强：新码头已经投用，装卸快了一倍。责任编辑 王强：本文来自客户端，转载请注明来源。"
    )
    assert heard(text) == [
        ("李明", "说", "我们帮助企业走出去，订单多了起来。下半年出口还会增长。"),
        ("王强", "说", "新码头已经投用，装卸快了一倍。"),
    ]


@pytest.mark.parametrize(
    "label", ["联系人 ", "一等奖 ", "新华社记者 ", "主持人 ", "道德模范 ", "【责任编辑】", "【获奖者】", "文字 "]
)
def test_a_label_before_a_name_is_no_caption(label: str) -> None:
    assert heard(f"全市评选结束。{label}李明：请于本月底前将材料报送市民政局。据了解，参加者超过百家。") == []


FLAT = "".join(f"全市建成第{n}个园区，运行平稳。" for n in "一二三四五六七八")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李明表示，公司用竹子造材料。材料可以代替塑料。企业将扩大产能。", "公司用竹子造材料。材料可以代替塑料。企业将扩大产能。"),
        ("李明表示，公司用竹子造材料。近年来，全市竹产业发展很快。", "公司用竹子造材料。"),
        ("李明表示，公司用竹子造材料。下一步，将扩大产能。近年来，全市竹产业发展很快。", "公司用竹子造材料。下一步，将扩大产能。"),
        ("李明表示，公司用竹子造材料。王强等参加座谈。", "公司用竹子造材料。"),
        ("李明指出，试验区建设成效显著。十年来，累计出台百项制度。李明强调，要再接再厉。", "试验区建设成效显著。十年来，累计出台百项制度。"),
        ("李明介绍，全市有园区八个。园区面积合计九百亩。据了解，去年新增两个。", "全市有园区八个。"),
    ],
)  # fmt: skip
def test_the_rules_propose_where_reported_speech_ends_in_a_text_without_line_breaks(text: str, expected: str) -> None:
    assert heard(FLAT + text, lambda step, _: step.proposed)[0][2] == expected


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("“荷塘里放了鱼苗，一亩田赚三亩的钱。”。村民李明说。村里还种了莲。", "荷塘里放了鱼苗，一亩田赚三亩的钱。"),
        (
            "主任李明表示：”我们全力支持企业发展，作出更大贡献。”活动还设有展台。",
            "我们全力支持企业发展，作出更大贡献。",
        ),
        ("李明院长表示，交流是为了学习经验。", "交流是为了学习经验。"),
        ("李明镇长说，荷塘已经扩大。", "荷塘已经扩大。"),
    ],
)
def test_find_proposals_bears_marks_out_of_place_and_titles_behind_names(text: str, quote: str) -> None:
    assert [(by, said) for by, _, said in heard(text)] == [("李明", quote)]


def test_find_proposals_keeps_quotations_whose_they_are() -> None:
    assert heard("村民李明说：“荷塘里放了鱼苗，一亩田赚三亩的钱。”。村民王强说。")[0][0] == "李明"
    text = "广告词写着：”快来买。随后，“荷塘里放了鱼苗，一亩田赚三亩的钱。”村民王强说。“今年收成会更好，大家都有信心。”村民李明说。"
    assert [(by, said) for by, _, said in heard(text)] == [
        ("王强", "荷塘里放了鱼苗，一亩田赚三亩的钱。"),
        ("李明", "今年收成会更好，大家都有信心。"),
    ]


SECTION = """市政协委员李明：

“十五五”是关键时期，产业基础良好。

李明认为，创新能带来活力。

要深化改革，完善制度。

其次，管理的创新能够带来动能。

去年以来，企业修改了制度。“修改的原则是化繁为简，提高效率。”实践证明这是对的。

市人大代表王强：

企业产值增长了七十倍。

要高举创新的大旗，完善机制。
"""


def test_find_proposals_goes_on_under_a_speakers_heading() -> None:
    assert heard(SECTION) == [
        ("李明", "认为", "创新能带来活力。"),
        ("李明", "认为", "要深化改革，完善制度。"),
        ("李明", "认为", "其次，管理的创新能够带来动能。"),
        ("李明", "认为", "修改的原则是化繁为简，提高效率。"),
        ("王强", "建议", "要高举创新的大旗，完善机制。"),
    ]


def test_find_proposals_lets_the_issuing_body_speak() -> None:
    text = "国务院关于某规划的批复\n某市人民政府：\n你们的请示收悉。现批复如下：\n一、同意该规划。\n二、要抓好落实。\n国务院\n"
    assert heard(text) == [("国务院", "批复", "同意该规划。"), ("国务院", "批复", "要抓好落实。")]


ADDRESSED = "市政府：\n你们的请示收悉。经研究，现批复如下：\n一、原则同意该规划。\n"


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("国务院、甲公司关于某规划的批复\n" + ADDRESSED, ["国务院", "甲公司"]),
        (ADDRESSED + "国务院\n2018年12月28日\n", ["国务院"]),
        (ADDRESSED, []),
        ("国务院关于某规划的通知\n" + ADDRESSED + "国务院\n一九九七年四月八日\n", ["国务院"]),
        ("国务院转发市政府关于某规划的通知\n国务院\n一九九七年四月八日\n关于某规划的意见\n现提出如下意见：\n一、原则同意该规划。\n", ["市政府"]),
        ("各县：\n根据国务院规定，市政府决定调整安排，现通知如下：\n一、原则同意该规划。\n", ["市政府"]),
    ],
)  # fmt: skip
def test_find_proposals_finds_who_issues_a_document(text: str, issuers: list[str]) -> None:
    assert [by for by, _, quote in heard(text) if quote == "原则同意该规划。"] == issuers


def test_find_proposals_hears_what_a_reply_answers() -> None:
    text = "国务院对某建议的答复\n李明代表：\n您提出的关于建设外文网站的建议收悉，现答复如下：\n一、各地要抓好落实。\n感谢您对政府工作的关心和支持。\n国务院\n"
    assert heard(text) == [("李明", "提出", "建设外文网站"), ("国务院", "答复", "各地要抓好落实。")]


def test_find_proposals_lets_a_deciding_body_speak() -> None:
    text = "国务院关于表彰先进的决定\n各省：\n为鼓励创新，国务院决定，对先进集体给予表彰。\n科技工作者要学习他们。\n国务院\n2018年12月28日\n"
    assert heard(text) == [("国务院", "决定", "对先进集体给予表彰。"), ("国务院", "决定", "科技工作者要学习他们。")]


def test_find_proposals_says_what_is_addressed() -> None:
    (proposal,) = propose("李明建议，市政府要支持物流业，市政府要带头。")
    assert [entity.name for entity in proposal.addresses] == ["市政府", "物流业"]


def test_find_proposals_quotes_what_the_page_cut_apart() -> None:
    text = "李明建议，要实施重大科技项目，突破一批制约\n\n产业发展的共性技术。"
    (proposal,) = propose(text)
    evidence = proposal.evidence
    assert evidence.quote == "要实施重大科技项目，突破一批制约产业发展的共性技术。"
    assert len(evidence.spans) == 2
    assert "".join(text[span.start : span.end] for span in evidence.spans) == evidence.quote


@pytest.mark.parametrize(
    "text", ["李明致辞说，产业基础要夯实。", "李明副书记说，产业基础要夯实。", "李明党委副书记表示，产业基础要夯实。"]
)
def test_find_proposals_reads_over_a_speech_and_a_post_behind_a_name(text: str) -> None:
    assert [quote for _, _, quote in heard(text)] == ["产业基础要夯实。"]
