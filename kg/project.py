"""A built graph as a folder: the documents read in, the files written out, and the report of both."""

import json
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import __version__
from kg.corpus import Corpus
from kg.errors import OutputError
from kg.export.turtle import write_turtle
from kg.export.void import write_description
from kg.graph import BASE_IRI, Dataset
from kg.graph.iris import check_base_iri
from kg.graph.vocabulary import check_text
from kg.knowledge import Knowledge, read_knowledge
from kg.model import Document, DocumentFacts, Entity
from kg.pipeline import LEAST_SURE, build, extract
from kg.store import open_store, write_store, write_texts
from kg.text.read import Skipped, read_documents
from kg.text.tokens import cut
from kg.view import write_page

__all__ = ["Built", "build_project"]

CHUNK = 8  # documents handed to a process at a time
AHEAD = 2  # chunks handed out for each process: enough that none waits, few enough to read again where one is killed
PARALLEL_FROM = 24  # documents; below, starting processes costs more than they save


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build came to: the report that was written, and the documents that were left out."""

    report: dict[str, Any]
    skipped: tuple[Skipped, ...]


def build_project(
    inputs: Sequence[Path],
    out: Path,
    *,
    region: str | None = None,
    published: str | None = None,
    base_iri: str = BASE_IRI,
    evidence: bool = True,
    least_sure: float = LEAST_SURE,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Built:
    """Read texts and write their graph, store, page and report into a folder.

    Args:
        inputs: Texts, and folders of them.
        out: The folder to write; made where it is missing.
        region: What 我市 means, for a single document.
        published: Its date, for a single document.
        base_iri: Where the IRIs of the data begin.
        evidence: Whether each fact leads to its words.
        least_sure: Observations whose confidence is lower are left out of the graph, and reported.
        jobs: How many processes read; the result is the same for any number.
        progress: Called with the documents done and their number.

    Raises:
        InputError: A wrong option; documents that cannot be read are skipped and reported instead.
        OutputError: ``out`` cannot be written.
    """
    check_base_iri(base_iri)
    _prepare(out)
    read = list(read_documents(inputs, region=region, published=published))
    skipped = [item for item in read if isinstance(item, Skipped)]
    documents = [item for item in read if isinstance(item, Document)]
    if not documents:
        return Built(report=_report(None, None, skipped), skipped=tuple(skipped))
    facts = []
    for done, (document, result) in enumerate(
        zip(documents, _extract_all(documents, least_sure, jobs), strict=True), 1
    ):
        if isinstance(result, DocumentFacts):
            facts.append(result)
        else:
            path = _path_of(document, inputs)
            skipped.append(Skipped(path, f"{path}: {result}"))
        progress(done, len(documents))
    knowledge = _own_knowledge()
    corpus, dataset = build(facts, knowledge, base_iri=base_iri, evidence=evidence)
    report = _report(corpus, dataset, skipped)
    _write(corpus, dataset, knowledge, report, out)
    return Built(report=report, skipped=tuple(skipped))


def _path_of(document: Document, inputs: Iterable[Path]) -> Path:
    """Find the file of a document, which knows its name alone."""
    for path in inputs:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.stem == document.id and file.suffix.lower() == ".txt":
                return file
    return Path(f"{document.id}.txt")


_knowledge: Knowledge | None = (
    None  # one a process: reading it again for each document would cost more than reading them
)


def _own_knowledge() -> Knowledge:
    global _knowledge
    if _knowledge is None:
        _knowledge = read_knowledge()
    return _knowledge


def _extract(document: Document, least_sure: float) -> DocumentFacts | str:
    """Read one document; a fault of the program costs this document only, and is reported."""
    knowledge = _own_knowledge()
    try:
        facts = extract(document, knowledge, least_sure=least_sure)
        _check_facts(facts)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return f"{type(error).__name__} at {place} ({error}); a bug in kg, please report it"
    return facts


def _check_facts(facts: DocumentFacts) -> None:
    """Refuse what no graph can hold here, where it costs one document, and not when all of them are written."""
    for entity in facts.entities.values():
        check_text(" ".join((entity.name, *entity.aliases)))
    for relation in facts.relations:
        check_text(f"{relation.object if isinstance(relation.object, str) else ''} {relation.evidence.quote}")
    for observation in facts.observations:
        check_text(f"{observation.indicator} {observation.unit} {observation.evidence.quote}")
    for proposal in facts.proposals:
        check_text(f"{proposal.verb} {proposal.evidence.quote}")


def _extract_chunk(documents: Sequence[Document], least_sure: float) -> list[DocumentFacts | str]:
    return [_extract(document, least_sure) for document in documents]


def _extract_all(documents: Sequence[Document], least_sure: float, jobs: int) -> Iterator[DocumentFacts | str]:
    """Read documents in several processes, in order; where one is killed, what was under way is read again singly."""
    if jobs < 2 or len(documents) < PARALLEL_FROM:
        yield from (_extract(document, least_sure) for document in documents)
        return
    _own_knowledge()  # processes that are forked have it from here, and the segmenter's dictionary
    cut("")
    waiting = deque(documents[start : start + CHUNK] for start in range(0, len(documents), CHUNK))
    while waiting:
        yield from _extract_waiting(waiting, least_sure, jobs)


def _extract_waiting(waiting: deque[Sequence[Document]], least_sure: float, jobs: int) -> Iterator[DocumentFacts | str]:
    """Read chunks until none is left, or until a process was killed and what was under way has been read again."""
    running: deque[tuple[Sequence[Document], Future[list[DocumentFacts | str]]]] = deque()
    with ProcessPoolExecutor(jobs) as pool, suppress(BrokenProcessPool):
        while waiting or running:
            while waiting and len(running) < AHEAD * jobs:
                running.append((waiting[0], pool.submit(_extract_chunk, waiting[0], least_sure)))
                waiting.popleft()
            yield from running[0][1].result()
            running.popleft()
    for chunk, future in running:  # none, unless the pool broke
        yield from _extract_singly(chunk, least_sure) if future.exception() else future.result()


def _extract_singly(documents: Sequence[Document], least_sure: float) -> Iterator[DocumentFacts | str]:
    """Read one document after the other in a process apart; one that gets it killed costs itself only."""
    waiting = deque(documents)
    while waiting:
        with ProcessPoolExecutor(1) as pool, suppress(BrokenProcessPool):
            while waiting:
                yield pool.submit(_extract, waiting[0], least_sure).result()
                waiting.popleft()
        if waiting:
            waiting.popleft()
            yield "the process that read it was killed, twice (is memory short?); free memory, or leave it out"


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".kg-write-test"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); name another folder with -o") from error


def _write(corpus: Corpus, dataset: Dataset, knowledge: Knowledge, report: dict[str, Any], out: Path) -> None:
    try:
        write_texts((facts.document for facts in corpus.facts), out)
        write_turtle(dataset, out / "graph.ttl")
        write_description(dataset, out / "dataset.ttl")
        (out / "reasoned.ttl").unlink(missing_ok=True)  # what followed from the graph that stood here before
        write_store(dataset, out)
        write_page(open_store(out), knowledge.ontology, out / "graph.html")
        (out / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"{error.filename or out}: cannot be written ({error.strerror}); free space or rights"
        ) from error


def _report(corpus: Corpus | None, dataset: Dataset | None, skipped: Iterable[Skipped]) -> dict[str, Any]:
    facts = corpus.facts if corpus else ()
    totals: dict[str, int] = {}
    documents = [_document_report(each) for each in facts]
    for document in documents:
        for name, count in document["counts"].items():
            totals[name] = totals.get(name, 0) + count
    totals["entities"] = len({entity for each in facts for entity in each.entities.values()})
    return {
        "zhkg": __version__,
        "totals": {"documents": len(documents), **totals, "triples": len(dataset.triples) if dataset else 0},
        "documents": documents,
        "skipped": [{"path": str(item.path), "reason": item.reason} for item in skipped],
        "merges": [
            {"name": merge.name, "documents": list(merge.documents), "reason": merge.reason}
            for merge in (corpus.merges if corpus else ())
        ],
    }


def _document_report(facts: DocumentFacts) -> dict[str, Any]:
    document = facts.document
    entities: set[Entity] = set(facts.entities.values())
    return {
        "id": document.id,
        "title": document.title,
        "region": document.region,
        "published": document.published,
        "inferred": [
            {"field": inference.field, "value": inference.value, "reason": inference.reason}
            for inference in facts.inferences
        ],
        "unsure": [
            {
                "quote": observation.evidence.quote,
                "indicator": observation.indicator,
                "confidence": observation.evidence.confidence,
            }
            for observation in facts.unsure
        ],
        "counts": {
            "sentences": len(facts.sentences),
            "mentions": len(facts.entities),
            "entities": len(entities),
            "relations": len(facts.relations),
            "observations": len(facts.observations),
            "proposals": len(facts.proposals),
            "unsure": len(facts.unsure),
        },
    }
