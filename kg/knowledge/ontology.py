"""The ontology as the stages need it: classes, what relations join, labels and colours."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import KnowledgeError
from kg.knowledge.files import shared

__all__ = ["KG", "Ontology", "OntologyClass", "Predicate", "read_ontology"]

KG = "https://w3id.org/zhkg/ontology#"

_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SCHEMA = "https://schema.org/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = _RDFS + "label"
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyClass:
    """A class of the ontology.

    Attributes:
        name: Local name, such as ``GovernmentBody``.
        parents: Local names of the classes right above it.
        labels: By language, ``zh`` and ``en``.
        definitions: By language.
        colour: ``#rrggbb`` for the classes that an entity can have; ``None`` for the others.
        order: Its place in lists; ``None`` where it has no colour.
    """

    name: str
    parents: tuple[str, ...]
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    colour: str | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A property of the ontology.

    Attributes:
        name: Local name, such as ``receivedAward``.
        labels: By language, ``zh`` and ``en``.
        definitions: By language.
        domain: The classes its subject can have, concrete ones only (``Company``, never ``Organization``).
        range: The classes its object can have; empty where the object is a literal.
        datatypes: The datatypes of its object, full IRIs; empty where the object is an entity.
        relation: Whether it is a relation read in texts.
        symmetric: Whether it holds in either order.
        within_class: Whether subject and object must be of one class.
        plannable: Whether it holds for what is planned or proposed too.
        inverse: The property that says the same from the object's side; empty where the file names none.
    """

    name: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    domain: frozenset[str]
    range: frozenset[str]
    datatypes: tuple[str, ...] = ()
    relation: bool = False
    symmetric: bool = False
    within_class: bool = False
    plannable: bool = False
    inverse: str = ""

    @property
    def literal(self) -> bool:
        """Whether the object is a literal."""
        return not self.range


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Classes and properties, by local name, in the order of the file.

    Attributes:
        classes: Every class.
        predicates: The relations that texts are read for.
        properties: Every property but annotations, relations included.
        version: As ``owl:versionInfo`` says.
        concrete: The classes an entity can have, in the viewer's order.
    """

    classes: Mapping[str, OntologyClass]
    predicates: Mapping[str, Predicate]
    properties: Mapping[str, Predicate]
    version: str
    concrete: tuple[str, ...]
    _ancestors: Mapping[str, frozenset[str]] = field(repr=False)

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Say whether a class is another or stands below it; an unknown class is nothing."""
        return ancestor in self._ancestors.get(cls, ())

    def subclasses(self, cls: str) -> tuple[str, ...]:
        """List the concrete classes that are ``cls`` or stand below it, in the viewer's order."""
        return tuple(name for name in self.concrete if self.is_a(name, cls))

    def label(self, name: str, language: str = "zh") -> str:
        """Give the label of a class or property; the name itself where there is none."""
        found = self.classes.get(name) or self.properties.get(name)
        return found.labels.get(language, name) if found else name

    def colour(self, cls: str) -> str:
        """Give the colour of a class an entity can have.

        Raises:
            KeyError: The class has no colour.
        """
        colour = self.classes[cls].colour
        if colour is None:
            raise KeyError(cls)
        return colour

    def allows(self, subject: str, predicate: str, object_: str) -> bool:
        """Say whether a relation can join a subject and an object of these classes."""
        joined = self.predicates.get(predicate)
        if joined is None or subject not in joined.domain or object_ not in joined.range:
            return False
        return subject == object_ or not joined.within_class


class _Reader:
    """The file's triples by subject, and the faults found so far."""

    def __init__(self, path: Path) -> None:
        self.place = path.name
        self.faults: list[str] = []
        self.values: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for quad in self._parse(path):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                values = self.values.setdefault(quad.subject.value, {})
                values.setdefault(quad.predicate.value, []).append(quad.object)

    def _parse(self, path: Path) -> Iterator[Triple]:
        try:
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                yield quad.triple
        except SyntaxError as error:
            line = f":{error.lineno}" if error.lineno else ""
            raise KnowledgeError(f"{self.place}{line}: {error.msg}; mend the Turtle there") from error
        except OSError as error:
            raise KnowledgeError(f"{path}: {error.strerror or error}; install zhkg again") from error

    def named(self, *types: str) -> list[str]:
        """List the local names of the things of ours that have one of the types."""
        return [
            iri.removeprefix(KG)
            for iri, values in self.values.items()
            if iri.startswith(KG) and any(t.value in types for t in values.get(_TYPE, ()))
        ]

    def all(self, name: str, predicate: str) -> list[str]:
        return [value.value for value in self.values[KG + name].get(predicate, ())]

    def ours(self, name: str, predicate: str) -> tuple[str, ...]:
        return tuple(v.removeprefix(KG) for v in self.all(name, predicate) if v.startswith(KG))

    def texts(self, name: str, predicate: str) -> dict[str, str]:
        """Read a text in both languages."""
        texts: dict[str, str] = {}
        for value in self.values[KG + name].get(predicate, ()):
            if isinstance(value, Literal):
                texts[value.language or ""] = value.value
        for language in _LANGUAGES:
            if not texts.get(language):
                what = predicate.rpartition("#")[2]
                self.fault(name, f"no {what} in {language}; add one that ends in @{language}")
        return texts

    def fault(self, name: str, what: str) -> None:
        self.faults.append(f"{self.place}: kg:{name}: {what}")


