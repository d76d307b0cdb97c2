"""IRIs: ASCII, readable, made of nothing but the thing itself, so that other documents never change them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from pypinyin import lazy_pinyin

from kg.errors import InputError
from kg.model import Entity, Span

__all__ = ["BASE_IRI", "Iris", "check_base_iri", "document_name", "slug"]

BASE_IRI = "https://w3id.org/zhkg/id/"

MAX_SLUG_CHARS = 48  # an IRI stays on one line of a table; the hash tells cut names apart
MAX_ID_CHARS = 80  # a file's name can be 255 bytes long
_NAME_HASH_CHARS = 8  # 32 bits beside a slug: two names must share both to collide
_FACT_HASH_CHARS = 12  # 48 bits within one document

_WORD = re.compile(r"[a-z0-9]+")
_PLAIN_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*")
_REGION_CODE = re.compile(r"\d{6}(?:\d{3}){0,2}|[A-Z]{2}|group-[a-z0-9-]+")
_BASE = re.compile(r"https?://[!-~]*/")
_FORBIDDEN = re.compile(r'[<>"{}|^`\\?#]')
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def check_base_iri(base_iri: str) -> str:
    """Give the base IRI back if data can be named below it.

    Raises:
        InputError: It is no http(s) IRI of ASCII characters that ends in a slash.
    """
    if not _BASE.fullmatch(base_iri) or _FORBIDDEN.search(base_iri):
        raise InputError(
            f"base IRI {base_iri!r}: not usable; name an http(s):// IRI in ASCII, without spaces, that ends in /"
        )
    return base_iri


@lru_cache(maxsize=100_000)
def slug(name: str) -> str:
    """Spell a name in ASCII: pinyin without tones, cut between syllables.

    >>> slug("特变电工衡变公司"), slug("5G产业园")
    ('te-bian-dian-gong-heng-bian-gong-si', '5g-chan-ye-yuan')
    """
    words: list[str] = []
    length = -1
    for syllable in lazy_pinyin(name, errors="default"):
        for word in _WORD.findall(syllable.lower()):
            length += len(word) + 1
            if length > MAX_SLUG_CHARS:
                return "-".join(words) or word[:MAX_SLUG_CHARS]
            words.append(word)
    return "-".join(words)


def _digest(*parts: object) -> str:
    """Hash parts so that no two lists of parts give the same text."""
    written = "|".join(str(part).replace("\\", "\\\\").replace("|", "\\|") for part in parts)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _named(name: str, digest: str) -> str:
    readable = slug(name)
    return f"{readable}-{digest[:_NAME_HASH_CHARS]}" if readable else digest[:_NAME_HASH_CHARS]


@lru_cache(maxsize=100_000)
def document_name(document: str) -> str:
    """Give the last part of a document's IRI, which also names its text file.

    Args:
        document: ``Document.id``.

    >>> document_name("seed-004"), document_name("衡阳日报 1月5日")
    ('seed-004', 'heng-yang-ri-bao-1-yue-5-ri-766c994b')
    """
    if len(document) <= MAX_ID_CHARS and _PLAIN_ID.fullmatch(document):
        return document
    return _named(document, _digest("document", document))


def _segment(cls: str) -> str:
    return "region" if cls == "AdministrativeRegion" else _HUMP.sub("-", cls).lower()


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs below one base.

    Attributes:
        base: Ends in a slash; ``check_base_iri`` holds for it.
    """

    base: str = BASE_IRI

    def entity(self, entity: Entity) -> str:
        """Name an entity by class, name and scope; a region by its code."""
        segment = _segment(entity.type)
        if segment == "region" and entity.scope and _REGION_CODE.fullmatch(entity.scope):
            return f"{self.base}region/{entity.scope}"
        digest = _digest(entity.type, entity.name, entity.scope or "")
        return f"{self.base}{segment}/{_named(entity.name, digest)}"

    def document(self, document: str) -> str:
        """Name a document by its id."""
        return f"{self.base}document/{document_name(document)}"

    def span(self, document: str, spans: tuple[Span, ...]) -> str:
        """Name a passage of a document: ``document/seed-004#char=120,131`` as in RFC 5147."""
        return f"{self.document(document)}#char={_range(spans)}"

    def selector(self, document: str, spans: tuple[Span, ...], piece: int) -> str:
        """Name the selector of a piece of a passage, counted from 1."""
        which = f";{piece}" if len(spans) > 1 else ""
        return f"{self.document(document)}#selector={_range(spans)}{which}"

    def fact(self, kind: str, document: str, *parts: object) -> str:
        """Name an assertion, observation or proposal by what it says and where it stands."""
        return f"{self.base}{kind}/{document_name(document)}-{_digest(document, *parts)[:_FACT_HASH_CHARS]}"

    def run(self, name: str) -> str:
        """Name a run by version and knowledge."""
        return f"{self.base}run/{name}"


def _range(spans: tuple[Span, ...]) -> str:
    return ";".join(f"{span.start},{span.end}" for span in spans)
