"""The tagger: what it sees, what it says, and what it may change."""

from collections.abc import Sequence
from itertools import pairwise, product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.knowledge import Knowledge, read_knowledge
from kg.mentions import find_by_rules, find_mentions
from kg.mentions.context import read_context
from kg.mentions.features import find_features, outermost
from kg.mentions.resolve import settle
from kg.mentions.tagger import Tagged, Tagging, best_tags, find_tagged, read_tags, tag_names
from kg.model import Mention, Sentence, Span


def sentence(text: str) -> Sentence:
    return Sentence(text=text, pieces=(Span(0, len(text)),))


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("", []),
        ("O O", []),
        ("B-Park I-Park", [(0, 2, "Park")]),
        ("B-Park B-Park O", [(0, 1, "Park"), (1, 2, "Park")]),
        ("O I-Park I-Place", [(1, 2, "Park"), (2, 3, "Place")]),
    ],
)
def test_tags_are_read_as_spans(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert list(read_tags(tags.split())) == spans


@given(st.lists(st.sampled_from(["O", "B-Park", "I-Park", "B-Place", "I-Place"])))
def test_spans_are_ordered_and_cover_every_tag_that_names(tags: list[str]) -> None:
    spans = list(read_tags(tags))
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {at for start, end, _ in spans for at in range(start, end)}
    assert covered == {at for at, tag in enumerate(tags) if tag != "O"}
    assert all(tags[start][2:] == kind for start, _, kind in spans)


def test_a_character_is_described_by_its_word_and_what_the_rules_found() -> None:
    line = sentence("记者在“数字岳阳”平台看到岳阳楼")
    region = Mention(line, 6, 8, "AdministrativeRegion", "region:prefecture")
    found = find_features(read_context(line), [Mention(line, 4, 8, "Programme", "quoted-programme"), region])
    each = (found.types, found.rules, found.inner, found.words, found.depths)
    assert {len(values) for values in each} == {len(line.text)}
    assert found.types[3:9] == ["O", "B-Programme", "I-Programme", "I-Programme", "I-Programme", "O"]
    assert found.rules[4] == "quoted-programme"
    assert found.inner[4:9] == ["", "", "AdministrativeRegion", "AdministrativeRegion", ""]
    assert [word[0] for word in found.words[:2]] == ["B", "E"]
    assert (found.depths[2], found.depths[4], found.depths[-1]) == (0, 1, 0)
    assert found.part(4, 6).types == ["B-Programme", "I-Programme"]


@pytest.mark.parametrize(("text", "depths"), [("”他答“好”", [0, 0, 0, 0, 1, 0]), ("“一‘二’三”", [0, 1, 1, 2, 1, 1, 0])])
def test_the_depth_of_quotations_is_never_below_none(text: str, depths: list[int]) -> None:
    assert find_features(read_context(sentence(text)), []).depths == depths


def test_the_outermost_mentions_do_not_overlap() -> None:
    line = sentence("岳阳市城陵矶新港区管委会")
    spans = [(0, 3), (0, 12), (3, 9), (9, 12)]
    mentions = [Mention(line, start, end, "Park", "x") for start, end in spans]
    assert [(m.start, m.end) for m in outermost(mentions)] == [(0, 12)]


TAGS = ["O", "B-Park", "B-Place", "I-Park", "I-Place"]


@pytest.mark.parametrize(
    ("rows", "tags"),
    [
        ([[0.1, 0.2, 0.1, 0.5, 0.1]], "B-Park"),
        ([[0.5, 0.4, 0.05, 0.03, 0.02], [0.1, 0.05, 0.05, 0.7, 0.1]], "B-Park I-Park"),
        ([[0.9, 0.02, 0.03, 0.03, 0.02], [0.4, 0.05, 0.05, 0.45, 0.05]], "O O"),
        (
            [[0.1, 0.4, 0.45, 0.03, 0.02], [0.1, 0.05, 0.05, 0.7, 0.1], [0.1, 0.1, 0.1, 0.3, 0.4]],
            "B-Park I-Park I-Park",
        ),
    ],
    ids=["alone", "begun", "not begun", "one class"],
)
def test_a_name_goes_on_only_as_it_began(rows: list[list[float]], tags: str) -> None:
    best = best_tags(np.log(np.array(rows, dtype=np.float32)), TAGS)
    assert " ".join(TAGS[tag] for tag in best) == tags


def test_tags_without_any_that_goes_on_are_read() -> None:
    assert best_tags(np.log(np.array([[0.2], [0.9]], dtype=np.float32)), ["O"]) == [0, 0]


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_no_row_of_tags_that_may_stand_is_likelier(length: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(length, len(TAGS))).astype(np.float32)
    best = best_tags(scores, TAGS)
    allowed = [row for row in product(range(len(TAGS)), repeat=len(scores)) if _may_stand(row)]
    assert _may_stand(best)
    total = max(sum(scores[at, tag] for at, tag in enumerate(row)) for row in allowed)
    assert sum(scores[at, tag] for at, tag in enumerate(best)) == pytest.approx(total, abs=1e-4)


def _may_stand(row: Sequence[int]) -> bool:
    tags = [TAGS[tag] for tag in row]
    return all(tag[0] != "I" or before in (f"B-{tag[2:]}", tag) for before, tag in pairwise(["O", *tags]))


LINE = "岳阳市洞庭湖博物馆昨日开馆"
RULES = read_knowledge().names


def settled(
    mentions: list[tuple[int, int, str, str]], names: list[tuple[int, int, str, float]], outside: float = 0.0
) -> list[tuple[int, int, str, str]]:
    line = sentence(LINE)
    tagging = Tagging(tuple(Tagged(*name) for name in names), (outside,) * len(LINE))
    result = settle(read_context(line), [Mention(line, *mention) for mention in mentions], tagging, RULES)
    return [(m.start, m.end, m.type, m.rule) for m in result]


REGION = (0, 3, "AdministrativeRegion", "region:prefecture")
LAKE = (3, 6, "Place", "place")
WORD = (9, 11, "Event", "event")


def test_the_town_and_village_in_front_of_a_firm_are_none_of_its_name() -> None:
    line = sentence("石湾镇洣江村恒晟电缆公司开工")
    town, village = (Mention(line, *place, "AdministrativeRegion", "settlement") for place in ((0, 3), (3, 6)))
    firm = Mention(line, 0, 12, "Company", "company")
    found = settle(read_context(line), [firm, town, village], Tagging((), (0.0,) * len(line.text)), RULES)
    assert [m.text for m in found] == ["石湾镇", "洣江村", "恒晟电缆公司"]


def test_a_city_whose_short_form_ends_like_a_town_is_part_of_a_firms_name() -> None:
    line = sentence("新乡化纤股份有限公司开工")
    city = Mention(line, 0, 2, "AdministrativeRegion", "region")
    firm = Mention(line, 0, 10, "Company", "company")
    found = settle(read_context(line), [firm, city], Tagging((), (0.0,) * len(line.text)), RULES)
    assert [m.text for m in found] == ["新乡化纤股份有限公司", "新乡"]


def test_a_likely_longer_name_takes_over_and_keeps_what_can_stand_in_it() -> None:
    assert settled([REGION, LAKE], [(0, 9, "Place", 0.9)]) == [(0, 9, "Place", "tagger"), REGION]


def test_an_unlikely_longer_name_changes_nothing() -> None:
    assert settled([REGION, LAKE], [(0, 9, "Place", 0.3)]) == [REGION, LAKE]


def test_a_name_across_another_takes_its_place_where_the_tagger_is_rather_sure() -> None:
    assert settled([LAKE], [(4, 9, "Place", 0.9)]) == [(4, 9, "Place", "tagger")]
    assert settled([LAKE], [(4, 9, "Place", 0.65)]) == [LAKE]


def test_a_name_that_the_rules_know_to_both_its_ends_gets_no_shorter() -> None:
    assert settled([REGION], [(0, 2, "AdministrativeRegion", 0.97)]) == [REGION]
    assert settled([LAKE], [(3, 5, "Place", 0.97)]) == [(3, 5, "Place", "tagger")]
    line = sentence("村民艾山·库尔班说")
    person = Mention(line, 2, 8, "Person", "person-title")
    tagging = Tagging((Tagged(2, 7, "Person", 0.97),), (0.0,) * len(line.text))
    assert settle(read_context(line), [person], tagging, RULES) == [person]


@pytest.mark.parametrize(
    ("text", "tagged", "found"),
    [
        ("欣岭公司合作共建锂电学院。", (0, 12, "EducationResearch"), ["锂电学院"]),
        ("要搭好双创平台。", (2, 7, "Platform"), ["双创平台"]),
        ("推进“共建共享”行动。", (2, 8, "Programme"), ["“共建共享”"]),
        ("衡岭联合创始人说。", (0, 4, "Company"), []),
        ("衡岭联合公司投产。", (0, 6, "Company"), ["衡岭联合公司"]),
        ("分别是学校。", (2, 3, "EducationResearch"), []),
    ],
)
def test_a_tagged_name_ends_where_a_verb_or_a_title_begins(text, tagged, found) -> None:
    line = sentence(text)
    tagging = Tagging((Tagged(*tagged, 0.97),), (0.0,) * len(text))
    assert [m.text for m in settle(read_context(line), [], tagging, RULES)] == found


def test_a_tagger_cuts_off_of_a_name_only_what_is_a_word() -> None:
    line = sentence("总裁祁海珅表示赞同")
    person = Mention(line, 2, 5, "Person", "person-title")
    tagging = Tagging((Tagged(2, 4, "Person", 0.99),), (0.0,) * len(line.text))
    assert settle(read_context(line), [person], tagging, RULES) == [person]


def test_a_tagger_calls_no_person_a_region_and_no_region_a_place_unless_a_river_is_called_so() -> None:
    line = sentence("马云、岳阳和清河都在")
    person = Mention(line, 0, 2, "Person", "person-title")
    city = Mention(line, 3, 5, "AdministrativeRegion", "region:prefecture")
    county = Mention(line, 6, 8, "AdministrativeRegion", "region:prefecture")
    calls = ((0, 2, "AdministrativeRegion"), (3, 5, "Place"), (6, 8, "Place"))
    tagging = Tagging(tuple(Tagged(*call, 0.99) for call in calls), (0.0,) * len(line.text))
    found = settle(read_context(line), [person, city, county], tagging, RULES)
    assert [(m.text, m.type) for m in found] == [
        ("马云", "Person"),
        ("岳阳", "AdministrativeRegion"),
        ("清河", "Place"),
    ]


def test_who_wrote_a_text_keeps_a_rare_character() -> None:
    author = (0, 3, "Person", "person-byline")
    assert settled([author], [(0, 2, "Person", 0.99)]) == [author]


def test_a_place_takes_in_what_a_table_knows_only_where_the_tagger_is_sure() -> None:
    known = (3, 6, "Place", "lexicon:places")
    for likelihood, end in ((0.8, 6), (0.95, 9)):
        assert [m[1] for m in settled([known], [(3, 9, "Place", likelihood)])][:1] == [end]
    assert [m[1] for m in settled([LAKE], [(3, 9, "Place", 0.8)])][:1] == [9]


def test_a_name_is_called_one_of_another_class_but_for_what_a_table_knows() -> None:
    assert settled([LAKE], [(3, 6, "Park", 0.9)]) == [(3, 6, "Park", "tagger")]
    assert settled([LAKE], [(3, 6, "Park", 0.5)]) == [LAKE]
    known = (3, 6, "Place", "lexicon:places")
    assert settled([known], [(3, 6, "Park", 0.95)]) == [known]


def test_a_place_that_is_built_stays_a_place() -> None:
    line = sentence("开工建设云台星河大桥")
    place = Mention(line, 4, 10, "Place", "place")
    for kind, called in (("Project", "Place"), ("Park", "Park")):
        tagging = Tagging((Tagged(4, 10, kind, 0.9),), (0.0,) * len(line.text))
        assert [m.type for m in settle(read_context(line), [place], tagging, RULES)] == [called]
        added = settle(read_context(line), [], Tagging((Tagged(4, 10, "Park", 0.9),), (0.0,) * len(line.text)), RULES)
        assert [m.type for m in added] == ["Park"]


def test_a_person_is_hardly_ever_longer_than_the_rules_see() -> None:
    line = sentence("刘芳则认为可行")
    person = Mention(line, 0, 2, "Person", "person-title")
    for likelihood, end in ((0.9, 2), (0.97, 3)):
        tagging = Tagging((Tagged(0, 3, "Person", likelihood),), (0.0,) * len(line.text))
        assert [m.end for m in settle(read_context(line), [person], tagging, RULES)] == [end]


def test_a_code_between_marks_takes_no_noun_behind_them() -> None:
    line = sentence("形成“771216”格局")
    code = Mention(line, 3, 9, "Programme", "quoted-code")
    tagging = Tagging((Tagged(2, 12, "Programme", 0.9),), (0.0,) * len(line.text))
    assert settle(read_context(line), [code], tagging, RULES) == [code]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("变“企业跑腿”为“数据跑路”", "企业跑腿", "Programme"),
        ("由“企业找政策”转向“政策找企业”", "政策找企业", "Programme"),
        ("打好促消费“组合拳”", "组合拳", "Programme"),
        ("“郑州造”汽车出海", "郑州造", "Company"),
        ("湖南智造出海", "湖南智造", "Company"),
    ],
)
def test_rhetoric_is_no_name(text: str, name: str, kind: str) -> None:
    line = sentence(text)
    start = text.index(name)
    tagging = Tagging((Tagged(start, start + len(name), kind, 0.9),), (0.0,) * len(text))
    assert settle(read_context(line), [], tagging, RULES) == []


