"""The explorer in a real browser: what a reader does, and what must come of it."""

import re

import networkx as nx
import pytest

from kg.query import run
from tests.view.conftest import SHOWN, choose, overlapping, ready, until


def _search(page, words):
    page.fill("#search", words)
    return [row.inner_text() for row in page.query_selector_all("#found [role=option]")]


def test_page_needs_no_network_and_no_gpu_and_is_quiet(open_page, samples):
    page = open_page(samples / "graph.html")
    ready(page)
    assert page.heard == []
    assert not page.evaluate("!!document.createElement('canvas').getContext('webgl2')")
    colours = page.evaluate("""() => { const c = explorer.view.canvas, d = explorer.view.top.getImageData(0, 0, c.width, c.height).data, s = new Set();
        for (let i = 0; i < d.length; i += 4) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size; }""")
    assert colours > 20


@pytest.mark.parametrize("size", [(1280, 800), (390, 800), (1920, 1080)])
def test_names_on_the_map_never_overlap(open_page, samples, size):
    page = open_page(samples / "graph.html", width=size[0], height=size[1])
    ready(page)
    assert page.evaluate("explorer.view.labels.length") > 15
    assert overlapping(page) == []


def test_regions_have_names_and_hubs_are_larger(open_page, samples):
    page = open_page(samples / "graph.html")
    ready(page)
    titles = page.evaluate("explorer.view.regions.filter((r) => r.titled).map((r) => r.names[0])")
    assert len(set(titles) & set(page.evaluate("explorer.view.labels.map((l) => l.entity)"))) >= 0.9 * len(titles) > 5
    assert page.evaluate(
        "explorer.view.radius(explorer.graph.order[0]) > 1.6 * explorer.view.radius(explorer.graph.order[explorer.graph.n - 1])"
    )


def test_a_name_is_printed_once(open_page, samples, crowd):
    for path in (samples / "graph.html", crowd):
        page = open_page(path)
        ready(page)
        names = page.evaluate(
            "explorer.view.labels.map((l) => l.entity).concat(explorer.view.labels.some((l) => l.entity < 0) ? explorer.view.regions.filter((r) => explorer.view.labels.some((l) => l.entity < 0 && l.words.startsWith(explorer.graph.entities.name[r.names[0]]))).map((r) => r.names[0]) : []).filter((i) => i >= 0)"
        )
        assert len(names) > 10
        assert len(names) == len(set(names))


def test_a_large_map_opens_with_the_names_of_its_regions(open_page, crowd):
    page = open_page(crowd)
    ready(page)
    assert page.evaluate("explorer.view.labels.filter((l) => l.entity < 0).length") > 5
    assert overlapping(page) == []
    for _ in range(4):
        page.mouse.move(520, 400)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(60)
        assert overlapping(page) == []
    assert page.evaluate("explorer.view.labels.filter((l) => l.entity >= 0).length") > 10


def test_namesakes_have_different_evidence(open_page, town):
    page = open_page(town)
    words = []
    for row in (0, 1):
        page.fill("#search", "一带一路")
        page.locator("#found [role=option]").nth(row).click()
        until(page, f"explorer.state.chosen >= 0 && !{words}.includes(document.getElementById('panel').innerText)")
        words.append(page.inner_text("#panel"))
    assert "推进一带一路" in words[0]
    assert "公司的一带一路" in words[1]
    assert "公司的一带一路" not in words[0]


def test_panel_shows_facts_with_their_words_in_their_sentence(open_page, samples):
    page = open_page(samples / "graph.html")
    e = page.evaluate("[...explorer.graph.relations.s.keys()].find((e) => explorer.graph.passagesOf(e).length)")
    subject = page.evaluate(f"explorer.graph.entities.iri[explorer.graph.relations.s[{e}]]")
    page.evaluate(f"explorer.acts.choose(explorer.graph.relations.s[{e}])")
    page.wait_for_selector("#panel blockquote")
    quotes = run(
        samples,
        f"""SELECT ?words {{ ?a rdf:subject <{page.evaluate("explorer.graph.base")}{subject}> ;
        prov:wasDerivedFrom/oa:hasSelector/oa:exact ?words }}""",
    ).rows
    marks = page.locator("#panel mark").all_inner_texts()
    assert marks
    assert all(
        any(re.sub(r"\s", "", words[0].value) in re.sub(r"\s", "", "".join(marks)) for words in quotes) for _ in [0]
    )
    sentences = page.locator("#panel blockquote p").all_inner_texts()
    assert all(mark in "".join(sentences) for mark in marks)


