from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.knowledge.layout import LayoutRules, read_layout
from kg.model import Document, Sentence
from kg.text.sentences import find_sentences

SHARED = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.fixture(scope="module")
def layout() -> LayoutRules:
    return read_layout()


def read(text: str, layout: LayoutRules) -> list[Sentence]:
    return find_sentences(Document(id="x", text=text), layout)


def texts(text: str, layout: LayoutRules, block: str = "body") -> list[str]:
    return [sentence.text for sentence in read(text, layout) if sentence.block == block]


def assert_spelled(text: str, sentences: list[Sentence]) -> None:
    """Every character that is not white is in exactly one sentence, and the pieces spell the sentences."""
    covered = [place for s in sentences for piece in s.pieces for place in range(piece.start, piece.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, char in enumerate(text) if not char.isspace()} <= set(covered)
    for sentence in sentences:
        assert sentence.text == "".join(text[piece.start : piece.end] for piece in sentence.pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值增长。出口回升！", ["产值增长。", "出口回升！"]),
        ("“要盘活土地。要建设平台。”李明说。", ["“要盘活土地。要建设平台。”李明说。"]),
        (
            "“园区大多缺乏立体规划，存在空间浪费。”李明建议，要盘活土地。",
            ["“园区大多缺乏立体规划，存在空间浪费。”", "李明建议，要盘活土地。"],
        ),
        ("他喊了一声“好！”就走了。", ["他喊了一声“好！”就走了。"]),
        ("如何激发新动能？要创新。", ["如何激发新动能？", "要创新。"]),
        ("建设平台；提升服务。", ["建设平台；提升服务。"]),
        ("投资3.5亿元、增长2.1%。", ["投资3.5亿元、增长2.1%。"]),
        ("进入安装阶段……在江边，企业开工。", ["进入安装阶段……", "在江边，企业开工。"]),
        ("有饭店、商店……等。", ["有饭店、商店……等。"]),
        ("公司（见附注。）今年盈利。", ["公司（见附注。）今年盈利。"]),
        ("见 http://a.cn/?x=1 一文。", ["见 http://a.cn/?x=1 一文。"]),
    ],
)
def test_find_sentences_splits_behind_end_marks(text: str, expected: list[str], layout: LayoutRules) -> None:
    assert texts(text, layout) == expected


CUT = [
    ("今年全市大力培育新动能，引进互联网领\n\n军企业落户本地，产值增长。", "今年全市大力培育新动能，引进互联网领军企业落户本地，产值增长。"),
    ("2026年，全区将分批启动智慧型港口\n\n改造，缩短货船停靠时间。", "2026年，全区将分批启动智慧型港口改造，缩短货船停靠时间。"),
    ("全市新增企业，今年突破1\n\n0万家，居全省第一。", "全市新增企业，今年突破10万家，居全省第一。"),
    ("据统计，全市企业研发投入力度加大，居全国先\n\n进行列。", "据统计，全市企业研发投入力度加大，居全国先进行列。"),
    ("要实施重大科技项目，突破一批制约\n\n产业发展的共性技术。", "要实施重大科技项目，突破一批制约产业发展的共性技术。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_find_sentences_joins_what_goes_on_in_the_next_paragraph(text: str, expected: str, layout: LayoutRules) -> None:
    assert texts(text, layout) == [expected]
    assert_spelled(text, read(text, layout))


WRAPPED = """市人大代表李明：

{head}

企业是创新的主体，产值连年增长。

{tail}

市人大代表王强：

要加快建设。
"""


@pytest.mark.parametrize(
    ("head", "tail", "whole"),
    [
        (
            "既做强大企业，又培育小企业，环境很好。”市人大代表李明说。",
            "“可以说，全市以创新驱动发展，",
            "“可以说，全市以创新驱动发展，既做强大企业，又培育小企业，环境很好。”",
        ),
        (
            "人才队伍当作企业的根本。要健全机制。",
            "李明认为，体系是基础。企业家要真正把",
            "企业家要真正把人才队伍当作企业的根本。",
        ),
        (
            "，加快了成果转化。要健全机制。",
            "今年以来，全市出台十条措施",
            "今年以来，全市出台十条措施，加快了成果转化。",
        ),
    ],
)
def test_find_sentences_joins_columns_out_of_order(head: str, tail: str, whole: str, layout: LayoutRules) -> None:
    text = WRAPPED.format(head=head, tail=tail)
    sentences = read(text, layout)
    joined = next(sentence for sentence in sentences if len(sentence.pieces) > 1)
    assert joined.text == whole
    assert joined.pieces[0].start > joined.pieces[1].start
    assert_spelled(text, sentences)


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("三大板块涵盖了各类创新。建议加快建设。", "全市共有企业六百家。"),  # a head without a tail
        ("近年来，全市产值增长。", "要以创新驱动发展，进一步加大投入，提升"),  # a tail without a head
    ],
)
def test_find_sentences_leaves_parts_without_their_other_half(head: str, tail: str, layout: LayoutRules) -> None:
    text = WRAPPED.format(head=head, tail=tail)
    sentences = read(text, layout)
    assert all(len(sentence.pieces) == 1 for sentence in sentences)
    assert [s.pieces for s in sentences] == sorted(s.pieces for s in sentences)


