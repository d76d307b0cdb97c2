"""The commands: each parses, calls one library function and prints.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 violations found or a
document left out, 2 a wrong input or option, 70 a bug in kg.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from kg import __version__
from kg.cli_rdf import RDF_COMMANDS
from kg.cli_stores import STORE_COMMANDS
from kg.errors import KgError

__all__ = ["main"]

VIOLATIONS, WRONG_INPUT, BUG = 1, 2, 70
PROGRESS_FROM = 10  # documents; a shorter run is over before a bar is read


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    try:
        status = commands.main(arguments, prog_name="kg", standalone_mode=False)
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "kg"
        status = _fail(f"{command}: {error.format_message().rstrip('.')}; see {command} --help", WRONG_INPUT)
    except click.Abort:
        status = _fail("kg: stopped; nothing more was written", 130)
    except KgError as error:
        status = _fail(str(error), WRONG_INPUT)
    except BrokenPipeError:
        sys.stderr.close()
        status = 0
    except Exception:
        traceback.print_exc()
        status = _fail("kg: a bug in kg; please report it with the lines above", BUG)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(line: str, status: int) -> int:
    click.echo(line, err=True)
    return status


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.version_option(__version__, prog_name="kg")
def commands() -> None:
    r"""Turn Chinese news, work reports and policy documents into an RDF knowledge graph.

    \b
    Example:
      kg build articles/ -o graph
      kg query graph 'SELECT ?name WHERE { ?p a kg:Person ; rdfs:label ?name }'
    """


@commands.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--region", help="What 我市 means (湖南省衡阳市); for a single document.")
@click.option("--published", help="Date of a single document: 2021, 2021-01 or 2021-01-05.")
@click.option("--base-iri", default=None, help="Where the IRIs of the data begin.")
@click.option("--no-evidence", is_flag=True, help="Leave out where each fact was read.")
@click.option(
    "--least-sure",
    type=click.FloatRange(0, 1),
    default=None,
    help="Leave out numbers whose reading is less sure; by default only the least sure, 0.8 for few but good ones.",
)
@click.option("--reason", is_flag=True, help="Write what follows, too: reasoned.ttl and the graph kg:reasoned.")
@click.option("--jobs", type=click.IntRange(1), default=None, help="Processes that read; all cores by default.")
def build(inputs: tuple[Path, ...], out: Path, **options: Any) -> int:  # noqa: ANN401  click hands them over by name
    r"""Read texts and folders of texts; write graph.ttl, store/, graph.html and report.json.

    \b
    Example:
      kg build articles/ more/text.txt -o graph
      kg build text.txt -o graph --region 湖南省衡阳市 --published 2021-01
    """
    from kg.graph import BASE_IRI
    from kg.pipeline import LEAST_SURE
    from kg.project import build_project

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("reading", visible=False)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, visible=of >= PROGRESS_FROM)

        built = build_project(
            inputs,
            out,
            region=options["region"],
            published=options["published"],
            base_iri=options["base_iri"] or BASE_IRI,
            evidence=not options["no_evidence"],
            least_sure=LEAST_SURE if options["least_sure"] is None else options["least_sure"],
            jobs=options["jobs"] or os.cpu_count() or 1,
            progress=show,
        )
    for skipped in built.skipped:
        click.echo(skipped.reason, err=True)
    if not built.report["documents"]:
        return _fail(f"{out}: nothing was written, no document could be read", WRONG_INPUT)
    _summarize(built.report, out)
    if options["reason"]:
        from kg.reason import reason_project

        click.echo(f"{reason_project(out)} triples follow; written: {out / 'reasoned.ttl'}")
    return VIOLATIONS if built.skipped else 0


def _summarize(report: dict[str, Any], out: Path) -> None:
    for document in report["documents"]:
        for inference in document["inferred"]:
            click.echo(
                f"{document['id']}: {inference['field']} taken to be {inference['value']} ({inference['reason']})"
            )
    totals = report["totals"]
    counts = ", ".join(f"{totals[name]} {name}" for name in ("documents", "entities", "relations", "observations"))
    click.echo(f"{counts}, {totals['proposals']} proposals, {totals['triples']} triples")
    if totals["unsure"]:
        click.echo(f"{totals['unsure']} numbers left out, their reading is unsure; see {out / 'report.json'}")
    if report["skipped"]:
        click.echo(f"{len(report['skipped'])} left out; see {out / 'report.json'}")
    click.echo(f"written: {out / 'graph.ttl'}, {out / 'graph.html'}, {out / 'store'}, {out / 'report.json'}")


@commands.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("query")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default=None)
@click.option("--reasoned", is_flag=True, help="Count what follows from the graph, too (kg reason OUT first).")
def query(out: Path, query: str, form: str | None, *, reasoned: bool) -> int:
    r"""Ask a graph with SPARQL: the query itself, or a file that ends in .rq.

    \b
    Example:
      kg query graph 'SELECT ?name WHERE { ?p a kg:Person ; rdfs:label ?name }'
      kg query graph people.rq --format csv
    """
    from kg.query import run, to_text

    click.echo(to_text(run(out, _query_text(query), reasoned=reasoned), form), nl=False)
    return 0


def _query_text(query: str) -> str:
    if not query.endswith(".rq"):
        return query
    try:
        return Path(query).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{query}: not readable ({error}); name a UTF-8 file or give the query") from error


@commands.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; OUT/view.html by default.")
@click.option("--engine", type=click.Choice(["explorer", "pyvis"]), default="explorer", show_default=True)
@click.option("--focus", help="Only what lies around the entity of this name.")
@click.option(
    "--class", "classes", multiple=True, help="Only entities of this class: Company or 企业; may be repeated."
)
@click.option("--depth", type=click.IntRange(0), default=1, show_default=True, help="Relations away from --focus.")
def view(out: Path, output: Path | None, engine: str, focus: str | None, classes: tuple[str, ...], depth: int) -> int:
    r"""Write a page of a graph, or of a part of it, that opens without a network.

    \b
    Example:
      kg view graph --focus 衡阳市 --depth 2
      kg view graph --engine pyvis --class Company --class 园区 -o companies.html
    """
    from kg.knowledge.ontology import read_ontology
    from kg.view import Choice, write_view

    path = output or out / "view.html"
    contents = write_view(out, read_ontology(), path, Choice(focus, classes, depth), engine=engine)
    click.echo(f"written: {path}: {len(contents.entities)} entities, {len(contents.relations)} relations")
    return 0


@commands.command()
@click.argument("out", type=click.Path(path_type=Path))
def verify(out: Path) -> int:
    r"""Check that every piece of evidence quotes its document; exit 1 with the first faults if not.

    \b
    Example:
      kg verify graph
    """
    from kg.validate import FIRST_FAULTS, verify

    faults, checked = verify(out)
    for fault in faults[:FIRST_FAULTS]:
        click.echo(fault.line)
    click.echo(f"{checked} pieces of evidence, {len(faults)} faults")
    return VIOLATIONS if faults else 0


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--gold", multiple=True, type=click.Path(path_type=Path), help="Annotations; more may follow.")
@click.option("--errors", is_flag=True, help="List each missed and each extra item beside its sentence.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the errors as a page, in their sentences.")
@click.option("--json", "run", type=click.Path(path_type=Path), help="Keep this run, for a later --against.")
@click.option("--against", type=click.Path(path_type=Path), help="A kept run: show what became right and wrong since.")
def evaluate(paths: tuple[Path, ...], gold: tuple[Path, ...], *, errors: bool, **files: Path | None) -> int:
    r"""Score graphs against gold annotations: precision, recall and F1 by layer.

    Annotations are looked up in the graph that holds their document, so several graphs, one a document, are scored as
    one.

    \b
    Example:
      kg evaluate graph --gold gold/first.yaml gold/second.yaml --errors
      kg evaluate graph gold/*.yaml --html errors.html --against before.json --json now.json
    """
    from kg.evaluate import compare_runs, evaluate_all, read_run, to_text, write_html, write_run

    graphs = [path for path in paths if path.suffix not in {".yaml", ".yml"}]
    annotations = [*gold, *(path for path in paths if path.suffix in {".yaml", ".yml"})]
    if not graphs or not annotations:
        raise click.UsageError("needs a graph and annotations: kg evaluate OUT --gold GOLD.yaml")
    against, page, run = files["against"], files["page"], files["run"]
    before = read_run(against) if against else None
    report = evaluate_all(graphs, annotations)
    comparison = compare_runs(before, report) if before else None
    click.echo(to_text(report, errors=errors))
    if comparison:
        click.echo(comparison.to_text())
    if run:
        write_run(report, run)
        click.echo(f"written: {run}")
    if page:
        write_html(report, page, comparison=comparison)
        click.echo(f"written: {page}")
    return 0


@commands.command()
@click.argument("texts", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--what",
    type=click.Choice(["names", "relations", "holders", "periods", "certainty", "reach"]),
    default="names",
    help="What to learn.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Model to write; names.onnx or holders.tsv.gz and its like by default.",
)
def train(texts: Path, what: str, output: Path | None) -> int:
    r"""Train on the marks of data/training and measure on the part kept out.

    "names" is the tagger of names; the others are weights: "relations" say what a sentence relates, "holders" whose a
    number is, "periods" when it is, "certainty" how sure a reading of one is, "reach" how far reported speech goes.

    The marks hold no text: TEXTS is the folder of *.jsonl.gz files that they are about; which pieces of words the
    tagger knows depends on all of them. Put the model into data/models to use it. The names take most of an hour and
    need zhkg[train], the others take a minute. Learn the names first and the certainty last: each is learned with the
    others in use.

    \b
    Example:
      kg train ../shared/datasets/bulk -o data/models/names.onnx
      kg train ../shared/datasets/bulk --what holders -o data/models/holders.tsv.gz
    """
    from kg.knowledge import read_knowledge

    knowledge = read_knowledge()
    if what in {"relations", "holders", "periods", "reach"}:
        from kg.train import holders, numbers, periods, reach, relations

        output = output or Path(f"{what}.tsv.gz")
        if what == "reach":
            found = reach.train(reach.read_marks(texts), knowledge, output)
        elif what == "relations":
            found = relations.train(relations.read_marks(texts), knowledge, output)
        else:
            learn = holders.train if what == "holders" else periods.train
            found = learn(numbers.read_marks(texts), knowledge, output)
        click.echo(f"{found.marked} choices; right by the rules {found.by_rules}, by the weights {found.by_weights}")
    elif what == "certainty":
        from kg.train import certainty, numbers

        output = output or Path("certainty.tsv.gz")
        for to, read, right in certainty.train(numbers.read_marks(texts), knowledge, output):
            click.echo(f"sure to {to:.1f}: {read:4} numbers, {right:4} right")
    else:
        from kg.train import names

        output = output or Path("names.onnx")
        by_rules, by_tagger = names.train(names.read_marks(texts), texts, knowledge, output)
        for name, score in (("rules", by_rules), ("tagger", by_tagger)):
            click.echo(f"{name:8}{score.marked:7} marked{score.found:7} found{score.right:7} right   F1 {score.f1:.3f}")
    click.echo(f"written: {output}")
    return 0


for command in (*RDF_COMMANDS, *STORE_COMMANDS):
    commands.add_command(command)
for command in (commands, *commands.commands.values()):
    command.help = (command.help or "").replace("\\b", "\b")  # raw docstrings; click wants the one character
