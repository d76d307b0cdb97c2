import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.export.turtle import to_turtle
from kg.graph import BASE_IRI, Dataset, sort_triples
from kg.graph.vocabulary import PREFIXES, kg, term

THING = NamedNode(BASE_IRI + "company/a-1")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)}


def read_rdflib(turtle: str) -> set[Triple]:
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    return {quad.triple for quad in parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES)}


def test_sample_reads_the_same_everywhere(sample_dataset: Dataset) -> None:
    turtle = to_turtle(sample_dataset.triples, base_iri=sample_dataset.base_iri)
    assert read(turtle) == set(sample_dataset.triples) == read_rdflib(turtle)


@given(text=TEXTS, language=st.sampled_from([None, "zh", "en"]))
def test_any_text_survives(text: str, language: str | None) -> None:
    triples = (Triple(THING, term("rdfs:label"), Literal(text, language=language)),)
    turtle = to_turtle(triples, base_iri=BASE_IRI)
    assert read(turtle) == set(triples) == read_rdflib(turtle)
    assert len(turtle.split("\n")) == 7  # two of the head, a gap, subject, triple, end, line end


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), max_size=12))
def test_any_iri_survives(local: str) -> None:
    try:
        node = NamedNode(BASE_IRI + local)
    except ValueError:
        return
    triples = (Triple(node, kg("about"), node),)
    assert read(to_turtle(triples, base_iri=BASE_IRI)) == set(triples)


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (Literal("7", datatype=term("xsd:integer")), "7"),
        (Literal("0.95", datatype=term("xsd:decimal")), "0.95"),
        (Literal("600", datatype=term("xsd:decimal")), '"600"^^xsd:decimal'),
        (Literal("2021-01", datatype=term("xsd:gYearMonth")), '"2021-01"^^xsd:gYearMonth'),
        (Literal("true", datatype=term("xsd:boolean")), "true"),
        (Literal("1", datatype=term("xsd:boolean")), '"1"^^xsd:boolean'),
        (Literal("衡阳", language="zh"), '"衡阳"@zh'),
        (Literal('a"b\\c\n\r\t\u2028'), r'"a\"b\\c\n\r\t\u2028"'),
    ],
)
def test_literals_are_short_and_exact(literal: Literal, written: str) -> None:
    triples = (Triple(THING, kg("value"), literal),)
    turtle = to_turtle(triples)
    assert f"    kg:value {written} ;\n" in turtle
    assert read(turtle) == set(triples)


def test_layout_is_fixed() -> None:
    other = NamedNode(BASE_IRI + "company/b-2")
    triples = sort_triples(
        [
            Triple(other, term("rdf:type"), kg("Company")),
            Triple(THING, kg("produces"), NamedNode("https://example.org/x y".replace(" ", ""))),
            Triple(THING, term("rdfs:label"), Literal("乙", language="zh")),
            Triple(THING, term("rdf:type"), kg("Company")),
        ]
    )
    assert to_turtle(triples, base_iri=BASE_IRI) == (
        "@base <https://w3id.org/zhkg/id/> .\n"
        "@prefix kg: <https://w3id.org/zhkg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "\n"
        "<company/a-1>\n"
        "    a kg:Company ;\n"
        '    rdfs:label "乙"@zh ;\n'
        "    kg:produces <https://example.org/xy> ;\n"
        "    .\n"
        "\n"
        "<company/b-2>\n"
        "    a kg:Company ;\n"
        "    .\n"
    )


def test_one_more_triple_is_one_more_line(sample_dataset: Dataset) -> None:
    whole = to_turtle(sample_dataset.triples).splitlines()
    for left_out in (5, 60, 120):
        rest = sample_dataset.triples[:left_out] + sample_dataset.triples[left_out + 1 :]
        fewer = to_turtle(rest).splitlines()
        assert len(whole) - len(fewer) == 1
        assert set(fewer) <= set(whole)


def test_order_of_the_input_does_not_matter(sample_dataset: Dataset) -> None:
    backwards = sort_triples(reversed(sample_dataset.triples))
    assert to_turtle(backwards) == to_turtle(sample_dataset.triples)


def test_nothing_is_nothing_and_blank_nodes_are_kept() -> None:
    assert to_turtle(()) == ""
    node = BlankNode("x")
    assert to_turtle((Triple(node, kg("about"), node),)).endswith("\n_:x\n    kg:about _:x ;\n    .\n")


def test_names_that_turtle_cannot_shorten_are_written_out() -> None:
    for local in ("a.", "a/b", "-a", "a%20", ""):
        node = NamedNode(PREFIXES["kg"] + local)
        triples = (Triple(node, kg("about"), node),)
        assert read(to_turtle(triples)) == set(triples)
