"""The network behind the tagger, and how text is put into its numbers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.knowledge.files import shared
from kg.mentions.features import Features
from kg.mentions.network import ALONE, END, LONGEST, START, Network, Vocabulary, cut_windows
from kg.mentions.pieces import Pieces, fold
from kg.mentions.tagger import MODEL

PIECES = {
    piece: -float(rank)
    for rank, piece in enumerate(["<s>", "</s>", "<unk>", "▁", "长", "沙", "市", "委", ",", "长沙", "市委", "沙市"], 1)
}
VALUES = {"types": ["B-Person", "I-Person", "O"], "rules": ["region"], "inner": [], "words": ["Bns", "Ens"]}
ANY = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("长沙市委员会，“”。１２ ")), max_size=80)


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(shared("data/models") / MODEL)


def plain(text: str, words: Sequence[str] | None = None) -> Features:
    empty = [""] * len(text)
    return Features(types=["O"] * len(text), rules=empty, inner=empty, words=words or empty, depths=[0] * len(text))


def test_the_likeliest_pieces_are_taken() -> None:
    pieces = Pieces({"长": -3.0, "沙": -3.0, "市": -3.0, "长沙": -4.0, "沙市": -4.5})
    assert [("长沙市"[start:end], number) for start, end, number in pieces.cut("长沙市")] == [("长沙", 3), ("市", 2)]


@given(ANY)
def test_pieces_cover_a_text_without_gaps(text: str) -> None:
    cut = Pieces(PIECES).cut(text)
    assert "".join(text[start:end] for start, end, _ in cut) == text
    assert all(number is not None or end - start == 1 for start, end, number in cut)


@given(ANY)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_character_is_told_its_piece_its_place_there_and_its_features() -> None:
    vocabulary = Vocabulary(PIECES, VALUES)
    features = Features(
        types=["B-Person", "O", "O", "O", "I-Award"],
        rules=["region", "", "", "", ""],
        inner=[""] * 5,
        words=["Bns", "Ens", "x", "", ""],
        depths=[0, 1, 2, 3, 0],
    )
    pieces, characters = vocabulary.number("长沙，委x", features)
    names = list(PIECES)
    assert [names[number] for number in pieces] == ["<s>", "▁", "长沙", ",", "委", "<unk>", "</s>"]
    owner, place, own, types, rules, inner, words, depths = characters.tolist()
    assert owner == [2, 2, 3, 4, 5]
    assert place == [START, END, ALONE, ALONE, ALONE]
    assert [names[number] for number in own] == ["长", "沙", ",", "委", "<unk>"]
    assert (types, rules, inner) == ([1, 3, 3, 3, 0], [1, 0, 0, 0, 0], [0] * 5)
    assert (words, depths) == ([1, 2, 0, 0, 0], [0, 1, 2, 2, 0])


@given(ANY.filter(bool))
@settings(max_examples=40, deadline=None)
def test_every_character_gets_likelihoods_that_sum_to_one(network: Network, text: str) -> None:
    scores = network.read(text, plain(text))
    assert scores.shape == (len(text), len(network.tags))
    assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-3)


LONG = "株洲市人民政府与中南大学签署合作协议，" * (3 * LONGEST // 19)


@pytest.mark.parametrize("text", ["", "株洲", LONG, "株" * (2 * LONGEST + 1), "，" + "株" * LONGEST])
def test_windows_make_up_the_text_and_end_behind_a_mark(text: str) -> None:
    windows = cut_windows(text)
    assert [text[start:end] for start, end in windows] == [part for part in _parts(text, windows) if part or not text]
    assert all(end - start <= LONGEST for start, end in windows)
    marked = "，" in text[LONGEST // 2 :]
    assert all(text[end - 1] == "，" for _, end in windows[:-1] if marked)


def _parts(text: str, windows: list[tuple[int, int]]) -> list[str]:
    ends = [end for _, end in windows]
    assert ends[-1] == len(text)
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def test_a_sentence_of_any_length_is_read_whole(network: Network) -> None:
    scores = network.read(LONG, plain(LONG))
    assert len(scores) == len(LONG)
    for start, end in cut_windows(LONG):
        assert np.array_equal(scores[start:end], network.read(LONG[start:end], plain(LONG[start:end])))


def test_a_long_sentence_is_cut_with_its_features(network: Network) -> None:
    features = replace(plain(LONG), types=["B-Person" if at == len(LONG) - 3 else "O" for at in range(len(LONG))])
    start, end = cut_windows(LONG)[-1]
    changed = network.read(LONG, features)
    assert not np.array_equal(changed[start:], network.read(LONG, plain(LONG))[start:])
    assert np.array_equal(changed[start:end], network.read(LONG[start:end], features.part(start, end)))


def test_words_for_control_are_plain_text() -> None:
    vocabulary = Vocabulary(PIECES, VALUES)
    pieces, _ = vocabulary.number("</s>", plain("</s>"))
    names = [list(PIECES)[number] for number in pieces]
    assert names == ["<s>", "▁", *["<unk>"] * 4, "</s>"]


def test_a_network_says_the_same_again(network: Network) -> None:
    text = "四川省信用再担保有限公司董事长莫虎介绍，业务规模增长两成。"
    again = Network(shared("data/models") / MODEL)
    assert np.array_equal(again.read(text, plain(text)), network.read(text, plain(text)))


@pytest.mark.parametrize("content", [None, b"", b"no network at all"])
def test_a_network_that_is_missing_or_damaged_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / MODEL
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"names\.onnx: no model of names can be read"):
        Network(path)


def test_half_a_network_is_named(tmp_path: Path) -> None:
    path = tmp_path / MODEL
    path.write_bytes((shared("data/models") / MODEL).read_bytes()[:100_000])
    with pytest.raises(KnowledgeError, match="install zhkg again"):
        Network(path)
