"""Names that are general words stay only where the text says something of them."""

import pytest

from kg.model import Document
from kg.pipeline import extract


@pytest.mark.parametrize(
    ("text", "kind", "name", "kept"),
    [
        ("云溪市多款汽车芯片通过验收。", "Product", "汽车", False),
        ("云溪市建起苹果大数据大厦。", "Technology", "大数据", False),
        ("云溪市汽车产量增长。", "Product", "汽车", True),
        ("云溪市恒远机电有限公司主要生产柴油发动机。", "Company", "云溪市恒远机电有限公司", True),
        ("云溪市建成全国首个零碳车站，产品畅销国内外。", "AdministrativeRegion", "中国", False),
        ("上半年，全国粮食产量达到1.5亿吨。", "AdministrativeRegion", "中国", True),
        ("恒大视像科技股份有限公司投产。", "Company", "恒大集团", False),
        ("株洲至兰州客运专线开工建设。", "AdministrativeRegion", "兰州市", False),
        ("株洲至兰州客运专线经过兰州。", "AdministrativeRegion", "兰州市", True),
    ],
)
def test_general_names_need_a_statement(knowledge, text, kind, name, kept):
    facts = extract(Document(id="t", text=text, region=None, published=None), knowledge)
    assert ((kind, name) in {(entity.type, entity.name) for entity in facts.entities.values()}) is kept
