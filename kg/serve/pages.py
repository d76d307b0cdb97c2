"""A page for every IRI: HTML for people, RDF for programs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.graph.vocabulary import PREFIXES
from kg.knowledge.ontology import KG, Ontology
from kg.serve.negotiate import GRAPHS, HTML, SUFFIXES, choose
from kg.serve.pool import Pool, Reply
from kg.serve.protocol import ask, refuse, to_response

__all__ = ["Pages"]

MOST_ROWS = 500  # on a page, in each direction; the RDF and SPARQL have all
_JSON = "application/sparql-results+json"
_KEPT = "/-._~!$&'()*+,;=:@"  # what a path may hold as it is

_NOT_EVIDENCE = "FILTER(?p NOT IN (rdf:subject, rdf:predicate, rdf:object, prov:wasDerivedFrom, prov:wasGeneratedBy))"
_ABOUT = """CONSTRUCT {{ <{iri}> ?p ?o . ?o rdfs:label ?ol . ?s ?q <{iri}> . ?s rdfs:label ?sl }} WHERE {{
  {{ <{iri}> ?p ?o OPTIONAL {{ ?o rdfs:label ?ol }} }} UNION {{ ?s ?q <{iri}> OPTIONAL {{ ?s rdfs:label ?sl }} }} }}"""
_OUT = """SELECT DISTINCT ?p ?x ?label WHERE {{ <{iri}> ?p ?x OPTIONAL {{ ?x rdfs:label|dcterms:title ?label }} }}
ORDER BY ?p ?label ?x LIMIT {most}"""
_IN = """SELECT DISTINCT ?p ?x ?label WHERE {{
  ?x ?p <{iri}> {not_evidence} OPTIONAL {{ ?x rdfs:label|dcterms:title ?label }} }}
ORDER BY ?p ?label ?x LIMIT {most}"""
_WORDS = """SELECT DISTINCT ?p ?x ?label ?words ?document ?title WHERE {{
  {{ ?a rdf:subject <{iri}> ; rdf:predicate ?p ; rdf:object ?x }}
  UNION {{ ?a rdf:object <{iri}> ; rdf:predicate ?p ; rdf:subject ?x }}
  UNION {{ VALUES ?a {{ <{iri}> }} BIND(<{iri}> AS ?x) BIND(prov:wasDerivedFrom AS ?p) }}
  ?a prov:wasDerivedFrom ?span . ?span oa:hasSource ?document ; oa:hasSelector ?piece .
  ?piece oa:exact ?words ; oa:start ?start FILTER(?p != kg:mentions)
  OPTIONAL {{ ?x rdfs:label ?label }} OPTIONAL {{ ?document dcterms:title ?title }} }}
