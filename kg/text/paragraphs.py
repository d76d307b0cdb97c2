"""What the stages of layout hand on: text with the pieces of the document it is made of."""

from dataclasses import dataclass, replace

from kg.model import Block, Sentence, Span

__all__ = ["Paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line of page furniture.

    Attributes:
        text: Its pieces put together.
        pieces: Where they stand in the document, in reading order.
        block: What it is.
    """

    text: str
    pieces: tuple[Span, ...]
    block: Block = "body"

    def take(self, start: int, end: int, block: Block | None = None) -> "Paragraph | None":
        """Take a range of it, without white space at its ends.

        Returns:
            The part, or ``None`` where the range is all white.
        """
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        if start >= end:
            return None
        whole = Sentence(text=self.text, pieces=self.pieces)
        return Paragraph(self.text[start:end], whole.locate(start, end), block or self.block)

    def followed_by(self, other: "Paragraph") -> "Paragraph":
        """Put another one behind it, as one paragraph of this one's block."""
        return replace(self, text=self.text + other.text, pieces=self.pieces + other.pieces)
