"""Paragraphs in reading order, as pieces of the unchanged text.

A page cuts sentences: a line ends in the middle of a word and goes on in the next paragraph, or at the head of its
column. Repair puts pieces together and rewrites nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.knowledge.layout import Furniture, LayoutRules
from kg.model import Document, Span
from kg.text.columns import join_cut
from kg.text.paragraphs import Paragraph

__all__ = ["find_paragraphs"]

MAX_HEADING_CHARS = 45  # the longest headline of the development texts has 38
MAX_LABEL_CHARS = 22  # a line that ends in a colon: 市政协委员刘芳：
MAX_HEADLINE_CHARS = 90  # from the start of a line to the end of the headline before a dateline
MIN_WRAP_WIDTH = 24  # columns; a line of newsprint has at least twelve characters
MAX_WRAP_WIDTH = 120
MIN_WRAPPED_LINES = 3
MIN_LOST_CHARS = 300  # a longer line may be a whole text
MIN_GAPS = 3  # single spaces behind sentences that are no slips of the hand
OPEN_ASIDE = re.compile(r"[（(][^（）()]{0,12}$")
CLOSED_ASIDE = re.compile(r"[^（）()]{1,20}[）)]")
GAP = re.compile(r"(?<=[。！？”）)])\s+(?=[\u4e00-\u9fff“《\d])|[\u2003\u3000]{2,}(?=[\u4e00-\u9fff“《\d])")
WRAP_SLACK = 4  # columns; a mark that may not start a line is drawn into the line before


def find_paragraphs(document: Document, layout: LayoutRules) -> list[Paragraph]:
    """Part a document into paragraphs in reading order.

    Args:
        document: The text as it was read.
        layout: The rules of a page.

    Returns:
        Paragraphs that hold every non-white character exactly once.
    """
    lines = [piece for line in _unwrap(document.text, layout) for piece in _paragraphs_of(line)]
    parts = [part for line in lines for part in _part(line, layout)]
    if not any(part.block == "body" for part in parts):
        parts = [Paragraph(part.text, part.pieces) if part.block == "heading" else part for part in parts]
    return join_cut(_join_titles(parts, layout), layout)


def _join_titles(parts: Sequence[Paragraph], layout: LayoutRules) -> list[Paragraph]:
    """Put the two lines of a document's title together: 国务院关于2018年度 | 国家科学技术奖励的决定."""
    joined: list[Paragraph] = []
    for part in parts:
        if joined and part.block == joined[-1].block == "heading" and layout.title_opens.match(joined[-1].text):
            joined[-1] = joined[-1].followed_by(part)
        else:
            joined.append(part)
    return joined


def _lines(text: str) -> list[Span]:
    """Find the lines that are not white, without the white space around them."""
    found = []
    for match in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append(Span(start, end))
    return found


def _unwrap(text: str, layout: LayoutRules) -> Iterator[Paragraph]:
    """Put the lines of hard-wrapped text together; in any other text a line is a paragraph."""
    lines = _lines(text)
    full = _full_lines(text, lines, layout)
    current: Paragraph | None = None
    for number, line in enumerate(lines):
        paragraph = Paragraph(text[line.start : line.end], (line,))
        if (
            current
            and (full[number - 1] or _is_cut(current.text, paragraph.text))
            and not _breaks(text[lines[number - 1].end : line.start])
        ):
            current = current.followed_by(paragraph)
        else:
            if current:
                yield current
            current = paragraph
    if current:
        yield current


def _is_cut(before: str, after: str) -> bool:
    """Say whether a line ends in parentheses that the next one closes: 成都8月9日讯（记者|李明）."""
    return OPEN_ASIDE.search(before) is not None and CLOSED_ASIDE.match(after) is not None


def _breaks(gap: str) -> bool:
    """Say whether white space between lines starts a new paragraph: it is indented or follows an empty line."""
    return gap.replace("\r\n", "\n").count("\n") > 1 or gap.endswith(("\u3000", "  ", "\t"))


def _full_lines(text: str, lines: Sequence[Span], layout: LayoutRules) -> list[bool]:
    """Say of each line whether the page's edge ended it; of none where the text is not hard-wrapped."""
    widths = [sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[s.start : s.end]) for s in lines]
    widest = max(widths, default=0)
    full = [widest - width <= WRAP_SLACK for width in widths]
    open_ended = [text[line.end - 1] not in layout.finals for line in lines]
    wrapped = sum(is_full and is_open for is_full, is_open in zip(full, open_ended, strict=True))
    if (
        not MIN_WRAP_WIDTH <= widest <= MAX_WRAP_WIDTH
        or wrapped < MIN_WRAPPED_LINES
        or wrapped * 2 < sum(full)
        or sum(full) * 3 < len(lines)
    ):
        return [False] * len(lines)
    indented = any(_breaks(text[first.end : second.start]) for first, second in pairwise(lines))
    return [is_full and (is_open or indented) for is_full, is_open in zip(full, open_ended, strict=True)]


