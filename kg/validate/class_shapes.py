"""What ``ontology/shapes.ttl`` repeats of the ontology, written from it: ``python -m kg.validate.class_shapes``."""

import re
from collections.abc import Iterable

from kg.knowledge.files import shared
from kg.knowledge.ontology import Ontology, Predicate, read_ontology

__all__ = ["to_shapes", "update"]

_DATES = {
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "gYearMonth": "^[0-9]{4}-(0[1-9]|1[0-2])$",
    "gYear": "^[0-9]{4}$",
}

_LIST = re.compile(r"(?<=# relations: from zhkg\.ttl\n).*?(?=# end of relations\n)", re.DOTALL)
_PLACE = re.compile(r"(?<=# classes and relations: from zhkg\.ttl\n).*(?=# end of classes and relations)", re.DOTALL)


def to_shapes(ontology: Ontology, text: str) -> str:
    """Bring the marked parts of the shapes up to date.

    Args:
        ontology: Says which classes there are and what relations join.
        text: ``shapes.ttl`` as it is.
    """
    names = "".join(f"        kg:{name}\n" for name in ontology.predicates)
    blocks = [_class_shape(ontology, name) for name in ontology.concrete]
    for predicate in ontology.predicates.values():
        blocks.append(_relation_shape(ontology, predicate))
    body = "\n" + "\n".join(blocks) + "\n"
    return _PLACE.sub(lambda _: body, _LIST.sub(lambda _: names, text))


def _class_shape(ontology: Ontology, name: str) -> str:
    """An entity of a class is of no other class, so that one thing is not two."""
    others = [other for other in ontology.concrete if not ontology.is_a(name, other) and not ontology.is_a(other, name)]
    found = ontology.classes[name].labels
    refused = " ".join(f"kg:{other}" for other in others)
    return (
        f"shape:{name}\n    a sh:NodeShape ;\n    sh:targetClass kg:{name} ;\n    sh:property shape:{name}-type .\n\n"
        f"shape:{name}-type\n    a sh:PropertyShape ;\n    sh:path rdf:type ;\n"
        f"    sh:qualifiedValueShape [ sh:in ( {refused} ) ] ;\n    sh:qualifiedMaxCount 0 ;\n"
        f'    sh:message "{found["zh"]}不能同时属于其他类"@zh , "of class {found["en"]} and of another"@en .\n'
    )


def _relation_shape(ontology: Ontology, predicate: Predicate) -> str:
    name, zh, en = predicate.name, predicate.labels["zh"], predicate.labels["en"]
    one_class = "，且与主语同类" if predicate.within_class else ""
    return (
        f"shape:{name}\n    a sh:NodeShape ;\n    sh:targetSubjectsOf kg:{name} ;\n"
        f"    sh:or ( {_classes(ontology, predicate.domain)} ) ;\n"
        f"{_without_regions(predicate.domain)}"
        f'    sh:message "“{zh}”的主语类别不对：{_names(ontology, predicate.domain, "zh")}"@zh , '
        f'"{en}: its subject is none of {_names(ontology, predicate.domain, "en")}"@en ;\n'
        f"    sh:property shape:{name}-object .\n\n"
        f"shape:{name}-object\n    a sh:PropertyShape ;\n    sh:path kg:{name} ;\n{_values(ontology, predicate)}"
        f'    sh:message "“{zh}”的宾语类别不对：{_range_names(ontology, predicate, "zh")}{one_class}"@zh , '
        f'"{en}: its object is none of {_range_names(ontology, predicate, "en")}"@en .\n'
    )


def _values(ontology: Ontology, predicate: Predicate) -> str:
    if not predicate.literal:
        return f"    sh:or ( {_classes(ontology, predicate.range)} ) ;\n{_without_regions(predicate.range)}"
    choices = " ".join(f"[ sh:datatype {_datatype(iri)}{_pattern(iri)} ]" for iri in predicate.datatypes)
    return f"    sh:or ( {choices} ) ;\n    sh:minLength 1 ;\n"


def _pattern(iri: str) -> str:
    """Months are counted by pattern: one engine takes any two digits for a month."""
    pattern = _DATES.get(iri.rpartition("#")[2])
    return f' ; sh:pattern "{pattern}"' if pattern else ""


def _datatype(iri: str) -> str:
    prefix = "rdf" if "rdf-syntax" in iri else "xsd"
    return f"{prefix}:{iri.rpartition('#')[2]}"


def _classes(ontology: Ontology, classes: Iterable[str]) -> str:
    return " ".join(f"[ sh:class kg:{name} ]" for name in _in_order(ontology, classes))


def _without_regions(classes: frozenset[str]) -> str:
    """A place by itself is one without a government; ``sh:class`` would take the regions in."""
    if "Place" in classes and "AdministrativeRegion" not in classes:
        return "    sh:not [ sh:class kg:AdministrativeRegion ] ;\n"
    return ""


def _in_order(ontology: Ontology, classes: Iterable[str]) -> list[str]:
    wanted = set(classes)
    known = [name for name in ontology.concrete if name in wanted]
    return known + sorted(wanted - set(known))


def _names(ontology: Ontology, classes: Iterable[str], language: str) -> str:
    between = "、" if language == "zh" else ", "
    return between.join(ontology.label(name, language) for name in _in_order(ontology, classes))


def _range_names(ontology: Ontology, predicate: Predicate, language: str) -> str:
    if predicate.literal:
        between = "、" if language == "zh" else ", "
        return between.join(_datatype(iri) for iri in predicate.datatypes)
    return _names(ontology, predicate.range, language)


def update() -> None:
    """Write the marked parts into the file."""
    path = shared("ontology") / "shapes.ttl"
    text = to_shapes(read_ontology(), path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update()
