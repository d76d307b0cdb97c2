"""Sentences in which each name is one character, so that one regular expression reads words and names alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.knowledge.patterns import BLOCK, FIRST
from kg.model import Entity, Mention, Sentence

__all__ = ["Coded", "encode", "is_name"]

_QUOTES = {"“": "”", "‘": "’", "《": "》", '"': '"', "「": "」", "『": "』", "〈": "〉"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A sentence in code, and the way back.

    Attributes:
        sentence: What was coded.
        text: The code; one private-use character a mention, with the quotation marks right around it.
        starts: Where each character of the code starts in the sentence.
        ends: Where it ends.
        places: Where the characters that stand for mentions are, in order.
        mentions: The outermost mentions, by their character.
        denoted: What they denote, by their character.
        inner: The mentions inside each of them, by its character.
        entities: What each mention denotes.
    """

    sentence: Sentence
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    places: tuple[int, ...]
    mentions: Mapping[str, Mention]
    denoted: Mapping[str, Entity]
    inner: Mapping[str, tuple[Mention, ...]]
    entities: Mapping[Mention, Entity]

    def entity(self, char: str) -> Entity:
        """Say what the mention that a character stands for denotes."""
        return self.denoted[char]

    def surface(self, start: int, end: int) -> str:
        """Give the words of the sentence that a range of the code stands for."""
        return self.sentence.text[self.starts[start] : self.ends[end - 1]] if start < end else ""

    def names(self, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
        """List the characters that stand for mentions, with their places."""
        end = len(self.text) if end is None else end
        return [(place, self.text[place]) for place in self.places if start <= place < end]


def is_name(char: str) -> bool:
    """Say whether a character of the code stands for a mention."""
    return ord(char) >= FIRST


def encode(
    sentence: Sentence, entities: Mapping[Mention, Entity], found: list[Mention], classes: tuple[str, ...]
) -> Coded:
    """Put a sentence in code.

    Args:
        sentence: What to encode.
        entities: What each mention denotes; its class decides about the character.
        found: The mentions of this sentence.
        classes: In the order of their blocks.
    """
    outer, inner_by = _nest(found)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    places: list[int] = []
    mentions: dict[str, Mention] = {}
    denoted: dict[str, Entity] = {}
    inner: dict[str, tuple[Mention, ...]] = {}
    text, place = sentence.text, 0
    for number, mention in enumerate(outer):
        entity = entities[mention]
        code = chr(FIRST + classes.index(entity.type) * BLOCK + number % (BLOCK - 2))
        start, end = mention.start, mention.end
        if start > place and _QUOTES.get(text[start - 1]) == text[end : end + 1]:
            start, end = start - 1, end + 1
        chars += [*text[place:start], code]
        places.append(len(chars) - 1)
        starts += [*range(place, start), start]
        ends += [*range(place + 1, start + 1), end]
        mentions[code], denoted[code] = mention, entity
        inner[code] = tuple(inner_by[number])
        place = end
    chars += text[place:]
    starts += range(place, len(text))
    ends += range(place + 1, len(text) + 1)
    return Coded(
        sentence=sentence,
        text="".join(chars),
        starts=tuple(starts),
        ends=tuple(ends),
        places=tuple(places),
        mentions=mentions,
        denoted=denoted,
        inner=inner,
        entities=entities,
    )


def _nest(found: list[Mention]) -> tuple[list[Mention], list[list[Mention]]]:
    """Tell outermost mentions from those inside them, in the order of the text."""
    outer: list[Mention] = []
    inner: list[list[Mention]] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if outer and mention.start < outer[-1].end:
            inner[-1].append(mention)
        else:
            outer.append(mention)
            inner.append([])
    return outer, inner
