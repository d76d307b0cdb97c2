"""Texts of any characters of Unicode, and graphs that hold them, for tests of formats and stores."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from kg.errors import InputError
from kg.graph import BASE_IRI, Dataset, sort_triples
from kg.graph.vocabulary import decimal_literal, kg, term, text_literal

# What some writer, reader or store is known to change: line ends, controls, quotes, markup, what looks like an escape
# or a separator, marks and directions that cannot be seen, characters beyond 16 bits, noncharacters, a lone surrogate.
AWKWARD = (
    "\0\x01\x08\t\n\x0b\x0c\r\x1e\x1f\x7f\x85\xa0\u3000\u200b\u2028\u2029\ufeff\"'\\<>&]#@^%+;,|{}~$?-_ 0"
    "“”‘’「」\u202e\u2066e\u0301\ue000\uf8ff\uf900\u2f00\ufffd\ufffe\uffff𠮷\U0001f600\U0010fffe\U0010ffff\ud800\udfff衡阳市"
)
PIECES = ("\r\n", "]]>", "\\u0041", "%41", "&#13;", "&amp;", "<!--", '"""', "'''", "@zh", "^^", "\\\\", " \n ", "--ltr")
TEXTS = st.lists(
    st.one_of(st.characters(), st.sampled_from(AWKWARD), st.sampled_from(PIECES)), min_size=1, max_size=20
).map("".join)
EVERY_RUN_THE_SAME = {"derandomize": True, "database": None, "deadline": None}


def made(text: str, number: int = 1) -> Dataset:
    """Make a graph that holds a text wherever texts stand: label, alias, quote, indicator, unit, title, evidence.

    Raises:
        InputError: RDF cannot hold the text.
    """
    node, document = (NamedNode(f"{BASE_IRI}{kind}/{number}") for kind in ("company", "document"))
    observation, proposal = (NamedNode(f"{BASE_IRI}{kind}/{number}") for kind in ("observation", "proposal"))
    zh, plain = text_literal(text, "zh"), text_literal(text)
    triples = [
        Triple(node, term("rdf:type"), kg("Company")),
        Triple(node, term("rdfs:label"), zh),
        Triple(node, term("skos:altLabel"), zh),
        Triple(node, kg("scope"), plain),
        Triple(node, kg("cooperatesWith"), node),
        Triple(document, term("rdf:type"), kg("Document")),
        Triple(document, term("dcterms:title"), zh),
        Triple(document, term("dcterms:identifier"), plain),
        Triple(document, kg("mentions"), node),
        Triple(observation, term("rdf:type"), kg("Observation")),
        Triple(observation, kg("indicator"), zh),
        Triple(observation, kg("unit"), plain),
        Triple(observation, kg("value"), decimal_literal(1.5)),
        Triple(proposal, term("rdf:type"), kg("Proposal")),
        Triple(proposal, kg("quote"), zh),
        Triple(proposal, kg("proposedBy"), node),
        Triple(NamedNode(f"{document.value}#selector=1,2"), term("oa:exact"), plain),
    ]
    return Dataset(sort_triples(triples), BASE_IRI)


def many_texts(count: int) -> tuple[list[str], list[str]]:
    """Generate texts, the same in every run; give those that RDF can hold, and those that it cannot."""
    held: dict[str, None] = {}
    refused: dict[str, None] = {}

    @settings(max_examples=count, suppress_health_check=list(HealthCheck), **EVERY_RUN_THE_SAME)
    @given(text=TEXTS)
    def collect(text: str) -> None:
        try:
            made(text)
            held[text] = None
        except InputError:
            refused[text] = None

    collect()
    return list(held), list(refused)
