"""Units and the words around numbers."""

from pathlib import Path
from shutil import copy

import pytest

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.measures import CUES, read_measures

RULES = read_measures()
PAIRS = [pytest.param(cue, id=f"{name}-{cue.id}") for name in (*CUES, "forms") for cue in RULES.cues[name]]


@pytest.mark.parametrize("cue", PAIRS)
def test_each_cue_finds_its_example_and_misses_its_counterexample(cue) -> None:
    assert cue.pattern.search(cue.find), cue.find
    assert not cue.pattern.search(cue.miss), cue.miss


def test_cues_have_names_of_their_own() -> None:
    names = [(name, cue.id) for name in (*CUES, "forms") for cue in RULES.cues[name]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("form", "base", "group"),
    [
        ("％", "%", "percent"),
        ("千米", "千米", "measure"),
        ("标箱", "标箱", "measure"),
        ("百分点", "个百分点", "percent"),
    ],
)
def test_units_have_a_base(form: str, base: str, group: str) -> None:
    assert (RULES.units[form].base, RULES.units[form].group) == (base, group)


def _copies(folder: Path) -> tuple[Path, Path]:
    copy(shared("data/lexicon") / "units.tsv", folder)
    copy(shared("data/patterns") / "observations.yaml", folder)
    return folder / "units.tsv", folder / "observations.yaml"


def test_read_measures_reports_all_faults_with_their_lines(tmp_path: Path) -> None:
    units, rules = _copies(tmp_path)
    lines = units.read_text(encoding="utf-8").count("\n")
    with units.open("a", encoding="utf-8") as file:
        file.write("家\tcount\n新单位\tcuont\n又一\tcount\t\tzwei\n")
    text = rules.read_text(encoding="utf-8")
    rules.write_text(
        text.replace('sign: "~", find: "出口约"', 'sign: "?", find: "出口约"').replace('find: "剩余', 'find: "剩余')
    )
    with pytest.raises(KnowledgeError) as caught:
        read_measures(tmp_path)
    message = str(caught.value)
    assert f"units.tsv:{lines + 1}: 家: form '家' stands in two lines" in message
    assert f"units.tsv:{lines + 2}: 新单位: group 'cuont'" in message
    assert f"units.tsv:{lines + 3}: 又一: factor 'zwei'" in message
    assert "about: sign '?'" in message


def test_read_measures_wants_every_list(tmp_path: Path) -> None:
    _, rules = _copies(tmp_path)
    rules.write_text(rules.read_text(encoding="utf-8").replace("  stative:", "  statisch:"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no list 'stative'"):
        read_measures(tmp_path)
