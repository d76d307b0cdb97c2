"""Of when a number is, whether it is a goal, and of whom."""

import re

from kg.knowledge.measures import MeasureRules
from kg.knowledge.regions import COUNTRY
from kg.model import Document, Entity, Mention
from kg.statements.observations.candidates import Candidate
from kg.statements.observations.holders import HOLDING
from kg.statements.observations.scene import SUBJECTS, Scene, Setting, held_behind, is_abroad, is_far
from kg.text.dates import DateSpan

__all__ = [
    "PLAN_YEARS",
    "SEPARATORS",
    "explained",
    "find_about",
    "find_period",
    "home_words",
    "is_goal",
    "start_of_clause",
]

OWN_CLAUSE = {
    "EducationResearch",
    "GovernmentBody",
    "SocialOrganization",
    "Place",
    "Project",
}  # what these do is measured only where they are the subject
DESCRIBED = {"Place", "Project"}  # of which a sentence may give one number after the other
NUMBERS = re.compile("[0-9]")
PROVINCE_CODE = 2  # digits of a region's code that say its province
PLAN_YEARS = 5
PARENTHESIS = {"（", "("}
DESCRIBING = re.compile("[^，。；：、！？]{0,24}的“?")
NUMBERED = re.compile("的?[^，；：,;]{0,12}?[0-9一二三四五六七八九十百]")  # behind a date: the number that it is of
SEPARATORS = re.compile("[，；：,;:]")


def find_period(
    scene: Scene, candidate: Candidate, *, source: bool, target: bool, reached: bool, goal: bool, of_region: bool
) -> str | None:
    """Say when a number is: the last date before it, else what the sentences before have set.

    Args:
        scene: The sentence.
        candidate: The number.
        source: Whether the number is what something rose or fell from; then an interval's start is its time.
        target: Whether it is what something rose or fell to; then an interval's end is.
        reached: Whether it was reached, so that of some years told before the last is its time.
        goal: Whether it is a goal; then a month or a day of an earlier clause, when it was set, is not its time.
        of_region: Whether a region is measured; then the title's period holds where the text says no other.
    """
    date = _date_of(scene, candidate)
    if date is not None and goal and _is_past(scene, candidate, date):
        return None
    if date is None and scene.rules.forms["later"].search(scene.sentence.text[: candidate.start]):
        return None
    if date is None and source and scene.setting.report and not goal:
        return _before(scene.setting)
    if date is None:
        once = candidate.group == "duration" and not scene.setting.report
        present = scene.rules.forms["present"].search(scene.sentence.text, 0, candidate.start)
        titled = scene.setting.title if of_region != scene.setting.on_report and not goal and not present else None
        stock = not scene.setting.report and scene.rules.forms["stock"].search(
            scene.sentence.text, start_of_clause(scene.sentence.text, candidate.head), candidate.start
        )
        period = (None if stock else scene.setting.period) or titled
        return None if once else _edge(period, source=source, target=target or reached)
    period = date.period
    if not date.year and (anchor := _year_before(scene, date)):
        period = period.replace(period[:4], anchor)
    if source and "/" not in period and SEPARATORS.search(scene.sentence.text, date.end, candidate.start):
        return None
    return _edge(period, source=source, target=target)


def _before(setting: Setting) -> str | None:
    """Say when it was that something rose or fell from in a report: in the year before those that it looks back on.

    A report on the last year of a plan that does not say which years it looks back on does so on those of the plan.
    """
    years = setting.years or setting.period or ""
    first = years[: len("2021")]
    if not first.isdigit():
        return None
    of_plan = setting.years is None and "/" not in years and int(first) % PLAN_YEARS == 0
    return str(int(first) - (PLAN_YEARS if of_plan else 1))


def _edge(period: str | None, *, source: bool, target: bool) -> str | None:
    """Take of an interval of years the first for what something rose from, the last for what it rose to."""
    first, _, last = (period or "").partition("/")
    if not last:
        return period
    if source and _is_plan(first, last):
        return str(int(first) - 1)  # what the five years of a plan began with is what the year before ended with
    return first if source else last if target and len(first) == len("2021") else period


