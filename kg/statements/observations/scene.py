"""What a sentence takes from those around it: the time, whether it speaks of a goal, and whom it measures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.knowledge import Knowledge
from kg.knowledge.measures import MeasureRules
from kg.knowledge.regions import Regions
from kg.model import Document, Entity, Mention, Sentence
from kg.text.dates import DateSpan, find_dates

__all__ = ["Scene", "Setting", "find_home", "set_scenes"]

SUBJECTS = {"AdministrativeRegion", "Company", "Park", "EducationResearch", "GovernmentBody", "SocialOrganization"}
LASTING = {"AdministrativeRegion", "Company", "Park"}  # of whom the following sentences may go on speaking
SECTION_CHARS = 40  # a heading or a line that opens a part of a report is no longer
REPORT = re.compile("政府工作报告|工作报告")
REPORTING_MONTHS = 3  # until March a work report sums up the year before
CLAUSE_START = re.compile(
    r"(?:^|[，；：。！？,;:”“])\s*(?:[一二三四五六七八九十]是|其中|另外|此外|同时|据了解|据介绍|据统计|统计显示|截至|截止|到|至|在|自|从|而|但|如|以|仍以|目前|又|还|民企|民营企业|企业|公司|当地|国企|央企)*$"
)
LISTED = re.compile("[^，。；：]*、[^，。；：]*等|[^，。；：、]{0,12}等[0-9０-９一二三四五六七八九十]")
NATION = re.compile("^(?:全国|国内|我国|全球|世界)$")
LOCATING = re.compile("[在从自到至]$")
OPENED = re.compile("(?P<verb>[一-龥]{2})以来")
OPENS = re.compile("以下|如下|(?:工作|目标|任务)$")
OPENING = re.compile("[，,]?(?:正式)?(?P<verb>[一-龥]{2})")
EVENT = re.compile("[^，。；：、]{0,6}(?:召开|举行|举办|发布|印发|出台|启动|开幕|获悉|从)")
SENTENCE_ENDS = "。！？；：”’…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for a sentence unless it says otherwise itself."""

    period: str | None = None
    goal: bool = False
    subject: Entity | None = None
    anchored: bool = False
    report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence with its names and dates, and what holds for it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    dates: tuple[DateSpan, ...]
    topical: tuple[DateSpan, ...]
    setting: Setting
    home: Entity | None
    subjects: tuple[Mention, ...]
    entities: Mapping[Mention, Entity] = field(repr=False)


def find_home(document: Document, entities: Mapping[Mention, Entity], regions: Regions) -> Entity | None:
    """Find the region that the document is about: one of its entities, or one that no name in it means."""
    home = regions.home(document.region) if document.region else None
    if home is None:
        return None
    named = (entity for entity in entities.values() if entity.type == "AdministrativeRegion")
    known = next((entity for entity in named if entity.name == home.name), None)
    return known or Entity(type="AdministrativeRegion", name=home.name, scope=home.code)


@dataclass(slots=True)
class _State:
    """What the sentences read so far have set."""

    section_period: str | None = None
    section_goal: bool = False
    report: bool = False
    period: str | None = None
    goal: bool = False
    subject: Entity | None = None
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
    home = find_home(document, entities, knowledge.regions)
    state = _State(report=bool(document.title and REPORT.search(document.title)))
    if state.report:
        state.section_period = _reported_year(document.published)
    mentions: dict[Sentence, list[Mention]] = {}
    for mention in entities:
        mentions.setdefault(mention.sentence, []).append(mention)
    before: Sentence | None = None
    for sentence in sentences:
        if before is not None and _is_new_paragraph(before, sentence):
            state.period, state.goal, state.subject = None, False, None
        names = tuple(sorted(mentions.get(sentence, ()), key=lambda mention: (mention.start, -mention.end)))
        dates = _dates(sentence, document.published, state)
        _open_section(sentence, dates, document.published, state, rules)
        subjects = _subjects(sentence.text, names, dates)
        topical = _topical(sentence.text, subjects, dates)
        yield Scene(
            sentence=sentence,
            mentions=names,
            dates=dates,
            topical=topical,
            setting=Setting(
                period=state.period or state.section_period,
                goal=state.goal or state.section_goal,
                subject=state.subject,
                anchored=state.period is not None or (state.section_period is not None and not state.section_goal),
                report=state.report,
            ),
            home=home,
            subjects=subjects,
            entities=entities,
        )
        _leave(sentence, subjects, dates, topical, document.published, state, entities)
        before = sentence


