from collections.abc import Callable

import pytest

from kg.knowledge import Knowledge
from kg.mentions import find_mentions
from kg.model import Mention, Sentence, Span


@pytest.fixture(scope="session")
def find(knowledge: Knowledge) -> Callable[..., list[Mention]]:
    """Find the mentions of one document, given as its sentences."""

    def run(*texts: str) -> list[Mention]:
        return find_mentions([Sentence(text=text, pieces=(Span(0, len(text)),)) for text in texts], knowledge)

    return run
