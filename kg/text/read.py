"""Files into documents: text of any common Chinese encoding, and the description beside it."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import InputError
from kg.model import Document

__all__ = ["Skipped", "read_documents"]

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MIN_TEXT_SHARE = 0.95  # of UTF-16 without a mark: characters that Chinese text is made of
MIN_GARBLED_CHARS = 40  # a list of names may do without any of the commonest characters
USUAL = (("\u4e00", "\u9fa5"), (" ", "~"), ("\u3000", "\u303f"), ("\uff00", "\uffef"))  # ranges of such characters
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")  # none of them is white space or ends a DOS file
DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T\s].*)?)?)?", re.ASCII)
UNSPEAKABLE = re.compile(r"[\x00\ud800-\udfff]")  # no RDF literal can hold them


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why: ``place: what; what to do``."""

    path: Path
    reason: str


class _UnreadableError(Exception):
    """Carries the reason why one file is skipped."""


def read_documents(
    paths: Iterable[Path], *, region: str | None = None, published: str | None = None
) -> Iterator[Document | Skipped]:
    """Read texts and the descriptions beside them.

    A folder stands for every ``.txt`` below it, in the order of their paths. ``NAME.json`` beside ``NAME.txt`` may
    give title, date, region, publisher and source.

    Args:
        paths: Files and folders.
        region: What 我市 means; for a single document.
        published: When it was published, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; for a single document.

    Yields:
        Each document, or why a file was skipped; so is a second file of one name, since the name is its identifier.

    Raises:
        InputError: ``region`` or ``published`` is given for several documents, or ``published`` is no date.
    """
    if published is not None:
        published = _checked_date(published, "--published")
    found = list(_find_files(paths))
    files = [entry for entry in found if isinstance(entry, Path)]
    if (region or published) and len(files) > 1:
        raise InputError(
            f"--region and --published: {len(files)} documents; give one file, or write NAME.json beside each NAME.txt"
        )
    seen: dict[str, Path] = {}
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
        elif entry.stem in seen:
            yield Skipped(entry, f"{entry}: named like {seen[entry.stem]}; rename one, the name is the identifier")
        else:
            seen[entry.stem] = entry
            yield _read_file(entry, region, published)


def _find_files(paths: Iterable[Path]) -> Iterator[Path | Skipped]:
    given: set[Path] = set()
    for path in paths:
        if not path.exists():
            yield Skipped(path, f"{path}: not there; give a text file or a folder")
        elif path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".txt" and file.is_file())
            if not files:
                yield Skipped(path, f"{path}: no .txt in this folder; give a folder with text files")
            yield from (file for file in files if file.resolve() not in given)
            given.update(file.resolve() for file in files)
        elif path.suffix.lower() != ".txt":
            yield Skipped(path, f"{path}: no .txt file; save it as plain text")
        elif path.resolve() not in given:
            given.add(path.resolve())
            yield path


def _read_file(path: Path, region: str | None, published: str | None) -> Document | Skipped:
    if UNSPEAKABLE.search(path.stem):
        name = path.name.encode("utf-8", "backslashreplace").decode()
        return Skipped(path, f"{name}: its name is no UTF-8; rename the file")
    try:
        text = _decode(path.read_bytes(), path)
        description = _describe(path.with_suffix(".json"))
    except _UnreadableError as error:
        return Skipped(path, str(error))
    except OSError as error:
        return Skipped(path, f"{path}: {error.strerror}; check the file and its permissions")
    return Document(
        id=path.stem,
        text=text,
        title=description.get("title"),
        published=published or description.get("date"),
        region=region or description.get("region"),
        publisher=description.get("publisher"),
        source=description.get("source"),
    )


def _decode(data: bytes, path: Path) -> str:
    """Decode without loss; the text is as it stands in the file, less a byte order mark."""
    if not data.strip():
        raise _UnreadableError(f"{path}: empty; put text in it or leave it out")
    text = _decode_marked(data, path)
    if text is None:
        _check_whole(data, path)
        text = _decode_plain(data)
    if text is None or (_is_garbled(text) and _decoded(data, "utf-8") is None):
        raise _UnreadableError(f"{path}: neither UTF-8, UTF-16 nor GB18030, or cut off; save it as UTF-8")
    if control := CONTROL.search(text):
        place = f"line {text.count(chr(10), 0, control.start()) + 1} holds the control character"
        raise _UnreadableError(f"{path}: binary, {place} U+{ord(control.group()):04X}; save it as plain text in UTF-8")
    if not text.strip():
        raise _UnreadableError(f"{path}: nothing but white space; put text in it or leave it out")
    return text


def _decode_marked(data: bytes, path: Path) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _UnreadableError(
                    f"{path}: byte {error.start + len(mark)} is no {encoding.upper()}; save it as UTF-8 again"
                ) from error
    return None