def test_click_on_the_map_selects_and_escape_leaves(open_page, samples):
    page = open_page(samples / "graph.html")
    page.wait_for_selector("html[data-ready=yes]")  # and no longer: a first click that comes at once is no double click
    x, y = page.evaluate("explorer.view.screen(explorer.graph.order[0])")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_selector("#panel h2")
    assert page.inner_text("#panel h2") == page.evaluate("explorer.graph.entities.name[explorer.graph.order[0]]")
    assert page.evaluate("explorer.state.focus") < 0
    page.focus("#map")
    page.keyboard.press("Escape")
    until(page, "explorer.state.chosen < 0")


def test_facet_counts_equal_sparql(open_page, samples):
    page = open_page(samples / "graph.html")
    shown = page.evaluate(
        "Object.fromEntries(FACETS_.map((f) => [f, [...explorer.filter.counts(f)]]))".replace(
            "FACETS_", '["cls", "predicate", "status", "document", "region", "year"]'
        )
    )
    queries = {
        "cls": "SELECT ?v (COUNT(DISTINCT ?e) AS ?n) { ?d kg:mentions ?e . ?e a ?c . ?c a ?any BIND(STRAFTER(STR(?c), '#') AS ?v) } GROUP BY ?v",
        "predicate": """SELECT ?v (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o ?status { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?status .
            ?x kg:mentions ?s . ?y kg:mentions ?o } } BIND(STRAFTER(STR(?p), '#') AS ?v) } GROUP BY ?v""",
        "status": """SELECT ?v (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o ?v { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?v .
            ?x kg:mentions ?s . ?y kg:mentions ?o } } } GROUP BY ?v""",
        "document": "SELECT ?v (COUNT(DISTINCT ?e) AS ?n) { ?d dcterms:identifier ?v ; kg:mentions ?e } GROUP BY ?v",
        "region": "SELECT ?v (COUNT(DISTINCT ?e) AS ?n) { ?d kg:region ?w ; kg:mentions ?e BIND(STR(?w) AS ?v) } GROUP BY ?v",
        "year": "SELECT ?v (COUNT(DISTINCT ?e) AS ?n) { ?d dcterms:issued ?w ; kg:mentions ?e BIND(SUBSTR(STR(?w), 1, 4) AS ?v) } GROUP BY ?v",
    }
    queries["cls"] = queries["cls"].replace(" ?c a ?any", "")
    for facet, query in queries.items():
        expected = {row[0].value: int(row[1].value) for row in run(samples, query).rows}
        assert {str(value): number for value, number in shown[facet]} == expected, facet


def test_facets_restrict_each_other(open_page, samples):
    page = open_page(samples / "graph.html")
    document = page.evaluate("explorer.graph.documents.id[0]")
    page.locator(f'[data-facet=document][data-value="{document}"]').click()
    until(page, "explorer.filter.any()")
    classes = dict(page.evaluate("[...explorer.filter.counts('cls')]"))
    rows = run(
        samples,
        f"""SELECT ?v (COUNT(DISTINCT ?e) AS ?n) {{ ?d dcterms:identifier "{document}" ; kg:mentions ?e . ?e a ?c
        BIND(STRAFTER(STR(?c), '#') AS ?v) }} GROUP BY ?v""",
    ).rows
    assert classes == {row[0].value: int(row[1].value) for row in rows}
    cls = max(classes, key=lambda name: classes[name])
    page.locator(f"[data-facet=cls][data-value={cls}]").click()
    assert page.evaluate(SHOWN)["n"] == classes[cls]
    assert f"{classes[cls]} / " in page.inner_text("#counts")
    page.click("#reset")
    assert page.evaluate(SHOWN)["n"] == page.evaluate("explorer.graph.n")