def _is_new_paragraph(before: Sentence, sentence: Sentence) -> bool:
    """Whether a paragraph begins; one that stops in the middle of a sentence goes on in the next."""
    cut = before.block == sentence.block == "body" and before.text.rstrip()[-1:] not in SENTENCE_ENDS
    return before.paragraph != sentence.paragraph and not cut


def _reported_year(published: str | None) -> str | None:
    if not published:
        return None
    year, _, month = published[:7].partition("-")
    return str(int(year) - (month != "" and int(month) <= REPORTING_MONTHS))


def _dates(sentence: Sentence, published: str | None, state: _State) -> tuple[DateSpan, ...]:
    """Find the dates of a sentence, 开通以来 among them where the text said before when that was."""
    dates = find_dates(sentence.text, published)
    for match in OPENED.finditer(sentence.text):
        since = state.opened.get(match["verb"])
        if since and published and not any(date.start < match.end() and match.start() < date.end for date in dates):
            period = f"{since}/{published[: len(since)]}"
            dates.append(DateSpan(start=match.start(), end=match.end(), period=period, role="since"))
    return tuple(sorted(dates, key=lambda date: date.start))


def _open_section(
    sentence: Sentence, dates: Sequence[DateSpan], published: str | None, state: _State, rules: MeasureRules
) -> None:
    """Note that a heading, or a line of its kind, opens the part of a report on results or on goals."""
    text = sentence.text.strip("。：: ")
    if state.report and any(cue.pattern.search(text) for cue in rules.cues["opens_goals"]):
        state.section_period, state.section_goal = (published or "")[:4] or None, True
        return
    if len(text) > SECTION_CHARS or (sentence.block != "heading" and "，" in text and not OPENS.search(text)):
        return
    results = any(cue.pattern.search(text) for cue in rules.cues["results"])
    goals = not results and any(cue.pattern.search(text) for cue in rules.cues["goals"])
    if not (results or goals):
        return
    state.report = True
    state.period, state.goal = None, False
    named = next((date.period for date in dates), None)
    if results:
        state.section_period, state.section_goal = named or _reported_year(published), False
    else:
        state.section_period, state.section_goal = named or (published or "")[:4] or None, True


def _subjects(text: str, mentions: Sequence[Mention], dates: Sequence[DateSpan]) -> tuple[Mention, ...]:
    """Find the names of those that clauses speak of: they stand at the start, a date left out."""
    characters = list(text)
    for date in dates:
        characters[date.start : date.end] = "，" * (date.end - date.start)
    masked = "".join(characters)
    found: list[Mention] = []
    for mention in mentions:
        inner = found and mention.start < found[-1].end
        if mention.type in SUBJECTS and not inner and _opens_clause(masked, mention):
            found.append(mention)
    return tuple(found)


def _topical(text: str, subjects: Sequence[Mention], dates: Sequence[DateSpan]) -> tuple[DateSpan, ...]:
    """Find the dates that the following clauses are of: those before a clause, not those within one (于2020年获奖)."""
    characters = list(text)
    for mention in subjects:
        characters[mention.start : mention.end] = "，" * (mention.end - mention.start)
    masked = "".join(characters)
    return tuple(date for date in dates if date.role != "base" and CLAUSE_START.search(masked[: date.start]))


def _opens_clause(text: str, mention: Mention) -> bool:
    """Whether a name is what its clause speaks of; a place that something happens in is only before a comma."""
    before = CLAUSE_START.search(text[: mention.start])
    following = text[mention.end : mention.end + 1]
    if before is None or following in {"等", "、"} or LISTED.match(text, mention.end):
        return False
    return not LOCATING.search(before.group()) or following in {"，", ","}


def _leave(
    sentence: Sentence,
    subjects: Sequence[Mention],
    dates: Sequence[DateSpan],
    topical: Sequence[DateSpan],
    published: str | None,
    state: _State,
    entities: Mapping[Mention, Entity],
) -> None:
    """Keep what the following sentences take over."""
    text = sentence.text
    if text.rstrip("”’").endswith("？"):
        state.period, state.goal = None, False
        return
    for date in dates:
        if match := OPENING.match(text, date.end):
            state.opened[match["verb"]] = date.period
        if date in topical and not EVENT.match(text, date.end):
            state.period = date.period
            state.goal = date.role == "until" and bool(published) and date.period[:4] > str(published)[:4]
    lasting = [mention for mention in subjects if mention.type in LASTING and not NATION.match(mention.text)]
    if lasting and not state.report:
        state.subject = entities[lasting[-1]]
