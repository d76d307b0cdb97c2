"""The explorer in a real browser: addresses, exports, keyboard, screens, languages."""

import csv
import io

import pytest
from pyoxigraph import RdfFormat, Store

from tests.view.conftest import SHOWN, choose, ready, until


def test_deep_links_lead_there_and_back(open_page, town):
    page = open_page(town)
    choose(page, "重庆市")
    until(page, "location.hash.includes('n=')")
    address = page.evaluate("location.hash.slice(1)")
    assert open_page(town, address).inner_text("#panel h2") == "重庆市"
    page.click("#tab-proposals")
    until(page, "location.hash.includes('view=proposals')")
    page.go_back()
    until(page, "explorer.state.view === 'map'")
    path = open_page(town, "path=e%2Ffirm+e%2Fport&cls=Company%7CProject%7CAdministrativeRegion")
    path.wait_for_selector("#panel .path")
    assert path.evaluate(SHOWN)["n"] == 3
    assert open_page(town, "view=documents&d=two").inner_text("#view h2") == "又一年"
    assert "Proposals" in open_page(town, "view=proposals&lang=en").inner_text("#view h2")


def _download(page, name):
    page.click("#more")
    with page.expect_download() as download:
        page.click(f"#do-{name}")
    return download.value.path().read_bytes()


def test_exports(open_page, town):
    page = open_page(town)
    ready(page)
    assert _download(page, "png")[:4] == b"\x89PNG"
    svg = _download(page, "svg").decode()
    assert "<circle" in svg
    assert "重庆市" in svg
    rows = list(csv.reader(io.StringIO(_download(page, "csv").decode("utf-8-sig"))))
    assert len(rows) == 1 + page.evaluate("explorer.graph.m")
    assert any(
        row[:6] == ["重庆市", "行政区域", "建设", "果园港", "项目", "planned"] and row[7] == "拟建果园港"
        for row in rows
    )
    store = Store()
    store.load(_download(page, "ttl"), format=RdfFormat.TURTLE)
    assert len(list(store.query("SELECT ?e { ?e <http://www.w3.org/2000/01/rdf-schema#label> ?l }"))) == 6
    assert (
        len(
            list(
                store.query(
                    "PREFIX kg: <https://w3id.org/zhkg/ontology#> SELECT * { <https://example.org/e/city> kg:pursues ?p }"
                )
            )
        )
        == 1
    )
    assert not list(store.query("PREFIX kg: <https://w3id.org/zhkg/ontology#> SELECT * { ?s kg:builds ?p }"))


def test_keyboard_reaches_everything(open_page, town):
    page = open_page(town)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.facet || ''"))
    assert {"search", "map", "cls", "predicate", "year-from", "more"} <= set(stops)
    assert stops.count("cls") <= 2
    page.focus("#map")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("果园港")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2")
    page.focus("#map")
    page.keyboard.press("Enter")
    until(page, "explorer.state.focus >= 0")
    before = page.evaluate("explorer.view.at.k")
    page.keyboard.press("+")
    assert page.evaluate("explorer.view.at.k") > before


def test_everything_to_press_has_a_name(open_page, town):
    page = open_page(town)
    choose(page, "重庆市")
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, a, input, [role]')].filter((e) => !(e.innerText || '').trim() && !e.getAttribute('aria-label') && !e.title && e.getAttribute('role') !== 'listbox' && e.id !== 'status').map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert nameless == []


