"""What one mention denotes by itself, with the document's region known."""

import re
from dataclasses import replace

from kg.entities.context import (
    Context,
    Reading,
    read_deictic_region,
    read_region,
    read_zone,
    region_by_letter,
    region_reading,
)
from kg.knowledge import Knowledge
from kg.knowledge.regions import COUNTRY as NATION
from kg.knowledge.regions import Region
from kg.mentions.departments import LISTED
from kg.mentions.rows import ROW
from kg.mentions.settlements import SHORT
from kg.model import Mention

__all__ = ["bare", "read_name"]

QUOTES = str.maketrans("", "", "“”‘’\"'「」『』＂＇ \u3000")
PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", '"': '"'}
BODIES = ("GovernmentBody", "SocialOrganization")
COUNTRY = ("国家", "中国", "我国")  # may stand before a body of the country: 国家工信部
ZONE_TYPES = ("Park", "AdministrativeRegion")
ZONE_BODIES = {"管委会": ("", "管理委员会"), "管理委员会": ("", "管理委员会"), "党工委": ("中共", "工作委员会")}
COMMITTEES = ZONE_BODIES | {
    "村委会": ("", "村民委员会"),
    "居委会": ("", "居民委员会"),
    "村支部": ("", "村党支部"),
    "社区支部": ("", "社区党支部"),
}
PARTY = "委"
FOREIGN = "foreign-body"  # the rule that finds governments of other countries
ORGANS = ("Event", "Programme", "Platform", "Project")


def bare(text: str) -> str:
    """Take quotation marks and spaces out of a name, for comparison.

    >>> bare("“科创中国”试点城市")
    '科创中国试点城市'
    """
    return text.translate(QUOTES)