ORDER BY ?document ?start LIMIT {most}"""


@dataclass(frozen=True, slots=True)
class Pages:
    """Writes the pages of one graph.

    Attributes:
        ontology: Has the labels of classes and properties.
    """

    ontology: Ontology

    async def redirect(self, request: Request, base_iri: str, pool: Pool) -> Response:
        """Answer for a thing with the address of its page.

        Source: Cool URIs for the Semantic Web, section 4.3.
        """
        path = request.path_params["path"]
        if (reply := await ask(request, pool, _ask(base_iri + path))).status != 200:
            return to_response(reply)
        if b"true" not in reply.body:
            return refuse(404, f"{base_iri}{path}: nothing here has this IRI")
        return RedirectResponse(f"/doc/{quote(path, safe=_KEPT)}", 303, {"Vary": "Accept"})

    async def page(self, request: Request, base_iri: str, pool: Pool) -> Response:
        """Give the page about a thing, in the form of its suffix or the one the client likes."""
        path, media_type = _split(request)
        iri = base_iri + path
        if not _is_iri(iri):
            return refuse(404, f"{iri}: not an IRI")
        reply = await ask(request, pool, _ask(iri))
        if reply.status != 200 or b"true" not in reply.body:
            return refuse(404, f"{iri}: nothing here has this IRI") if reply.status == 200 else to_response(reply)
        headers = {"Vary": "Accept", "Link": _links(path, iri)}
        if media_type is None:
            return refuse(406, f"this page comes as {HTML}, {', '.join(GRAPHS)}; accept one of them", **headers)
        if media_type != HTML:
            job = {"query": _ABOUT.format(iri=iri), "results": None, "rdf": media_type}
            return to_response(await ask(request, pool, job), **headers)
        return await self._html(request, iri, base_iri, pool, headers)

    async def _html(self, request: Request, iri: str, base_iri: str, pool: Pool, headers: dict[str, str]) -> Response:
        tables = []
        for query in (_OUT, _IN, _WORDS):
            text = query.format(iri=iri, most=MOST_ROWS, not_evidence=_NOT_EVIDENCE)
            reply = await ask(request, pool, {"query": text, "results": _JSON, "rdf": None})
            if reply.status != 200:
                return to_response(reply)
            tables.append(_rows(reply))
        return Response(self._write(iri, base_iri, tables), 200, headers, f"{HTML}; charset=utf-8")

    def _write(self, iri: str, base_iri: str, tables: list[list[dict[str, Any]]]) -> str:
        outgoing, incoming, words = tables
        label = next((row["x"]["value"] for row in outgoing if row["p"]["value"].endswith("#label")), iri)
        links = _Links(base_iri, self.ontology)
        parts = [f"<h1>{escape(label)}</h1>", f"<p><code>{escape(iri)}</code></p>"]
        parts += _table("属性 Properties", outgoing, links)
        parts += _table("提及它的 What points here", incoming, links)
        if words:
            parts += ["<h2>原文 The words it was read from</h2><ul>"]
            parts += [
                f"<li>{links.predicate(row['p']['value'])} {links.term(row['x'], _value(row, 'label'))}: "
                f"<q>{escape(row['words']['value'])}</q> {links.term(row['document'], _value(row, 'title'))}</li>"
                for row in words
            ]
            parts += ["</ul>"]
        return _PAGE.format(title=escape(label), body="\n".join(parts), path=escape(_path(iri, base_iri)))


@dataclass(frozen=True, slots=True)
class _Links:
    base_iri: str
    ontology: Ontology

    def predicate(self, iri: str) -> str:
        local = iri.removeprefix(KG)
        known = self.ontology.properties.get(local) if local != iri else None
        label = known.labels["zh"] if known else _shorten(iri)
        return f'<span title="{escape(iri)}">{escape(label)}</span>'

    def term(self, term: dict[str, Any], label: str | None) -> str:
        value = term["value"]
        if term["type"] != "uri":
            language = f' lang="{escape(term["xml:lang"])}"' if "xml:lang" in term else ""
            return f"<span{language}>{escape(value)}</span>"
        if label is None and value.startswith(KG) and (known := self.ontology.classes.get(value.removeprefix(KG))):
            label = known.labels["zh"]
        shown = escape(label or _shorten(value.removeprefix(self.base_iri)))
        if value.startswith(self.base_iri):
            return f'<a href="/doc/{escape(_path(value, self.base_iri))}">{shown}</a>'
        return f'<span title="{escape(value)}">{shown}</span>'


def _ask(iri: str) -> dict[str, Any]:
    if not _is_iri(iri):
        return {"query": "ASK { FILTER(false) }", "results": _JSON, "rdf": None}
    query = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}"
    return {"query": query, "results": _JSON, "rdf": None}


def _is_iri(iri: str) -> bool:
    """Whether it can stand between angle brackets, and no more than it."""
    return not any(character <= " " or character in '<>"{}|^`\\' for character in iri)


def _split(request: Request) -> tuple[str, str | None]:
    path: str = request.path_params["path"]
    for suffix, media_type in SUFFIXES.items():
        if path.endswith(suffix):
            return path.removesuffix(suffix), media_type
    return path, choose(request.headers.get("accept"), (HTML, *GRAPHS))


def _links(path: str, iri: str) -> str:
    base = f"/doc/{quote(path, safe=_KEPT)}"
    forms = [f'<{base}{suffix}>; rel="alternate"; type="{kind}"' for suffix, kind in SUFFIXES.items()]
    return ", ".join([*forms, f'<{quote(iri, safe=_KEPT)}>; rel="describes"'])


def _path(iri: str, base_iri: str) -> str:
    """Give the path below ``/doc/``; a fragment stays one."""
    path, hash_, fragment = iri.removeprefix(base_iri).partition("#")
    return quote(path, safe=_KEPT) + hash_ + quote(fragment, safe=_KEPT)


def _rows(reply: Reply) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(reply.body)["results"]["bindings"]
    return found


def _value(row: dict[str, Any], name: str) -> str | None:
    return row[name]["value"] if name in row else None


def _table(heading: str, rows: list[dict[str, Any]], links: _Links) -> Iterable[str]:
    if not rows:
        return
    yield f"<h2>{heading}</h2><table>"
    for row in rows:
        shown = links.term(row["x"], _value(row, "label"))
        yield f"<tr><th>{links.predicate(row['p']['value'])}</th><td>{shown}</td></tr>"
    yield "</table>"
    if len(rows) == MOST_ROWS:
        yield f"<p>… the first {MOST_ROWS}; SPARQL has all.</p>"


def _shorten(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/static/pages.css">
<link rel="alternate" type="text/turtle" href="/doc/{path}.ttl">
</head>
<body>
<nav><a href="/">首页</a> <a href="/graph.html">图谱</a> <a href="/sparql">SPARQL</a>
<a href="/doc/{path}.ttl">Turtle</a> <a href="/doc/{path}.jsonld">JSON-LD</a>
<a href="/doc/{path}.nt">N-Triples</a></nav>
<main>
{body}
</main>
</body>
</html>
"""
