import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.tokens import add_words, cut, tag


@given(st.text(alphabet="产业发展，。 A1\n“”𠮷", max_size=40))
def test_cut_covers_the_text(text: str) -> None:
    tokens = cut(text)
    assert [token.start for token in tokens] == [0, *(token.end for token in tokens)][: len(tokens)]
    assert "".join(text[token.start : token.end] for token in tokens) == text


@pytest.mark.parametrize("text", ["全市新增高新技术企业600家。", "a b\n产业"])
def test_tag_covers_the_text(text: str) -> None:
    tokens = tag(text)
    assert tokens[-1].end == len(text)
    assert all(token.tag for token in tokens)


def test_add_words_keeps_a_name_whole() -> None:
    text = "推进三强一化建设"
    add_words(["三强一化"])
    assert "三强一化" in [text[token.start : token.end] for token in cut(text)]
