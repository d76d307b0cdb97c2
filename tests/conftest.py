"""A small corpus built by hand, as a graph and as a folder on disk; and the knowledge, read once."""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg.corpus import Corpus
from kg.graph import Dataset, to_dataset
from kg.knowledge import Knowledge, read_knowledge
from kg.model import (
    Document,
    DocumentFacts,
    Entity,
    Evidence,
    Inference,
    Mention,
    Observation,
    Proposal,
    Relation,
    Sentence,
    Span,
)
from kg.project import build_project
from kg.store import write_store, write_texts

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

NEEDED_BY = {  # names for KG_REQUIRE, and the words by which a skip says that it is missing
    "browser": ("Chromium", "playwright"),
    "jena": ("Jena",),
    "oxigraph": ("Oxigraph",),
    "parquet": ("pyarrow",),
    "shacl": ("shacl",),
    "shared": ("shared", "development texts"),
    "train": ("zhkg[train]",),
    "virtuoso": ("Virtuoso",),
}
REQUIRED = [name for name in os.environ.get("KG_REQUIRE", "").split(",") if name]

TEXT = "我市落实三高四新，高新企业达600家\n以上。\n图：谭工。\n市人大代表谭工建议，拟建岭下港。"


def pytest_configure() -> None:
    if unknown := [name for name in REQUIRED if name not in NEEDED_BY]:
        raise pytest.UsageError(f"KG_REQUIRE: no {', '.join(unknown)}; choose from {', '.join(NEEDED_BY)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    return _fail_where_required(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    return _fail_where_required(report)


def _fail_where_required(report):
    """Turn a skip for want of something that KG_REQUIRE names into a failure, so that CI can't lose a whole area."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    for name in REQUIRED:
        if any(word in reason for word in NEEDED_BY[name]):
            report.outcome = "failed"
            report.longrepr = f"KG_REQUIRE has {name}, and this was left out: {reason}"
    return report


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return read_knowledge()


@pytest.fixture(scope="session")
def sample_facts() -> DocumentFacts:
    """One document with a fact of each kind; its second sentence was put together from two pieces."""
    document = Document(
        id="report-2021",
        text=TEXT,
        title="落实“三高四新”",
        published="2021-01",
        region="湖南省衡阳市",
        source="https://example.org/2021/1.html",
    )
    city = Entity(type="AdministrativeRegion", name="衡阳市", aliases=("衡阳",), deictic=("我市",), scope="430400")
    programme = Entity(type="Programme", name="三高四新")
    person = Entity(type="Person", name="谭工", scope="衡阳市")
    congress = Entity(type="GovernmentBody", name="衡阳市人民代表大会", scope="430400")
    port = Entity(type="Project", name="岭下港")
    first = Sentence(text=TEXT[:18] + TEXT[19:22], pieces=(Span(0, 18), Span(19, 22)))
    caption = Sentence(text=TEXT[23:28], pieces=(Span(23, 28),), block="caption")
    last = Sentence(text=TEXT[29:], pieces=(Span(29, len(TEXT)),))

    def evidence(sentence: Sentence, words: str, rule: str, confidence: float) -> Evidence:
        start = sentence.text.index(words)
        spans = sentence.locate(start, start + len(words))
        return Evidence(document=document.id, spans=spans, quote=words, rule=rule, confidence=confidence)

    def mention(sentence: Sentence, words: str, cls: str, rule: str = "lexicon") -> Mention:
        start = sentence.text.index(words)
        return Mention(sentence, start, start + len(words), cls, rule)

    return DocumentFacts(
        document=document,
        sentences=(first, caption, last),
        entities={
            mention(first, "我市", "AdministrativeRegion", "deictic:我市"): city,
            mention(first, "三高四新", "Programme"): programme,
            mention(caption, "谭工", "Person"): person,
            mention(last, "谭工", "Person"): person,
            mention(last, "岭下港", "Project"): port,
        },
        relations=(
            Relation(
                subject=city,
                predicate="pursues",
                object=programme,
                evidence=evidence(first, "落实三高四新", "pursue", 0.95),
            ),
            Relation(
                subject=person,
                predicate="position",
                object="市人大代表",
                evidence=evidence(last, "市人大代表谭工", "title", 0.95),
            ),
            Relation(
                subject=person,
                predicate="affiliation",
                object=congress,
                evidence=evidence(last, "市人大代表谭工", "title", 0.95),
            ),
            Relation(
                subject=city,
                predicate="builds",
                object=port,
                status="planned",
                evidence=evidence(last, "拟建岭下港", "build", 0.8),
            ),
            Relation(
                subject=city,
                predicate="uses",
                object=Entity(type="Technology", name="5G"),
                status="planned",
                evidence=evidence(last, "拟建岭下港", "use", 0.6),
            ),
            Relation(
                subject=document,
                predicate="photographedBy",
                object=person,
                evidence=evidence(caption, "图：谭工", "photo", 0.95),
            ),
        ),
        observations=(
            Observation(
                indicator="高新企业",
                value=Decimal("600"),
                unit="家",
                kind="level",
                comparator=">=",
                period="2020",
                about=city,
                evidence=evidence(first, "600家以上", "count", 0.8),
            ),
        ),
        proposals=(
            Proposal(by=person, verb="建议", addresses=(port,), evidence=evidence(last, "拟建岭下港", "propose", 0.8)),
        ),
        inferences=(Inference("region", "湖南省衡阳市", "我市"),),
    )


@pytest.fixture(scope="session")
def sample_dataset(sample_facts: DocumentFacts, knowledge: Knowledge) -> Dataset:
    return to_dataset(Corpus(facts=(sample_facts,), merges=()), knowledge)


@pytest.fixture
def sample_out(sample_facts: DocumentFacts, sample_dataset: Dataset, tmp_path: Path) -> Path:
    """The folder that a build of the sample writes."""
    write_texts([sample_facts.document], tmp_path)
    write_store(sample_dataset, tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the sample texts."""
    out = tmp_path_factory.mktemp("samples") / "graph"
    built = build_project([ROOT / "data" / "samples"], out)
    assert not built.skipped
    return out


@pytest.fixture(scope="session")
def shared() -> Path:
    """Texts and annotations of others, which the project must not hold."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("needs the shared corpus beside the checkout (../shared/corpus)")
    return SHARED
