import pytest

from kg.serve.negotiate import GRAPHS, HTML, RESULTS, choose

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON, XML = RESULTS[:2]


@pytest.mark.parametrize(
    ("accept", "offered", "chosen"),
    [
        (None, RESULTS, JSON),
        ("", RESULTS, JSON),
        ("*/*", GRAPHS, "text/turtle"),
        ("text/csv", RESULTS, "text/csv"),
        ("TEXT/CSV; Q=1", RESULTS, "text/csv"),
        ("text/csv;q=0.1, text/*;q=0.9", RESULTS, "text/tab-separated-values"),
        ("application/sparql-results+json;q=0.5, application/sparql-results+xml", RESULTS, XML),
        ("application/json", RESULTS, JSON),
        ("text/turtle;q=0", GRAPHS, None),
        ("text/turtle;q=0, */*;q=0.1", GRAPHS, "application/n-triples"),
        ("text/turtle;q=nonsense", GRAPHS, None),
        ("image/png", GRAPHS, None),
        (BROWSER, (HTML, *GRAPHS), HTML),
        (BROWSER, (*GRAPHS, HTML), HTML),
        ("text/turtle", (HTML, *GRAPHS), "text/turtle"),
        (",;, ;q=,/", GRAPHS, None),
    ],
)
def test_choose_takes_what_the_client_likes_best(accept, offered, chosen):
    assert choose(accept, offered) == chosen
