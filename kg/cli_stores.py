"""The commands that bring a graph to others: a server, and the way into a triple store."""

import os
from pathlib import Path
from typing import Any

import click

from kg.errors import InputError

__all__ = ["STORE_COMMANDS"]

STORE_KINDS = ("generic", "oxigraph", "virtuoso", "fuseki", "graphdb", "rdf4j")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others than this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="Web page elsewhere that may ask; repeatable.")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, help="Seconds a query.")
@click.option("--max-answer", type=click.IntRange(1), default=32, show_default=True, help="MiB an answer.")
@click.option("--memory", type=click.IntRange(1024), default=4096, show_default=True, help="MiB a query.")
@click.option("--read-write", is_flag=True, help="Let clients change the store; on this machine only.")
@click.option("--workers", type=click.IntRange(1, 64), default=3, show_default=True, help="Queries at a time.")
def serve(out: Path, host: str, port: int, origins: tuple[str, ...], *, read_write: bool, **limits: Any) -> int:  # noqa: ANN401
    r"""Serve a graph: SPARQL, graphs, a page for every IRI, a query page and the explorer.

    It is read-only. With --read-write it takes SPARQL Update at /sparql and PUT, POST and DELETE at /store; they change
    the store of OUT, which the next build replaces; graph.ttl and graph.html stay as they were built.

    \b
    Example:
      kg serve graph
      kg serve graph --port 9000 --timeout 10 --cors https://example.org
      kg serve graph --read-write
    """
    from kg.serve.app import serve as run
    from kg.serve.pool import Limits

    run(
        out,
        host=host,
        port=port,
        origins=origins,
        read_write=read_write,
        limits=Limits(
            timeout_s=limits["timeout"],
            answer_bytes=limits["max_answer"] * 2**20,
            memory_bytes=limits["memory"] * 2**20,
            workers=limits["workers"],
        ),
        announce=lambda address: click.echo(f"{address} (stop with Ctrl-C)"),
    )
    return 0


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--to", required=True, metavar="URL", help="The store; for generic its SPARQL endpoint.")
@click.option("--store", type=click.Choice(STORE_KINDS), default="generic", show_default=True)
@click.option("--graph", metavar="IRI", help="Graph to load into; the default graph otherwise.")
@click.option("--replace", is_flag=True, help="Take the place of what is in --graph; added to it otherwise.")
@click.option("--user", help="Who loads; digest authentication for Virtuoso, basic for the others.")
@click.option("--password-env", metavar="NAME", help="Environment variable that holds the password.")
@click.option("--batch", type=click.IntRange(1), default=5000, show_default=True, help="Triples a request.")
def load(out: Path, to: str, user: str | None, password_env: str | None, **options: Any) -> int:  # noqa: ANN401
    r"""Load a graph into a triple store and check that it holds the same; what was stopped goes on.

    \b
    Example:
      kg load graph --to http://127.0.0.1:7878 --store oxigraph --graph https://example.org/zhkg --replace
      kg load graph --to http://127.0.0.1:8890 --store virtuoso --graph https://example.org/zhkg --user dba \
        --password-env VIRTUOSO_PASSWORD
    """
    from kg.load import load as run

    for loaded in run(out, to, login=_login(user, password_env), **options):
        again = f", {loaded.skipped} of them by an earlier attempt" if loaded.skipped else ""
        name = loaded.graph or "default graph"
        click.echo(f"{name}: {loaded.triples} triples loaded{again} and compared, digest {loaded.digest[:16]}")
    return 0


def _login(user: str | None, password_env: str | None) -> Any:  # noqa: ANN401  kg.load is read only when needed
    from kg.load import Login

    if user is None:
        return None
    password = os.environ.get(password_env or "")
    if password is None:
        raise InputError(f"--password-env {password_env or ''}: no such environment variable; set it to the password")
    return Login(user, password)


STORE_COMMANDS = (serve, load)
