"""The terms of other vocabularies and of our own, and the literals made of Python values."""

import re
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.knowledge.ontology import KG

__all__ = ["PREFIXES", "check_text", "date_literal", "decimal_literal", "integer_literal", "kg", "term", "text_literal"]

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "kg": KG,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_UNHOLDABLE = re.compile("[\0\ud800-\udfff]")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def term(name: str) -> NamedNode:
    """Give the IRI of a prefixed name.

    >>> term("rdfs:label").value
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def kg(local: str) -> NamedNode:
    """Give the IRI of a term of our ontology."""
    return NamedNode(KG + local)


_DECIMAL = term("xsd:decimal")
_INTEGER = term("xsd:integer")
_DATE = term("xsd:date")
_G_YEAR_MONTH = term("xsd:gYearMonth")
_G_YEAR = term("xsd:gYear")


def text_literal(text: str, language: str | None = None) -> Literal:
    """Make a literal of a text.

    Raises:
        InputError: It holds U+0000 or half a surrogate pair, which no RDF format can carry.
    """
    return Literal(check_text(text), language=language)


def check_text(text: str) -> str:
    """Give a text back if RDF can hold it.

    Raises:
        InputError: It holds U+0000 or half a surrogate pair, which no RDF format can carry.
    """
    if found := _UNHOLDABLE.search(text):
        what = f"U+{ord(found.group()):04X}, which RDF cannot hold"
        near = text[max(found.start() - 8, 0) : found.start()]
        raise InputError(f"character {found.start()}, after {near!r}: {what}; remove it from the text")
    return text


def decimal_literal(number: Decimal | float) -> Literal:
    """Make a canonical ``xsd:decimal``, which every store returns unchanged.

    >>> [decimal_literal(n).value for n in (Decimal("600.0"), Decimal("3.60"), 0.95, Decimal("1E+9"))]
    ['600', '3.6', '0.95', '1000000000']
    """
    digits = format(Decimal(repr(number)) if isinstance(number, float) else number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=_DECIMAL)


def integer_literal(number: int) -> Literal:
    """Make an ``xsd:integer``."""
    return Literal(str(number), datatype=_INTEGER)


def date_literal(when: str) -> Literal:
    """Make ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``; a plain string where it is none of them.

    >>> date_literal("2020-12")
    <Literal value=2020-12 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#gYearMonth>>
    """
    if _YEAR.fullmatch(when):
        return Literal(when, datatype=_G_YEAR)
    if _MONTH.fullmatch(when):
        return Literal(when, datatype=_G_YEAR_MONTH)
    try:
        return Literal(date.fromisoformat(when).isoformat(), datatype=_DATE)
    except ValueError:
        return text_literal(when)
