"""How texts say that somebody says something."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.knowledge.files import LINE, read_yaml, shared

__all__ = ["SpeechRules", "SpeechVerb", "read_speech"]

CLUES = (
    "adverbial",
    "not_behind",
    "mark",
    "colon",
    "dash",
    "interview",
    "caption",
    "captioned",
    "nobody",
    "pronoun",
    "referred",
    "no_subject",
    "demands",
    "resumes",
    "narrates",
    "narrates_time",
    "first_person",
    "continues",
    "scene",
    "issuing",
    "decision_title",
    "decides",
    "numbering",
    "signed",
    "dated",
    "addressed",
    "titles",
    "passed_on",
    "acting",
    "requested",
    "courtesy",
    "promised",
    "points",
    "purpose",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechVerb:
    """A verb of saying.

    Attributes:
        id: The verb as the graph writes it.
        forms: How texts write it.
        direct: Whether the passage may follow without a mark.
        clause: Whether it may open a later clause whose subject is the speaker.
        wish: Whether it may do so without a mark.
        promise: Whether, there without a mark, only what somebody will do may follow.
        body: Whether a body of government may be its subject.
        find: A text with [the speaker] and {each passage}.
        skip: A text in which nothing may be found.
    """

    id: str
    forms: tuple[str, ...]
    direct: bool
    clause: bool
    wish: bool
    promise: bool
    body: bool
    find: str
    skip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRules:
    """The verbs of saying and the clues around them, compiled.

    Attributes:
        verbs: By form.
        behind_name: Matches from behind a speaker's name to behind the verb and its mark, with groups ``verb``
            and ``mark``.
        clause_verb: Finds a verb that opens a later clause, with the same groups.
        plain_verb: What a speaker does who is named without a verb.
        colon: Matches behind a name without a verb: 李明：“……”.
        dash: Matches before the titles of one: “……”——市人大代表李明。
        interview: Matches behind a name that opens a paragraph, where the rest is what this person says.
        caption: Matches behind a name that opens a sentence of a broadcast, where the rest is what this person says.
        captioned: Matches what stands before such a name: the post, and a space or a mark.
        nobody: Finds a speaker without a name.
        pronoun: Finds he and she.
        referred: Finds before a body's name that what it says is only referred to.
        no_subject: Finds around a name, written ``|``, that it is not the subject of the sentence.
        demands: Finds a sentence that demands or judges.
        resumes: Matches a paragraph that goes on where the one before stopped.
        narrates: Finds a sentence that ends what somebody says.
        narrates_time: Finds one that begins with a time; it does so outside a paragraph that its speaker opens.
        first_person: Finds a sentence in the first person.
        continues: Matches a sentence that leans on the one before.
        scene: Matches a clause behind a quotation in which no verb of saying need stand.
        issuing: Finds 通知如下 and the like, with the group ``verb``.
        decision_title: Finds the title of a decision.
        decides: Finds 国务院决定 in one, with the group ``verb``.
        numbering: Matches the number of a paragraph.
        signed: Matches a heading after which the issuing body no longer speaks.
        dated: Matches the date that a document is signed with.
        addressed: Finds a line that says to whom a document goes.
        titles: Matches behind the names of the bodies that a title begins with.
        passed_on: Finds in a title what stands before the author of a document that is passed on.
        acting: Matches what may stand between the start of a clause and the body that acts in it.
        requested: Finds what the addressee of a reply had put forward, with the groups ``words`` and ``verb``.
        courtesy: Matches a paragraph of a document that says no more than thanks.
        promised: Matches behind a verb what somebody will do.
        points: Finds 提出三点要求：, with the group ``noun``.
        purpose: Matches a sentence that begins with to what end something is done.
    """

    verbs: Mapping[str, SpeechVerb]
    behind_name: re.Pattern[str]
    clause_verb: re.Pattern[str]
    plain_verb: str
    colon: re.Pattern[str]
    dash: re.Pattern[str]
    interview: re.Pattern[str]
    caption: re.Pattern[str]
    captioned: re.Pattern[str]
    nobody: re.Pattern[str]
    pronoun: re.Pattern[str]
    referred: re.Pattern[str]
    no_subject: re.Pattern[str]
    demands: re.Pattern[str]
    resumes: re.Pattern[str]
    narrates: re.Pattern[str]
    narrates_time: re.Pattern[str]
    first_person: re.Pattern[str]
    continues: re.Pattern[str]
    scene: re.Pattern[str]
    issuing: re.Pattern[str]
    decision_title: re.Pattern[str]
    decides: re.Pattern[str]
    numbering: re.Pattern[str]
    signed: re.Pattern[str]
    dated: re.Pattern[str]
    addressed: re.Pattern[str]
    titles: re.Pattern[str]
    passed_on: re.Pattern[str]
    acting: re.Pattern[str]
    requested: re.Pattern[str]
    courtesy: re.Pattern[str]
    promised: re.Pattern[str]
    points: re.Pattern[str]
    purpose: re.Pattern[str]


def read_speech(path: Path | None = None) -> SpeechRules:
    """Read ``data/patterns/proposals.yaml``.

    Args:
        path: Another file of the same form.

    Raises:
        KnowledgeError: The file is faulty; one line a fault.
    """
    path = path or shared("data/patterns") / "proposals.yaml"
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path.name}:1: no mapping; write verbs and clues")
    faults: list[str] = []
    verbs = {form: verb for verb in _verbs(content.get("verbs") or [], path.name, faults) for form in verb.forms}
    clues = content.get("clues") or {}
    if not clues.get("plain_verb"):
        faults.append(f"{path.name}:{clues.get(LINE, 1)}: plain_verb: none; write the verb of a speaker without one")
    for name in CLUES:
        faults += _clue_faults(name, clues, path.name)
    if faults:
        raise KnowledgeError("\n".join(faults))
    return _compiled(verbs, clues)


def _verbs(entries: list[dict[str, Any]], file: str, faults: list[str]) -> Iterator[SpeechVerb]:
    for entry in entries:
        missing = [key for key in ("id", "forms", "find", "skip") if not entry.get(key)]
        if missing:
            place = f"{file}:{entry.get(LINE, 1)}: {entry.get('id', 'no id')}"
            faults.append(f"{place}: no {', '.join(missing)}; every verb has forms, a text it finds and one it skips")
            continue
        yield SpeechVerb(
            id=str(entry["id"]),
            forms=tuple(str(form) for form in entry["forms"]),
            direct=bool(entry.get("direct")),
            clause=bool(entry.get("clause")),
            wish=bool(entry.get("wish")),
            promise=bool(entry.get("promise")),
            body=bool(entry.get("body")),
            find=str(entry["find"]),
            skip=str(entry["skip"]),
        )


def _clue_faults(name: str, clues: Mapping[str, Any], file: str) -> list[str]:
    place = f"{file}:{clues.get(LINE, 1)}: {name}"
    if not clues.get(name):
        return [f"{place}: no such clue; write a regular expression"]
    try:
        re.compile(str(clues[name]))
    except re.error as error:
        return [f"{place}: {error}; mend the regular expression"]
    return []


def _compiled(verbs: Mapping[str, SpeechVerb], clues: Mapping[str, Any]) -> SpeechRules:
    by_length = sorted(verbs, key=lambda form: (-len(form), form))
    every = "|".join(map(re.escape, by_length))
    opening = "|".join(re.escape(form) for form in by_length if verbs[form].clause)
    behind = rf"(?!{clues['not_behind']})(?P<mark>{clues['mark']})"
    return SpeechRules(
        verbs=dict(verbs),
        behind_name=re.compile(rf"{clues['adverbial']}(?<![了行作的要体关署])(?P<verb>{every}){behind}"),
        clause_verb=re.compile(rf"[，；](?:并|还|他|她)?(?P<verb>{opening}){behind}"),
        plain_verb=str(clues["plain_verb"]),
        **{name: re.compile(str(clues[name])) for name in CLUES[3:]},
    )
