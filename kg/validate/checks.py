"""SPARQL checks: what shapes cannot say, each in a file of ``ontology/checks`` with its reason and level on top."""

from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kg.errors import KnowledgeError
from kg.knowledge.queries import QueryFile, read_queries
from kg.validate.report import LEVELS, Violation

__all__ = ["read_checks", "run_checks"]

_COMPONENT = "http://www.w3.org/ns/shacl#SPARQLConstraintComponent"


def read_checks(folder: Path | None = None) -> dict[str, QueryFile]:
    """Read the checks by name.

    Raises:
        KnowledgeError: A file is faulty; one line a fault.
    """
    checks = read_queries(folder or "checks")
    faults = [
        f"{check.name}.rq: level {check.notes.get('level', 'none')!r}; write '# level: ' and one of {', '.join(LEVELS)}"
        for check in checks.values()
        if check.notes.get("level") not in LEVELS
    ]
    if faults:
        raise KnowledgeError("\n".join(faults))
    return checks


def run_checks(store: Store, checks: dict[str, QueryFile]) -> list[Violation]:
    """Make the checks; each row of an answer is a violation.

    Args:
        store: The graph in the default graph, the ontology in the graph that has its IRI.
        checks: From ``read_checks``; they select ``?node`` and may select ``?path`` and ``?value``.

    Raises:
        KnowledgeError: A check is no SPARQL.
    """
    return [violation for check in checks.values() for violation in _run(store, check)]


def _run(store: Store, check: QueryFile) -> list[Violation]:
    try:
        answer = store.query(check.text)
    except SyntaxError as error:
        raise KnowledgeError(f"{check.name}.rq: {error}; mend the SPARQL there") from error
    if not isinstance(answer, QuerySolutions):
        raise KnowledgeError(f"{check.name}.rq: is no SELECT; select ?node, and ?path and ?value where they help")
    names = [variable.value for variable in answer.variables]
    found = []
    for row in answer:
        terms = dict(zip(names, row, strict=True))
        node, path, value = terms.get("node"), terms.get("path"), terms.get("value")
        if not isinstance(node, NamedNode | BlankNode):
            raise KnowledgeError(f"{check.name}.rq: a row has no ?node; select the thing at fault as ?node")
        found.append(
            Violation(
                source=check.name,
                level=check.notes["level"],
                node=node,
                path=path if isinstance(path, NamedNode) else None,
                value=value if isinstance(value, NamedNode | BlankNode | Literal) else None,
                component=_COMPONENT,
                zh=check.zh,
                en=check.en,
            )
        )
    return found
