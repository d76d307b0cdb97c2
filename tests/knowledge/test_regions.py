"""Regions: names, paths, ancestors, and whom 我市 means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.knowledge import regions as module
from kg.knowledge.regions import Regions, read_regions


@pytest.fixture(scope="module")
def regions() -> Regions:
    return read_regions()


@pytest.mark.parametrize(
    ("path", "full"),
    [
        ("湖北省武汉市汉南区", "湖北省武汉市汉南区"),
        ("汉南区", "湖北省武汉市汉南区"),
        ("衡阳市", "湖南省衡阳市"),
        ("湖南衡阳", "湖南省衡阳市"),
        ("全国", "全国"),
        ("江西省南昌市经开区", "江西省南昌市"),
        ("南京鼓楼区", "江苏省南京市鼓楼区"),
        ("北京朝阳", "北京市朝阳区"),
        ("重庆市渝北区", "重庆市渝北区"),
        ("长沙宁乡", "湖南省长沙市宁乡市"),
        ("广西南宁", "广西壮族自治区南宁市"),
        ("长三角", "长三角"),
    ],
)
def test_home_resolves_a_path(regions: Regions, path: str, full: str) -> None:
    home = regions.home(path)
    assert home is not None
    assert regions.path(home) == full


@pytest.mark.parametrize("path", ["鼓楼区", "朝阳", "资源", "没有这个地方", "", None])
def test_home_leaves_open_what_is_unclear(regions: Regions, path: str | None) -> None:
    assert regions.home(path) is None


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ("衡阳", {"430400"}),
        ("湖南", {"430000"}),
        ("吉林", {"220000"}),
        ("湘西州", {"433100"}),
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("哈萨克斯坦", {"KZ"}),
        ("中华人民共和国", {"CN"}),
        ("大湘南", {"group-da-xiang-nan"}),
        ("雄安", {"zone-xiong-an-xin-qu"}),
        ("湘", set()),
        ("泗", set()),
    ],
)
def test_named_finds_every_region_of_a_form(regions: Regions, form: str, codes: set[str]) -> None:
    assert {region.code for region in regions.named(form)} == codes


@pytest.mark.parametrize(
    ("form", "risky"),
    [
        ("资源", True),
        ("和平", True),
        ("朝阳", True),
        ("城区", True),
        ("衡阳", False),
        ("资源县", False),
        ("汉南", False),
    ],
)
def test_is_risky_tells_common_words(regions: Regions, form: str, *, risky: bool) -> None:
    assert regions.is_risky(form) is risky
    assert (form in regions.forms(risky=True)) is risky


@pytest.mark.parametrize(
    ("home", "target", "name"),
    [
        ("湖北省武汉市汉南区", "region:city", "武汉市"),
        ("湖北省武汉市汉南区", "region:district", "汉南区"),
        ("湖北省武汉市汉南区", "region:province", "湖北省"),
        ("湖北省武汉市汉南区", "region:country", "中国"),
        ("湖南省长沙市宁乡市", "region:city", "宁乡市"),
        ("湖南省长沙市宁乡市", "region:prefecture", "长沙市"),
        ("重庆市渝北区", "region:city", "重庆市"),
        ("重庆市渝北区", "region:prefecture", "重庆市"),
        ("重庆市渝北区", "region:province", None),
        ("广西壮族自治区", "region:district", "广西壮族自治区"),
        ("广西壮族自治区", "region:autonomous", "广西壮族自治区"),
        ("湖南省衡阳市", "region:autonomous", None),
        ("湖南省衡阳市", "region:county", None),
        ("湖南省衡阳市", "last:Company", None),
    ],
)
def test_meant_says_whom_a_form_means(regions: Regions, home: str, target: str, name: str | None) -> None:
    place = regions.home(home)
    assert place is not None
    meant = regions.meant(place, target)
    assert (meant.name if meant else None) == name


def test_ancestors_end_with_china(regions: Regions) -> None:
    county = regions.home("汉南区")
    assert county is not None
    assert [region.name for region in regions.ancestors(county)] == ["武汉市", "湖北省", "中国"]


def test_groups_contain_what_lies_in_their_members(regions: Regions) -> None:
    delta, hefei, changsha = (regions.named(form)[0] for form in ("长三角", "合肥市", "长沙市"))
    assert regions.contains(delta, hefei)
    assert not regions.contains(delta, changsha)


def test_every_path_leads_back(regions: Regions) -> None:
    lost = [
        region.code
        for region in regions
        if region.level in ("province", "prefecture", "county")
        and region.until is None
        and region.code[:4] != "zone"
        and regions.home(regions.path(region)) != region
    ]
    assert lost == []


@given(st.text(alphabet="湖南省衡阳市区县石鼓经开", max_size=12), st.integers(0, 12))
def test_match_path_stays_inside_the_text(text: str, start: int) -> None:
    found = READ.match_path(text, start)
    assert found is None or (start < found[1] <= len(text))


READ = read_regions()


def test_faulty_table_reports_every_fault(tmp_path, monkeypatch) -> None:
    header = "code\tname\tlevel\taliases\tparent\tabbr\n"
    (tmp_path / "regions.tsv").write_text(header + "1\t甲省\tstate\n2\t乙市\tprefecture\t\t9\n", encoding="utf-8")
    for name in ("groups.tsv", "countries.tsv"):
        (tmp_path / name).write_text(header, encoding="utf-8")
    monkeypatch.setattr(module, "shared", lambda _: tmp_path)
    with pytest.raises(KnowledgeError) as caught:
        read_regions()
    assert str(caught.value).splitlines() == [
        "regions.tsv:2: 1: no level 'state'; write one of country, province, prefecture, county, town, group, foreign",
        "regions.tsv:3: 2: no region has the code 9; add it or mend the code",
    ]
