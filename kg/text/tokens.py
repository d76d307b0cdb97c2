"""Words of a text, over jieba: quiet, loaded when first asked."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["Token", "cut", "tag"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, half-open in code points, with its part of speech where that was asked for."""

    start: int
    end: int
    tag: str | None = None


@lru_cache(maxsize=1)
def _jieba() -> Any:  # noqa: ANN401  jieba has no types
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


def cut(text: str, *, guess: bool = True) -> list[Token]:
    """Part a text into words.

    Args:
        text: Any text.
        guess: Whether characters that make no word of the dictionary may be guessed to be one.

    >>> text = "推进城市建设"
    >>> [text[token.start : token.end] for token in cut(text)]
    ['推进', '城市', '建设']
    """
    return [Token(start, end) for _, start, end in _jieba().tokenize(text, HMM=guess)]


def tag(text: str) -> list[Token]:
    """Part a text into words and say what part of speech each is (ICTCLAS tags: n, v, nr …).

    >>> text = "推进城市建设"
    >>> [(text[token.start : token.end], token.tag) for token in tag(text)]
    [('推进', 'v'), ('城市', 'ns'), ('建设', 'vn')]
    """
    tokens = []
    start = 0
    for pair in _jieba().posseg.cut(text):
        tokens.append(Token(start, start + len(pair.word), pair.flag))
        start += len(pair.word)
    return tokens
