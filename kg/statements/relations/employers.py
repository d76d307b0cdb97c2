"""Whose officer somebody is whose title says no more than the post: 某公司是链主企业，总经理李明说."""

from kg.model import Entity
from kg.statements.relations.coded import Coded
from kg.statements.relations.context import Context

__all__ = ["told_before"]

_MARKS = "，。；：！？”）)"  # before a clause
_DEPUTY = "副"


def told_before(context: Context, number: int, start: int, title: str, beside: Entity | None) -> Entity | None:
    """Find the employer that the words before a title tell of.

    Args:
        context: The document.
        number: The sentence.
        start: Where the title begins, in its code.
        title: The title.
        beside: The employer of the person named right before in one list, if any: 局长李明、副局长王强.

    Returns:
        That of the person beside for a deputy; for an officer of a firm the one firm that the sentence names before,
        or, where it names none, the one that the sentence before it names.
    """
    if beside is not None and title.startswith(_DEPUTY):
        return beside
    words = context.knowledge.relations.words
    coded = context.coded[number]
    before = coded.text[:start]
    if not title.endswith(words["firm_posts"]) or not _opens(before, words["common_employers"], words["units"]):
        return None
    firms = _firms(coded, 0, start)
    if not firms and number and context.coded[number - 1].sentence.paragraph == coded.sentence.paragraph:
        firms = _firms(context.coded[number - 1])
    return firms.pop() if len(firms) == 1 else None


def _opens(before: str, employers: tuple[str, ...], units: tuple[str, ...]) -> bool:
    """Say whether a title opens a clause, or stands behind 公司 or 企业, or a part of it: 企业|知识产权管理部|总监."""
    clause = before[max(before.rfind(mark) for mark in _MARKS) + 1 :]
    return not clause or clause in employers or (clause.startswith(employers) and clause.endswith(units))


def _firms(coded: Coded, start: int = 0, end: int | None = None) -> set[Entity]:
    return {coded.entity(char) for _, char in coded.names(start, end) if coded.entity(char).type == "Company"}
