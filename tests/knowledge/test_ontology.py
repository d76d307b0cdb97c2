import re
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.ontology import Ontology, read_ontology
from kg.knowledge.ontology_table import to_markdown

CONTRACT = [
    "Person",
    "Company",
    "GovernmentBody",
    "EducationResearch",
    "SocialOrganization",
    "AdministrativeRegion",
    "Place",
    "Programme",
    "Industry",
    "Park",
    "Platform",
    "Project",
    "Award",
    "Product",
    "Technology",
    "Event",
]
RELATIONS = [
    "affiliation",
    "subsidiaryOf",
    "locatedIn",
    "partOf",
    "hasComponent",
    "pursues",
    "initiatedBy",
    "receivedAward",
    "conferredBy",
    "produces",
    "inIndustry",
    "builds",
    "uses",
    "cooperatesWith",
    "position",
    "eventDate",
    "authoredBy",
    "photographedBy",
]
OTHERS = [
    "mentions",
    "indicator",
    "value",
    "unit",
    "kind",
    "comparator",
    "status",
    "period",
    "about",
    "proposedBy",
    "verb",
    "quote",
    "addresses",
]
WHITE, DARK = "#ffffff", "#14171c"  # the grounds of the viewer


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology()


def test_ontology_has_the_terms_of_the_contract(ontology: Ontology) -> None:
    assert sorted(ontology.concrete) == sorted(CONTRACT)
    assert sorted(ontology.predicates) == sorted(RELATIONS)
    assert set(OTHERS) <= set(ontology.properties)
    assert {"Document", "Observation", "Proposal", "Assertion", "Organization", "Agent"} <= set(ontology.classes)
    assert ontology.version == "0.1.0"


@pytest.mark.parametrize(
    ("cls", "ancestor", "expected"),
    [
        ("Company", "Organization", True),
        ("Company", "Agent", True),
        ("Company", "Company", True),
        ("AdministrativeRegion", "Place", True),
        ("Person", "Organization", False),
        ("Place", "AdministrativeRegion", False),
        ("Nothing", "Entity", False),
    ],
)
def test_is_a_follows_subclasses(ontology: Ontology, cls: str, ancestor: str, *, expected: bool) -> None:
    assert ontology.is_a(cls, ancestor) is expected


def test_subclasses_are_concrete_and_in_order(ontology: Ontology) -> None:
    assert ontology.subclasses("Organization") == (
        "Company",
        "GovernmentBody",
        "EducationResearch",
        "SocialOrganization",
    )
    assert ontology.subclasses("Entity") == ontology.concrete


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "expected"),
    [
        ("Company", "locatedIn", "AdministrativeRegion", True),
        ("Company", "locatedIn", "Park", True),
        ("Place", "locatedIn", "AdministrativeRegion", True),
        ("AdministrativeRegion", "locatedIn", "AdministrativeRegion", False),
        ("AdministrativeRegion", "partOf", "AdministrativeRegion", True),
        ("AdministrativeRegion", "partOf", "Programme", False),
        ("Person", "pursues", "Programme", False),
        ("Product", "receivedAward", "Award", True),
        ("Platform", "initiatedBy", "Person", True),
        ("Platform", "uses", "Technology", True),
        ("Person", "position", "Person", False),
        ("Document", "authoredBy", "Person", True),
        ("Person", "noRelation", "Person", False),
    ],
)
def test_allows_follows_the_guide(
    ontology: Ontology, subject: str, predicate: str, object_: str, *, expected: bool
) -> None:
    assert ontology.allows(subject, predicate, object_) is expected


def test_relations_say_what_they_are(ontology: Ontology) -> None:
    assert {name for name, p in ontology.predicates.items() if p.literal} == {"position", "eventDate"}
    assert {name for name, p in ontology.predicates.items() if p.plannable} == {
        "builds",
        "pursues",
        "locatedIn",
        "initiatedBy",
    }
    assert ontology.predicates["cooperatesWith"].symmetric
    assert ontology.predicates["position"].domain == {"Person"}


def test_labels_are_there_in_both_languages(ontology: Ontology) -> None:
    assert ontology.label("Company") == "企业"
    assert ontology.label("subsidiaryOf", "en") == "subsidiary of"
    assert ontology.label("unknown") == "unknown"
    for term in (*ontology.classes.values(), *ontology.properties.values()):
        assert re.search(r"[\u4e00-\u9fff]", term.labels["zh"])
        assert re.search(r"[\u4e00-\u9fff]", term.definitions["zh"])
        assert term.labels["en"].isascii()


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_out_on_both_grounds_and_differ(ontology: Ontology) -> None:
    colours = [ontology.colour(cls) for cls in ontology.concrete]
    for colour in colours:  # WCAG 1.4.11 asks 3:1 of graphics
        assert min(_contrast(colour, WHITE), _contrast(colour, DARK)) >= 3
    for one, other in combinations(colours, 2):
        assert sum(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5)) >= 60
    with pytest.raises(KeyError):
        ontology.colour("Organization")


def test_file_has_no_blank_nodes() -> None:
    quads = parse(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE)
    assert not any(isinstance(node, BlankNode) for quad in quads for node in (quad.subject, quad.object))


def test_domains_are_below_the_superclass_for_reasoners() -> None:
    text = (shared("ontology") / "zhkg.ttl").read_text(encoding="utf-8")
    ontology = read_ontology()
    for name, predicate in ontology.predicates.items():
        block = text.split(f"\nkg:{name}\n")[1].split(" .\n")[0]
        for side, classes in (("domain", predicate.domain), ("range", predicate.range)):
            above = re.search(rf"rdfs:{side} kg:(\w+)", block)
            if above:
                assert all(cls == above[1] or ontology.is_a(cls, above[1]) for cls in classes), (name, side)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"企业"@zh', '"企业"@ja', "kg:Company: no label in zh; add one that ends in @zh"),
        ("kg:Organization , org:FormalOrganization , schema:Corp", "kg:Firm , schema:Corp", "no class kg:Firm"),
        ('kg:colour "#2258e5" ;', "", "kg:Company: needs one kg:colour and one kg:order, or neither"),
        ('"#2258e5"', '"blue"', "colour 'blue' is not #rrggbb"),
        ("kg:order 2 ", 'kg:order "two" ', "order 'two' is no whole number"),
        ("schema:rangeIncludes kg:Programme", "schema:rangeIncludes kg:Plan", "kg:pursues: range kg:Plan is no class"),
        ("kg:Company\n    a owl:Class ;", "kg:Company\n    a owl:Class ", "faulty.ttl:"),
        ('owl:versionInfo "0.1.0"', 'rdfs:comment "0.1.0"', "no owl:versionInfo"),
    ],
)
def test_faulty_file_is_reported(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (shared("ontology") / "zhkg.ttl").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "faulty.ttl"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(fault)):
        read_ontology(path)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    text = (shared("ontology") / "zhkg.ttl").read_text(encoding="utf-8")
    path = tmp_path / "faulty.ttl"
    path.write_text(text.replace('"企业"@zh', '"企业"').replace('"园区"@zh', '"园区"'), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_ontology(path)
    assert len(str(raised.value).splitlines()) == 2
    with pytest.raises(KnowledgeError, match=r"missing\.ttl"):
        read_ontology(tmp_path / "missing.ttl")


def test_tables_of_the_readme_are_current(ontology: Ontology) -> None:
    readme = (shared("ontology") / "README.md").read_text(encoding="utf-8")
    assert to_markdown(ontology) in readme, "run: python -m kg.knowledge.ontology_table"
