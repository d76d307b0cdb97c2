"""Works in a row whose common noun stands behind it."""

import pytest

from kg.knowledge import read_knowledge
from kg.model import Document
from kg.pipeline import extract

KNOWLEDGE = read_knowledge()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("推进西岭、通苏等高铁建设。", {"西岭高铁", "通苏高铁"}),
        ("推动呼和浩特、包头等高铁建设。", {"呼和浩特高铁", "包头高铁"}),
        ("开工同德至玛沁等公路项目。", {"同德至玛沁公路"}),
        ("加快推进平漯周、郑州南站等高铁项目。", {"平漯周高铁", "郑州南站"}),
        ("高标准建设青岭、云溪湖等实验室。", {"青岭实验室", "云溪湖实验室"}),
        ("江西省赣州市会昌、寻乌等公路建成。", {"会昌公路", "寻乌公路"}),
    ],
)
def test_a_thing_is_named_by_the_noun_behind_its_row(text: str, names: set[str]) -> None:
    found = extract(Document(id="test", text=text), KNOWLEDGE).entities
    assert {entity.name for entity in found.values() if entity.type in {"Project", "EducationResearch"}} == names


@pytest.mark.parametrize(
    "text",
    [
        "乘坐京沪、京津等高铁。",
        "海口市从东京、大阪等机场入境。",
        "开通至东京、大阪等机场的航线。",
        "河南、山东等高速公路里程居全国前列。",
        "推进怀化、邵阳等高铁新城建设。",
        "国家电网公司、南方电网公司等特高压工程建设者。",
        "推进物联网、大数据等实验室建设。",
    ],
)
def test_what_is_not_built_or_has_a_name_of_its_own_is_not_named_so(text: str) -> None:
    found = extract(Document(id="test", text=text), KNOWLEDGE).entities
    assert not [entity for mention, entity in found.items() if mention.rule.startswith("row:")]
