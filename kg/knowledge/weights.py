"""Choices that were learned: a weight for each feature; the likeliest option is the one whose weights sum highest."""

import contextlib
import gzip
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import KnowledgeError

__all__ = ["DIGITS", "likelihoods", "read_weights", "write_weights"]

DIGITS = 3  # of a weight after the point: more change no choice


def read_weights(path: Path) -> dict[str, float]:
    """Read weights by feature.

    Args:
        path: A file that ``write_weights`` wrote.

    Raises:
        KnowledgeError: It is missing or damaged.
    """
    with contextlib.suppress(OSError, EOFError, ValueError, zlib.error):
        lines = gzip.decompress(path.read_bytes()).decode().split("\n")[:-1]
        if weights := {feature: float(weight) for feature, _, weight in (line.rpartition("\t") for line in lines)}:
            return weights
    raise KnowledgeError(f"{path.name}: no weights can be read; install zhkg again or run kg train")


def write_weights(weights: Mapping[str, float], path: Path) -> None:
    """Write weights as lines of a feature, a tab and its weight, compressed; the same weights give the same file.

    Raises:
        OSError: It cannot be written.
    """
    kept = sorted((feature, round(weight, DIGITS)) for feature, weight in weights.items() if round(weight, DIGITS))
    text = "".join(f"{feature}\t{weight:.{DIGITS}f}\n" for feature, weight in kept)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def likelihoods(weights: Mapping[str, float], options: Iterable[Sequence[str]]) -> list[float]:
    """Say how likely each option is the right one, by its features; the likelihoods of all sum to 1, of none are none.

    >>> likelihoods({"near": 1.0}, [["near"], ["far"]])[0] > 0.7
    True
    """
    sums = [math.fsum(weights.get(feature, 0.0) for feature in option) for option in options]
    most = max(sums, default=0.0)
    raised = [math.exp(total - most) for total in sums]
    return [each / math.fsum(raised) for each in raised]
