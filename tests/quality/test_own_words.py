"""The project holds no words of the shared texts, whose licence is their publishers'."""

from pathlib import Path

from tests.conftest import ROOT

SHARED_CHARACTERS = 20  # in a row, white space left out; names and set phrases are shorter
OFFICIAL = "kg:fullForm"  # how a programme words itself, which nobody can say otherwise
PLACES = ("data", "ontology", "tests", "kg", "notebooks", "README.md")
TEXTS = {".txt", ".yaml", ".json", ".tsv", ".ttl", ".rq", ".py", ".md", ".ipynb", ".js", ".html"}


def _runs(text: str) -> set[str]:
    solid = "".join(text.split())
    return {solid[start : start + SHARED_CHARACTERS] for start in range(len(solid) - SHARED_CHARACTERS + 1)}


def _files() -> list[Path]:
    found = [
        path for place in PLACES for path in ([ROOT / place] if place.endswith(".md") else (ROOT / place).rglob("*"))
    ]
    return sorted(path for path in found if path.suffix in TEXTS and path.is_file())


def test_no_file_shares_a_passage_with_the_shared_texts(shared):
    theirs = {
        run: path.name for path in sorted((shared / "corpus").glob("*.txt")) for run in _runs(path.read_text("utf-8"))
    }
    overlaps = []
    for path in _files():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            common = sorted(_runs(line) & theirs.keys())
            if common and OFFICIAL not in line:
                overlaps.append(f"{path.relative_to(ROOT)}:{number}: {common[0]} stands in {theirs[common[0]]}")
    assert not overlaps
