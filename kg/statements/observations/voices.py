"""Who is meant by 公司, 园区 or 项目 at the start of a clause, and for whom somebody speaks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.knowledge.measures import MeasureRules
from kg.model import Entity, Mention, Sentence
from kg.text.tokens import cut

__all__ = ["find_voices"]

ORGANIZED = {"Company", "Park", "EducationResearch"}
TITLE_CHARS = 24  # from the end of an employer's name to its officer's
SPOKEN_CHARS = 8  # from the officer's name to the verb
POINTED = {
    "EducationResearch",
    "GovernmentBody",
    "SocialOrganization",
    "Project",
    "Park",
}  # 该局, 该校, 该中心 are these
POINTING_TAILS = range(4, 0, -1)  # characters of a name's end that 该 may stand before
STOCK_CODE = re.compile(r"[”》]?[（(](?:[0-9]{4,6}(?:\.(?:SH|SZ|BJ|HK))?|[A-Z]{1,5}\.(?:US|O|N)|HK[0-9]{4,5})[）)]")
NEAR_MARKS = re.compile("[，。；：！？]")


@dataclass(slots=True)
class _Known:
    """What the sentences read so far have said."""

    spoken: dict[str, Entity] = field(default_factory=dict)
    employers: dict[Entity, Entity] = field(default_factory=dict)
    named: list[tuple[str, Entity]] = field(default_factory=list)
    listed: Entity | None = None


def find_voices(
    sentences: Sequence[Sentence],
    mentions: Mapping[Sentence, Sequence[Mention]],
    entities: Mapping[Mention, Entity],
    rules: MeasureRules,
) -> dict[Sentence, dict[Mention, Entity]]:
    """Find the clauses whose subject is a common noun or whoever speaks.

    Args:
        sentences: In reading order.
        mentions: The names in each, in order.
        entities: What they mean.
        rules: The common nouns and the verbs of speech.

    Returns:
        By sentence: the noun, or the speaker's name, as a mention of the organization that it stands for. A sentence
        that is all quotation has its speaker's, whom the next sentence names, as a mention of its first character.

    Examples: 2018年，公司实现销售收入2亿元; 江陵重工总经理李明说，订单增长三成.
    """
    known = _Known(listed=_listed_firm(mentions, entities))
    found: dict[Sentence, dict[Mention, Entity]] = {}
    for number, sentence in enumerate(sentences):
        names = mentions.get(sentence, ())
        voices = dict(_read_names(sentence, names, entities, known, rules))
        speaker = _speaker(sentence, names, entities, known, rules)
        if speaker is not None:
            voices[speaker[0]] = speaker[1]
            before = sentences[number - 1] if number else None
            if before is not None and before.paragraph == sentence.paragraph and before.text.startswith(("“", "「")):
                opening = Mention(before, 0, 1, speaker[1].type, "voice")
                found[before] = {opening: speaker[1]} | found.get(before, {})
        if voices:
            found[sentence] = found.get(sentence, {}) | voices
    return found


def _read_names(
    sentence: Sentence,
    names: Sequence[Mention],
    entities: Mapping[Mention, Entity],
    known: _Known,
    rules: MeasureRules,
) -> Iterator[tuple[Mention, Entity]]:
    """Remember the names of a sentence in order, and give the common nouns between them what they stand for."""
    nouns = sorted(
        (match.start("noun"), match.end("noun"), cue.id)
        for cue in rules.cues["common_nouns"]
        for match in cue.pattern.finditer(sentence.text)
    )
    waiting = [name for name in names if name.type in {"Company", "Park"}]
    for start, end, noun in nouns:
        while waiting and waiting[0].start < start:
            _remember(waiting.pop(0), names, entities, known, rules)
        meant = known.listed if noun == "company" and known.listed else known.spoken.get(noun)
        if meant is not None and not any(name.start < end and start < name.end for name in names):
            yield Mention(sentence, start, end, meant.type, "voice"), meant
    for name in waiting:
        _remember(name, names, entities, known, rules)
    yield from _pointed(sentence, names, entities, known, rules)


def _listed_firm(mentions: Mapping[Sentence, Sequence[Mention]], entities: Mapping[Mention, Entity]) -> Entity | None:
    """Find the one firm of a text whose code at the exchange it gives; an announcement calls it 公司."""
    listed = {
        entities[name]
        for names in mentions.values()
        for name in names
        if name.type == "Company" and STOCK_CODE.match(name.sentence.text, name.end)
    }
    return listed.pop() if len(listed) == 1 else None


def _pointed(
    sentence: Sentence,
    names: Sequence[Mention],
    entities: Mapping[Mention, Entity],
    known: _Known,
    rules: MeasureRules,
) -> Iterator[tuple[Mention, Entity]]:
    """Give 该局, 该校 and their like what was named last and ends so; then remember the names of the sentence."""
    new = [(name, (name.text, entities[name])) for name in names if name.type in POINTED]
    for match in rules.forms["pointed"].finditer(sentence.text):
        start, words = match.start("noun"), match["words"]
        if any(name.start <= start < name.end for name in names):
            continue
        ends = {token.end for token in cut(words)}
        before = known.named + [said for name, said in new if name.end <= start]
        for size in POINTING_TAILS:
            meant = next((entity for text, entity in reversed(before) if text.endswith(words[:size])), None)
            if meant is not None and size in ends and (size > 1 or words[0] in rules.words["pointed_end"]):
                yield Mention(sentence, start, start + 1 + size, meant.type, "voice"), meant
                break
    known.named += [said for _, said in new]


def _remember(
    name: Mention,
    names: Sequence[Mention],
    entities: Mapping[Mention, Entity],
    known: _Known,
    rules: MeasureRules,
) -> None:
    if any(_inside(name, other) for other in names):
        return
    text = name.sentence.text
    leading = any(cue.pattern.search(text[: name.start]) for cue in rules.cues["leads_clause"])
    listed = rules.forms["one-of-several"].match(text, name.end) is not None
    noun = "company" if name.type == "Company" else "park"
    if (leading and not listed) or noun not in known.spoken:
        known.spoken[noun] = entities[name]
        if leading or "project" not in known.spoken:
            known.spoken["project"] = entities[name]


def _inside(name: Mention, other: Mention) -> bool:
    return other is not name and other.start <= name.start and name.end <= other.end


def _speaker(
    sentence: Sentence,
    names: Sequence[Mention],
    entities: Mapping[Mention, Entity],
    known: _Known,
    rules: MeasureRules,
) -> tuple[Mention, Entity] | None:
    """Find who speaks, and the organization whose officer that is."""
    for person in names:
        if person.type != "Person":
            continue
        employer = _employer(sentence, person, names, entities, known, rules)
        if employer is not None:
            known.employers[entities[person]] = employer
        employer = known.employers.get(entities[person])
        after = sentence.text[person.end : person.end + SPOKEN_CHARS]
        if employer is not None and any(cue.pattern.match(after) for cue in rules.cues["speaks"]):
            return Mention(sentence, person.start, person.end, employer.type, "voice"), employer
    return None


def _employer(
    sentence: Sentence,
    person: Mention,
    names: Sequence[Mention],
    entities: Mapping[Mention, Entity],
    known: _Known,
    rules: MeasureRules,
) -> Entity | None:
    near = sentence.text[max(0, person.start - TITLE_CHARS) : person.start]
    begin = person.start - len(NEAR_MARKS.split(near)[-1])
    orgs = [name for name in names if name.type in ORGANIZED and begin < name.end <= person.start]
    if orgs:
        return entities[orgs[-1]]
    boards = [name for name in names if name.type == "GovernmentBody" and begin < name.end <= person.start]
    if boards and boards[-1].text.endswith(("管委会", "管理委员会")):
        return next((entities[name] for name in names if name.type == "Park" and _inside(name, boards[-1])), None)
    for cue in rules.cues["officers"]:
        if cue.pattern.match(sentence.text[begin : person.start]):
            return known.spoken.get(cue.id.removesuffix("-officer"))
    return None
