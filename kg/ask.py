"""Competency questions: what people ask of a graph, as SPARQL files with parameters in ``ontology/queries``."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from kg.errors import QueryError
from kg.graph.vocabulary import check_text
from kg.knowledge.queries import QueryFile, read_queries
from kg.query import Answer, run

__all__ = ["ask", "fill", "read_questions", "to_list"]

_USED = re.compile(r"^#.*$|\$(\w+)", re.MULTILINE)
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def read_questions() -> dict[str, QueryFile]:
    """Read the questions by name.

    Raises:
        KnowledgeError: A file is faulty; one line a fault.
    """
    return read_queries("queries")


def ask(out: Path, name: str, parameters: Mapping[str, str], *, reasoned: bool = False) -> Answer:
    """Ask a built graph one of the questions.

    Args:
        out: The folder that ``kg build`` wrote.
        name: Of the question.
        parameters: Values by name; the file's own defaults for those left out.
        reasoned: Whether what follows from the graph counts, too.

    Raises:
        QueryError: There is no such question or parameter.
        OutputError: There is no graph, or it is broken.
    """
    questions = read_questions()
    if name not in questions:
        raise QueryError(f"ask: no question {name!r}{_near(name, questions)}; see kg ask {out} --list")
    return run(out, fill(questions[name], parameters), reasoned=reasoned)


def fill(question: QueryFile, parameters: Mapping[str, str]) -> str:
    """Put values into a question; gives SPARQL 1.1 that any store answers.

    Args:
        question: From ``read_questions``.
        parameters: Values by name; whatever they hold, they stay texts.

    Raises:
        QueryError: The question has no such parameter.
        InputError: A value cannot stand in RDF.
    """
    values = {parameter.name: parameter.default for parameter in question.parameters}
    for name in parameters:
        if name not in values:
            known = f"it has {', '.join(values)}" if values else "it has none"
            raise QueryError(f"ask: {question.name} has no parameter {name!r}; {known}")
    values.update(parameters)

    def put(found: re.Match[str]) -> str:
        return _quote(values[found[1]]) if found[1] else found[0]

    return _USED.sub(put, question.text)


def _quote(value: str) -> str:
    escaped = _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", check_text(value))
    return f'"{escaped}"'


def _near(name: str, questions: Mapping[str, QueryFile]) -> str:
    near = get_close_matches(name, questions, 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def to_list(questions: Mapping[str, QueryFile]) -> str:
    """List questions with their parameters, for people."""
    lines = []
    for question in questions.values():
        lines += [question.name, f"  {question.zh}", f"  {question.en}"]
        lines += [f"  --param {p.name}={p.default}  ({p.meaning})" for p in question.parameters]
    return "".join(f"{line}\n" for line in lines)
