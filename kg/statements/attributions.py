"""The clauses that say who speaks."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.knowledge.speech import SpeechRules
from kg.model import Entity
from kg.statements.speech import Named, Speech, named_in

__all__ = ["MARKS", "Attribution", "find_attributions"]

MARKS = "，,：:"  # between a verb and what is said
OPENING = re.compile(r"[^\u4e00-\u9fff]|.{16}")  # no name opens a paragraph behind a mark or a long title
IN_A_ROW = re.compile("、[^、，。；：“”（）的]{0,12}")  # between two people of a list: the title of the second
BESIDE = re.compile(f"{IN_A_ROW.pattern}|[和与及]")
POINTED_VERB = "提出"  # of points whose noun is no verb: 提出三点意见
AROUND = 4  # characters on each side of a name that say whether it is the subject
SPEAKERS = ("Person", "GovernmentBody", "Company", "SocialOrganization", "EducationResearch")
MAX_SCENE_CHARS = 60  # of a clause behind a quotation that names its speaker without a verb of saying


@dataclass(frozen=True, slots=True)
class Attribution:
    """A clause that says who speaks.

    Attributes:
        start: Where the clause starts; a quotation that ends there belongs to it.
        name_start: Where the speaker is named.
        end: Behind the verb and its mark.
        speakers: Several where a list of names governs the verb; none where the text does not name one.
        verb: The verb as the graph writes it.
    """

    start: int
    name_start: int
    end: int
    speakers: tuple[Entity, ...]
    verb: str


def find_attributions(speech: Speech, rules: SpeechRules, before: Entity | None) -> list[Attribution]:
    """Find the clauses that say who speaks, in the order of the text, none within a quotation.

    Args:
        speech: The paragraph.
        rules: The verbs and clues.
        before: Who spoke last before this paragraph; he and she are that person until another is named.
    """
    named = [*_by_name(speech, rules), *_by_points(speech, rules)]
    nameless = [
        Attribution(_clause_start(speech, match.start()), match.start(), match.end(), (), "")
        for match in rules.nobody.finditer(speech.text)
        if not speech.in_quote(match.start()) and not _is_referred(speech, rules, match.start())
    ]
    others = [*_by_pronoun(speech, rules, nameless, before), *_clause_attributions(speech, rules, named), *nameless]
    found = _without_overlap(named, others, len(speech.text))
    found = _without_embedded(sorted(found, key=lambda known: (known.end, known.start)))
    found += _scenes(speech, rules, found)
    return sorted([*found, *_introduced(speech, rules, found)], key=lambda known: (known.end, known.start))


def _by_points(speech: Speech, rules: SpeechRules) -> Iterator[Attribution]:
    """Read points that somebody makes, who is named last before them: 李明对下一步工作提出三点要求：……."""
    for match in rules.points.finditer(speech.text):
        start = _clause_start(speech, match.start())
        people = named_in(speech.people, start, match.start())
        if people and not speech.in_quote(match.start()):
            verb = match["noun"] if match["noun"] in rules.verbs else POINTED_VERB
            yield Attribution(start, people[-1].start, match.end(), (people[-1].entity,), verb)


def _without_overlap(named: Sequence[Attribution], others: Sequence[Attribution], length: int) -> list[Attribution]:
    """Add to those found by name what overlaps none found before."""
    found = list(named)
    taken = bytearray(length)
    for attribution in named:
        taken[attribution.name_start : attribution.end] = b"x" * (attribution.end - attribution.name_start)
    for other in others:
        if not any(taken[other.name_start : other.end]):
            taken[other.name_start : other.end] = b"x" * (other.end - other.name_start)
            found.append(other)
    return found


def _by_name(speech: Speech, rules: SpeechRules) -> list[Attribution]:
    """Read verbs behind names; of two people before one verb the first is its subject: 李明对王强说."""
    found: dict[int, tuple[Attribution, bool]] = {}
    for name in _speakers(speech):
        attribution = _behind(speech, rules, name.start, name.end, name.entity)
        is_person = name.entity.type == "Person"
        known = attribution and found.get(attribution.end)
        if attribution and (not known or (is_person and not known[1])):
            found[attribution.end] = (attribution, is_person)
    return [attribution for attribution, _ in found.values()]


def _without_embedded(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out what a speaker says that another one says: 李明表示，王强希望……."""
    embedded = {second for first, second in pairwise(found) if first.end == second.name_start}
    return [attribution for attribution in found if attribution not in embedded]


def _speakers(speech: Speech) -> list[Named]:
    """List who may speak: people and organizations."""
    return [name for name in speech.named if name.entity.type in SPEAKERS and not speech.in_quote(name.start)]


def _by_pronoun(
    speech: Speech, rules: SpeechRules, nameless: Sequence[Attribution], before: Entity | None
) -> Iterator[Attribution]:
    """Read verbs behind he and she, who are the person named last unless somebody without a name spoke since."""
    for match in rules.pronoun.finditer(speech.text):
        place = match.start()
        before_it = named_in(speech.people, 0, place)
        last = next((name for name in reversed(before_it) if name.end <= place), None)
        since = last.end if last else 0
        speaker = last.entity if last else before
        if speaker and not any(since <= other.name_start and other.end <= place for other in nameless):
            found = _behind(speech, rules, match.start(), match.end(), speaker)
            if found:
                yield found


