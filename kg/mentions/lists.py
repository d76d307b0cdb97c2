"""Things of one kind in a row: the noun behind 等 says what each of them is (A、B和C等新兴产业)."""

import re
from collections.abc import Iterator

from kg.knowledge.name_rules import ListRule, NameRules, Words
from kg.mentions.context import Candidate, Context, Word, is_han
from kg.mentions.edges import boundary_inside

__all__ = ["LONGEST", "SEPARATORS", "begin_of_stretch", "find_listed", "part_last"]

SEPARATORS = "、"
LAST = ("以及", "和", "及", "与", "暨")  # before the last of a row; the first that fits parts it
FEWEST = 2  # things that make a row
SHORTEST = 2  # characters of one thing; behind a noun that asks for longer ones (领域) stand things of other kinds too
LONGEST = 14  # characters of one thing
MODIFIER_TAGS = ("n", "b", "j", "vn", "a", "l", "s", "z", "eng", "ng")  # parts of speech inside such names
VERBAL_TAGS = "vdpcur"  # parts of speech outside them; 零部件 and 新一代 count as numerals in the dictionary
INSIDE = re.compile("[+＋·-]")  # marks inside a thing
CODE_LIMIT = 6  # characters of Latin letters and digits in one word


def find_listed(context: Context, rules: NameRules) -> list[Candidate]:
    """Find the things of a row by the noun that ends it.

    Args:
        context: The sentence.
        rules: The name grammar; ``rules.lists`` holds the nouns.
    """
    found = []
    for rule in (rule for rule in rules.lists if rule.own is None):
        for match in rule.match.finditer(context.text):
            row = list(_row(context, match.start(), rule, rules))
            unsure = rule.type == "Industry" and rule.fewest > SHORTEST
            known = (_is_known(context.text[start:end], rule.type, rules) for start, end in row)
            if len(row) >= FEWEST and (not unsure or any(known)):
                strength = 1 if unsure else 2
                found += [Candidate(start, end, rule.type, rule.id, strength) for start, end in row]
    return found


def _is_known(text: str, kind: str, rules: NameRules) -> bool:
    """Say whether a thing of a row is a known one of a class."""
    return any(
        last - first == len(text) and any(form.type == kind for form in rules.known_forms[index])
        for index, first, last in rules.known.find_matches_as_indexes(text, overlapping=True)
    )


def _is_region(text: str, rule: ListRule, rules: NameRules) -> bool:
    return rule.type == "Industry" and _is_known(text, "AdministrativeRegion", rules)


def _row(context: Context, end: int, rule: ListRule, rules: NameRules) -> Iterator[tuple[int, int]]:
    """Go through a row from its last thing to its first."""
    last = True
    while end > 0:
        floor = begin_of_stretch(context.text, end)
        parted = part_last(context, floor, end) if last else None
        start = parted[1] if parted else floor
        begin = _begin(context, start, end, rule, rules)
        if begin is not None and rule.fewest <= end - begin <= LONGEST and _ends_well(context.text[begin:end], rule):
            yield begin, end
        whole = begin == floor or (begin is not None and _is_region(context.text[floor:begin], rule, rules))
        if parted is None and (not whole or context.text[floor - 1 : floor] not in SEPARATORS or floor == 0):
            return
        if parted is None and begin is None:
            return
        end = parted[0] if parted else floor - 1
        last = False


def _ends_well(thing: str, rule: ListRule) -> bool:
    return rule.ends is None or (rule.ends.search(thing) is not None and not rule.general.match(thing))


def begin_of_stretch(text: str, end: int, inside: re.Pattern[str] = INSIDE) -> int:
    """Find where the stretch without punctuation begins that ends at a position, but for marks that stand in names."""
    start = end
    while start > 0 and (text[start - 1].isalnum() or inside.match(text, start - 1)):
        start -= 1
    return start


def part_last(context: Context, floor: int, end: int) -> tuple[int, int] | None:
    """Part the last two things of a row: where the one ends and the other begins."""
    for joint in LAST:
        place = context.text.rfind(joint, floor + 1, end - 1)
        if place > floor and context.is_boundary(place) and context.is_boundary(place + len(joint)):
            return place, place + len(joint)
    return None


def _begin(context: Context, start: int, end: int, rule: ListRule, rules: NameRules) -> int | None:
    """Walk back over the words of one thing; ``None`` where nothing that names one ends here."""
    begin = end
    taken: list[Word] = []
    if rule.whole and is_han(context.text[start:end]):
        if start and context.text[start - 1] in SEPARATORS:
            return start
        first = _behind_openers(context, start, end, rule, rules.words)
        if first > start or start == 0:
            return first
    while begin > start:
        word = context.before(begin)
        if word is None or word.start < start or not _may_stand(word, rules.words):
            break
        begin = word.start
        taken.append(word)
    while taken and _opens(taken[-1], rule, rules):
        begin = taken.pop().end
    if not taken or all(word.text in rules.words.generic for word in taken):
        return None
    return begin


def _behind_openers(context: Context, start: int, end: int, rule: ListRule, words: Words) -> int:
    """Find where the first thing of a row begins that is taken whole: behind 我市今年建成, 加快推进."""
    begin = start
    for word in context.words[context.at[start] : context.at[end - 1]]:
        if word.start >= start and (word.text in rule.openers or word.text in words.boundary):
            begin = word.end
    return begin


def _opens(word: Word, rule: ListRule, rules: NameRules) -> bool:
    """Say whether a word stands before a thing of a row and is no part of it: 推动|浦东|飞机、邮轮等产业."""
    if len(word.text) == 1 and word.tag == "v":
        return True
    if _is_region(word.text, rule, rules):
        return True
    return word.text in rule.openers or word.text in rules.words.leading - rule.modifiers


def _may_stand(word: Word, words: Words) -> bool:
    text = word.text
    if text in LAST[2:4]:
        return True
    if not is_han(text):
        return len(text) <= CODE_LIMIT and text.isalnum() and not text.isdigit()
    if text in words.inner:
        return True
    if text in words.boundary or text in words.governing or text in words.determiners:
        return False
    if not word.tag:
        return boundary_inside(word, words) < 0
    if len(text) == 1 and word.tag == "v":
        return True  # 联 in 智能网联汽车, as the segmenter cuts it
    return word.tag.startswith(MODIFIER_TAGS) or (word.tag[:1] not in VERBAL_TAGS and len(text) > len("一个"))
