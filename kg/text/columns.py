"""Sentences that the page cut apart, put together again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.knowledge.layout import LayoutRules
from kg.text.paragraphs import Paragraph
from kg.text.tokens import cut, tag

__all__ = ["join_cut"]

WINDOW_CHARS = 6  # on each side of a cut, for the segmenter to judge whether it parted a word
MIN_CUT_CHARS = 12  # a shorter line is a heading, whatever follows
QUOTES = {"“": 1, "”": -1, "‘": 1, "’": -1, "「": 1, "」": -1, "『": 1, "』": -1}


def join_cut(paragraphs: Sequence[Paragraph], layout: LayoutRules) -> list[Paragraph]:
    """Put the parts of each cut paragraph together, at the place of its first part in reading order.

    A part without an end goes on in the next paragraph of its section, or, where the columns stand out of order and
    it is the section's last, in an earlier one that lacks its beginning.
    """
    sections: list[list[Paragraph]] = [[]]
    for paragraph in _unmask(paragraphs, layout):
        if paragraph.block == "heading" and any(p.block == "body" for p in sections[-1]):
            sections.append([])
        sections[-1].append(paragraph)
    return [paragraph for section in sections for paragraph in _mend(section, layout)]


def _unmask(paragraphs: Sequence[Paragraph], layout: LayoutRules) -> Iterator[Paragraph]:
    """Take a line that looks like a heading for body where a word or number goes on in the next paragraph."""
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        is_cut = (
            following is not None
            and (paragraph.block, following.block) == ("heading", "body")
            and len(paragraph.text) >= MIN_CUT_CHARS
            and "，" in paragraph.text
            and (_parts_word(paragraph.text, following.text) or _surely_cut(paragraph.text, following.text, layout))
        )
        yield replace(paragraph, block="body") if is_cut else paragraph


def _mend(section: Sequence[Paragraph], layout: LayoutRules) -> list[Paragraph]:
    """Mend one section: first what goes on in the next paragraph, then what goes on in an earlier one."""
    mended: list[Paragraph] = []
    last_at: int | None = None  # place in mended of the last body paragraph
    for paragraph in section:
        if paragraph.block != "body":
            mended.append(paragraph)
            continue
        if last_at is not None and _goes_on(mended[last_at].text, paragraph.text, layout):
            mended[last_at] = mended[last_at].followed_by(paragraph)
        else:
            mended.append(paragraph)
            last_at = len(mended) - 1
    if last_at is not None and _lacks_end(mended[last_at].text, layout):
        _wrap_around(mended, last_at, layout)
    return mended


def _goes_on(text: str, following: str, layout: LayoutRules) -> bool:
    """Say whether a paragraph goes on in the next one."""
    return _surely_cut(text, following, layout) or (_lacks_end(text, layout) and not layout.opens_new.match(following))


def _surely_cut(text: str, following: str, layout: LayoutRules) -> bool:
    return layout.cut_through.match(f"{text[-1]}|{following[:3]}") is not None


def _wrap_around(mended: list[Paragraph], tail_at: int, layout: LayoutRules) -> None:
    """Put a section's last paragraph before the earlier one that lacks its beginning, if there is one."""
    tail = mended[tail_at]
    for head_at, head in enumerate(mended[:tail_at]):
        if head.block == "body":
            if _fits(tail.text, head.text, layout):
                mended[head_at] = tail.followed_by(head)
                del mended[tail_at]
            return  # columns wrap around to the top of the section only


def _lacks_end(text: str, layout: LayoutRules) -> bool:
    last = text[-1]
    return last in layout.joiners or (last not in layout.finals and "\u4e00" <= last <= "\u9fff")


def _fits(tail: str, head: str, layout: LayoutRules) -> bool:
    """Say whether the beginning that a paragraph lacks is this one."""
    if layout.opens_new.match(head) or layout.opens_body.match(head):
        return False
    if layout.lacks_start.match(head) or (_open_quotes(tail) > 0 and _stray_closer(head)):
        return True
    if any(pair.tail.search(tail) and pair.head.search(head) for pair in layout.pairs):
        return True
    return tail[-1] not in layout.joiners and _parts_word(tail, head)


def _open_quotes(text: str) -> int:
    return sum(QUOTES.get(char, 0) for char in text)


def _stray_closer(text: str) -> bool:
    """Say whether a quotation ends that did not begin here."""
    depth = 0
    for char in text:
        depth += QUOTES.get(char, 0)
        if depth < 0:
            return True
    return False


def _parts_word(tail: str, head: str) -> bool:
    """Say whether a word was cut: one of the dictionary, or one that leaves single characters on both sides."""
    before, after = tail[-WINDOW_CHARS:], head[:WINDOW_CHARS]
    last, first = cut(before, guess=False)[-1], cut(after, guess=False)[:2]
    single = [token.end - token.start == 1 for token in (last, *first)]
    if any(token.start < len(before) < token.end for token in cut(before + after, guess=False)):
        return single[0] or single[1]
    return all(single) and all("\u4e00" <= char <= "\u9fff" for char in head[:2]) and _begins_with_no_name(after)


def _begins_with_no_name(text: str) -> bool:
    """Say whether no person is named first: the dictionary leaves a name in single characters too."""
    return not (tag(text)[0].tag or "").startswith("nr")
