"""Which forms of a document are one name: by the structure of names, never by sound or edit distance."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from kg.entities.names import BRACKETS, bare, leading_region
from kg.knowledge import Knowledge
from kg.model import Mention

__all__ = ["Key", "core_name", "find_explicit", "legal_core", "link_forms"]

Key = tuple[str, str]
"""Type and name."""

YEAR = re.compile(r"(?:(?:19|20)\d\d年?(?:度)?|第[一二三四五六七八九十百\d]+届|首届)+")
QUOTED = re.compile(r"[“「《](?P<core>[^”」》]{2,})[”」》](?P<rest>[^“”「」《》]*)")
DEFINED = re.compile(
    r"[）)”’》」]?[（(](?:(?:以下|下文|下)?[统并]?(?P<how>简称|统称|并称)|(?:以?下|下文|后)称|[统并]?[简称](?=[：:“「《‘]))[称为作：:]*"
    r"[“「《‘]?(?P<short>[^“”「」《》‘’（）()，。；]{2,20})[”」》’]?[）)]"
)
_Trust = Literal["firm", "plain", "late"]
ALL_OF_THEM = ("统称", "并称")  # what all things of a list are called together is no name of the last
LIMITED = "有限公司"
SHARES = "股份"
SUBSIDIARY = "公司"
CHAINS = ("产业链", "集群")  # of an industry and its chain the industry is the name
SHORTEST = {"Company": 2, "Programme": 2, "Platform": 2}


def link_forms(forms: Mapping[Key, int], settled: frozenset[Key], knowledge: Knowledge) -> dict[Key, Key]:
    """Map each short form to the fullest form that it stands for.

    Args:
        forms: The names of a document with the place of their first mention.
        settled: Those whose name the knowledge gave; they are nobody's short form.
        knowledge: What names begin and end with.

    Returns:
        Short form -> full form, only where exactly one full form fits.
    """
    links = _link_quotes(forms, settled)
    by_bare: dict[Key, Key] = {}
    for key in forms:
        if key not in links:
            by_bare[key[0], bare(key[1])] = key
    links.update(_link_cores(by_bare, settled, knowledge))
    fulls: dict[Key, list[Key]] = {}
    for key in by_bare.values():
        for short, trust in shortened(key, knowledge):
            found = by_bare.get((key[0], short))
            if found is None or found == key or not _may_stand(found, key, trust, forms, settled):
                continue
            fulls.setdefault(found, []).append(key)
    # The longest first: what stands for a form may stand for what that form stands for.
    for short_key, candidates in sorted(fulls.items(), key=lambda item: -len(item[0][1])):
        if short_key not in links:
            ends = list(dict.fromkeys(_follow(key, links) for key in candidates))
            if len(ends) == 1 and ends[0] != short_key:
                links[short_key] = _namesake(short_key, by_bare.values(), links) or ends[0]
    return {key: _follow(key, links) for key in links}


def _namesake(short: Key, forms: Iterable[Key], links: Mapping[Key, Key]) -> Key | None:
    """Find the one brand that goes on with a short form, before the firm that it shortens.

    赣锋 is 赣锋锂业 rather than 东莞赣锋电子有限公司; what ends in 公司 may be a subsidiary and is left out.
    """
    if short[0] != "Company":
        return None
    firms = (key for key in forms if key[0] == short[0] and key not in (short, *links))
    longer = {key for key in firms if key[1].startswith(short[1]) and not key[1].endswith(SUBSIDIARY)}
    return longer.pop() if len(longer) == 1 else None


def _may_stand(short: Key, full: Key, trust: _Trust, forms: Mapping[Key, int], settled: frozenset[Key]) -> bool:
    if trust == "firm":
        return True
    return short not in settled and (trust == "plain" or forms[full] < forms[short])


def _follow(key: Key, links: Mapping[Key, Key]) -> Key:
    seen = {key}
    while key in links and links[key] not in seen:
        key = links[key]
        seen.add(key)
    return key


def _link_quotes(forms: Iterable[Key], settled: frozenset[Key]) -> dict[Key, Key]:
    """Link forms that differ in quotation marks alone to the first of them, or to the lexicon's."""
    first: dict[Key, Key] = {}
    for key in sorted(forms, key=lambda key: key not in settled):
        first.setdefault((key[0], bare(key[1])), key)
    return {key: first[key[0], bare(key[1])] for key in forms if first[key[0], bare(key[1])] != key}


