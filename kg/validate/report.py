"""What a validation found, and its forms: lines, JSON, and a SHACL report in Turtle."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.export.turtle import to_turtle
from kg.graph import PREFIXES
from kg.graph.vocabulary import term

__all__ = ["LEVELS", "Report", "Violation", "to_json", "to_shacl", "to_text"]

LEVELS = ("violation", "warning", "info")
SHOWN = 20  # lines for each shape or check; more do not help to find the cause

_SH = "http://www.w3.org/ns/shacl#"
_SHAPES = "https://w3id.org/zhkg/shapes#"
_PREFIXES = {**PREFIXES, "sh": _SH, "shape": _SHAPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that is wrong.

    Attributes:
        source: IRI of the shape, or the name of the check.
        level: ``violation``, ``warning`` or ``info``.
        node: What it is about.
        path: The property, where it is one.
        value: The value at fault, where there is one.
        component: IRI of the kind of constraint.
        zh: What is wrong, in Chinese.
        en: In English.
    """

    source: str
    level: str
    node: NamedNode | BlankNode | Literal
    path: NamedNode | None
    value: NamedNode | BlankNode | Literal | None
    component: str
    zh: str
    en: str

    @property
    def line(self) -> str:
        """The violation on one line."""
        value = "" if self.value is None else f" [{_short(self.value)}]"
        return f"{self.level}: {_short(self.node)}: {self.zh} / {self.en}{value} ({self.name})"

    @property
    def name(self) -> str:
        """The short name of the shape or check."""
        return self.source.replace(_SHAPES, "shape:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found.

    Attributes:
        violations: Sorted; empty when all is in order.
        triples: How many were checked.
        engine: That read the shapes: ``fast`` or ``reference``.
        checks: How many SPARQL checks were made.
    """

    violations: tuple[Violation, ...]
    triples: int
    engine: str
    checks: int

    @property
    def conforms(self) -> bool:
        """Whether nothing of level ``violation`` was found."""
        return all(violation.level != "violation" for violation in self.violations)

    def counts(self) -> dict[str, int]:
        """Count by level."""
        found = Counter(violation.level for violation in self.violations)
        return {level: found[level] for level in LEVELS}


def _short(term_: NamedNode | BlankNode | Literal) -> str:
    if isinstance(term_, NamedNode):
        for prefix, namespace in _PREFIXES.items():
            if term_.value.startswith(namespace):
                return f"{prefix}:{term_.value.removeprefix(namespace)}"
    return repr(term_.value) if isinstance(term_, Literal) else str(term_)


def to_text(report: Report) -> str:
    """Give a line for each violation, at most 20 of a shape or check, and a line of figures."""
    shown: Counter[str] = Counter()
    lines = []
    for violation in report.violations:
        shown[violation.source] += 1
        if shown[violation.source] <= SHOWN:
            lines.append(violation.line)
    for source, number in sorted(shown.items()):
        if number > SHOWN:
            lines.append(f"… {number - SHOWN} more of {source.replace(_SHAPES, 'shape:')}")
    counts = report.counts()
    figures = ", ".join(f"{number} {level}s" for level, number in counts.items()).replace("infos", "remarks")
    lines.append(f"{report.triples} triples, {report.checks} checks, SHACL engine {report.engine}: {figures}")
    return "".join(f"{line}\n" for line in lines)


def to_json(report: Report) -> str:
    """Give the report as JSON; ends in a line end."""
    found = {
        "conforms": report.conforms,
        "triples": report.triples,
        "engine": report.engine,
        "checks": report.checks,
        "counts": report.counts(),
        "results": [
            {
                "level": violation.level,
                "source": violation.name,
                "node": violation.node.value,
                "path": violation.path.value if violation.path else None,
                "value": None if violation.value is None else str(violation.value),
                "component": violation.component,
                "message": {"zh": violation.zh, "en": violation.en},
            }
            for violation in report.violations
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def to_shacl(report: Report) -> str:
    """Give a ``sh:ValidationReport`` in Turtle.

    ``sh:conforms`` is false with a result of any level, as SHACL 1.0 says.
    """
    return to_turtle(_shacl(report), prefixes=_PREFIXES)


def _sh(local: str) -> NamedNode:
    return NamedNode(_SH + local)


def _shacl(report: Report) -> Iterator[Triple]:
    node, a = BlankNode("report"), term("rdf:type")
    yield Triple(node, a, _sh("ValidationReport"))
    conforms = "false" if report.violations else "true"
    yield Triple(node, _sh("conforms"), Literal(conforms, datatype=term("xsd:boolean")))
    yield Triple(node, term("rdfs:comment"), Literal(f"{report.triples} triples, SHACL engine {report.engine}"))
    results = [BlankNode(f"result{number}") for number in range(1, len(report.violations) + 1)]
    for result in results:
        yield Triple(node, _sh("result"), result)
    for result, violation in zip(results, report.violations, strict=True):
        yield Triple(result, a, _sh("ValidationResult"))
        yield Triple(result, _sh("focusNode"), violation.node)
        if violation.path:
            yield Triple(result, _sh("resultPath"), violation.path)
        if violation.value is not None:
            yield Triple(result, _sh("value"), violation.value)
        yield Triple(result, _sh("resultSeverity"), _sh(violation.level.capitalize()))
        yield Triple(result, _sh("sourceConstraintComponent"), NamedNode(violation.component))
        yield Triple(result, _sh("sourceShape"), _source(violation))
        yield Triple(result, _sh("resultMessage"), Literal(violation.zh, language="zh"))
        yield Triple(result, _sh("resultMessage"), Literal(violation.en, language="en"))


def _source(violation: Violation) -> NamedNode:
    source = violation.source
    return NamedNode(source if ":" in source else f"https://w3id.org/zhkg/checks#{source}")
