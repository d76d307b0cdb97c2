"""The network that labels characters."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.mentions.encoder import Network, label_characters


def words(text: str) -> list[tuple[str, str]]:
    """Put characters of one label together."""
    found: list[tuple[str, str]] = []
    for character, label in zip(text, label_characters(text), strict=True):
        kind, _, place = label.partition("-")
        if place == "I" and found:
            found[-1] = (found[-1][0] + character, found[-1][1])
        else:
            found.append((character, kind))
    return found


def test_label_characters_knows_people_places_and_organizations() -> None:
    found = words("赵志强昨天从南昌市来到江铃汽车股份有限公司。")
    assert ("赵志强", "PER") in found
    assert ("江铃汽车股份有限公司", "ORG") in found
    assert {kind for word, kind in found if word.startswith("南昌")} == {"LOC"}


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_label_characters_gives_each_character_one_label(text: str) -> None:
    assert len(label_characters(text)) == len(text)


def test_label_characters_reads_full_width_forms_as_their_half() -> None:
    assert label_characters("投资２０亿元，增长５％") == label_characters("投资20亿元,增长5%")


def test_label_characters_says_the_same_again() -> None:
    text = "四川省信用再担保有限公司董事长莫虎介绍，业务规模增长两成。"
    again = Network(shared("data/models") / "lac.onnx")
    assert again.label(text) == label_characters(text)


@pytest.mark.parametrize("content", [None, b"", b"no network at all"])
def test_a_network_that_is_missing_or_damaged_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lac.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"lac\.onnx: no network that labels characters"):
        Network(path)
