"""What the endpoint is, in RDF: the SPARQL 1.1 Service Description."""

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph.vocabulary import PREFIXES

__all__ = ["describe_service"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def describe_service(
    endpoint: str, triples: int, graphs: dict[str, int], media_type: str, *, updates: bool = False
) -> bytes:
    """Write the description.

    Args:
        endpoint: The address of the endpoint.
        triples: How many the default graph holds.
        graphs: How many each named graph holds.
        media_type: One of the four forms of graphs.
        updates: Whether it takes updates.

    Source: SPARQL 1.1 Service Description.
    """
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    found = [
        _typed(service, "Service"),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *([Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))] if updates else []),
        Triple(service, _sd("feature"), _sd("EmptyGraphs")),
        *(Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS),
        Triple(service, _sd("defaultDataset"), dataset),
        _typed(dataset, "Dataset"),
        Triple(dataset, _sd("defaultGraph"), default),
        *_graph(default, triples),
    ]
    for order, (name, count) in enumerate(sorted(graphs.items())):
        named, graph = BlankNode(f"named{order}"), BlankNode(f"graph{order}")
        found += [
            Triple(dataset, _sd("namedGraph"), named),
            _typed(named, "NamedGraph"),
            Triple(named, _sd("name"), NamedNode(name)),
            Triple(named, _sd("graph"), graph),
            *_graph(graph, count),
        ]
    form = _FORMS[media_type]
    prefixes = None if form == RdfFormat.N_TRIPLES else {**PREFIXES, "sd": _SD, "void": _VOID}
    return serialize(found, format=form, prefixes=prefixes) or b""


def _graph(node: BlankNode, triples: int) -> tuple[Triple, ...]:
    count = Literal(str(triples), datatype=NamedNode(PREFIXES["xsd"] + "integer"))
    return _typed(node, "Graph"), Triple(node, NamedNode(_VOID + "triples"), count)


def _typed(node: BlankNode, name: str) -> Triple:
    return Triple(node, NamedNode(PREFIXES["rdf"] + "type"), _sd(name))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
