"""Each competency question is asked of the graph of the samples, and its answer looked at."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.ask import ask, fill, read_questions, to_list
from kg.errors import InputError, QueryError
from kg.graph import Dataset, sort_triples
from kg.query import Rows, ask_store
from kg.reason import reason_project
from kg.store import read_dataset, write_store

# What no sample text says: a programme with components, of two cities.
MORE = """
@base <https://w3id.org/zhkg/id/> .
@prefix kg: <https://w3id.org/zhkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<programme/wings-1> a kg:Programme ; rdfs:label "一体两翼"@zh ; kg:scope "430600" ; kg:hasComponent <park/port> , <programme/chain> .
<programme/wings-2> a kg:Programme ; rdfs:label "一体两翼"@zh ; kg:scope "450700" ; kg:hasComponent <industry/sea> .
<park/port> a kg:Park ; rdfs:label "临港新区"@zh .
<programme/chain> a kg:Programme ; rdfs:label "强链行动"@zh .
<industry/sea> a kg:Industry ; rdfs:label "海洋产业"@zh .
<region/450700> kg:pursues <programme/wings-2> .
"""

ANSWERS: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
    ("across-documents", {}, ("放管服", "Programme")),
    ("addressed", {}, ("放管服",)),
    ("awards", {}, ("砺行机器人", "河北省制造业单项冠军企业", "河北省工业和信息化厅")),
    ("builders", {}, ("岳阳市", "洞庭湖多式联运信息平台", "proposed")),
    ("companies-in-industry", {}, ("新能源", "桂海新能源", "Company")),
    ("components", {"programme": "一体两翼"}, ("wings-1", "430600", "临港新区", "Park")),
    ("components", {"programme": "一体两翼"}, ("wings-2", "450700", "海洋产业", "Industry")),
    ("documents", {}, ("tangshan-robot-company-2019", "2019-06-19", "河北省唐山市", "魏知行")),
    ("events", {"year": "2025"}, ("国际苹果博览会", "2025-10-22")),
    ("evidence", {}, ("pursues", "落实“三高四新”", "yueyang-deputies-2021")),
    ("facts-of", {}, ("out", "produces", "固态电池")),
    ("growth", {}, ("宜宾市", "规模以上工业增加值", "2023", "9.2", "%")),
    ("industries", {}, ("新能源",)),
    ("initiators", {}, ("保险+期货", "中国人民财产保险股份有限公司")),
    ("largest-amounts", {}, ("宝鸡市", "规模以上工业总产值", "203640000000")),
    ("least-sure", {"below": "0.9"}, ("宜宾市",)),
    ("located-in", {}, ("宜宾港", "宜宾市")),
    ("many-hats", {}, ("何静秋",)),
    ("meaning-of", {}, ("宜宾市", "AdministrativeRegion", "alias")),
    ("meaning-of", {"form": "宜宾市"}, ("宜宾市", "AdministrativeRegion", "name")),
    ("measured-of", {}, ("一网通办率", "2023", "actual", "98.5", "%")),
    ("mentioned-with", {}, ("岳阳市", "AdministrativeRegion")),
    ("partners", {}, ("开滦集团",)),
    ("path", {}, ("2", "mentions", "yueyang-deputies-2021")),
    ("path", {"from": "何静秋", "to": "湖南理工学院"}, ("1", "affiliation")),
    ("path", {"from": "海洋产业", "to": "钦州市"}, ("2", "hasComponent", "一体两翼", "pursues")),
    ("people-of", {}, ("岳阳市人民代表大会", "周敏达")),
    ("people-with-post", {}, ("贺文韬", "董事长")),
    ("plans", {}, ("岳阳市", "builds", "洞庭湖多式联运信息平台", "proposed", "yueyang-deputies-2021")),
    ("posts", {"name": "何静秋"}, ("何静秋", "教授", "湖南理工学院")),
    ("producers", {}, ("桂海新能源", "固态电池")),
    ("programmes-of", {}, ("三高四新", "2021-01")),
    ("proposal-counts", {}, ("周敏达", "4", "1")),
    ("proposals-about", {}, ("周敏达", "认为", "发展现代物流业大有可为", "yueyang-deputies-2021")),
    ("proposals-by", {}, ("建议", "亩均论英雄", "yueyang-deputies-2021")),
    ("proposals-by-post", {}, ("周敏达", "建议", "云溪港铁路")),
    ("pursuers-of", {}, ("岳阳市", "AdministrativeRegion")),
    ("ranks", {}, ("宜宾市", "全省排名", "2023", "3")),
    ("region-parts", {}, ("below", "绵阳市")),
    ("senses", {"programme": "一体两翼"}, ("wings-2", "一体两翼", "450700", "钦州市")),
    ("shared-programmes", {}, ("放管服",)),
    ("subsidiaries", {}, ("中国民主建国会岳阳市委员会", "中国民主建国会")),
    ("targets-and-results", {}, ("宜宾市", "地区生产总值", "2023", "actual", "growth", "7.6", "%")),
    ("targets-and-results", {}, ("宜宾市", "地区生产总值", "2024", "target", "growth", "7.5", "%")),
    ("targets-of-year", {}, ("宜宾市", "城镇新增就业", ">=", "45000", "人", "yibin-work-report-2024")),
    ("users-of-technology", {}, ("大数据", "洞庭湖多式联运信息平台", "Platform")),
    ("where-mentioned", {}, ("yibin-work-report-2024", "宜宾")),
]


def add_more(samples: Path) -> Dataset:
    """The graph of the samples with what they do not say."""
    dataset = read_dataset(samples)
    more = [quad.triple for quad in parse(MORE, format=RdfFormat.TURTLE)]
    return Dataset(sort_triples([*dataset.triples, *more]), dataset.base_iri)


@pytest.fixture(scope="module")
def graph(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("asked")
    write_store(add_more(samples), out)
    return out


@pytest.mark.parametrize(("name", "parameters", "cells"), ANSWERS)
def test_question_has_its_answer(graph: Path, name: str, parameters: dict[str, str], cells: tuple[str, ...]) -> None:
    answer = ask(graph, name, parameters)
    assert isinstance(answer, Rows)
    rows = [[str(term or "") for term in row] for row in answer.rows]
    found = [row for row in rows if all(any(cell in term for term in row) for cell in cells)]
    assert found, "\n".join(" | ".join(row) for row in rows[:30])


def test_every_question_is_tried_and_there_are_enough() -> None:
    questions = read_questions()
    assert set(questions) == {name for name, _, _ in ANSWERS}
    assert len(questions) >= 30
    for question in questions.values():
        assert question.zh.endswith("？")
        assert question.en.endswith("?")


def test_questions_stand_on_their_own() -> None:
    """A filled question is SPARQL 1.1 with its own prefixes, for any store."""
    for question in read_questions().values():
        text = fill(question, {})
        Store().query(text)
        assert "$" not in text.partition("SELECT")[2]


@pytest.mark.parametrize("value", ['"', "\\", "a\nb", '") } DROP ALL #', "' || 1=1", "\t\x01\x7f", "衡阳“一体”𠮷"])
def test_values_stay_texts(value: str) -> None:
    question = read_questions()["meaning-of"]
    store = Store()
    answer = ask_store(store, fill(question, {"form": value}))
    assert isinstance(answer, Rows)
    text = fill(question, {"form": value}).replace("?name ?class ?how WHERE {", "?name ?class ?how ?x WHERE {")
    literal = text.partition("FILTER(STR(?form) = ")[2].partition(")\n")[0]
    (row,) = store.query(f"SELECT ({literal} AS ?x) WHERE {{}}")
    assert row["x"].value == value


def test_wrong_names_are_refused(graph: Path) -> None:
    with pytest.raises(QueryError, match="did you mean 'components'"):
        ask(graph, "component", {})
    with pytest.raises(QueryError, match="has no parameter 'topics'; it has topic"):
        ask(graph, "proposals-about", {"topics": "x"})
    with pytest.raises(InputError):
        ask(graph, "proposals-about", {"topic": "\ud800"})


def test_list_names_all_with_their_parameters() -> None:
    listed = to_list(read_questions())
    for name, question in read_questions().items():
        assert f"\n{name}\n" in "\n" + listed
        assert question.zh in listed
    assert "--param topic=物流" in listed


def test_what_follows_counts_when_asked_for(graph: Path) -> None:
    with pytest.raises(QueryError, match=r"run: kg reason"):
        ask(graph, "located-in", {}, reasoned=True)
    reason_project(graph)
    plain = ask(graph, "subsidiaries", {})
    assert isinstance(plain, Rows)
    with_all = ask(graph, "facts-of", {"name": "固态电池"}, reasoned=True)
    assert isinstance(with_all, Rows)
    assert any("producedBy" in str(row[1]) for row in with_all.rows)