def _is_plan(first: str, last: str) -> bool:
    """Whether some years are those of a five-year plan: 2021 to 2025."""
    return first.isdigit() and last.isdigit() and int(first) % 5 == 1 and int(last) - int(first) == PLAN_YEARS - 1


def _year_before(scene: Scene, date: DateSpan) -> str | None:
    """Find the year that a month is of: the one its sentence names before, else that of the sentences before."""
    named = [other for other in scene.dates if other.start < date.start and other.year and other.role != "base"]
    if named:
        return named[-1].period.rpartition("/")[2][:4]
    return scene.setting.period[:4] if scene.setting.period and scene.setting.anchored else None


def _date_of(scene: Scene, candidate: Candidate) -> DateSpan | None:
    clause = start_of_clause(scene.sentence.text, candidate.head)
    dates = [date for date in scene.dates if date.start < candidate.start and _may_date(scene, date, candidate)]
    return next(
        (
            date
            for date in reversed(dates)
            if date.start >= clause
            or (
                date in scene.topical
                and not scene.rules.forms["later"].search(scene.sentence.text[date.end : candidate.start])
            )
        ),
        None,
    )


def _may_date(scene: Scene, date: DateSpan, candidate: Candidate) -> bool:
    """Whether a number may be of a date: not of what it is compared with, nor of what another number rose from.

    Examples: 较2020年增长5%, but 较2020年的|53亿元; 由2020年的19位升至|11位.
    """
    text = scene.sentence.text
    between = text[date.end : candidate.head]
    if candidate.unit == "倍" and between in ("的", "时期的", "同期的"):
        return False  # 是“十一五”时期的|3.6倍
    if date.role == "base":
        return between == "的"
    return not scene.rules.forms["rose-from"].search(text[: date.start]) or not NUMBERED.match(between)


def _is_past(scene: Scene, candidate: Candidate, date: DateSpan) -> bool:
    separated = SEPARATORS.search(scene.sentence.text, date.end + 1, candidate.head) is not None
    return separated and len(date.period) > len("2021") and "/" not in date.period and date.role == "at"


def is_goal(scene: Scene, candidate: Candidate, document: Document, rules: MeasureRules) -> bool:
    """Whether a number is a goal: a cue stands before it, its time is yet to come, or the part is on goals."""
    part = scene.sentence.text.rfind("；", 0, candidate.start) + 1  # a goal ends with its part of the sentence
    characters = list(scene.sentence.text[: candidate.start])
    for mention in scene.mentions:
        if mention.type in {"Programme", "Project", "Award", "Event"} and mention.end <= candidate.start:
            characters[mention.start : mention.end] = "＊" * (mention.end - mention.start)
        elif mention.type in SUBJECTS | {"Person"} and mention.end <= candidate.start:
            characters[mention.end - 1] = "＃"  # who plans: 甲公司|计划
    if candidate.group == "rank":
        part = max(part, start_of_clause(scene.sentence.text, candidate.head))  # 预计…，均居全国首位
    before = "".join(characters[part:])
    if (told := _told_behind(scene, candidate, rules)) is not None:
        return told
    planned = any(cue.pattern.search(before) for cue in rules.cues["target"]) and not _is_done(before, rules)
    goes_on = rules.forms["plan-goes-on"].search("".join(characters))
    if planned or goes_on or rules.forms["lists-measures"].search(scene.sentence.text, 0, candidate.start):
        return True
    published = (document.published or "")[:4]
    date = _date_of(scene, candidate)
    if date is not None and published:
        year = date.period.partition("/")[2][:4] or date.period[:4]
        if year > published:
            return "/" not in date.period or date.period[:4] >= published
        return scene.setting.goal and year >= published
    return scene.setting.goal


def _told_behind(scene: Scene, candidate: Candidate, rules: MeasureRules) -> bool | None:
    """Whether the words behind a count make it a goal (9个项目|计划投产) or done (已投产); ``None`` if neither."""
    if candidate.group != "count":
        return None
    if rules.forms["done-behind"].match(scene.sentence.text, candidate.end):
        return False
    return True if rules.forms["planned-behind"].match(scene.sentence.text, candidate.end) else None


