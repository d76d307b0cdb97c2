"""Named strategies, plans, policies and campaigns: the SKOS concept scheme ``data/lexicon/programmes.ttl``."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KnowledgeError

__all__ = ["Programme", "read_programmes"]

SKOS = "http://www.w3.org/2004/02/skos/core#"
KG = "https://w3id.org/zhkg/ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SCHEME = "https://w3id.org/zhkg/programme/"

Values = Mapping[str, list[str]]  # a concept's values by the local name of the property


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A named strategy, plan, policy, campaign or goal.

    Attributes:
        id: Local name of the concept.
        name: The form most used, without quotation marks.
        aliases: Further forms.
        full_form: What a contracted name stands for.
        issuer: Who put it forward.
        region: Whose it is; 全国 for national ones, empty where many have it.
        period: ``YYYY``, ``YYYY/YYYY`` or ``YYYY/``.
        definition: One sentence.
        quoted_only: Its forms are common words unless they stand in quotation marks or before 战略, 行动, 工程 …
        components: Ids of what it consists of.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    full_form: str = ""
    issuer: str = ""
    region: str = ""
    period: str = ""
    definition: str = ""
    quoted_only: bool = False
    components: tuple[str, ...] = ()


def read_programmes(path: Path) -> tuple[Programme, ...]:
    """Read the concept scheme, in the order of its identifiers.

    Raises:
        KnowledgeError: The file is no Turtle, or a concept is faulty; the message has a line for each fault.
    """
    concepts = _concepts(path)
    wholes = _wholes(concepts)
    faults: list[str] = []
    found = []
    for identifier in sorted(concepts):
        values = concepts[identifier]
        faults.extend(f"{path.name}: {identifier}: {fault}" for fault in _faults(values, wholes[identifier], concepts))
        if values.get("prefLabel"):
            found.append(_programme(identifier, values, wholes[identifier]))
    if faults:
        raise KnowledgeError("\n".join(faults))
    return tuple(found)


def _concepts(path: Path) -> dict[str, dict[str, list[str]]]:
    """Each concept's values by property, in the order of the file."""
    values: dict[str, dict[str, list[str]]] = {}
    concepts: dict[str, None] = {}
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject, predicate, value = str(quad.subject.value), quad.predicate.value, str(quad.object.value)
            if predicate == RDF_TYPE and value == SKOS + "Concept":
                concepts[subject.removeprefix(SCHEME)] = None
            if predicate.startswith((SKOS, KG)):
                local = predicate.removeprefix(SKOS).removeprefix(KG)
                values.setdefault(subject.removeprefix(SCHEME), {}).setdefault(local, []).append(value)
    except (SyntaxError, OSError) as error:
        raise KnowledgeError(f"{path.name}: {error}; mend the Turtle there") from error
    return {identifier: values.get(identifier, {}) for identifier in concepts}


def _wholes(concepts: Mapping[str, Values]) -> dict[str, tuple[str, ...]]:
    """The components of each concept, said with skos:narrower on the whole or skos:broader on the part."""
    found: dict[str, dict[str, None]] = {identifier: {} for identifier in concepts}
    for identifier, values in concepts.items():
        for part in values.get("narrower", ()):
            found[identifier][part.removeprefix(SCHEME)] = None
    for identifier, values in concepts.items():
        for whole in values.get("broader", ()):
            found.setdefault(whole.removeprefix(SCHEME), {})[identifier] = None
    return {identifier: tuple(parts) for identifier, parts in found.items()}


def _faults(values: Values, parts: tuple[str, ...], concepts: Mapping[str, Values]) -> list[str]:
    labels = (*values.get("prefLabel", ()), *values.get("altLabel", ()))
    found = []
    if len(values.get("prefLabel", ())) != 1:
        found.append(f"{len(values.get('prefLabel', ()))} skos:prefLabel; write exactly one")
    found.extend(f"label '{label}' has one character; leave it out" for label in labels if len(label) < 2)
    found.extend(f"no concept '{part}'; add it or mend skos:narrower" for part in parts if part not in concepts)
    return found


def _programme(identifier: str, values: Values, components: tuple[str, ...]) -> Programme:
    def one(name: str) -> str:
        return next(iter(values.get(name, ())), "")

    return Programme(
        id=identifier,
        name=one("prefLabel"),
        aliases=tuple(values.get("altLabel", ())),
        full_form=one("fullForm"),
        issuer=one("issuer"),
        region=one("region"),
        period=one("period"),
        definition=one("definition"),
        quoted_only=one("quotedOnly") == "true",
        components=components,
    )
