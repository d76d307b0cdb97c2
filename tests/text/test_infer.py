from types import SimpleNamespace
from typing import cast

import pytest

from kg.knowledge import Knowledge
from kg.knowledge.regions import read_regions
from kg.model import Document
from kg.text.infer import infer_context

KNOWLEDGE = cast(Knowledge, SimpleNamespace(regions=read_regions()))


def infer(text: str, *, region: str | None = None, published: str | None = None) -> Document:
    document, inferences = infer_context(Document(id="x", text=text, region=region, published=published), KNOWLEDGE)
    assert {inference.field for inference in inferences} == {
        field
        for field, given in (("region", region), ("published", published))
        if given is None and getattr(document, field) is not None
    }
    assert all(inference.reason for inference in inferences)
    return document


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("衡阳市", "湖南省衡阳市"),
        ("湖南省衡阳市", "湖南省衡阳市"),
        ("湖北省武汉市汉南区", "湖北省武汉市汉南区"),
        ("江西省南昌市经开区", "江西省南昌市经开区"),
        ("苏州高新区", "江苏省苏州市高新区"),
        ("全国", "全国"),
        ("亚特兰蒂斯", "亚特兰蒂斯"),
    ],
)
def test_infer_context_brings_a_given_region_to_a_path(given: str, path: str) -> None:
    assert infer("我市产值增长。", region=given, published="2021").region == path


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("衡阳产值增长，我市新增企业六百家，湖南省居中部第三。", "湖南省衡阳市"),
        ("全省上下发力，安徽新增企业六百家。合肥、芜湖、蚌埠产值增长，省政府出台措施。", "安徽省"),
        ("上半年郑州出口增长，郑州车企出海，占全省65%，河南居前列。", "河南省郑州市"),
        ("汉南区人大常委会开展走访，区政府、区法院通报情况，区人大代表建言，武汉全市第二。", "湖北省武汉市汉南区"),
        ("本市新增企业，市政府出台措施，全市发力，北京要建设科创中心。", "北京市"),
        ("国务院决定给予奖励。", "全国"),
        ("各省、自治区、直辖市人民政府：上海自贸区的做法要推广，上海要带头，上海先行。", "全国"),
        ("公司产值增长。", None),
    ],
)
def test_infer_context_finds_the_region(text: str, region: str | None) -> None:
    assert infer(text, published="2021").region == region


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("在2020年12月31日召开的会议上，我市提出目标。2021年，我市将推进建设。", "2021-01"),
        ("2021年，我市取得较好成绩。今年企业总数将突破六百家。2020年投入增长。", "2021"),
        ("到2025年，产值突破千亿元。2023年，产值增长。", "2023"),
        ("中新网南昌8月17日电 2023年项目投产。", "2023-08-17"),
        ("现将方案印发。\n国务院\n2018年12月28日\n（此件公开发布）", "2018-12-28"),
        ("2022年5月24日，名单公布。", "2022-05"),
        ("2022年13月45日，名单公布。", "2022"),
        ("产值增长。", None),
        ("20世纪90年代，企业成立。", None),
    ],
)
def test_infer_context_finds_when_it_was_published(text: str, published: str | None) -> None:
    assert infer(text, region="衡阳市").published == published
