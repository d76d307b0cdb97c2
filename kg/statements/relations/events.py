"""When events took place."""

import re
from collections.abc import Iterator

from kg.model import Relation
from kg.statements.relations.context import Context
from kg.text.dates import DateSpan, find_dates

__all__ = ["find_event_dates"]

REACH = 40  # characters between a date and the event it dates
REACH_AFTER = 4  # characters between an event and a date behind it: 大会于8月3日
_YEAR = re.compile(r"^((?:19|20)\d\d)年?")
_DAY = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)(?:/\d{4}-\d\d-\d\d)?")
_RIGHT_BEFORE = re.compile(r"[日月午天晚](?:的|，)?(?:在|从)?$")


def find_event_dates(context: Context) -> Iterator[Relation]:
    """Find the dates of events: beside them with a verb of taking place, or the year in their names."""
    dated: dict[str, Relation] = {}
    for number, coded in enumerate(context.coded):
        for place, char in coded.names():
            event = coded.entity(char)
            if event.type != "Event":
                continue
            found = _read_date(context, number, place)
            if found is None and (year := _YEAR.match(event.name)):
                found = year[1], coded.starts[place], coded.ends[place], "event-name-year"
            if found and len(found[0]) > len(str(dated[event.name].object) if event.name in dated else ""):
                evidence = context.quote(coded.sentence, found[1], found[2], found[3], 0.9)
                dated[event.name] = Relation(subject=event, predicate="eventDate", object=found[0], evidence=evidence)
    yield from dated.values()


def _read_date(context: Context, number: int, place: int) -> tuple[str, int, int, str] | None:
    """Find the day or month of an event that the words beside it say took place, and where both stand."""
    coded = context.coded[number]
    held = context.cue("held").pattern
    start, end = coded.starts[place], coded.ends[place]
    dates = [d for d in find_dates(coded.sentence.text, context.document.published) if d.role == "at"]
    days = [(d, match[1]) for d in dates if (match := _DAY.fullmatch(d.period))]
    before = [(d, day) for d, day in days if d.end <= start and start - d.end <= REACH]
    told = re.search(rf"{held}[^，。；：、！？]{{0,12}}$", coded.text[:place])
    told = told or re.match(rf"(?!精神)[^，。；：！？]{{0,14}}{held}", coded.text[place + 1 :])
    if before and (told or _adjacent(coded.sentence.text, before[-1][0], start)):
        return before[-1][1], before[-1][0].start, end, "event-date"
    after = [(d, day) for d, day in days if end <= d.start <= end + REACH_AFTER]
    if after and re.match(rf"[^，。；：！？将]{{0,40}}{held}", coded.text[place + 1 :]):
        return after[0][1], start, after[0][0].end, "event-date"
    return None


def _adjacent(text: str, date: DateSpan, start: int) -> bool:
    """Say whether a date stands right before an event: 8月3日的大会."""
    return start - date.end <= 2 and bool(_RIGHT_BEFORE.search(text[:start]))
