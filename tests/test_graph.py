import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.corpus import Corpus
from kg.errors import InputError
from kg.graph import BASE_IRI, Dataset, check_base_iri, document_name, sort_triples, to_dataset
from kg.graph.iris import Iris, slug
from kg.graph.run import name_run
from kg.graph.vocabulary import PREFIXES, kg, term
from kg.knowledge import Knowledge
from kg.knowledge.files import shared
from kg.model import Document, DocumentFacts, Entity, Span

CITY = BASE_IRI + "region/430400"
DOCUMENT = BASE_IRI + "document/report-2021"


def corpus(*facts: DocumentFacts) -> Corpus:
    return Corpus(facts=facts, merges=())


def ask(dataset: Dataset, pattern: str) -> bool:
    store = Store()
    store.extend(quad for quad in _quads(dataset))
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def _quads(dataset: Dataset) -> list:
    from pyoxigraph import Quad

    return [Quad(*triple) for triple in dataset]


@pytest.mark.parametrize(
    "pattern",
    [
        f"<{CITY}> a kg:AdministrativeRegion ; rdfs:label '衡阳市'@zh ; skos:altLabel '衡阳'@zh",
        f"<{CITY}> kg:deicticForm '我市'@zh ; kg:scope '430400'",
        "?p a kg:Person ; rdfs:label '谭工'@zh ; kg:position '市人大代表'@zh ; kg:affiliation/rdfs:label ?c",
        f"<{CITY}> kg:pursues/rdfs:label '三高四新'@zh",
        f"<{CITY}> kg:builds/rdfs:label '岭下港'@zh",
        f"<{DOCUMENT}> a kg:Document ; dcterms:identifier 'report-2021' ; dcterms:issued '2021-01'^^xsd:gYearMonth",
        f"<{DOCUMENT}> dcterms:source <https://example.org/2021/1.html> ; dcterms:title ?t ; kg:region '湖南省衡阳市'@zh",
        f"<{DOCUMENT}> kg:photographedBy/rdfs:label '谭工'@zh ; kg:textDigest ?d",
        f"?o a kg:Observation ; kg:indicator '高新企业'@zh ; kg:value 600.0 ; kg:unit '家' ; kg:kind 'level' ; "
        f"kg:comparator '>=' ; kg:status 'actual' ; kg:period '2020' ; kg:about <{CITY}>",
        "?p a kg:Proposal ; kg:proposedBy ?who ; kg:verb '建议'@zh ; kg:quote '拟建岭下港'@zh ; kg:addresses ?what ; "
        "prov:wasDerivedFrom/oa:hasSelector/oa:exact '拟建岭下港'",
        "?a a kg:Assertion ; rdf:predicate kg:pursues ; kg:status 'actual' ; kg:rule 'pursue' ; kg:confidence 0.95 ; "
        "prov:wasGeneratedBy/rdf:type kg:Run ; prov:wasDerivedFrom ?s . ?s a oa:SpecificResource ; "
        f"oa:hasSource <{DOCUMENT}> ; oa:hasSelector ?x . ?x a oa:TextPositionSelector , oa:TextQuoteSelector ; "
        "oa:start 2 ; oa:end 8 ; oa:exact '落实三高四新'",
        "?a rdf:predicate kg:uses ; kg:status 'planned'",
        f"?a rdf:subject <{DOCUMENT}> ; rdf:predicate kg:region ; kg:rule 'inferred:region' ; kg:reason '我市'@zh",
    ],
)
def test_graph_keeps_the_contract(sample_dataset: Dataset, pattern: str) -> None:
    assert ask(sample_dataset, pattern)


def test_planned_relation_that_must_be_actual_is_no_triple(sample_dataset: Dataset) -> None:
    assert not ask(sample_dataset, "?s kg:uses ?o")


def test_passage_cut_apart_has_its_pieces_in_order(sample_dataset: Dataset) -> None:
    passage = NamedNode(DOCUMENT + "#char=14,18;19,21")
    selectors = [
        t.object.value for t in sample_dataset if t.subject == passage and t.predicate.value.endswith("Selector")
    ]
    assert selectors == [f"{DOCUMENT}#selector=14,18;19,21;{n}" for n in (1, 2)]
    assert ask(sample_dataset, f"<{selectors[1]}> oa:start 19 ; oa:end 21 ; oa:exact '以上' ; kg:pieceOrder 2")


