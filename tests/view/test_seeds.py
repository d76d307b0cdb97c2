"""The page of the two seed articles: what a reader must find there. Skipped where ../shared is not at hand."""

import shutil

import pytest

from kg.project import build_project
from tests.view.conftest import choose, overlapping, ready, until


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, shared):
    texts = tmp_path_factory.mktemp("seeds")
    for name in ("seed-000", "seed-004"):  # copied, so that no description stands beside them
        shutil.copy(shared / "corpus" / f"{name}.txt", texts)
    build_project([texts], texts / "graph")
    return texts / "graph" / "graph.html"


def test_a_person_has_a_post_a_company_and_passages(open_page, seeds):
    page = open_page(seeds)
    choose(page, "谭黎军")
    panel = page.inner_text("#panel")
    assert all(words in panel for words in ("副总工程师", "市人大代表", "特变电工衡变公司", "表示"))
    assert "特变电工衡变公司副总工程师谭黎军" in "".join(page.locator("#panel mark").all_inner_texts())


def test_one_name_with_two_meanings_has_two_panels(open_page, seeds):
    page = open_page(seeds)
    page.fill("#search", "一体两翼")
    rows = page.locator("#found [role=option] .quiet").all_inner_texts()
    assert len(rows) == len(set(rows)) == 2
    evidence = []
    for i in page.evaluate("explorer.graph.namesakes().get('一体两翼')"):
        page.evaluate(f"explorer.acts.choose({i})")
        until(page, f"explorer.state.chosen === {i} && document.querySelector('#panel blockquote')")
        evidence.append(set(page.locator("#panel blockquote p").all_inner_texts()))
    assert evidence[0]
    assert evidence[1]
    assert not evidence[0] & evidence[1]


def test_first_view_is_readable(open_page, seeds):
    page = open_page(seeds, width=1440, height=900)
    ready(page)
    assert overlapping(page) == []
    named, shown = page.evaluate("[explorer.view.labels.length, explorer.graph.n]")
    assert named >= 0.7 * shown
    left, right = page.evaluate(
        "(() => { const x = explorer.view.labels.map((l) => l.x); return [Math.min(...x), Math.max(...x)]; })()"
    )
    assert right - left > 0.6 * page.evaluate("explorer.view.width")