def test_find_sentences_keeps_ordinary_paragraphs_apart(layout: LayoutRules) -> None:
    text = "第一段说的是产业，产值增长。\n\n第二段说的是人才，共有两条：\n\n一是引进；\n\n二是培养。"
    assert texts(text, layout) == [*text.split("\n\n")]


def test_find_sentences_joins_hard_wrapped_lines(layout: LayoutRules) -> None:
    lines = ["　　今年以来，全市上下聚焦高质量发展，加快建设现代化产", "业体系，新增高新技术企业六百家，产值突破一千亿元，带", "动就业三万人，为经济社会发展提供了强有力的支撑，也为", "下一步工作打下了基础。", "　　下一步，全市将继续努力。"]  # fmt: skip
    text = "\n".join(lines)
    assert texts(text, layout) == ["".join(lines[:4]).strip(), lines[4].strip()]
    assert_spelled(text, read(text, layout))


@pytest.mark.parametrize(
    ("line", "heading", "byline", "body"),
    [
        (
            "烟台果农增收有方（乡村走笔）本报讯（记者 孟秋）记者6日从果业局了解到，销量增长。",
            ["烟台果农增收有方（乡村走笔）"],
            ["本报讯（记者 孟秋）"],
            ["记者6日从果业局了解到，销量增长。"],
        ),
        (
            "中新网兰州3月5日电(范舟 柳青)投资百亿元的项目投产。(完)",
            [],
            ["中新网兰州3月5日电(范舟 柳青)", "(完)"],
            ["投资百亿元的项目投产。"],
        ),
        ("通讯员 杜斌“要建好园区。”代表余意说。", [], ["通讯员 杜斌"], ["“要建好园区。”代表余意说。"]),
        ("长沙市（湖南省会）新增企业六百家。", [], [], ["长沙市（湖南省会）新增企业六百家。"]),
    ],
)
def test_find_sentences_takes_headline_and_byline_off_a_line(
    line: str, heading: list[str], byline: list[str], body: list[str], layout: LayoutRules
) -> None:
    found = {block: texts(line, layout, block) for block in ("heading", "byline", "body")}
    assert found == {"heading": heading, "byline": byline, "body": body}
    assert_spelled(line, read(line, layout))


def test_find_sentences_names_the_blocks(layout: LayoutRules) -> None:
    text = (
        "培育新动能\n\n■文/本报记者 张三 李四 图/王五\n\n【数说】\n\n产值增长。\n\n市人大代表李明：\n\n"
        "要加快建设。\n\n车间里一派忙碌。张三 摄\n"
    )
    blocks = [(sentence.block, sentence.paragraph) for sentence in read(text, layout)]
    assert blocks == [
        ("heading", 1), ("byline", 2), ("heading", 3), ("body", 4), ("heading", 5), ("body", 6), ("caption", 7),
    ]  # fmt: skip


def test_find_sentences_joins_a_title_of_two_lines(layout: LayoutRules) -> None:
    assert texts("国务院关于某年度\n科学技术奖励的决定\n现予公布。", layout, "heading") == [
        "国务院关于某年度科学技术奖励的决定"
    ]


def test_find_sentences_takes_a_lone_line_for_body(layout: LayoutRules) -> None:
    assert texts("李明是市人大代表", layout) == ["李明是市人大代表"]


PIECES = ["。", "，", "“", "”", "\n", "\r\n", "\u3000", " ", "！", "…", "（", "）", "产业", "要", "把", "今年", "本报讯（记者 孟秋）", "：", "2021年，", "𠮷", "\u2003\u2003", "\x0b", "\x1a", "责任编辑：", "返回搜狐，查看更多"]  # fmt: skip


@given(
    st.sampled_from(["", "全市产值增长，企业增加。" * 30]), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_find_sentences_spells_any_text(long_line: str, text: str) -> None:
    assert_spelled(long_line + text, read(long_line + text, read_layout()))


LOST = "全市产值增长，企业增加。" * 30


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (f"{LOST}\u3000\u3000李明介绍，产能翻番。\u3000\u3000市场扩大。", [LOST, "李明介绍，产能翻番。", "市场扩大。"]),
        (f"{LOST}\u2003\u2003李明介绍，产能翻番。", [LOST, "李明介绍，产能翻番。"]),
        (f"{LOST} 李明介绍，产能翻番。", [f"{LOST} 李明介绍，产能翻番。"]),  # one space is a slip
        (f"{LOST} 甲市增产。 乙市减产。 丙市持平。", [LOST, "甲市增产。", "乙市减产。", "丙市持平。"]),
        (f"{LOST}李明说：“好。  很好。  真好。  ”", [f"{LOST}李明说：“好。  很好。  真好。  ”"]),
    ],
)
def test_find_sentences_finds_the_paragraphs_of_a_text_without_line_breaks(
    text: str, paragraphs: list[str], layout: LayoutRules
) -> None:
    found: dict[int, str] = {}
    for sentence in read(text, layout):
        found[sentence.paragraph] = found.get(sentence.paragraph, "") + sentence.text
    assert ["".join(paragraph.split()) for paragraph in found.values()] == ["".join(p.split()) for p in paragraphs]


@pytest.mark.skipif(not SHARED.exists(), reason="the development texts are not beside the project")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.txt")), ids=lambda path: path.stem)
def test_find_sentences_spells_the_development_texts(path: Path, layout: LayoutRules) -> None:
    text = path.read_text(encoding="utf-8")
    assert_spelled(text, read(text, layout))
