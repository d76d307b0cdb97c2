"""The neural network behind the tagger: pieces of words, read together with what the rules found."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from kg.errors import KnowledgeError
from kg.mentions.features import Features
from kg.mentions.pieces import Pieces, fold

__all__ = ["CONTROL", "DEEPEST", "FIELDS", "FIRST", "LONGEST", "Network", "Vocabulary", "cut_windows"]

LONGEST = 300  # characters that the network reads at once
BREAKS = "。；，、 "
FIELDS = ("types", "rules", "inner", "words")  # of the features; each value has a number of its own
DEEPEST = 2  # quotations inside each other that the network tells apart
FIRST = "▁"  # before the first word
CONTROL = BEGINNING, PADDING, ENDING, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"  # pieces that stand for no text
ALONE, START, INSIDE, END = range(4)  # where in its piece a character stands
Numbers = NDArray[np.int64]


class Vocabulary:
    """What has a number in the network: pieces of words and the values of features.

    Args:
        pieces: The logarithm of how likely each piece is, in the order of their numbers.
        values: For each of ``FIELDS`` its values in the order of their numbers, from 1 on; others are 0.
    """

    def __init__(self, pieces: Mapping[str, float], values: Mapping[str, Sequence[str]]) -> None:
        self._pieces = Pieces(pieces, apart=CONTROL)
        self._values = {field: {value: n for n, value in enumerate(values[field], 1)} for field in FIELDS}
        self._first, self._unknown, self._last = (self._number(piece) for piece in (BEGINNING, UNKNOWN, ENDING))

    def number(self, text: str, features: Features) -> tuple[Numbers, Numbers]:
        """Put a text and its features into numbers.

        Returns:
            The pieces; and for each character in a column its piece's place, its place in the piece, its own piece,
            the values of ``FIELDS`` and the quotations around it.
        """
        plain = fold(text)
        pieces, owner, place = [self._first], [0] * len(text), [ALONE] * len(text)
        for start, end, number in self._pieces.cut(FIRST + plain):
            begin, stop = max(start - 1, 0), end - 1  # in the text, which has no first mark
            for at in range(begin, stop):
                owner[at] = len(pieces)
                place[at] = START if at == begin else END if at == stop - 1 else INSIDE
            if stop - begin == 1:
                place[begin] = ALONE
            pieces.append(self._unknown if number is None else number)
        rows = [
            owner,
            place,
            [self._number(character) for character in plain],
            *([self._values[field].get(value, 0) for value in getattr(features, field)] for field in FIELDS),
            [min(depth, DEEPEST) for depth in features.depths],
        ]
        return np.array([*pieces, self._last], dtype=np.int64), np.array(rows, dtype=np.int64)

    def _number(self, piece: str) -> int:
        number = self._pieces.number(piece)
        return self._unknown if number is None else number


class Network:
    """Layers of a transformer over pieces and a recurrent one over characters; see data/models/README.md.

    Args:
        path: The file, with its vocabulary and tags in the metadata.

    Raises:
        KnowledgeError: It is missing or no such file.
    """

    def __init__(self, path: Path) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in the same order each time
        options.log_severity_level = 4
        try:
            self._session: Any = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            known = {key: json.loads(value) for key, value in self._session.get_modelmeta().custom_metadata_map.items()}
            self.tags: list[str] = known["tags"]
            self._vocabulary = Vocabulary(known["pieces"], known["values"])
        except Exception as error:  # the library's errors have no common class of their own
            raise KnowledgeError(
                f"{path.name}: no model of names can be read ({error}); install zhkg again or run kg train"
            ) from error

    def read(self, text: str, features: Features) -> NDArray[np.float32]:
        """Say how likely each tag is.

        Args:
            text: A sentence that is not empty.
            features: What is known of its characters.

        Returns:
            The logarithm of the likelihood, a row for each character, a column for each of ``tags``.
        """
        parts = [(text[start:end], features.part(start, end)) for start, end in cut_windows(text)]
        return np.concatenate([self._read_part(*part) for part in parts])

    def _read_part(self, text: str, features: Features) -> NDArray[np.float32]:
        pieces, characters = self._vocabulary.number(text, features)
        scores: NDArray[np.float32] = self._session.run(None, {"pieces": pieces, "characters": characters})[0]
        return scores


def cut_windows(text: str) -> list[tuple[int, int]]:
    """Cut what is too long to be read at once, behind a mark where its second half has one.

    >>> cut_windows("公司增资。")
    [(0, 5)]

    Returns:
        Start and end of each part; at least one, together the text.
    """
    windows, start = [], 0
    while len(text) - start > LONGEST:
        mark = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in BREAKS)
        end = start + LONGEST if mark < 0 else mark + 1
        windows.append((start, end))
        start = end
    return [*windows, (start, len(text))]
