"""Learned weights: kept as they were written, and put to options."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KnowledgeError
from kg.knowledge.weights import DIGITS, likelihoods, read_weights, write_weights

FEATURES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)


@given(st.dictionaries(FEATURES, st.floats(1, 9), min_size=1))
def test_weights_come_back_rounded(tmp_path_factory, weights):
    path = tmp_path_factory.mktemp("weights") / "w.tsv.gz"
    write_weights(weights, path)
    assert read_weights(path) == {f: round(w, DIGITS) for f, w in weights.items() if round(w, DIGITS)}


def test_the_same_weights_give_the_same_file(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    write_weights({"a": 1.0, "b": -2.0}, one)
    write_weights({"b": -2.0, "a": 1.0}, other)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"no gzip"])
def test_missing_or_damaged_weights_are_named(tmp_path, content):
    path = tmp_path / "w.tsv.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"w\.tsv\.gz: no weights"):
        read_weights(path)


@given(st.lists(st.lists(st.sampled_from("abc")), min_size=1))
def test_likelihoods_sum_to_one_and_follow_the_weights(options):
    weights = {"a": 2.0, "b": -1.0}
    found = likelihoods(weights, options)
    sums = [sum(weights.get(feature, 0) for feature in option) for option in options]
    assert sum(found) == pytest.approx(1)
    assert sums[found.index(max(found))] == max(sums)
