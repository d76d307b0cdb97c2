"""What a sentence takes from those around it: the time, whether it speaks of a goal, and whom it measures."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.knowledge import Knowledge
from kg.knowledge.measures import MeasureRules
from kg.knowledge.regions import COUNTRY
from kg.model import Document, Entity, Mention, Sentence
from kg.statements.home import find_home
from kg.statements.observations.parts import (
    GOALS,
    OPENING_CHARS,
    RESULTS,
    bare_line,
    opened_part,
    reads_as_plan,
    year_of_part,
)
from kg.statements.observations.times import are_years, compared, is_background, lasts, of_plans, same_times
from kg.statements.observations.topics import find_topic
from kg.statements.observations.voices import find_voices
from kg.text.dates import WHOLE_YEAR, DateSpan, find_dates

__all__ = ["SUBJECTS", "Scene", "Setting", "held_behind", "is_abroad", "is_far", "is_source", "set_scenes"]

SUBJECTS = {
    "AdministrativeRegion",
    "Company",
    "Park",
    "EducationResearch",
    "GovernmentBody",
    "SocialOrganization",
    "Place",
    "Project",
}
LASTING = {"AdministrativeRegion", "Company", "Park"}  # of whom the following sentences may go on speaking
ENCLOSING = {"Company", "EducationResearch", "SocialOrganization", "Event"}  # a name within theirs is no subject
SOME_YEARS = re.compile("[0-9一二三四五六七八九十两]{1,3}年")  # 5年增长: of its own number alone
LOCATING = re.compile("[在从自到至]$")
LOCATED = re.compile("[在从自到至于由及和与、比较—–~-]$")
MARKS = re.compile("[，。；：！？]")
LISTING = re.compile("[、兼]")  # between the posts of one person
PRESS_CHARS = 16  # behind 举行: how far on 新闻发布会 may stand
OPENED = re.compile("(?P<verb>[一-龥]{2})以来")
OPENING = re.compile("[，,]?(?:正式)?(?P<verb>[一-龥]{2})")
MADE = ("将", "把")  # before the region of which something is brought about: 将|雄安新区绿化率稳定在70%
ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
QUOTED = re.compile("“[^“”，。；：、！？]{2,20}”(?![^，。；]{0,6}(?:说|表示|介绍|称))")
DIGIT = re.compile("[0-9]")
SENTENCE_ENDS = "。！？；：”’…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for a sentence unless it says otherwise itself.

    Attributes:
        period: Of when its numbers are.
        title: The period that the title, or a report that the text is on, is of.
        on_report: Whether it is that of a firm's report; that of a title holds for the numbers of regions alone.
        goal: Whether they are goals.
        subject: Of whom the sentence before spoke.
        examples: Whether that is one of several regions of which the sentences before spoke in turn.
        anchored: Whether a month without a year is one of the period's year.
        report: Whether this is a part of a report on results or goals.
        years: The years that a report looks back on; empty where it looks back on one alone.
    """

    period: str | None = None
    title: str | None = None
    on_report: bool = False
    goal: bool = False
    subject: Entity | None = None
    examples: bool = False
    anchored: bool = False
    report: bool = False
    years: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence with its names and dates, and what holds for it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    dates: tuple[DateSpan, ...]
    topical: tuple[DateSpan, ...]
    setting: Setting
    home: Entity | None
    topic: Entity | None
    subjects: tuple[Mention, ...]
    rules: MeasureRules = field(repr=False)
    entities: Mapping[Mention, Entity] = field(repr=False)


@dataclass(slots=True)
class _State:
    """What the sentences read so far have set."""

    title_period: str | None = None
    on_report: bool = False
    section_period: str | None = None
    section_goal: bool = False
    report: bool = False
    years: str | None = None
    period: str | None = None
    goal: bool = False
    subject: Entity | None = None
    examples: bool = False
    event: str | None = None
    held: str | None = None
    day: str | None = None
    day_is_new: bool = False
    told_day: str | None = None
    opened: dict[str, str] = field(default_factory=dict)


