"""Who wrote a text and who took its pictures."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.knowledge.patterns import slot_class
from kg.model import Entity, Relation
from kg.statements.relations.coded import Coded
from kg.statements.relations.context import ORGANIZATIONS, Context

__all__ = ["find_authors"]

CONFIDENCE = 0.95
HEAD = 3  # sentences at the beginning in which a dateline can stand
DATELINE = 40  # characters of a dateline in front of its people
GAPS = " 　/／"  # between a paper and the title of its people
JOINED_PAPERS = ("·", "/", "／", "、")
PAPERS = ("SocialOrganization", "Company")  # what a paper or agency can be
OPENING = ("", "（", "(", "【")  # before the first of two papers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """The regular expressions of one document's bylines.

    Attributes:
        signed: Forms that name authors or photographers, by predicate, in the order they are tried.
        titled: A press title with its people.
        edited: An editor's title with its people, who sign for a text without having written it.
        edited_alone: The same with no more than a space between the two.
        dateline: The paper or agency that sends the text, at its very beginning.
        closing: People in parentheses at the very end, but for what a page puts there.
    """

    signed: tuple[tuple[str, re.Pattern[str]], ...]
    titled: re.Pattern[str]
    edited: re.Pattern[str]
    edited_alone: re.Pattern[str]
    dateline: re.Pattern[str]
    closing: re.Pattern[str]


def find_authors(context: Context) -> Iterator[Relation]:
    """Find the document's authors and photographers, with the press titles and the paper that stand with them."""
    forms = _forms(context)
    paper = _paper(context, forms.dateline)
    for number, coded in enumerate(context.coded):
        pictured: set[int] = set()
        for predicate, form in forms.signed:
            for match in form.finditer(coded.text):
                if predicate == "photographedBy":
                    pictured.add(match.start("people"))
                yield from _sign(context, number, match, predicate)
                given = paper if predicate == "authoredBy" else []
                yield from _employ(context, number, match, _papers(context, coded, match, given))
        papers: list[Entity] = []
        end = 0
        for match in forms.titled.finditer(coded.text):
            if match.start("people") not in pictured:
                yield from _sign(context, number, match, "authoredBy")
            beside = papers if end and not coded.text[end : match.start()].strip() else []  # 某报记者 甲 实习生 乙
            papers = _papers(context, coded, match, paper, beside)
            end = match.end()
            yield from _employ(context, number, match, papers)
        for match in chain(forms.edited.finditer(coded.text), forms.edited_alone.finditer(coded.text)):
            yield from _employ(context, number, match, [])
    yield from _sign_off(context, forms.closing)


def _sign_off(context: Context, closing: re.Pattern[str]) -> Iterator[Relation]:
    """Find the people in parentheses that a text ends with, unless they are a list's; furniture may follow."""
    last = len(context.coded) - 1
    while last > 0 and context.cue("signed_off").match(context.coded[last].text.lstrip()):
        last -= 1
    closed = closing.search(context.coded[last].text) if context.coded else None
    if closed and not any(
        context.cue("names_list").search(coded.text) for coded in context.coded[max(last - 1, 0) : last + 1]
    ):
        yield from _sign(context, last, closed, "authoredBy")