def test_mention_has_a_passage_for_each_place(sample_dataset: Dataset) -> None:
    store = Store()
    store.extend(_quads(sample_dataset))
    rows = store.query(
        "SELECT ?name (COUNT(?s) AS ?n) WHERE { ?a rdf:predicate kg:mentions ; rdf:object ?e ; "
        "prov:wasDerivedFrom ?s . ?e rdfs:label ?name } GROUP BY ?name ORDER BY ?name",
        prefixes=PREFIXES,
    )
    counts = {row["name"].value: int(row["n"].value) for row in rows}
    assert counts == {"衡阳市": 1, "三高四新": 1, "谭工": 2, "岭下港": 1, "衡阳市人民代表大会": 1, "5G": 1}


def test_implied_entity_is_mentioned_by_the_words_of_its_relation(sample_dataset: Dataset) -> None:
    assert ask(
        sample_dataset,
        f"<{DOCUMENT}> kg:mentions ?c . ?c rdfs:label '衡阳市人民代表大会'@zh . ?a rdf:object ?c ; "
        "rdf:predicate kg:mentions ; prov:wasDerivedFrom/oa:hasSelector/oa:exact '市人大代表谭工'",
    )


def test_without_evidence_only_facts_are_left(sample_facts: DocumentFacts, knowledge: Knowledge) -> None:
    dataset = to_dataset(corpus(sample_facts), knowledge, evidence=False)
    assert ask(
        dataset, f"<{CITY}> kg:pursues ?p . <{DOCUMENT}> kg:mentions ?p . ?o a kg:Observation . ?q a kg:Proposal"
    )
    used = {triple.predicate.value for triple in dataset}
    assert not any(iri.startswith((PREFIXES["oa"], PREFIXES["prov"])) or iri.endswith("#subject") for iri in used)


def test_adding_a_document_only_adds(
    sample_facts: DocumentFacts, knowledge: Knowledge, sample_dataset: Dataset
) -> None:
    second = replace(sample_facts, document=replace(sample_facts.document, id="另一篇"), relations=(), proposals=())
    second = replace(
        second,
        observations=tuple(
            replace(o, evidence=replace(o.evidence, document="另一篇")) for o in sample_facts.observations
        ),
    )
    for facts in ((sample_facts, second), (second, sample_facts)):
        both = to_dataset(corpus(*facts), knowledge)
        assert set(sample_dataset.triples) < set(both.triples)
    assert both == to_dataset(corpus(sample_facts, second), knowledge)


def test_two_documents_of_one_name_are_refused(sample_facts: DocumentFacts, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="report-2021: two documents have this name"):
        to_dataset(corpus(sample_facts, sample_facts), knowledge)


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_what_rdf_cannot_hold_is_refused(sample_facts: DocumentFacts, knowledge: Knowledge, bad: str) -> None:
    faulty = replace(sample_facts, document=replace(sample_facts.document, text=sample_facts.document.text + bad))
    with pytest.raises(InputError, match=rf"report-2021: .*U\+{ord(bad):04X}.*remove"):
        to_dataset(corpus(faulty), knowledge)


def test_every_node_is_an_ascii_iri(sample_dataset: Dataset) -> None:
    for subject, predicate, object_ in sample_dataset:
        assert isinstance(subject, NamedNode)
        assert isinstance(object_, NamedNode | Literal)
        for node in (subject, predicate, object_):
            assert isinstance(node, Literal) or re.fullmatch(r"https?://[!-~]+", node.value)


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (Entity(type="AdministrativeRegion", name="衡阳市", scope="430400"), "region/430400"),
        (Entity(type="AdministrativeRegion", name="哈萨克斯坦", scope="KZ"), "region/KZ"),
        (Entity(type="AdministrativeRegion", name="大湘南", scope="group-daxiangnan"), "region/group-daxiangnan"),
        (Entity(type="AdministrativeRegion", name="某地", scope="../x"), r"region/mou-di-[0-9a-f]{8}"),
        (Entity(type="Company", name="特变电工衡变公司"), r"company/te-bian-dian-gong-heng-bian-gong-si-[0-9a-f]{8}"),
        (Entity(type="GovernmentBody", name="银行"), r"government-body/yin-hang-[0-9a-f]{8}"),
        (Entity(type="Technology", name="5G+VR"), r"technology/5g-vr-[0-9a-f]{8}"),
        (Entity(type="Product", name="“》 "), r"product/[0-9a-f]{8}"),
    ],
)
def test_entity_iris_are_readable(entity: Entity, expected: str) -> None:
    assert re.fullmatch(BASE_IRI + expected, Iris().entity(entity))