def set_scenes(
    sentences: Sequence[Sentence], entities: Mapping[Mention, Entity], document: Document, knowledge: Knowledge
) -> Iterator[Scene]:
    """Go through the sentences and say what holds for each.

    Args:
        sentences: In reading order.
        entities: What the mentions mean.
        document: For the day of publication and the region.
        knowledge: The cues of results and goals, and the regions.
    """
    rules = knowledge.measures
    home = find_home(document, entities.values(), knowledge.regions)
    state = _State(report=bool(document.title and rules.forms["work-report"].search(document.title)))
    if state.report:
        own = rules.forms["government-report"].search(document.title or "") is not None
        state.section_goal = own and reads_as_plan(sentences, rules)
        state.section_period = year_of_part(GOALS if state.section_goal else RESULTS, document.published)
    mentions: dict[Sentence, list[Mention]] = {}
    for mention in entities:
        mentions.setdefault(mention.sentence, []).append(mention)
    for named in mentions.values():
        named.sort(key=lambda mention: (mention.start, -mention.end))
    topic = find_topic(sentences, mentions, entities, document, knowledge, home)
    voices = find_voices(sentences, mentions, entities, rules)
    before: Sentence | None = None
    for sentence in sentences:
        if before is not None and _is_new_paragraph(before, sentence):
            state.period, state.day, state.goal, state.subject, state.examples = None, None, False, None, False
        names = tuple(mentions.get(sentence, ()))
        meant = voices.get(sentence, {})
        known = {mention: entities[mention] for mention in names} | meant
        by_firm = topic is not None or any(mention.type == "Company" for mention in names)
        dates = _dates(sentence, document.published, state, rules, by_firm=by_firm)
        _open_section(sentence, dates, document.published, state, rules)
        subjects = _subjects(sentence.text, names, dates, tuple(meant), rules)
        topical = _topical(sentence.text, subjects, dates, rules)
        broken = _breaks_off(sentence.text, names, dates, topical, rules)
        if broken:
            state.period = state.day = None
        if before is None and not state.report:
            state.title_period = state.title_period or _titled(sentence, names, dates, document.published, rules)
        day = _take_day(sentence, state, rules)
        last = dates[-1] if dates else None  # a time told behind that of a fair is what its numbers are of
        if last and _is_held(sentence.text, last, rules) and not is_background(last.period, document.published):
            state.held = last.period
        yield Scene(
            sentence=sentence,
            mentions=names,
            dates=dates,
            topical=topical,
            setting=Setting(
                period=_event_day(sentence, state, rules)
                or _carried(sentence, state, document.published, rules)
                or day
                or _fair_day(sentence, state, rules)
                or state.section_period,
                title=None if broken else state.title_period,
                on_report=state.on_report,
                goal=state.goal or state.section_goal,
                subject=state.subject,
                examples=state.examples,
                anchored=state.period is not None or (state.section_period is not None and not state.section_goal),
                report=state.report,
                years=state.years,
            ),
            home=home,
            topic=topic,
            subjects=subjects,
            rules=rules,
            entities=known,
        )
        _leave(sentence, subjects, dates, topical, document.published, state, known, home, rules)
        before = sentence


def _event_day(sentence: Sentence, state: _State, rules: MeasureRules) -> str | None:
    """Take over the days of the fair told of last, or the day of the first event, behind 此次 and 本次."""
    again = any(cue.pattern.search(sentence.text) for cue in rules.cues["this_event"])
    return (state.held or state.event) if again else None


def _fair_day(sentence: Sentence, state: _State, rules: MeasureRules) -> str | None:
    """Take over the days of a fair where a sentence tells what only a fair has: 展区, 签约."""
    return state.held if any(cue.pattern.search(sentence.text) for cue in rules.cues["of_fair"]) else None


