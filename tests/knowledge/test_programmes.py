"""The programmes: a SKOS concept scheme read from Turtle."""

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.lexicon import read_lexicon
from kg.knowledge.programmes import Programme, read_programmes
from kg.knowledge.regions import read_regions

PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kg: <https://w3id.org/zhkg/ontology#> .
@prefix pr: <https://w3id.org/zhkg/programme/> .
"""


def write(folder: Path, turtle: str) -> Path:
    path = folder / "programmes.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


def test_concepts_become_programmes(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """pr:whole a skos:Concept ; skos:prefLabel "两翼齐飞"@zh ; skos:altLabel "两翼齐飞战略"@zh ;
        kg:region "衡阳市"@zh ; kg:period "2021/2025" ; kg:quotedOnly true ; skos:narrower pr:left .
        pr:left a skos:Concept ; skos:prefLabel "左翼工程"@zh .
        pr:right a skos:Concept ; skos:prefLabel "右翼工程"@zh ; skos:broader pr:whole .""",
    )
    assert read_programmes(path) == (
        Programme(id="left", name="左翼工程"),
        Programme(id="right", name="右翼工程"),
        Programme(
            id="whole",
            name="两翼齐飞",
            aliases=("两翼齐飞战略",),
            region="衡阳市",
            period="2021/2025",
            quoted_only=True,
            components=("left", "right"),
        ),
    )


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ("pr:a a skos:Concept .", "programmes.ttl: a: 0 skos:prefLabel; write exactly one"),
        (
            'pr:a a skos:Concept ; skos:prefLabel "甲"@zh .',
            "programmes.ttl: a: label '甲' has one character; leave it out",
        ),
        (
            'pr:a a skos:Concept ; skos:prefLabel "甲乙"@zh ; skos:narrower pr:b .',
            "programmes.ttl: a: no concept 'b'; add it or mend skos:narrower",
        ),
    ],
)
def test_faulty_concepts_are_told(tmp_path: Path, turtle: str, fault: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_programmes(write(tmp_path, turtle))
    assert str(caught.value) == fault


def test_what_is_no_turtle_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^programmes\.ttl: .*; mend the Turtle there$"):
        read_programmes(write(tmp_path, "pr:a a"))


def test_labels_stand_once() -> None:
    programmes = read_programmes(shared("data/lexicon/programmes.ttl"))
    labels = [label for programme in programmes for label in (programme.name, *programme.aliases)]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_entries_carry_the_region() -> None:
    entries = {entry.name: entry for entry in read_lexicon(read_regions()).entries if entry.table == "programmes"}
    assert entries["三高四新"].scope == "430000"
    assert entries["十四五"].scope is None
