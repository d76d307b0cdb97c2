"""What a text says of its own place and time, where nobody else said it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.knowledge.context import ContextRules
from kg.knowledge.regions import COUNTRY, Region, Regions
from kg.model import Document, Inference
from kg.text.numerals import parse_number

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

__all__ = ["infer_context"]

MAX_NAME_CHARS = 11  # of a region: 积石山保安族东乡族撒拉族自治县 is rarer than what a longer window costs
MASTHEAD_WEIGHT = 5  # namings that 衡阳日报 or 本报衡阳1月5日讯 count for
LEAD_WEIGHT = 3  # what a naming in the title or the first words counts for
LEAD_CHARS = 40
NARROW_CHARS = 60  # where a text begins with the part of a region that it is on: behind 原标题 and the paper's name
PART_WEIGHT = 0.3  # of a naming of a county for its prefecture, of a prefecture for its province
MIN_SCORE = 2.0  # namings times deictic words; a region named once in passing is not the one the text is about
BEYOND = ("71", "81", "82")  # codes of Taiwan, Hong Kong and Macao, which none of their texts calls 我省 or 全市
YEAR_END_MONTH = 12
SHARE_WORDS = 2  # different ones make a text one on shares
STAMP_CHARS = 300  # of a page, in which the time it was put online stands
HEAD_CHARS = 60  # of a document, in which the body that issues it is named


def infer_context(document: Document, knowledge: "Knowledge") -> tuple[Document, tuple[Inference, ...]]:
    """Fill in region and date of publication where they are missing.

    Args:
        document: What was read; a region that is given is brought to a path of full names.
        knowledge: Its regions, and how texts speak of place and time.

    Returns:
        The document, and what was worked out, each with the words it was taken from.
    """
    inferences = []
    if document.region:
        document = replace(document, region=_full_path(document.region, knowledge.regions))
    elif region := _infer_region(document.text, knowledge):
        inferences.append(region)
        document = replace(document, region=region.value)
    if not document.published and (published := _infer_published(document.text, knowledge.context)):
        inferences.append(published)
        document = replace(document, published=published.value)
    return document, tuple(inferences)


def _full_path(region: str, regions: Regions) -> str:
    """Write out the names of a path; what no table knows (经开区) stays behind them."""
    home = regions.match_path(region)
    return regions.path(home[0]) + region[home[1] :] if home else region


def _infer_region(text: str, knowledge: "Knowledge") -> Inference | None:
    """Find the region that 我市 means: of the level that the text speaks from, the one named most."""
    regions, rules = knowledge.regions, knowledge.context
    if issuer := rules.state_issuer.match(text):
        return Inference("region", "全国", f"{issuer.group().strip()} issues it")
    if addressed := rules.to_all.search(text):
        return Inference("region", "全国", f"it is addressed to {addressed.group()}")
    counts = _count_names(text, knowledge)
    weights: dict[str, float] = {}
    for named, count in counts.items():
        weights[named.code] = weights.get(named.code, 0) + count
        for above in regions.ancestors(named)[:-1]:
            weights[above.code] = weights.get(above.code, 0) + count * PART_WEIGHT
    words = {level: [match.group() for match in regex.finditer(text)] for level, regex in rules.spoken.items()}
    scores = {
        region: weight * (1 + len(words.get(_spoken_level(region), ())))
        for code, weight in weights.items()
        if (region := regions.get(code)) and region.level in ("province", "prefecture", "county")
    }
    best = max(scores, key=lambda region: scores[region], default=None)
    if best and best.code.startswith(BEYOND):
        mainland = [region for region in scores if not region.code.startswith(BEYOND) and scores[region] >= MIN_SCORE]
        spoken_of = [region for region in mainland if words.get(_spoken_level(region))]
        best = max(spoken_of, key=lambda region: scores[region], default=best)
    if not any(words.values()) and _is_on_shares(text, rules):
        return None
    if best and scores[best] >= MIN_SCORE and (words.get(_spoken_level(best)) or _leads(best, counts, regions)):
        best = _narrowed(best, text, counts, knowledge)
        spoken = words.get(_spoken_level(best)) or [best.name]
        reason = f"{spoken[0]}; {best.short or best.name} fits best, named with a weight of {weights[best.code]:g}"
        return Inference("region", regions.path(best), reason)
    nation = rules.nation.search(text)
    if nation and len(rules.nation.findall(text)) + len(rules.country.findall(text)) >= _count_abroad(text, regions):
        others = "no region is named before others" if best else "no region is named"
        return Inference("region", "全国", f"{nation.group()}, and {others}")
    return None


def _is_on_shares(text: str, rules: ContextRules) -> bool:
    """Say whether a text is on a firm's shares and nothing of the nation."""
    words, of_nation = set(rules.shares.findall(text)), rules.nation.findall(text)
    return rules.listed.search(text) is not None and len(words) >= SHARE_WORDS and len(of_nation) < SHARE_WORDS


