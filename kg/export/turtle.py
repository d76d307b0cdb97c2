"""Turtle that reads and diffs well: one more triple is one more line.

No library's writer is sorted, grouped and small in a diff at once; rdflib's moves whole blocks when a resource is
referred to once more.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph import PREFIXES, Dataset

__all__ = ["Names", "to_blocks", "to_turtle", "write_turtle"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = PREFIXES["xsd"]
_LOCAL = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*")
_RELATIVE = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9_.,;=#-]+")
_NAMESPACE = re.compile(r"(.*[#/])(.*)", re.DOTALL)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_BARE_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
# Line ends and control characters, which would break a line or not be seen in a diff.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_IRI_ESCAPED = re.compile('[\x00-\x20<>"{}|^`\\\\]')


class Names:
    """Spells terms, and remembers which prefixes were used.

    Args:
        prefixes: Namespaces by prefix.
        base_iri: IRIs right below it are written relative to it.
    """

    def __init__(self, prefixes: Mapping[str, str], base_iri: str | None) -> None:
        self.namespaces = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.base_iri = base_iri
        self.base_used = False
        self.used: dict[str, str] = {}
        self.iris: dict[str, str] = {}

    def head(self) -> str:
        """Declare the base and the prefixes that were used."""
        lines = [f"@base <{self.base_iri}> .\n"] if self.base_used else []
        lines += [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(self.used.items())]
        return "".join(lines)

    def term(self, term: object) -> str:
        """Spell a term of RDF 1.2.

        Raises:
            TypeError: It is none.
        """
        if isinstance(term, NamedNode):
            iri = term.value
            return self.iris.get(iri) or self.iris.setdefault(iri, self._iri(iri))
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, BlankNode):
            return str(term)
        if isinstance(term, Triple):
            return f"<<( {term} )>>"
        raise TypeError(f"no RDF term: {term!r}")

    def _iri(self, iri: str) -> str:
        if self.base_iri and iri.startswith(self.base_iri):
            relative = iri[len(self.base_iri) :]
            if _RELATIVE.fullmatch(relative):
                self.base_used = True
                return f"<{relative}>"
        if found := _NAMESPACE.fullmatch(iri):
            namespace, local = found.groups()
            prefix = self.namespaces.get(namespace)
            if prefix is not None and _LOCAL.fullmatch(local):
                self.used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{_IRI_ESCAPED.sub(_escape, iri)}>"

    def _literal(self, literal: Literal) -> str:
        value = literal.value
        if literal.language:
            return f'"{_ESCAPED.sub(_escape, value)}"@{literal.language}{_direction(literal)}'
        datatype = literal.datatype.value
        if datatype == _XSD + "string":
            return f'"{_ESCAPED.sub(_escape, value)}"'
        if datatype == _XSD + "integer" and _INTEGER.fullmatch(value):
            return value
        if datatype == _XSD + "decimal" and _BARE_DECIMAL.fullmatch(value):
            return value
        if datatype == _XSD + "boolean" and value in {"true", "false"}:
            return value
        return f'"{_ESCAPED.sub(_escape, value)}"^^{self.term(literal.datatype)}'


def _direction(literal: Literal) -> str:
    return f"--{literal.direction.value}" if literal.direction else ""


def _escape(character: re.Match[str]) -> str:
    return _SHORT.get(character.group()) or f"\\u{ord(character.group()):04X}"


def to_blocks(
    triples: Iterable[Triple], names: Names, *, reifiers: Mapping[Triple, Sequence[NamedNode]] | None = None
) -> str:
    """Write sorted triples as blocks of Turtle, one a subject, without a head.

    Args:
        triples: In the order of ``sort_triples``.
        names: Spells the terms.
        reifiers: What stands for a triple in RDF 1.2, written after it.
    """
    body: list[str] = []
    for subject, of_subject in groupby(triples, key=lambda triple: triple.subject):
        body.append(f"\n{names.term(subject)}\n")
        lines = []
        for triple in of_subject:
            predicate = "a" if triple.predicate.value == _TYPE else names.term(triple.predicate)
            standing = "".join(f" ~ {names.term(node)}" for node in reifiers.get(triple, ())) if reifiers else ""
            lines.append(f"    {predicate} {names.term(triple.object)}{standing} ;\n")
        body += lines
        body.append("    .\n")
    return "".join(body)


def to_turtle(triples: Iterable[Triple], *, base_iri: str | None = None, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Write sorted triples as Turtle.

    Args:
        triples: In the order of ``sort_triples``; those of a subject, and of a predicate, stand together.
        base_iri: IRIs right below it are written relative to it.
        prefixes: Namespaces by prefix; only those used are declared.

    Returns:
        One block a subject, ``a`` first, one object a line; ends in a line end unless it is empty.
    """
    names = Names(prefixes, base_iri)
    body = to_blocks(triples, names)
    return (names.head() + body).removeprefix("\n")


def write_turtle(dataset: Dataset, path: Path) -> None:
    """Write a dataset as a Turtle file in UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_text(to_turtle(dataset.triples, base_iri=dataset.base_iri), encoding="utf-8", newline="\n")
