from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.corpus import Corpus
from kg.graph import BASE_IRI, Dataset, sort_triples, to_dataset
from kg.graph.vocabulary import integer_literal, kg, term
from kg.knowledge import Knowledge
from kg.model import Document, DocumentFacts
from kg.store import write_store, write_texts
from kg.validate import Fault, verify

CITY = NamedNode(BASE_IRI + "region/430400")


def test_sample_is_in_order(sample_out: Path, sample_dataset: Dataset) -> None:
    faults, checked = verify(sample_out)
    assert faults == []
    assert checked == sum(triple.predicate == term("oa:exact") for triple in sample_dataset)


def test_fault_is_one_line() -> None:
    assert Fault("seed", "3-5", "is wrong").line == "seed: 3-5: is wrong"


def test_changed_text_is_found(sample_out: Path) -> None:
    path = sample_out / "texts" / "report-2021.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("三高四新", "三高五新"), encoding="utf-8", newline="")
    lines = [fault.line for fault in verify(sample_out)[0]]
    assert "report-2021: 2-8: the text has '落实三高五新', the evidence '落实三高四新'" in lines
    assert any(line.startswith("report-2021: text: is not the one") for line in lines)


def test_missing_text_is_found(sample_out: Path) -> None:
    (sample_out / "texts" / "report-2021.txt").unlink()
    faults, _ = verify(sample_out)
    assert [(fault.document, fault.where) for fault in faults] == [("report-2021", "text")]
    assert "build the graph again" in faults[0].line


def test_graph_without_evidence_is_one_fault(
    sample_out: Path, sample_facts: DocumentFacts, knowledge: Knowledge
) -> None:
    write_store(to_dataset(Corpus(facts=(sample_facts,), merges=()), knowledge, evidence=False), sample_out)
    faults, checked = verify(sample_out)
    assert len(faults) == 1
    assert "--no-evidence" in faults[0].what
    assert checked == 0


Change = Callable[[Triple], Triple | None]


def without(predicate: str, near: str = "") -> Change:
    return lambda t: None if t.predicate == term(predicate) and near in str(t.subject) else t


def instead(predicate: str, object_: NamedNode | Literal) -> Change:
    return lambda t: Triple(t.subject, t.predicate, object_) if t.predicate == term(predicate) else t


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (without("prov:wasDerivedFrom", "assertion"), "leads to no words"),
        (without("prov:wasDerivedFrom", "observation"), "leads to no words"),
        (without("kg:rule", "proposal"), "needs one kg:rule"),
        (without("rdf:object"), "needs one rdf:subject, one rdf:predicate and one rdf:object"),
        (without("rdf:subject"), "kg:pursues https://w3id.org/zhkg/id/programme/"),
        (without("oa:hasSelector"), "a passage without a selector"),
        (without("oa:exact"), "needs one oa:start, one oa:end and one oa:exact"),
        (without("oa:hasSource"), "which is no passage of a document"),
        (without("rdfs:label", "region/430400"), "has 0 rdfs:label, not one"),
        (without("rdf:type", "region/430400"), "nothing is said of it, but kg:pursues points there"),
        (without("rdf:type", "id/person"), "of which nothing is said"),
        (without("rdf:type", "id/run"), "needs prov:wasGeneratedBy a run of the graph"),
        (without("dcterms:identifier"), "has 0 dcterms:identifier, not one"),
        (instead("kg:confidence", Literal("1.5", datatype=term("xsd:decimal"))), "kg:confidence between 0 and 1"),
        (instead("kg:confidence", Literal("high")), "kg:confidence between 0 and 1"),
        (instead("oa:end", integer_literal(1)), "the text has"),
        (instead("oa:start", Literal("-1")), "needs one oa:start"),
        (instead("oa:hasSource", CITY), "is no document of the graph"),
        (instead("kg:quote", Literal("别的", language="zh")), "its kg:quote is not what its passage says"),
        (instead("kg:about", NamedNode(BASE_IRI + "region/0")), "points to https://w3id.org/zhkg/id/region/0"),
    ],
)
def test_broken_graph_is_found(sample_out: Path, sample_dataset: Dataset, change: Change, fault: str) -> None:
    triples = [changed for triple in sample_dataset if (changed := change(triple))]
    write_store(Dataset(sort_triples(triples), BASE_IRI), sample_out)
    faults, _ = verify(sample_out)
    assert any(fault in found.line for found in faults), [found.line for found in faults]
    assert all("\n" not in found.line for found in faults)


def test_fact_without_assertion_is_found(sample_out: Path, sample_dataset: Dataset) -> None:
    extra = Triple(CITY, kg("partOf"), CITY)
    write_store(Dataset(sort_triples([*sample_dataset, extra]), BASE_IRI), sample_out)
    faults, _ = verify(sample_out)
    assert [fault.what for fault in faults] == [f"kg:partOf {CITY.value} leads to no words"]


def test_document_with_no_facts_is_in_order(tmp_path: Path, knowledge: Knowledge) -> None:
    bare = DocumentFacts(
        document=Document(id="bare", text="天气晴。"),
        sentences=(),
        entities={},
        relations=(),
        observations=(),
        proposals=(),
    )
    write_store(to_dataset(Corpus(facts=(bare,), merges=()), knowledge), tmp_path)
    write_texts([bare.document], tmp_path)
    assert verify(tmp_path) == ([], 0)
