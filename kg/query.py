"""SPARQL over a built graph, and its results as text."""

import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError
from kg.export.turtle import to_turtle
from kg.graph import PREFIXES, sort_triples
from kg.graph.vocabulary import kg
from kg.store import open_store

__all__ = ["Answer", "Rows", "Term", "Triples", "ask_store", "run", "to_text"]

Term = NamedNode | Literal | BlankNode | Triple

_COMMENT = re.compile(r"<[^<>\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*")
_UPDATE = re.compile(
    r"^(?:\s|PREFIX[^>]*>|BASE[^>]*>)*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:^|, |one of )([A-Z][a-z]* [A-Za-z ]*[a-z])(?=, |$)")
_PREFIX_BEFORE = re.compile(r"([\w-]*):[\w-]*$")
_STAR = re.compile(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_NEAR_CHARS = 24
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # they would break a table or steer a terminal
_XSD_STRING = PREFIXES["xsd"] + "string"


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT.

    Attributes:
        variables: Their names, in the order of the columns.
        rows: A term or ``None`` for each variable.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT and DESCRIBE, sorted."""

    triples: tuple[Triple, ...]


Answer = Rows | bool | Triples


def run(out: Path, query: str, *, reasoned: bool = False) -> Answer:
    """Ask a built graph.

    Args:
        out: The folder that ``kg build`` wrote.
        query: SPARQL 1.1; the prefixes of the graph contract need no declaration.
        reasoned: Whether what follows from the graph (``kg reason``) counts as if it stood there.

    Raises:
        OutputError: There is no graph, or it is broken.
        QueryError: The query is faulty; the message names the line.
    """
    store = open_store(out)
    if reasoned and not store.contains_named_graph(kg("reasoned")):
        raise QueryError(f"{out}: nothing was concluded from this graph yet; run: kg reason {out}")
    return ask_store(store, query, reasoned=reasoned)


def ask_store(store: Store, query: str, *, reasoned: bool = False) -> Answer:
    """Ask an open store; as ``run`` otherwise."""
    try:
        answer = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=reasoned)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QuerySolutions):
            return _to_rows(answer, query)
        return Triples(sort_triples(answer))
    except SyntaxError as error:
        raise QueryError(_explain(query, str(error))) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"query: cannot be answered ({error}); ask for less, or without SERVICE") from error


def _to_rows(answer: QuerySolutions, query: str) -> Rows:
    """Read all rows; the columns of ``SELECT *`` stand as in the query, not in the engine's order."""
    names = [variable.value for variable in answer.variables]
    if _STAR.search(query):
        met = {name: place for place, name in enumerate(dict.fromkeys(_VARIABLE.findall(query)))}
        names.sort(key=lambda name: met.get(name, len(met)))
    return Rows(tuple(names), tuple(tuple(solution[name] for name in names) for solution in answer))


def _explain(query: str, message: str) -> str:
    """Say where a query is faulty and what to do, in place of the parser's list of what could have stood there."""
    bare = _COMMENT.sub(lambda found: "" if found.group().startswith("#") else found.group(), query)
    if not bare.strip():
        return "query: is empty; try: SELECT * WHERE { ?s ?p ?o } LIMIT 10"
    if update := _UPDATE.search(bare):
        return f"query: {update[1].upper()} would change the graph; kg query only reads, build the graph again instead"
    found = _POSITION.match(message)
    if not found:
        return f"query: not SPARQL ({message}); mend it"
    line, column = int(found[1]), int(found[2])
    lines = query.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    if "Prefix not found" in message and (prefix := _PREFIX_BEFORE.search(written[: column - 1])):
        known = ", ".join(f"{name}:" for name in PREFIXES)
        return f"query:{line}: no prefix {prefix[1]}:; declare it, or use one of {known}"
    reasons = [each for each in _SENTENCE.findall(found[3]) if each != "Prefix not found"]
    near = written[max(column - 1, 0) :].strip()[:_NEAR_CHARS] or "the end of the line"
    why = f": {reasons[0][0].lower()}{reasons[0][1:]}" if reasons else ""
    return f"query:{line}: not SPARQL at column {column}, near {near!r}{why}; check the words and brackets up to there"


def to_text(answer: Answer, form: str | None = None) -> str:
    """Write an answer as text that ends in a line end.

    Args:
        answer: From ``run``.
        form: ``table``, ``csv``, ``json`` or ``turtle``; ``None`` is Turtle for triples and a table for the rest.

    Raises:
        QueryError: The answer has no such form.
    """
    if isinstance(answer, Triples):
        if form in {None, "turtle"}:
            return to_turtle(answer.triples)
        raise QueryError(f"query: CONSTRUCT and DESCRIBE give triples, not {form}; use --format turtle, or SELECT")
    if form == "json":
        found = _to_json(answer) if isinstance(answer, Rows) else {"head": {}, "boolean": answer}
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form in {None, "table"}:
        return _to_table(answer) if isinstance(answer, Rows) else f"{str(answer).lower()}\n"
    if form == "csv":
        return _to_csv(answer) if isinstance(answer, Rows) else f"{str(answer).lower()}\r\n"
    raise QueryError(f"query: SELECT and ASK give no {form}; use --format table, csv or json, or CONSTRUCT")


def _to_json(answer: Rows) -> dict[str, object]:
    """Give SPARQL 1.1 Query Results JSON."""
    bindings = [
        {name: _term_json(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}


def _term_json(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term_json(part) for name, part in parts.items()}}
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != _XSD_STRING:
        found["datatype"] = term.datatype.value
    return found


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term) if isinstance(term, Triple) else term.value


def _to_csv(answer: Rows) -> str:
    """Give SPARQL 1.1 Query Results CSV: plain values, CRLF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(answer.variables)
    writer.writerows([_plain(term) for term in row] for row in answer.rows)
    return file.getvalue()


def _to_table(answer: Rows) -> str:
    """Give columns that line up where a Chinese character is as wide as two Latin ones."""
    cells = [[_cell(term) for term in row] for row in answer.rows]
    header = [f"?{name}" for name in answer.variables]
    widths = [max(map(_width, column)) for column in zip(header, *cells, strict=True)]
    lines = [header, ["-" * width for width in widths], *cells]
    return "".join("  ".join(map(_pad, line, widths)).rstrip() + "\n" for line in lines)


def _cell(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
    return _CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", _plain(term).replace("\n", "\\n"))


def _width(text: str) -> int:
    """Count terminal columns.

    >>> _width("衡阳 5G")
    7
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
