"""The commands that publish a graph: ontology, validation, reasoning, questions and exports."""

from pathlib import Path

import click

__all__ = ["RDF_COMMANDS"]

VIOLATIONS = 1

FORMATS = (
    *("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "turtle12"),
    *("graphml", "gexf", "neo4j", "csv", "parquet", "void"),
)  # as in kg.export.EXPORTERS, which is read only when a graph is exported


@click.command()
@click.option("--page", type=click.Path(path_type=Path), help="Write a page for people there instead.")
def ontology(page: Path | None) -> int:
    r"""Print the ontology in Turtle, or write a page that explains it.

    \b
    Example:
      kg ontology > zhkg.ttl
      kg ontology --page ontology.html
    """
    from kg.export.ontology_page import write_page
    from kg.knowledge.files import shared

    if page:
        write_page(page)
        click.echo(f"written: {page}")
    else:
        click.echo((shared("ontology") / "zhkg.ttl").read_text(encoding="utf-8"), nl=False)
    return 0


@click.command()
@click.argument("place", metavar="OUT|FILE", type=click.Path(path_type=Path, exists=True))
@click.option("-f", "--format", "form", type=click.Choice(["text", "json", "shacl"]), default="text", show_default=True)
@click.option(
    "--engine", type=click.Choice(["fast", "reference"]), help="SHACL engine; the fastest installed by default."
)
def validate(place: Path, form: str, engine: str | None) -> int:
    r"""Hold a graph against the SHACL shapes and the SPARQL checks; exit 1 with violations.

    Warnings and remarks are reported and leave the exit status 0.

    \b
    Example:
      kg validate graph
      kg validate graph.ttl --format shacl --engine reference > report.ttl
    """
    from kg.validate import to_json, to_shacl, to_text, validate

    report = validate(place, engine=engine)
    click.echo({"text": to_text, "json": to_json, "shacl": to_shacl}[form](report), nl=False)
    return 0 if report.conforms else VIOLATIONS


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
def reason(out: Path) -> int:
    r"""Write what follows from a graph: reasoned.ttl, and the graph kg:reasoned in its store.

    \b
    Example:
      kg reason graph
      kg query graph --reasoned 'SELECT ?name WHERE { ?o a org:Organization ; rdfs:label ?name }'
    """
    from kg.reason import reason_project

    click.echo(f"{reason_project(out)} triples follow; written: {out / 'reasoned.ttl'}, {out / 'store'}")
    return 0


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="List the questions with their parameters.")
@click.option("-p", "--param", "given", multiple=True, metavar="KEY=VALUE", help="A parameter; may be repeated.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default=None)
@click.option("--reasoned", is_flag=True, help="Count what follows from the graph, too (kg reason OUT first).")
def ask(out: Path, name: str | None, given: tuple[str, ...], form: str | None, *, listed: bool, reasoned: bool) -> int:
    r"""Ask a graph one of the questions that the ontology was made for.

    \b
    Example:
      kg ask graph --list
      kg ask graph proposals-about --param topic=物流
      kg ask graph path -p from=衡阳市 -p to=宁德时代 --format csv
    """
    from kg.ask import ask, read_questions, to_list
    from kg.query import to_text

    if listed or not name:
        click.echo(to_list(read_questions()), nl=False)
        return 0
    wrong = [each for each in given if "=" not in each]
    if wrong:
        raise click.UsageError(f"--param {wrong[0]}: no value; write it as KEY=VALUE")
    parameters = dict(each.split("=", 1) for each in given)
    click.echo(to_text(ask(out, name, parameters, reasoned=reasoned), form), nl=False)
    return 0


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", required=True, type=click.Choice(FORMATS))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="File to write; a folder for tables."
)
def export(out: Path, form: str, output: Path) -> int:
    r"""Write a graph in another format; neo4j, csv and parquet write a folder of tables.

    \b
    Example:
      kg export graph --format jsonld -o graph.jsonld
      kg export graph --format neo4j -o import/
    """
    from kg.export import export_dataset
    from kg.store import read_dataset

    dataset = read_dataset(out)
    export_dataset(dataset, form, output)
    click.echo(f"written: {output}: {len(dataset)} triples as {form}")
    return 0


RDF_COMMANDS = (ontology, validate, reason, ask, export)
