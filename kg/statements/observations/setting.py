"""Of when a number is, whether it is a goal, and of whom."""

import re

from kg.knowledge.measures import MeasureRules
from kg.model import Document, Entity, Mention
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.scene import Scene
from kg.text.dates import DateSpan

__all__ = ["find_about", "find_period", "is_goal"]

WHOLE = re.compile("^(?:全[国省市区县州]|国内|世界|全球)")
OWN_CLAUSE = {"GovernmentBody", "SocialOrganization"}  # what these do is measured only where they are the subject
SEPARATORS = re.compile("[，；：,;:]")


def find_period(scene: Scene, candidate: Candidate, *, source: bool, target: bool) -> str | None:
    """Say when a number is: the last date before it, else what the sentences before have set.

    Args:
        scene: The sentence.
        candidate: The number.
        source: Whether the number is what something rose or fell from; then an interval's start is its time.
        target: Whether it is what something rose or fell to; then an interval's end is.
    """
    date = _date_of(scene, candidate)
    if date is None:
        once = candidate.group == "duration" and not scene.setting.report
        return None if once else scene.setting.period
    period = date.period
    if not date.year and scene.setting.period and scene.setting.anchored:
        period = period.replace(period[:4], scene.setting.period[:4])
    first, _, last = period.partition("/")
    if source and not last and SEPARATORS.search(scene.sentence.text, date.end, candidate.start):
        return None
    return first if source else (last or first) if target and len(first) == 4 else period


def _date_of(scene: Scene, candidate: Candidate) -> DateSpan | None:
    clause = start_of_clause(scene.sentence.text, candidate.head)
    dates = [date for date in scene.dates if date.start < candidate.start and date.role != "base"]
    return next((date for date in reversed(dates) if date.start >= clause or date in scene.topical), None)


def is_goal(scene: Scene, candidate: Candidate, document: Document, rules: MeasureRules) -> bool:
    """Whether a number is a goal: a cue stands before it, its time is yet to come, or the part is on goals."""
    part = scene.sentence.text.rfind("；", 0, candidate.start) + 1  # a goal ends with its part of the sentence
    characters = list(scene.sentence.text[: candidate.start])
    for mention in scene.mentions:
        if mention.type in {"Programme", "Project", "Award", "Event"} and mention.end <= candidate.start:
            characters[mention.start : mention.end] = "＊" * (mention.end - mention.start)
    before = "".join(characters[part:])
    if any(cue.pattern.search(before) for cue in rules.cues["target"]):
        return True
    published = (document.published or "")[:4]
    date = _date_of(scene, candidate)
    if date is not None and published:
        year = date.period.partition("/")[2][:4] or date.period[:4]
        if year > published:
            return "/" not in date.period or date.period[:4] >= published
        return scene.setting.goal and year >= published
    return scene.setting.goal


def find_about(scene: Scene, candidate: Candidate, rules: MeasureRules) -> Entity | None:
    """Say of whom a number is: the subject of its clause, else of its sentence, else who was spoken of before."""
    text = scene.sentence.text
    clause = start_of_clause(text, candidate.head)
    for mention in scene.mentions:
        whole = mention.type == "AdministrativeRegion" and WHOLE.match(mention.text)
        if (
            whole
            and candidate.group == "count"
            and mention.end == candidate.head
            and not text[: mention.start].endswith(("占", "居", "高于", "比"))
        ):
            return scene.entities[mention]
    own = rules.opening["home"].match(text[clause:].lstrip("、，的和"))
    subjects = [mention for mention in scene.subjects if mention.end <= candidate.start]
    subject = subjects[-1] if subjects else None
    if subject is not None and _holds(scene, subject, clause):
        return scene.entities[subject]
    if own and scene.home is not None:
        return scene.home
    return scene.setting.subject or scene.home


def _holds(scene: Scene, subject: Mention, clause: int) -> bool:
    """Whether the subject of an earlier clause is still that of this one."""
    if subject.start >= clause:
        return True
    if subject.type in OWN_CLAUSE:
        return False
    entity = scene.entities[subject]
    return not (scene.setting.report and entity != scene.home)


def start_of_clause(text: str, end: int) -> int:
    """Find where the clause begins in which a number stands."""
    return max((match.end() for match in SEPARATORS.finditer(text, 0, end)), default=0)