def read_name(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Find the canonical name of what a mention denotes.

    Args:
        mention: A name or a form with a fixed meaning (市委, 我市); no 该公司.
        context: Where the document is at home.
        knowledge: Lexicon, regions and forms.

    Returns:
        The reading, or ``None`` where the form means nothing in this document.
    """
    text = mention.text
    deictic = knowledge.lexicon.deictic.get(text)
    region = read_deictic_region(text, context, knowledge)
    if region is None and deictic is not None and deictic.target.startswith("region:"):
        home = context.home or knowledge.regions.by_code[NATION]  # 全国 means the country in any text
        meant = _meant(deictic.target, home, knowledge)
        region = region_reading(meant, deictic=True) if meant is not None else None
    if region is not None:
        return region
    if mention.rule.startswith(LISTED) and mention.type != "GovernmentBody":
        return _read_listed(mention, context, knowledge)  # 妇联 alone is any region's
    told = mention.rule.partition(":")[2] if mention.rule.startswith((SHORT, ROW)) else ""  # the name in full
    zone = read_zone(text, context, knowledge) if mention.type in ZONE_TYPES else None
    if zone is None and text in knowledge.forms.zones:
        return None
    return (
        zone
        or _read_entry(mention, context, knowledge)
        or _read_session(mention, context, knowledge)
        or _read_body(mention, context, knowledge)
        or _read_zone_body(mention, context, knowledge)
        or _read_listed(mention, context, knowledge)
        or _read_department(mention, context, knowledge)
        or _read_prefixed(mention, context, knowledge)
        or Reading(type=mention.type, name=told or _written_out(mention, text))
    )


def _meant(target: str, home: Region, knowledge: Knowledge) -> Region | None:
    """Find what 本地 or 自治区 mean at home; a text of the whole country has no 本地."""
    if target == "region:home" and home.level == "country":
        return None
    return knowledge.regions.meant(home, target)


def trim(text: str) -> str:
    """Take off quotation marks that stand around the whole name, and an unpaired one at an end.

    >>> trim("“一体两翼”"), trim("“金桥”工程"), trim("金桥”"), trim("金桥”工程")
    ('一体两翼', '“金桥”工程', '金桥', '“金桥”工程')
    """
    text = text.strip()
    for opening, closing in PAIRS.items():
        if closing in text[:-1] and opening not in text:
            text = opening + text
        elif opening in text[1:] and closing not in text:
            text += closing
        if text.startswith(opening) and (text.find(closing, 1) in (-1, len(text) - 1)):
            text = text[1:]
        if text.endswith(closing) and opening not in text[:-1]:
            text = text[:-1]
    return text


def _read_entry(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Look the form up in the lexicon, under the mention's own type."""
    form = mention.text
    for key in dict.fromkeys((form, bare(form), *(bare(form).removeprefix(word) for word in COUNTRY))):
        for entry in knowledge.lexicon.by_form.get(key, ()):
            if entry.type != mention.type:
                continue
            if entry.scope and not _at_home(entry.scope, context, knowledge):
                continue
            brand = entry.type == "Company" and entry.name == key and not key.endswith(knowledge.forms.legal)
            return Reading(
                type=entry.type, name=entry.name, scope=entry.scope, deictic=form in entry.deictic, settled=not brand
            )
    return None


def _at_home(scope: str, context: Context, knowledge: Knowledge) -> bool:
    """Say whether an entry of one region may be meant: the text is at home there or names the region."""
    region = knowledge.regions.get(scope)
    if region is None or context.home is None or scope in context.lineage or scope in context.named:
        return True
    return any(parent.code == context.home.code for parent in knowledge.regions.ancestors(region))


def _read_session(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Put the full name of a congress or a session together: 区十届人大二次会议."""
    text = bare(mention.text)
    for session in knowledge.forms.sessions:
        match = session.match.fullmatch(text)
        if match is None:
            continue
        groups = {key: value for key, value in match.groupdict().items() if value}
        if session.before is not None:
            earlier = list(session.before.finditer(mention.sentence.text, 0, mention.start))
            if not earlier:
                continue
            groups |= earlier[-1].groupdict()
        word = groups.get("region") or groups.get("region2")
        region = _region_word(word, context, knowledge) if word else None
        if word and region is None:
            continue
        place = region.name if region else ""
        name = session.name.format(region=place, n=groups.get("n") or groups.get("n2"), m=groups.get("m"))
        return Reading(type="Event", name=name, deictic=word in knowledge.forms.letters, settled=True)
    return None


def _region_word(word: str, context: Context, knowledge: Knowledge) -> Region | None:
    """Find the region of 市 or 衡阳市 inside a name."""
    if word in knowledge.forms.letters:
        return region_by_letter(word, context, knowledge)
    return read_region(word, None, context, knowledge)


def _read_body(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Name a body of a region in full: 市科协 is 衡阳市科学技术协会."""
    if mention.type not in {*BODIES, "EducationResearch"} or mention.rule == FOREIGN:
        return None  # 德国政府 is called so
    for form in knowledge.lexicon.bodies.split(mention.text):
        region = _region_word(form.place, context, knowledge)
        if region is not None and (region.until is None or (form.place == region.name and not region.is_word_now)):
            return Reading(
                type=form.body.type,
                name=form.body.compose(region.name),
                scope=region.code if len(knowledge.regions.named(region.name)) > 1 else None,
                deictic=form.is_deictic,
                settled=True,
            )
    return None


def _read_zone_body(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Name the committees of a development zone in full: 江城高新区管委会, 高新区党工委."""
    text = trim(mention.text)
    for ending, (before, after) in ZONE_BODIES.items():
        zone = read_zone(text.removesuffix(ending), context, knowledge) if text.endswith(ending) else None
        if zone is not None and mention.type == "GovernmentBody":
            return Reading(type=mention.type, name=before + zone.name + after, deictic=zone.deictic, settled=True)
    return None


def _written_out(mention: Mention, text: str) -> str:
    """Write the short form of a committee out: 江城商圈管委会, 长塘村委会."""
    name = trim(text)
    if mention.type != "GovernmentBody":
        return name
    for ending, (before, after) in COMMITTEES.items():
        stem = name.removesuffix(ending)
        if stem != name and len(stem) > 1:
            village = "村" if ending == "村委会" and not stem.endswith("村") else ""
            return before + stem.removeprefix(before) + village + after
    return name


def _read_listed(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Name a body that stands in a row without its region: 财政局 in 县发改局、财政局."""
    if not mention.rule.startswith(LISTED):
        return None
    place = mention.rule.removeprefix(LISTED)
    region = _region_word(place, context, knowledge)
    forms = (form for join in ("", PARTY) for form in knowledge.lexicon.bodies.split(place + join + mention.text))
    body = next((form.body for form in forms if form.place == place), None)
    if region is None or body is None:
        return None
    return Reading(type=mention.type, name=body.compose(region.name), deictic=True, settled=True)


def _read_department(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Put the owner's full name into that of its department: 湖南省住建厅建管处."""
    rule = next((rule for rule in knowledge.names.departments if rule.id == mention.rule), None)
    if rule is None:
        return None
    for end in range(mention.end - 1, mention.start + 1, -1):
        owner = replace(mention, end=end, type=mention.type if rule.owner == "foreign" else rule.owner, rule="")
        reading = _read_entry(owner, context, knowledge) or _read_body(owner, context, knowledge)
        if reading is not None:
            name = reading.name + mention.sentence.text[end : mention.end]
            return Reading(type=mention.type, name=name, deictic=reading.deictic, settled=True)
    return None


def _read_prefixed(mention: Mention, context: Context, knowledge: Knowledge) -> Reading | None:
    """Put the region's name for the level letter that a name begins with: 省文旅集团, 市委经济工作会议."""
    text = trim(mention.text)
    letter, rest = text[:1], text[1:]
    if letter not in knowledge.forms.letters or len(rest) < 2 or _is_word(text, knowledge):
        return None
    region = region_by_letter(letter, context, knowledge)
    if region is None:
        return None
    party = "中共" if mention.type in ORGANS and rest.startswith("委") else ""
    return Reading(type=mention.type, name=party + region.name + rest, deictic=True)


def _is_word(text: str, knowledge: Knowledge) -> bool:
    return any(text[:length] in knowledge.forms.words for length in (2, 3))


def leading_region(text: str, knowledge: Knowledge) -> int:
    """Measure the name of a region that a name begins with, longest first; 0 where it begins with none."""
    for length in range(min(len(text) - 1, 11), 1, -1):
        if knowledge.regions.named(text[:length]):
            return length
    return 0


BRACKETS = re.compile(r"[（(]([^（）()]{2,12})[）)]")
