"""Noun phrases and predicates: how the words around a number come apart."""

import re
from itertools import pairwise

from kg.knowledge.measures import MeasureRules
from kg.text.tokens import cut, tag

__all__ = [
    "MAX_MODIFIER",
    "begins_nominal",
    "enumeration",
    "is_verbal",
    "kept_verb",
    "leading_verb",
    "shortened",
    "split_clause",
    "split_predicate",
    "verb_phrase",
    "without_light",
]

MAX_MODIFIER = 10  # characters of a modifier before a counted noun
ENUMERATED = re.compile(
    "^(?:.*、.*等(?P<last>[^、]{2,})|.{6,}(?<![高中初低平均特优对何上下头一二三相劣])等(?P<like>[^、级待次奖于到价额分].+))$"
)
COMPOUND = re.compile("v[vn]+n")  # parts of speech of a compound that begins like a predicate
JOINING = {"与", "和", "及", "以及", "或"}
PREDICATES = ("predicate", "rank_verb", "reach", "growth", "decline")


def begins_nominal(right: str, rules: MeasureRules, *, governed: bool) -> bool:
    """Whether a noun follows a count; without a word before the count one must: 118起|成功避险案例."""
    if rules.forms["in-state"].match(right):
        return True  # 27台在运核电机组
    words = tag(right[:12])
    first = words[0]
    kinds = "".join((word.tag or "x")[0] for word in words)
    if COMPOUND.fullmatch(kinds) and words[-1].end == len(right):
        return True  # 1900个就业见习基地
    for verbs in (rules.opening[name] for name in (PREDICATES if governed else PREDICATES[1:])):
        known = verbs.match(right)
        if known and (known.end() > first.end or known.group() == right[: first.end]):
            return False
    if first.tag == "p" and "的" in right:
        return True  # 4个面向产业的赛道
    return (first.tag or "x")[0] not in "dpcuy" and not (first.tag == "v" and first.end == len(right))


def split_predicate(right: str, rules: MeasureRules, *, governed: bool = False) -> tuple[str, str]:
    """Part a counted noun from what it does: 中小企业|上云, 全球首发技术|装车应用.

    Args:
        right: The words after a count.
        rules: The known predicates.
        governed: Whether a verb governs the count, so that no bare verb follows: 完成40座储罐深度治理.
    """
    tokens = tag(right)
    for number, token in enumerate(tokens):
        if not number:
            continue
        word = right[token.start : token.end]
        if right.count("“", 0, token.start) > right.count("”", 0, token.start):
            continue  # what stands in quotation marks is a name: 15个“极简审批”事项
        before = tokens[number - 1].tag or "x"
        if (before[0] not in "nejlibsfxm" and before not in {"vn", "an"}) or word in JOINING:
            continue
        known = None if governed else rules.opening["predicate"].match(right, token.start)
        if (known and (known.end() > token.start + 1 or len(word) == 1)) or (token.tag or "")[0] in "dp":
            behind = tokens[number - 1]
            adverb = number > 1 and right[behind.start : behind.end] in rules.words["adverb"]  # 交通圈|基本建成
            begin = behind.start if adverb else token.start
            return right[:begin], right[begin:]
        if number + 1 < len(tokens) and (tokens[number + 1].tag or "") in {"ul", "uz", "ug"} and token.tag == "v":
            return right[: token.start], right[token.start :]
    last = len(tokens)
    while not governed and last > 1 and (tokens[last - 1].tag or "") == "v":
        last -= 1
    if 0 < last < len(tokens):
        return right[: tokens[last].start], right[tokens[last].start :]
    return right, ""


def split_clause(right: str, rules: MeasureRules) -> tuple[str, str]:
    """Part a noun from what it does, whatever that is: 老人家庭|希望增加护理用品."""
    thing, predicate = split_predicate(right, rules)
    tokens = tag(thing)
    nouns = rules.words["money"] | rules.words["attribute"]  # 营业收入, whatever the dictionary says
    for before, token in pairwise(tokens):
        if (
            token.tag == "v"
            and thing[token.start : token.end] not in nouns
            and (before.tag or "x")[0] in "nl"
            and (token.end < len(thing) or predicate)
        ):
            return right[: token.start], right[token.start :]
    return thing, predicate


def verb_phrase(noun: str, rules: MeasureRules) -> tuple[str, str]:
    """Find the verb that governs a count, and what modifies the counted noun."""
    noun = noun.removesuffix("了")
    if not noun or noun.endswith("等"):
        return "", ""
    tokens = tag(noun)
    last = len(tokens)
    while last and (tokens[last - 1].tag or "x") in {"v", "vn", "d", "c", "ul", "vd"}:
        last -= 1
    verb = noun[tokens[last].start :] if last < len(tokens) else ""
    verb = verb.lstrip("和及并与")
    if verb in rules.words["light"] or without_light(verb, rules) == "":
        verb = ""
    rest = noun[: tokens[last].start] if last < len(tokens) else noun
    if last == len(tokens) and not re.search("[在等于向从、]", rest) and len(rest) <= MAX_MODIFIER:
        return "", without_light(rest, rules)
    return verb, ""


def is_verbal(noun: str) -> bool:
    """Whether a phrase is nothing but verbs and their adverbs."""
    return all((token.tag or "x")[0] in "vdcu" for token in tag(noun))


def enumeration(noun: str, rules: MeasureRules) -> str:
    """Leave what an enumeration ends in: 新建重点实验室、工程中心等研发机构 are 新建研发机构."""
    found = ENUMERATED.match(noun)
    return kept_verb(noun, rules) + (found["last"] or found["like"]) if found else noun


def leading_verb(name: str) -> str:
    """Find the verbs that a phrase begins with, for the nouns that follow in its list: 提升改造."""
    end = 0
    for token in tag(name[:10]):
        if token.tag != "v" or token.end >= len(name):
            break
        end = token.end
    return name[:end] if end > 1 else ""


def kept_verb(noun: str, rules: MeasureRules) -> str:
    """Find the verb at the front of a phrase that the indicator keeps: 新增."""
    found = rules.opening["keep"].match(noun)
    return found.group() if found and found.end() < len(noun) else ""


def without_light(noun: str, rules: MeasureRules) -> str:
    """Take verbs off the front that say no more than that there is something: 实施, 完成."""
    while found := rules.opening["light"].match(noun) or rules.opening["stative"].match(noun):
        first = next(iter(cut(noun[:8])), None)
        if first is None or (found.end() < first.end and found.end() != len(noun)):
            break
        if rules.forms["in-state"].match(noun):
            break  # 在轨卫星
        if len(found.group()) == 1 and first.end != 1:
            break
        noun = noun[found.end() :].lstrip("了的")
    return noun


def shortened(noun: str, rules: MeasureRules) -> str:
    """Take light verbs off the front of a phrase unless nothing is left."""
    return without_light(noun, rules) or noun