def test_a_hidden_class_is_gone_from_the_map(open_page, samples):
    page = open_page(samples / "graph.html")
    row = page.locator("#facet-cls li").first
    row.hover()
    row.locator(".hide").click()
    assert page.evaluate("explorer.view.scene.shown.every((is, i) => !is || explorer.graph.entities.cls[i] !== 0)")
    assert page.evaluate("explorer.view.scene.shown.some((is) => is)")


def test_year_filter(open_page, town):
    page = open_page(town)
    page.evaluate(
        "(() => { const r = document.getElementById('year-from'); r.value = 2020; r.dispatchEvent(new Event('change')); })()"
    )
    assert page.evaluate("explorer.filter.from") == 2020
    assert page.evaluate(SHOWN)["n"] == 4
    assert page.evaluate(
        "[...explorer.filter.relations.keys()].filter((e) => explorer.filter.relations[e]).map((e) => explorer.graph.predicates[explorer.graph.relations.p[e]][0])"
    ) == ["builds"]


def test_path_is_as_short_as_networkx_says(open_page, samples):
    page = open_page(samples / "graph.html")
    n, pairs = page.evaluate(
        "[explorer.graph.n, explorer.graph.relations.s.map((s, e) => [s, explorer.graph.relations.o[e]])]"
    )
    graph = nx.Graph(pairs)
    part = sorted(max(nx.connected_components(graph), key=len))
    far = sorted(part, key=lambda node: (-nx.shortest_path_length(graph, part[0], node), node))[0]
    page.evaluate(f"explorer.acts.findPath({part[0]}, {far})")
    page.wait_for_selector("#panel .path")
    expected = nx.shortest_path_length(graph, part[0], far)
    assert page.locator("#panel .path > li").count() == expected + 1
    assert page.locator("#panel .step blockquote").count() >= expected
    alone = next((node for node in range(n) if node not in graph or not nx.has_path(graph, part[0], node)), None)
    if alone is not None:
        page.evaluate(f"explorer.acts.findPath({part[0]}, {alone})")
        until(page, "document.querySelector('#panel .path') === null")


def test_path_is_started_from_the_panel(open_page, town):
    page = open_page(town)
    choose(page, "长江公司")
    page.click("#path")
    page.keyboard.type("果园港")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .path")
    assert "2 步" in page.inner_text("#panel h2")


def test_neighbours_open_and_close(open_page, town):
    page = open_page(town)
    choose(page, "果园港")
    page.click("#focus")
    until(page, "!explorer.view.scene.map")
    names = "explorer.graph.entities.name.filter((_, i) => explorer.view.scene.shown[i])"
    assert set(page.evaluate(names)) == {"果园港", "重庆市"}
    city = page.evaluate("explorer.graph.entities.name.indexOf('重庆市')")
    page.evaluate(f"explorer.acts.choose({city})")
    until(page, "explorer.state.opened.size === 2")
    assert set(page.evaluate(names)) == {"果园港", "重庆市", "一带一路", "长江公司"}
    page.evaluate(f"explorer.acts.choose({city})")
    until(page, "explorer.state.opened.size === 1")
    assert len(page.evaluate(names)) == 2
    page.focus("#map")
    page.keyboard.press("Escape")
    until(page, "explorer.view.scene.map")


def test_neighbours_that_are_not_drawn_are_counted_and_can_be_shown(open_page, crowd):
    page = open_page(crowd)
    hub = page.evaluate("explorer.graph.order[0]")
    all_ = page.evaluate(f"new Set([...explorer.graph.edgesOf({hub})].map((e) => explorer.graph.other(e, {hub}))).size")
    assert all_ > 160
    page.evaluate(f"explorer.acts.open({hub})")
    page.wait_for_selector("#more-neighbours")
    assert f"160 / {all_}" in page.inner_text("#note")
    shown = "explorer.view.scene.shown.reduce((a, b) => a + b, 0) - 1"
    assert page.evaluate(shown) == 160
    page.click("#more-neighbours")
    until(page, f"{shown} === {min(320, all_)}")
    assert overlapping(page) == []
    page.keyboard.press("Escape")
    page.evaluate("explorer.acts.closeFocus()")
    until(page, "explorer.view.scene.map")
    assert page.inner_text("#note") == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("重庆", "重庆市"),
        ("chongqing", "重庆市"),
        ("cqs", "重庆市"),
        ("cjgs", "长江公司"),
        ("changjiang", "长江公司"),
        ("GYG", "果园港"),
        ("我市", "重庆市"),
        ("港", "果园港"),
    ],
)
def test_search_by_name_pinyin_and_initials(open_page, town, typed, first):
    page = open_page(town)
    assert _search(page, typed)[0].startswith(first)


