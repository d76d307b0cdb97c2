"""The quality gate: builds each annotated text by itself, scores it, and holds the figures against floors.json.

python -m tests.quality.gate                 show the figures beside their floors
python -m tests.quality.gate --raise         raise the floors to what was reached
python -m tests.quality.gate --lower-floors  set them to what was reached, lower ones included
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.evaluate import LAYERS, Report, evaluate, join, read_gold, to_text
from kg.project import build_project
from kg.validate import verify

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.0005  # floors are written with three decimals


def texts(name: str) -> list[tuple[Path, Path]]:
    """Pairs of text and annotations of a set: ``samples`` or ``shared``."""
    if name == "samples":
        pairs = [(path.with_suffix(".txt"), path) for path in sorted((ROOT / "data" / "samples").glob("*.yaml"))]
    else:
        shared = ROOT.parent / "shared"
        pairs = [(shared / "corpus" / f"{path.stem}.txt", path) for path in sorted((shared / "gold").glob("*.yaml"))]
    return pairs


def score(pairs: Sequence[tuple[Path, Path]]) -> Report:
    """Build each text by itself, check all of its evidence, and score it."""
    reports = []
    with TemporaryDirectory() as folder:
        for text, annotations in pairs:
            out = Path(folder) / text.stem
            build_project([text], out)
            faults, _ = verify(out)
            if faults:
                raise AssertionError(f"{text.name}: {faults[0].line}")
            reports.append(evaluate(out, read_gold(annotations)))
    return join(reports)


def digest(pairs: Sequence[tuple[Path, Path]]) -> str:
    """What texts and annotations are: figures of others are other figures."""
    return hashlib.sha256(b"".join(path.read_bytes() for pair in pairs for path in pair)).hexdigest()[:16]


def main() -> None:
    """Show or set the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="up", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--lower-floors", action="store_true", help="set the floors to what was reached")
    parser.add_argument("--errors", action="store_true", help="list each missed and each extra item")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name in ("samples", "shared"):
        pairs = texts(name)
        if not pairs:
            continue
        report = score(pairs)
        sys.stdout.write(f"{name}\n{to_text(report, errors=options.errors)}\n")
        reached = {layer: round(report.score(layer).f1 - SLACK, 3) for layer in LAYERS}
        old = floors.get(name, {}).get("f1", {})
        if options.lower_floors or not old:
            floors[name] = {"annotations": digest(pairs), "f1": reached}
        elif options.up:
            better = {layer: max(reached[layer], old.get(layer, 0)) for layer in LAYERS}
            floors[name] = {"annotations": digest(pairs), "f1": better}
    if options.up or options.lower_floors:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
