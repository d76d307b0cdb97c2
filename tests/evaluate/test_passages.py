import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.passages import Source
from kg.model import Span

TEXT = "港口很忙。\n　　今年吞吐量达\n600万吨，增长三成。\n码头要\n扩建！"


@pytest.mark.parametrize(
    ("quotes", "found"),
    [
        (["吞吐量达600万吨"], "吞吐量达\n600万吨"),
        (["没有这句", "码头要扩建"], "码头要\n扩建"),
        (["没有这句", ""], None),
    ],
    ids=["over a line break", "the second of two", "nowhere"],
)
def test_quotes_are_found_without_regard_to_white_space(quotes, found):
    spans = Source(TEXT).locate(quotes)
    assert [TEXT[span.start : span.end] for span in spans] == ([found] if found else [])


def test_passage_is_the_sentence_with_the_words_marked():
    source = Source(TEXT)
    passage = source.passage(source.locate(["600万吨"]))
    assert passage.text == "今年吞吐量达\n600万吨，增长三成。"
    assert [passage.text[span.start : span.end] for span in passage.marked] == ["600万吨"]


def test_pieces_that_stand_apart_are_shown_with_a_gap():
    passage = Source(TEXT).passage([Span(0, 2), Span(TEXT.index("码头"), TEXT.index("码头") + 2)])
    assert passage.text == "港口很忙。 … \n码头要\n扩建！"
    assert [passage.text[span.start : span.end] for span in passage.marked] == ["港口", "码头"]


@given(st.text(alphabet="港口。 \n　忙", min_size=1, max_size=60), st.data())
def test_marked_words_are_the_words_of_the_spans(text, data):
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=3))
    spans = [Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]
    passage = Source(text).passage(spans)
    marked = "".join(passage.text[span.start : span.end] for span in passage.marked)
    covered = sorted({place for span in spans for place in range(span.start, span.end)})
    assert "".join(marked.split()) == "".join("".join(text[place] for place in covered).split())
