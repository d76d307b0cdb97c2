"""The compiled rules by which names are found: what ``data/patterns/mentions.yaml`` says."""

import re
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick

__all__ = [
    "ORGANIZATIONS",
    "CompanyRules",
    "DepartmentRule",
    "HeadRule",
    "KnownForm",
    "ListRule",
    "NameRules",
    "PatternRule",
    "PeopleRules",
    "ProductRules",
    "QuoteRules",
    "SettlementRules",
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
ORGANIZATIONS = frozenset({"Company", "GovernmentBody", "EducationResearch", "SocialOrganization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What ends a name on its left, and what may stand inside one."""

    boundary: frozenset[str]
    governing: frozenset[str]
    inner: frozenset[str]
    jointly: frozenset[str]
    generic: frozenset[str]
    counters: frozenset[str]
    leading: frozenset[str]
    determiners: frozenset[str]
    pointing: frozenset[str]
    numbered: frozenset[str]
    never: frozenset[str]
    ranks: frozenset[str]
    everywhere: frozenset[str]
    districts: frozenset[str]
    namesakes: tuple[str, ...]
    kinds: tuple[str, ...]
    uses: tuple[str, ...]
    units: tuple[str, ...]
    heads: tuple[str, ...]
    rhetoric: tuple[str, ...]
    made: tuple[str, ...]
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
        stated: Such a name is general: it counts only where a statement uses it.
        unless: What behind the form makes it no name: 面积 behind 园区规划.
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
    stated: bool = False
    governed: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
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
class ListRule:
    """What the things of a row are, by the noun behind 等: A、B等新兴产业.

    Attributes:
        id: Name of the rule.
        type: What the things are.
        match: What ends a row.
        openers: Words that stand before the first thing and belong to none: 涵盖, 主攻.
        modifiers: Words that may begin a thing although they begin no name elsewhere: 新一代, 先进.
        whole: What stands between two marks of the row is taken whole, verbs or not: 学前一年免费.
        ends: How a thing must end; any end will do where it is ``None``.
        own: How a thing ends that is a whole name; to others the noun of the row belongs: 西十、康渝等高铁. ``None``
            where it belongs to none.
        followed: What behind the noun says that the things are built; else one of ``openers`` stands before them.
        general: How a thing begins that is of a kind of which there are many: 危房改造.
        fewest: Fewest characters of one thing.
        examples: Sentences with the things in square brackets.
        never: Sentences in which the rule finds nothing.
    """

    id: str
    type: str
    match: re.Pattern[str]
    openers: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    whole: bool = False
    ends: re.Pattern[str] | None = None
    own: re.Pattern[str] | None = None
    followed: re.Pattern[str] | None = None
    general: re.Pattern[str] = re.compile("$^")
    fewest: int = 2
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRule:
    """Parts of organizations, named right behind their owner: 财政部综合司.

    Attributes:
        id: Name of the rule.
        owner: Type of the owner.
        type: Type of the part.
        forms: How the parts end, the longest first.
        match: One of these ends; group 1 is the end itself.
        maximum: Most characters of a part.
        examples: Sentences with the whole names in square brackets.
        never: Sentences in which the rule finds nothing.
    """

    id: str
    owner: str
    type: str
    forms: tuple[str, ...]
    match: re.Pattern[str]
    maximum: int
    examples: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRules:
    """How towns and villages are told, compiled.

    Attributes:
        anchors: Last characters of the regions that one may stand behind: 市, 县.
        zones: Ends of development zones, which one may stand behind too.
        name: A name; its group ``front`` is what stands before 镇, 乡 ….
        common: What stands in no front part (重点), at the end of none (下乡) or is none by itself (城镇).
        after: What makes the form another word: 民 behind 村.
    """

    anchors: frozenset[str]
    zones: re.Pattern[str]
    name: re.Pattern[str]
    common: re.Pattern[str]
    after: str


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
    slogans: re.Pattern[str]
    documents: tuple[str, ...]
    endings: tuple[str, ...]
    tails: tuple[str, ...]
    rhetoric: frozenset[str]
    contrasted: re.Pattern[str]
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRules:
    """What stands beside the names of people, compiled.

    Attributes:
        byline: What reporters and photographers stand behind: 本报记者, 文/, 图/, 8月3日电（.
        role: What begins the next byline: 编辑, 责编.
        behind: What ends a name although the segmenter reads on.
        roster: A row of a list of people; group 1 is the name, group 2 the post.
        latin: Names in Latin letters; they count beside titles and verbs of speech.
        syllables: What may be a transcribed name of one part (迪米特里); it counts beside titles and verbs of speech.
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
    role: re.Pattern[str]
    behind: re.Pattern[str]
    roster: re.Pattern[str]
    latin: re.Pattern[str]
    syllables: re.Pattern[str]
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
        tail: What goes on behind a name and makes it that of another company: 控股, 中国区.
        breaks: Words that end a name on its left: 子公司, 旗下.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    listed: re.Pattern[str]
    trade: re.Pattern[str]
    tail: re.Pattern[str]
    breaks: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRules:
    """What is done with products, compiled.

    Attributes:
        verb: What a product stands behind: 主要生产, 年产.
        doing: Those of these verbs behind which a product must have a deed of its own: 从事…的研发.
        done: That deed.
        subjects: Words before a verb that are the maker: 公司.
        strong: Those of these words behind which any noun is a product.
        deeds: What is done with a product and may be said behind its name: 研发, 生产, 销售.
        opening: Words that begin no product's name: 各类, 高品质.
        tails: Words behind a name that do not belong to it: 产品, 系列.
        never: How the names of other things end: 能力, 企业.
        measures: Last characters of words that measure a product: 量 in 产量.
    """

    verb: re.Pattern[str]
    strong: re.Pattern[str]
    doing: re.Pattern[str]
    done: re.Pattern[str]
    subjects: frozenset[str]
    deeds: frozenset[str]
    opening: frozenset[str]
    tails: frozenset[str]
    never: re.Pattern[str]
    measures: frozenset[str]


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
        stated: Rules whose names count only where a statement uses them.
        known: One automaton of all forms of the lexicon and the regions; ``known_forms`` says what each is.
    """

    words: Words
    rules: tuple[SuffixRule, ...]
    endings: AhoCorasick
    forms: tuple[str, ...]
    suffixes: tuple[tuple[SuffixRule, ...], ...]
    heads: tuple[HeadRule, ...]
    patterns: tuple[PatternRule, ...]
    lists: tuple[ListRule, ...]
    departments: tuple[DepartmentRule, ...]
    settlements: SettlementRules
    quotes: QuoteRules
    people: PeopleRules
    companies: CompanyRules
    products: ProductRules
    stated: frozenset[str]
    known: AhoCorasick
    known_forms: tuple[tuple[KnownForm, ...], ...]
