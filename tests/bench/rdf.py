"""Validation and reasoning against pyshacl and owlrl on one generated graph: ``python -m tests.bench.rdf [TRIPLES]``.

CPU seconds of one run in one process. owlrl needs about three minutes for 100k triples: it gets a graph of a tenth of the
size, and so do our rules for the comparison, unless ``--owlrl-whole`` is given. Exit 1 where a ratio is below ten.
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph import BASE_IRI, sort_triples
from kg.graph.vocabulary import decimal_literal, integer_literal, kg, term, text_literal
from kg.knowledge.files import shared
from kg.reason import find_consequences
from kg.validate.shapes import find_violations

DEFAULT_TRIPLES = 100_000
OWLRL_SHARE = 10  # owlrl needs three minutes for 100k triples; its graph is this many times smaller
WANTED_RATIO = 10
REGION_CHILDREN = 12  # of each region: four levels at 100k triples
FAULTY_EVERY = 50  # every so many observations have no unit that can be read


def generate(size: int) -> tuple[Triple, ...]:
    """Make a graph of the shape that ``kg build`` gives, of about ``size`` triples, with some faults."""
    found: list[Triple] = []
    number = 0
    while len(found) < size:
        found.extend(_document(number))
        number += 1
    return sort_triples(found)


def _iri(kind: str, number: object) -> NamedNode:
    return NamedNode(f"{BASE_IRI}{kind}/{number}")


def _entity(kind: str, cls: str, number: int) -> Iterator[Triple]:
    node = _iri(kind, number)
    yield Triple(node, term("rdf:type"), kg(cls))
    yield Triple(node, term("rdfs:label"), text_literal(f"{cls}之{number}", "zh"))
    yield Triple(node, term("skos:altLabel"), text_literal(f"别名{number}", "zh"))


def _document(number: int) -> Iterator[Triple]:
    """One document: a region, a company of a parent company, a programme; a relation of each, and an observation."""
    name = f"d{number}"
    document, run = _iri("document", name), _iri("run", "bench")
    region, company, programme = (_iri(kind, number) for kind in ("region", "company", "programme"))
    yield Triple(run, term("rdf:type"), kg("Run"))
    yield Triple(run, term("rdfs:label"), text_literal("bench"))
    yield Triple(document, term("rdf:type"), kg("Document"))
    yield Triple(document, term("dcterms:identifier"), text_literal(name))
    yield Triple(document, kg("textDigest"), Literal(sha256(name.encode()).hexdigest()))
    for kind, cls in (("region", "AdministrativeRegion"), ("company", "Company"), ("programme", "Programme")):
        yield from _entity(kind, cls, number)
    joins = [(region, "pursues", programme), (company, "locatedIn", region)]
    if number:
        joins.append((region, "partOf", _iri("region", number // REGION_CHILDREN)))
        joins.append((company, "subsidiaryOf", _iri("company", number // REGION_CHILDREN)))
    mentioned = [(document, "mentions", node) for node in (region, company, programme)]
    for place, (subject, predicate, object_) in enumerate([*joins, *mentioned]):
        yield Triple(subject, kg(predicate), object_)
        node = _iri("assertion", f"{name}-{place}")
        yield Triple(node, term("rdf:type"), kg("Assertion"))
        yield Triple(node, term("rdf:subject"), subject)
        yield Triple(node, term("rdf:predicate"), kg(predicate))
        yield Triple(node, term("rdf:object"), object_)
        yield Triple(node, kg("status"), Literal("actual"))
        yield from _evidence(node, document, run, 10 * place)
    yield from _observation(number, document, run, region)


def _observation(number: int, document: NamedNode, run: NamedNode, about: NamedNode) -> Iterator[Triple]:
    node = _iri("observation", number)
    yield Triple(node, term("rdf:type"), kg("Observation"))
    yield Triple(node, kg("indicator"), text_literal("地区生产总值", "zh"))
    yield Triple(node, kg("value"), decimal_literal(Decimal(number)))
    yield Triple(node, kg("unit"), text_literal("" if number % FAULTY_EVERY == 0 else "元"))
    yield Triple(node, kg("kind"), Literal("level"))
    yield Triple(node, kg("comparator"), Literal("="))
    yield Triple(node, kg("status"), Literal("actual"))
    yield Triple(node, kg("period"), text_literal(str(2000 + number % 25)))
    yield Triple(node, kg("about"), about)
    yield from _evidence(node, document, run, 500)


def _evidence(node: NamedNode, document: NamedNode, run: NamedNode, start: int) -> Iterator[Triple]:
    passage = NamedNode(f"{document.value}#char={start},{start + 4}")
    selector = NamedNode(f"{document.value}#selector={start},{start + 4}")
    yield Triple(node, kg("rule"), text_literal("bench"))
    yield Triple(node, kg("confidence"), decimal_literal(0.95))
    yield Triple(node, term("prov:wasGeneratedBy"), run)
    yield Triple(node, term("prov:wasDerivedFrom"), passage)
    yield Triple(passage, term("rdf:type"), term("oa:SpecificResource"))
    yield Triple(passage, term("oa:hasSource"), document)
    yield Triple(passage, term("oa:hasSelector"), selector)
    yield Triple(selector, term("rdf:type"), term("oa:TextPositionSelector"))
    yield Triple(selector, term("rdf:type"), term("oa:TextQuoteSelector"))
    yield Triple(selector, term("oa:start"), integer_literal(start))
    yield Triple(selector, term("oa:end"), integer_literal(start + 4))
    yield Triple(selector, term("oa:exact"), text_literal("一段原文"))


def _measure(what: str, call: Callable[[], int]) -> float:
    start = time.process_time()
    count = call()
    seconds = time.process_time() - start
    print(f"{what:<44} {seconds:8.2f} s  {count}", flush=True)  # noqa: T201  the result
    return seconds


def _ntriples(triples: tuple[Triple, ...]) -> str:
    ontology = shared("ontology") / "zhkg.ttl"
    data = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    import pyoxigraph

    read = [quad.triple for quad in pyoxigraph.parse(path=str(ontology), format=RdfFormat.TURTLE)]
    return (data + (serialize(read, format=RdfFormat.N_TRIPLES) or b"")).decode()


def _owlrl(ntriples: str) -> int:
    import owlrl
    import rdflib

    graph = rdflib.Graph().parse(data=ntriples, format="nt")
    before = len(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return len(graph) - before


def main() -> int:
    """Run all and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triples", nargs="?", type=int, default=DEFAULT_TRIPLES)
    parser.add_argument("--owlrl-whole", action="store_true", help="run owlrl on the whole graph, too")
    options = parser.parse_args()
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    graph = generate(options.triples)
    small = graph if options.owlrl_whole else generate(options.triples // OWLRL_SHARE)
    written, written_small = _ntriples(graph), _ntriples(small)
    print(f"{len(graph)} triples; owlrl on {len(small)}; CPU seconds, and violations or triples found")  # noqa: T201
    fast = _measure("validate: shacl (fast)", lambda: len(find_violations(written, "fast")))
    slow = _measure("validate: pyshacl (reference)", lambda: len(find_violations(written, "reference")))
    _measure("reason: ontology/rules on pyoxigraph", lambda: len(find_consequences(graph)))
    own = _measure(f"reason: the same, {len(small)} triples", lambda: len(find_consequences(small)))
    owlrl = _measure(f"reason: owlrl OWL 2 RL, {len(small)} triples", lambda: _owlrl(written_small))
    print(f"validate {slow / fast:.0f} times as fast, --reason {owlrl / own:.0f} times")  # noqa: T201
    return int(min(slow / fast, owlrl / own) < WANTED_RATIO)


if __name__ == "__main__":
    sys.exit(main())
