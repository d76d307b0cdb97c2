"""What the tagger is taught with."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.mentions.features import Features

__all__ = ["CARES", "Lesson"]

CARES = 3  # kinds of marks: made once, corrected, made with all care; the program reads as the last are made


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A sentence with its tags.

    Attributes:
        text: The sentence.
        features: What is known of its characters.
        tags: One for each character.
        care: How its names were marked, 1 to ``CARES``; it counts as often.
    """

    text: str
    features: Features
    tags: Sequence[str]
    care: int