def _behind(speech: Speech, rules: SpeechRules, start: int, end: int, speaker: Entity) -> Attribution | None:
    """Read a verb of saying behind the speaker's name."""
    if speech.in_quote(start):
        return None
    is_person = speaker.type == "Person"
    text, clause = speech.text, _clause_start(speech, start)
    if is_person and (
        rules.colon.match(text, end) or (rules.dash.match(text, clause) and text[end : end + 1] in {"", "。"})
    ):
        return Attribution(clause, start, end, _listed(speech, start, speaker), rules.plain_verb)
    if is_person and rules.interview.match(text, end) and not OPENING.search(text[:start]):
        return Attribution(clause, start, end + 1, (speaker,), rules.plain_verb)
    before = text[speech.sentence_start(start) : start]
    if is_person and rules.caption.match(text, end) and rules.captioned.match(before):
        return Attribution(clause, start, end + 1, (speaker,), rules.plain_verb)
    match = rules.behind_name.match(text, end)
    if not match or (not is_person and _is_referred(speech, rules, start)):
        return None
    verb = rules.verbs[match["verb"]]
    marked = any(mark in match["mark"] for mark in MARKS) or text[match.end() : match.end() + 1] in {*"。“！？；", ""}
    if (marked and (is_person or verb.body)) or (verb.direct and is_person):
        return Attribution(clause, start, match.end(), _listed(speech, start, speaker), verb.id)
    return None


def _is_referred(speech: Speech, rules: SpeechRules, place: int) -> bool:
    """Say whether a clause only refers to what a body says: 按照省政府要求，……."""
    clause = max(speech.text.rfind(mark, 0, place) for mark in "，。；：“”") + 1
    return bool(rules.referred.search(speech.text[clause:place]))


def _listed(speech: Speech, start: int, last: Entity) -> tuple[Entity, ...]:
    """Find the people of a list that ends in the speaker: 李明、总经理王强建议."""
    listed = [last]
    for name in reversed(named_in(speech.people, 0, start)):
        if last.type != "Person" or not BESIDE.fullmatch(speech.text, name.end, start):
            break
        listed.insert(0, name.entity)
        start = name.start
    return tuple(listed)


def _clause_attributions(speech: Speech, rules: SpeechRules, known: Sequence[Attribution]) -> Iterator[Attribution]:
    """Read verbs that open a later clause; their subject is the first person named in the sentence."""
    starts = sorted(attribution.name_start for attribution in known)
    for match in rules.clause_verb.finditer(speech.text):
        start = _clause_start(speech, match.start())
        people = named_in(speech.people, start, match.start())
        subject = next(iter(people), None)
        if not subject or speech.in_quote(match.start()) or _is_no_subject(speech, rules, subject):
            continue
        verb = rules.verbs[match["verb"]]
        wish = verb.wish and (not verb.promise or rules.promised.match(speech.text, match.end()) is not None)
        marked = wish or any(mark in match["mark"] for mark in MARKS) or speech.text.startswith("要", match.end())
        attributed = bisect_left(starts, start) < bisect_left(starts, match.start())
        if marked and not attributed:
            beside = [subject.entity]
            for one, two in pairwise(people):
                if not IN_A_ROW.fullmatch(speech.text, one.end, two.start):
                    break  # 李明与王强会谈，表示……: only the first speaks
                beside.append(two.entity)
            yield Attribution(start, match.start() + 1, match.end(), tuple(beside), verb.id)


def _is_no_subject(speech: Speech, rules: SpeechRules, name: Named) -> bool:
    before, behind = speech.text[max(name.start - AROUND, 0) : name.start], speech.text[name.end : name.end + AROUND]
    return rules.no_subject.search(f"{before}|{behind}") is not None


def _scenes(speech: Speech, rules: SpeechRules, known: Sequence[Attribution]) -> Iterator[Attribution]:
    """Read clauses behind a quotation that name its speaker without a verb, as in “……。”看着货架，李明十分高兴."""
    for start, end in speech.quotes:
        match = rules.scene.match(speech.text, end)
        if not match or match.end() - end > MAX_SCENE_CHARS or not _opens(speech, start):
            continue
        people = named_in(speech.people, end, match.end())
        taken = any(other.start <= match.end() and start <= other.end for other in known)
        if len(people) == 1 and not taken:
            yield Attribution(end, people[0].start, match.end(), (people[0].entity,), rules.plain_verb)


def _introduced(speech: Speech, rules: SpeechRules, known: Sequence[Attribution]) -> Iterator[Attribution]:
    """Give a quotation in the first person that no clause attributes to the one person told of right before it."""
    since = 0
    for start, end in speech.quotes:
        taken = any(other.start <= end and start <= other.end for other in known)
        before = max([since, *(other.end for other in known if other.end <= start)])
        people = {name.entity: name for name in named_in(speech.people, before, start)}
        since = end
        spoken = rules.first_person.search(speech.text[start + 1 : end]) and speech.text[end - 2] in "。！？"
        if len(people) == 1 and spoken and not taken and start and speech.text[start - 1] in "。！？":
            yield Attribution(start, start, start, tuple(people), rules.plain_verb)


def _opens(speech: Speech, quote_start: int) -> bool:
    """Say whether a quotation opens a sentence."""
    return quote_start == 0 or speech.text[quote_start - 1] in "。！？”："


def _clause_start(speech: Speech, place: int) -> int:
    """Find where the sentence or the rest of one behind a quotation starts."""
    return max(speech.sentence_start(place), *(end for _, end in speech.quotes_in(0, place)[-1:]), 0)
