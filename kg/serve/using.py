"""The graphs that a request names for an update: put into the update as USING clauses.

The engine takes a dataset for queries only.
"""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

__all__ = ["DatasetConflictError", "restrict"]

_TOKEN = re.compile(
    r"""(?P<gap>\s+|\#[^\n\r]*)
    |(?P<text>\"{3}(?:\\.|(?!\"{3}).)*\"{3}|'{3}(?:\\.|(?!'{3}).)*'{3}|\"(?:\\.|[^"\\\n\r])*\"|'(?:\\.|[^'\\\n\r])*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<name>[\w.-]*:(?:[\w.:%-]|\\.)*)
    |(?P<word>[^\W\d]\w*)
    |(?P<other>\\.|.)""",
    re.VERBOSE | re.DOTALL,
)


class DatasetConflictError(ValueError):
    """The update names graphs of its own."""


def restrict(update: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Have every WHERE of an update look at some graphs only.

    Args:
        update: SPARQL Update.
        using: Graphs that make up the default graph.
        using_named: Named graphs.

    Raises:
        DatasetConflictError: It says USING or WITH itself.
        ValueError: A graph has no IRI.

    Source: SPARQL 1.1 Protocol, section 2.2.3.

    >>> restrict("DELETE WHERE { ?s ?p 'WHERE' }", ["urn:g"], [])
    "DELETE  { ?s ?p 'WHERE' } USING <urn:g> WHERE { ?s ?p 'WHERE' }"
    """
    clauses = "".join(f"USING {NamedNode(iri)} " for iri in using)
    clauses += "".join(f"USING NAMED {NamedNode(iri)} " for iri in using_named)
    written: list[str] = []
    before = ""  # what stands before, gaps aside, if it is a keyword
    shortcut = 0  # where the braces of a DELETE WHERE begin; 0 outside one
    for word, piece, depth in _read(update):
        if word in {"USING", "WITH"}:
            raise DatasetConflictError(
                f"update: {word} in the update and graphs in the address; name the graphs in one of them"
            )
        if word == "WHERE" and before == "DELETE":
            shortcut = len(written)
        elif word == "WHERE":
            written.append(clauses)
        if not (word == "WHERE" and shortcut):
            written.append(piece)
        if shortcut and piece == "}" and depth == 0:
            template = "".join(written[shortcut:]).strip()
            written.append(f" {clauses}WHERE {template}")
            shortcut = 0
        before = before if piece.isspace() or piece.startswith("#") else word
    return "".join(written)


def _read(update: str) -> Iterator[tuple[str, str, int]]:
    """Cut an update into tokens: the keyword outside brackets that each is, its text, and the depth after it."""
    depth = 0
    for found in _TOKEN.finditer(update):
        piece = found.group()
        depth += (piece == "{") - (piece == "}")
        outside = found.lastgroup == "word" and depth == 0
        yield piece.upper() if outside else "", piece, depth
