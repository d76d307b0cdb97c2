"""News items in bulk through ``kg build``, ``kg verify`` and ``kg validate``: ``python -m tests.bench.bulk [--items N]``.

Says how many documents were skipped, what faults there are, the characters read per CPU second (of the whole command,
start and writing included) and the peak memory of its largest process. Then writes 100 facts of each kind with their
sentence, chosen by a fixed seed, as ``relations.tsv``, ``observations.tsv`` and ``proposals.tsv``, to be read one by
one: the first column is for the reader's verdict. Exit 1 where a command failed or a document was skipped.
"""

import argparse
import csv
import gzip
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.evaluate.passages import Source
from kg.graph import PREFIXES
from kg.model import Span
from kg.store import open_store

NEWS = Path(__file__).parents[3] / "shared" / "datasets" / "bulk" / "news.jsonl.gz"
SEED = 20261122
SAMPLE = 100  # facts of each kind
SHOWN_LINES = 12  # of what a failed command says
EVIDENCE = """?span oa:hasSource/dcterms:identifier ?document ; oa:hasSelector ?selector .
    ?selector oa:start ?start ; oa:end ?end ."""
QUERIES = {
    "relations": f"""SELECT ?fact ?subject ?predicate ?object ?value ?status ?rule ?document ?start ?end WHERE {{
    ?fact a kg:Assertion ; rdf:subject ?s ; rdf:predicate ?predicate ; rdf:object ?value ; prov:wasDerivedFrom ?span .
    FILTER(?predicate != kg:mentions) {EVIDENCE} OPTIONAL {{ ?s rdfs:label ?subject }} OPTIONAL {{ ?value rdfs:label ?object }}
    OPTIONAL {{ ?fact kg:status ?status }} OPTIONAL {{ ?fact kg:rule ?rule }} }}""",
    "observations": f"""SELECT * WHERE {{
    ?fact a kg:Observation ; kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit ; kg:kind ?kind ; kg:status ?status ;
    kg:comparator ?comparator ; prov:wasDerivedFrom ?span . {EVIDENCE} OPTIONAL {{ ?fact kg:period ?period }}
    OPTIONAL {{ ?fact kg:about/rdfs:label ?about }} OPTIONAL {{ ?fact kg:rule ?rule }} }}""",
    "proposals": f"""SELECT * WHERE {{ ?fact a kg:Proposal ; kg:proposedBy/rdfs:label ?by ; kg:verb ?verb ;
    prov:wasDerivedFrom ?span . {EVIDENCE} OPTIONAL {{ ?fact kg:rule ?rule }} }}""",
}
COLUMNS = {
    "relations": ("subject", "predicate", "object", "status"),
    "observations": ("indicator", "comparator", "value", "unit", "kind", "status", "period", "about"),
    "proposals": ("by", "verb"),
}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ended: its status, what it said, its CPU seconds and the peak memory of its largest process."""

    status: int
    said: str
    cpu_s: float
    peak_mib: float


def run(*arguments: str | Path) -> Run:
    """Run a command of kg and measure it with the processes it starts."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as stream:
            process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        said = log.read_text(encoding="utf-8")
    return Run(process.returncode, said, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_items(items: int, folder: Path) -> int:
    """Write so many news items, chosen by a fixed seed, with their dates; give the number of their characters."""
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        everything = [json.loads(line) for line in lines]
    chosen = random.Random(SEED).sample(everything, min(items, len(everything)))  # noqa: S311  a sample, no secret
    for item in chosen:
        name = re.sub(r"[^\w-]+", "-", item["id"])
        (folder / f"{name}.txt").write_text(item["text"], encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"date": item["date"]}), encoding="utf-8")
    return sum(len(item["text"]) for item in chosen)


