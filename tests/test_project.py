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

    def extract(document, knowledge, **options):
        if DEADLY in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if FAULTY in document.text:
            raise RuntimeError("a fault")
        facts = whole(document, knowledge, **options)
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


def test_unsure_numbers_are_reported_and_no_part_of_the_graph(tmp_path):
    text = tmp_path / "city.txt"
    text.write_text("2022年，衡阳市地区生产总值达4089.69亿元。", encoding="utf-8")
    kept = build_project([text], tmp_path / "kept", least_sure=0.0).report
    assert (kept["totals"]["observations"], kept["totals"]["unsure"]) == (1, 0)
    left_out = build_project([text], tmp_path / "left_out", least_sure=1.0).report
    assert (left_out["totals"]["observations"], left_out["totals"]["unsure"]) == (0, 1)
    (unsure,) = left_out["documents"][0]["unsure"]
    assert unsure["indicator"] == "地区生产总值"
    assert 0.5 < unsure["confidence"] < 1
    assert "4089" not in (tmp_path / "left_out" / "graph.ttl").read_text(encoding="utf-8").replace(
        "衡阳市地区生产总值达4089.69亿元", ""
    )


def test_a_text_without_any_entity_still_has_a_graph_and_a_page(tmp_path):
    text = tmp_path / "weather.txt"
    text.write_text("今天天气很好。", encoding="utf-8")
    built = build_project([text], tmp_path / "out")
    assert built.skipped == ()
    assert built.report["totals"]["entities"] == 0
    assert "weather" in (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