def test_search_finds_documents_and_tells_namesakes_apart(open_page, town):
    page = open_page(town)
    rows = _search(page, "一带一路")
    assert len(rows) == 2
    assert "重庆的一年" in "".join(rows)
    assert "又一年" in "".join(rows)
    assert any("又一年" in row for row in _search(page, "又一年"))
    assert _search(page, "没有的") == []
    assert "没有找到" in page.inner_text("#found")


def test_search_is_quiet_while_an_input_method_composes(open_page, town):
    page = open_page(town)
    page.focus("#search")
    page.evaluate("""() => { const b = document.getElementById('search'); b.dispatchEvent(new CompositionEvent('compositionstart')); b.value = 'chong';
        b.dispatchEvent(new InputEvent('input', {isComposing: true})); b.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true})); }""")
    assert page.is_hidden("#found")
    assert page.evaluate("explorer.state.chosen") == -1
    page.evaluate(
        "() => { const b = document.getElementById('search'); b.value = '重庆'; b.dispatchEvent(new CompositionEvent('compositionend')); }"
    )
    assert page.is_visible("#found")


def test_panel_of_a_person_shows_post_and_proposal(open_page, town):
    page = open_page(town)
    choose(page, "王工")
    words = page.inner_text("#panel")
    assert all(each in words for each in ("总工程师", "总工程师王工", "建议", "加快建设果园港", "又一年"))


def test_relations_are_named_from_either_end(open_page, town):
    page = open_page(town)
    choose(page, "重庆市")
    assert {"推进", "其中有"} <= set(page.locator("#panel h3").all_inner_texts())
    choose(page, "果园港")
    assert "建设者" in page.locator("#panel h3").all_inner_texts()


def test_figures_have_a_chart_with_targets_apart(open_page, town):
    page = open_page(town)
    choose(page, "重庆市")
    assert page.locator("#panel .chart circle.result").count() == 2
    assert page.locator("#panel .chart rect.target").count() == 1
    figures = page.inner_text("#panel .figures")
    results, targets = re.split("\n目标\n", figures)
    assert "超过 420 家" in results
    assert "600 家" not in results
    assert "600 家" in targets


def test_views(open_page, town):
    page = open_page(town)
    page.click("#tab-documents")
    assert page.locator("#view .cards > li").count() == 2
    page.click("#tab-programmes")
    until(page, "document.querySelector('#view h2').innerText.startsWith('规划')")
    assert "谁在推进" in page.inner_text("#view")
    page.click("#tab-proposals")
    until(page, "document.querySelector('#view h2').innerText.startsWith('主张')")
    assert all(each in page.inner_text("#view") for each in ("王工", "建议", "加快建设果园港", "果园港"))
    page.click("#tab-observations")
    until(page, "document.querySelector('#view h2').innerText.startsWith('数据')")
    assert page.locator("#view thead th").all_inner_texts()[1:] == ["2018", "2020", "2025"]


def test_text_of_a_document_shows_its_mentions(open_page, samples):
    page = open_page(samples / "graph.html")
    page.click("#tab-documents")
    page.locator("#view .title a").first.click()
    page.wait_for_selector("#view .text")
    document = page.evaluate("explorer.graph.documents.id[explorer.state.document]")
    shown = re.sub(r"\s", "", page.inner_text("#view .text"))
    assert shown == re.sub(r"\s", "", (samples / "texts" / f"{document}.txt").read_text(encoding="utf-8"))
    mention = page.locator("#view .text .mention").first
    mention.click()
    page.wait_for_selector("#panel h2")
    assert mention.get_attribute("title").startswith(page.inner_text("#panel h2"))
