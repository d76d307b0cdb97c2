"""Dates and periods as texts write them (去年3月, 前三季度, 4年来), resolved with the day of publication."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kg.text.numerals import parse_number

__all__ = ["WHOLE_YEAR", "DateSpan", "Role", "find_dates", "resolve_period"]

Role = Literal["at", "since", "until", "base"]

_SHORTEST_SPAN = 2  # years in which something grew: 1年增加5% says no more than its verb
_REPORTING_MONTHS = 3  # until March a text sums up the year before: 全年 and 一年来 are that year
_MONTHS_AHEAD = 6  # a month without a year that lies further ahead is one of the year before
_YEARS_AWAY = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1, "来年": 1, "后年": 2}
_MONTHS_AWAY = {"本月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
_DAYS_AWAY = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1}
WHOLE_YEAR = frozenset({"全年", "年底", "年末"})
_PARTS = {"上半年": (1, 6), "下半年": (7, 12)}
_DECADE_OF_TENTH_PLAN = 2001  # the tenth five-year plan, “十五”, began in 2001

_ZH = "〇零○一二两三四五六七八九十"
_N = rf"(?:[0-9０-９]{{1,2}}|[{_ZH}]{{1,3}})"
_TO = "(?:[-—－–~～]{1,2}|至|到)"
_FOUR = "(?:(?:19|20)[0-9]{2}|(?:１９|２０)[０-９]{2}|[一二][〇零○一二三四五六七八九]{3})"
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?!\d)")
# 投产后年产值 is no 后年, 目前年产值 no 前年, 5亿元以上年产值 no 上年
_NO_YEAR = "(?!(?<=[产成效工用业])后年|(?<=[目此之以提])前年|(?<=以)上年|(?<=基)本年)"
# 2022中国民营企业500强: a year before what it lists
_LISTING = (
    "(?<!2000)(?:中国|全国|全球|世界|亚洲|胡润|福布斯|《?财富)[^，。；]{0,16}(?:[0-9百]强|榜|大会|博览会|峰会|论坛)"
)
_YEAR = re.compile(
    rf"(?<![0-9.])({_FOUR})(?: ?年度?|(?=至今)|(?={_TO}{_FOUR}年)|(?=[上下]半年|前?[一二三四]季度)|(?={_LISTING}))"
    rf"|{_NO_YEAR}({'|'.join(_YEARS_AWAY)})度?"
)
_REPORT = re.compile(rf"({_FOUR})年?(一季报|一季度报告|半年报|半年度|中报|中期业绩|三季报|三季度报告|年报|年度报告)")
_MONTHS_TO = re.compile(
    rf"({_FOUR})年([0-9]{{1,2}})月(?:[0-9]{{1,2}}日)?止的?(?:({_N})个月|半年)"
)  # 截至6月30日止六个月
_REPORTED = {"一季": 3, "半年": 6, "中报": 6, "中期": 6, "三季": 9}
_PLAN = re.compile(
    rf"[“‘\"]?([{_ZH}]{{1,2}})五[”’\"]?(?:规划)?(?:期间|时期|以来|期末|末期?|[前头]([两二三四])年|开局之年|收官之年)"
)
_LAST = re.compile(rf"(近|过去|最近|这)?(?:的)?({_N})(?:多|余)?年(?:多|余)?(来|间|以来)?(?!前|后|级|内|度|期|\d)")
_SPAN = re.compile(
    rf"(?<![0-9.第近每续期用约超十由从满多限龄作立增到新])({_N})年"
    "(?=(?:累计|共|合计)?(?:增长|增加|净增|提高|提升|下降|减少|翻)(?![到至为]))"
)  # 5年增长18.7%; not 连续5年增长, nor 从9年增加到12年
_AHEAD = re.compile("力争|确保|争取|规划|计划|目标|未来|今后|到(?:19|20)[0-9]{2}年|五[”’]?(?:期间|时期)")
_NEXT = re.compile(rf"(?:未来|今后|接下来)的?({_N})年(?!级|期|度|多|行动|计划|规划)(?:内|间|里)?")
_DECADE = re.compile(
    "(?:(?:20|二十)世纪|上个?世纪|((?:21|二十一)世纪|本世纪)|(?<![0-9纪十]))"
    "([0-9一二三四五六七八九])[0十]年代(?:初期|末期|中期|初|末)?(?=[，,、以])"
)
_HALF_YEAR = re.compile("半年来|半年以来")
_NEAR_MONTH = re.compile(rf"({'|'.join(_MONTHS_AWAY)})(?:底|末|初|中旬|上旬|下旬)?")
_TODAY = re.compile("|".join(_DAYS_AWAY))
_SO_FAR = re.compile("(?<=截至)(?:目前|发稿|当前|现在)|(?<=截止)(?:目前|发稿)")
_BARE_DAY = re.compile(rf"(?<![0-9.月个每第百千万{_ZH}])({_N})日(?![线楼均常元本产夜报游用子前])")
_MONTH_OF_YEAR = re.compile(rf" ?(?:({_N})月?份?{_TO})?({_N}) ?月(?![球亮饼薪租均])(?:份|底|末|初|中旬|上旬|下旬)?")
_MONTH = re.compile(rf"(?<![0-9.个每{_ZH}]){_MONTH_OF_YEAR.pattern.removeprefix(' ?')}")
_DAY = re.compile(rf" ?(?:({_N})日?{_TO})?({_N}) ?[日号](?:[上下]午|晚|晨|凌晨|中午)?")
_QUARTER = re.compile(r"(前)?第?([一二两三四1-4])个?季度?(?!稻|度)")
_FIRST = re.compile(rf"(?<![提之以目])前({_N})个?月(?:份)?")
_PART = re.compile("(上半年|下半年|全年|年底|年末|年初|年内|年中)|(?<=年)(底|末|初|中)(?![央国部小心])")
_SINCE = re.compile(r"[^，。；、：！？（）\s]{0,10}?(?:以来|至今)")
_SINCE_THEN = re.compile(r"[^，。；、：！？（）\s]{0,24}?(?:以来|至今)")  # behind 自
_FROM = re.compile("[自从]$")
_ON = re.compile("起(?=[，,]?(?:已|先后|累计|陆续|至今|共(?![同建享])))")  # 自2019年7月起已举办; not 起施行
_UP_TO = re.compile("[，,]?(?:截至|截止到?|截止至|至|到)")  # 今年以来，|截至8月9日
_CONNECTED = re.compile(rf"(?:{_TO}|到)$")
_BEFORE: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile("(?:比|较|与|同|相比|对比|相对|超过了?|恢复[至到]|相当于|[快慢高低好多少]于)$"), "base"),
    (re.compile("(?:截至|截止到?|截止至|至|到|截至到)$"), "until"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """A date or a period in a text.

    Attributes:
        start: First character.
        end: One past the last.
        period: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or an interval ``2016/2020``.
        role: 截至 and 到 are ``until``, 以来 is ``since``, and 比上年 names the ``base`` of a growth.
        year: Whether the text names the year, or says which one it is (去年).
    """

    start: int
    end: int
    period: str
    role: Role = "at"
    year: bool = True


@dataclass(frozen=True, slots=True)
class _Now:
    """The day of publication, as far as it is known."""

    year: int
    month: int | None
    day: int | None

    @property
    def reported(self) -> int:
        """The year that 全年 means."""
        return self.year - (self.month is not None and self.month <= _REPORTING_MONTHS)

    @property
    def precise(self) -> str:
        """Year and month, where the month is known."""
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)


_Reading = tuple[int, str]  # where the date ends, and its period
_Reader = Callable[[str, re.Match[str], "_Now"], _Reading | None]


def resolve_period(text: str, published: str | None) -> str | None:
    """Say which time a text names.

    Args:
        text: A phrase: ``去年3月``, ``前三季度``, ``2021年至2025年``.
        published: The day of publication in ISO 8601, as precise as known.

    Returns:
        The first period named, ``None`` where there is none or where it hangs on an unknown day of publication.

    >>> resolve_period("今年上半年", "2023-08-10"), resolve_period("4年来", "2023-08-05")
    ('2023-01/2023-06', '2019/2023')
    """
    return next((span.period for span in find_dates(text, published)), None)


def find_dates(text: str, published: str | None) -> list[DateSpan]:
    """Find the dates and periods of a text.

    Args:
        text: A sentence.
        published: The day of publication in ISO 8601, as precise as known.

    Returns:
        In order, without overlaps; a range of two dates is one.

    >>> [(span.period, span.role) for span in find_dates("截至2023年7月25日，比上年增长", "2023-08-05")]
    [('2023-07-25', 'until'), ('2022', 'base')]
    """
    if not _HINT.search(text):
        return []
    now = _read_published(published)
    found: list[DateSpan] = []
    for pattern, reader, has_year in _FORMS:
        for match in pattern.finditer(text):
            reading = reader(text, match, now)
            if reading is not None:
                found.append(DateSpan(start=match.start(), end=reading[0], period=reading[1], year=has_year))
    found.sort(key=lambda span: (span.start, -span.end))
    spans: list[DateSpan] = []
    for span in found:
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    roles = [_with_role(text, span, now) for span in _join(text, spans) if span.period]
    return _meet(text, _same_part(roles), now)


_HINT = re.compile(
    '截[至止]|[年月日号天季][^0-9]|[年月日号天季]$|[12]\\d{3}年|[12]\\d{3}[-/.至一中三半全世亚胡福财《上下前二四]|五[”’"]?(?:期|时|以|规|开|收|末|头|前)'
)


def _read_published(published: str | None) -> _Now:
    year, month, day, *_ = [*(int(part) for part in (published or "0").split("-")), 0, 0]
    return _Now(year, month or None, day or None)


def _number(text: str) -> int:
    """Read a small number; what is none (十两) is no day or month either."""
    try:
        return int(parse_number(text.replace("○", "〇")))
    except (ValueError, ArithmeticError):
        return 0


def _iso(text: str, match: re.Match[str], now: _Now) -> _Reading:
    del text, now
    return match.end(), f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"


def _year(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    if match[1] is None and not now.year:
        return None
    year = _number(match[1]) if match[1] else now.year + _YEARS_AWAY[match[2]]
    end = match.end()
    skip = end + (text[end : end + 1] == "的")
    within = _within(text, skip, year)
    return within or (end, str(year))


def _within(text: str, start: int, year: int) -> _Reading | None:
    """Read what part of a year follows at a place."""
    if part := _PART.match(text, start) or (_PART.match(text, start - 1) if text[start - 1 : start] == "年" else None):
        if part[1] in _PARTS and text[part.end() : part.end() + 1] in {"末", "底"}:
            return part.end() + 1, f"{year}-{_PARTS[part[1]][1]:02}"
        return part.end(), _span_of_months(year, *_PARTS[part[1]]) if part[1] in _PARTS else str(year)
    if (first := _FIRST.match(text, start)) and 1 <= _number(first[1]) <= 12:
        return first.end(), _span_of_months(year, 1, _number(first[1]))
    if quarter := _QUARTER.match(text, start):
        last = _number(quarter[2]) * 3
        if text.startswith("末", quarter.end()):
            return quarter.end() + 1, f"{year}-{last:02}"
        return quarter.end(), _span_of_months(year, 1 if quarter[1] else last - 2, last)
    month = _MONTH_OF_YEAR.match(text, start)
    return _month(text, month, year) if month else None


def _month(text: str, match: re.Match[str], year: int) -> _Reading | None:
    last = _number(match[2])
    if not 1 <= last <= 12:
        return None
    if match[1] and 1 <= _number(match[1]) <= last:
        return match.end(), _span_of_months(year, _number(match[1]), last)
    day = _DAY.match(text, match.end())
    if day is None or not 1 <= _number(day[2]) <= monthrange(year, last)[1]:
        return match.end(), f"{year}-{last:02}"
    period = f"{year}-{last:02}-{_number(day[2]):02}"
    return day.end(), f"{year}-{last:02}-{_number(day[1]):02}/{period}" if day[1] else period


def _span_of_months(year: int, first: int, last: int) -> str:
    return f"{year}-{first:02}/{year}-{last:02}" if first < last else f"{year}-{last:02}"


def _month_alone(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    if not now.year:
        return None
    year = now.year - (now.month is not None and _number(match[2]) > now.month + _MONTHS_AHEAD)
    return _month(text, match, year)


def _part_alone(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    if not now.year:
        return None
    whole = match.group()
    year = now.reported if whole in WHOLE_YEAR or (whole in _PARTS or "季" in whole) else now.year
    return _within(text, match.start(), year)


def _plan(text: str, match: re.Match[str], now: _Now) -> _Reading:
    del text, now
    first = _DECADE_OF_TENTH_PLAN + 5 * (_number(match[1]) - 10)
    if match.group().endswith("开局之年"):
        return match.end(), str(first)
    if match[2]:
        return match.end(), f"{first}/{first + _number(match[2]) - 1}"
    ends = match.group().endswith(("末", "末期", "收官之年"))
    return match.end(), str(first + 4) if ends else f"{first}/{first + 4}"


def _months_to(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    """Read the months that end with a day: 截至2023年6月30日止六个月."""
    del text, now
    last, size = _number(match[2]), _number(match[3]) if match[3] else 6
    first = last - size + 1
    return (match.end(), _span_of_months(_number(match[1]), first, last)) if 1 <= first <= last <= 12 else None


def _reported(text: str, match: re.Match[str], now: _Now) -> _Reading:
    """Read the time that a company's report is on: 2023一季报."""
    del text, now
    months = _REPORTED.get(match[2][:2], 12)
    year = _number(match[1])
    return match.end(), _span_of_months(year, 1, months) if months < 12 else str(year)