def _forms(context: Context) -> _Forms:
    rules = context.knowledge.relations
    names = ("press", "press_shades", "wrote", "pictured", "pictured_after", "editors", "signed_off")
    cues = {name: rules.cues[name].pattern for name in names}
    person = f"[{slot_class(['Person'], rules.classes)}]"
    paper = f"[{slot_class(PAPERS, rules.classes)}]"
    people = rf"(?P<people>{person}(?:[\s、,，和]{{0,3}}{person})*)"
    press, editors = cues["press"], cues["editors"]
    sent = rf"^\s*{paper}[^。！？，]{{0,{DATELINE}}}?日(?:电|讯|报道)?\s*[（(]{people}\s*(?:[)）]|{press})"
    signed = (
        ("authoredBy", rf"{cues['wrote']}[\s:：/／]*(?:{press}\s*)?{people}"),
        ("authoredBy", sent),
        ("authoredBy", rf"(?:文\s*[|｜丨]|作者(?=\s))\s*(?:(?P<paper>{paper})\s*)?(?:{press}\s*)?{people}"),
        ("authoredBy", rf"(?:^|[。！？”）)])\s*(?P<paper>{paper})\s+{people}\s*(?:$|编辑|责编|责任编辑)"),
        ("authoredBy", rf"(?:^|[。！？”])\s*[（(](?P<paper>{paper})\s+{people}\s*[)）]\s*(?:$|编辑|责编|责任编辑)"),
        ("photographedBy", rf"{cues['pictured']}[\s:：/／]*(?:{press}\s*)?{people}"),
        ("photographedBy", rf"{people}\s*{cues['pictured_after']}(?!\s*{person})"),
        ("authoredBy", rf"{people}\s*文[/／]图"),
        ("photographedBy", rf"{people}\s*(?:文[/／]图|图[/／]文)(?!\s*{person})"),
    )
    sent_on = rf"[^。！？，]{{0,{DATELINE}}}?(?:电|讯|报道|(?:消息|日)(?=\s*[（(]\s*(?:{press}|{person})))"
    in_brackets = rf"[（(]\s*(?P<people>{person}(?:[\s　、]+{person})*)\s*(?:报道|文)?\s*[)）]"
    return _Forms(
        signed=tuple((predicate, re.compile(form)) for predicate, form in signed),
        titled=re.compile(rf"(?P<title>{cues['press_shades']}?{press})[\s:：/／|｜丨]*{people}"),
        edited=re.compile(rf"(?P<title>{editors})\s*[:：|｜丨/／]\s*{people}"),
        edited_alone=re.compile(
            rf"(?<![\u4e00-\u9fff])(?P<title>{editors})[\s　]+(?P<people>{person})(?=\s*(?:$|[)）|｜]|{editors}))"
        ),
        dateline=re.compile(rf"(?:^[\s【]*|【)(?P<paper>{paper}){sent_on}"),
        closing=re.compile(
            rf"(?:^|[。！？”])\s*{in_brackets}\s*(?:$|{cues['signed_off']}(?:[:：\s　]|首页|搜狐|让|$))"
        ),
    )


def _paper(context: Context, dateline: re.Pattern[str]) -> list[Entity]:
    """Name the paper or agency of a dateline, if there is one: 新华社北京8月3日电."""
    for coded in context.coded[:HEAD]:
        if match := dateline.search(coded.text):
            return [coded.entity(match["paper"])]
    return []


def _sign(context: Context, number: int, match: re.Match[str], predicate: str) -> Iterator[Relation]:
    evidence = context.evidence(number, match.start(), match.end(), f"byline-{predicate}", CONFIDENCE)
    coded = context.coded[number]
    for _, char in coded.names(*match.span("people")):
        yield Relation(subject=context.document, predicate=predicate, object=coded.entity(char), evidence=evidence)


def _papers(
    context: Context, coded: Coded, match: re.Match[str], given: Sequence[Entity], beside: Sequence[Entity] = ()
) -> list[Entity]:
    """Tell for whom the people of a byline work.

    Args:
        context: The document.
        coded: The sentence.
        match: The byline.
        given: The paper of the dateline.
        beside: The papers of those right before.

    Returns:
        The papers named in front of them, else those beside them or what is given; for interns only those beside them.
    """
    groups, words = match.groupdict(), context.knowledge.relations.words
    title = groups.get("title") or match.group()
    outside = any(word in title for word in words["outside_press"])
    before = coded.text[: match.start()].rstrip(GAPS)
    named = groups.get("paper") or before[-1:]
    if _is(coded, named, ORGANIZATIONS) and (groups.get("title") or not outside):
        joined = before[-3:-1]  # 中青报·中青网记者, （甲报、乙网记者
        both = joined[1:] in JOINED_PAPERS and _is(coded, joined[0], ORGANIZATIONS)
        listed = joined[1:] == "、" and not (before[:-3][-1:] in OPENING and _is(coded, joined[0], PAPERS))
        return [coded.entity(each) for each in ((joined[0], named) if both and not listed else (named,))]
    if any(word in title for word in words["interns"]):
        return list(beside)
    return [] if outside else list(beside or given)


def _is(coded: Coded, char: str, types: Collection[str]) -> bool:
    return char in coded.mentions and coded.entity(char).type in types


def _employ(context: Context, number: int, match: re.Match[str], papers: Iterable[Entity]) -> Iterator[Relation]:
    """Give the people of a byline their press title, and their papers."""
    evidence = context.evidence(number, match.start(), match.end(), "byline-title", CONFIDENCE)
    coded = context.coded[number]
    title = match.groupdict().get("title")
    for _, char in coded.names(*match.span("people")):
        person = coded.entity(char)
        if title:
            yield Relation(subject=person, predicate="position", object=title, evidence=evidence)
        for employer in papers:
            yield Relation(subject=person, predicate="affiliation", object=employer, evidence=evidence)
