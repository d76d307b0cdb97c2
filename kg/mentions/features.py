"""What the tagger sees of each character: its neighbours, its word, and what the rules found there."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from kg.mentions.context import CLOSING, OPENING, Context
from kg.mentions.encoder import label_characters
from kg.model import Mention

__all__ = ["find_features", "outermost"]

EDGE = "#"  # stands for what lies beyond the ends of a sentence
PLAIN = ("region", "deictic")  # rules whose further part names the thing found, not how it was found


def find_features(context: Context, mentions: Sequence[Mention]) -> list[list[str]]:
    """Describe each character of a sentence.

    Args:
        context: The sentence with its words.
        mentions: What the rules found in it; an inner one lies wholly inside an outer one.

    Returns:
        For each character its features, each a name and a value in one string.
    """
    text, words = context.text, context.words
    outer = outermost(mentions)
    whole = set(outer)
    types = _spread(len(text), ((m, _type(m)) for m in outer))
    rules = _spread(len(text), ((m, _rule(m)) for m in outer), mark=False)
    inner = _spread(len(text), ((m, m.type) for m in mentions if m not in whole), mark=False)
    depths = _quotation_depths(text)
    labels = label_characters(text)
    of_words = [_word_features(context, index) for index in range(len(words))]
    found = []
    for at, index in enumerate(context.at):
        word = words[index]
        place = "B" if at == word.start else "E" if at == word.end - 1 else "I"
        found.append(
            [
                "b",
                *_characters(text, at),
                f"w0={word.text}{place}",
                f"p0={word.tag}{place}",
                *of_words[index],
                *(f"r{step}={types[at + step]}" for step in (-1, 0, 1) if 0 <= at + step < len(text)),
                f"rp={types[at]}{word.tag}{place}",
                f"r3={_at(types, at - 1)}|{types[at]}|{_at(types, at + 1)}",
                f"in={inner[at]}",
                f"ri={rules[at]}",
                f"rl={types[at]}|{rules[at]}",
                *(f"l{step}={_at(labels, at + step)}" for step in range(-2, 3)),
                f"ll={_at(labels, at - 1)}|{labels[at]}|{_at(labels, at + 1)}",
                f"lr={labels[at]}|{types[at]}",
                f"lc={labels[at]}{text[at]}",
                f"q={depths[at]}",
                f"qr={depths[at]}{types[at]}",
            ]
        )
    return found


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Leave out the mentions of one sentence that lie inside another, in order of their place."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not chosen or mention.start >= chosen[-1].end:
            chosen.append(mention)
    return chosen


def _characters(text: str, at: int) -> list[str]:
    near = [_at(text, at + step) for step in range(-2, 4)]
    return [
        *(f"c{step}={near[step + 2]}" for step in range(-2, 3)),
        *(f"d{step}={near[step + 2]}{near[step + 3]}" for step in range(-2, 2)),
        *(f"t{step}={near[step + 2]}{near[step + 3]}{near[step + 4]}" for step in range(-2, 1)),
    ]


def _word_features(context: Context, index: int) -> list[str]:
    """Describe the words around one, which all its characters share."""
    words = context.words
    forms, tags = [word.text for word in words], [word.tag for word in words]
    return [
        *(f"w{step}={_at(forms, index + step)}" for step in (-2, -1, 1, 2)),
        *(f"p{step}={_at(tags, index + step)}" for step in (-2, -1, 1, 2)),
        f"pp={_at(tags, index - 1)}|{tags[index]}|{_at(tags, index + 1)}",
    ]


def _at(values: Sequence[str], index: int) -> str:
    return values[index] if 0 <= index < len(values) else EDGE


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
    after = list(accumulate(((c in opening) - (c in closing) for c in text), lambda depth, step: max(0, depth + step)))
    return [depth - (character in opening) for depth, character in zip(after, text, strict=True)]
