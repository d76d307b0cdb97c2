"""What a dataset is, for catalogues: VoID and DCAT with figures counted from it, and PROV of the run that made it.

There is no clock in it: the same graph has the same description. Dates are those of its documents.
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.turtle import to_turtle
from kg.export.vocabularies import ALL_PREFIXES
from kg.graph import Dataset, sort_triples
from kg.graph.vocabulary import integer_literal, kg, term, text_literal
from kg.knowledge.ontology import KG, read_ontology

__all__ = ["describe", "write_description"]

_A = term("rdf:type")
_VOCABULARIES = ("dcterms", "oa", "prov", "rdfs", "skos")
_TITLE = (
    "中文知识图谱：从文本读出的事实及其出处",
    "A knowledge graph read from Chinese texts, each fact with its evidence",
)


def _other(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(ALL_PREFIXES[prefix] + local)


def describe(dataset: Dataset) -> tuple[Triple, ...]:
    """Describe a dataset.

    Returns:
        Sorted triples about ``<base>dataset``, its parts by class and property, its Turtle file and the run.
    """
    node = NamedNode(f"{dataset.base_iri}dataset")
    found = [*_general(dataset, node), *_parts(dataset, node), *_file(dataset, node), *_run(dataset, node)]
    return sort_triples(found)


def write_description(dataset: Dataset, path: Path) -> None:
    """Write the description of a dataset as Turtle.

    Raises:
        OSError: The file cannot be written.
    """
    text = to_turtle(describe(dataset), base_iri=dataset.base_iri, prefixes=ALL_PREFIXES)
    path.write_text(text, encoding="utf-8", newline="\n")


def _general(dataset: Dataset, node: NamedNode) -> Iterator[Triple]:
    yield Triple(node, _A, _other("void:Dataset"))
    yield Triple(node, _A, _other("dcat:Dataset"))
    for language, title in zip(("zh", "en"), _TITLE, strict=True):
        yield Triple(node, term("dcterms:title"), text_literal(title, language))
    yield Triple(node, term("dcterms:language"), NamedNode("http://id.loc.gov/vocabulary/iso639-1/zh"))
    yield Triple(node, term("dcterms:conformsTo"), NamedNode(KG.rstrip("#")))
    yield Triple(node, _other("void:uriSpace"), Literal(dataset.base_iri))
    for space in (KG, *(ALL_PREFIXES[name] for name in _VOCABULARIES)):
        yield Triple(node, _other("void:vocabulary"), NamedNode(space))
    classes = {kg(name) for name in read_ontology().concrete}
    entities = {t.subject for t in dataset if t.predicate == _A and t.object in classes}
    counts = {
        "triples": len(dataset),
        "entities": len(entities),
        "distinctSubjects": len({t.subject for t in dataset}),
        "distinctObjects": len({t.object for t in dataset}),
        "documents": sum(t.predicate == _A and t.object == kg("Document") for t in dataset),
        "classes": len({t.object for t in dataset if t.predicate == _A}),
        "properties": len({t.predicate for t in dataset}),
    }
    for name, count in counts.items():
        yield Triple(node, _other(f"void:{name}"), integer_literal(count))
    example = next((t.subject for t in dataset if t.subject in entities), None)
    if example:
        yield Triple(node, _other("void:exampleResource"), example)
    dates = sorted((t.object for t in dataset if t.predicate == term("dcterms:issued")), key=str)
    if dates:
        period = NamedNode(f"{node.value}#period")
        yield Triple(node, term("dcterms:temporal"), period)
        yield Triple(period, _A, term("dcterms:PeriodOfTime"))
        yield Triple(period, _other("dcat:startDate"), dates[0])
        yield Triple(period, _other("dcat:endDate"), dates[-1])


def _parts(dataset: Dataset, node: NamedNode) -> Iterator[Triple]:
    """Count the instances of each class and the triples of each property."""
    classes = Counter(str(t.object).strip("<>") for t in dataset if t.predicate == _A)
    properties = Counter(t.predicate.value for t in dataset)
    for kind, counts, count in (("class", classes, "entities"), ("property", properties, "triples")):
        for iri, number in counts.items():
            part = NamedNode(f"{node.value}#{kind}={_short(iri)}")
            yield Triple(node, _other(f"void:{kind}Partition"), part)
            yield Triple(part, _other(f"void:{kind}"), NamedNode(iri))
            yield Triple(part, _other(f"void:{count}"), integer_literal(number))


def _short(iri: str) -> str:
    for prefix, space in ALL_PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}-{iri.removeprefix(space)}"
    return sha256(iri.encode()).hexdigest()[:8]


def _file(dataset: Dataset, node: NamedNode) -> Iterator[Triple]:
    """Describe graph.ttl, which is written of the same triples."""
    content = to_turtle(dataset.triples, base_iri=dataset.base_iri).encode()
    file, checksum = NamedNode(f"{node.value}#graph.ttl"), NamedNode(f"{node.value}#graph.ttl-checksum")
    yield Triple(node, _other("dcat:distribution"), file)
    yield Triple(file, _A, _other("dcat:Distribution"))
    yield Triple(file, term("dcterms:title"), Literal("graph.ttl"))
    media = NamedNode("https://www.iana.org/assignments/media-types/text/turtle")
    yield Triple(file, _other("dcat:mediaType"), media)
    yield Triple(file, _other("dcat:byteSize"), integer_literal(len(content)))
    yield Triple(file, _other("spdx:checksum"), checksum)
    yield Triple(checksum, _A, _other("spdx:Checksum"))
    yield Triple(checksum, _other("spdx:algorithm"), _other("spdx:checksumAlgorithm_sha256"))
    yield Triple(checksum, _other("spdx:checksumValue"), Literal(sha256(content).hexdigest()))


def _run(dataset: Dataset, node: NamedNode) -> Iterator[Triple]:
    """Say what made the graph: the program's version, its knowledge, and the documents it read."""
    runs = dict.fromkeys(t.subject for t in dataset if t.predicate == _A and t.object == kg("Run"))
    documents = [t.subject for t in dataset if t.predicate == _A and t.object == kg("Document")]
    for document in documents:
        yield Triple(node, term("prov:wasDerivedFrom"), document)
    for run in runs:
        if not isinstance(run, NamedNode):
            continue
        version, _, knowledge = run.value.rpartition("/")[2].rpartition("-")
        software = NamedNode(f"{dataset.base_iri}software/zhkg-{version}")
        yield Triple(node, term("prov:wasGeneratedBy"), run)
        yield Triple(run, _A, term("prov:Activity"))
        yield Triple(run, kg("knowledgeDigest"), Literal(knowledge))
        yield Triple(run, term("prov:wasAssociatedWith"), software)
        yield Triple(software, _A, term("prov:SoftwareAgent"))
        yield Triple(software, term("rdfs:label"), Literal("zhkg"))
        yield Triple(software, term("schema:softwareVersion"), Literal(version))
        for document in documents:
            yield Triple(run, term("prov:used"), document)
