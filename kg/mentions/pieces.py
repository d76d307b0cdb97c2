"""Cut text into the pieces of words that a network was taught with."""

from collections.abc import Collection, Mapping
from unicodedata import normalize

__all__ = ["Pieces", "fold"]

UNKNOWN_COST = 10.0  # below the rarest piece, as SentencePiece has it
NEVER = -1e18


class Pieces:
    """The likeliest cut of a text into known pieces; source: the unigram language model of Kudo (2018).

    Args:
        likelihoods: The logarithm of how likely each piece is; its place in the order is its number.
        apart: Those that have a number but stand for no text.
    """

    def __init__(self, likelihoods: Mapping[str, float], apart: Collection[str] = ()) -> None:
        self._numbers = {piece: number for number, piece in enumerate(likelihoods)}
        self._pieces = {
            piece: (self._numbers[piece], likelihoods[piece]) for piece in likelihoods if piece not in apart
        }
        self._longest = max(map(len, self._pieces), default=1)
        self._unknown = min(likelihoods.values()) - UNKNOWN_COST

    def number(self, piece: str) -> int | None:
        """Give the number of a piece, ``None`` for one that is not known."""
        return self._numbers.get(piece)

    def cut(self, text: str) -> list[tuple[int, int, int | None]]:
        """Cut a text.

        >>> Pieces({"长": -2.0, "沙": -2.0, "长沙": -3.0, "市": -2.0}).cut("长沙x市")
        [(0, 2, 2), (2, 3, None), (3, 4, 3)]

        Returns:
            Start, end and number of each piece; an unknown character is a piece without a number.
        """
        best = [0.0] + [NEVER] * len(text)
        before: list[tuple[int, int | None]] = [(0, None)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                number, value = self._pieces.get(text[start:end], (None, self._unknown if end == start + 1 else NEVER))
                if best[start] + value > best[end]:
                    best[end], before[end] = best[start] + value, (start, number)
        cut, end = [], len(text)
        while end:
            start, number = before[end]
            cut.append((start, end, number))
            end = start
        return cut[::-1]


def fold(text: str) -> str:
    """Write full-width and other forms of a character as its plain one, one for one.

    >>> fold("２０亿，㈱")
    '20亿,㈱'
    """
    plain = (normalize("NFKC", character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, plain, strict=True))
