"""Towns, townships, subdistricts and villages: known by how they end and by the region before them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.knowledge.name_rules import NameRules
from kg.mentions.context import Candidate, Context, is_han, part_of_speech

__all__ = ["SHORT", "find_settlements"]

RULE = "settlement"
SHORT = "short:"  # begins the rule of a short form; the full name follows: short:陶朱街道
TWICE = 2  # times that a town without a region before it must stand in a document
SHORTEST = 2  # characters of a short form
ENDINGS = ("街道", "新区", "镇", "乡", "区", "县", "市", "村")
OPENERS = ("p", "v", "c")  # parts of speech of words that a town may stand behind
PLACES = ("", "ns", "nr", "nz", "nrt")  # parts of speech of short forms
ROUNDS = 2  # a village may be named behind a town that another sentence made certain
NAME_TAGS = ("", "ns", "nr", "nz", "nrt", "nrfg")  # parts of speech of places in the segmenter's dictionary


def find_settlements(
    contexts: Sequence[Context], known: Sequence[Sequence[Candidate]], rules: NameRules
) -> list[list[Candidate]]:
    """Find the towns and villages of a document; one found behind its county in one sentence is found in all.

    Args:
        contexts: The sentences of one document.
        known: Known names of each sentence; a region ends where a town may begin.
        rules: The name grammar.
    """
    anchors = [_anchors(context, names, rules) for context, names in zip(contexts, known, strict=True)]
    certain = dict.fromkeys(_repeated(contexts, rules))
    found: list[list[Candidate]] = [[] for _ in contexts]
    for _ in range(ROUNDS):
        for context, starts in zip(contexts, anchors, strict=True):
            certain.update(dict.fromkeys(_certain(context, starts, rules)))
        if not certain:
            break
        found = _everywhere(contexts, certain, rules)
        anchors = [[candidate.end for candidate in names] for names in found]
    shorts = _short_forms(contexts, known, found)
    return [[*names, *_shortened(context, shorts)] for context, names in zip(contexts, found, strict=True)]


def _repeated(contexts: Sequence[Context], rules: NameRules) -> list[str]:
    """Find towns without a region before them that stand twice in the document, once where a name may begin."""
    times: Counter[str] = Counter()
    free = set()
    for context in contexts:
        for match in rules.settlements.name.finditer(context.text):
            front = match["front"]
            starts = [start for start in range(match.start(), match.end("front") - 1) if context.is_boundary(start)]
            for start in starts:
                match_here = rules.settlements.name.match(context.text, start)
                if match_here is None or match_here.end() != match.end() or not is_han(front):
                    continue
                if not match_here["front"].endswith("小") and _is_name(context, match_here, rules):
                    times[match_here.group()] += 1
                    if _stands_free(context, start):
                        free.add(match_here.group())
                break
    return [name for name, count in times.items() if count >= TWICE and name in free]


def _stands_free(context: Context, start: int) -> bool:
    before = context.before(start)
    return before is None or not is_han(before.text) or before.tag.startswith(OPENERS)


def _short_forms(
    contexts: Sequence[Context], known: Sequence[Sequence[Candidate]], towns: Sequence[Sequence[Candidate]]
) -> dict[str, str]:
    """Work out what the regions that a document names in full are called for short: 陶朱 beside 陶朱街道."""
    shorts: dict[str, str] = {}
    for context, names, further in zip(contexts, known, towns, strict=True):
        for candidate in (*names, *further):
            if candidate.type != "AdministrativeRegion" or candidate.rule not in (RULE, "region", "region-chain"):
                continue
            full = context.text[candidate.start : candidate.end]
            ending = next((ending for ending in ENDINGS if full.endswith(ending)), full)
            short = full.removesuffix(ending)
            if len(short) >= SHORTEST and part_of_speech(short) in PLACES and is_han(short):
                shorts.setdefault(short, full)
    return shorts


def _shortened(context: Context, shorts: Mapping[str, str]) -> list[Candidate]:
    """Find the short forms where they are words of their own."""
    return [
        Candidate(word.start, word.end, "AdministrativeRegion", SHORT + shorts[word.text], 1)
        for word in context.words
        if word.text in shorts
    ]


def _everywhere(contexts: Sequence[Context], certain: Iterable[str], rules: NameRules) -> list[list[Candidate]]:
    longest_first = sorted(certain, key=lambda name: (-len(name), name))
    pattern = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})(?!{rules.settlements.after})")
    return [
        [Candidate(m.start(), m.end(), "AdministrativeRegion", RULE, 2) for m in pattern.finditer(context.text)]
        for context in contexts
    ]


def _anchors(context: Context, known: Sequence[Candidate], rules: NameRules) -> list[int]:
    """Find where a region or zone ends behind which a town may be named."""
    text, settlements = context.text, rules.settlements
    regions = [c.end for c in known if c.type == "AdministrativeRegion" and text[c.end - 1] in settlements.anchors]
    return regions + [match.end() for match in settlements.zones.finditer(text)]


def _certain(context: Context, anchors: Sequence[int], rules: NameRules) -> list[str]:
    """Read the chains that begin behind a region (衡东县石湾镇洣江村) and the rows that go on (、大浦镇)."""
    text, starts = context.text, list(anchors)
    names = []
    reached = set()
    while starts:
        start = starts.pop()
        end = _end(context, start, rules)
        if end is None or end in reached:
            continue
        reached.add(end)
        names.append(text[start:end])
        starts.append(end)
        if text[end : end + 1] in ("、", "和", "及", "与"):
            starts.append(end + 1)
    return names


def _end(context: Context, start: int, rules: NameRules) -> int | None:
    match = rules.settlements.name.match(context.text, start)
    if match is None or not is_han(match["front"]) or not _is_name(context, match, rules):
        return None
    return match.end()


def _is_name(context: Context, match: re.Match[str], rules: NameRules) -> bool:
    """Say whether the words are a name and none of the language: 石湾镇, but not 城镇, 重点镇, 贫困村."""
    front, words = match["front"], rules.words
    if part_of_speech(match.group()) not in NAME_TAGS or rules.settlements.common.search(front):
        return False
    inside = context.words[context.at[match.start()] : context.at[match.end("front") - 1] + 1]
    parts = [front, *(word.text for word in inside if match.start() <= word.start and word.end <= match.end("front"))]
    return not any(
        part in words.boundary or part in words.governing or part in words.determiners or part in words.generic
        for part in parts
        if len(part) > 1 or part == front
    )
