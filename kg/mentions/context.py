"""A sentence made ready for the finders: its words, its quotations, and the names already known in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kg.model import Sentence
from kg.text.tokens import cut

__all__ = ["CLOSING", "OPENING", "Candidate", "Context", "Word", "is_han", "part_of_speech", "read_context"]

OPENING = "“‘「『《"
CLOSING = "”’」』》"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the segmenter with the part of speech its dictionary gives, empty for a word it does not know."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may become a mention.

    Attributes:
        start: First character in the sentence.
        end: One past the last.
        type: Class of the ontology.
        rule: What found it.
        strength: Which of two crossing candidates stays: 3 explicit, 2 a known name, 1 composed by the grammar.
    """

    start: int
    end: int
    type: str
    rule: str
    strength: int = 1


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence with its words.

    Attributes:
        sentence: The sentence.
        words: Its words, without gaps.
        at: Index of the word that covers each character.
        quotations: Position of each opening quotation mark by that of its closing one.
    """

    sentence: Sentence
    words: tuple[Word, ...]
    at: tuple[int, ...]
    quotations: Mapping[int, int]

    @property
    def text(self) -> str:
        """The text of the sentence."""
        return self.sentence.text

    def before(self, position: int) -> Word | None:
        """Give the word that ends at a position or runs across it, cut off there."""
        if position == 0:
            return None
        word = self.words[self.at[position - 1]]
        if word.end == position:
            return word
        return Word(
            word.start, position, self.text[word.start : position], part_of_speech(self.text[word.start : position])
        )

    def is_boundary(self, position: int) -> bool:
        """Say whether a word starts or ends at a position."""
        return position in (0, len(self.text)) or self.words[self.at[position]].start == position


def read_context(sentence: Sentence) -> Context:
    """Cut a sentence into words and pair its quotation marks."""
    text = sentence.text
    words: list[Word] = []
    for token in cut(text):
        form = text[token.start : token.end]
        words.append(Word(token.start, token.end, form, part_of_speech(form)))
    at = tuple(index for index, word in enumerate(words) for _ in range(word.start, word.end))
    return Context(sentence, tuple(words), at, _pair_quotations(text))


def is_han(text: str) -> bool:
    """Say whether a text consists of Chinese characters alone.

    >>> is_han("衡阳"), is_han("5G")
    (True, False)
    """
    return bool(text) and all("\u4e00" <= character <= "\u9fff" or character == "〇" for character in text)


def _pair_quotations(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    open_marks: list[int] = []
    for position, character in enumerate(text):
        if character in OPENING:
            open_marks.append(position)
        elif character in CLOSING:
            kind = OPENING[CLOSING.index(character)]
            while open_marks:
                start = open_marks.pop()
                if text[start] == kind:
                    pairs[position] = start
                    break
        elif character == '"':
            if open_marks and text[open_marks[-1]] == '"':
                pairs[position] = open_marks.pop()
            else:
                open_marks.append(position)
    return pairs


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, str]:
    """Read the parts of speech from the segmenter's own dictionary; its tagger takes six times as long to do so."""
    path = files("jieba") / "dict.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word: tag for word, _, tag in (line.split(" ") for line in lines)}


def part_of_speech(word: str) -> str:
    """Give the tag that the segmenter's dictionary has for a word, empty where it does not know it."""
    return _dictionary().get(word, "")