def test_a_proper_name_that_the_rules_do_not_know_is_added() -> None:
    assert settled([REGION], [(3, 9, "Place", 0.9)]) == [REGION, (3, 9, "Place", "tagger")]
    assert settled([REGION], [(3, 9, "Place", 0.1)]) == [REGION]
    assert settled([REGION], [(3, 9, "Technology", 0.75)]) == [REGION]


def test_an_industry_is_added_where_the_tagger_is_rather_sure() -> None:
    assert settled([REGION], [(3, 9, "Industry", 0.95)]) == [REGION, (3, 9, "Industry", "tagger")]
    assert settled([REGION], [(3, 9, "Industry", 0.5)]) == [REGION]


def test_a_word_of_the_language_is_a_name_only_where_the_tagger_is_quite_sure() -> None:
    line = sentence("眼下苹果上市")
    for likelihood, rules in ((0.9, []), (0.97, ["tagger"])):
        tagging = Tagging((Tagged(2, 4, "Company", likelihood),), (0.0,) * len(line.text))
        assert [m.rule for m in settle(read_context(line), [], tagging, RULES)] == rules


@pytest.mark.parametrize(
    ("outside", "left"), [(0.5, [REGION, WORD]), (0.9, [REGION]), (0.96, [])], ids=["doubt", "composed", "known"]
)
def test_what_is_surely_no_name_is_struck_out(outside: float, left: list[tuple[int, int, str, str]]) -> None:
    assert settled([REGION, WORD], [], outside) == left


