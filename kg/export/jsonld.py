"""JSON-LD with a context made from the ontology: short names, plain strings where the context says what they are.

One subject a line, sorted: two versions of a graph can be compared.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import InputError
from kg.graph import BASE_IRI, PREFIXES, Dataset
from kg.knowledge.ontology import KG, read_ontology

__all__ = ["to_context", "to_jsonld", "write_jsonld"]

_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]
_RELATIVE = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9_.,;=#-]+")
_OUTSIDE = {
    "label": ("rdfs:label", "@zh"),
    "altLabel": ("skos:altLabel", "@zh"),
    "title": ("dcterms:title", "@zh"),
    "publisher": ("dcterms:publisher", "@zh"),
    "identifier": ("dcterms:identifier", ""),
    "issued": ("dcterms:issued", ""),
    "source": ("dcterms:source", ""),
    "exact": ("oa:exact", ""),
    "start": ("oa:start", "xsd:integer"),
    "end": ("oa:end", "xsd:integer"),
    "hasSource": ("oa:hasSource", "@id"),
    "hasSelector": ("oa:hasSelector", "@id"),
    "wasDerivedFrom": ("prov:wasDerivedFrom", "@id"),
    "wasGeneratedBy": ("prov:wasGeneratedBy", "@id"),
    "subject": ("rdf:subject", "@id"),
    "predicate": ("rdf:predicate", "@vocab"),
    "object": ("rdf:object", "@id"),
}  # names and kinds of the terms of other vocabularies; a kind is a datatype, @id, @vocab, a language or nothing


@dataclass(frozen=True, slots=True)
class _Term:
    """A name of the context: what it stands for, and what its plain strings are."""

    name: str
    iri: str
    kind: str


@cache
def _terms() -> Mapping[str, _Term]:
    """Read the names of the context, by IRI."""
    terms = {}
    for name, (iri, kind) in _OUTSIDE.items():
        prefix, _, local = iri.partition(":")
        terms[PREFIXES[prefix] + local] = _Term(name, iri, kind)
    for found in read_ontology().properties.values():
        kind = "@id"
        if found.literal:
            datatype = found.datatypes[0] if len(found.datatypes) == 1 else ""
            kind = (
                "@zh" if datatype.endswith("langString") else f"xsd:{datatype.removeprefix(_XSD)}" if datatype else ""
            )
            kind = "" if kind == "xsd:string" else kind
        terms[KG + found.name] = _Term(found.name, f"kg:{found.name}", kind)
    return terms


def to_context(base_iri: str = BASE_IRI) -> dict[str, object]:
    """Give the context: what the short names mean."""
    context: dict[str, object] = {"@version": 1.1, "@base": base_iri, "@vocab": KG, **PREFIXES}
    for term in _terms().values():
        kind = {}
        if term.kind == "@zh":
            kind = {"@language": "zh"}
        elif term.kind:
            kind = {"@type": term.kind}
        context[term.name] = {"@id": term.iri, **kind}
    return context


def to_jsonld(triples: Iterable[Triple], *, base_iri: str = BASE_IRI) -> str:
    """Write sorted triples as JSON-LD 1.1 with its context.

    Raises:
        InputError: A term is of RDF 1.2, or its IRI looks like a prefixed name: JSON-LD cannot hold it.
    """
    context = json.dumps(to_context(base_iri), ensure_ascii=False, indent=1)
    nodes = [
        json.dumps(_node(subject, of_subject, base_iri), ensure_ascii=False)
        for subject, of_subject in groupby(triples, key=lambda triple: triple.subject)
    ]
    return f'{{"@context": {context},\n"@graph": [\n' + ",\n".join(nodes) + "\n]}\n"


def write_jsonld(dataset: Dataset, path: Path) -> None:
    """Write a dataset as a JSON-LD file in UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_text(to_jsonld(dataset.triples, base_iri=dataset.base_iri), encoding="utf-8", newline="\n")


def _node(subject: object, triples: Iterable[Triple], base_iri: str) -> dict[str, object]:
    node: dict[str, list[object]] = {}
    for triple in triples:
        predicate = triple.predicate.value
        if predicate == _TYPE and not isinstance(triple.object, Literal):
            node.setdefault("@type", []).append(_class(triple.object))
            continue
        term = _terms().get(predicate)
        name = term.name if term else _check(predicate)
        node.setdefault(name, []).append(_value(triple.object, term, base_iri))
    values = {name: found[0] if len(found) == 1 else found for name, found in node.items()}
    return {"@id": _reference(subject, base_iri), **values}


def _class(node: object) -> str:
    if not isinstance(node, NamedNode):
        return str(node)
    local = node.value.removeprefix(KG)
    taken = local in _names() or local == node.value or not re.fullmatch(r"[A-Za-z]\w*", local)
    return _check(node.value) if taken else local


@cache
def _names() -> frozenset[str]:
    """Give what the context reads as something else than a class."""
    return frozenset({*(term.name for term in _terms().values()), *PREFIXES})


def _check(iri: str) -> str:
    """Give an IRI back if the context leaves it alone.

    Raises:
        InputError: It looks like a prefixed name.
    """
    scheme, _, rest = iri.partition(":")
    if scheme in PREFIXES and not rest.startswith("//"):
        raise InputError(f"jsonld: <{iri}> would be read as a prefixed name; rename it, or take turtle or ntriples")
    return iri


def _reference(node: object, base_iri: str) -> str:
    if isinstance(node, BlankNode):
        return f"_:{node.value}"
    if not isinstance(node, NamedNode):
        raise InputError(f"jsonld: {node} is a term of RDF 1.2, which JSON-LD cannot hold; take turtle or ntriples")
    local = node.value.removeprefix(base_iri)
    return local if local != node.value and _RELATIVE.fullmatch(local) else _check(node.value)


def _value(value: object, term: _Term | None, base_iri: str) -> object:
    kind = term.kind if term else ""
    if not isinstance(value, Literal):
        reference = _reference(value, base_iri)
        if kind == "@id":
            return reference
        if kind == "@vocab" and isinstance(value, NamedNode):
            known = _terms().get(value.value)
            return known.name if known else _check(value.value)
        return {"@id": reference}
    if value.language:
        direction = {"@direction": value.direction.value} if value.direction else {}
        plain = kind == f"@{value.language}" and not direction
        return value.value if plain else {"@value": value.value, "@language": value.language, **direction}
    datatype = value.datatype.value
    if datatype == _XSD + "string":
        return value.value if not kind else {"@value": value.value}
    short = f"xsd:{datatype.removeprefix(_XSD)}" if datatype.startswith(_XSD) else datatype
    return value.value if kind == short else {"@value": value.value, "@type": short}