def test_namesakes_have_two_iris() -> None:
    iris = {
        Iris().entity(Entity(type="Programme", name="一体两翼", scope=scope)) for scope in (None, "430400", "某公司")
    }
    iris.add(Iris().entity(Entity(type="Project", name="一体两翼")))
    assert len(iris) == 4


def test_parts_of_a_hash_do_not_run_together() -> None:
    one = Entity(type="Programme", name="甲|乙", scope="丙")
    other = Entity(type="Programme", name="甲", scope="乙|丙")
    assert Iris().entity(one).rpartition("-")[2] != Iris().entity(other).rpartition("-")[2]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("seed-004", "seed-004"),
        ("A_b.c", "A_b.c"),
        ("..", r"[0-9a-f]{8}"),
        ("a/b", r"a-b-[0-9a-f]{8}"),
        ("衡阳 日报", r"heng-yang-ri-bao-[0-9a-f]{8}"),
        ("x" * 200, rf"{'x' * 48}-[0-9a-f]{{8}}"),
    ],
)
def test_document_names_are_safe(document: str, expected: str) -> None:
    assert re.fullmatch(expected, document_name(document))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_gives_a_slug_and_any_id_a_path(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= 48
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", document_name(name))


@pytest.mark.parametrize(
    "base", ["", "data/", "http://x", "https://x/a#", "http://例子/", "http://x/ /", "http://x/<>/"]
)
def test_unusable_base_iri_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="base IRI"):
        check_base_iri(base)


def test_base_iri_is_used(sample_facts: DocumentFacts, knowledge: Knowledge) -> None:
    dataset = to_dataset(corpus(sample_facts), knowledge, base_iri="http://localhost:8000/id/")
    assert not any(BASE_IRI in str(triple) for triple in dataset)
    assert any(triple.subject.value == "http://localhost:8000/id/region/430400" for triple in dataset)


def test_run_is_named_by_version_and_knowledge() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+-[0-9a-f]{8}", name_run())


def test_triples_are_sorted_naturally() -> None:
    nodes = [NamedNode(f"http://x/#char={n},99") for n in (10, 9, 100)]
    triples = [t for n in nodes for t in _two(n)]
    ordered = sort_triples(triples * 2)
    assert [t.subject.value[15:] for t in ordered[::2]] == ["9,99", "10,99", "100,99"]
    assert [t.predicate for t in ordered[:2]] == [term("rdf:type"), kg("about")]


def _two(node: NamedNode) -> list:
    from pyoxigraph import Triple

    return [Triple(node, kg("about"), node), Triple(node, term("rdf:type"), kg("Entity"))]


def test_to_rdflib_holds_the_same_triples(sample_dataset: Dataset) -> None:
    graph = sample_dataset.to_rdflib()
    again = {quad.triple for quad in parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES)}
    assert again == set(sample_dataset.triples)
    assert len(graph) == len(sample_dataset)


def test_example_of_the_readme_is_what_the_program_writes(sample_dataset: Dataset) -> None:
    readme = (shared("ontology") / "README.md").read_text(encoding="utf-8")
    turtle = re.search(r"```turtle\n(.*?)```", readme, re.DOTALL)
    assert turtle
    example = [quad.triple for quad in parse(turtle[1], format=RdfFormat.TURTLE)]
    assert len(example) > 25
    written = {triple.predicate for triple in sample_dataset}
    assert {triple.predicate for triple in example} <= written
    classes = {triple.object for triple in sample_dataset if triple.predicate == term("rdf:type")}
    assert {triple.object for triple in example if triple.predicate == term("rdf:type")} <= classes


def test_span_iri_follows_rfc_5147() -> None:
    assert Iris().span("a", (Span(1, 3),)) == BASE_IRI + "document/a#char=1,3"
    assert Iris().selector("a", (Span(1, 3),), 1) == BASE_IRI + "document/a#selector=1,3"


def test_document_with_nothing_known_has_a_node(knowledge: Knowledge) -> None:
    bare = Document(id="bare", text="", published="不详", source="《某报》第3版")
    facts = DocumentFacts(document=bare, sentences=(), entities={}, relations=(), observations=(), proposals=())
    dataset = to_dataset(corpus(facts), knowledge)
    assert ask(dataset, "?d a kg:Document ; dcterms:issued '不详' ; dcterms:source '《某报》第3版'")
