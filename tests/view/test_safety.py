"""Words from texts are never markup or code, in the explorer and in pyvis pages; stock pyvis shows that they would be."""

import re
from pathlib import Path

import pytest
from pyvis.network import Network

import kg.view
from kg.view import write_page
from kg.view.map import draw_map
from kg.view.network import SafeNetwork, to_network
from kg.view.read import read_contents
from tests.view.conftest import store_of

HOSTILE = '<img src=x onerror="window.ran=1"></script><script>window.ran=1</script> href \u2028 &lt;b&gt;'
SCRIPTS = sorted((Path(kg.view.__file__).parent / "page").glob("*.js"))
TURTLE = f"""
<d/%3Cscript%3E> a kg:Document ; dcterms:identifier '''id{HOSTILE}''' ; dcterms:title '''题{HOSTILE}''' ; kg:region '''区{HOSTILE}''' ;
  dcterms:source '''javascript:window.ran=1//{HOSTILE}''' ; dcterms:issued '''2021{HOSTILE}''' ; kg:mentions <e/a>, <e/b> .
<d/two> a kg:Document ; dcterms:identifier "two" ; kg:region "别处" ; kg:mentions <e/a> .
<e/a> a kg:Company ; rdfs:label '''甲{HOSTILE}'''@zh ; skos:altLabel '''又名{HOSTILE}'''@zh ; kg:deicticForm '''我{HOSTILE}'''@zh .
<e/b> a kg:Programme ; rdfs:label '''乙{HOSTILE}'''@zh .
<a/1> a kg:Assertion ; rdf:subject <e/a> ; rdf:predicate kg:pursues ; rdf:object <e/b> ; kg:status "planned" ; prov:wasDerivedFrom <s/1> .
<a/2> a kg:Assertion ; rdf:subject <e/a> ; rdf:predicate kg:position ; rdf:object '''职{HOSTILE}'''@zh ; prov:wasDerivedFrom <s/1> .
<s/1> oa:hasSource <d/%3Cscript%3E> ; oa:hasSelector [ oa:exact '''证{HOSTILE}''' ] .
<o/1> a kg:Observation ; kg:indicator '''数{HOSTILE}'''@zh ; kg:value 1 ; kg:unit '''个{HOSTILE}''' ; kg:status "actual" ; kg:period "2019" ; kg:about <e/a> ; prov:wasDerivedFrom <s/1> .
<o/2> a kg:Observation ; kg:indicator '''数{HOSTILE}'''@zh ; kg:value 2 ; kg:unit '''个{HOSTILE}''' ; kg:status "target" ; kg:period "2020" ; kg:about <e/a> .
<p/1> a kg:Proposal ; kg:proposedBy <e/a> ; kg:verb '''说{HOSTILE}'''@zh ; kg:quote '''引{HOSTILE}'''@zh ; kg:addresses <e/b> .
"""


@pytest.fixture
def hostile(tmp_path, knowledge):
    write_page(store_of(TURTLE), knowledge.ontology, tmp_path / "graph.html")
    return tmp_path / "graph.html"


def test_explorer_shows_hostile_words_as_text(open_page, hostile):
    page = open_page(hostile)
    page.fill("#search", "甲<img")
    page.wait_for_timeout(100)
    page.press("#search", "Enter")
    page.wait_for_selector("#panel h2")
    words = page.inner_text("#panel")
    for sign in ("甲", "又名", "我", "职", "证", "数", "说", "引", "题"):
        assert f'{sign}<img src=x onerror="window.ran=1">' in words
    for view in ("documents", "programmes", "proposals", "observations"):
        page.click(f"#tab-{view}")
        page.wait_for_timeout(80)
        assert "<img src=x" in page.inner_text("#view")
    page.evaluate("explorer.acts.readDocument(0)")
    page.wait_for_timeout(100)
    assert page.evaluate("[...document.querySelectorAll('a')].every((a) => /^(file|https?):/.test(a.href))")
    page.evaluate("explorer.acts.findPath(0, 1)")
    page.wait_for_selector("#panel .path")
    page.hover("#map")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img, script[src]').length") == 0
    assert page.heard == []


def test_hostile_address_is_no_code(open_page, hostile):
    page = open_page(hostile, "n=<img src=x onerror=window.ran=1>&view=__proto__&cls=<script>&from=NaN&path=a b&d=%00")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert page.heard == []


def test_policy_forbids_scripts_handlers_and_the_network(open_page, town):
    page = open_page(town)
    ran = page.evaluate("""async () => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);
        const d = document.createElement('div'); d.setAttribute('onclick', 'window.ran = 1'); document.body.append(d); d.click();
        return [window.ran, await fetch('https://example.org/').then(() => 'reached', () => 'refused')]; }""")
    assert ran == [None, "refused"]
    assert "unsafe" not in page.get_attribute("meta[http-equiv]", "content")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_no_markup_of_strings(script):
    source = script.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|setAttribute\(\"on",
        source,
    )
    assert len(source.splitlines()) < 400
    assert "</script" not in source.lower()


def test_stock_pyvis_runs_what_the_safe_one_shows(open_page, tmp_path):
    pages = {}
    for kind in (Network, SafeNetwork):
        network = kind(cdn_resources="in_line") if kind is Network else kind()
        network.add_node(1, label="甲", title=HOSTILE, x=0, y=0, size=60)
        network.heading = HOSTILE
        pages[kind] = tmp_path / f"{kind.__name__}.html"
        pages[kind].write_text(network.generate_html(), encoding="utf-8")
    stock = open_page(pages[Network])
    assert stock.evaluate("window.ran") == 1
    safe = open_page(pages[SafeNetwork])
    box = safe.locator("#mynetwork").bounding_box()
    safe.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    safe.wait_for_timeout(800)
    assert "<img src=x" in safe.inner_text(".vis-tooltip")
    assert safe.evaluate("window.ran") is None
    assert safe.heard == []


def test_pyvis_page_of_a_hostile_graph(open_page, tmp_path, knowledge):
    contents = read_contents(store_of(TURTLE), knowledge.ontology)
    network = to_network(contents, draw_map(contents))
    network.set_options('{"nodes": {"font": {"face": "x</script><script>window.ran=1</script>"}}}')
    network.write_html(str(tmp_path / "p.html"))
    page = open_page(tmp_path / "p.html")
    page.wait_for_selector("html[data-ready=yes]")
    assert page.evaluate("window.ran") is None
    assert page.heard == []
