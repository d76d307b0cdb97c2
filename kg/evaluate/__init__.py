"""Score a graph against gold annotations, layer by layer, with the errors shown.

``kg.evaluate.compare`` says what counts as the same.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import OutputError
from kg.evaluate.compare import compare
from kg.evaluate.facts import gold_facts, graph_facts, read_gold
from kg.evaluate.page import to_html, write_html
from kg.evaluate.report import LAYERS, Item, Report, Score, join, to_text
from kg.evaluate.runs import Comparison, compare_runs, read_run, write_run
from kg.store import open_store

__all__ = [
    "LAYERS",
    "Comparison",
    "Item",
    "Report",
    "Score",
    "compare_runs",
    "evaluate",
    "evaluate_all",
    "join",
    "read_gold",
    "read_run",
    "to_html",
    "to_text",
    "write_html",
    "write_run",
]


def evaluate(out: Path, gold: Mapping[str, Any]) -> Report:
    """Score what a graph says of one document.

    Args:
        out: A folder that ``kg build`` wrote.
        gold: The annotations of a document in it.

    Raises:
        InputError: The graph holds no such document.
        OutputError: ``out`` holds no graph.
    """
    name = str(gold["doc"])
    found = graph_facts(open_store(out), name)
    return compare(name, gold_facts(gold), found, _read_text(out, name))


def _read_text(out: Path, name: str) -> str:
    path = out / "texts" / f"{name}.txt"
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise OutputError(f"{path}: not there; build {out} again") from error


def evaluate_all(graphs: Sequence[Path], gold: Sequence[Path]) -> Report:
    """Score several documents, each in the graph that holds it, and average over all of their items.

    Raises:
        InputError: No graph holds a document that is annotated.
        OutputError: A folder holds no graph.
    """
    reports = []
    for path in gold:
        annotations = read_gold(path)
        name = str(annotations["doc"])
        holders = [graph for graph in graphs if (graph / "texts" / f"{name}.txt").exists()]
        reports.append(evaluate((holders or graphs)[0], annotations))
    return join(reports)
