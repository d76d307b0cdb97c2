"""The reader of ``relations.yaml``: what it compiles and how it reports faults."""

from itertools import pairwise

import pytest

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.ontology import read_ontology
from kg.knowledge.patterns import BLOCK, FIRST, read_relations, slot_class

ONTOLOGY = read_ontology()
GOOD = """\
  - id: award
    predicate: receivedAward
    pattern: "{subject}荣获{object}"
    examples: ["[subject Company: 甲]荣获[object Award: 乙奖]"]
    never: ["[Company: 甲]争取[Award: 乙奖]"]
"""


def write(tmp_path, patterns: str):
    """Write a rule file with the real word lists and these patterns."""
    real = (shared("data") / "patterns" / "relations.yaml").read_text(encoding="utf-8")
    path = tmp_path / "relations.yaml"
    path.write_text(real[: real.index("\npatterns:")] + "\npatterns:\n" + patterns, encoding="utf-8")
    return path


def test_the_real_file_compiles_and_ids_are_unique():
    rules = read_relations(ONTOLOGY)
    ids = [pattern.id for pattern in rules.patterns]
    assert len(ids) == len(set(ids)) > 30
    assert {pattern.predicate for pattern in rules.patterns} <= set(ONTOLOGY.predicates)


def test_slots_take_their_classes_from_the_ontology(tmp_path):
    (pattern,) = read_relations(ONTOLOGY, write(tmp_path, GOOD)).patterns
    assert pattern.objects == {"Award"}
    assert "Product" in pattern.subjects
    assert "Programme" not in pattern.subjects


def test_a_slot_takes_a_list_of_names(tmp_path):
    (pattern,) = read_relations(ONTOLOGY, write(tmp_path, GOOD)).patterns

    def char(cls: str, number: int) -> str:
        return chr(FIRST + ONTOLOGY.concrete.index(cls) * BLOCK + number)

    one, two, award = char("Company", 0), char("Company", 1), char("Award", 2)
    match = pattern.regex.search(f"今年{one}、{two}等两家企业荣获{award}。")
    assert match is not None
    assert one in match["subject"]
    assert two in match["subject"]
    assert match["object"] == award


def test_slot_classes_do_not_overlap():
    order = ONTOLOGY.concrete
    ends = [slot_class([cls], order) for cls in order]
    assert all(ord(one[2]) < ord(two[0]) for one, two in pairwise(ends))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("receivedAward", "recievedAward"), "no property 'recievedAward'; did you mean 'receivedAward'?"),
        (("{object}", "{object:Awards}"), "no class here 'Awards'; did you mean 'Award'?"),
        (("荣获", "<wins>"), "no word list 'wins'; did you mean 'win'?"),
        (("荣获", "(荣获"), "no regular expression"),
        (("{subject}", ""), "add or drop one"),
        (("examples:", "exmples:"), "no key 'exmples'; did you mean 'examples'?"),
        (("predicate: receivedAward", "predicate: receivedAward\n    status: done"), "no status 'done'"),
        (("predicate: receivedAward", "predicate: receivedAward\n    implied: hme"), "did you mean 'home'?"),
    ],
)
def test_a_fault_names_its_line_and_what_was_meant(tmp_path, change, message):
    path = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(KnowledgeError) as caught:
        read_relations(ONTOLOGY, path)
    line = path.read_text(encoding="utf-8").split("\n").index("  - id: award") + 1
    assert f"relations.yaml:{line}: award: " in str(caught.value)
    assert message in str(caught.value)


def test_all_faults_are_reported_at_once(tmp_path):
    path = write(tmp_path, GOOD.replace("荣获", "<wins>") + GOOD.replace("receivedAward", "award") + GOOD + GOOD)
    with pytest.raises(KnowledgeError) as caught:
        read_relations(ONTOLOGY, path)
    assert len(str(caught.value).split("\n")) == 3
