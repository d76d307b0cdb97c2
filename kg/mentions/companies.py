"""Short names of companies: 特变电工 beside 特变电工衡变公司, and brands beside 集团, 董事长 or 等企业."""

import re
from collections.abc import Sequence

from kg.knowledge.name_rules import NameRules
from kg.mentions.context import Candidate, Context, Word, is_han, part_of_speech

__all__ = ["find_brands", "find_short_forms"]

LEGAL = re.compile("(?:集团)?(?:股份|控股)?(?:有限责任公司|有限公司|股份有限公司|集团公司|公司|集团)$")
BRAND_TAGS = ("", "nz", "nrt", "nr", "nt")  # parts of speech that brands have in the segmenter's dictionary
SHORTEST = 2  # characters of a brand
LONGEST = 10  # characters of a short form


def find_brands(context: Context, known: Sequence[Candidate], rules: NameRules) -> list[Candidate]:
    """Find brands by their position: 民企X, X董事长, 以X、Y为代表, X、Y等企业.

    Args:
        context: The sentence.
        known: Names already known in it, which are no brands.
        rules: The name rules.
    """
    taken = {position for name in known for position in range(name.start, name.end)}
    spans = [_brand_from(context, match.end()) for match in rules.companies.before.finditer(context.text)]
    spans += [_brand_until(context, match.start()) for match in rules.companies.after.finditer(context.text)]
    for match in rules.companies.listed.finditer(context.text):
        end = match.start(1)
        for part in match.group(1).split("、"):
            end += len(part)
            spans.append(_brand_until(context, end, start=end - len(part)))
            end += 1
    return [
        Candidate(start, end, "Company", "company-position", 1)
        for start, end in filter(None, spans)
        if not taken & {*range(start, end)} and context.text[start:end] not in rules.words.generic
    ]


def _brand_from(context: Context, start: int) -> tuple[int, int] | None:
    if start >= len(context.text) or not context.is_boundary(start):
        return None
    word = context.words[context.at[start]]
    return (word.start, word.end) if _may_be_brand(word) else None


def _brand_until(context: Context, end: int, start: int = 0) -> tuple[int, int] | None:
    if not context.is_boundary(end):
        return None
    word = context.before(end)
    if word is None or word.start < start or not _may_be_brand(word):
        return None
    return word.start, end


def _may_be_brand(word: Word) -> bool:
    clean = is_han(word.text) and not set(word.text) & NEVER_IN_BRANDS
    return clean and len(word.text) >= SHORTEST and word.tag in BRAND_TAGS


NEVER_IN_BRANDS = frozenset("的了在是和与为等及并由将把从副总")


def find_short_forms(
    contexts: Sequence[Context], found: Sequence[Sequence[Candidate]], rules: NameRules
) -> list[list[Candidate]]:
    """Find the short forms of companies whose full names the document gives.

    Args:
        contexts: The sentences of one document.
        found: The candidates of each sentence.
        rules: The name rules.
    """
    shorts: dict[str, None] = {}
    for context, candidates in zip(contexts, found, strict=True):
        regions = [(c.start, c.end) for c in candidates if c.type == "AdministrativeRegion"]
        for candidate in candidates:
            if candidate.type == "Company" and not candidate.rule.startswith(("lexicon", "deictic")):
                for short in _short_forms(context, candidate, regions, rules.companies.trade):
                    shorts[short] = None
    if not shorts:
        return [[] for _ in contexts]
    pattern = re.compile("|".join(re.escape(short) for short in sorted(shorts, key=lambda s: (-len(s), s))))
    return [
        [
            Candidate(match.start(), match.end(), "Company", "company-short", 1)
            for match in pattern.finditer(context.text)
            if context.is_boundary(match.start()) or not context.words[context.at[match.start()]].tag
        ]
        for context in contexts
    ]


def _short_forms(
    context: Context, company: Candidate, regions: list[tuple[int, int]], trade: re.Pattern[str]
) -> list[str]:
    """Work out what a full name is shortened to: without region, without trade, without both."""
    start = company.start
    for first, last in sorted(regions):
        if first == start and last < company.end:
            start = last
    name = re.sub("[（(].*?[）)]", "", context.text[start : company.end])
    if not LEGAL.search(name):
        return [name] if _is_brand(name) else []
    stem = LEGAL.sub("", name)
    brand = trade.sub("", stem)
    return [form for form in (stem, brand) if _is_brand(form)]


def _is_brand(form: str) -> bool:
    if not SHORTEST <= len(form) <= LONGEST or not form.isalnum():
        return False
    known = part_of_speech(form)
    return not known or (len(form) > SHORTEST and known in BRAND_TAGS)
