from collections.abc import Callable

import pytest

from kg.knowledge import Knowledge
from kg.mentions import find_by_rules, find_mentions
from kg.model import Mention, Sentence, Span


@pytest.fixture(scope="session")
def find(knowledge: Knowledge) -> Callable[..., list[Mention]]:
    """Find the mentions of one document, given as its sentences."""

    def run(*texts: str) -> list[Mention]:
        return find_mentions([Sentence(text=text, pieces=(Span(0, len(text)),)) for text in texts], knowledge)

    return run


@pytest.fixture(scope="session")
def find_by_grammar(knowledge: Knowledge) -> Callable[..., list[Mention]]:
    """Find what the rules alone say of one document: their examples show them, not what the tagger makes of them."""

    def run(*texts: str) -> list[Mention]:
        sentences = [Sentence(text=text, pieces=(Span(0, len(text)),)) for text in texts]
        return [mention for _, mentions in find_by_rules(sentences, knowledge) for mention in mentions]

    return run