def _carried(sentence: Sentence, state: _State, published: str | None, rules: MeasureRules) -> str | None:
    """Take a period over from the sentence before, unless it is long past, as where a text tells how things began.

    One of several years is none of what happens this time.
    """
    if state.period is None or is_background(state.period, published):
        return None
    several = "/" in state.period and len(state.period) == len("2021/2023")
    this_time = several and any(cue.pattern.match(sentence.text) for cue in rules.cues["same_event"])
    return None if this_time else state.period


def _titled(
    sentence: Sentence,
    mentions: Sequence[Mention],
    dates: Sequence[DateSpan],
    published: str | None,
    rules: MeasureRules,
) -> str | None:
    """Find the period in a title, or in a line that stands in its place: 某网8月7日电 题：上半年……."""
    text = sentence.text
    if sentence.block != "heading" and not rules.forms["titled"].match(text):
        return None
    for date in dates:
        named = any(
            m.start <= date.start < m.end and (m.type == "Event" or text[m.start - 1 : m.start] == "《")
            for m in mentions
        )
        to_come = rules.forms["to-come"].match(text, date.end) or any(
            cue.pattern.search(text[: date.start]) for cue in rules.cues["target"]
        )
        if date.role == "at" and lasts(date) and _is_over(date, published) and not named and not to_come:
            return date.period
    return None


def _is_new_paragraph(before: Sentence, sentence: Sentence) -> bool:
    """Whether a paragraph begins; one that stops in the middle of a sentence goes on in the next."""
    cut = before.block == sentence.block == "body" and before.text.rstrip()[-1:] not in SENTENCE_ENDS
    return before.paragraph != sentence.paragraph and not cut


def _is_over(date: DateSpan, published: str | None) -> bool:
    """Whether a period does not end after the text came out."""
    last = date.period.rpartition("/")[2]
    return published is None or last[: len(published)] <= published[: len(last)]


def _dates(
    sentence: Sentence, published: str | None, state: _State, rules: MeasureRules, *, by_firm: bool
) -> tuple[DateSpan, ...]:
    """Find the dates of a sentence, 开通以来 among them where the text said before when that was."""
    dates = [compared(sentence.text, date, rules) for date in find_dates(sentence.text, published)]
    reported = next((date for date in dates if rules.forms["reports-of"].match(sentence.text, date.end)), None)
    if reported is not None and by_firm and not state.on_report and _is_over(reported, published):
        state.title_period, state.on_report = reported.period, True
    dates = of_plans(sentence.text, dates, state.period or state.title_period, rules)
    dates = same_times(sentence.text, dates, state.period or state.title_period)
    dates = [_of_its_year(sentence.text, date, state.title_period, published, rules) for date in dates]
    if state.section_goal and (year := (state.section_period or "")[:4]):
        # in what shall be done, 全年 is the year that the goals are for
        dates = [replace(d, period=year) if sentence.text[d.start : d.end] in WHOLE_YEAR else d for d in dates]
    if state.on_report and state.title_period:
        for match in rules.forms["reported-period"].finditer(sentence.text):
            dates.append(DateSpan(start=match.start(), end=match.end(), period=state.title_period))
    for match in rules.forms["same-day"].finditer(sentence.text):
        days = [state.told_day, *(date.period for date in dates if date.end <= match.start() and _is_day(date))]
        if day := days[-1]:
            dates.append(DateSpan(start=match.start(), end=match.end(), period=day))
    for match in OPENED.finditer(sentence.text):
        since = state.opened.get(match["verb"])
        if since and published and not any(date.start < match.end() and match.start() < date.end for date in dates):
            period = f"{since}/{published[: len(since)]}"
            dates.append(DateSpan(start=match.start(), end=match.end(), period=period, role="since"))
    return tuple(sorted(dates, key=lambda date: date.start))


def _of_its_year(text: str, date: DateSpan, title: str | None, published: str | None, rules: MeasureRules) -> DateSpan:
    """Say which year 本年 is, that of a bulletin, and 全年 where it is to come: 力争全年增长5%."""
    words = text[date.start : date.end]
    if title and rules.forms["own-year"].search(words):
        return replace(date, period=title[:4])
    if published and words in WHOLE_YEAR and rules.forms["sought"].search(text, 0, date.start):
        return replace(date, period=published[:4])
    return date


