import json

import pytest

from kg.evaluate import LAYERS
from tests.quality.gate import FLOORS, SLACK, digest, score, texts


@pytest.mark.parametrize("name", ["samples", "shared"])
def test_no_figure_falls_below_its_floor(name):
    pairs = texts(name)
    if not pairs:
        pytest.skip("needs the shared corpus beside the checkout (../shared/gold)")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    if floors["annotations"] != digest(pairs):
        pytest.fail(
            f"{name}: other texts or annotations than the floors were set on; run python -m tests.quality.gate --lower-floors"
        )
    report = score(pairs)
    reached = {layer: report.score(layer).f1 for layer in LAYERS}
    below = {layer: (f1, floors["f1"][layer]) for layer, f1 in reached.items() if f1 + SLACK < floors["f1"][layer]}
    assert not below
