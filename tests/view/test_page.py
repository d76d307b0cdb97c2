import re
import shutil

import pytest
from playwright.sync_api import sync_playwright
from pyoxigraph import RdfFormat, Store

from kg.knowledge.ontology import KG
from kg.view import read_contents, shorten, to_network, write_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian's package chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page of the browser that records every request but the file's own, and every console message."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.heard = []
    opened.on("request", lambda request: request.url.startswith("file:") or opened.heard.append(request.url))
    opened.on("console", lambda message: opened.heard.append(message.text))
    opened.on("pageerror", lambda error: opened.heard.append(str(error)))
    yield opened
    opened.close()


def _open(page, path):
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=yes]", timeout=30_000)


def test_page_needs_no_network_and_is_quiet(page, samples):
    _open(page, samples / "graph.html")
    assert page.heard == []
    assert "篇文章" in page.inner_text("#counts")


def test_search_shows_facts_with_evidence(page, samples):
    _open(page, samples / "graph.html")
    contents = page.evaluate("JSON.parse(document.getElementById('page').textContent)")
    relation = next(r for r in contents["relations"] if isinstance(r["o"], int) and r["q"])
    name = contents["entities"][relation["s"]][0]
    page.fill("#search", name)
    page.press("#search", "Enter")
    assert page.inner_text("#panel h2") == name
    quotes = page.locator("#panel blockquote").all_inner_texts()
    assert any(relation["q"][0][1] in quote for quote in quotes)


def test_click_on_the_map_selects_an_entity(page, samples):
    _open(page, samples / "graph.html")
    number = page.evaluate("JSON.parse(document.getElementById('page').textContent).nodes[0].id")
    page.evaluate(f"network.moveTo({{position: network.getPosition({number}), scale: 2}})")
    at = page.evaluate(f"network.canvasToDOM(network.getPosition({number}))")
    box = page.locator("#mynetwork").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    page.wait_for_selector("#panel h2")
    assert page.inner_text("#panel h2") == page.evaluate(
        f"JSON.parse(document.getElementById('page').textContent).entities[{number}][0]"
    )


def test_legend_hides_a_class(page, samples):
    _open(page, samples / "graph.html")
    page.locator("#legend input").first.uncheck()
    hidden = page.evaluate(
        "network.body.data.nodes.get().filter((n) => n.hidden).every((n) => n.cls === 0)"
        " && network.body.data.nodes.get().some((n) => n.hidden)"
    )
    assert hidden


def test_words_from_texts_never_run(page, tmp_path, knowledge):
    hostile = '<img src=x onerror="window.ran=1"></script><script>window.ran=1</script> href'
    turtle = f"""
    @prefix kg: <{KG}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    <https://x.org/d> a kg:Document ; dcterms:identifier '''{hostile}''' ; kg:mentions <https://x.org/a>, <https://x.org/b> .
    <https://x.org/a> a kg:Company ; rdfs:label '''{hostile}'''@zh ; kg:locatedIn <https://x.org/b> .
    <https://x.org/b> a kg:Park ; rdfs:label '''乙{hostile}'''@zh .
    """
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    write_page(store, knowledge.ontology, tmp_path / "page.html")
    _open(page, tmp_path / "page.html")
    page.fill("#search", "<img")
    page.press("#search", "Enter")
    assert page.inner_text("#panel h2").startswith(("<img", "乙<img"))
    page.hover("#mynetwork")
    assert page.evaluate("window.ran") is None
    assert page.heard == []


def test_network_is_a_pyvis_network_with_every_entity(samples, knowledge):
    from pyvis.network import Network

    from kg.store import open_store

    contents = read_contents(open_store(samples), knowledge.ontology)
    network = to_network(contents)
    assert isinstance(network, Network)
    assert len(network.nodes) == len(contents.entities) > 50
    assert not re.search(r"https?://[^\"']*(cdn|jsdelivr)", network.generate_html().split('id="page"')[1])


@pytest.mark.parametrize("name", ["衡阳市", "国家级有色金属与合金新材料产业基地"])
def test_shorten_keeps_both_ends(name):
    short = shorten(name)
    assert len(short) <= 14
    assert (short[:3], short[-3:]) == (name[:3], name[-3:])