def _contrast(page, selector):
    return page.evaluate(
        """(selector) => { const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
        const e = document.querySelector(selector); let back = e; while (back && /rgba\\(0, 0, 0, 0\\)|transparent/.test(getComputedStyle(back).backgroundColor)) back = back.parentElement;
        const [a, b] = [light(getComputedStyle(e).color), light(getComputedStyle(back).backgroundColor)].sort((x, y) => y - x); return (a + .05) / (b + .05); }""",
        selector,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_light_and_dark(open_page, town, scheme):
    page = open_page(town, color_scheme=scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    choose(page, "重庆市")
    for selector in ("#panel h2", "#panel .entity", "#panel .source", "#counts", "#panel .class", ".value .count"):
        assert _contrast(page, selector) >= 4.5, selector


def test_small_screen_and_touch(open_page, town):
    page = open_page(town, width=390, height=800, has_touch=True, is_mobile=True)
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    x, y = page.evaluate("explorer.view.screen(explorer.graph.order[0])")
    box = page.locator("#map").bounding_box()
    page.touchscreen.tap(box["x"] + x, box["y"] + y)
    page.wait_for_selector("#panel.open h2")
    small = page.evaluate(
        "[...document.querySelectorAll('#head button, #zoom button, #panel button')].filter((b) => b.offsetParent && b.getBoundingClientRect().height < 44 && !b.matches('.link')).map((b) => b.innerText)"
    )
    assert small == []


def _touch(page, kind, *points):
    page.cdp.send(
        "Input.dispatchTouchEvent",
        {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]},
    )


def test_two_fingers_zoom_and_one_pans(open_page, town):
    page = open_page(town, width=390, height=800, has_touch=True, is_mobile=True)
    ready(page)
    page.cdp = page.context.new_cdp_session(page)
    empty = page.evaluate("""() => { const b = document.getElementById('map').getBoundingClientRect(), v = explorer.view;
        for (let y = 30; y < b.height; y += 20) for (let x = 30; x < b.width - 80; x += 20) if (v.pick(x, y) < 0) return [b.left + x, b.top + y]; }""")
    before = page.evaluate("explorer.view.at")
    _touch(page, "touchStart", empty)
    for step in range(1, 6):
        _touch(page, "touchMove", (empty[0] + 12 * step, empty[1] + 8 * step))
    _touch(page, "touchEnd")
    moved = page.evaluate("explorer.view.at")
    assert (moved["k"], round(moved["x"] - before["x"]), round(moved["y"] - before["y"])) == (before["k"], 60, 40)
    middle = (195, 400)
    fixed = "(() => { const b = document.getElementById('map').getBoundingClientRect(), v = explorer.view.at; return [(195 - b.left - v.x) / v.k, (400 - b.top - v.y) / v.k]; })()"
    point = page.evaluate(fixed)
    _touch(page, "touchStart", (middle[0] - 30, 400), (middle[0] + 30, 400))
    for step in range(1, 7):
        _touch(page, "touchMove", (middle[0] - 30 - 10 * step, 400), (middle[0] + 30 + 10 * step, 400))
    _touch(page, "touchEnd")
    assert page.evaluate("explorer.view.at.k") == pytest.approx(3 * before["k"], rel=0.02)
    assert page.evaluate(fixed) == pytest.approx(point, abs=3)
    assert page.evaluate("explorer.state.chosen") == -1
    assert page.heard == []


def test_sheet_of_a_small_screen_leaves_the_graph_in_sight(open_page, town):
    page = open_page(town, width=390, height=800, has_touch=True, is_mobile=True)
    ready(page)
    page.evaluate("explorer.acts.open(explorer.graph.entities.name.indexOf('重庆市'))")
    page.wait_for_selector("#panel.open h2")
    lowest = page.evaluate(
        "Math.max(...[...explorer.graph.order].filter((i) => explorer.view.scene.shown[i]).map((i) => explorer.view.screen(i)[1])) + document.getElementById('map').getBoundingClientRect().top"
    )
    assert lowest < page.locator("#panel").bounding_box()["y"]
    height = page.locator("#panel").bounding_box()["height"]
    page.click(".grip")
    assert page.locator("#panel").bounding_box()["height"] >= height


def test_english_interface(open_page, town):
    page = open_page(town)
    page.click("#more")
    page.click("#do-language")
    assert page.inner_text("#tab-documents") == "Documents"
    assert "Company" in page.inner_text("#facet-cls").title()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_frame_without_size_draws_when_it_gets_one(open_page, town):
    page = open_page(town, width=1, height=1)
    page.set_viewport_size({"width": 900, "height": 600})
    ready(page)
    assert page.evaluate("explorer.view.labels.length") > 0
    assert page.heard == []


def test_print_shows_the_map_without_the_tools(open_page, town):
    page = open_page(town)
    page.emulate_media(media="print")
    assert page.is_hidden("#head")
    assert page.is_visible("#map canvas")


def test_print_is_light_and_leaves_no_words_folded(open_page, town):
    page = open_page(town, color_scheme="dark")
    choose(page, "重庆市")
    ready(page)
    folded = page.locator("#panel details:not([open])").count()
    assert folded
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#panel details:not([open])").count() == 0
    assert page.evaluate("[...explorer.view.top.getImageData(0, 0, 1, 1).data].slice(0, 3)") == [255, 255, 255]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#panel details:not([open])").count() == folded
    assert page.evaluate("explorer.view.theme.back") == "#12161c"


def test_same_graph_gives_the_same_bytes(samples, knowledge, tmp_path):
    from kg.view import Choice, write_view

    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    for path in pages:
        write_view(samples, knowledge.ontology, path, Choice(depth=1))
    assert pages[0].read_bytes() == pages[1].read_bytes()