def read_facts(store: Store, kind: str) -> list[list[Row]]:
    """Read all facts of a kind, each as its rows, one for each piece of its evidence; in the order of their IRIs."""
    solutions = store.query(QUERIES[kind], prefixes=dict(PREFIXES))
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("only SELECT queries are asked here")
    names = [variable.value for variable in solutions.variables]
    facts: dict[str, list[Row]] = {}
    for solution in solutions:
        row = {name: term.value for name in names if isinstance(term := solution[name], (Literal, NamedNode))}
        facts.setdefault(row["fact"], []).append(row)
    return [facts[name] for name in sorted(facts)]


def write_sample(kind: str, facts: Sequence[list[Row]], texts: Path, path: Path) -> int:
    """Write facts chosen by a fixed seed, each beside its sentence with its words in brackets."""
    chosen = random.Random(SEED).sample(facts, min(SAMPLE, len(facts)))  # noqa: S311  a sample, no secret
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter="\t", lineterminator="\n")
        table.writerow(["right?", *COLUMNS[kind], "rule", "document", "sentence"])
        for rows in chosen:
            first = rows[0]
            if kind == "relations":
                first = {**first, "predicate": first["predicate"].removeprefix(PREFIXES["kg"])}
                first.setdefault("object", first["value"])
                first.setdefault("subject", first["document"])
            fields = [first.get(name, "") for name in (*COLUMNS[kind], "rule", "document")]
            table.writerow(["", *fields, _sentence(rows, texts)])
    return len(chosen)


def _sentence(rows: Sequence[Row], texts: Path) -> str:
    source = Source((texts / f"{rows[0]['document']}.txt").read_bytes().decode("utf-8"))
    passage = source.passage(sorted({Span(int(row["start"]), int(row["end"])) for row in rows}))
    text = passage.text
    for span in reversed(passage.marked):
        text = f"{text[: span.start]}【{text[span.start : span.end]}】{text[span.end :]}"
    return " ".join(text.split())


def main() -> None:
    """Build, check and sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=1000, help="how many news items")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read")
    parser.add_argument("--sample", type=Path, default=Path("build/sample"), help="folder for the sampled facts")
    options = parser.parse_args()
    if not NEWS.is_file():
        sys.exit(f"{NEWS}: not there; lay the data beside the checkout")
    with TemporaryDirectory() as folder:
        texts, out = Path(folder) / "texts", Path(folder) / "out"
        texts.mkdir()
        sys.exit(measure(write_items(options.items, texts), texts, out, options))


def measure(characters: int, texts: Path, out: Path, options: argparse.Namespace) -> int:
    """Build, check and sample one folder of texts; 1 where something is wrong."""
    failed = False
    for name, arguments in {
        "build": ("build", texts, "-o", out, "--jobs", str(options.jobs)),
        "verify": ("verify", out),
        "validate": ("validate", out),
    }.items():
        done = run(*arguments)
        speed = f", {characters / done.cpu_s:.0f} characters per CPU second" if name == "build" else ""
        said = done.said.splitlines()
        sys.stdout.write(
            f"kg {name}: status {done.status}, {done.cpu_s:.1f} CPU s{speed}, {done.peak_mib:.0f} MiB at most\n"
        )
        sys.stdout.writelines(f"    {line}\n" for line in (said[-SHOWN_LINES:] if done.status else said[-1:]))
        failed = failed or bool(done.status)
    if not (out / "report.json").is_file():
        return 1
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    totals = ", ".join(f"{count} {name}" for name, count in report["totals"].items())
    sys.stdout.write(f"{characters} characters: {totals}; {len(report['skipped'])} skipped\n")
    reasons = Counter(skipped["reason"].removeprefix(f"{skipped['path']}: ") for skipped in report["skipped"])
    sys.stdout.writelines(f"    {count} x {reason}\n" for reason, count in reasons.most_common(SHOWN_LINES))
    options.sample.mkdir(parents=True, exist_ok=True)
    for kind in QUERIES:
        facts = read_facts(open_store(out), kind)
        path = options.sample / f"{kind}.tsv"
        sys.stdout.write(f"{path}: {write_sample(kind, facts, out / 'texts', path)} of {len(facts)} {kind}\n")
    return int(failed or bool(report["skipped"]))


if __name__ == "__main__":
    main()
