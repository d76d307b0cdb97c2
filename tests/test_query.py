import csv
import io
import json
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.errors import OutputError, QueryError
from kg.knowledge.files import shared
from kg.query import Rows, Triples, ask_store, run, to_text

PEOPLE = "SELECT ?name ?post WHERE { ?p a kg:Person ; rdfs:label ?name ; kg:position ?post }"


def test_prefixes_of_the_contract_need_no_declaration(sample_out: Path) -> None:
    answer = run(sample_out, PEOPLE)
    assert isinstance(answer, Rows)
    assert answer.variables == ("name", "post")
    assert [[str(term) for term in row] for row in answer.rows] == [['"谭工"@zh', '"市人大代表"@zh']]


def test_own_prefixes_take_precedence(sample_out: Path) -> None:
    assert run(sample_out, "PREFIX kg: <http://example.org/> ASK { ?p a kg:Person }") is False
    assert run(sample_out, "ASK { ?p a kg:Person }") is True


def test_columns_of_star_stand_as_in_the_query(sample_out: Path) -> None:
    answer = run(sample_out, "SELECT DISTINCT * WHERE { ?who a kg:Person ; rdfs:label ?name . ?a kg:mentions ?who }")
    assert isinstance(answer, Rows)
    assert answer.variables == ("who", "name", "a")
    assert str(answer.rows[0][1]) == '"谭工"@zh'


def test_construct_gives_sorted_triples(sample_out: Path) -> None:
    answer = run(sample_out, "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a kg:Person ; rdfs:label ?n }")
    assert isinstance(answer, Triples)
    text = to_text(answer)
    assert text == to_text(answer, "turtle")
    assert {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)} == set(answer.triples)
    described = run(sample_out, "DESCRIBE <https://w3id.org/zhkg/id/region/430400>")
    assert isinstance(described, Triples)
    assert "kg:pursues" in to_text(described)


@pytest.mark.parametrize("index", range(3))
def test_questions_of_the_readme_have_answers(sample_out: Path, index: int) -> None:
    readme = (shared("ontology") / "README.md").read_text(encoding="utf-8")
    questions = re.findall(r"```sparql\n(.*?)```", readme, re.DOTALL)
    assert len(questions) == 3
    answer = run(sample_out, questions[index])
    assert isinstance(answer, Rows)
    assert answer.rows


def test_table_lines_up_by_display_width() -> None:
    answer = ask_store(
        Store(),
        'SELECT ?name ?n ?c WHERE { VALUES (?name ?n ?c) { ("衡阳市"@zh 1 kg:Person) ("5G" 10 UNDEF) ("a\\nb" 100 "x") } }',
    )
    assert to_text(answer) == (
        "?name   ?n   ?c\n------  ---  ---------\n衡阳市  1    kg:Person\n5G      10\na\\nb    100  x\n"
    )


def test_table_steers_no_terminal() -> None:
    answer = ask_store(Store(), 'SELECT ("\\u001B[31m" AS ?x) WHERE {}')
    assert "\x1b" not in to_text(answer)


def test_csv_and_json_follow_the_standard() -> None:
    answer = ask_store(
        Store(),
        'SELECT ?a ?b WHERE { VALUES (?a ?b) { ("甲,乙\\n"@zh 1.5) (kg:Person UNDEF) ("x" "y"^^xsd:date) } }',
    )
    text = to_text(answer, "csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["a", "b"],
        ["甲,乙\n", "1.5"],
        ["https://w3id.org/zhkg/ontology#Person", ""],
        ["x", "y"],
    ]
    assert text.startswith("a,b\r\n")
    found = json.loads(to_text(answer, "json"))
    assert found["head"] == {"vars": ["a", "b"]}
    assert found["results"]["bindings"] == [
        {
            "a": {"type": "literal", "value": "甲,乙\n", "xml:lang": "zh"},
            "b": {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
        },
        {"a": {"type": "uri", "value": "https://w3id.org/zhkg/ontology#Person"}},
        {
            "a": {"type": "literal", "value": "x"},
            "b": {"type": "literal", "value": "y", "datatype": "http://www.w3.org/2001/XMLSchema#date"},
        },
    ]


@pytest.mark.parametrize(
    ("form", "expected"), [(None, "true\n"), ("csv", "true\r\n"), ("json", '{\n  "head": {},\n  "boolean": true\n}\n')]
)
def test_ask_is_true_or_false(form: str | None, expected: str) -> None:
    assert to_text(ask_store(Store(), "ASK {}"), form) == expected


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE {\n ?x a kg:Person ;\n FILTER( }", "query:3: not SPARQL at column"),
        ("SELECT ?x WHERE { ?x foo:bar ?y }", "query:1: no prefix foo:; declare it, or use one of dcterms:, kg:"),
        ("SELECT ?x ?z (COUNT(?y) AS ?n) WHERE { ?x ?z ?y } GROUP BY ?x", "the SELECT contains a variable"),
        ("PREFIX a: <http://a/>\n# why\nINSERT DATA { a:a a:b a:c }", "query: INSERT would change the graph"),
        ("DELETE WHERE { ?s ?p ?o }", "query: DELETE would change the graph"),
        ("  # nothing\n", "query: is empty; try: SELECT"),
        ("SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "query: cannot be answered"),
    ],
)
def test_faulty_query_says_where_and_what_to_do(query: str, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        ask_store(Store(), query)
    assert message in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_forms_that_do_not_fit_are_refused() -> None:
    with pytest.raises(QueryError, match="use --format table, csv or json"):
        to_text(Rows((), ()), "turtle")
    with pytest.raises(QueryError, match="use --format turtle"):
        to_text(Triples(()), "csv")


def test_missing_graph_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no graph there"):
        run(tmp_path, PEOPLE)
