import pytest
from pyoxigraph import Store

from kg.serve.worker import answer

SETTINGS = {"answer_bytes": 10_000, "prefixes": {}}


def ask(query, **job):
    return answer(Store(), {"query": query, "results": "text/csv", "rdf": "text/turtle", **job}, SETTINGS)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * {service silent ?x{}}",
        "SELECT * { SERVICE # here {\n ex:s# {{ \n { } }",
        "SELECT * { FILTER(?a<'x'&&'>' ) SERVICE <u:v> {?s ?p ?o} FILTER('') }",
        "PREFIX : <u:> SELECT * { SERVICE:x{} }",
        "SELECT * { ?s ?p 1SERVICE<u:v>{} }",
    ],
)
def test_service_is_off_however_it_is_written(query):
    assert ask(query)[0] == 400
    assert b"SERVICE is switched off" in ask(query)[2]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?s <u:service> ?service . { } }",
        "# which service: that\nSELECT * { ?s ?p '服务 service' }",
        "PREFIX ex: <http://x/service> SELECT * { GRAPH ex:myService { ?s ?p ?o } }",
    ],
)
def test_the_word_service_is_not_refused(query):
    assert ask(query)[0] == 200


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "it ends too early"),
        ("SELECT * {\n  ?s ?p }", "query:2: not SPARQL at column"),
        ("SELECT * { ?s x:y ?o }", "query:1: not SPARQL at column"),
        ("INSERT DATA { <u:s> <u:p> 1 }", "query: INSERT would change the graph"),
        ("PREFIX x: <u:>\nload <http://127.0.0.1:1/>", "query: LOAD would change the graph"),
    ],
)
def test_faulty_query_is_refused_with_its_place(query, reason):
    status, media_type, body = ask(query)
    assert (status, media_type) == (400, "text/plain")
    assert reason in body.decode()


def test_long_answer_is_refused():
    status, _, body = ask(
        "SELECT ?a ?b ?c { " + "".join(f"VALUES ?{v} {{ {'1 2 3 4 5 6 7 8 9 ' * 4} }}" for v in "abc") + " }"
    )
    assert status == 413
    assert b"add LIMIT" in body


def test_result_in_no_accepted_form_is_refused():
    assert ask("ASK {}", results=None)[0] == 406
    assert ask("CONSTRUCT { <u:s> <u:p> 1 } {}", rdf=None)[0] == 406
