"""Names in quotation marks: “乡创云集”平台, “四优一新”, 《…条例》; rhetoric is left out."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from kg.knowledge.name_rules import HeadRule, NameRules, QuoteRules
from kg.mentions.context import Candidate, Context, Word, is_han
from kg.mentions.edges import ORDERED
from kg.mentions.numbers import begin_of_number

__all__ = ["find_quoted"]

MAX_MODIFIERS = 3  # words between quotation and head noun
PUNCTUATION = frozenset("，。；！？,;!?…")
EDITION = re.compile("(?:[（(][^（()）]*[）)]|试行|草案|修订版?|[0-9]{4}年?版?)+$")
SHORTEST_TITLE = 3  # characters; 《意见》 and 《办法》 point back to a title given before


def find_quoted(context: Context, known: Iterable[Candidate], rules: NameRules) -> list[Candidate]:
    """Find the names of a sentence that stand in quotation marks.

    Args:
        context: The sentence.
        known: Names already known in it.
        rules: The name grammar.
    """
    spans = {(candidate.start, candidate.end) for candidate in known}
    regions = {candidate.end: candidate for candidate in known if candidate.type == "AdministrativeRegion"}
    found = []
    for closing, opening in sorted(context.quotations.items()):
        inner = context.text[opening + 1 : closing]
        if (
            not inner
            or (context.text[opening] != "《" and PUNCTUATION & set(inner))
            or ((opening + 1, closing) in spans and not _heads(context, closing, rules))
        ):
            continue
        candidate = (
            _document(context, opening, closing, rules.quotes)
            if context.text[opening] == "《"
            else _quoted(context, opening, closing, rules, regions)
        )
        if candidate is not None:
            found.append(candidate)
    return found


def _document(context: Context, opening: int, closing: int, quotes: QuoteRules) -> Candidate | None:
    inner = context.text[opening + 1 : closing]
    if len(inner) >= SHORTEST_TITLE and (
        inner.endswith(quotes.documents) or EDITION.sub("", inner).endswith(quotes.documents)
    ):
        return Candidate(opening + 1, closing, "Programme", "titled-document", 3)
    return None


def _heads(context: Context, closing: int, rules: NameRules) -> bool:
    return any(context.text.startswith(form, closing + 1) for rule in rules.heads for form in rule.forms)


def _quoted(
    context: Context, opening: int, closing: int, rules: NameRules, regions: Mapping[int, Candidate]
) -> Candidate | None:
    inner = context.text[opening + 1 : closing]
    if inner in rules.quotes.rhetoric or len(inner) > rules.quotes.maximum:
        return None
    head = _head(context, closing, rules)
    if _is_code(inner, rules.quotes):
        if head is not None and head[0].whole and head[0].type == "Programme":
            return Candidate(opening, head[1], "Programme", head[0].id, 3)
        return Candidate(opening + 1, closing, "Programme", "quoted-code", 2)
    if len(inner) > 3 and inner.endswith(rules.quotes.endings):
        return Candidate(_with_modifiers(context, opening, inner, rules), closing, "Programme", "quoted-plan", 2)
    pursued = _pursued(context, opening, rules.quotes)
    if head is not None:
        rule, end = head
        if rule.whole:
            numbered = rule.type in ORDERED and context.text[opening] != "《"
            start = begin_of_number(context.text, opening, regions) if numbered else opening
            return Candidate(start, end, rule.type, rule.id, 3)
        if len(inner) > 1 and (pursued or end - closing > 2):
            return Candidate(opening + 1, closing, rule.type, rule.id, 2)
    if pursued and _stands_alone(context, closing, rules.quotes):
        start = _without_verb(context, opening + 1, rules.quotes)
        if rules.quotes.slogans.fullmatch(context.text, start, closing):
            return Candidate(start, closing, "Programme", "quoted-pursued", 1)
    return None


def _with_modifiers(context: Context, opening: int, inner: str, rules: NameRules) -> int:
    """Take in the nouns before a quotation of general words: 市场主体“培育工程”."""
    if len(inner) != len("培育工程") or inner[:2] not in rules.words.generic:
        return opening + 1
    start = opening
    while start > 0:
        word = context.before(start)
        if (
            word is None
            or word.tag[:1] != "n"
            or word.text in rules.words.boundary
            or word.text in rules.words.governing
        ):
            break
        start = word.start
    return start if start < opening else opening + 1


def _without_verb(context: Context, start: int, quotes: QuoteRules) -> int:
    """Leave out the verb that a quoted goal begins with: “建设滨海旅游名城”."""
    word = context.words[context.at[start]]
    return word.end if word.start == start and word.text in quotes.pursue and len(word.text) > 1 else start


def _stands_alone(context: Context, closing: int, quotes: QuoteRules) -> bool:
    rest = context.text[closing + 1 :]
    return not rest or rest[0] in "，。；、！？,;“‘（(" or rest.startswith(quotes.tails)


def _head(context: Context, closing: int, rules: NameRules) -> tuple[HeadRule, int] | None:
    """Find the head noun behind a quotation, up to a few modifiers away: “千岗进村”用工洽谈活动."""
    start = closing + 1
    count = 0
    while start < len(context.text) and count < MAX_MODIFIERS:
        best = _head_at(context, start, rules)
        if best is not None:
            return best
        word = context.words[context.at[start]]
        if (
            word.start != start
            or not is_han(word.text)
            or word.text in rules.words.boundary
            or (word.tag in ("v", "c", "p", "u", "d") and word.text not in rules.words.inner)
        ):
            return None
        if word.text in rules.words.governing and word.text not in rules.words.inner:
            return None
        count += 1
        start = word.end
    return None


def _head_at(context: Context, start: int, rules: NameRules) -> tuple[HeadRule, int] | None:
    best: tuple[HeadRule, int] | None = None
    for rule in rules.heads:
        for form in rule.forms:
            end = start + len(form)
            if context.text.startswith(form, start) and context.is_boundary(end) and (best is None or end > best[1]):
                best = rule, end
    return best


def _is_code(inner: str, quotes: QuoteRules) -> bool:
    """Say whether the words are a number abbreviation: 四优一新, 660816, 三河三湖, 2+5+N.

    A number at two places, each with a word behind it, is one; a number alone (八大) is none.
    """
    if quotes.codes.fullmatch(inner):
        return True
    places = [position for position, character in enumerate(inner) if character in quotes.numbers]
    if len(places) < 2 or not is_han(inner) or places[0] != 0:
        return False
    steps = {after - before for before, after in pairwise(places)}
    last = len(inner) - places[-1]
    return len(steps) == 1 and min(steps) > 1 and last in (min(steps), min(steps) + 1)


def _pursued(context: Context, opening: int, quotes: QuoteRules) -> bool:
    word = context.before(opening)
    if word is not None and word.text in "“‘":
        word = context.before(word.start)
    if word is not None and word.text == "、" and word.start - 1 in context.quotations:
        return _pursued(context, context.quotations[word.start - 1], quotes)
    if word is not None and word.start in context.quotations:  # “甲”“乙”
        return _pursued(context, context.quotations[word.start], quotes)
    return _is_pursuing(word, quotes)


def _is_pursuing(word: Word | None, quotes: QuoteRules) -> bool:
    return word is not None and (word.text in quotes.pursue or word.text[-2:] in quotes.pursue)
