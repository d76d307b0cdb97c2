"""Two pages of one newspaper as one graph: what a person would look up in it first, without descriptions beside the texts."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.project import build_project
from kg.store import open_store

PREFIXES = """PREFIX kg: <https://w3id.org/zhkg/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/>
"""
Ask = Callable[[str], list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def ask(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Build one graph of both pages, and give what asks it."""
    out = tmp_path_factory.mktemp("seeds") / "graph"
    folder = tmp_path_factory.mktemp("pages")
    for name in ("seed-000", "seed-004"):  # copied, so that no description stands beside them
        (folder / f"{name}.txt").write_bytes((shared / "corpus" / f"{name}.txt").read_bytes())
    build_project([folder], out)
    store = open_store(out)

    def answer(query: str) -> list[tuple[str, ...]]:
        rows = store.query(PREFIXES + query)
        assert isinstance(rows, ox.QuerySolutions)
        return sorted(tuple(str(getattr(term, "value", term)) for term in row) for row in rows)

    return answer


def things_called(ask: Ask, *names: str) -> list[tuple[str, ...]]:
    """List the entities of these names or other names, each with its class."""
    values = " ".join(f'"{name}" "“{name}”"' for name in names)
    return ask(
        f"""SELECT DISTINCT ?thing ?class WHERE {{ VALUES ?name {{ {values} }}
        ?thing rdfs:label|skos:altLabel ?label ; a ?class . FILTER(STR(?label) = ?name)
        FILTER(STRSTARTS(STR(?class), STR(kg:)) && ?class != kg:Entity) ?document kg:mentions ?thing }}"""
    )


@pytest.mark.parametrize(
    ("names", "cls"),
    [
        (("习近平", "习近平总书记"), "Person"),
        (("谭黎军",), "Person"),
        (("颜娟华",), "Person"),
        (("何朝晖",), "Person"),
        (("衡阳智造谷",), "Park"),
        (("三高四新", "“三高四新”战略"), "Programme"),
        (("三强一化",), "Programme"),
        (("十四五",), "Programme"),
        (("中国制造2025",), "Programme"),
        (("湖南", "湖南省"), "AdministrativeRegion"),
        (("衡阳", "衡阳市"), "AdministrativeRegion"),
        (("比亚迪车灯厂",), "Project"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)
def test_one_thing_of_both_pages_is_one_entity(ask: Ask, names: tuple[str, ...], cls: str) -> None:
    found = things_called(ask, *names)
    assert [kind.rpartition("#")[2] for _, kind in found] == [cls]


def test_two_things_of_one_name_are_two_entities(ask: Ask) -> None:
    found = things_called(ask, "一体两翼")
    assert len({thing for thing, _ in found}) == 2
    documents = {
        thing: ask(f"SELECT ?name WHERE {{ ?document kg:mentions <{thing}> ; dcterms:identifier ?name }}")
        for thing, _ in found
    }
    assert sorted(documents.values()) == [[("seed-000",)], [("seed-004",)]]


@pytest.mark.parametrize(
    ("person", "position", "employer"),
    [("谭黎军", "副总工程师", "特变电工衡变公司"), ("何朝晖", "董事长", "建衡实业公司"), ("颜娟华", "市人大代表", "衡阳市人民代表大会")],
)  # fmt: skip
def test_people_have_their_posts(ask: Ask, person: str, position: str, employer: str) -> None:
    posts = ask(f'SELECT ?post WHERE {{ ?person rdfs:label "{person}"@zh ; kg:position ?post }}')
    employers = ask(f'SELECT ?name WHERE {{ ?person rdfs:label "{person}"@zh ; kg:affiliation/rdfs:label ?name }}')
    assert (position,) in posts
    assert (employer,) in employers


def test_a_goal_for_the_year_ahead_is_a_target_of_that_year(ask: Ask) -> None:
    found = ask(
        """SELECT ?indicator ?comparator ?status ?period WHERE { ?o kg:indicator ?indicator ; kg:value 2.2 ; kg:unit "%" ;
        kg:kind "share" ; kg:comparator ?comparator ; kg:status ?status ; kg:period ?period }"""
    )
    assert [row[1:] for row in found] == [(">", "target", "2021")]
    assert "研发经费投入强度" in found[0][0]


def test_pages_without_descriptions_know_their_place(ask: Ask) -> None:
    rows = ask("SELECT ?name ?issued WHERE { ?d a kg:Document ; dcterms:identifier ?name ; dcterms:issued ?issued }")
    assert rows == [("seed-000", "2021"), ("seed-004", "2021-01")]
