"""Products by what is done with them: 年产铜箔10万吨, 主要生产闸阀、截止阀, 从事医疗器械的研发和销售."""

import re
from collections.abc import Iterator, Sequence

from kg.knowledge.name_rules import NameRules, ProductRules
from kg.mentions.context import Candidate, Context, Word, is_han

__all__ = ["find_products"]

QUANTITY = re.compile(r"[约近超达各类]{0,2}[0-9][0-9.,]*[余多]?[万亿千百]?")
UNITS = "吨台套辆件个支只条片块米升瓦架艘台套箱瓶袋双盒颗枚万股副根羽头尾亩斤克枝株盏部平方米立方米公里兆瓦千瓦时余多约"
NOUN_TAGS = ("n", "nz", "vn", "nr", "nrt", "ns", "b", "a", "j", "l", "")  # parts of speech of words in a product's name
LONGEST = 16  # characters
LINKS = ("、", "和", "及", "与", "等")


def find_products(context: Context, known: Sequence[Candidate], rules: NameRules) -> list[Candidate]:
    """Find the products of a sentence that a verb of making or selling governs.

    Args:
        context: The sentence.
        known: Names already known in it; of these only products, technologies and industries may be part of a name.
        rules: The name rules.
    """
    if rules.products.verb.search(context.text) is None:
        return []
    barred = {
        position
        for name in known
        if name.type not in ("Product", "Technology", "Industry")
        for position in range(name.start, name.end)
    }
    ends = {name.end for name in known if name.type in ("Company", "AdministrativeRegion", "Park", "EducationResearch")}
    found: list[Candidate] = []
    for match in rules.products.verb.finditer(context.text):
        if not _free(context, match, ends, rules):
            continue
        strong = rules.products.strong.search(match.group()) is not None
        items = [words for words in _items(context, match.end(), rules, barred) if _is_whole(context, words, rules)]
        if rules.products.doing.match(match.group()):
            items = [words for words in items if rules.products.done.match(context.text, words[-1].end)]
        if strong or len(items) > 1 or any(len(words) > 1 or not words[0].tag for words in items):
            found += [
                Candidate(words[0].start, words[-1].end, "Product", "product-made", 1)
                for words in items
                if _is_name(words, rules, strong=strong or len(items) > 1)
            ]
    return found


def _free(context: Context, match: re.Match[str], ends: set[int], rules: NameRules) -> bool:
    """Say whether a verb is a verb here: 安全生产 and 装备制造 are nouns, 公司生产 is none."""
    start, text = match.start(), context.text
    if not (context.is_boundary(start) and context.is_boundary(match.end())):
        return False
    if rules.products.strong.search(match.group()) or match.group().endswith("的"):
        return True
    word = context.before(start)
    if word is None or not is_han(word.text) or start in ends or word.text in rules.products.subjects:
        return True
    return word.text in rules.words.boundary or word.tag[:1] in ("d", "p", "v", "c", "r") or text[start - 1] in "了并"


def _items(context: Context, position: int, rules: NameRules, barred: set[int]) -> Iterator[list[Word]]:
    """Read a list of noun phrases, each with a quantity before or behind it."""
    text = context.text
    while True:
        position = _skip_quantity(text, position)
        words = _phrase(context, position, rules, barred)
        if not words:
            return
        yield words
        end = _skip_quantity(text, words[-1].end)
        counted = end > words[-1].end
        if text[end : end + 1] not in (*LINKS, *("，" if counted else ())) or not context.is_boundary(end):
            return
        position = end + 1


def _skip_quantity(text: str, position: int) -> int:
    match = QUANTITY.match(text, position)
    if match is None:
        return position
    end = match.end()
    while end < len(text) and text[end] in UNITS:
        end += 1
    return end


def _phrase(context: Context, position: int, rules: NameRules, barred: set[int]) -> list[Word]:
    """Take the noun phrase that begins at a position, without general words at its beginning and deeds at its end."""
    words: list[Word] = []
    while position < len(context.text):
        word = context.words[context.at[position]]
        if word.start != position or not _may_stand(word, rules, barred) or word.end - position > LONGEST:
            break
        words.append(word)
        position = word.end
    if sum(len(word.text) for word in words) > LONGEST:
        return []
    deeds, general = rules.products.deeds, (*rules.products.deeds, *rules.products.opening)
    while words and (words[-1].text in deeds or words[-1].text in rules.products.tails):
        words.pop()
    while words and words[0].text in general:
        words.pop(0)
    return words


def _may_stand(word: Word, rules: NameRules, barred: set[int]) -> bool:
    if word.start in barred or word.text in rules.words.boundary:
        return False
    if word.text in rules.products.deeds or word.text in rules.products.opening:
        return True
    if word.text.isascii():
        return word.text.isalnum() and not word.text.isdigit()
    if not is_han(word.text) or set(word.text) & rules.words.stops:
        return False
    return word.text in rules.words.inner or (word.text not in rules.words.governing and word.tag in NOUN_TAGS)


def _is_whole(context: Context, words: Sequence[Word], rules: NameRules) -> bool:
    """Say whether a noun phrase ends where it seems to: no verb follows it (生产面积保持稳定)."""
    if not words:
        return False
    rest = context.text[words[-1].end :]
    word = context.words[context.at[words[-1].end]] if rest else None
    return (
        word is None
        or not is_han(word.text)
        or word.text in rules.products.deeds
        or word.text in rules.products.tails
        or word.tag[:1] in ("c", "p", "u", "m", "d")
    )


def _is_name(words: Sequence[Word], rules: NameRules, *, strong: bool) -> bool:
    """Say whether a noun phrase names a product: its last word is a thing that can be sold."""
    products: ProductRules = rules.products
    text = "".join(word.text for word in words)
    if len(text) < 2 or products.never.search(text) or all(word.text in rules.words.generic for word in words):
        return False
    last = words[-1]
    if last.tag not in ("n", "nz", "nrt", "") or last.text in rules.words.generic:
        return False
    return strong or len(words) > 1 or not last.tag
