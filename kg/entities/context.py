"""What a document means by 我市 and by an ambiguous name of a region."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.knowledge import Knowledge
from kg.knowledge.regions import Region
from kg.model import Document, Mention

__all__ = [
    "Context",
    "Reading",
    "build_context",
    "read_deictic_region",
    "read_region",
    "read_zone",
    "region_by_letter",
    "region_reading",
]

RANKS = {"country": 0, "province": 1, "foreign": 1, "prefecture": 2, "county": 3, "town": 4, "group": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a mention denotes.

    Attributes:
        type: Class of the thing.
        name: Its name as far as this mention tells it.
        scope: What tells it from namesakes.
        deictic: Whether the mention's form means it only in this document.
        settled: Whether the knowledge gave the name, so that no other form of the document changes it.
    """

    type: str
    name: str
    scope: str | None = None
    deictic: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a document is at home.

    Attributes:
        home: The region that 我市 or 我省 start from.
        zone: A development zone below it, as the document's region words it (高新区); empty where there is none.
        lineage: Codes of the home region and of all around it, nearest first.
        named: Codes of the regions that the document names beyond doubt, and of all around them.
    """

    home: Region | None
    zone: str
    lineage: tuple[str, ...]
    named: frozenset[str]


def build_context(mentions: Iterable[Mention], document: Document, knowledge: Knowledge) -> Context:
    """Work out where the document is at home and which regions it names.

    Args:
        mentions: All mentions of the document.
        document: The document; its region is a path of names.
        knowledge: The regions.
    """
    regions = knowledge.regions
    path = document.region or ""
    home = regions.home(path)
    lineage = () if home is None else (home.code, *(region.code for region in regions.ancestors(home)))
    forms = dict.fromkeys(mention.text for mention in mentions if mention.type == "AdministrativeRegion")
    named: dict[str, None] = {}
    for form in forms:
        found = regions.named(form)
        if len(found) == 1:
            named.update(dict.fromkeys([found[0].code, *(region.code for region in regions.ancestors(found[0]))]))
    return Context(home=home, zone=_zone(path, home, knowledge), lineage=lineage, named=frozenset(named))


def _zone(path: str, home: Region | None, knowledge: Knowledge) -> str:
    """Take the development zone off the end of a path: 江苏省苏州市高新区 is 苏州市 and its 高新区."""
    for tail in sorted(knowledge.forms.zones, key=len, reverse=True):
        if home is not None and path.endswith(tail) and not home.name.endswith(tail):
            return tail
    return ""


def read_region(form: str, before: Region | None, context: Context, knowledge: Knowledge) -> Region | None:
    """Find the region that a name means.

    Args:
        form: A name of a region, or a path of names (湖北省武汉市汉南区).
        before: The region named directly before, as 福州市 in 福州市鼓楼区.
        context: Where the document is at home.
        knowledge: The regions.

    Returns:
        The region, or ``None`` where the name is unknown or could mean several.
    """
    regions = knowledge.regions
    candidates = regions.named(form)
    if not candidates:
        return regions.name_path(form)

    def rank(region: Region) -> tuple[int, ...]:
        around = tuple(parent.code for parent in regions.ancestors(region))
        under = before is not None and before.code in around
        at_home = region.code in context.lineage
        short = form != region.name
        wide = short and region.level in ("country", "province", "foreign")
        near = sum(code in context.lineage for code in around)
        named = any(code in context.named for code in around if code not in context.lineage)
        gone = region.until is not None
        return (-under, gone, -at_home, -wide, -near if not at_home else 0, -named, RANKS.get(region.level, 9))

    ranked = sorted(candidates, key=lambda region: (rank(region), region.code))
    if len(ranked) > 1 and rank(ranked[0]) == rank(ranked[1]):
        return None
    return ranked[0]


def region_by_letter(letter: str, context: Context, knowledge: Knowledge) -> Region | None:
    """Find the nearest region at or around the document's own that calls itself by this letter."""
    return None if context.home is None else knowledge.regions.calling(context.home, letter)


def read_deictic_region(form: str, context: Context, knowledge: Knowledge) -> Reading | None:
    """Resolve 我市, 全省, 市里, 国内 and their like.

    Returns:
        The region, or the development zone that 全区 means in its own text, or ``None``.
    """
    match = knowledge.forms.deictic.fullmatch(form)
    if match is None:
        return None
    letter = match["letter"] or match["inner"]
    if letter == "区" and context.zone:
        return read_zone(context.zone, context, knowledge)
    region = region_by_letter(letter, context, knowledge)
    return None if region is None else region_reading(region, deictic=True)


def read_zone(form: str, context: Context, knowledge: Knowledge) -> Reading | None:
    """Name a development zone in full: 武汉经开区, or a bare 高新区 in a text of Suzhou.

    Returns:
        The zone of a city, or of a place without a government where its full form is sure (天竺综保区); ``None`` for
        other names and for zones of counties, whose rank the name leaves open.
    """
    zones = knowledge.forms.zones
    tail = next((tail for tail in sorted(zones, key=len, reverse=True) if form.endswith(tail)), "")
    place = form.removesuffix(tail)
    if not tail or (not place and tail != context.zone and tail not in knowledge.forms.bare_zones):
        return None
    city = read_region(place, None, context, knowledge) if place else region_by_letter("市", context, knowledge)
    if not place and city is not None and city.level == "province" and context.home != city:
        return _zone_at_home(form, context, knowledge)
    if city is None and place and tail in knowledge.forms.open_zones:
        return Reading(type="Park", name=place + zones[tail], scope=None, deictic=False, settled=True)
    if city is None or not is_city(city):
        return None
    name = (city.short or city.name) + zones[tail]
    return Reading(type="Park", name=name, scope=None, deictic=not place, settled=True)


def _zone_at_home(form: str, context: Context, knowledge: Knowledge) -> Reading | None:
    """Name the zone of a district of a municipality, where the lexicon has it: 经开区 in a text of 松江区."""
    home = context.home.short or context.home.name if context.home else ""
    entries = knowledge.lexicon.by_form.get(home + form, ())
    name = next((entry.name for entry in entries if entry.type == "Park"), None)
    return None if name is None else Reading(type="Park", name=name, scope=None, deictic=True, settled=True)


def is_city(region: Region) -> bool:
    """Say whether a region is a prefecture-level city or a municipality."""
    return region.level == "prefecture" or (region.level == "province" and region.name.endswith("市"))


def region_reading(region: Region, *, deictic: bool = False) -> Reading:
    """Turn a region into a reading."""
    return Reading(type="AdministrativeRegion", name=region.name, scope=region.code, deictic=deictic, settled=True)