def _is_day(date: DateSpan) -> bool:
    return date.role == "at" and len(date.period) == len("2023-08-08")


def _open_section(
    sentence: Sentence, dates: Sequence[DateSpan], published: str | None, state: _State, rules: MeasureRules
) -> None:
    """Note that a heading, or a line of its kind, opens the part of a report on results or on goals."""
    part = opened_part(sentence, rules, report=state.report)
    periods = [date.period for date in dates]
    named = next((period for period in periods if are_years(period, published)), next(iter(periods), None))
    if not part:
        if state.report and not state.section_goal and dates and _sums_up(bare_line(sentence), dates[0], rules):
            state.section_period, state.years = dates[0].period, ""
        return
    if len(bare_line(sentence)) > OPENING_CHARS:
        state.section_period, state.section_goal = year_of_part(GOALS, published), True
        return
    state.report = True
    state.period, state.goal = None, False
    state.section_period, state.section_goal = named or year_of_part(part, published), part == GOALS
    state.years = None if named is None else named if are_years(named, published) else ""


def _sums_up(text: str, date: DateSpan, rules: MeasureRules) -> bool:
    """Whether a report goes on to one year of several: 刚刚过去的2025年."""
    return len(date.period) == len("2021") and any(cue.pattern.search(text) for cue in rules.cues["past_year"])


def _subjects(
    text: str,
    mentions: Sequence[Mention],
    dates: Sequence[DateSpan],
    voices: Sequence[Mention],
    rules: MeasureRules,
) -> tuple[Mention, ...]:
    """Find the names of those that clauses speak of: they stand at the start, a date left out."""
    characters = list(text)
    for date in dates:
        characters[date.start : date.end] = "，" * (date.end - date.start)
    masked = "".join(characters)
    asides = [match.span() for match in ASIDE.finditer(text)]
    found: list[Mention] = []
    for mention in mentions:
        if any(start < mention.start < end for start, end in asides):
            continue
        inner = (found and mention.start < found[-1].end) or _is_within(mention, mentions) or _is_quoted(text, mention)
        if not _may_lead(mention, rules) or inner:
            continue
        if found and mention.type == found[-1].type == "AdministrativeRegion" and found[-1].end == mention.start:
            found[-1] = mention  # 甘肃省武威市凉州区 speaks of the last
        elif _opens_clause(masked, mention, rules) and not is_source(text, mention, rules):
            found.append(mention)
    return tuple(sorted((*found, *voices), key=lambda mention: mention.start))


def is_source(text: str, mention: Mention, rules: MeasureRules) -> bool:
    """Whether a body only reports what it does not measure of itself: 协会统计显示, 甲证券研报称."""
    if mention.type in {"GovernmentBody", "SocialOrganization", "EducationResearch"}:
        return rules.forms["is-source"].match(text, mention.end) is not None
    if mention.type != "Company":
        return False
    forecasts = rules.forms["research-house"].search(mention.text) and rules.forms["forecasts"].match(text, mention.end)
    return forecasts is not None or rules.forms["research-of"].match(text, mention.end) is not None


