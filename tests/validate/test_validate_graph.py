"""Shapes and checks: each finds its fault, in order is in order, and the two engines agree."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.errors import InputError, KnowledgeError
from kg.graph import BASE_IRI, Dataset, sort_triples
from kg.graph.vocabulary import decimal_literal, integer_literal, kg, term
from kg.knowledge.files import shared
from kg.knowledge.ontology import read_ontology
from kg.knowledge.queries import read_queries
from kg.store import write_store
from kg.validate import Violation, to_json, to_shacl, to_text, validate
from kg.validate.checks import read_checks, run_checks
from kg.validate.class_shapes import to_shapes
from kg.validate.graph import ONTOLOGY
from kg.validate.shapes import choose_engine, find_violations

CITY = NamedNode(BASE_IRI + "region/430400")
OTHER = NamedNode(BASE_IRI + "region/430405")
A = term("rdf:type")
SHACL = "http://www.w3.org/ns/shacl#"

Change = Callable[[Triple], list[Triple]]


def without(predicate: str, near: str = "") -> Change:
    return lambda t: [] if t.predicate == term(predicate) and near in str(t.subject) else [t]


def instead(predicate: str, object_: NamedNode | Literal | BlankNode, near: str = "") -> Change:
    def change(t: Triple) -> list[Triple]:
        found = t.predicate == term(predicate) and near in str(t.subject)
        return [Triple(t.subject, t.predicate, object_)] if found else [t]

    return change


def also(predicate: str, object_: NamedNode | Literal, near: str = "") -> Change:
    def change(t: Triple) -> list[Triple]:
        found = t.predicate == term(predicate) and near in str(t.subject)
        return [t, Triple(t.subject, t.predicate, object_)] if found else [t]

    return change


def plus(*triples: Triple) -> Change:
    return lambda t: [t, *(triples if t.object == kg("Document") else ())]


def changed(dataset: Dataset, change: Change) -> list[Triple]:
    return [new for triple in dataset for new in change(triple)]


def ontology() -> list[Triple]:
    return [quad.triple for quad in parse(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE)]


def to_ntriples(triples: Iterable[Triple]) -> str:
    return (serialize([*triples, *ontology()], format=RdfFormat.N_TRIPLES) or b"").decode()


def text(value: str, language: str | None = "zh") -> Literal:
    return Literal(value, language=language)


SHAPES = [
    (without("rdfs:label", "region/"), "shape:Entity-label"),
    (also("rdfs:label", text("衡阳"), "region/"), "shape:Entity-label"),
    (instead("rdfs:label", text("Hengyang", "en"), "region/"), "shape:Entity-label"),
    (instead("rdfs:label", text(""), "region/"), "shape:Entity-label"),
    (instead("skos:altLabel", Literal("衡阳")), "shape:Entity-altLabel"),
    (instead("skos:altLabel", text("衡阳市")), "shape:Entity-altLabel-other"),
    (instead("kg:deicticForm", Literal("我市")), "shape:Entity-deicticForm"),
    (also("kg:scope", Literal("x")), "shape:Entity-scope"),
    (without("dcterms:identifier"), "shape:Document-identifier"),
    (instead("kg:textDigest", Literal("abc")), "shape:Document-textDigest"),
    (also("dcterms:title", text("二")), "shape:Document-title"),
    (instead("dcterms:issued", Literal("2021-13", datatype=term("xsd:gYearMonth"))), "shape:Document-issued"),
    (instead("dcterms:issued", Literal("2021-02-30", datatype=term("xsd:date"))), "shape:Document-issued"),
    (instead("dcterms:issued", Literal("去年")), "shape:Document-issued"),
    (also("kg:region", text("湖南省")), "shape:Document-region"),
    (instead("kg:mentions", OTHER), "shape:Document-mentions"),
    (instead("rdf:subject", OTHER, "assertion"), "shape:Assertion-subject"),
    (instead("rdf:predicate", kg("likes"), "assertion"), "shape:Assertion-predicate"),
    (without("rdf:object"), "shape:Assertion-object"),
    (instead("kg:status", Literal("maybe"), "assertion"), "shape:Assertion-status"),
    (also("kg:reason", text("另")), "shape:Assertion-reason"),
    (without("prov:wasDerivedFrom", "observation"), "shape:Reading"),
    (without("kg:rule", "proposal"), "shape:Reading-rule"),
    (instead("kg:confidence", decimal_literal(1.5)), "shape:Reading-confidence"),
    (instead("kg:confidence", Literal("high")), "shape:Reading-confidence"),
    (without("rdf:type", "id/run"), "shape:Reading-run"),
    (instead("prov:wasDerivedFrom", CITY, "proposal"), "shape:Reading-passage"),
    (instead("oa:hasSource", CITY), "shape:Passage-source"),
    (without("oa:hasSelector"), "shape:Passage-selector"),
    (instead("oa:start", integer_literal(900)), "shape:Selector-start"),
    (without("oa:end"), "shape:Selector-end"),
    (instead("oa:exact", Literal("")), "shape:Selector-exact"),
    (instead("kg:pieceOrder", integer_literal(0)), "shape:Selector-pieceOrder"),
    (without("rdfs:label", "id/run"), "shape:Run-label"),
    (without("kg:indicator"), "shape:Observation-indicator"),
    (instead("kg:value", Literal("600")), "shape:Observation-value"),
    (also("kg:value", decimal_literal(7)), "shape:Observation-value"),
    (instead("kg:unit", Literal("万 家")), "shape:Observation-unit"),
    (instead("kg:kind", Literal("size")), "shape:Observation-kind"),
    (instead("kg:comparator", Literal("≥")), "shape:Observation-comparator"),
    (instead("kg:status", Literal("planned"), "observation"), "shape:Observation-status"),
    (instead("kg:period", Literal("2021年")), "shape:Observation-period"),
    (instead("kg:period", Literal("2021-13")), "shape:Observation-period"),
    (instead("kg:about", OTHER), "shape:Observation-about"),
    (instead("kg:proposedBy", CITY), "shape:Proposal-proposedBy"),
    (without("kg:verb"), "shape:Proposal-verb"),
    (instead("kg:quote", text("")), "shape:Proposal-quote"),
    (instead("kg:addresses", OTHER), "shape:Proposal-addresses"),
    (instead("kg:pursues", CITY), "shape:pursues-object"),
    (plus(Triple(CITY, kg("subsidiaryOf"), CITY)), "shape:subsidiaryOf"),
    (plus(Triple(CITY, kg("locatedIn"), CITY)), "shape:locatedIn"),
    (instead("kg:position", Literal("代表")), "shape:position-object"),
    (plus(Triple(CITY, A, kg("Company"))), "shape:AdministrativeRegion-type"),
]


def test_sample_is_in_order(sample_out: Path) -> None:
    report = validate(sample_out)
    assert report.conforms
    assert [v.line for v in report.violations] == []
    assert report.triples > 100


def test_graph_of_the_samples_is_in_order(samples: Path) -> None:
    assert [v.line for v in validate(samples).violations if v.level == "violation"] == []


@pytest.mark.parametrize(("change", "shape"), SHAPES)
def test_shape_finds_its_fault(sample_dataset: Dataset, change: Change, shape: str) -> None:
    found = find_violations(to_ntriples(changed(sample_dataset, change)), choose_engine())
    assert shape in {violation.name for violation in found}
    assert all(violation.zh and violation.en for violation in found)


def test_every_shape_is_tried_and_speaks_both_languages() -> None:
    quads = list(parse(path=str(shared("ontology") / "shapes.ttl"), format=RdfFormat.TURTLE))
    named = {q.subject.value for q in quads if q.predicate == A and isinstance(q.subject, NamedNode)}
    spoken: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == SHACL + "message":
            spoken.setdefault(quad.subject.value, set()).add(quad.object.language)
    containers = {shape for shape in named if shape not in spoken}
    assert all(languages == {"zh", "en"} for languages in spoken.values())
    classes = {f"https://w3id.org/zhkg/shapes#{name}" for name in read_ontology().concrete}
    assert containers == classes, "only a class shape has nothing to say but through its property"
    tried = {shape.replace("shape:", "https://w3id.org/zhkg/shapes#") for _, shape in SHAPES}
    generated = {f"https://w3id.org/zhkg/shapes#{name}" for name in read_ontology().predicates}
    hand = {s for s in spoken if not any(s.removesuffix(e) in generated | classes for e in ("", "-object", "-type"))}
    kinds = {"Entity", "Document", "Assertion", "Passage", "Selector", "Run", "Observation", "Proposal"}
    untried = {shape.rpartition("#")[2] for shape in hand - tried} - kinds
    assert untried <= {"Document-publisher", "Document-source"}


def test_shapes_are_those_of_the_ontology() -> None:
    written = (shared("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    assert to_shapes(read_ontology(), written) == written, "run: python -m kg.validate.class_shapes"


def test_engines_agree_on_all_faults_at_once(sample_dataset: Dataset) -> None:
    pytest.importorskip("shacl")
    pytest.importorskip("pyshacl")
    triples: dict[Triple, None] = {}
    for number, (change, _) in enumerate(SHAPES):  # a copy of the sample for each fault, apart by its base
        for triple in changed(sample_dataset, change):
            triples[moved(triple, f"https://example.org/{number}/")] = None
    written = to_ntriples(triples)
    fast, reference = (find_violations(written, engine) for engine in ("fast", "reference"))
    assert len(fast) > len(SHAPES)
    assert sorted(map(key, fast)) == sorted(map(key, reference))


def moved(triple: Triple, base: str) -> Triple:
    def move(node: object) -> object:
        inside = isinstance(node, NamedNode) and node.value.startswith(BASE_IRI)
        return NamedNode(base + node.value.removeprefix(BASE_IRI)) if inside else node

    return Triple(move(triple.subject), triple.predicate, move(triple.object))


def key(violation: Violation) -> tuple[str, ...]:
    component = violation.component.rpartition("#")[2]
    return (violation.name, str(violation.node), str(violation.path), str(violation.value), component, violation.zh)


OBSERVATION = NamedNode(BASE_IRI + "observation/x")
PASSAGE = NamedNode(BASE_IRI + "document/d#char=1,2")


def observed(**values: object) -> tuple[Triple, ...]:
    literals = {"indicator": text("产值"), "kind": Literal("level"), "unit": Literal("元"), "comparator": Literal("=")}
    literals |= {"status": Literal("actual"), "period": Literal("2020"), "value": decimal_literal(1), "about": CITY}
    literals |= values  # type: ignore[arg-type]
    found = [Triple(OBSERVATION, A, kg("Observation")), Triple(OBSERVATION, term("prov:wasDerivedFrom"), PASSAGE)]
    found += [Triple(PASSAGE, term("oa:hasSource"), NamedNode(BASE_IRI + "document/d"))]
    return (*found, *(Triple(OBSERVATION, kg(name), value) for name, value in literals.items()))


def again(triples: Iterable[Triple], **values: Literal) -> tuple[Triple, ...]:
    second = NamedNode(OBSERVATION.value + "2")
    return tuple(
        Triple(second, t.predicate, values.get(t.predicate.value.rpartition("#")[2], t.object))
        for t in triples
        if t.subject == OBSERVATION
    )


def read_at(start: int) -> tuple[Triple, ...]:
    """The same observation, read in a passage that starts there."""
    passage = NamedNode(f"{BASE_IRI}document/d#char={start},{start + 9}")
    return tuple(Triple(t.subject, t.predicate, passage if t.object == PASSAGE else t.object) for t in observed())


def placed(start: int) -> tuple[Triple, ...]:
    """Where a passage stands: the one of ``observed`` at 1, that of ``read_at`` elsewhere."""
    passage = PASSAGE if start == 1 else NamedNode(f"{BASE_IRI}document/d#char={start},{start + 9}")
    piece = NamedNode(f"{BASE_IRI}document/d#selector={start},{start + 9}")
    return (
        Triple(passage, term("oa:hasSource"), NamedNode(BASE_IRI + "document/d")),
        Triple(passage, term("oa:hasSelector"), piece),
        Triple(piece, term("oa:start"), integer_literal(start)),
        Triple(piece, term("oa:end"), integer_literal(start + 9)),
    )


RUN = Triple(NamedNode(BASE_IRI + "run/1"), A, kg("Run"))
ASSERTION = NamedNode(BASE_IRI + "assertion/1")
PLAN = (
    Triple(ASSERTION, A, kg("Assertion")),
    Triple(ASSERTION, term("rdf:subject"), CITY),
    Triple(ASSERTION, term("rdf:predicate"), kg("partOf")),
    Triple(ASSERTION, term("rdf:object"), OTHER),
)
CHECKS = {
    "blank-node": [Triple(BlankNode("x"), term("rdfs:label"), text("无名"))],
    "circle": [Triple(CITY, kg("partOf"), OTHER), Triple(OTHER, kg("partOf"), CITY)],
    "contradiction": [*observed(), *again(read_at(30), value=decimal_literal(2)), *placed(1), *placed(30)],
    "deictic-name": [Triple(OTHER, kg("deicticForm"), text("我市")), Triple(CITY, term("rdfs:label"), text("我市"))],
    "deprecated-term": [Triple(CITY, kg("oldTerm"), OTHER)],
    "foreign-quote": [
        Triple(PASSAGE, term("oa:start"), integer_literal(3)),
        Triple(PASSAGE, term("oa:end"), integer_literal(9)),
        Triple(PASSAGE, term("oa:exact"), Literal("三字引")),
    ],
    "language-tag": [Triple(CITY, term("rdfs:label"), text("衡阳市", "zh-Hans"))],
    "large-share": observed(kind=Literal("share"), unit=Literal("%"), value=decimal_literal(120)),
    "late-result": [
        *observed(period=Literal("2022")),
        Triple(NamedNode(BASE_IRI + "document/d"), term("dcterms:issued"), Literal("2021-05")),
    ],
    "missing-relation": [*PLAN, Triple(ASSERTION, kg("status"), Literal("actual"))],
    "namesakes": [
        *(Triple(node, A, kg("Park")) for node in (CITY, OTHER)),
        *(Triple(node, term("rdfs:label"), text("高新区")) for node in (CITY, OTHER)),
    ],
    "no-evidence": [Triple(NamedNode(BASE_IRI + "document/d"), A, kg("Document"))],
    "odd-rank": observed(kind=Literal("rank"), unit=Literal("位"), value=decimal_literal(2.5)),
    "planned-as-fact": [
        *PLAN,
        Triple(ASSERTION, kg("status"), Literal("planned")),
        Triple(CITY, kg("partOf"), OTHER),
    ],
    "reversed-period": observed(period=Literal("2020/2016")),
    "self-relation": [Triple(CITY, kg("pursues"), CITY)],
    "several-values": [*observed(), *again(observed(), value=decimal_literal(2)), *placed(1)],
    "undescribed": [Triple(CITY, kg("pursues"), OTHER)],
    "unknown-class": [Triple(CITY, A, kg("Town"))],
    "unknown-term": [Triple(CITY, kg("likes"), OTHER)],
    "unmentioned-entity": [Triple(CITY, A, kg("Park"))],
    "unread-statement": [RUN, *observed()],
    "unsupported-relation": [RUN, Triple(CITY, kg("pursues"), OTHER)],
    "within-class": [
        Triple(CITY, kg("partOf"), OTHER),
        Triple(CITY, A, kg("AdministrativeRegion")),
        Triple(OTHER, A, kg("Programme")),
    ],
}


def checked(triples: Iterable[Triple], name: str) -> list[Violation]:
    store = Store()
    for triple in triples:
        store.add(Quad(*triple))
    store.load(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE, to_graph=ONTOLOGY)
    old = f"<{kg('oldTerm').value}> a <http://www.w3.org/2002/07/owl#ObjectProperty> ; <http://www.w3.org/2002/07/owl#deprecated> true ."
    store.load(old.encode(), format=RdfFormat.TURTLE, to_graph=ONTOLOGY)
    checks = read_checks()
    return run_checks(store, {name: checks[name]})


@pytest.mark.parametrize("name", sorted(read_checks()))
def test_check_finds_its_fault_and_nothing_in_order(name: str, sample_dataset: Dataset) -> None:
    found = checked(CHECKS[name], name)
    assert found, name
    assert all(violation.zh and violation.en for violation in found)
    assert checked(sample_dataset, name) == []


@pytest.mark.parametrize(
    ("second", "start", "expected"),
    [
        ({"value": 2}, 30, {"contradiction"}),
        ({"value": 2}, 1, {"several-values"}),
        ({"value": 2}, 6, set()),  # the passages overlap: 由1升至2, read twice
        ({"value": 1.005}, 30, set()),  # rounded otherwise
        ({"value": 2, "period": "2021"}, 30, set()),
        ({"value": 2, "unit": "家"}, 30, set()),
        ({"value": 2, "status": "target"}, 30, set()),
        ({"value": 2, "comparator": ">="}, 30, set()),
        ({"value": 2, "indicator": "产量"}, 30, set()),
    ],
)
def test_only_one_thing_measured_twice_is_a_contradiction(
    second: dict[str, float | str], start: int, expected: set[str]
) -> None:
    literals = {name: decimal_literal(v) if name == "value" else Literal(v) for name, v in second.items()}
    if "indicator" in second:
        literals["indicator"] = text(str(second["indicator"]))
    other = observed() if start == 1 else read_at(start)
    graph = [*observed(), *again(other, **literals), *placed(1), *placed(start)]
    assert {name for name in ("contradiction", "several-values") if checked(graph, name)} == expected


def test_faulty_checks_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("SELECT ?node WHERE { ?node ?p ?o }", encoding="utf-8")
    (tmp_path / "b.rq").write_text("# 理由\n# reason\n# 说明而已\nSELECT ?node WHERE { ?node ?p $x }", encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_queries(tmp_path)
    assert [line.partition(":")[0] for line in str(raised.value).splitlines()] == ["a.rq", "b.rq", "b.rq"]
    (tmp_path / "a.rq").unlink()
    (tmp_path / "b.rq").write_text("# 理由\n# reason\nASK { ?node ?p ?o }", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"b\.rq: level 'none'"):
        read_checks(tmp_path)
    (tmp_path / "b.rq").write_text("# 理由\n# reason\n# level: info\nASK { ?node ?p ?o }", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is no SELECT"):
        run_checks(Store(), read_checks(tmp_path))
    (tmp_path / "b.rq").write_text("# 理由\n# reason\n# level: info\nSELECT", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"b\.rq: .*mend the SPARQL"):
        run_checks(Store(), read_checks(tmp_path))


def test_report_has_three_forms(sample_out: Path, sample_dataset: Dataset) -> None:
    triples = changed(sample_dataset, instead("kg:kind", Literal("大\n小")))
    write_store(Dataset(sort_triples(triples), BASE_IRI), sample_out)
    report = validate(sample_out)
    assert not report.conforms
    lines = to_text(report).splitlines()
    assert len(lines) == len(report.violations) + 1
    assert "kg:kind 须是 level、growth、share、rank 之一" in lines[0]
    assert "'大\\n小'" in lines[0]
    assert lines[-1].endswith("1 violations, 0 warnings, 0 remarks")
    read = json.loads(to_json(report))
    assert read["conforms"] is False
    assert read["results"][0]["source"] == "shape:Observation-kind"
    assert set(read["results"][0]["message"]) == {"zh", "en"}
    quads = [quad.triple for quad in parse(to_shacl(report), format=RdfFormat.TURTLE)]
    assert sum(t.object == NamedNode(SHACL + "ValidationResult") for t in quads) == len(report.violations)
    assert any(t.predicate.value == SHACL + "conforms" and t.object.value == "false" for t in quads)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld"])
def test_files_are_validated_in_every_format(sample_dataset: Dataset, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    format_ = RdfFormat.from_extension(suffix[1:])
    path.write_bytes(serialize(changed(sample_dataset, without("kg:verb")), format=format_) or b"")
    assert {v.name for v in validate(path).violations} == {"shape:Proposal-verb"}


def test_files_that_are_no_graph_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("<a> <b> ", encoding="utf-8")
    with pytest.raises(InputError, match=r"graph\.ttl: cannot be read"):
        validate(path)
    with pytest.raises(InputError, match="no graph; name the folder"):
        validate(tmp_path / "graph.doc")