def read_ontology(path: Path | None = None) -> Ontology:
    """Read ``ontology/zhkg.ttl``.

    Args:
        path: Another file to read instead.

    Raises:
        KnowledgeError: The file is no Turtle, or misses what the program needs; one line a fault.
    """
    reader = _Reader(path or shared("ontology") / "zhkg.ttl")
    classes = {name: _read_class(reader, name) for name in reader.named(_OWL + "Class")}
    concrete = sorted((c for c in classes.values() if c.order is not None), key=lambda c: (c.order or 0, c.name))
    names = tuple(c.name for c in concrete)
    ancestors = {name: _find_ancestors(name, classes) for name in classes}
    below = {name: _expand(name, names, ancestors) for name in classes}
    kinds = (_OWL + "ObjectProperty", _OWL + "DatatypeProperty")
    properties = {name: _read_predicate(reader, name, below) for name in reader.named(*kinds)}
    version = _read_version(reader)
    if not names:
        reader.faults.append(f"{reader.place}: no class has a kg:order; give one to each class an entity can have")
    if reader.faults:
        raise KnowledgeError("\n".join(reader.faults))
    return Ontology(
        classes=classes,
        predicates={name: p for name, p in properties.items() if p.relation},
        properties=properties,
        version=version,
        concrete=names,
        _ancestors=ancestors,
    )


def _read_version(reader: _Reader) -> str:
    values = reader.values.get(KG.rstrip("#"), {}).get(_OWL + "versionInfo", ())
    if not values:
        reader.faults.append(f"{reader.place}: the ontology has no owl:versionInfo; add one")
    return "".join(value.value for value in values)


def _read_class(reader: _Reader, name: str) -> OntologyClass:
    colours = reader.all(name, KG + "colour")
    orders = reader.all(name, KG + "order")
    if len(colours) != len(orders) or len(colours) > 1:
        reader.fault(name, "needs one kg:colour and one kg:order, or neither")
    for colour in colours:
        if not _COLOUR.fullmatch(colour):
            reader.fault(name, f"colour {colour!r} is not #rrggbb in small letters")
    for order in orders:
        if not order.isdecimal():
            reader.fault(name, f"order {order!r} is no whole number")
    parents = reader.ours(name, _RDFS + "subClassOf")
    for parent in parents:
        if KG + parent not in reader.values:
            reader.fault(name, f"no class kg:{parent} to stand below; define it or mend the name")
    return OntologyClass(
        name=name,
        parents=parents,
        labels=reader.texts(name, _LABEL),
        definitions=reader.texts(name, _DEFINITION),
        colour=colours[0] if colours else None,
        order=int(orders[0]) if orders and orders[0].isdecimal() else None,
    )


def _find_ancestors(name: str, classes: Mapping[str, OntologyClass]) -> frozenset[str]:
    found: list[str] = [name]
    for known in found:
        found += [p for p in classes[known].parents if p in classes and p not in found]
    return frozenset(found)


def _expand(name: str, concrete: tuple[str, ...], ancestors: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """A class with an order stands for itself alone, any other for the concrete classes below it."""
    return frozenset((name,)) if name in concrete else frozenset(c for c in concrete if name in ancestors[c])


def _read_predicate(reader: _Reader, name: str, below: Mapping[str, frozenset[str]]) -> Predicate:
    types = reader.all(name, _TYPE)
    literal = _OWL + "DatatypeProperty" in types
    ranges = reader.all(name, _SCHEMA + "rangeIncludes") or reader.all(name, _RDFS + "range")
    domain = _read_side(reader, name, "domain", below)
    relation = KG + "Relation" in types
    if relation and not domain:
        reader.fault(name, "a relation needs schema:domainIncludes; say which classes it joins")
    return Predicate(
        name=name,
        labels=reader.texts(name, _LABEL),
        definitions=reader.texts(name, _DEFINITION),
        domain=domain,
        range=frozenset() if literal else _read_side(reader, name, "range", below),
        datatypes=tuple(ranges) if literal else (),
        relation=relation,
        symmetric=_OWL + "SymmetricProperty" in types,
        within_class=KG + "WithinClass" in types,
        plannable=KG + "Plannable" in types,
        inverse=next((other for other in reader.ours(name, _OWL + "inverseOf")), ""),
    )


def _read_side(reader: _Reader, name: str, side: str, below: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Read the classes on one side of a property, expanded to concrete ones; a document stands for itself."""
    listed = reader.ours(name, f"{_SCHEMA}{side}Includes") or reader.ours(name, _RDFS + side)
    for cls in listed:
        if cls not in below:
            reader.fault(name, f"{side} kg:{cls} is no class; define it or mend the name")
    return frozenset(found for cls in listed for found in (below.get(cls) or (cls,)))
