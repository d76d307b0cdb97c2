"""How names are found that no lexicon holds: ``data/patterns/mentions.yaml``, read and compiled once."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_yaml, shared
from kg.knowledge.lexicon import Lexicon
from kg.knowledge.name_rules import (
    CompanyRules,
    DepartmentRule,
    HeadRule,
    KnownForm,
    ListRule,
    NameRules,
    PatternRule,
    PeopleRules,
    ProductRules,
    QuoteRules,
    SettlementRules,
    SuffixRule,
    Type,
    Words,
)
from kg.knowledge.regions import Regions

__all__ = ["read_names"]

QUOTATION_MARKS = str.maketrans("", "", '“”‘’"「」『』')
NEEDS = frozenset({"region", "placed", "proper", "domain", "content", "rich", "brand"})
TYPES = frozenset(get_args(Type))
RULE_LISTS = ("suffixes", "patterns", "heads", "lists", "departments")  # sections that hold one rule an item
SECTIONS = ("words", *RULE_LISTS, "settlements", "quotes", "people", "companies", "products")
HAN = "[\u4e00-\u9fff]"


class _Faults:
    """Collects what is wrong in the file, so that all of it is reported at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[str] = []

    def add(self, line: int, what: str) -> None:
        self.found.append(f"{self.name}:{line}: {what}")

    def words(self, section: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = section.get(key, "")
        if isinstance(value, str):
            return tuple(dict.fromkeys(value.split()))
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.add(section.get(LINE, 1), f"{key}: no words; write a list, or words with spaces between")
        return ()


def read_names(lexicon: Lexicon, regions: Regions, path: Path | None = None) -> NameRules:
    """Read and compile the name grammar, and all known names with it.

    Args:
        lexicon: The known names.
        regions: The regions, whose names are known too.
        path: Another file of the same form as ``data/patterns/mentions.yaml``.

    Raises:
        KnowledgeError: The file is faulty; the message holds one line a fault.
    """
    path = path or shared("data/patterns/mentions.yaml")
    content = read_yaml(path)
    faults = _Faults(path.name)
    for key in SECTIONS:
        if key not in content:
            faults.add(1, f"{key}: missing; add the section")
            content[key] = [] if key in RULE_LISTS else {}
    rules = tuple(_suffix_rule(section, faults) for section in content["suffixes"])
    patterns = tuple(_pattern_rule(section, faults) for section in content["patterns"])
    heads = tuple(_head_rule(section, faults) for section in content["heads"])
    lists = tuple(_list_rule(section, faults) for section in content["lists"])
    departments = tuple(_department_rule(section, faults) for section in content["departments"])
    _check_ids([section for key in RULE_LISTS for section in content[key]], faults)
    settlements = _settlement_rules(content["settlements"], faults)
    quotes = _quote_rules(content["quotes"], faults)
    people = _people_rules(content["people"], lexicon, faults)
    companies = _company_rules(content["companies"], faults)
    products = _product_rules(content["products"], faults)
    words = _word_rules(content["words"], faults)
    if faults.found:
        raise KnowledgeError("\n".join(faults.found))
    by_form = _by_form(rules)
    known = _known_forms(lexicon, regions)
    return NameRules(
        words=words,
        rules=rules,
        endings=AhoCorasick(tuple(by_form), matchkind=MatchKind.Standard),
        forms=tuple(by_form),
        suffixes=tuple(by_form.values()),
        heads=heads,
        lists=lists,
        departments=departments,
        settlements=settlements,
        patterns=patterns,
        quotes=quotes,
        people=people,
        companies=companies,
        products=products,
        stated=frozenset(rule.id for rule in rules if rule.stated) | {f"deictic:{form}" for form in words.everywhere},
        known=AhoCorasick(tuple(known), matchkind=MatchKind.Standard),
        known_forms=tuple(tuple(meanings) for meanings in known.values()),
    )


def _by_form(rules: Iterable[SuffixRule]) -> dict[str, tuple[SuffixRule, ...]]:
    by_form: dict[str, tuple[SuffixRule, ...]] = {}
    for rule in rules:
        for form in rule.forms:
            by_form[form] = (*by_form.get(form, ()), rule)
    return by_form


def _known_forms(lexicon: Lexicon, regions: Regions) -> dict[str, list[KnownForm]]:
    known: dict[str, list[KnownForm]] = {}

    def add(form: str, meaning: KnownForm) -> None:
        meanings = known.setdefault(form, [])
        if all(meaning.type != other.type for other in meanings):
            meanings.append(meaning)

    for region in regions:
        if not regions.is_risky(region.name):
            add(region.name, KnownForm(type="AdministrativeRegion", rule="region"))
        if region.level == "province":  # 河南 is a county too, and nobody means it
            add(region.short, KnownForm(type="AdministrativeRegion", rule="region", short=True))
    for form in regions.forms():
        meant = regions.named(form)
        county = all(region.level in ("county", "town") for region in meant) and not form.endswith(("县", "旗"))
        rule = "region:county" if county else "region"
        add(form, KnownForm(type="AdministrativeRegion", rule=rule, short=True, county=county))
    for entry in lexicon.entries:
        for form in entry.forms:
            add(
                _without_quotation_marks(form),
                KnownForm(type=entry.type, rule=f"lexicon:{entry.table}", quoted=entry.quoted_only),
            )
    for form, deictic in lexicon.deictic.items():
        add(form, KnownForm(type=deictic.type, rule=f"deictic:{form}"))
    return known


def _without_quotation_marks(form: str) -> str:
    return form.translate(QUOTATION_MARKS)


def _check_ids(sections: list[dict[str, Any]], faults: _Faults) -> None:
    seen: dict[str, int] = {}
    for section in sections:
        name, line = str(section.get("id")), section[LINE]
        if name in seen:
            faults.add(line, f"{name}: the id stands on line {seen[name]} already; choose another")
        seen.setdefault(name, line)


def _common(section: Mapping[str, Any], faults: _Faults) -> tuple[str, str, tuple[str, ...]]:
    name, kind, forms = str(section.get("id", "")), str(section.get("type", "")), faults.words(section, "forms")
    line = section[LINE]
    if not name:
        faults.add(line, "no id; give the rule one")
    if kind not in TYPES:
        faults.add(line, f"{name}: no type {kind!r}; choose one of {', '.join(sorted(TYPES))}")
    if not forms:
        faults.add(line, f"{name}: no forms; write how the names end")
    for key in ("examples", "never"):
        if not section.get(key):
            faults.add(line, f"{name}: no {key}; write at least one sentence")
    return name, kind, forms


def _suffix_rule(section: Mapping[str, Any], faults: _Faults) -> SuffixRule:
    name, kind, forms = _common(section, faults)
    needs = frozenset(section.get("needs", ()))
    if not needs or needs - NEEDS:
        faults.add(section[LINE], f"{name}: needs {sorted(needs)}; choose from {', '.join(sorted(NEEDS))}")
    flags = {
        key: bool(section[key])
        for key in ("loose", "joins", "parens", "quotes", "regions", "years", "strict", "word", "whole", "stated")
        if key in section
    }
    return SuffixRule(
        id=name,
        type=kind,
        forms=forms,
        needs=needs,
        generic=frozenset(faults.words(section, "generic")),
        leading=frozenset(faults.words(section, "leading")),
        bare=frozenset(faults.words(section, "bare")),
        tail=str(section.get("tail", "")),
        governed=faults.words(section, "governed"),
        followed=faults.words(section, "followed"),
        unless=faults.words(section, "unless"),
        minimum=int(section.get("minimum", 1)),
        maximum=int(section.get("max", 20)),
        examples=faults.words(section, "examples"),
        never=faults.words(section, "never"),
        **flags,
    )


def _pattern_rule(section: Mapping[str, Any], faults: _Faults) -> PatternRule:
    name, kind, _ = _common({**section, "forms": ["-"]}, faults)
    match = _compile(section, "match", faults)
    if not match.groups:
        faults.add(section[LINE], f"{name}: match has no group; put the name in brackets")
    return PatternRule(
        id=name,
        type=kind,
        match=match,
        examples=faults.words(section, "examples"),
        never=faults.words(section, "never"),
    )


def _compile(section: Mapping[str, Any], key: str, faults: _Faults) -> re.Pattern[str]:
    try:
        return re.compile(str(section.get(key, "")))
    except re.error as error:
        faults.add(section.get(LINE, 1), f"{key}: {error}; mend the regular expression")
        return re.compile("()")


def _head_rule(section: Mapping[str, Any], faults: _Faults) -> HeadRule:
    name, kind, forms = _common(section, faults)
    if section.get("span") not in ("whole", "inner"):
        faults.add(section[LINE], f"{name}: span is {section.get('span')!r}; write whole or inner")
    return HeadRule(
        id=name,
        type=kind,
        forms=tuple(sorted(forms, key=lambda form: (-len(form), form))),
        whole=section.get("span") == "whole",
        examples=faults.words(section, "examples"),
        never=faults.words(section, "never"),
    )


def _list_rule(section: Mapping[str, Any], faults: _Faults) -> ListRule:
    name, kind, forms = _common(section, faults)
    modifiers, ends, own, followed = (faults.words(section, key) for key in ("before", "ends", "own", "followed"))
    return ListRule(
        id=name,
        type=kind,
        match=re.compile(
            f"(?:等|[一二两三四五六七八九十][大个])(?:[一二三四五六七八九十0-9]+[大个类种条座]|{_any(modifiers)})*"
            f"(?P<noun>{_any(forms)})"
            f"(?!{_any(faults.words(section, 'unless')) or '$^'})"
        ),
        openers=frozenset(faults.words(section, "openers")),
        modifiers=frozenset(faults.words(section, "modifiers")),
        whole=bool(section.get("whole")),
        ends=re.compile(f"(?:{_any(ends)})$") if ends else None,
        own=re.compile(f"(?:{_any(own)})$") if own else None,
        followed=re.compile(_any(followed)) if followed else None,
        general=re.compile(_any(faults.words(section, "general")) or "$^"),
        fewest=int(section.get("fewest", 2)),
        examples=faults.words(section, "examples"),
        never=faults.words(section, "never"),
    )


def _department_rule(section: Mapping[str, Any], faults: _Faults) -> DepartmentRule:
    name, kind, forms = _common(section, faults)
    return DepartmentRule(
        id=name,
        owner=str(section.get("owner", "")),
        type=kind,
        forms=_longest_first(forms),
        match=re.compile(f"(?=({_any(forms)}))"),
        maximum=int(section.get("max", 16)),
        examples=faults.words(section, "examples"),
        never=faults.words(section, "never"),
    )


def _settlement_rules(section: Mapping[str, Any], faults: _Faults) -> SettlementRules:
    forms, after = faults.words(section, "forms"), _compile(section, "after", faults)
    common, ends, alone = (_any(faults.words(section, key)) or "(?!)" for key in ("common", "ends", "alone"))
    return SettlementRules(
        anchors=frozenset(str(section.get("anchors", ""))),
        zones=re.compile(_any(faults.words(section, "zones")) or "(?!)"),
        name=re.compile(f"(?P<front>[\u4e00-\u9fff]{{1,4}}?)(?:{_any(forms)})(?!{after.pattern})"),
        common=re.compile(f"(?:{common})|(?:{ends})$|^(?:{alone})$"),
        after=after.pattern,
    )


def _quote_rules(section: Mapping[str, Any], faults: _Faults) -> QuoteRules:
    return QuoteRules(
        pursue=frozenset(faults.words(section, "pursue")),
        numbers=frozenset(str(section.get("numbers", ""))),
        codes=_compile(section, "codes", faults),
        slogans=_compile(section, "slogans", faults),
        documents=faults.words(section, "documents"),
        endings=faults.words(section, "endings"),
        tails=faults.words(section, "tails"),
        rhetoric=frozenset(faults.words(section, "rhetoric")),
        contrasted=_compile(section, "contrasted", faults),
        maximum=int(section.get("maximum", 16)),
    )


def _people_rules(section: Mapping[str, Any], lexicon: Lexicon, faults: _Faults) -> PeopleRules:
    roles, after, speech, before = (faults.words(section, key) for key in ("roles", "after", "speech", "before"))
    marked = tuple(word for word in (*roles, *faults.words(section, "marked")) if len(word) == 1 or word not in roles)
    signed = _any(faults.words(section, "signed"))
    foreign = "".join(faults.words(section, "foreign")) or "-"
    dotted = foreign + "".join(faults.words(section, "dotted"))
    titles = tuple(title for title in lexicon.titles if len(title) > 1)
    return PeopleRules(
        byline=re.compile(
            rf"(?:(?:{_any(word for word in roles if word not in marked)})[/／:：\s丨|]*"
            rf"|(?:{_any(marked)})[/／:：\s丨|]+"
            rf"|[日社][电讯]?\s*[（(]\s*|(?:{signed})[\s　]+)(?=[\u4e00-\u9fff])"
        ),
        role=re.compile(_any((*(word for word in roles if len(word) > 1), "摄"))),
        behind=re.compile(str(section.get("behind") or "$^")),
        roster=re.compile(f"(?:^|[：:\n])\\s*({HAN}[　 ]?{HAN}{{1,3}})[　 \t]{{2,}}({HAN}{{3,24}})(?=\\s|$)"),
        latin=re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?:[ ·.]{1,2}[A-Z][A-Za-z]*){1,3}(?![A-Za-z])"),
        title=re.compile(_any((*titles, *after, *before))),
        post=re.compile(_any(after)),
        saying=re.compile(f"(?:[高激自感]\\w{{1,3}}地)?(?:{_any(faults.words(section, 'saying'))})"),
        speech=re.compile(f"(?:则|也|还|又|都|均|就|便|一再|多次|近日|日前|今天|\\d+日)?(?:{_any(speech)})"),
        syllables=re.compile(f"(?<![{foreign}])[{foreign}]{{3,6}}(?![{foreign}])"),
        foreign=re.compile(f"[{dotted}]{{1,7}}(?:[·•・‧][{dotted}]{{1,9}})+(?:[-－][{dotted}]{{1,9}})?"),
        ambiguous=frozenset(faults.words(section, "ambiguous")),
        never=faults.words(section, "never"),
        surnames=frozenset(lexicon.surnames),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in _longest_first(tuple(dict.fromkeys(words))))


