"""Names by a conditional random field over characters: it weighs what the rules found, and proposes what they miss."""

import contextlib
import gzip
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pycrfsuite

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.mentions.context import Context
from kg.mentions.features import find_features
from kg.model import Mention

__all__ = ["MODEL", "OUTSIDE", "Tagged", "Tagging", "find_tagged", "open_model", "read_tags", "write_model"]

MODEL = "names.crfsuite.gz"
OUTSIDE = "O"
HEADER = struct.Struct("<4sI")  # of a crfsuite file: what it is, and how long
MAGIC = b"lCRF"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name that the tagger proposes.

    Attributes:
        start: First character in the sentence.
        end: One past the last.
        type: Class of the ontology.
        likelihood: Of its least certain character, between 0 and 1.
    """

    start: int
    end: int
    type: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the tagger says of a sentence.

    Attributes:
        names: In order of their place; none overlap.
        outside: For each character how likely it is in no name.
    """

    names: tuple[Tagged, ...]
    outside: tuple[float, ...]


def find_tagged(context: Context, mentions: Sequence[Mention]) -> Tagging:
    """Read the names of a sentence.

    Args:
        context: The sentence.
        mentions: What the rules found in it.

    Raises:
        KnowledgeError: The model is missing or damaged.
    """
    tagger = _own_model()
    tags = tagger.tag(find_features(context, mentions))
    names = tuple(
        Tagged(start, end, kind, min(tagger.marginal(tags[at], at) for at in range(start, end)))
        for start, end, kind in read_tags(tags)
    )
    return Tagging(names, tuple(tagger.marginal(OUTSIDE, at) for at in range(len(tags))))


def read_tags(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Read spans off tags.

    >>> list(read_tags(["O", "B-Park", "I-Park", "B-Place"]))
    [(1, 3, 'Park'), (3, 4, 'Place')]
    """
    start = 0
    for at, (before, tag) in enumerate(pairwise([OUTSIDE, *tags, OUTSIDE])):
        if tag == f"I-{before[2:]}" and before != OUTSIDE:
            continue
        if before != OUTSIDE:
            yield start, at, before[2:]
        start = at


@lru_cache(maxsize=1)
def _own_model() -> pycrfsuite.Tagger:
    """Look for the model that is shipped and open it, once a process and not once a sentence."""
    return open_model(shared("data/models") / MODEL)


class _Model(pycrfsuite.Tagger):  # type: ignore[misc]
    """A tagger that keeps the bytes which crfsuite reads from: it takes no copy."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.open_inmemory(content)


def open_model(path: Path) -> pycrfsuite.Tagger:
    """Open a model; a damaged one is told by its length, since to open it would end the process.

    Args:
        path: A file that ``write_model`` wrote.

    Raises:
        KnowledgeError: The model is missing or damaged.
    """
    with contextlib.suppress(OSError, EOFError, ValueError, zlib.error):
        content = gzip.decompress(path.read_bytes())
        if content[: HEADER.size] == HEADER.pack(MAGIC, len(content)):
            return _Model(content)
    raise KnowledgeError(f"{path.name}: no model of names can be read; install zhkg again or run kg train")


def write_model(content: bytes, path: Path) -> None:
    """Write what crfsuite has trained, compressed; the same content gives the same file.

    Raises:
        OSError: It cannot be written.
    """
    path.write_bytes(gzip.compress(content, mtime=0))
