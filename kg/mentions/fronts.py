"""What is known when a name is walked back from its end, and whether that makes it a name of its kind."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.knowledge.name_rules import ORGANIZATIONS, SuffixRule, Words
from kg.mentions.context import Candidate, Context, Word, is_han
from kg.mentions.edges import LINKS

__all__ = ["Front", "Known", "Search", "is_content", "is_proper", "is_specific", "sort_by_end"]

DOMAINS = frozenset({"Industry", "Technology", "Product", "Programme"})
CODE = re.compile("[A-Za-z][A-Za-z0-9]*|[0-9][GDVCBd]|[A-Za-z0-9]*[A-Za-z][0-9]+")  # 5G and RCEP, not 600MW


@dataclass(slots=True)
class Front:
    """What the walk to the left of a suffix has seen so far."""

    start: int
    own: int = 0
    region: bool = False
    brand: bool = False
    quoted: bool = False
    counted: bool = False
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """Known names of a sentence by where they end, the longest only, and where deictic forms end."""

    regions: Mapping[int, Candidate]
    organizations: Mapping[int, Candidate]
    domains: Mapping[int, Candidate]
    deictic: frozenset[int]


@dataclass(frozen=True, slots=True)
class Search:
    """One suffix found, under one rule."""

    context: Context
    rule: SuffixRule
    words: Words
    known: Known
    start: int
    breaks: frozenset[str] = frozenset()


def sort_by_end(known: Iterable[Candidate]) -> Known:
    """Sort the known names of a sentence by kind and by where they end."""
    regions: dict[int, Candidate] = {}
    organizations: dict[int, Candidate] = {}
    domains: dict[int, Candidate] = {}
    deictic = set()
    for candidate in known:
        if candidate.rule.startswith("deictic:"):
            if candidate.type == "AdministrativeRegion":
                deictic.add(candidate.end)
        elif candidate.type == "AdministrativeRegion":
            _keep_longest(regions, candidate)
        elif candidate.type in ORGANIZATIONS or candidate.type == "Park":
            _keep_longest(organizations, candidate)
        elif candidate.type in DOMAINS:
            _keep_longest(domains, candidate)
    return Known(regions, organizations, domains, frozenset(deictic))


def _keep_longest(table: dict[int, Candidate], candidate: Candidate) -> None:
    if candidate.end not in table or candidate.start < table[candidate.end].start:
        table[candidate.end] = candidate


def is_specific(search: Search, front: Front) -> bool:
    """Say whether the part before the suffix makes the name one of its kind."""
    needs = search.rule.needs
    if front.region and ("region" in needs or ("placed" in needs and front.words)):
        return True
    if (front.brand and needs & {"proper", "brand"}) or (front.quoted and "proper" in needs):
        return True
    generic = search.words.generic | search.rule.generic
    content = [word for word in front.words if is_content(word, generic, search)]
    if "brand" in needs and front.words:
        return len(front.words) == 1 and _is_brand(front.words[0], search.words) and bool(content)
    if "proper" in needs and is_proper(front, content):
        return True
    if "domain" in needs and any(word.tag == "domain" or (word.tag == "" and len(word.text) > 1) for word in content):
        return True
    if search.rule.type == "Award" and len(front.words) > 1 and front.words[-1].text in search.words.ranks:
        return True
    return bool(content) and ("content" in needs or ("rich" in needs and len(content) > 1))


def is_content(word: Word, generic: frozenset[str], search: Search) -> bool:
    """Say whether a word says more than that there is a thing of the kind."""
    if word.text in generic or (len(word.text) == 1 and word.tag):
        return False
    return not (search.rule.strict and word.tag != "domain" and word.text.endswith(search.words.kinds))


def _is_brand(word: Word, words: Words) -> bool:
    return (
        len(word.text) > 1
        and word.tag in ("", "nz", "nrt")
        and is_han(word.text)
        and not word.text.endswith(words.kinds)
    )


def is_proper(front: Front, content: list[Word]) -> bool:
    """Say whether a word of the front part is a name by itself: one the dictionary does not know, a code, a place."""
    for word in content:
        if (not word.tag and len(word.text) > 1) or word.tag[:2] in ("ns", "nr", "nz", "nt"):
            return True
        if CODE.fullmatch(word.text):
            return True
    singles = 0
    for word in front.words:
        singles = singles + 1 if len(word.text) == 1 and is_han(word.text) else 0
        if singles > 1:
            return True
    return any(word.text in LINKS for word in front.words)
