"""Paragraphs as one text, with their quotations."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.model import Block, Entity, Mention, Sentence, Span

__all__ = ["SENTENCE_MARKS", "Named", "Speech", "named_in", "to_speech"]

MIN_QUOTE_CHARS = 4  # a shorter quotation is a word: “好。”
MIN_CLAUSES_CHARS = 12  # a quotation of several clauses is speech though no sentence ends in it: “……，……”，
SENTENCE_MARKS = "。！？!?…；;"
MISUSED = re.compile("[：:]”[^“”]+[。！？…]”")  # the second mark for want of the first: 李明表示：”……。”


@dataclass(frozen=True, slots=True)
class Named:
    """An entity named in a paragraph, at a range of the paragraph's text."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A paragraph, as what is said in it is found.

    Attributes:
        text: Its sentences put together.
        sentences: Each with where it starts in ``text``.
        named: The entities, in the order of the text.
        people: The people among them whom no quotation names.
        quotes: Quotations that hold speech, with their marks.
        block: Heading or body.
    """

    text: str
    sentences: tuple[tuple[int, Sentence], ...]
    named: tuple[Named, ...]
    people: tuple[Named, ...]
    quotes: tuple[tuple[int, int], ...]
    block: Block

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Say where a range of the text stands in the document; ranges that touch are one."""
        spans: list[Span] = []
        for offset, sentence in self.sentences_in(self.sentence_start(start), end):
            first, last = max(start - offset, 0), min(end - offset, len(sentence.text))
            for span in sentence.locate(first, last) if first < last else ():
                if spans and spans[-1].end == span.start:
                    spans[-1] = Span(spans[-1].start, span.end)
                else:
                    spans.append(span)
        return tuple(spans)

    def sentence_start(self, place: int) -> int:
        """Say where the sentence starts that holds a place."""
        return self.sentences[max(bisect_right(self.sentences, place, key=_offset) - 1, 0)][0]

    def sentence_end(self, place: int) -> int:
        """Say where the sentence ends that holds a place."""
        start = self.sentence_start(place)
        return start + len(self.sentences_in(start, start + 1)[0][1].text)

    def sentences_in(self, start: int, end: int) -> tuple[tuple[int, Sentence], ...]:
        """List the sentences that start in a range."""
        first = bisect_left(self.sentences, start, key=_offset)
        return self.sentences[first : bisect_left(self.sentences, end, key=_offset)]

    def quotes_in(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """List the quotations that lie in a range."""
        first = bisect_left(self.quotes, start, key=_first)
        return self.quotes[first : bisect_right(self.quotes, end, key=_second)]

    def in_quote(self, place: int) -> bool:
        """Say whether a place lies in a quotation."""
        return _is_within(self.quotes, place)


def named_in(named: Sequence[Named], start: int, end: int) -> Sequence[Named]:
    """List those of the named that start in a range."""
    return named[bisect_left(named, start, key=_start) : bisect_left(named, end, key=_start)]


def _offset(placed: tuple[int, Sentence]) -> int:
    return placed[0]


def _start(name: Named) -> int:
    return name.start


def _first(quote: tuple[int, int]) -> int:
    return quote[0]


def _second(quote: tuple[int, int]) -> int:
    return quote[1]


def _is_within(quotes: Sequence[tuple[int, int]], place: int) -> bool:
    number = bisect_right(quotes, place, key=_first) - 1
    return number >= 0 and place < quotes[number][1]


def to_speech(sentences: Sequence[Sentence], entities: Mapping[Mention, Entity]) -> list[Speech]:
    """Put the sentences of each paragraph together."""
    mentions: dict[Sentence, list[Mention]] = {}
    for mention in entities:
        mentions.setdefault(mention.sentence, []).append(mention)
    paragraphs = []
    for _, group in groupby(sentences, key=lambda sentence: (sentence.paragraph, sentence.block)):
        text = ""
        placed: list[tuple[int, Sentence]] = []
        named: list[Named] = []
        for sentence in group:
            placed.append((len(text), sentence))
            named += [
                Named(len(text) + mention.start, len(text) + mention.end, entities[mention])
                for mention in mentions.get(sentence, ())
            ]
            text += sentence.text
        quotes = tuple(_speech_quotes(text))
        named.sort(key=lambda name: (name.start, -name.end))
        block = placed[0][1].block
        people = tuple(n for n in named if n.entity.type == "Person" and not _is_within(quotes, n.start))
        paragraphs.append(
            Speech(text=text, sentences=tuple(placed), named=tuple(named), people=people, quotes=quotes, block=block)
        )
    return paragraphs


def _speech_quotes(text: str) -> list[tuple[int, int]]:
    """Find the outermost quotations that hold a sentence; one whose other mark is missing reaches to the edge."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for place, char in enumerate(text):
        if char == "“" or (char == "”" and not opened and MISUSED.match(text, place - 1)):
            opened.append(place)
        elif char == "”" and not opened and text[place - 1] in SENTENCE_MARKS:
            found = [(0, place + 1)]
        elif char == "”" and opened:
            start = opened.pop()
            if not opened:
                found.append((start, place + 1))
    return [(start, end) for start, end in found if _holds_speech(text, start, end)]


def _holds_speech(text: str, start: int, end: int) -> bool:
    quote = text[start:end].strip("“”")
    if len(quote) < MIN_QUOTE_CHARS:
        return False
    if quote[-1] in SENTENCE_MARKS + "，" or any(mark in quote for mark in "。！？"):
        return True
    return len(quote) >= MIN_CLAUSES_CHARS and "，" in quote and text[end : end + 1] == "，"
