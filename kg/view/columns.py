"""The page's contents as columns of numbers and strings, which are short and quick to read in."""

from collections.abc import Iterable, Sequence
from typing import Any

from kg.view.contents import PageContents, PageDocument
from kg.view.map import Map
from kg.view.pinyin import spell

__all__ = ["to_columns", "to_texts"]

STATUSES = ("actual", "planned", "proposed", "target")


def to_columns(contents: PageContents, map_: Map) -> dict[str, Any]:
    """Give all that the script on the page needs but the texts."""
    base = _common_base([entity.iri for entity in contents.entities] + [d.iri for d in contents.documents])
    return {
        "base": base,
        "statuses": STATUSES,
        "classes": [[cls.name, cls.zh, cls.en, cls.colour] for cls in contents.classes],
        "predicates": [[p.name, p.zh, p.en, *p.back] for p in contents.predicates],
        "regions": [list(names) for names in map_.names],
        "documents": _documents(contents.documents, base),
        "entities": {
            "name": [entity.name for entity in contents.entities],
            "cls": [entity.cls for entity in contents.entities],
            "iri": [entity.iri.removeprefix(base) for entity in contents.entities],
            "others": _sparse(entity.others for entity in contents.entities),
            "here": _sparse(entity.here for entity in contents.entities),
            "x": [round(x) for x, _ in map_.places],
            "y": [round(y) for _, y in map_.places],
            "region": list(map_.communities),
        },
        "relations": {
            "s": [relation.subject for relation in contents.relations],
            "p": [relation.predicate for relation in contents.relations],
            "o": [relation.object for relation in contents.relations],
            "status": _same([STATUSES.index(relation.status) for relation in contents.relations]),
            "sure": _same([round(100 * relation.confidence) for relation in contents.relations]),
            "at": [_short(relation.passages) for relation in contents.relations],
        },
        "attributes": [
            [each.subject, each.predicate, each.value, STATUSES.index(each.status), list(each.passages)]
            for each in contents.attributes
        ],
        "observations": [
            [
                *(o.about, o.indicator, o.value, o.unit, o.kind, o.comparator, STATUSES.index(o.status), o.period),
                list(o.passages),
                o.iri.removeprefix(base),
            ]
            for o in contents.observations
        ],
        "proposals": [
            [
                p.by,
                p.verb,
                list(p.addresses),
                list(p.passages),
                p.iri.removeprefix(base),
                _words(contents, p.quote, p.passages),
            ]
            for p in contents.proposals
        ],
        "passages": _passages(contents),
        "pinyin": spell([entity.name for entity in contents.entities]),
    }


def to_texts(contents: PageContents) -> list[str]:
    """Give the texts of the documents, in their order."""
    return [document.text for document in contents.documents]


def _documents(documents: Sequence[PageDocument], base: str) -> dict[str, Any]:
    return {
        "id": [document.id for document in documents],
        "iri": [document.iri.removeprefix(base) for document in documents],
        "title": [document.title for document in documents],
        "issued": [document.issued for document in documents],
        "region": [document.region for document in documents],
        "source": [document.source for document in documents],
        "mentions": [[number for mention in document.mentions for number in mention] for document in documents],
        "named": [list(document.named) for document in documents],
        "credits": [[[p, entity, list(passages)] for p, entity, passages in d.credits] for d in documents],
    }


def _passages(contents: PageContents) -> dict[str, Any]:
    """Give offsets into the texts; the words themselves only where a text is missing."""
    missing = {number for number, document in enumerate(contents.documents) if not document.text}
    return {
        "d": [passage.document for passage in contents.passages],
        "a": [passage.pieces[0][0] for passage in contents.passages],
        "z": [passage.pieces[0][1] for passage in contents.passages],
        "more": {
            number: [place for piece in passage.pieces[1:] for place in piece]
            for number, passage in enumerate(contents.passages)
            if len(passage.pieces) > 1
        },
        "words": {n: passage.words for n, passage in enumerate(contents.passages) if passage.document in missing},
    }


def _words(contents: PageContents, quote: str, passages: Sequence[int]) -> str:
    """Give a quote that none of its passages repeats."""
    return "" if any(contents.passages[passage].words == quote for passage in passages) else quote


def _sparse(values: Iterable[tuple[str, ...]]) -> dict[int, list[str]]:
    return {number: list(value) for number, value in enumerate(values) if value}


def _same(column: list[int]) -> list[int] | int:
    """Give a column whose values are all the same as that value."""
    return column[0] if column and len(set(column)) == 1 else column


def _short(passages: Sequence[int]) -> int | list[int]:
    """Give one passage as a number, several as a list."""
    return passages[0] if len(passages) == 1 else list(passages)


def _common_base(iris: Sequence[str]) -> str:
    """Find what all IRIs begin with, up to a slash."""
    if not iris:
        return ""
    first, last = min(iris), max(iris)
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first.rfind("/", 0, length) + 1]
