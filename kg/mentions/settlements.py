"""Towns, townships, subdistricts and villages: known by how they end and by the region before them."""

import re
from collections.abc import Iterable, Sequence

from kg.knowledge.name_rules import NameRules
from kg.mentions.context import Candidate, Context, is_han, part_of_speech

__all__ = ["find_settlements"]

RULE = "settlement"
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
    certain: dict[str, None] = {}
    found: list[list[Candidate]] = [[] for _ in contexts]
    for _ in range(ROUNDS):
        for context, starts in zip(contexts, anchors, strict=True):
            certain.update(dict.fromkeys(_certain(context, starts, rules)))
        if not certain:
            break
        found = _everywhere(contexts, certain, rules)
        anchors = [[candidate.end for candidate in names] for names in found]
    return found


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
