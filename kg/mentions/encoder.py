"""What a neural network that others trained on news says of each character: a name's, or which part of speech."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from kg.errors import KnowledgeError
from kg.knowledge.files import shared

__all__ = ["Network", "label_characters"]

ENCODER = "lac.onnx"
UNKNOWN = 0  # the row of characters that the network does not know


def label_characters(text: str) -> list[str]:
    """Label each character of a sentence.

    Args:
        text: The sentence.

    Returns:
        For each character the part of speech of its word with ``-B`` or ``-I``: ``PER-B``, ``ORG-I``, ``v-B``.

    Raises:
        KnowledgeError: The network is missing or damaged.
    """
    network = _own_network()
    return network.label(text) if text else []


class Network:
    """Two bidirectional recurrent layers over characters; source: LAC (Jiao et al. 2018), see data/models/README.md.

    Args:
        path: The file, with characters and labels in its metadata.

    Raises:
        KnowledgeError: It is missing or no such file.
    """

    def __init__(self, path: Path) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in the same order each time
        options.log_severity_level = 4
        try:
            self._session: Any = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            known = self._session.get_modelmeta().custom_metadata_map
            self._labels = known["labels"].split(" ")
            self._rows = {character: row for row, character in enumerate(known["characters"], UNKNOWN + 1)}
            self._folded = str.maketrans(known["from"], known["to"])
        except Exception as error:  # the library's errors have no common class of their own
            raise KnowledgeError(f"{path}: no network that labels characters ({error}); fetch it again") from error

    def label(self, text: str) -> list[str]:
        """Label each character of a text that is not empty."""
        rows = np.array([[self._rows.get(character, UNKNOWN) for character in text.translate(self._folded)]])
        (scores,) = self._session.run(None, {"token_ids": rows, "length": np.array([len(text)])})
        return [self._labels[best] for best in scores[0].argmax(axis=1)]


@lru_cache(maxsize=1)
def _own_network() -> Network:
    return Network(shared("data/models") / ENCODER)
