"""RDF/XML, for tools that read nothing else.

pyoxigraph's writer leaves carriage returns bare, which XML parsers turn into line feeds, and writes control characters,
which they refuse.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InputError
from kg.export.xml_text import check_xml, escape_xml
from kg.graph import PREFIXES, Dataset

__all__ = ["to_rdfxml", "write_rdfxml"]

_SPLIT = re.compile(r"(.*?)([A-Za-z_][A-Za-z0-9_.-]*)", re.DOTALL)
_STRING = PREFIXES["xsd"] + "string"


def to_rdfxml(triples: Iterable[Triple]) -> str:
    """Write sorted triples as RDF/XML, one element a subject.

    Raises:
        InputError: A text or a property cannot be written in XML.
    """
    used: dict[str, str] = {}
    body = "".join(_blocks(triples, used))
    spaces = "".join(
        f'\n    xmlns:{prefix}="{escape_xml(space, attribute=True)}"' for space, prefix in sorted(used.items())
    )
    rdf = f'xmlns:rdf="{PREFIXES["rdf"]}"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF {rdf}{spaces}>\n{body}</rdf:RDF>\n'


def write_rdfxml(dataset: Dataset, path: Path) -> None:
    """Write a dataset as an RDF/XML file in UTF-8.

    Raises:
        InputError: A text or a property cannot be written in XML.
        OSError: The file cannot be written.
    """
    path.write_text(to_rdfxml(dataset.triples), encoding="utf-8", newline="\n")


def _blocks(triples: Iterable[Triple], used: dict[str, str]) -> Iterator[str]:
    for subject, of_subject in groupby(triples, key=lambda triple: triple.subject):
        yield f"  <rdf:Description {_about('about', subject)}>\n"
        for triple in of_subject:
            yield f"    {_property(triple, used)}\n"
        yield "  </rdf:Description>\n"


def _about(attribute: str, node: object) -> str:
    if isinstance(node, NamedNode):
        return f'rdf:{attribute}="{escape_xml(node.value, attribute=True)}"'
    raise InputError(f"rdfxml: {node} is no IRI; RDF/XML is written of IRIs and literals only")


def _property(triple: Triple, used: dict[str, str]) -> str:
    name = _name(triple.predicate.value, used)
    object_ = triple.object
    if not isinstance(object_, Literal):
        return f"<{name} {_about('resource', object_)}/>"
    kind = ""
    if object_.language:
        kind = f' xml:lang="{object_.language}"'
    elif object_.datatype.value != _STRING:
        kind = f' rdf:datatype="{escape_xml(object_.datatype.value, attribute=True)}"'
    return f"<{name}{kind}>{escape_xml(check_xml(object_.value, 'rdfxml'))}</{name}>"


def _name(iri: str, used: dict[str, str]) -> str:
    """Cut a property's IRI into a namespace and a name that XML allows."""
    found = _SPLIT.fullmatch(iri)
    if not found:
        raise InputError(f"rdfxml: property {iri} does not end in a name that XML allows; export turtle or jsonld")
    space, local = found.groups()
    if space == PREFIXES["rdf"]:
        return f"rdf:{local}"
    known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    prefix = used.setdefault(space, known.get(space) or f"ns{len(used) + 1}")
    return f"{prefix}:{local}"
