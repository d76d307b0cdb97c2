import pytest
from pyoxigraph import Store

from kg.serve.changes import change
from kg.serve.using import DatasetConflictError, restrict

JOB = {"base": "http://127.0.0.1/sparql", "using": (), "using_named": ()}


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "store"
    Store(str(folder)).flush()
    return folder


def update(folder, text):
    return change(folder, {**JOB, "update": text, "fresh": str(folder.with_name("fresh"))}, b"", {})


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:1/>",
        "load silent<http://127.0.0.1:1/> INTO GRAPH <urn:g>",
        "PREFIX x: <http://127.0.0.1:1/#>LOAD x:y",
        "PREFIX x: <http://127.0.0.1:1/>\n# comment ; \nLOADx:y",
        "BASE <http://127.0.0.1:1/> # c\r LoAd\t# d\n SILENT # e\n <y>",
        "INSERT DATA { <u:s> <u:p> 1 } ;; LOAD <http://127.0.0.1:1/>",
        "INSERT { } WHERE { FILTER(?a<'x'&&'>' ) } ; LOAD <http://127.0.0.1:1/> # '",
        "CLEAR ALL; #\n#\n LOAD <http://127.0.0.1:1/>",
        "VERSION '1.2' LOAD <http://127.0.0.1:1/>",
    ],
)
def test_load_is_off_however_it_is_written(store, text):
    status, _, body = update(store, text)
    assert status == 400
    assert b"LOAD is switched off" in body


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <u:s> <u:load> <u:o> }",
        "PREFIX load: <u:> INSERT DATA { load:load load:load <u:o> }",
        'INSERT DATA { <u:s> <u:p> "Load testing: done" , "load <x>" , "下载: load <http://x>" }',
        "DELETE WHERE { ?s ?load <u:o> }",
    ],
)
def test_the_word_load_is_not_refused(store, text):
    assert update(store, text)[0] == 204


def test_the_store_itself_stays_as_it_is(store):
    assert update(store, "INSERT DATA { <u:s> <u:p> 1 }") == (204, "text/plain", b"")
    assert len(Store.read_only(str(store))) == 0
    assert len(Store.read_only(str(store.with_name("fresh")))) == 1


@pytest.mark.parametrize(
    ("text", "restricted"),
    [
        ("INSERT DATA { <u:s> <u:p> 'WHERE' }", "INSERT DATA { <u:s> <u:p> 'WHERE' }"),
        ("INSERT {} where { ?s ?p ?o }", "INSERT {} USING <u:g> USING NAMED <u:n> where { ?s ?p ?o }"),
        (
            'PREFIX using: <u:> # USING\nDELETE { ?s using:with ?o } WHERE { ?s using:where """}""" , \'}\' }',
            "PREFIX using: <u:> # USING\nDELETE { ?s using:with ?o } USING <u:g> USING NAMED <u:n> "
            'WHERE { ?s using:where """}""" , \'}\' }',
        ),
        (
            "CLEAR DEFAULT; DELETE WHERE { GRAPH ?g { ?s ?p 1 } }; INSERT {} WHERE {}",
            "CLEAR DEFAULT; DELETE  { GRAPH ?g { ?s ?p 1 } } USING <u:g> USING NAMED <u:n> "
            "WHERE { GRAPH ?g { ?s ?p 1 } }; INSERT {} USING <u:g> USING NAMED <u:n> WHERE {}",
        ),
    ],
)
def test_graphs_of_a_request_become_clauses(text, restricted):
    assert restrict(text, ["u:g"], ["u:n"]) == restricted
    Store().update(restricted)


@pytest.mark.parametrize(
    "text", ["WITH <u:a> INSERT {} WHERE {}", "INSERT {} USING <u:a> WHERE {}", "insert {} using<u:a> where {}"]
)
def test_graphs_are_named_in_one_place(text):
    with pytest.raises(DatasetConflictError):
        restrict(text, ["u:g"], [])
