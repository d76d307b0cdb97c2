import pytest

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.names import read_names

FAULTY = """
words: {boundary: 在}
suffixes:
  - {id: a, type: Firm, forms: [公司], needs: [region], examples: [x], never: [y]}
  - {id: a, type: Park, forms: [], needs: [nothing], examples: [x], never: [y]}
patterns:
  - {id: p, type: Event, match: "(", examples: [x], never: [y]}
heads:
  - {id: h, type: Platform, forms: [平台], span: half, examples: [x]}
quotes: {}
people: {}
companies: {}
"""


@pytest.fixture(scope="module")
def faults(knowledge, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("names") / "mentions.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        read_names(knowledge.lexicon, knowledge.regions, path)
    return str(error.value)


@pytest.mark.parametrize(
    "fault",
    [
        "mentions.yaml:4: a: no type 'Firm'",
        "mentions.yaml:5: a: no forms",
        "mentions.yaml:5: a: needs ['nothing']",
        "mentions.yaml:5: a: the id stands on line 4 already",
        "mentions.yaml:7: match:",
        "mentions.yaml:9: h: no never",
        "mentions.yaml:9: h: span is 'half'",
    ],
)
def test_faulty_file_reports_every_fault_with_its_line(faults, fault):
    assert any(line.startswith(fault) for line in faults.splitlines())


def test_missing_section_is_named(knowledge, tmp_path):
    path = tmp_path / "mentions.yaml"
    path.write_text("words: {}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="suffixes: missing"):
        read_names(knowledge.lexicon, knowledge.regions, path)


def test_forms_and_rules_stand_at_the_same_place(knowledge):
    rules = read_names(knowledge.lexicon, knowledge.regions)
    assert len(rules.forms) == len(rules.suffixes)
    assert all(form in rule.forms for form, found in zip(rules.forms, rules.suffixes, strict=True) for rule in found)


def test_rules_come_from_the_data_file(knowledge):
    assert shared("data/patterns/mentions.yaml").exists()
    assert {rule.id for rule in knowledge.names.rules} >= {"company-legal", "park", "programme"}