def _is_done(before: str, rules: MeasureRules) -> bool:
    """Whether a clause behind the one with the cue tells of what is done: 将加强统筹，明确了34项任务."""
    end = len(before)
    while (start := start_of_clause(before, end)) and not any(
        cue.pattern.search(before, start) for cue in rules.cues["target"]
    ):
        if rules.forms["done"].search(before, start, end):
            return True
        end = start - 1
    return False


def find_about(scene: Scene, candidate: Candidate, rules: MeasureRules) -> Entity | None:
    """Say of whom a number is: the subject of its clause, else of its sentence, else who was spoken of before."""
    text = scene.sentence.text
    clause = start_of_clause(text, candidate.head)
    beside = explained(scene, candidate) or _counted_in(scene, candidate, clause, rules)
    if beside is not None:
        return scene.entities[beside]
    own = home_words(text, clause, rules)
    subjects = [mention for mention in scene.subjects if mention.end <= candidate.start]
    words = text[clause : candidate.start]
    subject = (
        _described(scene, candidate)
        or _held_far(scene, candidate, clause, rules)
        or next((subject for subject in reversed(subjects) if _holds(scene, subject, clause, words)), None)
    )
    if subject is not None:
        return scene.entities[subject]
    if own and scene.home is not None:
        around = (scene.setting.subject, scene.topic) if own.group() in {"全区", "区内"} else ()
        return next((each for each in around if each is not None and each.type == "Park"), scene.home)
    return _spoken_of(scene, candidate, clause, rules)


def _spoken_of(scene: Scene, candidate: Candidate, clause: int, rules: MeasureRules) -> Entity | None:
    """Say of whom a number without a subject is: whom the sentences before spoke of, else the text's topic or home.

    What is of all firms of a list (上榜公司) is of no single one; what is of a firm (净利润) is of no region.
    """
    text = scene.sentence.text
    words = text[clause : candidate.start]
    stop = SEPARATORS.search(text, candidate.end)
    of_all = rules.forms["of-all"].search(text, clause, stop.start() if stop else len(text)) is not None
    of_firm = rules.forms["of-a-firm"].search(words) and not rules.forms["of-many"].search(words)
    cited = not of_firm and rules.forms["cites"].search(text, 0, candidate.start)
    carried = (None if cited or _is_of_nation_again(scene) else scene.setting.subject) or scene.topic
    known = scene.home if carried is None or (of_all and carried.type == "Company") else carried
    return None if of_firm and known is not None and known.type == "AdministrativeRegion" else known


def _is_of_nation_again(scene: Scene) -> bool:
    """Whether a text on the nation goes on with it behind several regions in turn, or a state: 上半年，销量……."""
    national = scene.home is not None and scene.home.scope == COUNTRY
    subject = scene.setting.subject
    region = subject is not None and subject.type == "AdministrativeRegion"
    left = subject is not None and (is_abroad(subject) or (region and scene.setting.examples))
    return national and left and bool(scene.topical)


def _counted_in(scene: Scene, candidate: Candidate, clause: int, rules: MeasureRules) -> Mention | None:
    """Find where things are counted: 全国|28个省份, 225家企业来自|长沙; not where a firm speaks of itself."""
    if candidate.group != "count":
        return None
    text = scene.sentence.text
    for mention in scene.mentions:
        whole = mention.type == "AdministrativeRegion" and rules.forms["whole-region"].match(mention.text)
        if whole and mention.end == candidate.head and not rules.ending["spread"].search(text[: mention.start]):
            return mention
    voiced = any(
        clause <= subject.start < candidate.start and subject.type == "Company" and subject.rule == "voice"
        for subject in scene.subjects
    )
    return None if voiced else _place(scene, candidate, rules)


def explained(scene: Scene, candidate: Candidate) -> Mention | None:
    """Find the name that a number in parentheses is of: 江苏（87家）."""
    text = scene.sentence.text
    for mention in scene.mentions:
        opens = mention.type in HOLDING and text[mention.end : mention.end + 1] in PARENTHESIS
        if (
            opens
            and mention.end < candidate.start
            and re.fullmatch("[^（）()，；]{0,4}", text[mention.end + 1 : candidate.start])
        ):
            return mention
    return None


