"""Regions: China down to the counties, new areas, groups of regions, countries; their names and what lies in what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from kg.errors import KnowledgeError
from kg.knowledge.files import read_table, shared

__all__ = ["COUNTRY", "Level", "Region", "Regions", "read_regions"]

Level = Literal["country", "province", "prefecture", "county", "town", "group", "foreign"]
LEVELS: tuple[str, ...] = get_args(Level)
TABLES = ("regions.tsv", "groups.tsv", "countries.tsv")
COUNTRY = "CN"
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
NATIONAL = frozenset({"全国", "中国", "国家"})
SHORTEST_NAME = 2  # characters of a region's name: 达县

# What a region calls itself (我市, 市委), by the end of its full name; an autonomous region says 区 as a district does.
LETTERS = {"省": "省", "自治区": "区", "市": "市", "区": "区", "县": "县", "州": "州", "旗": "旗", "盟": "盟"}
WANTED = {
    "city": "市",
    "district": "区",
    "county": "县",
    "state": "州",
    "banner": "旗",
    "league": "盟",
}  # deictic targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region.

    Attributes:
        code: GB/T 2260 for China (an abolished region whose code lives on has its last year behind it), ISO 3166
            alpha-2 for countries, ``group-…`` for groups, ``zone-…`` for new areas, ``world-…`` for continents.
        name: The full name.
        short: The name without 省, 市, 县 …; empty where nobody uses it so (泗县, 吉林市).
        level: What kind of region it is.
        parent: Code of the region it lies in; ``None`` for countries.
        aliases: Further forms that may stand alone: 湘西自治州, 长三角地区.
        abbr: Forms of one or two characters used only inside compounds (湘企, 京津冀); never looked up alone.
        risky_short: The short form is also a common word (资源, 和平) or belongs to several regions (朝阳), so that
            alone it means nothing; beside the parent (北京朝阳) it does.
        members: Codes of what a group consists of, where that is fixed.
        until: Last year of an abolished region.
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str | None
    aliases: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    risky_short: bool = False
    members: tuple[str, ...] = ()
    until: int | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that may stand for it: name, short, aliases."""
        return (self.name, *((self.short,) if self.short else ()), *self.aliases)

    @property
    def is_word_now(self) -> bool:
        """Whether it is no region any more and its name too short to be sure: 达县 in 欠发达县域."""
        return self.until is not None and len(self.name) == SHORTEST_NAME

    @property
    def letter(self) -> str:
        """What it calls itself in 我市, 市委: 省, 市, 区, 县, 州, 旗 or 盟; empty where it does not."""
        return next((letter for end, letter in LETTERS.items() if self.name.endswith(end)), "")


@dataclass(frozen=True, slots=True)
class Regions:
    """All regions, looked up by form, by code and by path."""

    by_code: Mapping[str, Region]
    by_form: Mapping[str, tuple[Region, ...]]
    longest: int

    def __iter__(self) -> Iterator[Region]:
        """Every region, in the order of the tables."""
        return iter(self.by_code.values())

    def get(self, code: str) -> Region | None:
        """The region of a code."""
        return self.by_code.get(code)

    def named(self, form: str) -> tuple[Region, ...]:
        """Every region of which ``form`` is the name, short form or an alias; larger and living ones first.

        Risky short forms are found too: ask ``is_risky`` before trusting one that stands alone.
        """
        return self.by_form.get(form, ())

    def is_risky(self, form: str) -> bool:
        """Whether a form says nothing alone: nothing but risky short forms, or such names as 城区 and 郊区."""
        found = self.named(form)
        return bool(found) and all(_is_risky(region, form) for region in found)

    def forms(self, *, risky: bool = False) -> tuple[str, ...]:
        """Forms for a matcher: those that count alone, or with ``risky`` those that count only beside the parent."""
        return tuple(form for form in self.by_form if self.is_risky(form) == risky)

    def ancestors(self, region: Region) -> tuple[Region, ...]:
        """What a region lies in, nearest first, ending with China."""
        found: list[Region] = []
        code = region.parent
        while code is not None and (parent := self.by_code.get(code)) is not None:
            found.append(parent)
            code = parent.parent
        return tuple(found)

    def contains(self, outer: Region, inner: Region) -> bool:
        """Whether ``inner`` lies in ``outer`` or is it; groups contain their members and what lies in them."""
        line = (inner, *self.ancestors(inner))
        return any(place.code == outer.code or place.code in outer.members for place in line)

    def at(self, region: Region, level: Level) -> Region | None:
        """The region itself or its ancestor at a level; a municipality counts as province and as prefecture."""
        for place in (region, *self.ancestors(region)):
            if place.level == level or (level == "prefecture" and place.code in MUNICIPALITIES):
                return place
        return None

    def calling(self, home: Region, letter: str) -> Region | None:
        """Whom 我市, 全省, 县委 mean at home: the nearest of home and its ancestors that calls itself so.

        At home in 汉南区, 市 is 武汉市; in the county-level 宁乡市 it is 宁乡市; in 广西, 区 is the autonomous region.
        """
        line = (home, *self.ancestors(home))
        return next((place for place in line if place.letter == letter), None)

    def meant(self, home: Region, target: str) -> Region | None:
        """The region a deictic form means at home.

        Args:
            home: Where the document is at home.
            target: ``Deictic.target`` with or without ``region:``: ``country``, ``home``, ``province``, ``autonomous``,
                ``city``, ``district``, ``county``, ``state`` (自治州), ``banner``, ``league`` or ``prefecture``.
        """
        target = target.removeprefix("region:")
        if target == "country":
            return self.by_code[COUNTRY]
        if target == "home":
            return home
        if target == "prefecture":
            return self.at(home, "prefecture")
        if target in {"province", "autonomous"}:
            found = self.at(home, "province")
            if target == "autonomous" and found is not None and not found.name.endswith("自治区"):
                return None
            return None if found is None or found.code in MUNICIPALITIES else found
        return self.calling(home, WANTED[target]) if target in WANTED else None

    def path(self, region: Region) -> str:
        """Full names from the province down: 湖北省武汉市汉南区; 全国 for China."""
        if region.code == COUNTRY:
            return "全国"
        if region.level == "group":
            return region.name
        line = (region, *self.ancestors(region))
        return "".join(place.name for place in reversed(line) if place.code != COUNTRY)

    def home(self, path: str | None) -> Region | None:
        """Resolve a path of names as far as it goes: 江西省南昌市经开区 gives 南昌市, 全国 China.

        A name that belongs to several regions (鼓楼区) and has no parent beside it is nobody's, and so is no path.
        """
        text = (path or "").strip()
        if text in NATIONAL:
            return self.by_code[COUNTRY]
        found = self.match_path(text)
        return found[0] if found else None

    def name_path(self, form: str) -> Region | None:
        """The region that a form names as a whole: 衡阳市, 武汉汉南区, 北京朝阳; ``None`` where unclear or risky."""
        found = self.match_path(form)
        return found[0] if found and found[1] == len(form) else None

    def match_path(self, text: str, start: int = 0) -> tuple[Region, int] | None:
        """Read the longest chain of region names, each in the one before, that begins at ``start``.

        Returns:
            The last region of the chain and where the chain ends; ``None`` where no clear region begins here.
        """
        reached: tuple[Region, int] | None = None
        for end in range(min(len(text), start + self.longest), start + 1, -1):
            form = text[start:end]
            if found := self._one(form):
                further = self._descend(text, end, found)
                return further or (found, end)
            if reached is None and (further := self._among(text, end, self.named(form))):
                reached = further
        return reached

    def _one(self, form: str) -> Region | None:
        """The only region, or the largest, that a form names alone."""
        found = [region for region in self.named(form) if not _is_risky(region, form)]
        if len(found) > 1 and (found[0].until, found[0].level) == (found[1].until, found[1].level):
            return None
        return found[0] if found else None

    def _descend(self, text: str, start: int, outer: Region) -> tuple[Region, int] | None:
        for end in range(min(len(text), start + self.longest), start + 1, -1):
            inner = [place for place in self.named(text[start:end]) if place != outer and self.contains(outer, place)]
            if inner and outer.level not in ("group", "foreign"):
                return self._descend(text, end, inner[0]) or (inner[0], end)
        return None

    def _among(self, text: str, start: int, found: Iterable[Region]) -> tuple[Region, int] | None:
        """Of regions of one name, the one that the next name lies in."""
        return next(filter(None, (self._descend(text, start, region) for region in found)), None)


