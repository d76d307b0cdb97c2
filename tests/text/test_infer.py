from types import SimpleNamespace
from typing import cast

import pytest

from kg.knowledge import Knowledge
from kg.knowledge.context import read_context
from kg.knowledge.regions import read_regions
from kg.model import Document
from kg.text.infer import infer_context

KNOWLEDGE = cast(Knowledge, SimpleNamespace(regions=read_regions(), context=read_context()))


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
        ("省政府介绍，福建省在厦门办展，台湾有百家企业参展，台湾展位增长，台湾协会组团。", "福建省"),
        ("香港特区政府宣布措施，香港旅游业复苏，香港访客增加，香港还与广东省合作。", "香港特别行政区"),
        ("各省、自治区、直辖市人民政府：上海自贸区的做法要推广，上海要带头，上海先行。", "全国"),
        ("国务院关于同意设立试验区的批复\n上海市人民政府：\n同意上海设立试验区，上海要抓好落实。", "全国"),
        ("国务院总理李强在上海调研，走进上海企业，全市上下备受鼓舞。", "上海市"),
        ("新华社北京8月8日电 海关总署发布数据，我国进出口增长。", "全国"),
        ("人民网北京7月21日电 交流活动在甘肃省陇南市举行，陇南产业兴旺。", "甘肃省陇南市"),
        ("贵州省人民政府办公厅关于禁止新增建设项目的通知", "贵州省"),
        ("上半年西湖区利用外资居浙江省第一，浙江省表扬西湖区，杭州市也通报。", "浙江省杭州市西湖区"),
        ("杭州晨光电气(600999)发布公告，股东增持，杭州晨光股价收盘上涨，杭州晨光回应。", None),
        ("国家统计局发布数据，国民经济回升。", "全国"),
        ("经济日报北京8月8日讯 海关总署发布数据，我国进出口增长。", "全国"),
        ("我国社会融资规模扩大，国家外汇管理局公告，股东、证券、发行等数据向好。", "全国"),
        ("株洲市生态环境局公告，罚款10万元，株洲企业整改，处罚信息公示。", "湖南省株洲市"),
        ("美国商务部宣布限制措施。", None),
        ("一名从成都出发的旅客说，航班延误了。", None),
        ("英国财政部和英国央行表示，英国要看全国数据。", None),
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
        ("函复如下：\n同意申办。\n国务院办公厅\n二〇〇四年十二月十七日", "2004-12-17"),
        ("出口接近韩国2023-07-31 13:38:16 作者：李明 据报道，2022年产量增长。", "2023-07-31"),
        ("2023世界机器人大会开幕，2022年产量增长。", "2023"),
        ("今年企业产值增长。截至2022年末，贷款余额百亿元。", "2023"),
        ("公司成立于2012年，李明2003年参加工作。", None),
        ("2024年12月3日成立的公司，将于2025年投产。2025年，我市将推进建设。", "2025-01"),
        ("设备重2023公斤。", None),
        ("产值增长。", None),
        ("20世纪90年代，企业成立。", None),
    ],
)
def test_infer_context_finds_when_it_was_published(text: str, published: str | None) -> None:
    assert infer(text, region="衡阳市").published == published


def test_a_dateline_names_a_county_and_a_gone_region_is_a_word_again() -> None:
    text = "中新网绥芬河8月9日电 绥芬河口岸忙碌。黑龙江企业到会，全市商户签约。"
    assert infer(text, published="2023-08-09").region == "黑龙江省牡丹江市绥芬河市"
    text = "四川扎实推进39个欠发达县域托底性帮扶，欠发达县域收入提高，全省经济增长，我省就业稳定。"
    assert infer(text, published="2026").region == "四川省"
