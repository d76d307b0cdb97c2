"""When the numbers of a sentence are: how its dates lean on those before."""

from collections.abc import Sequence
from dataclasses import replace

from kg.knowledge.measures import MeasureRules
from kg.text.dates import DateSpan

__all__ = ["are_years", "compared", "is_background", "lasts", "of_plans", "same_times"]

BACKGROUND_YEARS = 3  # what was so long ago is how a thing began, not the time that a text goes on about
SEVERAL_YEARS = 4  # that a report may look back on
LAST_YEAR = ("上年", "去年")


def lasts(date: DateSpan) -> bool:
    """Whether the following sentences are of a date too: of a year or a part of one, not of a day or a month."""
    return len(date.period) == len("2021") or "/" in date.period


def are_years(period: str, published: str | None) -> bool:
    """Whether a period is of several whole years up to the last or this one: 过去五年, “十四五”时期."""
    first, _, last = period.partition("/")
    if not (len(last) == len("2021") == len(first) and int(last) - int(first) >= SEVERAL_YEARS - 1):
        return False
    return published is None or 0 <= int(published[:4]) - int(last) <= 1


def is_background(period: str, published: str | None) -> bool:
    """Whether a period was over long before the text came out."""
    last = int(period.rpartition("/")[2][:4])
    return published is not None and int(published[:4]) - last >= BACKGROUND_YEARS


def compared(text: str, date: DateSpan, rules: MeasureRules) -> DateSpan:
    """Mark a date that something is compared with: 比一季度末和|上年同期|高0.6个百分点, 创|近20年|新高."""
    years = len(date.period) == len("2003/2023")
    rare = years and rules.forms["record"].match(text, date.end)
    found = rare or rules.forms["also-compared"].search(text, 0, date.start)
    return replace(date, role="base") if found else date


def of_plans(text: str, dates: Sequence[DateSpan], told: str | None, rules: MeasureRules) -> list[DateSpan]:
    """Mark the years whose plan a share is of, where another time is told: 截至6月底，……占|全年|计划的54%.

    Args:
        text: A sentence.
        dates: Those in it.
        told: The period that the sentences before are of, or the title.
        rules: How plans and shares of them are told.
    """
    return [
        replace(date, role="base")
        if (told or any(other.end <= date.start for other in dates))
        and rules.forms["of-plan"].match(text, date.end)
        and rules.forms["part-of-plan"].search(text, 0, date.start)
        else date
        for date in dates
    ]


def same_times(text: str, dates: Sequence[DateSpan], told: str | None) -> list[DateSpan]:
    """Give 上年同期 the time that the text is on, a year before: of 2023-01/2023-06 it is 2022-01/2022-06.

    Args:
        text: A sentence.
        dates: Those in it.
        told: The period that the sentences before are of, or the title.
    """
    found: list[DateSpan] = []
    for date in dates:
        year = date.period
        same = text.startswith("同期", date.end) and len(year) == len("2022") and told is not None
        if same and told == year and text[date.start : date.end] in LAST_YEAR:
            date = replace(date, period=str(int(year) - 1))  # of 2022 as a whole it is 2021
        elif same and told and _has_months(told):
            date = replace(date, period=_moved(told, int(year)))
        elif date.role != "base" and lasts(date):
            told = date.period
        found.append(date)
    return found


def _has_months(period: str) -> bool:
    return all(len(end) == len("2023-06") for end in period.split("/"))


def _moved(period: str, year: int) -> str:
    """Move a period of months so that it ends in a year."""
    ends = period.split("/")
    away = year - int(ends[-1][:4])
    return "/".join(f"{int(end[:4]) + away}{end[4:]}" for end in ends)