def read_regions() -> Regions:
    """Read the tables of regions.

    Raises:
        KnowledgeError: A row is faulty; the message has a line for each.
    """
    folder = shared("data/lexicon")
    faults: list[str] = []
    rows = list(chain.from_iterable(_read(folder / name, faults) for name in TABLES))
    by_code: dict[str, Region] = {}
    for place, region in rows:
        if region.code in by_code:
            faults.append(f"{place}: {region.code}: the code stands twice; give each region its own")
        by_code[region.code] = region
    faults.extend(_dangling(rows, by_code))
    if faults:
        raise KnowledgeError("\n".join(faults))
    by_form = _by_form(by_code.values())
    longest = max(map(len, by_form))
    return Regions(MappingProxyType(by_code), MappingProxyType(by_form), longest)


def _read(path: Path, faults: list[str]) -> Iterator[tuple[str, Region]]:
    for line, row in read_table(path):
        place = f"{path.name}:{line}"
        code, level, until = row["code"], row["level"], row.get("until", "")
        if not code or len(row["name"]) < 2:
            faults.append(f"{place}: {code or '?'}: code or name missing; write both")
        elif level not in LEVELS:
            faults.append(f"{place}: {code}: no level '{level}'; write one of {', '.join(LEVELS)}")
        elif until and not until.isdigit():
            faults.append(f"{place}: {code}: until is no year; write the last year, such as 2010")
        else:
            yield place, _region(row)


def _region(row: Mapping[str, str]) -> Region:
    level: Level = row["level"]  # type: ignore[assignment]  # checked by _read
    until = row.get("until", "")
    outside = level in ("country", "foreign") or row["code"].startswith("world-")
    return Region(
        code=row["code"],
        name=row["name"],
        short=row.get("short", ""),
        level=level,
        parent=None if outside else row["parent"] or COUNTRY,
        aliases=_forms(row.get("aliases", "")),
        abbr=_forms(row.get("abbr", "")),
        risky_short=row.get("risky") == "1",
        members=_forms(row.get("members", "")),
        until=int(until) if until else None,
    )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|"))) if cell else ()


def _dangling(rows: Iterable[tuple[str, Region]], by_code: Mapping[str, Region]) -> Iterator[str]:
    for place, region in rows:
        for code in (region.parent, *region.members):
            if code is not None and code not in by_code:
                yield f"{place}: {region.code}: no region has the code {code}; add it or mend the code"


def _is_risky(region: Region, form: str) -> bool:
    return region.risky_short and form in (region.short, region.name[:2])


def _by_form(regions: Iterable[Region]) -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in regions:
        for form in region.forms:
            found.setdefault(form, []).append(region)
    return {form: tuple(sorted(places, key=_rank)) for form, places in found.items()}


def _rank(region: Region) -> tuple[bool, int, str]:
    return region.until is not None, LEVELS.index(region.level), region.code
