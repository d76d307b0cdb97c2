"""The tables of ``ontology/README.md``, written from the ontology: ``python -m kg.knowledge.ontology_table``."""

import re

from kg.knowledge.files import shared
from kg.knowledge.ontology import Ontology, Predicate, read_ontology

__all__ = ["to_markdown", "update"]

_PLACE = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)", re.DOTALL)


def to_markdown(ontology: Ontology) -> str:
    """Write the classes, relations and other properties as three Markdown tables."""
    classes = ["### Classes", "", "| class | above it | zh | meaning | colour |", "|---|---|---|---|---|"]
    for cls in ontology.classes.values():
        above = ", ".join(f"`kg:{parent}`" for parent in cls.parents)
        colour = f"`{cls.colour}`" if cls.colour else ""
        classes.append(f"| `kg:{cls.name}` | {above} | {cls.labels['zh']} | {cls.definitions['en']} | {colour} |")
    relations = _properties("Relations read in texts", ontology, list(ontology.predicates.values()))
    others = [p for p in ontology.properties.values() if not p.relation]
    return "\n".join([*classes, "", *relations, "", *_properties("Other properties", ontology, others), ""])


def _properties(title: str, ontology: Ontology, properties: list[Predicate]) -> list[str]:
    lines = [f"### {title}", "", "| property | zh | from | to | meaning |", "|---|---|---|---|---|"]
    for found in properties:
        to = ", ".join(f"`xsd:{d.rpartition('#')[2]}`" for d in found.datatypes) or _side(ontology, found.range)
        to = to.replace("`xsd:langString`", "text `@zh`")
        start = _side(ontology, found.domain)
        lines.append(f"| `kg:{found.name}` | {found.labels['zh']} | {start} | {to} | {found.definitions['en']} |")
    return lines


def _side(ontology: Ontology, classes: frozenset[str]) -> str:
    """Name classes by the common class above them where all of it is meant."""
    rest, names = set(classes), []
    for above in ("Entity", "Agent", "Organization"):
        below = set(ontology.subclasses(above))
        if below and below <= rest:
            names.append(above)
            rest -= below
    names += [name for name in ontology.concrete if name in rest]
    return ", ".join(names + sorted(rest - set(ontology.concrete)))


def update() -> None:
    """Write the tables into the README, between its marks."""
    path = shared("ontology") / "README.md"
    tables = to_markdown(read_ontology())
    path.write_text(_PLACE.sub(lambda _: tables, path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update()
