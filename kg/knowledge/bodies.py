"""The bodies every region has, by rule: 市委 is 中共{region}委员会, so a new city needs no line for its own bodies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.errors import KnowledgeError
from kg.knowledge.files import read_table, shared

__all__ = ["LETTERS", "SLOT", "Bodies", "Body", "BodyForm", "read_bodies"]

SLOT = "{}"
# What a region calls itself before its own body.
LETTERS = (
    "省",
    "市",
    "区",
    "县",
    "州",
    "旗",
    "盟",
    "镇",
    "乡",
    "街道",
    "自治区",
    "自治州",
    "自治县",
)
BODY_TYPES = ("GovernmentBody", "SocialOrganization", "EducationResearch", "Company")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A kind of body that regions have.

    Attributes:
        kind: Its key, which titles imply: ``party``, ``government``, ``congress``.
        type: Local name of an entity class.
        template: The canonical name, ``{}`` for the region: 中共{}委员会.
        forms: What texts write, ``{}`` for the region's name or its letter: {}委, 中共{}委.
        parent: Kind of the body it belongs to, empty where there is none to tell.
    """

    kind: str
    type: str
    template: str
    forms: tuple[str, ...]
    parent: str = ""

    def compose(self, region: str) -> str:
        """The canonical name of a region's body.

        >>> Body(kind="party", type="GovernmentBody", template="中共{}委员会", forms=()).compose("衡阳市")
        '中共衡阳市委员会'
        """
        return self.template.replace(SLOT, region)

    def region(self, name: str) -> str:
        """The region in the canonical name of such a body, empty for another name.

        >>> Body(kind="party", type="GovernmentBody", template="中共{}委员会", forms=()).region("中共衡阳市委员会")
        '衡阳市'
        """
        head, _, tail = self.template.partition(SLOT)
        return name[len(head) : len(name) - len(tail)] if name.startswith(head) and name.endswith(tail) else ""


@dataclass(frozen=True, slots=True)
class BodyForm:
    """A body found in a text.

    Attributes:
        body: Which.
        place: The words that name the region (衡阳市, 湖北武汉) or its letter alone (市).
        start: Where the form begins in the text that was searched.
        end: One past its last character.
    """

    body: Body
    place: str
    start: int
    end: int

    @property
    def is_deictic(self) -> bool:
        """Whether only the letter says whose body it is: 市委, 区人大."""
        return self.place in LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """All kinds of bodies.

    Attributes:
        by_kind: In the order of the table.
        tails: Bodies by what follows the region, with what must stand before it: 委 has (``""``, party), (民盟, …).
        longest: Characters of the longest tail.
    """

    by_kind: Mapping[str, Body]
    tails: Mapping[str, tuple[tuple[str, Body], ...]]
    longest: int

    def get(self, kind: str) -> Body | None:
        """The body of a kind."""
        return self.by_kind.get(kind)

    def at(self, text: str, start: int, end: int) -> BodyForm | None:
        """The longest body whose region, or region letter, is ``text[start:end]``.

        A tail of one or two characters that begins with 委 (市委, 民建烟台市委) follows only a full name or a letter:
        烟台委 is nothing.

        >>> read_bodies().at("来自民建烟台市委的郭晓舟", 4, 7).body.template
        '中国民主建国会{}委员会'
        """
        for stop in range(min(len(text), end + self.longest), end, -1):
            tail = text[end:stop]
            heads = [pair for pair in self.tails.get(tail, ()) if text.endswith(pair[0], 0, start)]
            if heads and (not tail.startswith("委") or text[start:end].endswith(LETTERS)):
                head, body = max(heads, key=lambda pair: len(pair[0]))
                return BodyForm(body, text[start:end], start - len(head), stop)
        return None

    def split(self, form: str) -> tuple[BodyForm, ...]:
        """Every reading of a whole form as head, region and tail; the caller knows whether the middle is a region.

        Longer tails come first: 衡阳市委 is 衡阳市 + 委, never 衡阳 + 市委.
        """
        found = []
        for cut in range(1, len(form)):
            for head, body in self.tails.get(form[cut:], ()):
                if form.startswith(head) and len(head) < cut:
                    found.append(BodyForm(body, form[len(head) : cut], 0, len(form)))
        return tuple(sorted(found, key=lambda read: len(read.place)))


def read_bodies() -> Bodies:
    """Read ``data/lexicon/bodies.tsv``.

    Raises:
        KnowledgeError: A row is faulty; the message has a line for each.
    """
    faults: list[str] = []
    bodies = {body.kind: body for body in _read(shared("data/lexicon") / "bodies.tsv", faults)}
    faults.extend(
        f"bodies.tsv: {body.kind}: no body '{body.parent}'; add it or mend the parent"
        for body in bodies.values()
        if body.parent and body.parent not in bodies
    )
    if faults:
        raise KnowledgeError("\n".join(faults))
    tails: dict[str, dict[str, Body]] = {}
    for body in bodies.values():
        for form in (*body.forms, body.template):
            head, _, tail = form.partition(SLOT)
            tails.setdefault(tail, {}).setdefault(head, body)
    return Bodies(
        by_kind=MappingProxyType(bodies),
        tails=MappingProxyType({tail: tuple(heads.items()) for tail, heads in tails.items()}),
        longest=max(map(len, tails)),
    )


def _read(path: Path, faults: list[str]) -> Iterator[Body]:
    kinds: set[str] = set()
    for line, row in read_table(path):
        place = f"{path.name}:{line}: {row['kind']}"
        forms = tuple(filter(None, row["forms"].split("|")))
        if wrong := [form for form in (*forms, row["template"]) if form.count(SLOT) != 1 or form.endswith(SLOT)]:
            faults.append(f"{place}: '{wrong[0]}' needs one {SLOT} with something behind it; write it as {{}}发改委")
        elif row["type"] not in BODY_TYPES:
            faults.append(f"{place}: no type '{row['type']}'; write one of {', '.join(BODY_TYPES)}")
        elif row["kind"] in kinds:
            faults.append(f"{place}: the kind stands twice; join the rows or give each its own kind")
        else:
            kinds.add(row["kind"])
            yield Body(
                kind=row["kind"], type=row["type"], template=row["template"], forms=forms, parent=row.get("parent", "")
            )
