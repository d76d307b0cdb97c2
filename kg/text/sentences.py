"""Sentences in reading order."""

import re
from collections.abc import Iterator

from kg.knowledge.layout import LayoutRules
from kg.model import Document, Sentence
from kg.text.layout import find_paragraphs
from kg.text.paragraphs import Paragraph

__all__ = ["find_sentences"]

MAX_SHORT_QUOTE_CHARS = 15  # a quotation up to this length is a word of its sentence: 一声“好！”
SHORT_QUOTE = re.compile(
    rf"“[^“”]{{1,{MAX_SHORT_QUOTE_CHARS}}}”|‘[^‘’]{{1,{MAX_SHORT_QUOTE_CHARS}}}’|（[^（）]*）|\([^()]*\)|《[^《》]*》"
)


def find_sentences(document: Document, layout: LayoutRules) -> list[Sentence]:
    """Part a document into sentences, mended where the page cut them.

    Args:
        document: The text as it was read.
        layout: The rules of a page.

    Returns:
        Sentences in reading order; each non-white character of the document is in exactly one.
    """
    return [
        Sentence(text=part.text, pieces=part.pieces, block=part.block, paragraph=number)
        for number, paragraph in enumerate(find_paragraphs(document, layout), 1)
        for part in _split(paragraph, layout)
    ]


def _split(paragraph: Paragraph, layout: LayoutRules) -> Iterator[Paragraph]:
    """Part a paragraph behind each mark that ends a sentence and the closing marks that follow it."""
    if paragraph.block != "body":
        yield paragraph
        return
    text = paragraph.text
    ends, closers = re.escape(layout.ends), re.escape(layout.closers)
    short = _short_quotes(text)
    start = 0
    for mark in re.finditer(rf"[{ends}]+[{closers}]*", text):
        if _ends_sentence(text, mark, short):
            sentence = paragraph.take(start, mark.end())
            if sentence:
                yield sentence
            start = mark.end()
    rest = paragraph.take(start, len(text))
    if rest:
        yield rest


def _short_quotes(text: str) -> list[tuple[int, int]]:
    """Find quotations and brackets too short to hold sentences of their own."""
    return [match.span() for match in SHORT_QUOTE.finditer(text)]


def _ends_sentence(text: str, mark: re.Match[str], short: list[tuple[int, int]]) -> bool:
    if any(start < mark.start() < end for start, end in short):
        return False
    following = text[mark.end() : mark.end() + 1]
    if set(mark.group()) <= {"…"}:
        return following not in {*"，、。；：等"}
    latin = text[mark.start() - 1 : mark.start()].isascii() and following.isascii() and following.strip() != ""
    return not latin and following not in {*"，、；"}
