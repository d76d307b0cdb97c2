import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.tokens import cut, tag


@settings(deadline=None)  # the first call reads the dictionary
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
