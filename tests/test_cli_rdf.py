"""The commands that publish a graph, as people call them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.cli_rdf import RDF_COMMANDS
from kg.knowledge.files import shared


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("command", RDF_COMMANDS, ids=lambda command: command.name)
def test_help_has_an_example_on_lines_of_its_own(command) -> None:
    assert re.search(rf"\n  Example:\n    kg {command.name} ", run(command.name, "--help").stdout)


def test_ontology_is_printed_and_explained(tmp_path: Path) -> None:
    assert run("ontology").stdout == (shared("ontology") / "zhkg.ttl").read_text(encoding="utf-8")
    result = run("ontology", "--page", tmp_path / "page.html")
    assert result.returncode == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_validate_says_clean_or_not_by_status(samples: Path, tmp_path: Path) -> None:
    good = run("validate", samples)
    assert good.returncode == 0, good.stdout
    assert "0 violations" in good.stdout
    turtle = (samples / "graph.ttl").read_text(encoding="utf-8")
    bad = tmp_path / "bad.ttl"
    bad.write_text(turtle.replace('kg:kind "level"', 'kg:kind "size"', 1), encoding="utf-8")
    result = run("validate", bad, "--format", "json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["results"][0]["source"] == "shape:Observation-kind"
    report = run("validate", bad, "--format", "shacl").stdout
    assert any(quad.predicate.value.endswith("#focusNode") for quad in parse(report, format=RdfFormat.TURTLE))
    missing = run("validate", tmp_path / "missing.ttl")
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr


def test_reason_then_ask(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("岳阳市大力实施“三高四新”战略。\n", encoding="utf-8")
    out = tmp_path / "graph"
    built = run("build", text, "-o", out, "--reason", "--region", "湖南省岳阳市", "--published", "2021-01")
    assert "triples follow" in built.stdout, built.stderr
    assert (out / "dataset.ttl").read_text(encoding="utf-8").count("void:triples") > 1
    concepts = "ASK { ?x a <http://www.w3.org/2004/02/skos/core#Concept> }"
    assert run("query", out, concepts).stdout == "false\n"
    assert run("query", out, "--reasoned", concepts).stdout == "true\n"
    assert "三高四新" in run("ask", out, "programmes-of", "-p", "name=岳阳市", "--format", "csv").stdout
    assert "三高四新" in run("ask", out, "facts-of", "-p", "name=岳阳市", "--reasoned").stdout
    run("build", text, "-o", out, "--region", "湖南省岳阳市", "--published", "2021-01")
    assert not (out / "reasoned.ttl").exists(), "what follows from an older graph is not left behind"
    assert "run: kg reason" in run("query", out, "--reasoned", concepts).stderr


def test_ask_lists_and_refuses(samples: Path) -> None:
    assert run("ask", samples, "--list").stdout == run("ask", samples).stdout
    wrong = run("ask", samples, "proposals-abut")
    assert wrong.returncode == 2
    assert "did you mean 'proposals-about'?" in wrong.stderr
    assert "write it as KEY=VALUE" in run("ask", samples, "posts", "--param", "name").stderr


def test_export_writes_files_and_folders(samples: Path, tmp_path: Path) -> None:
    result = run("export", samples, "-f", "nquads", "-o", tmp_path / "deep" / "graph.nq")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "deep" / "graph.nq").stat().st_size > 0
    assert run("export", samples, "-f", "csv", "-o", tmp_path / "tables").returncode == 0
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {"nodes.csv", "edges.csv"}
    assert run("export", tmp_path / "nothing", "-f", "csv", "-o", tmp_path / "x").returncode == 2