NO_TAIL = (  # 以岭药业投资|8.6亿元
    "[约超近逾]?[0-9]|[\u4e00-\u9fff]{0,2}(?:服务|产品|业务|项目|产业|工程|基地)|建设|兴建|新建|设立"
)


def _company_rules(section: Mapping[str, Any], faults: _Faults) -> CompanyRules:
    before, after, lists, trades = (faults.words(section, key) for key in ("before", "after", "lists", "trades"))
    item = "[\u4e00-\u9fffA-Za-z0-9]{2,10}"
    return CompanyRules(
        before=re.compile(_any(before)),
        after=re.compile(_any(after)),
        listed=re.compile(f"({item}(?:、{item})*)(?:等[0-9一-龥“”]{{0,14}}?(?:{_any(lists)})|为代表)"),
        trade=re.compile(f"(?:{_any(trades)})+$"),
        tail=re.compile(f"(?:{_any(faults.words(section, 'tails'))})(?!{NO_TAIL})"),
        breaks=frozenset(faults.words(section, "breaks")),
    )


def _product_rules(section: Mapping[str, Any], faults: _Faults) -> ProductRules:
    verbs, manner, strong, deeds, opening, never = (
        faults.words(section, key) for key in ("verbs", "manner", "strong", "deeds", "opening", "never")
    )
    doing = faults.words(section, "doing")
    return ProductRules(
        verb=re.compile(f"(?:{_any(manner)})?(?:{_any((*verbs, *doing))})(?:[、和与及以](?:{_any(deeds)}))*(?:了|出)?"),
        strong=re.compile(_any((*manner, *strong))),
        doing=re.compile(f"(?:{_any(manner)})?(?:{_any(doing)})"),
        done=re.compile(f"(?:系列)?(?:产品)?的?(?:{_any(deeds)})"),
        subjects=frozenset(faults.words(section, "subjects")),
        deeds=frozenset(deeds),
        opening=frozenset(opening),
        tails=frozenset(faults.words(section, "tails")),
        never=re.compile(f"(?:{_any(never)})$"),
        measures=frozenset(str(section.get("measures", ""))),
    )


def _word_rules(section: Mapping[str, Any], faults: _Faults) -> Words:
    keys = (
        "boundary",
        "governing",
        "inner",
        "jointly",
        "generic",
        "counters",
        "determiners",
        "pointing",
        "numbered",
        "never",
        "ranks",
        "districts",
        "everywhere",
        "leading",
        "stops",
        "joins",
    )
    return Words(
        namesakes=faults.words(section, "namesakes"),
        kinds=faults.words(section, "kinds"),
        uses=faults.words(section, "uses"),
        units=faults.words(section, "units"),
        heads=faults.words(section, "heads"),
        rhetoric=faults.words(section, "rhetoric"),
        made=faults.words(section, "made"),
        **{key: frozenset(faults.words(section, key)) for key in keys},
    )


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
