"""Whose officer somebody is whose title says no more than the post: 某公司是链主企业，总经理李明说."""

from kg.model import Entity
from kg.statements.relations.coded import Coded
from kg.statements.relations.context import ORGANIZATIONS, Context

__all__ = ["told_before"]

_MARKS = "，。；：！？”）)"  # before a clause


def told_before(context: Context, number: int, start: int, title: str) -> Entity | None:
    """Find the firm that the words before a title tell of.

    Args:
        context: The document.
        number: The sentence.
        start: Where the title begins, in its code.
        title: The title.

    Returns:
        The one firm that the sentence names before, or, where it names none, the one that the sentence before it does,
        if that begins with it; nothing where another organization is named there, and nothing for a post that others
        than firms have, unless 公司 or 企业 stands before it.
    """
    words = context.knowledge.relations.words
    coded = context.coded[number]
    clause = coded.text[max(coded.text.rfind(mark, 0, start) for mark in _MARKS) + 1 : start]
    own = clause.startswith(words["firms"]) and (clause in words["firms"] or clause.endswith(words["units"]))
    if not own and (clause or title not in words["firm_posts"]):
        return None
    before = [coded.entity(char) for _, char in coded.names(0, start)]
    if not any(entity.type in ORGANIZATIONS for entity in before) and number:
        before = _told(context.coded[number - 1], coded)
    named = {entity for entity in before if entity.type in ORGANIZATIONS}
    return named.pop() if len(named) == 1 and all(entity.type == "Company" for entity in named) else None


def _told(last: Coded, coded: Coded) -> list[Entity]:
    """List what the sentence before names, if a firm or its place comes first."""
    names = [last.entity(char) for _, char in last.names()]
    same = last.sentence.paragraph == coded.sentence.paragraph
    return names if same and names and names[0].type in ("Company", "Park", "AdministrativeRegion") else []
