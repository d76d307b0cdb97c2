"""SHACL: one interface over the fast engine and the reference.

``shacl`` (Rust) needs for 100k triples what pyshacl needs for two thousand; a test sees that both find the same.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import InputError, KnowledgeError
from kg.knowledge.files import shared
from kg.validate.report import Violation

__all__ = ["ENGINES", "choose_engine", "find_violations"]

ENGINES = ("fast", "reference")

_PACKAGES = {"fast": "shacl", "reference": "pyshacl"}
_SH = "http://www.w3.org/ns/shacl#"

Node = NamedNode | BlankNode | Literal
Message = tuple[str, str]


def choose_engine(engine: str | None = None) -> str:
    """Give the engine to use: the one asked for, or the fastest that is installed.

    Raises:
        InputError: It is not installed, or none is.
    """
    for name in (engine,) if engine else ENGINES:
        if find_spec(_PACKAGES[name]):
            return name
    missing = _PACKAGES[engine] if engine else "no SHACL engine"
    raise InputError(f"validate: {missing} is not installed; run: pip install 'zhkg[shacl]'")


def find_violations(ntriples: str, engine: str, shapes: Path | None = None) -> list[Violation]:
    """Hold a graph against the shapes.

    Args:
        ntriples: The graph, with the ontology, in N-Triples.
        engine: ``fast`` or ``reference``.
        shapes: Another file of shapes than ``ontology/shapes.ttl``.

    Raises:
        KnowledgeError: The shapes are faulty.
    """
    path = shapes or shared("ontology") / "shapes.ttl"
    messages = _read_messages(path)
    find: Callable[[str, Path, Mapping[str, Message]], list[Violation]]
    find = _find_fast if engine == "fast" else _find_reference
    return find(ntriples, path, messages)


def _read_messages(path: Path) -> dict[str, Message]:
    """Read what each shape says, in Chinese and English."""
    texts: dict[str, dict[str, str]] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if quad.predicate.value == _SH + "message" and isinstance(quad.object, Literal):
                texts.setdefault(str(quad.subject.value), {})[quad.object.language or ""] = quad.object.value
    except (SyntaxError, OSError) as error:
        raise KnowledgeError(f"{path.name}: {error}; mend the Turtle there") from error
    return {shape: (found.get("zh", ""), found.get("en", "")) for shape, found in texts.items()}


def _find_fast(ntriples: str, path: Path, messages: Mapping[str, Message]) -> list[Violation]:
    import shacl

    report = shacl.Shapes.from_file(str(path)).validate_text(ntriples, format="ntriples")
    results = report.results
    terms = _read_terms(term for result in results for term in (result.focus_node, result.path, result.value))
    found = []
    for result in results:
        shape = (result.source_shape or "").strip("<>")
        zh, en = messages.get(shape, ("", "; ".join(result.messages)))
        where = terms.get(result.path or "")
        found.append(
            Violation(
                source=shape,
                level=result.severity.lower(),
                node=terms[result.focus_node],
                path=where if isinstance(where, NamedNode) else None,
                value=terms.get(result.value or ""),
                component=result.component_iri.strip("<>"),
                zh=zh,
                en=en,
            )
        )
    return found


def _find_reference(ntriples: str, path: Path, messages: Mapping[str, Message]) -> list[Violation]:
    import pyshacl
    import rdflib

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # a traceback for each date that does not exist
    graph = rdflib.Graph().parse(data=ntriples, format="nt")
    _, results, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(path), inference="none")
    if not isinstance(results, rdflib.Graph):
        raise KnowledgeError(f"{path.name}: {results}; mend the shapes there")
    sh = rdflib.Namespace(_SH)
    found = []
    for result in results.objects(None, sh.result):
        values = {str(p).removeprefix(_SH): o for p, o in results.predicate_objects(result)}
        shape = str(values["sourceShape"])
        zh, en = messages.get(shape, ("", str(values.get("resultMessage", ""))))
        where = values.get("resultPath")
        found.append(
            Violation(
                source=shape,
                level=str(values["resultSeverity"]).removeprefix(_SH).lower(),
                node=_from_rdflib(values["focusNode"]),
                path=NamedNode(str(where)) if isinstance(where, rdflib.URIRef) else None,
                value=_from_rdflib(values["value"]) if "value" in values else None,
                component=str(values["sourceConstraintComponent"]),
                zh=zh,
                en=en,
            )
        )
    return found


def _read_terms(written: Iterable[str | None]) -> dict[str, Node]:
    """Read terms in N-Triples syntax; what is no term, such as a path, is left out."""
    terms: dict[str, Node] = {}
    for text in dict.fromkeys(text for text in written if text):
        try:
            quad = next(iter(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES)))
        except SyntaxError:
            continue
        if isinstance(quad.object, NamedNode | BlankNode | Literal):
            terms[text] = quad.object
    return terms


def _from_rdflib(term: Any) -> Node:  # noqa: ANN401  rdflib's own types say no more
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=str(term.language))
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
