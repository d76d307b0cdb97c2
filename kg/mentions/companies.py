"""Short names of companies: 特变电工 beside 特变电工衡变公司, and brands beside 集团, 董事长 or 等企业."""

import re
from collections.abc import Collection, Sequence

from kg.knowledge.name_rules import NameRules
from kg.mentions.context import Candidate, Context, Word, is_han, part_of_speech

__all__ = ["find_brands", "find_short_forms"]

LEGAL = re.compile("(?:集团)?(?:股份|控股)?(?:有限责任公司|有限公司|股份有限公司|集团公司|公司|集团)$")
BRAND_TAGS = ("", "nz", "nrt", "nr", "nt")  # parts of speech that brands have in the segmenter's dictionary
FIELDS = frozenset({"Industry", "Technology", "Programme"})  # what rows that hold one of these list is no firm
REGISTERED = re.compile("(?:集团)?(?:股份)?(?:有限责任公司|有限公司|集团公司)")
LONGEST_BRAND = 18  # characters between the region and the legal form
NEVER_REGISTERED = frozenset("的了在是等被把从向到将")
SHORTEST = 2  # characters of a brand
LONGEST = 10  # characters of a short form
AS = re.compile("(?:(?:已)?(?:形成|打造|培育)了?)?以(?=[\\u4e00-\\u9fff]{3})")
EXAMPLES = re.compile("[^，。；]{0,40}?为(?:代表|主|龙头|核心|引领|首)")


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
        spans += _row(context, match, known, taken, rules)
    return [
        Candidate(start, end, "Company", "company-position", 1)
        for start, end in (_behind_as(context, *span) for span in spans if span is not None)
        if not taken & {*range(start, end)} and context.text[start:end] not in rules.words.generic
    ] + [*_extended(context, known, rules), *_registered(context, known, rules)]


def _behind_as(context: Context, start: int, end: int) -> tuple[int, int]:
    """Leave 以 out of the first name of a row: 以|东霖木业、利通电子为代表."""
    match = AS.match(context.text, start, end)
    return (match.end() if match and EXAMPLES.match(context.text, end) else start), end


def _row(
    context: Context,
    match: re.Match[str],
    known: Sequence[Candidate],
    taken: Collection[int],
    rules: NameRules,
) -> list[tuple[int, int] | None]:
    """Find the brands of a row: all of its parts where one of them is a company for certain, else the last words."""
    start = match.start(1)
    parts = []
    for part in match.group(1).split("、"):
        parts.append((start, start + len(part)))
        start += len(part) + 1
    whole = [span for span in parts if _may_be_listed(context, span, rules) and not {*range(*span)} & {*taken}]
    if any(name.type in FIELDS and match.start(1) <= name.start < match.end(1) for name in known):
        return []
    brands = {(name.start, name.end) for name in known if name.type == "Company"}
    certain = any(span in brands or _has_trade(context, span, rules) for span in parts)
    if certain and len(parts) > 1:
        return [*whole]
    return [_brand_until(context, end, start=start) for start, end in parts]


def _has_trade(context: Context, span: tuple[int, int], rules: NameRules) -> bool:
    """Say whether a name is a word that no dictionary holds and a trade: 东霖木业, 利通电子."""
    text = context.text[span[0] : span[1]]
    trade = rules.companies.trade.search(text)
    return trade is not None and trade.start() >= SHORTEST and part_of_speech(text[: trade.start()]) in BRAND_TAGS


def _may_be_listed(context: Context, span: tuple[int, int], rules: NameRules) -> bool:
    text, words = context.text[span[0] : span[1]], rules.words
    if not SHORTEST <= len(text) <= LONGEST or part_of_speech(text) not in BRAND_TAGS or text in words.generic:
        return False
    if set(text) & NEVER_IN_BRANDS or not context.is_boundary(span[0]):
        return False
    inside = [word.text for word in context.words if span[0] <= word.start and word.end <= span[1]]
    return not any(word in words.boundary or word in words.determiners for word in inside if len(word) > 1)


def _extended(context: Context, known: Sequence[Candidate], rules: NameRules) -> list[Candidate]:
    """Find the companies whose names go on behind that of another: 腾讯控股, 人保财险, 微软中国."""
    return [
        Candidate(name.start, match.end(), "Company", "company-extended", 2)
        for name in known
        if name.type == "Company" and not name.rule.startswith("deictic:")
        for match in [rules.companies.tail.match(context.text, name.end)]
        if match is not None and context.is_boundary(match.end())
    ]


def _registered(context: Context, known: Sequence[Candidate], rules: NameRules) -> list[Candidate]:
    """Find full names that begin with a region, whatever words the brand is made of: 山东新和成药业有限公司."""
    text, found = context.text, []
    longer = {name.start for name in known if name.type not in ("AdministrativeRegion", "Company")}
    regions = sorted(
        (name.start, name.end)
        for name in known
        if name.type == "AdministrativeRegion"
        and not name.rule.startswith("deictic:")
        and name.start not in longer
        and text[name.start - 1 : name.start] not in ("（", "(")
    )
    for match in REGISTERED.finditer(text):
        starts = [
            start
            for start, end in regions
            if match.start() - LONGEST_BRAND <= end <= match.start() - SHORTEST
            and _is_brand_part(context, end, match.start(), rules)
        ]
        if starts:
            found.append(Candidate(starts[-1], match.end(), "Company", "company-legal", 1))
    return found


def _is_brand_part(context: Context, start: int, end: int, rules: NameRules) -> bool:
    between = re.sub("[（()）]", "", context.text[start:end])
    if not is_han(between) or set(between) & NEVER_REGISTERED or "公司" in between:
        return False
    words = (word.text for word in context.words if start <= word.start and word.end <= end)
    allowed = rules.words.inner
    verbs = (word for word in words if len(word) > 1 and word in rules.words.governing and word not in allowed)
    return all(rules.companies.trade.fullmatch(word) for word in verbs) and not set(words) & rules.companies.breaks


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
            Candidate(match.start(), _end(context, match.end(), rules), "Company", "company-short", 1)
            for match in pattern.finditer(context.text)
            if context.is_boundary(match.start()) or not context.words[context.at[match.start()]].tag
        ]
        for context in contexts
    ]


def _end(context: Context, end: int, rules: NameRules) -> int:
    """Take in what makes the name that of a sister company: 财险 in 人保财险."""
    match = rules.companies.tail.match(context.text, end)
    return match.end() if match is not None and context.is_boundary(match.end()) else end


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
    cuts = [stem[:end] for end in range(SHORTEST, len(stem)) if trade.fullmatch(stem, end)]  # 秦川机床, 秦川
    return [form for form in (stem, *cuts) if _is_brand(form)]


def _is_brand(form: str) -> bool:
    if not SHORTEST <= len(form) <= LONGEST or not form.isalnum():
        return False
    known = part_of_speech(form)
    return not known or (len(form) > SHORTEST and known in BRAND_TAGS)