def test_a_form_that_points_to_something_is_never_struck_out() -> None:
    deictic = (9, 11, "AdministrativeRegion", "deictic:昨日")
    assert settled([deictic], [], 1.0) == [deictic]


def test_what_somebody_grants_is_a_designation() -> None:
    for text, kind in (("园区是科技部批准的国家石墨产业化基地", "Award"), ("园区靠近国家石墨产业化基地", "Park")):
        line, start = sentence(text), text.index("国家")
        tagging = Tagging((Tagged(start, len(text), "Park", 0.95),), (0.0,) * len(text))
        assert [m.type for m in settle(read_context(line), [], tagging, RULES)] == [kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("宝鸡的国家新材料基地", [(3, 10)]),
        ("去的黎波里开会", [(1, 5)]),
        ("我们的", []),
        ("买美的空调", [(1, 3)]),
        ("到了平台公司的", [(2, 6)]),
    ],
)
def test_no_name_begins_with_a_particle_and_no_long_one_ends_with_one(text: str, names: list[tuple[int, int]]) -> None:
    first, last = {"宝": (2, 9), "去": (1, 4), "我": (2, 2), "买": (1, 2), "到": (2, 6)}[text[0]]
    scores = np.full((len(text), 3), -5, dtype=np.float32)
    for at in range(len(text)):
        scores[at, 1 if at == first else 2 if first < at <= last else 0] = -0.01
    network = SimpleNamespace(tags=["O", "B-Park", "I-Park"], read=lambda *_: scores)
    tagging = tag_names(read_context(sentence(text)), [], network)
    assert [(name.start, name.end) for name in tagging.names] == names