def _count_abroad(text: str, regions: Regions) -> int:
    """Count how often a text names other countries."""
    return sum(
        text.count(region.short or region.name)
        for region in regions
        if region.level in ("country", "foreign") and region.code != COUNTRY
    )


def _narrowed(best: Region, text: str, counts: Mapping[Region, float], knowledge: "Knowledge") -> Region:
    """Choose the part of a region that a text begins with and names half as often: 北仑区 of 浙江省.

    Not where something is only held there, and not where the text speaks as the larger region.
    """
    regions, rules = knowledge.regions, knowledge.context
    if rules.own[_spoken_level(best)].search(text):
        return best
    own = text.count(best.short or best.name)
    parts = [
        region
        for region in counts
        if best in regions.ancestors(region)
        and region.level in ("prefecture", "county")
        and re.search(f"(?<!{rules.passing.pattern}){_sure_form(region)}", text[:NARROW_CHARS])
        and 2 * text.count(region.short or region.name) >= own
    ]
    line = sorted(parts, key=lambda region: len(regions.ancestors(region)))
    if not line or any(outer not in regions.ancestors(inner) for outer, inner in pairwise(line)):
        return best
    return line[-1]


def _sure_form(region: Region) -> str:
    """Give the form that alone names a region: of a county its full name, since short ones are words too (南湖)."""
    return region.name if region.level == "county" else region.short or region.name


def _leads(best: Region, counts: Mapping[Region, float], regions: Regions) -> bool:
    """Say whether a region, with what it is part of and its parts, is named at least as often as all others."""
    line = {best.code, *(above.code for above in regions.ancestors(best))}
    own = sum(
        count
        for region, count in counts.items()
        if region.code in line or best.code in {above.code for above in regions.ancestors(region)}
    )
    return 2 * own >= sum(counts.values())


def _spoken_level(region: Region) -> str:
    """Say as what a region speaks of itself: 我市 may be Beijing, 全区 an autonomous region."""
    if region.level == "province":
        return (
            "prefecture" if region.name.endswith("市") else "county" if region.name.endswith("自治区") else "province"
        )
    return "prefecture" if region.name.endswith("市") else region.level


def _count_names(text: str, knowledge: "Knowledge") -> dict[Region, float]:
    """Count the namings of each region; those in a masthead or a dateline count more.

    Datelines of agencies at their seat, and names of exchanges, count for nothing. A form that several regions share
    counts for the one whose prefecture or province the text names too.
    """
    regions, rules = knowledge.regions, knowledge.context
    text = rules.elsewhere.sub(lambda match: " " * len(match.group()), text)
    forms: Counter[str] = Counter()
    beginnings = {form[:2] for form in regions.by_form}
    start = 0
    while start < len(text):
        lengths = range(MAX_NAME_CHARS, 1, -1) if text[start : start + 2] in beginnings else ()
        form = next((f for n in lengths if _tells(f := text[start : start + n], regions)), None)
        if form:
            after = text[start + len(form) : start + len(form) + 6]
            heads = rules.media.match(after) or (start < HEAD_CHARS and rules.issuer.match(after))
            leads = start < LEAD_CHARS and (start == 0 or not rules.passing.match(text, start - 1))
            forms[form] += MASTHEAD_WEIGHT if heads else LEAD_WEIGHT if leads else 1
        start += len(form) if form else 1
    for match in rules.dateline.finditer(text):
        if _tells(match[1], regions) or len(regions.named(match[1])) == 1:  # 中新网绥芬河8月9日电
            forms[match[1]] += MASTHEAD_WEIGHT
    sure = {regions.named(form)[0].code for form in forms if len(regions.named(form)) == 1}
    counts: dict[Region, float] = {}
    for form, count in forms.items():
        namesakes = regions.named(form)
        fitting = [r for r in namesakes if any(above.code in sure for above in regions.ancestors(r)[:-1])]
        chosen = fitting or [r for r in namesakes if r.level in ("prefecture", "province")]
        if len(namesakes) == 1 or len(chosen) == 1:
            sole = namesakes[0] if len(namesakes) == 1 else chosen[0]
            counts[sole] = counts.get(sole, 0) + count
    return counts


