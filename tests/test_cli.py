import json
import os
import subprocess
import sys

import pytest

GOOD = "岳阳市2023年新增企业600家。我市市委、市政府出台措施，岳阳增速居全省第一。\n"


def run(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
    )


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def _empty(path):
    path.write_bytes(b"")


def _binary(path):
    path.write_bytes(bytes(range(256)) * 8)


def _truncated(path):
    path.write_bytes("岳阳市港口吞吐量增长".encode("gb18030")[:-1])


def _missing(path):
    pass


def _bad_json(path):
    path.write_text(GOOD, encoding="utf-8")
    path.with_suffix(".json").write_text('{"title": ', encoding="utf-8")


def _bad_date(path):
    path.write_text(GOOD, encoding="utf-8")
    path.with_suffix(".json").write_text('{"date": "2023-02-30"}', encoding="utf-8")


def _nul_title(path):
    path.write_text(GOOD, encoding="utf-8")
    path.with_suffix(".json").write_text('{"title": "a\\u0000b"}', encoding="utf-8")


def _endless_number(path):
    path.write_text(GOOD, encoding="utf-8")
    path.with_suffix(".json").write_text('{"date": ' + "9" * 5000 + "}", encoding="utf-8")


BAD = [_nul_title, _endless_number, _empty, _binary, _truncated, _missing, _bad_json, _bad_date]


@pytest.mark.parametrize("spoil", BAD, ids=lambda function: function.__name__.strip("_"))
def test_bad_text_alone_gets_a_line_and_status_2(tmp_path, spoil):
    bad = tmp_path / "bad.txt"
    spoil(bad)
    result = run("build", bad, "-o", tmp_path / "out")
    assert result.returncode == 2
    line = result.stderr.splitlines()[0]
    assert "bad." in line
    assert ": " in line
    assert "; " in line
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out" / "graph.ttl").exists()


@pytest.mark.parametrize("spoil", BAD, ids=lambda function: function.__name__.strip("_"))
def test_bad_text_among_good_ones_is_skipped_and_named(tmp_path, text, spoil):
    bad = tmp_path / "bad.txt"
    spoil(bad)
    result = run("build", text, bad, "-o", tmp_path / "out")
    assert result.returncode == 1
    assert "bad." in result.stderr
    assert "1 left out" in result.stdout
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [document["id"] for document in report["documents"]] == ["good"]
    assert ["bad." in skipped["reason"] for skipped in report["skipped"]] == [True]
    assert (tmp_path / "out" / "graph.ttl").exists()


def test_folder_with_nothing_readable_is_status_2(tmp_path):
    (tmp_path / "empty").mkdir()
    result = run("build", tmp_path / "empty", "-o", tmp_path / "out")
    assert result.returncode == 2
    assert "empty" in result.stderr.splitlines()[0]


def test_unwritable_out_is_status_2(tmp_path, text):
    result = run("build", text, "-o", text / "out")
    assert result.returncode == 2
    assert result.stderr.splitlines()[0].startswith(str(text / "out"))
    assert "; " in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", "good.txt"],
        ["build", "good.txt", "-o", "out", "--wrong"],
        ["build", "good.txt", "-o", "out", "--published", "yesterday"],
        ["build", "good.txt", "good.txt", "more", "-o", "out", "--region", "岳阳市"],
        ["build", "good.txt", "-o", "out", "--base-iri", "not an iri"],
        ["query", "nowhere", "SELECT * WHERE { ?s ?p ?o }"],
        ["query", "nowhere", "missing.rq"],
        ["verify", "nowhere"],
        ["evaluate", "nowhere"],
        ["wrong"],
    ],
    ids=" ".join,
)
def test_wrong_call_gets_one_line_and_status_2(tmp_path, text, arguments):
    assert text.exists()
    (tmp_path / "more").mkdir(exist_ok=True)
    (tmp_path / "more" / "second.txt").write_text(GOOD, encoding="utf-8")
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    assert "; " in result.stderr


def test_built_graph_answers_verifies_and_says_what_it_inferred(tmp_path, text):
    out = tmp_path / "out"
    assert run("build", text, "-o", out).returncode == 0
    answer = run("query", out, "SELECT ?v WHERE { ?o a kg:Observation ; kg:value ?v }", "--format", "csv")
    assert "600" in answer.stdout.split()[1:]
    assert run("verify", out).returncode == 0
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert {inference["field"] for inference in report["documents"][0]["inferred"]} >= {"region"}


def test_verify_finds_a_changed_text(tmp_path, text):
    out = tmp_path / "out"
    run("build", text, "-o", out)
    changed = out / "texts" / "good.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("岳阳", "益阳"), encoding="utf-8")
    result = run("verify", out)
    assert result.returncode == 1
    assert "good" in result.stdout


def test_wrong_query_says_where(tmp_path, text):
    out = tmp_path / "out"
    run("build", text, "-o", out)
    result = run("query", out, "SELECT ?x WHERE { ?x a }")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


def test_same_bytes_for_any_hash_seed_and_order(tmp_path):
    texts = []
    for name, content in {
        "a": GOOD,
        "b": "市委提出建设“临港强市”。\n岳阳市委书记王岚说：“要办好。”\n",
        "c": "长沙市增长5.6%。\n",
    }.items():
        texts.append(tmp_path / f"{name}.txt")
        texts[-1].write_text(content, encoding="utf-8")
    turtle = []
    for seed, order in (("1", texts), ("2", texts[::-1])):
        out = tmp_path / f"out{seed}"
        subprocess.run(
            [sys.executable, "-m", "kg", "build", *map(str, order), "-o", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=120,
        )
        turtle.append((out / "graph.ttl").read_bytes())
    assert turtle[0] == turtle[1]


@pytest.mark.parametrize("command", ["build", "query", "verify", "evaluate"])
def test_help_has_an_example(command):
    result = run(command, "--help")
    assert result.returncode == 0
    assert f"kg {command}" in result.stdout.split("Example:")[1]
