"""What the tagger is told of each character besides the text: its word, and what the rules found there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate

from kg.mentions.context import CLOSING, OPENING, Context
from kg.model import Mention

__all__ = ["Features", "find_features", "outermost"]

PLAIN = ("region", "deictic")  # rules whose further part names the thing found, not how it was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is known of the characters of a sentence, each field one value for each character.

    Attributes:
        types: The class of the outermost mention that the rules found there, with ``B-`` or ``I-``, or ``O``.
        rules: Which rule found it.
        inner: The class of a mention inside that one.
        words: Whether the character begins, ends or is inside its word, and the word's part of speech.
        depths: In how many quotations it stands, their marks left out.
    """

    types: Sequence[str]
    rules: Sequence[str]
    inner: Sequence[str]
    words: Sequence[str]
    depths: Sequence[int]

    def part(self, start: int, end: int) -> "Features":
        """Take those of some characters."""
        return Features(**{field.name: getattr(self, field.name)[start:end] for field in fields(self)})


def find_features(context: Context, mentions: Sequence[Mention]) -> Features:
    """Describe each character of a sentence.

    Args:
        context: The sentence with its words.
        mentions: What the rules found in it; an inner one lies wholly inside an outer one.
    """
    length = len(context.text)
    outer = outermost(mentions)
    whole = set(outer)
    words = [""] * length
    for word in context.words:
        for at in range(word.start, word.end):
            words[at] = ("B" if at == word.start else "E" if at == word.end - 1 else "I") + word.tag
    return Features(
        types=_spread(length, ((m, _type(m)) for m in outer)),
        rules=_spread(length, ((m, _rule(m)) for m in outer), mark=False),
        inner=_spread(length, ((m, m.type) for m in mentions if m not in whole), mark=False),
        words=words,
        depths=_quotation_depths(context.text),
    )


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Leave out the mentions of one sentence that lie inside another, in order of their place."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not chosen or mention.start >= chosen[-1].end:
            chosen.append(mention)
    return chosen


def _spread(length: int, labelled: Iterable[tuple[Mention, str]], *, mark: bool = True) -> list[str]:
    """Write the label of each mention over its characters, with its beginning marked where asked for."""
    values = ["O" if mark else ""] * length
    for mention, label in labelled:
        for at in range(mention.start, mention.end):
            values[at] = f"{'B' if at == mention.start else 'I'}-{label}" if mark else label
    return values


def _type(mention: Mention) -> str:
    return "deictic" if mention.rule.startswith("deictic:") else mention.type


def _rule(mention: Mention) -> str:
    kind = mention.rule.split(":")[0]
    return kind if kind in PLAIN else mention.rule


def _quotation_depths(text: str) -> list[int]:
    """Count for each character the quotations it stands in, its own mark left out."""
    closing, opening = set(CLOSING), set(OPENING)
    steps = ((character in opening) - (character in closing) for character in text)
    _, *after = accumulate(steps, lambda depth, step: max(0, depth + step), initial=0)
    return [depth - (character in opening) for depth, character in zip(after, text, strict=True)]
