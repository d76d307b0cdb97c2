"""JSON-LD as the export writes it, with its context; the engine's own has none."""

import asyncio

from pyoxigraph import RdfFormat, parse

from kg.errors import InputError
from kg.export.jsonld import to_jsonld
from kg.graph import BASE_IRI, sort_triples
from kg.serve.negotiate import JSON_LD
from kg.serve.pool import Reply

__all__ = ["write_jsonld"]

_ONE_AT_A_TIME = asyncio.Semaphore(1)  # each takes some ten times the memory of its answer


async def write_jsonld(lines: bytes, base_iri: str) -> Reply:
    """Turn a worker's N-Triples into JSON-LD, beside what the server does meanwhile.

    Args:
        lines: As long as an answer may be.
        base_iri: Where the IRIs of the data begin; empty where there are none.
    """
    async with _ONE_AT_A_TIME:
        try:
            return await asyncio.to_thread(_write, lines, base_iri or BASE_IRI)
        except InputError as error:
            return Reply(406, "text/plain", f"{error}\n".encode())


def _write(lines: bytes, base_iri: str) -> Reply:
    triples = sort_triples(quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES))
    return Reply(200, JSON_LD, to_jsonld(triples, base_iri=base_iri).encode())
