"""The lexicon: entries, titles, bodies of every region, deictic forms."""

import shutil
import time

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import bodies as bodies_module
from kg.knowledge import lexicon as module
from kg.knowledge import titles as titles_module
from kg.knowledge.files import shared
from kg.knowledge.lexicon import TYPES, Lexicon, read_lexicon
from kg.knowledge.regions import Regions, read_regions
from kg.knowledge.titles import alternation

LOAD_S = 2.0  # reading takes 0.2 s on an idle machine; the rest is for a busy one


@pytest.fixture(scope="module")
def regions() -> Regions:
    return read_regions()


@pytest.fixture(scope="module")
def lexicon(regions: Regions) -> Lexicon:
    return read_lexicon(regions)


@pytest.mark.parametrize(
    ("form", "kind", "name"),
    [
        ("工信部", "GovernmentBody", "中华人民共和国工业和信息化部"),
        ("国家发改委", "GovernmentBody", "中华人民共和国国家发展和改革委员会"),
        ("民盟", "SocialOrganization", "中国民主同盟"),
        ("比亚迪", "Company", "比亚迪股份有限公司"),
        ("中科大", "EducationResearch", "中国科学技术大学"),
        ("湘江", "Place", "湘江"),
        ("哈尔滨工业大学(深圳)", "EducationResearch", "哈尔滨工业大学（深圳）"),
        ("中国(湖南)自由贸易试验区", "Park", "中国（湖南）自由贸易试验区"),
    ],
)
def test_by_form_finds_names_and_aliases(lexicon: Lexicon, form: str, kind: str, name: str) -> None:
    assert [(entry.type, entry.name) for entry in lexicon.by_form[form]] == [(kind, name)]


def test_entries_are_sound(lexicon: Lexicon) -> None:
    assert all(entry.type in TYPES for entry in lexicon.entries)
    assert [form for form in lexicon.by_form if len(form) < 2] == []
    assert [entry.name for entry in lexicon.entries if len(set(entry.forms)) < len(entry.forms)] == []


@pytest.mark.parametrize(
    ("text", "title", "kind", "implies"),
    [
        ("常务副市长李明", "常务副市长", "post", "body:government"),
        ("党组书记、局长", "党组书记", "post", ""),
        ("市人大代表王芳", "市人大代表", "deputy", "body:congress"),
        ("省政协委员", "省政协委员", "deputy", "body:cppcc"),
        ("二级巡视员赵立", "二级巡视员", "rank", ""),
        ("中心办公室主任", "办公室主任", "post", ""),
        ("公司副总工程师", "副总工程师", "post", ""),
        ("见习记者", "见习记者", "press", ""),
        ("中国科学院院士", "中国科学院院士", "profession", ""),
        ("社区党支部书记", "社区党支部书记", "post", ""),
    ],
)
def test_titles_find_the_longest(lexicon: Lexicon, text: str, title: str, kind: str, implies: str) -> None:
    match = lexicon.titles.regex.search(text)
    assert match is not None
    assert match.group() == title
    found = lexicon.titles.get(title)
    assert found is not None
    assert (found.kind, found.implies) == (kind, implies)


def test_titles_know_no_common_words(lexicon: Lexicon) -> None:
    assert [form for form in ("市民", "企业", "代表团", "局", "专家") if form in lexicon.titles] == []


def test_titles_imply_bodies_that_exist(lexicon: Lexicon) -> None:
    kinds = {title.implies.removeprefix("body:") for title in lexicon.titles.by_form.values() if title.implies}
    assert kinds <= set(lexicon.bodies.by_kind)


@pytest.mark.parametrize(
    ("text", "place", "form", "name"),
    [
        ("记者从市科协获悉", "市", "市科协", "株洲市科学技术协会"),
        ("省发改委印发", "省", "省发改委", "株洲市发展和改革委员会"),
        ("株洲市委召开", "株洲市", "株洲市委", "中共株洲市委员会"),
        ("中共株洲市委", "株洲市", "中共株洲市委", "中共株洲市委员会"),
        ("民盟株洲市委", "株洲市", "民盟株洲市委", "中国民主同盟株洲市委员会"),
        ("区人大常委会组织", "区", "区人大常委会", "株洲市人民代表大会常务委员会"),
        ("株洲工信局负责人", "株洲", "株洲工信局", "株洲市工业和信息化局"),
        ("市政协委员会", "市", "市政协委员会", "中国人民政治协商会议株洲市委员会"),
        ("共青团株洲市委", "株洲市", "共青团株洲市委", "中国共产主义青年团株洲市委员会"),
    ],
)
def test_bodies_are_found_and_named_by_rule(lexicon: Lexicon, text: str, place: str, form: str, name: str) -> None:
    start = text.index(place)
    found = lexicon.bodies.at(text, start, start + len(place))
    assert found is not None
    assert text[found.start : found.end] == form
    assert found.body.compose("株洲市") == name
    assert found.is_deictic == (len(place) == 1)
    assert lexicon.bodies.split(form)[0].place == place