def _last_years(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    del text
    if not (match[1] or match[3]) or not now.year:
        return None
    last = now.reported
    count = _number(match[2])
    first = last - count + (last != now.year)
    return match.end(), f"{first}/{last}" if first < last else str(last)


def _span_of_years(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    """Read 5年增长: in these years, up to the last that the text reports on."""
    count = _number(match[1])
    part = max(text.rfind(mark, 0, match.start()) for mark in "。；") + 1
    if not now.year or count < _SHORTEST_SPAN or _AHEAD.search(text, part, match.start()):
        return None
    first = now.reported - count + (now.reported != now.year)
    return match.end(), f"{first}/{now.reported}"


def _next_years(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    """Read 未来5年: early in a year that year is the first of them."""
    del text
    count = _number(match[1])
    if not now.year or not count:
        return None
    return match.end(), f"{now.year}/{now.year + count - (now.reported != now.year)}"


def _decade(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    """Read 20世纪80年代，; without a century only of the last one, where decades from the fifties on are meant."""
    del text, now
    tens = _number(match[2])
    if "世纪" not in match.group() and tens < 5:
        return None
    first = (2000 if match[1] else 1900) + 10 * tens
    return match.end(), f"{first}/{first + 9}"


def _half_year(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    del text
    if now.month is None:
        return None
    first = _month_away(now.year, now.month, -6)
    return match.end(), f"{first}/{now.precise}"


def _near_month(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    if now.month is None:
        return None
    period = _month_away(now.year, now.month, _MONTHS_AWAY[match[1]])
    day = _DAY.match(text, match.end())
    return (day.end(), f"{period}-{_number(day[2]):02}") if day else (match.end(), period)


def _month_away(year: int, month: int, away: int) -> str:
    years, rest = divmod(year * 12 + month - 1 + away, 12)
    return f"{years}-{rest + 1:02}"


def _today(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    del text
    if now.month is None or now.day is None:
        return None
    day = date(now.year, now.month, now.day) + timedelta(days=_DAYS_AWAY[match.group()])
    return match.end(), day.isoformat()


def _so_far(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    """Read 截至目前 as the month in which the text came out: its counts are seldom of the very day."""
    del text
    return None if now.month is None else (match.end(), f"{now.year}-{now.month:02}")


def _bare_day(text: str, match: re.Match[str], now: _Now) -> _Reading | None:
    del text
    day = _number(match[1])
    if now.month is None or not 1 <= day <= 31:
        return None
    month = _month_away(now.year, now.month, -1 if now.day and day > now.day else 0)
    last = monthrange(int(month[:4]), int(month[5:]))[1]
    return (match.end(), f"{month}-{day:02}") if day <= last else None


_FORMS: tuple[tuple[re.Pattern[str], _Reader, bool], ...] = (
    (_ISO, _iso, True),
    (_MONTHS_TO, _months_to, True),
    (_REPORT, _reported, True),
    (_YEAR, _year, True),
    (_PLAN, _plan, True),
    (_LAST, _last_years, True),
    (_SPAN, _span_of_years, True),
    (_NEXT, _next_years, True),
    (_DECADE, _decade, True),
    (_HALF_YEAR, _half_year, True),
    (_NEAR_MONTH, _near_month, True),
    (_TODAY, _today, True),
    (_SO_FAR, _so_far, True),
    (_MONTH, _month_alone, False),
    (_FIRST, _part_alone, False),
    (_QUARTER, _part_alone, False),
    (_PART, _part_alone, False),
    (_BARE_DAY, _bare_day, False),
)


def _join(text: str, spans: list[DateSpan]) -> list[DateSpan]:
    """Make one period of two dates with 至 or a dash between them."""
    joined: list[DateSpan] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before and _CONNECTED.fullmatch(text[before.end : span.start]) and "/" not in before.period + span.period:
            period = f"{before.period}/{_fill(span, before)}"
            joined[-1] = replace(before, end=span.end, period=period)
        else:
            joined.append(span)
    return joined


def _fill(span: DateSpan, before: DateSpan) -> str:
    """Take the year of a range's first date for its second."""
    if span.year or len(span.period) <= 4:
        return span.period
    return before.period[:4] + span.period[4:]


def _same_part(spans: list[DateSpan]) -> list[DateSpan]:
    """Take the year of a part of a year for the same part named next: 2022上半年增长3%，占上半年总量的10%."""
    told: DateSpan | None = None
    again = []
    for span in spans:
        if told and not span.year and "/" in span.period and _months(span) == _months(told) and span.role == told.role:
            again.append(replace(span, period=told.period))
        else:
            again.append(span)
        if span.year:
            told = span if "/" in span.period and span.role == "at" else None
    return again


def _months(span: DateSpan) -> list[str]:
    return [date[4:] for date in span.period.split("/")]


def _meet(text: str, spans: list[DateSpan], now: _Now) -> list[DateSpan]:
    """Make one period of 今年以来 and the day or month it goes up to: 今年以来，截至8月9日."""
    met: list[DateSpan] = []
    for span in spans:
        year = met[-1] if met and met[-1].role == "since" and len(met[-1].period) == len("2023") else None
        told = year is not None and "/" not in span.period and span.period.startswith(f"{year.period}-")
        within = told and span.period <= now.precise + "-99"
        if year and within and _UP_TO.fullmatch(text[year.end : span.start]):
            first = f"{year.period}-01-01"[: len(span.period)]
            met[-1] = replace(span, start=year.start, period=f"{first}/{span.period}", role="at", year=True)
        else:
            met.append(span)
    return met


def _with_role(text: str, span: DateSpan, now: _Now) -> DateSpan:
    from_then = _ON.match(text, span.end) if _FROM.search(text[: span.start]) else None
    since = from_then or (_SINCE_THEN if _FROM.search(text[: span.start]) else _SINCE).match(text, span.end)
    if since and "/" not in span.period:
        today = now.precise if len(span.period) > 4 else str(now.year)
        known = len(today) >= min(len(span.period), 7) and today > span.period  # 今年以来 is this year
        period = f"{span.period}/{today}" if known else span.period
        return replace(span, end=since.end(), period=period, role="since")
    before = text[max(0, span.start - 4) : span.start]
    return replace(span, role=next((role for pattern, role in _BEFORE if pattern.search(before)), "at"))