def _place(scene: Scene, candidate: Candidate, rules: MeasureRules) -> Mention | None:
    """Find the region that a number of things comes from or lies in: 225家企业来自长沙."""
    text = scene.sentence.text
    regions = [mention for mention in scene.mentions if mention.type == "AdministrativeRegion"]
    found = next((mention for mention in regions if mention.start >= candidate.end), None)
    if found is None or not rules.forms["comes-from"].fullmatch(text, candidate.end, found.start):
        return None
    while (inner := next((mention for mention in regions if mention.start == found.end), None)) is not None:
        found = inner  # 湖南省长沙市
    return None if rules.forms["one-of-places"].match(text, found.end) else found


def _described(scene: Scene, candidate: Candidate) -> Mention | None:
    """Find the organization that a number describes from before: 总投资8亿元的江陵重工."""
    text = scene.sentence.text
    for mention in scene.subjects:
        between = text[candidate.end : mention.start]
        if mention.type in {"Company", "Park"} and mention.start >= candidate.end and DESCRIBING.fullmatch(between):
            return mention
    return None


def _held_far(scene: Scene, candidate: Candidate, clause: int, rules: MeasureRules) -> Mention | None:
    """Find the region of another province that holds the event which a number of guests or contracts is of."""
    text, home = scene.sentence.text, scene.home
    stop = SEPARATORS.search(text, candidate.end)
    words = text[clause : stop.start() if stop else len(text)]
    of_event = any(cue.pattern.search(words) for cue in rules.cues["at_event"])
    if home is None or home.scope == COUNTRY or not of_event:
        return None
    for event in (mention for mention in scene.mentions if mention.type == "Event" and mention.end <= clause):
        held = held_behind(text, event.end, rules)
        for place in scene.mentions:
            inside = held is not None and event.end <= place.start and place.end <= held.end()
            if inside and place.type == "AdministrativeRegion" and _is_of_another(scene.entities[place], home):
                return place
    return None


def _is_of_another(region: Entity, home: Entity) -> bool:
    """Whether a region lies in another province than the text's own; of one without a code nobody knows."""
    return region.scope is not None and region.scope[:PROVINCE_CODE] != (home.scope or "")[:PROVINCE_CODE]


def _holds(scene: Scene, subject: Mention, clause: int, words: str) -> bool:
    """Whether the subject of an earlier clause is still that of this one."""
    text = scene.sentence.text
    if subject.start >= clause:
        return True
    if is_far(scene.entities[subject], scene.home):
        return False
    acts = subject.type in OWN_CLAUSE and subject.rule != "voice"
    if (
        subject.type in DESCRIBED
        and not home_words(text, clause, scene.rules)
        and _all_measured(text, subject.end, clause)
    ):
        return True
    continues = scene.rules.forms["continues"]
    if continues.match(words) and "；" not in text[subject.end : clause]:
        between = SEPARATORS.split(text[subject.end : clause])[1:-1]
        return not acts or all(continues.match(part) for part in between)
    if acts:
        return False
    entity = scene.entities[subject]
    return not (scene.setting.report and entity != scene.home)


def _all_measured(text: str, begin: int, end: int) -> bool:
    """Whether all clauses of a stretch give numbers, so that the next goes on: 某港增长5%，|集装箱5万箱."""
    parts = SEPARATORS.split(text[begin:end])[:-1]
    return "；" not in text[begin:end] and bool(parts) and all(NUMBERS.search(part) for part in parts)


def home_words(text: str, clause: int, rules: MeasureRules) -> re.Match[str] | None:
    """Read the words by which a clause speaks of the text's own region: 全市, 我省."""
    return rules.opening["home"].match(text[clause:].lstrip("、，的和"))


def start_of_clause(text: str, end: int) -> int:
    """Find where the clause begins in which a number stands."""
    return max((match.end() for match in SEPARATORS.finditer(text, 0, end)), default=0)
