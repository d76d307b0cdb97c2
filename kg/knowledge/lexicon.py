"""The lexicon: names of things, posts, surnames, forms that point (我市, 该公司) and the bodies every region has.

Every ``*.tsv`` under ``data/lexicon`` with the header ``name type aliases deictic note source`` is read, so that a new
city or domain is one file under ``regions/`` or ``domains/``; the programmes come from ``programmes.ttl``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from kg.errors import KnowledgeError
from kg.knowledge.bodies import Bodies, read_bodies
from kg.knowledge.files import read_table, shared
from kg.knowledge.name_rules import Type
from kg.knowledge.programmes import Programme, read_programmes
from kg.knowledge.regions import Regions
from kg.knowledge.titles import Title, Titles, read_titles

__all__ = ["TYPES", "Deictic", "Entry", "Lexicon", "Title", "read_lexicon"]

HEADER = "name\ttype\taliases\tdeictic\tnote\tsource"
TYPES = frozenset(get_args(Type))
OTHERS = frozenset({"indicators"})  # tables of the same form that name no entities; kg.knowledge.measures reads them
NARROW = str.maketrans("（）", "()")
DEICTIC_TARGETS = ("region", "body", "last", "org", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A thing that the lexicon knows by name.

    Attributes:
        name: The canonical name.
        type: Local name of an entity class.
        aliases: Forms that mean it anywhere.
        deictic: Forms that mean it only where it has been named in full.
        note: For people who read the table.
        source: Where the entry was taken from.
        scope: Code of the region whose programme it is; ``None`` where it is national or unbound.
        table: The file it stands in, without ending: ``organizations``; mentions say ``lexicon:organizations``.
        quoted_only: Counts only in quotation marks or before a head noun of programmes (一体两翼: yes, 放管服: no).
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    deictic: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    scope: str | None = None
    table: str = ""
    quoted_only: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Name and aliases, those in full-width brackets in narrow ones too: 哈尔滨工业大学(深圳)."""
        written = (self.name, *self.aliases)
        return (*written, *(form.translate(NARROW) for form in written if "（" in form))


@dataclass(frozen=True, slots=True)
class Deictic:
    """A form that means something only from where it stands.

    Attributes:
        form: 我市, 该公司, 本报.
        type: Local name of the entity class it points to; ``Organization`` where any kind of organization may be meant.
        target: ``region:<target>`` for ``Regions.meant`` (``region:city``); ``last:<Type>`` the last thing of that
            type named before; ``org:same`` the organization of the clause; ``document:publisher`` the paper.
    """

    form: str
    type: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All that the lexicon files say.

    Attributes:
        entries: In the order of the files.
        by_form: Entries by name and alias; forms have two characters or more. Regions are not here.
        titles: Posts and professions, longest match; ``titles.regex`` finds them.
        surnames: Single and double.
        deictic: By form.
        bodies: The bodies every region has, found and named by rule.
        programmes: The concepts behind the entries of type Programme.
    """

    entries: tuple[Entry, ...]
    by_form: Mapping[str, tuple[Entry, ...]]
    titles: Titles
    surnames: frozenset[str]
    deictic: Mapping[str, Deictic]
    bodies: Bodies
    programmes: tuple[Programme, ...]


def read_lexicon(regions: Regions) -> Lexicon:
    """Read every file of the lexicon.

    Args:
        regions: They give the programmes their scope.

    Raises:
        KnowledgeError: A row is faulty; the message has a line for each.
    """
    folder = shared("data/lexicon")
    faults: list[str] = []
    entries = [entry for path in _tables(folder) for entry in _read_entries(path, faults)]
    entries = [entry for entry in entries if not _is_new_area(entry, regions)]
    programmes = read_programmes(folder / "programmes.ttl")
    entries.extend(_programme_entries(programmes, regions))
    deictic = {form.form: form for form in _read_deictic(folder / "deictic.tsv", faults)}
    if faults:
        raise KnowledgeError("\n".join(faults))
    return Lexicon(
        entries=tuple(entries),
        by_form=MappingProxyType(_by_form(entries)),
        titles=read_titles(),
        surnames=frozenset(row["surname"] for _, row in read_table(folder / "surnames.tsv")),
        deictic=MappingProxyType(deictic),
        bodies=read_bodies(),
        programmes=programmes,
    )


def _is_new_area(entry: Entry, regions: Regions) -> bool:
    """Whether the tables of regions have it: a new area (雄安新区) that a table of parks has too is a region."""
    return any(region.code.startswith("zone-") for region in regions.named(entry.name))


def _tables(folder: Path) -> list[Path]:
    """Every table of entries, told by its header, in a fixed order."""
    found = (
        *sorted(folder.glob("*.tsv")),
        *sorted(folder.glob("regions/*.tsv")),
        *sorted(folder.glob("domains/*.tsv")),
    )
    return [path for path in found if path.stem not in OTHERS and _header(path).startswith(HEADER)]


def _header(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return next((line for line in file if line.strip() and not line.startswith("#")), "")


def _read_entries(path: Path, faults: list[str]) -> Iterator[Entry]:
    for line, row in read_table(path):
        place, name = f"{path.name}:{line}", row["name"].strip()
        aliases, deictic = _forms(row["aliases"]), _forms(row["deictic"])
        if row["type"] not in TYPES:
            faults.append(f"{place}: {name}: no type '{row['type']}'; write a class of the ontology, such as Company")
        elif short := [form for form in (name, *aliases) if len(form) < 2]:
            faults.append(f"{place}: {name}: '{short[0]}' has one character; leave it out")
        else:
            yield Entry(
                name=name,
                type=row["type"],
                aliases=aliases,
                deictic=deictic,
                note=row["note"],
                source=row["source"],
                table=path.stem,
            )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.strip() for form in cell.split("|") if form.strip()))


def _programme_entries(programmes: Iterable[Programme], regions: Regions) -> Iterator[Entry]:
    for programme in programmes:
        region = regions.name_path(programme.region) if programme.region else None
        yield Entry(
            name=programme.name,
            type="Programme",
            aliases=programme.aliases,
            note=programme.definition,
            source="programmes.ttl",
            scope=region.code if region and region.level != "country" else None,
            table="programmes",
            quoted_only=programme.quoted_only,
        )


def _read_deictic(path: Path, faults: list[str]) -> Iterator[Deictic]:
    for line, row in read_table(path):
        if row["target"].partition(":")[0] not in DEICTIC_TARGETS:
            known = ", ".join(DEICTIC_TARGETS)
            faults.append(
                f"{path.name}:{line}: {row['form']}: no target '{row['target']}'; begin it with one of {known}"
            )
        else:
            yield Deictic(row["form"], row["type"], row["target"])


def _by_form(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for form in dict.fromkeys(entry.forms):
            found.setdefault(form, []).append(entry)
    return {form: tuple(known) for form, known in found.items()}
