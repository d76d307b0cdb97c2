"""Which words may stand inside a name, and which end it on the left."""

import re

from kg.knowledge.name_rules import SuffixRule, Words
from kg.mentions.context import Context, Word, is_han, part_of_speech
from kg.mentions.numbers import ORDINAL

__all__ = [
    "LINKS",
    "ORDERED",
    "boundary_inside",
    "counted_behind",
    "counts",
    "delimited",
    "governed",
    "is_code",
    "is_common",
    "is_headed",
    "may_stand_inside",
]

ORDERED = frozenset({"Award", "Event"})  # types whose names count: 第六届, 2023年
LINKS = frozenset("·-—－&＆+＋")  # inside names: 5G+工业互联网
NUMERALS = "一二三四五六七八九十两百千万多余几数"
OTHER_TAGS = ("u", "r", "p", "c", "d", "q", "m", "t", "y", "f")  # parts of speech that no name holds
STRICT_TAGS = ("n", "b", "j", "vn", "a", "domain", "l", "s", "z")  # parts of speech of modifiers in names of industries
CLAUSE = re.compile("[，。；：！？,;]")
MIN_DELIMITED = 4  # characters of a name that quotation marks alone make one
PROPER_TAGS = ("nz", "nt", "nr", "ns")
REACH = 30  # characters from the name back to the verb that governs it


def may_stand_inside(word: Word, context: Context, rule: SuffixRule, words: Words) -> bool:
    """Say whether a word may stand inside a name of a kind."""
    text = word.text
    if not is_han(text):
        return is_code(word, context, rule)
    if rule.type in ORDERED and _is_ordinal(word, context):
        return True
    if rule.strict:
        return _may_stand_inside_strict(word, words)
    if text in words.inner or (rule.loose and text.endswith(("公司", "集团"))):
        return not _governs(word, context, words)
    if text in words.boundary or text in words.governing:
        return rule.loose and len(text) == 1 and text not in words.stops
    if len(text) > 2 and text[-2:] in words.governing and word.tag != "n" and text[-2:] not in words.inner:
        return False
    if rule.loose and len(text) == 1:
        return text not in words.stops
    if rule.loose and len(text) == 2 and word.tag in ("v", "vd", "s", "f", "d") and rule.parens:
        return True  # a brand of words: 巴陵远航物流有限公司
    if word.tag in ("v", "vd") and (rule.loose or len(text) == 1):
        return False
    return word.tag in ("vn", "nz") or not word.tag.startswith(OTHER_TAGS)


def _may_stand_inside_strict(word: Word, words: Words) -> bool:
    if word.text in words.boundary or word.text in words.governing:
        return False
    if word.text in words.inner:
        return True
    if len(word.text) > 2 and (word.text[-2:] in words.governing or word.text[:2] in words.boundary):
        return word.text[-2:] in words.inner and word.text[:2] not in words.boundary
    if word.text.endswith(("区", "园", "市", "县", "省", "企业", "校", "机构", "部门")):
        return False
    return not word.tag or word.tag.startswith(STRICT_TAGS)


def counts(word: Word, context: Context, words: Words) -> bool:
    """Say whether a word that ends a name counts things or points at them: 28个, 一批, 该."""
    if word.text in words.determiners:
        return True
    if word.tag == "m" and is_han(word.text) and len(word.text) > 1:
        return True
    if word.text not in words.counters:
        return False
    before = context.text[word.start - 1 : word.start] if word.start else ""
    return before.isdigit() or (bool(before) and before in NUMERALS)


def governed(context: Context, start: int, end: int, rule: SuffixRule) -> bool:
    """Say whether one of a rule's verbs stands before a name in its clause, or what may follow it does."""
    if rule.followed and context.text.startswith(rule.followed, end):
        return True
    before = context.text[max(0, start - REACH) : start]
    clause = CLAUSE.split(before)[-1]
    return any(verb in clause for verb in rule.governed)


def is_code(word: Word, context: Context, rule: SuffixRule) -> bool:
    """Say whether Latin letters, digits or a link belong to a name: 5G, B2B, 2023年 of an event."""
    text, source = word.text, context.text
    if text in LINKS:
        return (
            0 < word.start < word.end < len(source) and source[word.start - 1].isalnum() and source[word.end].isalnum()
        )
    if not text.isascii() or not text.replace(".", "").isalnum():
        return False
    if text.replace(".", "").isdigit():
        return (rule.years and len(text) == 4 and source.startswith(("年", "中", "世"), word.end)) or source[
            word.end : word.end + 1
        ] in LINKS
    return True


def boundary_inside(word: Word, words: Words) -> int:
    """Give the place of the last character in a word unknown to the dictionary that ends a name, -1 for none.

    为产城 is 为 and 产城; 多为 holds no name at all.
    """
    if len(word.text) < len("为产"):
        return -1
    places = [
        place for place, character in enumerate(word.text) if character in (words.stops if place == 0 else words.never)
    ]
    return places[-1] if places else -1


def _governs(word: Word, context: Context, words: Words) -> bool:
    """Say whether 建设, 发展 … is the verb before the name and not a part of it."""
    if word.text not in words.governing:
        return False
    before = context.before(word.start)
    if before is None:
        return True
    if not is_han(before.text):
        return before.text not in "）)" and before.start not in context.quotations and not before.text.isascii()
    return (
        before.text in words.boundary
        or before.text + word.text in words.governing  # 合作|共建
        or (before.text + word.text not in words.jointly and any(form.endswith(word.text) for form in words.jointly))
        or (before.text in words.governing and not (before.text in words.inner and before.tag == "vn"))
        or (before.tag.startswith(("d", "v", "p", "c", "u", "r")) and before.tag != "vn")
    )


def _is_ordinal(word: Word, context: Context) -> bool:
    """Say whether a word belongs to 第六届 or to the year of an event's name."""
    text = word.text
    if text.startswith("第") or ORDINAL.fullmatch(text):
        return True
    if text not in ("届", "年", "次"):
        return False
    before = context.text[max(0, word.start - 4) : word.start]
    return "第" in before or (text == "年" and before[-4:].isdigit())


def counted_behind(text: str, end: int, words: Words) -> bool:
    """Say whether a number of them follows: 新增…产业集群7个."""
    stop = end
    while text[stop : stop + 1].isdigit():
        stop += 1
    return stop > end and text[stop : stop + 1] in words.counters


def delimited(context: Context, start: int, end: int) -> bool:
    """Say whether quotation marks stand around a name: “海客圆桌会”."""
    return end - start > MIN_DELIMITED and start > 0 and context.quotations.get(end) == start - 1


def is_common(context: Context, end: int) -> bool:
    """Say whether an ending of one character is that of a common word: 环节, 香港, 大奖."""
    word = context.words[context.at[end - 1]]
    if not word.tag and len(word.text) == 2 * len("环节"):  # 铺平道路: two words that the segmenter took for one
        return part_of_speech(word.text[2:]) == "n" and bool(part_of_speech(word.text[:2]))
    composed = len(word.text) > len("环节") and part_of_speech(word.text[:-1])
    return len(word.text) > 1 and word.end == end and bool(word.tag) and word.tag not in PROPER_TAGS and not composed


def is_headed(text: str, end: int, words: Words) -> bool:
    """Whether a part of a body ends here that belongs to the title behind it: 综合科|科长."""
    spaces = len(text[end:]) - len(text[end:].lstrip(" 　"))
    return text.endswith(words.units, 0, end) and text.startswith(words.heads, end + spaces)