def _link_cores(by_bare: Mapping[Key, Key], settled: frozenset[Key], knowledge: Knowledge) -> dict[Key, Key]:
    """Link names of one core with different head nouns: “一体两翼”战略, “一体两翼”建设, 一体两翼.

    A programme is called by its core; of the forms of an industry or a company the longest is its name.
    """
    groups: dict[Key, list[Key]] = {}
    for (kind, text), key in by_bare.items():
        core = _core(kind, key[1], knowledge)
        if core is None and kind in ("Programme", "Industry"):
            core = text
        if core is not None:
            groups.setdefault((kind, core), []).append(key)
    links = {}
    for (kind, core), keys in groups.items():
        if len(keys) < 2:
            continue
        name = next((key for key in keys if key in settled), None) or (
            by_bare.get((kind, core), (kind, core)) if kind == "Programme" else max(keys, key=_fullness)
        )
        links.update({key: name for key in keys if key != name and key not in settled})
    return links


def _fullness(key: Key) -> tuple[bool, int]:
    return not key[1].endswith(CHAINS), len(key[1])


def _core(kind: str, name: str, knowledge: Knowledge) -> str | None:
    heads = knowledge.forms.heads.get(kind, ())
    match = QUOTED.fullmatch(name)
    if kind == "Programme" and match is not None and _all_heads(match["rest"], heads):
        return bare(match["core"])
    if kind == "Industry":
        return _without_end(name, heads)
    if kind == "Company":
        return legal_core(bare(name), knowledge)
    return None


def _all_heads(text: str, heads: Sequence[str]) -> bool:
    while text:
        shorter = next((text.removesuffix(head) for head in heads if text.endswith(head)), None)
        if shorter is None:
            return False
        text = shorter
    return True


def _without_end(name: str, ends: Sequence[str]) -> str | None:
    for end in ends:
        if name.endswith(end) and len(name) >= len(end) + 2:
            return name.removesuffix(end)
    return None


def shortened(key: Key, knowledge: Knowledge) -> Iterator[tuple[str, _Trust]]:
    """List the forms that a name may be met in, without quotation marks.

    Yields:
        A form, and how far to trust it: a firm one counts even where the lexicon knows it for itself, a late one
        only once the full name has been read.
    """
    kind, name = key
    text = bare(name)
    if kind == "Company":
        yield from _firms(text, knowledge)
        return
    if kind == "Person":
        parts = text.split("·")
        yield from ((part, "late") for part in (parts[-1], parts[0]) if len(parts) > 1 and len(part) > 1)
        return
    least = SHORTEST.get(kind, 3)
    quoted = QUOTED.match(name)
    if quoted is not None and kind in knowledge.forms.heads:
        yield bare(quoted["core"]), "plain"
    for head in knowledge.forms.heads.get(kind, ()):
        if text.endswith(head) and len(text) - len(head) >= least:
            yield text.removesuffix(head), "plain"
    for word in knowledge.forms.modifiers.get(kind, ()):
        if text.startswith(word) and len(text) - len(word) >= 3:
            yield text.removeprefix(word), "firm"
    if kind == "Programme" and text.endswith(knowledge.forms.documents):
        yield from ((text[start:], "late") for start in range(1, len(text) - 3))
    if kind in knowledge.forms.tails:
        yield from _tails(kind, text, knowledge)


def _firms(name: str, knowledge: Knowledge) -> Iterator[tuple[str, _Trust]]:
    """List the forms of a company's name; 江陵股份 of 江陵股份有限公司 is the same even if the lexicon knows it."""
    if name.endswith(LIMITED):
        yield name.removesuffix(LIMITED), "firm"
    if name.endswith(SHARES):
        yield name.removesuffix(SHARES), "plain"  # 青禾 of 青禾股份
    yield from ((form, "plain") for form in company_forms(name, knowledge))


