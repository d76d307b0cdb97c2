from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.knowledge.speech import read_speech


def test_read_speech_gives_the_longest_form_first() -> None:
    match = read_speech().behind_name.match("提出建议，要加快建设。")
    assert match is not None
    assert match["verb"] == "提出建议"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("forms: [表示]", "form: [表示]", "表示: no forms; every verb has forms"),
        ('pronoun: "', 'pronoun: "(', "pronoun: missing )"),
        ("  narrates:", "  narrate:", "narrates: no such clue"),
        ("  plain_verb:", "  verb:", "plain_verb: none"),
    ],
)
def test_read_speech_names_each_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    content = (shared("data/patterns") / "proposals.yaml").read_text(encoding="utf-8")
    assert old in content
    path = tmp_path / "proposals.yaml"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read_speech(path)
    assert fault in str(raised.value)
    assert str(raised.value).startswith("proposals.yaml:")