@pytest.mark.parametrize(("text", "place"), [("株洲委托", "株洲"), ("株洲人民", "株洲"), ("市民", "市")])
def test_bodies_reject_other_words(lexicon: Lexicon, text: str, place: str) -> None:
    assert lexicon.bodies.at(text, 0, len(place)) is None


@pytest.mark.parametrize(
    ("form", "kind", "target"),
    [
        ("我市", "AdministrativeRegion", "region:city"),
        ("全国", "AdministrativeRegion", "region:country"),
        ("该公司", "Company", "last:Company"),
        ("本报", "SocialOrganization", "document:publisher"),
    ],
)
def test_deictic_forms_have_targets(lexicon: Lexicon, form: str, kind: str, target: str) -> None:
    assert (lexicon.deictic[form].type, lexicon.deictic[form].target) == (kind, target)


def test_surnames_are_single_and_double(lexicon: Lexicon) -> None:
    assert {"王", "欧阳", "覃", "谭"} <= lexicon.surnames
    assert {len(surname) for surname in lexicon.surnames} == {1, 2}


@pytest.mark.parametrize(
    ("forms", "expression"),
    [(["副市长", "副省长", "副"], "副(?:市长|省长)?"), (["局长"], "局长"), (["处长", "部长"], "(?:处长|部长)")],
)
def test_alternation_shares_beginnings(forms: list[str], expression: str) -> None:
    assert alternation(forms) == expression


def test_new_table_is_read_and_faults_are_told(tmp_path, monkeypatch, regions: Regions) -> None:
    shutil.copytree(shared("data/lexicon"), tmp_path / "lexicon")
    monkeypatch.setattr(module, "shared", lambda _: tmp_path / "lexicon")
    table = tmp_path / "lexicon" / "regions" / "jiamu.tsv"
    table.parent.mkdir(exist_ok=True)
    table.write_text(f"{module.HEADER}\n嘉木机床厂\tCompany\t嘉木机床\n", encoding="utf-8")
    assert read_lexicon(regions).by_form["嘉木机床"][0].table == "jiamu"
    table.write_text(f"{module.HEADER}\n嘉木机床厂\tFirm\n嘉木桥\tPlace\t桥\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_lexicon(regions)
    assert str(caught.value).splitlines() == [
        "jiamu.tsv:2: 嘉木机床厂: no type 'Firm'; write a class of the ontology, such as Company",
        "jiamu.tsv:3: 嘉木桥: '桥' has one character; leave it out",
    ]


def test_faulty_bodies_and_titles_are_told(tmp_path, monkeypatch) -> None:
    for faulty in (bodies_module, titles_module):
        monkeypatch.setattr(faulty, "shared", lambda _: tmp_path)
    (tmp_path / "bodies.tsv").write_text(
        "kind\ttype\tforms\ttemplate\tparent\na\tGovernmentBody\t科协\t{}科学技术协会\nb\tClub\t{}科协\t{}科学技术协会\n",
        encoding="utf-8",
    )
    (tmp_path / "titles.tsv").write_text("form\tkind\timplies\theads\n局长\tjob\n党组\tunit\n", encoding="utf-8")
    with pytest.raises(
        KnowledgeError, match=r"bodies\.tsv:2: a: '科协' needs one \{\}(.|\n)*bodies\.tsv:3: b: no type"
    ):
        bodies_module.read_bodies()
    with pytest.raises(KnowledgeError, match=r"titles\.tsv:2: 局长: no kind 'job'(.|\n)*titles\.tsv:3: 党组: a unit"):
        titles_module.read_titles()


def test_reading_is_fast(regions: Regions) -> None:
    begun = time.perf_counter()
    read_lexicon(regions)
    assert time.perf_counter() - begun < LOAD_S
