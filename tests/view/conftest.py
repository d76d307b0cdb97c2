"""A browser that hears everything, and graphs to show in it."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from pyoxigraph import RdfFormat, Store

from kg.knowledge.ontology import KG
from kg.view import write_page
from kg.view.columns import to_columns, to_texts
from kg.view.contents import PageRelation
from kg.view.explorer import to_html
from kg.view.map import draw_map
from tests.bench.explorer import generate

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PREFIXES = f"""@prefix kg: <{KG}> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://example.org/> .
"""
# a town over some years: targets apart from results, two documents, a plan, a proposal, namesakes
TOWN = """
<d/one> a kg:Document ; dcterms:identifier "one" ; dcterms:title "重庆的一年" ; dcterms:issued "2019"^^xsd:gYear ;
  kg:region "重庆市" ; kg:mentions <e/city>, <e/port>, <e/plan>, <e/firm> .
<d/two> a kg:Document ; dcterms:identifier "two" ; dcterms:title "又一年" ; dcterms:issued "2021"^^xsd:gYear ;
  kg:region "长沙市" ; kg:mentions <e/city>, <e/wang>, <e/port>, <e/other> .
<e/city> a kg:AdministrativeRegion ; rdfs:label "重庆市"@zh ; skos:altLabel "重庆"@zh ; kg:deicticForm "我市"@zh ; kg:pursues <e/plan> .
<e/port> a kg:Project ; rdfs:label "果园港"@zh . <e/plan> a kg:Programme ; rdfs:label "一带一路"@zh .
<e/firm> a kg:Company ; rdfs:label "长江公司"@zh ; kg:locatedIn <e/city> . <e/wang> a kg:Person ; rdfs:label "王工"@zh .
<e/other> a kg:Programme ; rdfs:label "一带一路"@zh .
<a/1> a kg:Assertion ; rdf:subject <e/city> ; rdf:predicate kg:builds ; rdf:object <e/port> ; kg:status "planned" ; prov:wasDerivedFrom <s/1> .
<a/2> a kg:Assertion ; rdf:subject <e/city> ; rdf:predicate kg:pursues ; rdf:object <e/plan> ; kg:status "actual" ; prov:wasDerivedFrom <s/2> .
<a/3> a kg:Assertion ; rdf:subject <e/wang> ; rdf:predicate kg:position ; rdf:object "总工程师"@zh ; prov:wasDerivedFrom <s/3> .
<s/1> oa:hasSource <d/two> ; oa:hasSelector [ oa:exact "拟建果园港" ] . <s/2> oa:hasSource <d/one> ; oa:hasSelector [ oa:exact "推进一带一路" ] .
<s/3> oa:hasSource <d/two> ; oa:hasSelector [ oa:exact "总工程师王工" ] . <s/4> oa:hasSource <d/two> ; oa:hasSelector [ oa:exact "公司的一带一路" ] .
<a/4> a kg:Assertion ; rdf:subject <d/two> ; rdf:predicate kg:mentions ; rdf:object <e/other> ; prov:wasDerivedFrom <s/4> .
<o/1> a kg:Observation ; kg:indicator "企业"@zh ; kg:value 300 ; kg:unit "家" ; kg:kind "level" ; kg:comparator "=" ; kg:status "actual" ; kg:period "2018" ; kg:about <e/city> .
<o/2> a kg:Observation ; kg:indicator "企业"@zh ; kg:value 420 ; kg:unit "家" ; kg:kind "level" ; kg:comparator ">" ; kg:status "actual" ; kg:period "2020" ; kg:about <e/city> .
<o/3> a kg:Observation ; kg:indicator "企业"@zh ; kg:value 600 ; kg:unit "家" ; kg:kind "level" ; kg:comparator "=" ; kg:status "target" ; kg:period "2025" ; kg:about <e/city> .
<p/1> a kg:Proposal ; kg:proposedBy <e/wang> ; kg:verb "建议"@zh ; kg:quote "加快建设果园港"@zh ; kg:addresses <e/port> ; prov:wasDerivedFrom <s/1> .
"""


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian's package chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer", "--disable-background-networking"],
            ignore_default_args=["--enable-unsafe-swiftshader"],  # no WebGL, as on many office machines
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def tabs():
    """Tabs by what they were opened with: a new one costs as much as a test, a new document in an old one little."""
    return {}


def _new_tab(browser, width, height, **options):
    page = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options).new_page()
    page.on("request", lambda request: request.url.startswith(("file:", "blob:")) or page.heard.append(request.url))
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    return page


@pytest.fixture
def open_page(browser, tabs):
    """Opens a file; the page keeps every request but the file's own and every console message in ``heard``."""
    used = []

    def opener(path: Path, address: str = "", width: int = 1280, height: int = 800, **options):
        kind = (width, height, *sorted(options.items()))
        page = tabs[kind].pop() if tabs.get(kind) else _new_tab(browser, width, height, **options)
        used.append((kind, page))
        page.heard = []
        page.goto(path.as_uri() + (f"#{address}" if address else ""))
        until(page, "window.explorer || window.network")
        return page

    yield opener
    for (width, height, *rest), page in used:
        page.emulate_media(media="null")
        page.set_viewport_size({"width": width, "height": height})
        page.goto("about:blank")
        tabs.setdefault((width, height, *rest), []).append(page)


SHOWN = "({n: explorer.filter.entities.reduce((a, b) => a + b, 0), m: explorer.filter.relations.reduce((a, b) => a + b, 0)})"


def until(page, holds: str, seconds: float = 30):
    """Wait until an expression holds. Playwright's own wait calls ``eval`` in the page, which the page's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({holds})"):
        assert time.monotonic() < end, f"after {seconds} s the page still does not say: {holds}"
        page.wait_for_timeout(20)


def choose(page, words):
    page.fill("#search", words)
    page.press("#search", "Enter")
    page.wait_for_selector("#panel h2")


def overlapping(page):
    """List pairs of printed names whose boxes overlap."""
    labels = page.evaluate(
        "explorer.view.labels.map((l) => [l.words, l.x, l.y - l.size / 2, l.x + l.w, l.y + l.size / 2])"
    )
    return [
        (a[0], b[0])
        for number, a in enumerate(labels)
        for b in labels[:number]
        if a[1] < b[3] and a[3] > b[1] and a[2] < b[4] and a[4] > b[2]
    ]


def ready(page):
    page.wait_for_selector("html[data-ready=yes]")
    page.wait_for_timeout(150)


def store_of(turtle: str) -> Store:
    store = Store()
    store.load(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def town(tmp_path_factory, knowledge) -> Path:
    path = tmp_path_factory.mktemp("town") / "graph.html"
    write_page(store_of(TOWN), knowledge.ontology, path)
    return path


@pytest.fixture(scope="session")
def crowd(tmp_path_factory) -> Path:
    """A page of 4,500 entities with one that has 400 neighbours."""
    contents = generate(4500)
    spokes = tuple(PageRelation(subject=0, predicate=n % 3, object=10 * n) for n in range(1, 401))
    contents = replace(contents, relations=contents.relations + spokes)
    path = tmp_path_factory.mktemp("crowd") / "graph.html"
    path.write_text(to_html(to_columns(contents, draw_map(contents)), to_texts(contents)), encoding="utf-8")
    return path
