import re
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.layout import Furniture, read_layout
from kg.model import Document
from kg.text.sentences import find_sentences

LAYOUT = read_layout()
CASES = [(furniture, text) for furniture in LAYOUT.furniture for text in furniture.find]
SKIPS = [(furniture, text) for furniture in LAYOUT.furniture for text in furniture.skip]


def found(text: str, furniture: Furniture) -> list[str]:
    sentences = find_sentences(Document(id="x", text=text + "\n企业产值增长。"), LAYOUT)
    return [sentence.text for sentence in sentences if sentence.block == furniture.block]


@pytest.mark.parametrize(("furniture", "marked"), CASES, ids=lambda value: getattr(value, "id", None))
def test_furniture_is_found_as_marked(furniture: Furniture, marked: str) -> None:
    (expected,) = re.findall(r"\[(.*)\]", marked)
    assert found(marked.replace("[", "").replace("]", ""), furniture) == [expected.strip()]


@pytest.mark.parametrize(("furniture", "text"), SKIPS, ids=lambda value: getattr(value, "id", None))
def test_furniture_is_not_found(furniture: Furniture, text: str) -> None:
    assert found(text, furniture) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "    where: line",
            "    where: side",
            "layout.yaml:51: credits-line: where is 'side'; write line, opening or ending",
        ),
        ("block: caption", "block: image", "caption: block is 'image'"),
        ('skip: ["文化产业', 'spik: ["文化产业', "credits-line: no skip"),
        ('cut_tail: "', 'cut_tail: "(', "cut_tail: missing )"),
        ("  ends:", "  end:", "marks: no ends"),
    ],
)
def test_read_layout_names_each_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    content = (shared("data/patterns") / "layout.yaml").read_text(encoding="utf-8")
    assert old in content
    path = tmp_path / "layout.yaml"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_layout(path)
    assert re.sub(r":\d+:", ":", fault) in re.sub(r":\d+:", ":", str(raised.value))
    assert str(raised.value).startswith("layout.yaml:")


def test_read_layout_names_all_faults_at_once(tmp_path: Path) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text("patterns:\n  - {id: a, where: up, block: byline, pattern: '('}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_layout(path)
    assert len(str(raised.value).splitlines()) > 5