def _check_whole(data: bytes, path: Path) -> None:
    """Refuse UTF-8 that is cut off or damaged, which GB18030 would take for other characters."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        wide = sum("\u4e00" <= char <= "\u9fa5" for char in before)
        if wide > 1 and _is_chinese(before):
            raise _UnreadableError(f"{path}: byte {error.start} is no UTF-8; fetch it again or save it anew") from error


def _decode_plain(data: bytes) -> str | None:
    """Decode bytes without a mark: UTF-8 checks itself, UTF-16 is told by what it holds, GB18030 takes the rest."""
    encodings = ("utf-8", "gb18030")
    wide = [text for text in (_decoded(data, "utf-16-le"), _decoded(data, "utf-16-be")) if text and _is_chinese(text)]
    plain = next((text for text in (_decoded(data, encoding) for encoding in encodings) if text is not None), None)
    if wide and (plain is None or "\x00" in plain or not _is_chinese(plain)):
        return wide[0]
    return plain


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_garbled(text: str) -> bool:
    """Say whether a text of some length holds none of the characters that no Chinese text is without."""
    wide = sum(char > "\u2e7f" for char in text)
    return wide >= MIN_GARBLED_CHARS and not any(char in "，。、的一是在" for char in text)


def _is_chinese(text: str) -> bool:
    """Say whether a text is made of what Chinese texts are made of: common characters, their marks and ASCII."""
    usual = sum(char in "\r\n\t\x0b\x0c·—‘’“”…\xa0" or any(a <= char <= b for a, b in USUAL) for char in text)
    return usual >= MIN_TEXT_SHARE * len(text)


def _describe(path: Path) -> dict[str, str]:
    """Read the description beside a text; a text without one has an empty description."""
    if not path.exists():
        return {}
    try:
        description = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _UnreadableError(f"{path}:1: not UTF-8; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise _UnreadableError(f"{path}:{error.lineno}: no JSON: {error.msg}; mend it there") from error
    except ValueError as error:
        raise _UnreadableError(f"{path}:1: no JSON: {error}; mend it there") from error
    except RecursionError as error:
        raise _UnreadableError(f"{path}:1: nested too deep; write one object with title, date and region") from error
    if not isinstance(description, dict):
        raise _UnreadableError(f'{path}:1: no object; write {{"title": …, "date": …, "region": …}}')
    return _checked(description, path)


def _checked(description: Mapping[str, object], path: Path) -> dict[str, str]:
    checked: dict[str, str] = {}
    for key in ("title", "date", "region", "publisher"):
        value = description.get(key)
        if value is None:
            continue
        if not isinstance(value, str) or not value.strip():
            raise _UnreadableError(f"{path}:{_line(path, key)}: {key} is {value!r}; write a string or leave it out")
        checked[key] = _speakable(value.strip(), path, key)
    if "date" in checked:
        try:
            checked["date"] = _checked_date(checked["date"], f"{path}:{_line(path, 'date')}")
        except InputError as error:
            raise _UnreadableError(str(error)) from error
    source = _speakable(_source(description, path) or "", path, "source")
    return checked | ({"source": source} if source else {})


def _speakable(value: str, path: Path, key: str) -> str:
    if UNSPEAKABLE.search(value):
        raise _UnreadableError(f"{path}:{_line(path, key)}: {key} holds a character that no graph can; take it out")
    return value


def _source(description: Mapping[str, object], path: Path) -> str | None:
    """Give the source as an IRI where there is one, else as a line."""
    address, source = description.get("source_url_in_repo"), description.get("source")
    if address is not None and not isinstance(address, str):
        raise _UnreadableError(
            f"{path}:{_line(path, 'source_url_in_repo')}: no string; write the address or leave it out"
        )
    if source is not None and not isinstance(source, (str, dict)):
        raise _UnreadableError(f"{path}:{_line(path, 'source')}: source is {source!r}; write a string or an object")
    if address:
        return address.strip()
    if isinstance(source, dict):
        return " ".join(_scalars(source)) or None
    return source.strip() or None if source else None


def _scalars(source: Mapping[str, object]) -> Sequence[str]:
    return [
        str(value).strip() for value in source.values() if isinstance(value, (str, int, float)) and str(value).strip()
    ]


def _line(path: Path, key: str) -> int:
    """Find the line of a key in a description."""
    before, found, _ = path.read_text(encoding="utf-8-sig").partition(f'"{key}"')
    return before.count("\n") + 1 if found else 1


def _checked_date(value: str, place: str) -> str:
    """Bring a date to ISO 8601, as precise as it is given; a time of day is left out.

    >>> _checked_date("2023-08-04 18:19", "x.json:1")
    '2023-08-04'
    """
    match = DATE.fullmatch(value.strip())
    year, *rest = match.groups() if match else ("0",)
    parts = [int(part) for part in rest if part]
    try:
        date(int(year), *[*parts, 1, 1][:2])
    except ValueError as error:
        raise InputError(f"{place}: {value!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD") from error
    return "-".join([year, *(f"{part:02}" for part in parts)])