def _tells(form: str, regions: Regions) -> bool:
    """Say whether a form names a region for sure: a full name, or the short one of a prefecture or province."""
    return any(
        (form == region.name and not region.is_word_now)
        or (form == region.short and region.level != "county" and not regions.is_risky(form))
        for region in regions.named(form)
        if region.level in ("province", "prefecture", "county")
    )


def _infer_published(text: str, rules: ContextRules) -> Inference | None:
    """Find when a text was published: a date that signs it, or the last time that lies behind it."""
    if signed := _signed_date(text, rules):
        return signed
    stamp = rules.time_stamp.search(text, 0, STAMP_CHARS)
    if stamp and (stamped := _date(stamp)):
        return Inference("published", stamped.isoformat(), f"{stamp.group()} stamps the page")
    years = [
        (int(match[1]), _is_ahead(text, match, rules))
        for match in rules.year.finditer(text)
        if not _is_founding(text, match, rules)
    ]
    past = [year for year, is_ahead in years if not is_ahead]
    ahead = [year for year, is_ahead in years if is_ahead]
    dates = sorted(filter(None, (_date(match) for match in rules.full_date.finditer(text))))
    last_past = max(past, default=0)
    if dates and dates[-1].month == YEAR_END_MONTH and dates[-1].year + 1 in ahead and last_past <= dates[-1].year:
        last = f"{dates[-1].year}年{dates[-1].month}月{dates[-1].day}日"
        return Inference("published", f"{dates[-1].year + 1}-01", f"{last} is past, {dates[-1].year + 1}年 lies ahead")
    if not past:
        return None
    year = last_past + _looks_back(text, last_past, rules)
    if dateline := rules.dateline.search(text):
        day = f"{year}-{int(dateline[2]):02}-{int(dateline[3]):02}"
        return Inference("published", day, f"{dateline.group()}, and {year}年 is the last year named")
    if dates and dates[-1].year == year:
        latest = f"{year}年{dates[-1].month}月{dates[-1].day}日"
        return Inference("published", f"{year}-{dates[-1].month:02}", f"{latest} is the last day named")
    return Inference("published", str(year), f"{year}年 is the last year that is no goal")


def _signed_date(text: str, rules: ContextRules) -> Inference | None:
    """Find a date that stands alone on a line, the last one."""
    for line in reversed(text.splitlines()):
        words = line.strip().strip("（）()")
        match = rules.full_date.fullmatch(words) or rules.written_date.fullmatch(words)
        if match and (day := _date(match)):
            return Inference("published", day.isoformat(), f"{words} signs the text")
    return None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(parse_number(part.replace("○", "〇"))) for part in match.groups()))
    except ValueError:
        return None


def _is_founding(text: str, match: re.Match[str], rules: ContextRules) -> bool:
    """Say whether a year is only when something began: 成立于2012年, 2012年参加工作."""
    before = text[max(0, match.start() - 4) : match.start()]
    return bool(rules.founded_before.search(before) or rules.founded_behind.match(text, match.end()))


def _looks_back(text: str, year: int, rules: ContextRules) -> bool:
    """Say whether a text that speaks of 今年 looks back on all of a year: 截至2022年末."""
    closed = any(rules.closed.match(text, found.end()) for found in re.finditer(str(year), text))
    return closed and rules.this_year.search(text) is not None


def _is_ahead(text: str, match: re.Match[str], rules: ContextRules) -> bool:
    """Say whether a year is spoken of as one to come: 到2025年, 2021年，我市将."""
    before = text[max(0, match.start() - 4) : match.start()]
    return bool(rules.goal_before.search(before) or rules.goal_behind.match(text, match.end()))
