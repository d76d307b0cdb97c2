"""What an issuing body decrees: the paragraphs behind 现批复如下 and the like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.knowledge.name_rules import ORGANIZATIONS
from kg.knowledge.speech import SpeechRules
from kg.model import Entity
from kg.statements.speech import Named, Speech

__all__ = ["Decree", "Request", "find_decree", "find_request", "is_decision", "is_signature"]

BLANKS = " \t\u3000"


@dataclass(frozen=True, slots=True)
class Decree:
    """Bodies that issue a document together.

    Attributes:
        issuers: The bodies.
        verb: What they do, as the text words it.
        start: Where their words begin in the paragraph that says so.
    """

    issuers: tuple[Entity, ...]
    verb: str
    start: int


@dataclass(frozen=True, slots=True)
class Request:
    """What the people had put forward to whom a document replies.

    Attributes:
        people: To whom it replies.
        verb: What they had done, as the text words it.
        start: Where their words begin in the paragraph.
        end: Where they end.
    """

    people: tuple[Entity, ...]
    verb: str
    start: int
    end: int


def is_decision(speeches: Sequence[Speech], rules: SpeechRules) -> bool:
    """Say whether a heading is the title of a decision."""
    return any(speech.block == "heading" and rules.decision_title.search(speech.text) for speech in speeches)


def find_decree(speeches: Sequence[Speech], place: int, rules: SpeechRules, *, decides: bool) -> Decree | None:
    """Find whether a paragraph opens what a body decrees.

    The issuing body stands at the start of the title, or signs at the end; whom the document addresses does not issue
    it. A document that another one passes on has the issuer who signs it, or the one whom the title names as its
    author.

    Args:
        speeches: All paragraphs.
        place: Which of them.
        rules: How documents are worded.
        decides: Whether the document is a decision.
    """
    here = speeches[place]
    match = rules.issuing.search(here.text) or (rules.decides.search(here.text) if decides else None)
    if not match:
        return None
    passed_on = any(rules.signed.match(speech.text) for speech in speeches[:place] if speech.block == "heading")
    issuers = (
        _signed(speeches[place + 1 :], rules)
        if passed_on
        else _titled(speeches[:place], rules) or _signed(speeches[place + 1 :], rules)
    )
    issuers = issuers or (_authors(speeches[:place], rules) if passed_on else _acting(here, match.start(), rules))
    return Decree(issuers, match["verb"], match.end()) if issuers else None


def find_request(before: Sequence[Speech], here: Speech, rules: SpeechRules) -> Request | None:
    """Find what a paragraph of a reply says that the people had put forward to whom it replies.

    Args:
        before: The paragraphs before it; one of them addresses the people.
        here: The paragraph.
        rules: How documents are worded.
    """
    match = rules.requested.search(here.text)
    addressed = [speech for speech in before if speech.people and rules.addressed.search(speech.text)]
    if not match or not addressed:
        return None
    people = tuple(dict.fromkeys(name.entity for name in addressed[-1].people))
    return Request(people, match["verb"], *match.span("words"))


def is_signature(speech: Speech) -> bool:
    """Say whether a paragraph is nothing but the names of bodies."""
    return bool(_names_only(speech))


def _titled(speeches: Sequence[Speech], rules: SpeechRules) -> tuple[Entity, ...]:
    """Find the bodies that the title begins with: 国务院、中央军委关于……的批复."""
    for speech in speeches:
        if rules.addressed.search(speech.text):
            break
        listed = list(_leading(speech))
        title = rules.titles.match(speech.text, listed[-1].end) if listed else None
        if title:
            known = listed[:-1] if title["unknown"] else listed
            return tuple(dict.fromkeys(name.entity for name in known))
    return ()


def _leading(speech: Speech) -> Iterator[Named]:
    """List the bodies that a paragraph begins with, parted by 、 or blanks; of nested names the longest."""
    place = 0
    for name in speech.named:
        if name.start < place:
            continue
        if name.entity.type not in ORGANIZATIONS or speech.text[place : name.start].strip(BLANKS + "、"):
            return
        place = name.end
        yield name


def _signed(speeches: Sequence[Speech], rules: SpeechRules) -> tuple[Entity, ...]:
    """Find the bodies that sign: names alone in their paragraphs before a date or at the end."""
    found: dict[Entity, None] = {}
    for speech in speeches:
        if names := _names_only(speech):
            found |= dict.fromkeys(name.entity for name in names)
        elif found or rules.dated.match(speech.text):
            break
    return tuple(found)


def _names_only(speech: Speech) -> list[Named]:
    names = list(_leading(speech))
    rest = speech.text[names[-1].end :] if names else speech.text
    return names if not rest.strip(BLANKS) else []


def _authors(speeches: Sequence[Speech], rules: SpeechRules) -> tuple[Entity, ...]:
    """Find the body whose document a title passes on: 国务院办公厅转发民政部关于……的通知."""
    for speech in speeches:
        for match in rules.passed_on.finditer(speech.text):
            for name in speech.named:
                if name.start == match.end() and name.entity.type in ORGANIZATIONS:
                    return (name.entity,)
    return ()


def _acting(here: Speech, end: int, rules: SpeechRules) -> tuple[Entity, ...]:
    """Find the body that the paragraph itself names as acting, not one whose rules or consent it refers to."""
    for name in reversed(here.named):
        clause = max(here.text.rfind(mark, 0, name.start) for mark in "，。；：") + 1
        between = here.text[clause : name.start].strip(BLANKS)
        if name.end <= end and name.entity.type in ORGANIZATIONS and rules.acting.fullmatch(between):
            return (name.entity,)
    return ()
