"""SPARQL files of the ontology with what their first comment lines say: questions, checks and rules.

A file begins with a line in Chinese and a line in English that say what it is for. Further comment lines are
``# key: value``, or ``# $name = value: meaning`` for a parameter that a question has.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from kg.errors import KnowledgeError
from kg.knowledge.files import shared

__all__ = ["Parameter", "QueryFile", "read_queries"]

_PARAMETER = re.compile(r"# \$(\w+) = (.*?): (\S.*)")
_NOTE = re.compile(r"# ([a-z]+): (\S.*)")
_USED = re.compile(r"\$(\w+)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked for.

    Attributes:
        name: As the file has it after ``$``.
        default: Taken when nothing else is given.
        meaning: What it selects, in Chinese and English.
    """

    name: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFile:
    """A SPARQL file.

    Attributes:
        name: Of the file, without its ending.
        zh: What it is for, in Chinese.
        en: In English.
        notes: The lines ``# key: value``.
        parameters: In the order of the file.
        text: The whole file.
    """

    name: str
    zh: str
    en: str
    notes: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str


def read_queries(folder: Path | str) -> dict[str, QueryFile]:
    """Read the ``.rq`` files of a folder of the ontology, by name and in its order.

    Args:
        folder: ``queries``, ``checks`` or ``rules``, or a path.

    Raises:
        KnowledgeError: A file's first lines are faulty; one line a fault.
    """
    root = folder if isinstance(folder, Path) else shared("ontology") / folder
    faults: list[str] = []
    found = {}
    for path in sorted(root.glob("*.rq")):
        try:
            found[path.stem] = _read(path, faults)
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: not readable ({error}); write it in UTF-8")
    if faults:
        raise KnowledgeError("\n".join(faults))
    return found


def _read(path: Path, faults: list[str]) -> QueryFile:
    text = path.read_text(encoding="utf-8")
    head = list(takewhile(lambda line: line.startswith("#"), text.splitlines()))
    zh, en = (*(line.removeprefix("#").strip() for line in head[:2]), "", "")[:2]
    if not _CHINESE.search(zh) or not en[:1].isascii() or not en:
        faults.append(f"{path.name}:1: says not what it is for; begin with a line in Chinese and a line in English")
    parameters, notes = [], {}
    for number, line in enumerate(head[2:], 3):
        if parameter := _PARAMETER.fullmatch(line):
            parameters.append(Parameter(*parameter.groups()))
        elif note := _NOTE.fullmatch(line):
            notes[note[1]] = note[2]
        else:
            faults.append(f"{path.name}:{number}: {line!r} is neither '# key: value' nor '# $name = value: meaning'")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for name in sorted(set(_USED.findall(body)) ^ {parameter.name for parameter in parameters}):
        faults.append(f"{path.name}: ${name} is used or declared, but not both; mend its name or its line on top")
    return QueryFile(name=path.stem, zh=zh, en=en, notes=notes, parameters=tuple(parameters), text=text)
