"""The compiled rules by which names are found: what ``data/patterns/mentions.yaml`` says."""

import re
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick

__all__ = [
    "CompanyRules",
    "HeadRule",
    "KnownForm",
    "NameRules",
    "PatternRule",
    "PeopleRules",
    "QuoteRules",
    "SuffixRule",
    "Type",
    "Words",
]

Type = Literal[
    "Person",
    "Company",
    "GovernmentBody",
    "EducationResearch",
    "SocialOrganization",
    "AdministrativeRegion",
    "Place",
    "Programme",
    "Industry",
    "Park",
    "Platform",
    "Project",
    "Award",
    "Product",
    "Technology",
    "Event",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What ends a name on its left, and what may stand inside one."""

    boundary: frozenset[str]
    governing: frozenset[str]
    inner: frozenset[str]
    generic: frozenset[str]
    counters: frozenset[str]
    leading: frozenset[str]
    determiners: frozenset[str]
    never: frozenset[str]
    ranks: frozenset[str]
    kinds: tuple[str, ...]
    stops: frozenset[str]
    joins: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuffixRule:
    """Names that end alike: 研究院, 有限公司, 产业链.

    Attributes:
        id: Name of the rule, the ``rule`` of its mentions.
        type: What it finds.
        forms: How the names end.
        needs: What the front part must hold one of.
        generic: Words that make no name of this kind, beside those of ``Words.generic``.
        leading: Words that begin no name of this kind, beside those of ``Words.leading``.
        bare: Forms that are names by themselves.
        tail: What ends a part of it that may be named behind it: 段 in 高铁益娄段; empty for none.
        strict: Only nouns may stand inside, and it ends at words for places and organizations.
        word: The name is one word, or one word before the form.
        whole: The name holds no other name of its kind (机场花湖国际机场 is two).
        governed: Verbs, one of which must stand before the name in its clause, unless ``followed`` follows it.
        followed: What may follow the name instead.
        loose: Verbs of one character do not end the name on the left (brands are made of any characters).
        joins: 与, 和 and 及 may stand inside.
        parens: A short parenthesis may stand inside.
        quotes: A quoted phrase may stand inside.
        regions: The name may start with a region.
        years: The name may start with a year.
        minimum: Fewest characters before the form.
        maximum: Most characters of the whole name.
    """

    id: str
    type: str
    forms: tuple[str, ...]
    needs: frozenset[str]
    generic: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    tail: str = ""
    strict: bool = False
    word: bool = False
    whole: bool = False
    governed: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    loose: bool = False
    joins: bool = False
    parens: bool = False
    quotes: bool = True
    regions: bool = True
    years: bool = False
    minimum: int = 1
    maximum: int = 20
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRule:
    """Names that a regular expression describes whole; its first group is the name."""

    id: str
    type: str
    match: re.Pattern[str]
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRule:
    """A quoted phrase with a head noun behind it: “科创中国”平台.

    ``whole`` says whether the name is quotation and head, or the quoted words alone.
    """

    id: str
    type: str
    forms: tuple[str, ...]
    whole: bool
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRules:
    """When a quoted phrase without a head noun is a name."""

    pursue: frozenset[str]
    numbers: frozenset[str]
    codes: re.Pattern[str]
    documents: tuple[str, ...]
    endings: tuple[str, ...]
    tails: tuple[str, ...]
    rhetoric: frozenset[str]
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRules:
    """What stands beside the names of people, compiled.

    Attributes:
        byline: What reporters and photographers stand behind: 本报记者, 文/, 图/.
        title: A title that may stand before a name.
        post: A title that may stand behind a name.
        saying: What only people do: 说, 表示.
        speech: What a person does: 说, 主持, 出席.
        foreign: Transcribed names: 简·迪安·米勒.
        never: How no name begins.
        ambiguous: Surnames that are common words: they need a segmenter that takes the name for one word.
        surnames: Single and double.
    """

    byline: re.Pattern[str]
    title: re.Pattern[str]
    post: re.Pattern[str]
    saying: re.Pattern[str]
    speech: re.Pattern[str]
    foreign: re.Pattern[str]
    ambiguous: frozenset[str]
    never: tuple[str, ...]
    surnames: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRules:
    """What stands beside the short names of companies, compiled.

    Attributes:
        before: What a brand stands right behind: 民企, 龙头企业.
        after: What a brand stands right before: 董事长, 集团.
        listed: A list of brands with what ends it; group 1 is the list.
        trade: Words of trade and legal form at the end of a name.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    listed: re.Pattern[str]
    trade: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownForm:
    """A form of a known name.

    Attributes:
        type: What it names.
        rule: Where it is known from, the ``rule`` of its mentions.
        quoted: It counts only in quotation marks or with a head noun behind it.
        short: It is the short form of a region, which may be a common word.
        county: It is the short form of a county or district, which most often is one.
    """

    type: str
    rule: str
    quoted: bool = False
    short: bool = False
    county: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRules:
    """The compiled name grammar.

    Attributes:
        endings: One automaton of all suffix forms; its patterns stand in ``suffixes`` at the same place.
        suffixes: The rules of each form of ``endings``.
        known: One automaton of all forms of the lexicon and the regions; ``known_forms`` says what each is.
    """

    words: Words
    rules: tuple[SuffixRule, ...]
    endings: AhoCorasick
    forms: tuple[str, ...]
    suffixes: tuple[tuple[SuffixRule, ...], ...]
    heads: tuple[HeadRule, ...]
    patterns: tuple[PatternRule, ...]
    quotes: QuoteRules
    people: PeopleRules
    companies: CompanyRules
    known: AhoCorasick
    known_forms: tuple[tuple[KnownForm, ...], ...]