@pytest.mark.parametrize(
    ("text", "end", "kind", "name"),
    [
        ("年中经济运行分析会上强调", 9, "Event", "年中经济运行分析会"),
        ("木耳产业发展大会暨文化节", 8, "Event", "木耳产业发展大会"),
        ("服贸会体育专题通气会召开", 8, "Event", "服贸会体育专题通气会"),
        ("农产品交易节日前开幕", 6, "Event", "农产品交易节"),
        ("岳阳大学支教团团长到场", 7, "SocialOrganization", "岳阳大学支教团"),
        ("岳阳市海上", 4, "Place", "岳阳市海上"),
        ("湘水集团（简称湘水）", 4, "Company", "湘水集团"),
    ],
)
def test_a_name_ends_where_its_last_word_does(text: str, end: int, kind: str, name: str) -> None:
    scores = np.full((len(text), 3), -5, dtype=np.float32)
    for at in range(len(text)):
        scores[at, 1 if at == 0 else 2 if at <= end else 0] = -0.01
    network = SimpleNamespace(tags=["O", f"B-{kind}", f"I-{kind}"], read=lambda *_: scores)
    [found] = tag_names(read_context(sentence(text)), [], network).names
    assert text[found.start : found.end] == name


TEXT = "记者从岳阳市商务局获悉，湖南湘水智造科技有限公司董事长程远航表示，公司将在岳阳经开区新建生产线。"


