"""The sentence in which words stand, with the words marked."""

import re
from collections.abc import Iterable, Sequence

from kg.evaluate.report import Passage
from kg.model import Span

__all__ = ["Source"]

ENDS = re.compile(r"[。！？]|\n(?=\s)")  # a line break alone may cut a sentence that goes on
AROUND = 90  # characters shown at most before and after the words, where no sentence ends
GAP = " … "  # between pieces of text that stand apart


class Source:
    """A document's text, in which quotes are looked up as the guide says: white space does not count."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [place for place, character in enumerate(text) if not character.isspace()]
        self._solid = "".join(text[place] for place in self._places)
        self._ends = [0, *(end.end() for end in ENDS.finditer(text)), len(text)]

    def locate(self, quotes: Iterable[str]) -> tuple[Span, ...]:
        """Say where the first of some quotes that can be found stands; nowhere is no span."""
        for quote in quotes:
            solid = "".join(quote.split())
            start = self._solid.find(solid) if solid else -1
            if start >= 0:
                return (Span(self._places[start], self._places[start + len(solid) - 1] + 1),)
        return ()

    def passage(self, spans: Sequence[Span]) -> Passage:
        """Give the sentences in which spans stand, in the order of the document."""
        text, marked = "", []
        shown = 0
        for place, span in enumerate(sorted(spans)):
            first, last = self._sentence(span)
            if place and first <= shown:
                first = shown
            elif place:
                text += GAP
            start = len(text) + span.start - first
            if last > shown or not place:
                text += self._text[first:last]
                shown = last
            marked.append(Span(start, start + span.end - span.start))
        return _without_edges(text, marked)

    def _sentence(self, span: Span) -> tuple[int, int]:
        first = max((end for end in self._ends if end <= span.start), default=0)
        last = min((end for end in self._ends if end >= span.end), default=len(self._text))
        return max(first, span.start - AROUND), min(last, span.end + AROUND)


def _without_edges(text: str, marked: Sequence[Span]) -> Passage:
    """Take white space at both ends away, and join marked ranges that touch."""
    begin, shown = len(text) - len(text.lstrip()), text.strip()
    joined: list[Span] = []
    for span in sorted(marked):
        start, end = max(span.start - begin, 0), min(span.end - begin, len(shown))
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        elif start < end:
            joined.append(Span(start, end))
    return Passage(shown, tuple(joined))
