"""Who wrote a text and who took its pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.knowledge.patterns import slot_class
from kg.model import Entity, Relation
from kg.statements.relations.context import ORGANIZATIONS, Context

__all__ = ["find_authors"]

CONFIDENCE = 0.95
HEAD = 3  # sentences at the beginning in which a dateline can stand
DATELINE = 40  # characters of a dateline in front of its people
GAPS = " 　/／"  # between a paper and the title of its people
JOINED_PAPERS = ("·", "/", "／")
PAPERS = ("SocialOrganization", "Company")  # what a paper or agency can be


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """The regular expressions of one document's bylines.

    Attributes:
        signed: Forms that name authors or photographers, by predicate, in the order they are tried.
        titled: A press title with its people.
        edited: An editor's title with its people, who sign for a text without having written it.
        dateline: The paper or agency that sends the text, at its very beginning.
        closing: People in parentheses at the very end.
    """

    signed: tuple[tuple[str, re.Pattern[str]], ...]
    titled: re.Pattern[str]
    edited: re.Pattern[str]
    dateline: re.Pattern[str]
    closing: re.Pattern[str]


def find_authors(context: Context) -> Iterator[Relation]:
    """Find the document's authors and photographers, with the press titles and the paper that stand with them."""
    forms = _forms(context)
    paper = _paper(context, forms.dateline)
    for number in range(len(context.coded)):
        pictured: set[int] = set()
        for predicate, form in forms.signed:
            for match in form.finditer(context.coded[number].text):
                if predicate == "photographedBy":
                    pictured.add(match.start("people"))
                yield from _sign(context, number, match, predicate)
                yield from _employ(context, number, match, paper if predicate == "authoredBy" else None)
        for match in forms.titled.finditer(context.coded[number].text):
            if match.start("people") not in pictured:
                yield from _sign(context, number, match, "authoredBy")
            yield from _employ(context, number, match, paper)
        for match in forms.edited.finditer(context.coded[number].text):
            yield from _employ(context, number, match, None)
    closing = forms.closing.search(context.coded[-1].text) if context.coded else None
    if closing and not any(context.cue("names_list").search(coded.text) for coded in context.coded[-2:]):
        yield from _sign(context, len(context.coded) - 1, closing, "authoredBy")


def _forms(context: Context) -> _Forms:
    rules = context.knowledge.relations
    cues = {name: rules.cues[name].pattern for name in ("press", "press_shades", "wrote", "pictured", "pictured_after")}
    person = f"[{slot_class(['Person'], rules.classes)}]"
    paper = f"[{slot_class(PAPERS, rules.classes)}]"
    people = rf"(?P<people>{person}(?:[\s、,，和]{{0,3}}{person})*)"
    press = cues["press"]
    sent = rf"^\s*{paper}[^。！？，]{{0,{DATELINE}}}?日(?:电|讯|报道)?\s*[（(]{people}\s*[)）]"
    signed = (
        ("authoredBy", rf"{cues['wrote']}[\s:：/／]*(?:{press}\s*)?{people}"),
        ("authoredBy", sent),
        ("authoredBy", rf"(?:文\s*[|｜丨]|作者(?=\s))\s*(?:(?P<paper>{paper})\s*)?(?:{press}\s*)?{people}"),
        ("authoredBy", rf"(?:^|[。！？”）)])\s*(?P<paper>{paper})\s+{people}\s*(?:$|编辑|责编|责任编辑)"),
        ("photographedBy", rf"{cues['pictured']}[\s:：/／]*(?:{press}\s*)?{people}"),
        ("photographedBy", rf"{people}\s*{cues['pictured_after']}(?!\s*{person})"),
        ("authoredBy", rf"{people}\s*文[/／]图"),
        ("photographedBy", rf"{people}\s*(?:文[/／]图|图[/／]文)(?!\s*{person})"),
    )
    return _Forms(
        signed=tuple((predicate, re.compile(form)) for predicate, form in signed),
        titled=re.compile(rf"(?P<title>{cues['press_shades']}?{press})[\s:：/／]*{people}"),
        edited=re.compile(rf"(?P<title>{rules.cues['editors'].pattern})\s*[:：|｜丨/／]\s*{people}"),
        dateline=re.compile(rf"^[\s【]*(?P<paper>{paper})[^。！？，]{{0,{DATELINE}}}?(?:电|讯|报道|日\s*[（(])"),
        closing=re.compile(rf"(?:^|[。！？”])\s*[（(]\s*(?P<people>{person}(?:[\s　]+{person})*)\s*[)）]\s*$"),
    )


def _paper(context: Context, dateline: re.Pattern[str]) -> Entity | None:
    """Name the paper or agency of a dateline: 新华社北京8月3日电."""
    for coded in context.coded[:HEAD]:
        if match := dateline.search(coded.text):
            return coded.entity(match["paper"])
    return None


def _sign(context: Context, number: int, match: re.Match[str], predicate: str) -> Iterator[Relation]:
    evidence = context.evidence(number, match.start(), match.end(), f"byline-{predicate}", CONFIDENCE)
    coded = context.coded[number]
    for _, char in coded.names(*match.span("people")):
        yield Relation(subject=context.document, predicate=predicate, object=coded.entity(char), evidence=evidence)


def _employ(context: Context, number: int, match: re.Match[str], paper: Entity | None) -> Iterator[Relation]:
    """Give the people of a byline their press title, and the paper where it is named in front or in the dateline."""
    evidence = context.evidence(number, match.start(), match.end(), "byline-title", CONFIDENCE)
    coded = context.coded[number]
    groups = match.groupdict()
    title = groups.get("title")
    before = coded.text[: match.start()].rstrip(GAPS)
    named = groups.get("paper") or before[-1:]
    papers = [paper] if paper else []
    if named in coded.mentions and coded.entity(named).type in ORGANIZATIONS:
        joined = before[-3:-1]  # 中青报·中青网记者
        both = (
            joined[1:] in JOINED_PAPERS
            and joined[0] in coded.mentions
            and coded.entity(joined[0]).type in ORGANIZATIONS
        )
        papers = [coded.entity(each) for each in ((joined[0], named) if both else (named,))]
    elif any(word in (title or match.group()) for word in context.knowledge.relations.words["outside_press"]):
        papers = []
    for _, char in coded.names(*match.span("people")):
        person = coded.entity(char)
        if title:
            yield Relation(subject=person, predicate="position", object=title, evidence=evidence)
        for employer in papers:
            yield Relation(subject=person, predicate="affiliation", object=employer, evidence=evidence)