def _tails(kind: str, name: str, knowledge: Knowledge) -> Iterator[tuple[str, _Trust]]:
    """List a name without its year or its beginning; of a development zone what it is called for short as well."""
    year = YEAR.match(name)
    if year is not None and len(name) - year.end() >= 3:
        yield name[year.end() :], "firm"
    yield from ((name[start:], "late") for start in range(1, len(name) - 2))
    if kind == "Park":
        yield from ((form, "late") for form in _zone_forms(name, knowledge))


def _zone_forms(name: str, knowledge: Knowledge) -> Iterator[str]:
    """List the short forms of a zone's name: 湄潭高新区 of 贵州湄潭高新技术产业开发区."""
    for short, full in knowledge.forms.zones.items():
        place = name.removesuffix(full)
        if short != full and place != name:
            yield from (place[start:] + short for start in range(len(place) - 1))


def company_forms(name: str, knowledge: Knowledge) -> list[str]:
    """List the short forms of a company's name: without legal suffix, region, brackets and trade.

    Args:
        name: Without quotation marks: 湖南翰岭金属制品有限公司.
        knowledge: Regions, legal suffixes and trades.

    Returns:
        湖南翰岭金属制品, 翰岭金属制品有限公司, 翰岭金属制品, 翰岭, 翰岭公司 and their like; none for a branch.
    """
    forms = knowledge.forms
    if name.endswith(forms.branches):
        return []
    plain = _without_brackets(name, knowledge)
    core = legal_core(name, knowledge)
    if any(branch in core for branch in forms.branches):
        return []
    prefix = leading_region(core, knowledge)
    own = core[prefix:] if len(core) - prefix >= 2 else core
    brands = [own[:cut] for cut in range(2, len(own)) if forms.trades.fullmatch(own, cut)] or [own]
    found = [plain, core, plain[prefix:], own, own + "公司", BRACKETS.sub("", name)]
    found += [legal_core(found[-1], knowledge)]
    for brand in brands:
        found += [brand, brand + "公司", core[:prefix] + brand]
        if "集团" in plain:
            found += [brand + "集团", core[:prefix] + brand + "集团"]
    found += [brands[0][start:] for start in range(1, len(brands[0]) - 2)]
    return [form for form in dict.fromkeys(found) if len(form) >= 2 and form != name]


def legal_core(name: str, knowledge: Knowledge) -> str:
    """Take legal suffix and brackets off a company's name: 筑岭实业有限公司 and 筑岭实业公司 are 筑岭实业.

    A place in brackets stays: 青禾科技（长沙）有限公司 is not 青禾科技股份有限公司.
    """
    plain = _without_brackets(name, knowledge)
    if plain.endswith(knowledge.forms.branches):
        return plain
    return next((c for end in knowledge.forms.legal if len(c := plain.removesuffix(end)) >= 2 and c != plain), plain)


def _without_brackets(name: str, knowledge: Knowledge) -> str:
    def replaced(match: re.Match[str]) -> str:
        inner = match[1]
        return inner if inner != "中国" and knowledge.regions.named(inner) else ""

    return BRACKETS.sub(replaced, name)


def core_name(kind: str, name: str, knowledge: Knowledge) -> str:
    """Find the part of a name that all its forms share: 一体两翼 in “一体两翼”发展战略."""
    return _core(kind, name, knowledge) or bare(name)


def find_explicit(mentions: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """Find short forms that the text itself defines: …公司（以下简称“某某”）, 香港交易所（港交所）.

    Args:
        mentions: In document order.

    Returns:
        The mention of the full name, and the short form.
    """
    found = []
    starts = {(id(mention.sentence), mention.start, mention.type): mention for mention in reversed(mentions)}
    for mention in mentions:
        text = mention.sentence.text
        defined = DEFINED.match(text, mention.end)
        if defined is not None and defined["how"] in ALL_OF_THEM:
            continue
        if defined is not None:
            found.append((mention, defined["short"]))
        elif text[mention.end : mention.end + 1] in ("（", "("):
            inner = starts.get((id(mention.sentence), mention.end + 1, mention.type))
            inner = inner if inner is not None and len(inner.text) < len(mention.text) else None
            if (
                inner is not None
                and text[inner.end : inner.end + 1] in ("）", ")")
                and len(inner.text) < len(mention.text)
            ):
                found.append((mention, inner.text))
    return found