def test_likelihoods_are_of_each_character(knowledge: Knowledge) -> None:
    [(context, mentions)] = find_by_rules([sentence(TEXT)], knowledge)
    tagging = find_tagged(context, mentions)
    assert len(tagging.outside) == len(TEXT)
    assert all(-1e-6 <= value <= 1 + 1e-6 for value in tagging.outside)
    assert all(0 < name.likelihood <= 1 + 1e-6 for name in tagging.names)
    company = TEXT.index("湖南湘水")
    assert (company, TEXT.index("董事长"), "Company") in [(n.start, n.end, n.type) for n in tagging.names]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="岳阳市湖南省有限公司“”《》（）记者说程远航在新建的平台，。A1 ", min_size=1, max_size=60))
def test_mentions_never_cross_whatever_the_text(knowledge: Knowledge, text: str) -> None:
    mentions = find_mentions([sentence(text)], knowledge)
    for one in mentions:
        assert 0 <= one.start < one.end <= len(text)
        for other in mentions:
            apart = one.end <= other.start or other.end <= one.start
            nested = (one.start - other.start) * (one.end - other.end) <= 0
            assert apart or nested, (one, other)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("东岭综合部开会", True),
        ("该公司综合部开会", False),
        ("芜湖12条产业链扩张", False),
        ("促进就业20条措施出台", True),
        ("代表之家（中心站出台", False),
        ("代表之家（中心站）出台", True),
    ],
)
def test_what_points_back_or_counts_is_no_name(text: str, taken: bool) -> None:  # noqa: FBT001  a parameter of pytest
    line = sentence(text)
    name = Tagged(0, len(text) - 2, "GovernmentBody", 0.9)
    result = settle(read_context(line), [], Tagging((name,), (0.0,) * len(text)), RULES)
    assert [m.rule for m in result] == ["tagger"] * taken


def test_marks_on_both_sides_say_where_a_name_ends() -> None:
    line = sentence("（程远喃 摄）")
    person = Mention(line, 1, 4, "Person", "person-row")
    tagging = Tagging((Tagged(1, 3, "Person", 0.99),), (0.0,) * len(line.text))
    assert settle(read_context(line), [person], tagging, RULES) == [person]


@pytest.mark.parametrize(("joint", "widened"), [("与", False), ("和", False), ("大", True)])
def test_two_organizations_are_not_one(joint: str, *, widened: bool) -> None:
    line = sentence(f"湘水集团{joint}东江研究院签约")
    firm, institute = Mention(line, 0, 4, "Company", "x"), Mention(line, 5, 10, "EducationResearch", "x")
    tagging = Tagging((Tagged(0, 10, "EducationResearch", 0.9),), (0.0,) * len(line.text))
    found = settle(read_context(line), [firm, institute], tagging, RULES)
    assert ((0, 10) in [(m.start, m.end) for m in found]) == widened


def test_a_tagger_takes_no_first_part_for_a_zone_that_a_table_holds() -> None:
    line = sentence("宜宾三江新区签约项目多。")
    zone = Mention(line, 0, 6, "Park", "lexicon:parks")
    tagging = Tagging((Tagged(0, 2, "AdministrativeRegion", 0.999),), (0.0,) * len(line.text))
    assert settle(read_context(line), [zone], tagging, RULES) == [zone]
