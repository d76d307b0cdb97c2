"""Parts of a report: what was done, and what shall be done."""

from collections.abc import Iterable, Sequence

from kg.knowledge.measures import MeasureRules
from kg.model import Sentence

__all__ = ["GOALS", "OPENING_CHARS", "RESULTS", "bare_line", "opened_part", "reads_as_plan", "year_of_part"]

RESULTS, GOALS = "results", "goals"
OPENING_CHARS = 40  # a heading or a line that opens a part of a report is no longer
PLANNED, CLEARLY = 5, 1.5  # clauses that sound planned, and times that they outnumber those that sound done
REPORTING_MONTHS = 3  # until March a work report sums up the year before


def opened_part(sentence: Sentence, rules: MeasureRules, *, report: bool) -> str:
    """Say which part a heading, or a line of its kind, opens.

    Args:
        sentence: Perhaps such a line.
        rules: The cues of both.
        report: Whether the text is a report, in which a longer sentence may open its goals.

    Returns:
        ``RESULTS`` or ``GOALS``; empty where it opens none.
    """
    text = bare_line(sentence)
    if text.endswith(("？", "?")):
        return ""  # 未来发展目标是什么？ asks for goals
    if report and _has(text, rules, "opens_goals"):
        return GOALS
    if len(text) > OPENING_CHARS or (
        sentence.block != "heading" and "，" in text and not rules.forms["opens-part"].search(text)
    ):
        return ""
    return next((part for part in (RESULTS, GOALS) if _has(text, rules, part)), "")


def bare_line(sentence: Sentence) -> str:
    """Take the marks off the ends of a line."""
    return sentence.text.strip("。：: ")


def reads_as_plan(sentences: Sequence[Sentence], rules: MeasureRules) -> bool:
    """Whether a piece of a report without the line that opens it tells rather what shall be done than what was."""
    numbered = rules.forms["numbered-part"]
    if any(numbered.match(sentence.text) or opened_part(sentence, rules, report=True) for sentence in sentences):
        return False
    planned = _count(sentences, rules, "sounds_planned")
    return planned >= max(PLANNED, CLEARLY * _count(sentences, rules, "sounds_done"))


def year_of_part(part: str, published: str | None) -> str | None:
    """Say of which year a part is: goals of that in which the text came out, results early in a year of that before."""
    year, _, month = (published or "")[:7].partition("-")
    sums_up = part == RESULTS and month != "" and int(month) <= REPORTING_MONTHS
    return str(int(year) - sums_up) if year else None


def _has(text: str, rules: MeasureRules, name: str) -> bool:
    return any(cue.pattern.search(text) for cue in rules.cues[name])


def _count(sentences: Iterable[Sentence], rules: MeasureRules, name: str) -> int:
    return sum(len(cue.pattern.findall(sentence.text)) for sentence in sentences for cue in rules.cues[name])