def _is_within(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a name is part of that of a company, a school or a society: 福州 in 福州大学."""
    return any(
        other.type in ENCLOSING and other.start <= mention.start and mention.end <= other.end and other is not mention
        for other in mentions
    )


def _is_quoted(text: str, mention: Mention) -> bool:
    """Whether a region begins a name in quotation marks: “湖南省旅游强县”; speech is longer, or has marks."""
    quoted = QUOTED.match(text, mention.start - 1) if mention.start else None
    return mention.type == "AdministrativeRegion" and quoted is not None and quoted.end() > mention.end + 1


def _may_lead(mention: Mention, rules: MeasureRules) -> bool:
    text = mention.sentence.text
    if mention.type == "Project" and text.endswith("其中", 0, mention.start):
        return False  # 其中招商项目占八成: some of many, not one
    return mention.type in SUBJECTS and rules.forms["home-kind"].match(text, mention.start) is None


def _topical(
    text: str, subjects: Sequence[Mention], dates: Sequence[DateSpan], rules: MeasureRules
) -> tuple[DateSpan, ...]:
    """Find the dates that the following clauses are of: those before a clause, not those within one (于2020年获奖)."""
    characters = list(text)
    for mention in subjects:
        characters[mention.start : mention.end] = "，" * (mention.end - mention.start)
    masked = "".join(characters)
    return tuple(
        date
        for date in dates
        if date.role != "base"
        and (
            rules.forms["clause-start"].search(masked[: date.start])
            or _heads(text, date, rules)
            or (date.role == "until" and text.startswith("，", date.end))
            or (date.year and lasts(date) and rules.forms["dated-topic"].search(text[: date.start]))
        )
        and not rules.forms["dates-a-thing"].match(text, date.end)
        and not rules.forms["looked-back-on"].search(text[: date.start])
        and not SOME_YEARS.fullmatch(text, date.start, date.end)
    )


def _heads(text: str, date: DateSpan, rules: MeasureRules) -> bool:
    """Whether a year with its comma begins a clause though no mark stands before it, as behind a lost line break."""
    return rules.forms["dated-clause"].match(text, date.start) is not None and not LOCATED.search(text[: date.start])


def _opens_clause(text: str, mention: Mention, rules: MeasureRules) -> bool:
    """Whether a name is what its clause speaks of; a place that something happens in is only before a comma."""
    before = rules.forms["clause-start"].search(text[: mention.start])
    following = text[mention.end : mention.end + 1]
    if mention.type == "AdministrativeRegion" and text.endswith(MADE, 0, mention.start):
        return True
    if before is None and mention.type in {"Company", "Park"} and following not in {"的", "、", "等"}:
        return rules.forms["attributed-name"].search(text[: mention.start]) is not None
    if before is None or following in {"等", "、"} or rules.forms["listed-name"].match(text, mention.end):
        return False
    return not LOCATING.search(before.group()) or rules.forms["there"].match(text, mention.end) is not None


def _take_day(sentence: Sentence, state: _State, rules: MeasureRules) -> str | None:
    """Take a day over from the sentence before; from further back only where the event is still spoken of."""
    if not state.day_is_new and not any(cue.pattern.search(sentence.text) for cue in rules.cues["same_event"]):
        state.day = None
    state.day_is_new = False
    return state.day


def _breaks_off(
    text: str,
    mentions: Sequence[Mention],
    dates: Sequence[DateSpan],
    topical: Sequence[DateSpan],
    rules: MeasureRules,
) -> bool:
    """Whether a sentence no longer speaks of the time before: somebody speaks, or it names a time by the way."""
    if text.startswith(("“", "‘")) or any(cue.pattern.search(text) for cue in rules.cues["breaks_off"]):
        return True
    if any(
        date.role != "base" and date.year and date not in topical and not text.startswith("同期", date.end)
        for date in dates
    ):
        return True
    people = (mention for mention in mentions if mention.type == "Person")
    return any(cue.pattern.match(text, person.end) for person in people for cue in rules.cues["speaks"])


def held_behind(text: str, place: int, rules: MeasureRules) -> re.Match[str] | None:
    """Find the words behind a place that say that something is held: |于西宁成功举办."""
    return next((match for cue in rules.cues["held"] if (match := cue.pattern.match(text, place))), None)


def _is_held(text: str, date: DateSpan, rules: MeasureRules) -> bool:
    """Whether a date says on which days a meeting or a fair takes place: 于7月20日—23日在西宁举办, 今天（18日）举行."""
    if date.role != "at" or any(len(day) != len("2023-07-20") for day in date.period.split("/")):
        return False
    held = held_behind(text, date.end, rules)
    clause = max((mark.end() for mark in MARKS.finditer(text, 0, date.start)), default=0)
    if held is None or rules.forms["tells-press"].search(text, clause, held.end() + PRESS_CHARS):
        return False
    return rules.forms["fair"].search(text, 0, held.end() + PRESS_CHARS) is not None


def _employs(mention: Mention, names: Iterable[Mention]) -> bool:
    """Whether a name only says whose officer somebody is: 中国华电集团总经理叶向东; not 甲市贯彻省委书记李明讲话."""
    text = mention.sentence.text
    if mention.rule == "voice":
        return False
    person = next((name for name in names if name.type == "Person" and mention.end <= name.start), None)
    if person is None or MARKS.search(text, mention.end, person.start):
        return False
    between = (name for name in names if mention.end < name.start and name.end <= person.start)
    another = next((name for name in between if name.type in ENCLOSING | {"GovernmentBody"}), None)
    return another is None or LISTING.search(text, mention.end, another.start) is not None


def is_far(entity: Entity, home: Entity | None) -> bool:
    """Whether something is a country or a group of regions, of which a text on a region of China does not go on."""
    return home is not None and home.scope != COUNTRY and is_abroad(entity)


def is_abroad(entity: Entity) -> bool:
    """Whether something is a country or a group of regions, neither of which has a code of China's."""
    return entity.type == "AdministrativeRegion" and not (entity.scope or "0")[:1].isdigit()


def _publishes(text: str, mention: Mention, rules: MeasureRules) -> bool:
    """Whether a firm brings out a report on others; its own and a region's are on themselves."""
    return mention.type == "Company" and rules.forms["publishes"].match(text, mention.end) is not None


def _is_aside(text: str, date: DateSpan, rules: MeasureRules) -> bool:
    """Whether a report goes on about the time that it is on: 2022年以来, 近三年."""
    return date.role == "since" or rules.forms["recent-years"].match(text, date.start) is not None


def _leave(
    sentence: Sentence,
    subjects: Sequence[Mention],
    dates: Sequence[DateSpan],
    topical: Sequence[DateSpan],
    published: str | None,
    state: _State,
    entities: Mapping[Mention, Entity],
    home: Entity | None,
    rules: MeasureRules,
) -> None:
    """Keep what the following sentences take over."""
    text = sentence.text
    if text.rstrip("”’").endswith("？"):
        state.period, state.goal = None, False
        return
    spans = (d for d in topical if d.role != "base" and not rules.forms["recent-years"].match(text, d.start))
    state.years = next((d.period for d in spans if are_years(d.period, published)), state.years)
    for date in dates:
        if (
            _is_day(date)
            and not is_background(date.period, published)
            and not rules.forms["sent-on"].match(text, date.end)
        ):
            state.told_day = date.period
        if match := OPENING.match(text, date.end):
            state.opened[match["verb"]] = date.period
        if date in topical and not rules.forms["event-on-date"].match(text, date.end):
            lasting_date = lasts(date)
            aside = state.section_period is not None and _is_aside(text, date, rules)
            state.period = date.period if lasting_date and not aside else None
            state.day, state.day_is_new = None if lasting_date else date.period, True
            sent = rules.forms["sent-on"].match(text, date.end)  # when the paper went to press
            if state.event is None and _is_day(date) and not sent and not is_background(date.period, published):
                state.event = date.period
            state.goal = date.role == "until" and bool(published) and date.period[:4] > str(published)[:4]
    lasting = [
        mention
        for mention in subjects
        if mention.type in LASTING
        and not is_far(entities[mention], home)
        and not _employs(mention, entities)
        and not rules.forms["whole-nation"].match(mention.text)
        and not _publishes(text, mention, rules)
    ]
    if lasting and not state.report:
        now = entities[lasting[-1]]
        another = state.subject is not None and now.type == state.subject.type == "AdministrativeRegion"
        state.examples = another and (state.examples or now != state.subject)
        state.subject = now
    elif (
        rules.forms["cites"].search(text)
        or any(_publishes(text, mention, rules) for mention in subjects)
        or any(mention.type == "Place" and DIGIT.search(text, mention.end) for mention in subjects)
    ):
        state.subject = None  # 某港开通10条航线: what follows is of the port, not of the firm before
