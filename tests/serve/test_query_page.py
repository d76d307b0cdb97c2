"""The query page in a browser, without a network."""

import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def page():
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian's package chromium)")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


def test_query_page_answers_and_asks_nobody_else(served, page):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{served}/sparql")
    page.wait_for_selector(".yasqe .CodeMirror", timeout=30_000)
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table.dataTable tbody tr", timeout=30_000)
    assert page.locator(".yasr table.dataTable tbody tr").count() > 3
    assert said == []
    assert [url for url in asked if not url.startswith((served, "data:"))] == []


def test_pages_of_things_have_no_faults_in_a_browser(served, page):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(f"{served}/")
    assert page.locator("h1").inner_text() == "知识图谱"
    page.goto(f"{served}/graph.html")
    page.wait_for_selector("canvas", timeout=30_000)
    assert said == []
