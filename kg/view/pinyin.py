"""How names are spelled in pinyin, as a table of characters and the names that are read otherwise."""

from collections.abc import Iterator, Sequence
from typing import Any

from pypinyin import lazy_pinyin

__all__ = ["spell"]


def spell(names: Sequence[str]) -> dict[str, Any]:
    """Give the usual reading of each character, and the reading of each name in which one is read otherwise.

    The page puts the spelling of a name together from its characters: 100,000 spellings would weigh as much as the
    names themselves.

    >>> spell(["重庆", "长沙", "长"])["names"]
    {0: 'chong qing', 1: 'chang sha'}
    """
    characters = sorted({character for name in names for character in name if "\u3400" <= character <= "\u9fff"})
    readings = {character: lazy_pinyin(character)[0] for character in characters}
    exceptions = {}
    for number, name in enumerate(names):
        read = list(_align(name, lazy_pinyin(name)))
        if any(readings.get(character, syllable) != syllable for character, syllable in read):
            exceptions[number] = " ".join(syllable for _, syllable in read)
    return {"characters": "".join(characters), "readings": " ".join(readings.values()), "names": exceptions}


def _align(name: str, syllables: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair characters with syllables; pypinyin gives what is not Chinese in one piece."""
    at = 0
    for syllable in syllables:
        if name.startswith(syllable, at):
            yield from zip(syllable, syllable, strict=True)
            at += len(syllable)
        else:
            yield name[at], syllable
            at += 1
