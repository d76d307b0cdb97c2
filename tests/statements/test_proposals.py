import re
from types import SimpleNamespace
from typing import cast

import pytest

from kg.knowledge import Knowledge
from kg.knowledge.layout import read_layout
from kg.knowledge.speech import SpeechVerb, read_speech
from kg.model import Document, Entity, Mention, Proposal
from kg.statements.proposals import find_proposals
from kg.text.sentences import find_sentences

LAYOUT, RULES = read_layout(), read_speech()
KNOWLEDGE = cast(Knowledge, SimpleNamespace(speech=RULES))
VERBS = sorted(set(RULES.verbs.values()), key=lambda verb: verb.id)
TYPES = {"市政府": "GovernmentBody", "国务院": "GovernmentBody", "物流业": "Industry", "某市": "AdministrativeRegion"}
PEOPLE = ("李明", "王强")


def propose(text: str) -> list[Proposal]:
    """Find the proposals of a text in which the names above are entities."""
    document = Document(id="x", text=text)
    sentences = find_sentences(document, LAYOUT)
    entities = {name: Entity(type=TYPES.get(name, "Person"), name=name) for name in (*PEOPLE, *TYPES)}
    mentions = {
        Mention(sentence, match.start(), match.end(), entities[match.group()].type, "test"): entities[match.group()]
        for sentence in sentences
        for match in re.finditer("|".join(entities), sentence.text)
    }
    return find_proposals(sentences, mentions, document, KNOWLEDGE)


def heard(text: str) -> list[tuple[str, str, str]]:
    return [(found.by.name, found.verb, found.evidence.quote) for found in propose(text)]


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
        ("“种“甜玉米”要科学规划，建议加快建设。”代表李明说。", [("李明", "说", "种“甜玉米”要科学规划，建议加快建设。")]),
    ],
)  # fmt: skip
def test_find_proposals_reads_who_says_what(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert heard(text) == expected


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
    assert heard(text) == [("国务院", "批复", "一、同意该规划。"), ("国务院", "批复", "二、要抓好落实。")]


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
