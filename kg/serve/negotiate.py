"""Content negotiation: which of the forms we have the client likes best."""

from collections.abc import Sequence

__all__ = ["GRAPHS", "HTML", "JSON_LD", "N_TRIPLES", "RESULTS", "SUFFIXES", "choose"]

HTML = "text/html"
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
N_TRIPLES, JSON_LD = "application/n-triples", "application/ld+json"
GRAPHS = ("text/turtle", N_TRIPLES, JSON_LD, "application/rdf+xml")
SUFFIXES = {".ttl": "text/turtle", ".nt": N_TRIPLES, ".jsonld": JSON_LD}

_OTHER_NAMES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "application/x-turtle": ("text/turtle",),
    "text/tsv": ("text/tab-separated-values",),
}


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Choose a media type.

    Args:
        accept: The header; without one anything goes.
        offered: What we have, the best first.

    Returns:
        The one with the highest quality, of equals the one that we offer first; ``None`` where none is accepted.

    Source: RFC 9110, section 12.5.1.

    >>> choose("text/turtle;q=0.5, application/*", GRAPHS)
    'application/n-triples'
    >>> choose("image/png", GRAPHS) is None
    True
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_read_range(part) for part in accept.split(",") if part.strip()]
    best: tuple[float, str | None] = (0.0, None)
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best[0]:
            best = (quality, media_type)
    return best[1]


def _read_range(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                quality = 0.0
    return media_range, quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Give the quality of the most precise range that fits."""
    found = (-1, 0.0)
    for media_range, quality in ranges:
        precision = _precision(media_range, media_type)
        if precision > found[0]:
            found = (precision, quality)
    return found[1]


def _precision(media_range: str, media_type: str) -> int:
    if media_range == media_type:
        return 3
    if media_type in _OTHER_NAMES.get(media_range, ()):
        return 2
    kind, _, subtype = media_range.partition("/")
    if subtype == "*" and kind == media_type.partition("/")[0]:
        return 1
    return 0 if media_range == "*/*" else -1