def _paragraphs_of(line: Paragraph) -> Iterator[Paragraph]:
    """Part a long line where a text that lost its line breaks kept white space between its paragraphs."""
    gaps = [gap for gap in GAP.finditer(line.text) if _is_between_quotes(line.text[: gap.start()])]
    wide = [gap for gap in gaps if len(gap.group()) > 1 or gap.group() in "\u2003\u3000"]
    if len(line.text) < MIN_LOST_CHARS or (len(gaps) < MIN_GAPS and not wide):
        yield line
        return
    start = 0
    for gap in gaps if len(gaps) >= MIN_GAPS else wide:
        if part := line.take(start, gap.start()):
            yield part
        start = gap.end()
    if part := line.take(start, len(line.text)):
        yield part


def _is_between_quotes(before: str) -> bool:
    return before.count("“") == before.count("”")


def _part(line: Paragraph, layout: LayoutRules) -> Iterator[Paragraph]:
    """Part a line into headline, byline, body and end notes, and say what each is."""
    for furniture in layout.at("line"):
        if furniture.regex.fullmatch(line.text):
            yield Paragraph(line.text, line.pieces, furniture.block)
            return
    if _is_heading(line.text, layout):
        yield Paragraph(line.text, line.pieces, "heading")
        return
    start, opening = _opening(line, layout)
    end, notes = _ending(line, start, layout)
    yield from opening
    body = line.take(start, end)
    if body:
        yield body
    yield from notes


def _is_heading(text: str, layout: LayoutRules) -> bool:
    if len(text) > MAX_HEADING_CHARS or "。" in text or layout.opens_body.match(text) or layout.cut_tail.search(text):
        return False
    if text[-1] in "：:":
        return len(text) <= MAX_LABEL_CHARS and "，" not in text
    return text[-1] not in layout.ends + layout.joiners + "；;—"


def _opening(line: Paragraph, layout: LayoutRules) -> tuple[int, list[Paragraph]]:
    """Take headline and bylines off the start of a line, and say where the rest begins."""
    start = 0
    parts: list[Paragraph] = []
    while match := _first(line.text, start, layout.at("opening"), layout):
        found, furniture = match
        for part in (
            line.take(start, found.start(), "heading"),
            line.take(found.start(), found.end(), furniture.block),
        ):
            if part:
                parts.append(part)
        start = found.end()
    return start, parts


def _first(
    text: str, start: int, furniture: Sequence[Furniture], layout: LayoutRules
) -> tuple[re.Match[str], Furniture] | None:
    """Find the first opening whose headline holds no whole sentence; a second one must follow the first at once."""
    limit = MAX_HEADLINE_CHARS if start == 0 else 2
    best: tuple[re.Match[str], Furniture] | None = None
    for pattern in furniture:
        found = pattern.regex.search(text, start, start + 2 * MAX_HEADLINE_CHARS)
        if found and found.start() - start <= limit and found.end() > found.start():
            headline = text[start : found.start()].strip()
            whole = "。" not in headline and headline[-1:] not in {*layout.joiners}
            if whole and (best is None or found.start() < best[0].start()):
                best = (found, pattern)
    return best


def _ending(line: Paragraph, start: int, layout: LayoutRules) -> tuple[int, list[Paragraph]]:
    """Take notes off the end of a line, and say where the rest ends."""
    end = len(line.text)
    notes: list[Paragraph] = []
    patterns = layout.at("ending")
    while end > start:
        tail_start = max(start, end - MAX_HEADLINE_CHARS)
        found = next((m for p in patterns if (m := _last(p, line.text, tail_start, end, layout))), None)
        if found is None:
            break
        note = line.take(found.start(), end, "byline")
        if note:
            notes.insert(0, note)
        end = found.start()
    return end, notes


def _last(pattern: Furniture, text: str, start: int, end: int, layout: LayoutRules) -> re.Match[str] | None:
    """Find a note that reaches to the end and follows a whole sentence or another note."""
    for found in pattern.regex.finditer(text, start, end):
        before = text[start : found.start()].rstrip()
        if found.end() == end and before and before[-1] in layout.finals:
            return found
    return None
