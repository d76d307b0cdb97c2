"""Posts and professions: a small grammar of heads (局长), modifiers (副, 常务) and units (党组, 办公室)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.errors import KnowledgeError
from kg.knowledge.bodies import LETTERS
from kg.knowledge.files import read_table, shared

__all__ = ["Title", "Titles", "alternation", "read_titles"]

KINDS = ("post", "rank", "profession", "press", "deputy", "modifier", "unit")
LETTER_SLOT = "{级}"  # stands for 省, 市, 区 … in set phrases: {级}人大代表
NATIONAL_LETTERS = ("全国", *LETTERS)
MODIFIED = ("post", "profession", "press")  # what modifiers stand before


@dataclass(frozen=True, slots=True)
class Title:
    """A post, rank or profession.

    Attributes:
        form: The literal of ``position``, as the text words it.
        kind: ``post``, ``rank`` (二级巡视员), ``profession`` (教授), ``press`` (记者, 通讯员) or ``deputy``
            (市人大代表).
        implies: The body it belongs to where the words alone say so: ``body:congress`` for 市人大代表,
            ``body:government`` for 市长; empty where the employer stands before it.
    """

    form: str
    kind: str
    implies: str = ""


@dataclass(frozen=True, slots=True)
class Titles:
    """All titles.

    Attributes:
        by_form: The titles of the table; those with modifiers and units follow from them.
        regex: Finds the longest title at a place, with its unit (党组书记) and modifiers (常务副市长).
    """

    by_form: Mapping[str, Title]
    regex: re.Pattern[str]

    def __contains__(self, form: object) -> bool:
        """Whether a form is a title as a whole."""
        return isinstance(form, str) and self.regex.fullmatch(form) is not None

    def __iter__(self) -> Iterator[str]:
        """The titles of the table, in its order."""
        return iter(self.by_form)

    def get(self, form: str) -> Title | None:
        """The title of a form; one with modifiers is what its head is.

        >>> read_titles().get("常务副市长")
        Title(form='常务副市长', kind='post', implies='body:government')
        """
        if form in self.by_form:
            return self.by_form[form]
        if form not in self:
            return None
        heads = (self.by_form[form[cut:]] for cut in range(1, len(form)) if form[cut:] in self.by_form)
        head = next(heads, Title(form, "post"))
        return Title(form, head.kind, head.implies)


def read_titles() -> Titles:
    """Read ``data/lexicon/titles.tsv``.

    Raises:
        KnowledgeError: A row is faulty; the message has a line for each.
    """
    path = shared("data/lexicon") / "titles.tsv"
    faults: list[str] = []
    rows: list[dict[str, str]] = []
    for line, row in read_table(path):
        if row["kind"] not in KINDS:
            faults.append(
                f"{path.name}:{line}: {row['form']}: no kind '{row['kind']}'; write one of {', '.join(KINDS)}"
            )
        elif row["kind"] == "unit" and not row["heads"]:
            faults.append(f"{path.name}:{line}: {row['form']}: a unit without heads; name the posts that follow it")
        rows.append(row)
    if faults:
        raise KnowledgeError("\n".join(faults))
    titles = [
        Title(form, row["kind"], row["implies"])
        for row in rows
        if row["kind"] not in ("modifier", "unit")
        for form in _letters(row["form"])
    ]
    by_form = {title.form: title for title in titles}
    return Titles(MappingProxyType(by_form), re.compile(_grammar(rows, titles)))


def _grammar(rows: Iterable[Mapping[str, str]], titles: Iterable[Title]) -> str:
    """Units with their posts, else posts with modifiers, else what takes none; the longest of each."""
    units: dict[str, list[str]] = {}
    modifiers = []
    for row in rows:
        if row["kind"] == "unit":
            units.setdefault(row["heads"], []).append(row["form"])
        elif row["kind"] == "modifier":
            modifiers.append(row["form"])
    parts = [f"(?:{alternation(names)})(?:{alternation(heads.split('|'))})" for heads, names in units.items()]
    modified = alternation(title.form for title in titles if title.kind in MODIFIED)
    whole = alternation(title.form for title in titles if title.kind not in MODIFIED)
    return "|".join([*parts, whole, f"(?:{alternation(modifiers)})*(?:{modified})"])


def _letters(form: str) -> tuple[str, ...]:
    if LETTER_SLOT not in form:
        return (form,)
    return tuple(form.replace(LETTER_SLOT, letter) for letter in NATIONAL_LETTERS)


def alternation(forms: Iterable[str]) -> str:
    """An expression for any of the forms, the longest first, that shares their beginnings.

    >>> alternation(["副市长", "副省长", "副"])
    '副(?:市长|省长)?'
    """
    tree: dict[str, dict[str, object]] = {}
    for form in forms:
        branch: dict[str, object] = tree  # type: ignore[assignment]  # a tree of itself
        for character in form:
            branch = branch.setdefault(character, {})  # type: ignore[assignment]
        branch[""] = {}
    return _branch(tree)  # type: ignore[arg-type]


def _branch(tree: dict[str, object]) -> str:
    ends = "" in tree
    parts = []
    for character, below in tree.items():
        if character:
            parts.append(re.escape(character) + _branch(below))  # type: ignore[arg-type]
    if not parts:
        return ""
    if len(parts) == 1 and not ends:
        return parts[0]
    return f"(?:{'|'.join(parts)})" + ("?" if ends else "")
