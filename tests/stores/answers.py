"""Answers of different engines made comparable."""

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx
from pyoxigraph import BlankNode, Literal, Store

from kg.query import Rows, ask_store

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
JSON = "application/sparql-results+json"

Answer = Counter[tuple[str, ...]]


def of_store(store: Store, query: str) -> Answer:
    """Ask the embedded store."""
    rows = ask_store(store, query)
    assert isinstance(rows, Rows)
    order = sorted(range(len(rows.variables)), key=rows.variables.__getitem__)
    return Counter(tuple(_term(row[index]) for index in order) for row in rows.rows)


def _term(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _literal(term.value, term.datatype.value, term.language)
    return "_:" if isinstance(term, BlankNode) else f"<{term.value}>"


def of_json(found: dict[str, Any]) -> Answer:
    """Read SPARQL results in JSON."""
    names = sorted(found["head"]["vars"])
    return Counter(tuple(_binding(row.get(name)) for name in names) for row in found["results"]["bindings"])


def _binding(binding: dict[str, str] | None) -> str:
    if binding is None:
        return ""
    if binding["type"] == "uri":
        return f"<{binding['value']}>"
    return _literal(binding["value"], binding.get("datatype", XSD + "string"), binding.get("xml:lang"))


def _literal(value: str, datatype: str, language: str | None) -> str:
    """Spell a literal; a number by its value, since engines differ in the type of sums and means."""
    if datatype in NUMBERS:
        try:
            return format(Decimal(value).normalize(), ".9g")
        except InvalidOperation:
            return value
    return f"{value}@{language.lower()}" if language else value


def over_http(url: str, query: str, graph: str | None = None) -> Answer:
    """Ask an endpoint."""
    parameters = {"query": query} if graph is None else {"query": query, "default-graph-uri": graph}
    answer = httpx.post(url, data=parameters, headers={"Accept": JSON}, timeout=60, trust_env=False)
    assert answer.status_code == 200, answer.text[:500]
    return of_json(answer.json())
