"""The region that a document is about."""

import pytest

from kg.knowledge import read_knowledge
from kg.model import Document, Entity
from kg.statements.home import find_home

REGIONS = read_knowledge().regions
HERE = Entity(type="AdministrativeRegion", name="鼓楼区", scope="320106", aliases=("鼓楼",))
THERE = Entity(type="AdministrativeRegion", name="鼓楼区", scope="350102")


@pytest.mark.parametrize(
    ("region", "entities", "home"),
    [
        ("江苏省南京市鼓楼区", [THERE, HERE], HERE),
        ("江苏省南京市鼓楼区", [THERE], Entity(type="AdministrativeRegion", name="鼓楼区", scope="320106")),
        (None, [THERE], None),
    ],
)
def test_find_home_tells_namesakes_apart(region, entities, home):
    assert find_home(Document(id="t", text="", region=region), entities, REGIONS) == home
