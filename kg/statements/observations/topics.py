"""What a text as a whole is about, if it is no region: the park of its region, a firm or park that it portrays."""

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.knowledge import Knowledge
from kg.knowledge.measures import MeasureRules
from kg.knowledge.regions import COUNTRY
from kg.model import Document, Entity, Mention, Sentence
from kg.statements.home import find_zone

__all__ = ["find_topic"]

PORTRAYED = {"Company", "Park"}  # what a text may portray
LEAD = 2  # sentences at the beginning that say what a text is about
OFTEN = 3


def find_topic(
    sentences: Sequence[Sentence],
    mentions: Mapping[Sentence, Sequence[Mention]],
    entities: Mapping[Mention, Entity],
    document: Document,
    knowledge: Knowledge,
    home: Entity | None,
) -> Entity | None:
    """Find what a text is about, beside its region.

    Args:
        sentences: In reading order.
        mentions: Those of each sentence, by their place.
        entities: What they mean.
        document: Its region may end with the name of a park.
        knowledge: The regions, and the words that say what something is.
        home: The text's region.

    Returns:
        The park of the text's region; else the firm or park that its first sentence portrays; else, where the text is
        of no region or of the nation, the firm that its beginning names and no other nearly so often.
    """
    topic = find_zone(document, dict.fromkeys(entities.values()), knowledge.regions)
    topic = topic or _find_portrayed(sentences, mentions, entities, knowledge.measures)
    if topic is None and (home is None or home.scope == COUNTRY):
        topic = _find_firm(sentences[:LEAD], mentions, entities)
    return topic


def _find_firm(
    lead: Sequence[Sentence], mentions: Mapping[Sentence, Sequence[Mention]], entities: Mapping[Mention, Entity]
) -> Entity | None:
    """Find the company that a text of no region is about: its beginning names it, and no other nearly so often."""
    counts = Counter(entity for entity in entities.values() if entity.type == "Company")
    if not counts:
        return None
    (topic, often), *others = counts.most_common(2)
    leads = any(entities[mention] == topic for sentence in lead for mention in mentions.get(sentence, ()))
    return topic if leads and often >= OFTEN and all(often >= 2 * count for _, count in others) else None


def _find_portrayed(
    sentences: Sequence[Sentence],
    mentions: Mapping[Sentence, Sequence[Mention]],
    entities: Mapping[Mention, Entity],
    rules: MeasureRules,
) -> Entity | None:
    """Find the firm or park that a text portrays, whatever its region: 利钢公司成立于2001年，总部位于…….

    Its first sentence says what it is, and no other is named as often.
    """
    body = next((sentence for sentence in sentences if sentence.block == "body"), None)
    first = next(iter(mentions.get(body, ())), None) if body is not None else None
    if body is None or first is None or first.type not in PORTRAYED:
        return None
    if body.text[: first.start].strip() or not rules.forms["portrays"].match(body.text, first.end):
        return None
    counts = Counter(entity for entity in entities.values() if entity.type in PORTRAYED)
    often = counts.pop(entities[first])
    return entities[first] if often >= OFTEN and often > max(counts.values(), default=0) else None
