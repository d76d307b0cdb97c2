"""What happens to the other documents when one fails."""

import os
import signal
import sys
from dataclasses import replace

import pytest

from kg import project
from kg.project import CHUNK, PARALLEL_FROM, build_project

GOOD = "岳阳市实施“强港兴市”战略，2023年新增企业600家。"
DEADLY, FAULTY, UNHOLDABLE = "致命", "出错", "装不下"


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts" / "deep"
    folder.mkdir(parents=True)

    def write(**contents):
        for number in range(PARALLEL_FROM + 2 * CHUNK):
            (folder / f"good-{number:02}.txt").write_text(GOOD, encoding="utf-8")
        for name, content in contents.items():
            (folder / f"{name}.txt").write_text(f"{GOOD}{content}", encoding="utf-8")
        return folder

    return write


@pytest.fixture
def failing_extract(monkeypatch):
    """Fails on some texts, in the processes that are forked, too."""
    whole = project.extract

    def extract(document, knowledge):
        if DEADLY in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if FAULTY in document.text:
            raise RuntimeError("a fault")
        facts = whole(document, knowledge)
        if UNHOLDABLE in document.text:
            return replace(facts, observations=(replace(facts.observations[0], indicator="企业\0"),))
        return facts

    monkeypatch.setattr(project, "extract", extract)


needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="the fault is handed down by fork")


@needs_fork
def test_a_killed_process_costs_the_document_that_kills_it_alone(texts, failing_extract, tmp_path):
    folder = texts(**{"good-11-deadly": DEADLY})
    out = tmp_path / "out"
    built = build_project([folder.parent], out, jobs=2)
    assert [skipped.path for skipped in built.skipped] == [folder / "good-11-deadly.txt"]
    assert built.skipped[0].reason.startswith(f"{folder / 'good-11-deadly.txt'}: the process that read it was killed")
    ids = [document["id"] for document in built.report["documents"]]
    assert ids == [f"good-{number:02}" for number in range(PARALLEL_FROM + 2 * CHUNK)]


@pytest.mark.parametrize("content", [FAULTY, UNHOLDABLE])
def test_a_bug_costs_one_document_and_names_its_file(texts, failing_extract, tmp_path, content):
    folder = texts(bad=content)
    built = build_project([folder.parent], tmp_path / "out", jobs=1)
    assert [skipped.path for skipped in built.skipped] == [folder / "bad.txt"]
    assert built.skipped[0].reason.startswith(f"{folder / 'bad.txt'}: ")
    assert built.skipped[0].reason.endswith("; a bug in kg, please report it")
    assert built.report["totals"]["documents"] == PARALLEL_FROM + 2 * CHUNK


def test_a_text_without_any_entity_still_has_a_graph_and_a_page(tmp_path):
    text = tmp_path / "weather.txt"
    text.write_text("今天天气很好。", encoding="utf-8")
    built = build_project([text], tmp_path / "out")
    assert built.skipped == ()
    assert built.report["totals"]["entities"] == 0
    assert "weather" in (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
