"""Who wrote a text and who took its pictures."""

import re
from collections.abc import Iterator

from kg.knowledge.patterns import slot_class
from kg.model import Relation
from kg.statements.relations.context import ORGANIZATIONS, Context

__all__ = ["find_authors"]

CONFIDENCE = 0.95


def find_authors(context: Context) -> Iterator[Relation]:
    """Find the document's authors and photographers, and the press titles that stand with them."""
    rules = context.knowledge.relations
    person = f"[{slot_class(['Person'], rules.classes)}]"
    people = rf"(?P<people>{person}(?:[\s、,，和]{{0,3}}{person})*)"
    press = rules.cues["press"].pattern
    wrote = re.compile(rf"(?P<title>{rules.cues['press_shades'].pattern}?{press})[\s:：/／]*{people}")
    forms = (
        ("authoredBy", re.compile(rf"{rules.cues['wrote'].pattern}[\s:：/／]*(?:{press}\s*)?{people}")),
        ("photographedBy", re.compile(rf"{rules.cues['pictured'].pattern}[\s:：/／]*(?:{press}\s*)?{people}")),
        ("photographedBy", re.compile(rf"{people}\s*{rules.cues['pictured_after'].pattern}")),
    )
    for number in range(len(context.coded)):
        pictured = set()
        for predicate, form in forms:
            for match in form.finditer(context.coded[number].text):
                if predicate == "photographedBy":
                    pictured.add(match.start("people"))
                yield from _sign(context, number, match, predicate)
        for match in wrote.finditer(context.coded[number].text):
            if match.start("people") not in pictured:
                yield from _sign(context, number, match, "authoredBy")
            yield from _employ(context, number, match)


def _sign(context: Context, number: int, match: re.Match[str], predicate: str) -> Iterator[Relation]:
    evidence = context.evidence(number, match.start(), match.end(), f"byline-{predicate}", CONFIDENCE)
    coded = context.coded[number]
    for _, char in coded.names(*match.span("people")):
        yield Relation(subject=context.document, predicate=predicate, object=coded.entity(char), evidence=evidence)


def _employ(context: Context, number: int, match: re.Match[str]) -> Iterator[Relation]:
    """Give the people of a byline their press title, and the paper where it is named in front."""
    evidence = context.evidence(number, match.start(), match.end(), "byline-title", CONFIDENCE)
    coded = context.coded[number]
    before = coded.text[match.start() - 1 : match.start()]
    paper = coded.entity(before) if before in coded.mentions else None
    for _, char in coded.names(*match.span("people")):
        person = coded.entity(char)
        yield Relation(subject=person, predicate="position", object=match["title"], evidence=evidence)
        if paper and paper.type in ORGANIZATIONS:
            yield Relation(subject=person, predicate="affiliation", object=paper, evidence=evidence)
