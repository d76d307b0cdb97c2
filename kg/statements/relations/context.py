"""Who a passage speaks of, who speaks in it, and whether what it says holds: read once for each document."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.knowledge import Knowledge
from kg.knowledge.name_rules import ORGANIZATIONS
from kg.knowledge.regions import COUNTRY, Region
from kg.model import Document, Entity, Evidence, Mention, Sentence
from kg.statements.home import find_home, find_zone
from kg.statements.relations.coded import Coded, encode, is_name

__all__ = ["GUESS", "LIST", "ORGANIZATIONS", "PLANNABLE", "Context", "Status", "read_context"]

Status = Literal["actual", "planned", "proposed"]

PLANNABLE = frozenset({"builds", "pursues", "locatedIn", "initiatedBy"})  # hold for plans too; see the gold guide
MEDIA = frozenset({"SocialOrganization", "Company"})
CARRIED = ORGANIZATIONS | {"Park"}
HELPERS = frozenset({"EducationResearch", "GovernmentBody", "Park", "SocialOrganization"})  # beside whom a firm acts
DEPUTIES = 2  # sentences that name deputies make a text one of what they say
GUESS = 0.5  # confidence of what the kind of text tells rather than its words
REACH = 2  # sentences that a subject is carried over without being named again
ACTORS = ORGANIZATIONS | {"AdministrativeRegion", "Person"}
_QUOTED = re.compile("“[^“”，。；：、！？]{2,16}”")  # with one character for each name in it
_BOUNDARY = "，。；：！？“”‘’（）()—… 　"
_STOP = "。；！？"
LIST = "、和与及"
_WITH = "与和同"
_AGENTS = ("由", "以", "使", "让")
_GOVERNING = "在于从到向对将把赴"  # a name after one of these is no subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A document as the search for relations needs it.

    Attributes:
        document: The text.
        coded: Its sentences in code, in reading order.
        home: What 我市 means; ``None`` where nobody knows.
        zone: The park that the text is about, where its region ends with one: 江西省南昌市经开区.
        knowledge: What the program knows.
        speakers: By sentence, the person whose words it holds.
        subjects: By sentence, the organization it begins with.
        known: The document's entities by type and name.
        own_paper: Whether it is a report or a plan of its region's government, or what its deputies say.
        houses: The firm or park that a person speaks for, where the text names one alone.
        alone: Whether the text speaks of its region and names nobody else who could act.
    """

    document: Document
    coded: tuple[Coded, ...]
    home: Entity | None
    zone: Entity | None
    knowledge: Knowledge
    speakers: tuple[Entity | None, ...]
    subjects: tuple[tuple[int, str] | None, ...]
    known: Mapping[tuple[str, str], Entity]
    houses: Mapping[Entity, Entity]
    own_paper: bool = False
    alone: bool = False

    def cue(self, name: str) -> re.Pattern[str]:
        """Give a word list of the patterns as a regular expression."""
        return self.knowledge.relations.cues[name]

    @property
    def home_region(self) -> Region | None:
        """The region that the text is about."""
        return self.knowledge.regions.home(self.document.region)

    def in_theme(self, number: int, start: int, end: int) -> bool:
        """Say whether a stretch of a sentence stands in the theme of a meeting: 以“推进新型工业化”为主题."""
        themes = self.cue("theme").finditer(self.coded[number].text)
        return any(theme.start() < end and start < theme.end() for theme in themes)

    def leads(self, number: int, place: int) -> bool:
        """Say whether the mention at a place of a sentence stands where a clause's subject stands."""
        text = self.coded[number].text
        if text[place + 1 : place + 2] == "的" or (place and text[place - 1] in _GOVERNING):
            return False
        kind = self.coded[number].entity(text[place]).type
        if kind in MEDIA and self.cue("reports").match(text, place + 1):
            return False  # 某某新闻讯
        if kind == "GovernmentBody" and self.cue("members").match(text, place + 1):
            return False  # 全国人大代表某某: not the congress acts
        if kind == "AdministrativeRegion" and _QUOTED.match(text, place - 1):
            return False  # “湖南省旅游强县” is a name
        while place > 1 and text[place - 1] in LIST and is_name(text[place - 2]):
            place -= 2
        start = place
        while start and text[start - 1] not in _BOUNDARY and not is_name(text[start - 1]):
            start -= 1
        if start and is_name(text[start - 1]) and text[start:place] in _AGENTS:
            return False  # 某公司由另一家公司投资: the first goes on acting
        if kind == "Person" and self.knowledge.lexicon.titles.regex.fullmatch(text, start, place):
            return not self.cue("speech").match(text, place + 1)
        return start == place or bool(self.cue("lead").fullmatch(text, start, place))

    def topic(self, number: int, place: int, classes: frozenset[str]) -> tuple[Entity, int | None] | None:
        """Find who acts at a place of a sentence.

        Args:
            number: The sentence.
            place: In its code.
            classes: What the subject can be.

        Returns:
            The subject, and its place if it stands in the same sentence.
        """
        coded = self.coded[number]
        for before, char in reversed(coded.names(0, place)):
            entity = coded.entity(char)
            if self.cue("we").search(coded.text, before + 1, place):
                us = self._house(number) or self.home
                return (us, None) if us and us.type in classes else None
            if not self.leads(number, before) or self._stands_by(number, before, place, classes):
                continue
            if entity.type == "AdministrativeRegion" and self.cue("goes_on").match(coded.text, before + 1):
                return None
            if entity.type in classes:
                return self._who_goes_on(coded, before, place, classes)
            own_clause = entity.type == "AdministrativeRegion" and "，" not in coded.text[before:place]
            if entity.type in CARRIED or own_clause:
                return None
        if self.cue("unnamed").search(coded.text, 0, place):
            return None
        if later := self._named_later(number, place, classes):
            return later
        if self.zone and self.zone.type in classes:
            return self.zone, None
        found = self._unnamed(number, classes)
        return (found, None) if found and found.type in classes else None

    def _who_goes_on(self, coded: Coded, place: int, deed: int, classes: frozenset[str]) -> tuple[Entity, int]:
        """Of two who do something together the first goes on acting: 歌尔与北航共建研究院，还与高通签约."""
        first = place - 2
        while first > 0 and coded.text[first + 1] == "、" and is_name(coded.text[first]):
            first -= 2
        if first >= 0 and coded.text[first + 1] in _WITH and is_name(coded.text[first]):
            another_clause = any(mark in coded.text[place:deed] for mark in "，；")
            joint = another_clause and self.cue("together").match(coded.text, place + 1)
            actor, helper = coded.entity(coded.text[first]), coded.entity(coded.text[place])
            if joint and actor.type == "Company" and actor.type in classes and helper.type in HELPERS:
                return actor, first
        return coded.entity(coded.text[place]), place

    def _unnamed(self, number: int, classes: frozenset[str]) -> Entity | None:
        """Tell who acts where nobody is named: the text's region, in one about the country who acted before."""
        house = self._house(number)
        if house and house.type in classes:
            return house
        carried = self._carried(number, classes)
        at_home = self.home is not None and self.home.type in classes and self._is_on_home(number)
        if carried and (not at_home or (self.home and self.home.scope == COUNTRY)):
            return carried
        return self.home if at_home else None

    def _is_on_home(self, number: int) -> bool:
        """Say whether a sentence speaks of the text's region; a paper of its own always does."""
        if self.own_paper or self.alone:
            return True
        coded = self.coded[number]
        named = any(coded.entity(char) == self.home for _, char in coded.names())
        return named or self.cue("at_home").search(coded.sentence.text) is not None

    def _house(self, number: int) -> Entity | None:
        """Name the firm or park for which somebody speaks in a sentence: 某公司总经理某某说，正在建设……."""
        if not self.houses:
            return None
        ahead = self.coded[number].text.lstrip().startswith("“")
        for others in (range(number, -1, -1), range(number + 1, len(self.coded) if ahead else 0)):
            for other in others:
                if self.coded[other].sentence.paragraph != self.coded[number].sentence.paragraph:
                    break
                if speaker := self._speaking(self.coded[other]):
                    return self.houses.get(speaker)
        return None

    def _speaking(self, coded: Coded) -> Entity | None:
        """Find the first person with a verb of speech in a sentence."""
        people = [(place, char) for place, char in coded.names() if coded.entity(char).type == "Person"]
        speaking = (coded.entity(char) for place, char in people if self.cue("speech").match(coded.text, place + 1))
        return next(speaking, None)

    def _named_later(self, number: int, place: int, classes: frozenset[str]) -> tuple[Entity, int] | None:
        """Find the subject behind a clause of purpose or ground: 为落实某战略，市政府决定……."""
        coded = self.coded[number]
        if not self.cue("purpose").match(coded.text):
            return None
        for later, char in coded.names(place + 1):
            if coded.text[later - 1] in "，”" and coded.entity(char).type in classes and self.leads(number, later):
                return coded.entity(char), later
        return None

    def latest(self, number: int, place: int, classes: frozenset[str]) -> tuple[Entity, int | None] | None:
        """Find the last name of some classes before a place, in its sentence or the one before in its paragraph."""
        for before, char in reversed(self.coded[number].names(0, place)):
            if self.coded[number].entity(char).type in classes:
                return self.coded[number].entity(char), before
        if not number or self.coded[number - 1].sentence.paragraph != self.coded[number].sentence.paragraph:
            return None
        for _, char in reversed(self.coded[number - 1].names()):
            if self.coded[number - 1].entity(char).type in classes:
                return self.coded[number - 1].entity(char), None
        return None

    def _stands_by(self, number: int, before: int, place: int, classes: frozenset[str]) -> bool:
        """Say whether a name that begins a clause does not act at a place, so that the one before it may."""
        coded = self.coded[number]
        char = coded.text[before]
        entity = coded.entity(char)
        if entity.type == "Park":
            return not self._acts(coded, before, place, classes)
        if entity.type == "GovernmentBody":
            return self._employs_speaker(number, before)
        return self._measured_by(coded.mentions[char], entity)

    def _acts(self, coded: Coded, before: int, place: int, classes: frozenset[str]) -> bool:
        """Say whether a park that begins a clause is who acts at a place, so that nobody else does.

        One that cannot act in this way (classes) is so in its own clause alone, or in a text about it; one that can
        also where it opens the sentence.
        """
        if coded.text.startswith("等", before + 1):
            return False
        alone = "Park" in classes and classes.isdisjoint(ORGANIZATIONS)
        opens = "Park" in classes and "，" not in coded.text[:before]
        about = alone or opens or coded.entity(coded.text[before]) == self.zone
        return about or "，" not in coded.text[before:place]

    def _employs_speaker(self, number: int, place: int) -> bool:
        """Say whether a body stands only before its officer who speaks: 市科技局局长某某介绍，全市……."""
        coded = self.coded[number]
        for after, char in coded.names(place + 1):
            if any(mark in coded.text[place:after] for mark in "，。；：！？"):
                return False
            if coded.entity(char).type == "Person":
                return bool(self.cue("speech").match(coded.text, after + 1))
        return False

    def _measured_by(self, mention: Mention, entity: Entity) -> bool:
        """Say whether a region (全国, 中国) is what the text's own is part of, and so acts in no clause of it."""
        if entity.type != "AdministrativeRegion" or entity == self.home or self.home is None:
            return False
        return mention.text.startswith("全") or entity.scope == COUNTRY

    def _carried(self, number: int, classes: frozenset[str]) -> Entity | None:
        paragraph = self.coded[number].sentence.paragraph
        for before in range(number - 1, max(number - 1 - REACH, -1), -1):
            if self.coded[before].sentence.paragraph != paragraph:
                return None
            found = self.subjects[before]
            if found:
                entity = self.coded[before].entity(found[1])
                return entity if entity.type in classes else None
        return None

    def status(self, number: int, start: int, end: int) -> Status | None:
        """Say whether the words of a range tell a fact, a plan or a demand; ``None`` where they deny it."""
        text = self.coded[number].text
        clause = max(text.rfind(mark, 0, start) for mark in _STOP + "，") + 1
        if self.cue("negated").search(text, clause, end):
            return None
        if self.cue("proposed").search(text, 0, end):
            return "proposed"
        passage = max(text.rfind(mark, 0, start) for mark in _STOP) + 1
        return "planned" if self.cue("planned").search(text, passage, end) else "actual"

    def plain(self, number: int, start: int, end: int) -> bool:
        """Say whether a clause tells a fact: no plan, no demand, no negation in it."""
        text = self.coded[number].text
        clause = max(text.rfind(mark, 0, start) for mark in _STOP + "，") + 1
        return not any(self.cue(cue).search(text, clause, end) for cue in ("negated", "planned", "proposed"))

    def evidence(self, number: int, start: int, end: int, rule: str, confidence: float) -> Evidence:
        """Point at the words of a range of a sentence's code."""
        coded = self.coded[number]
        return self.quote(coded.sentence, coded.starts[start], coded.ends[end - 1], rule, confidence)

    def quote(self, sentence: Sentence, start: int, end: int, rule: str, confidence: float) -> Evidence:
        """Point at the words of a range of a sentence."""
        spans = sentence.locate(start, end)
        quote = "".join(self.document.text[span.start : span.end] for span in spans)
        return Evidence(document=self.document.id, spans=spans, quote=quote, rule=rule, confidence=confidence)

    def region(self, name: str) -> Entity | None:
        """Find the entity of a region by its name; only one region may have it."""
        if known := self.known.get(("AdministrativeRegion", name)):
            return known
        regions = self.knowledge.regions.named(name)
        if len(regions) != 1:
            return None
        region = regions[0]
        return self.known.get(("AdministrativeRegion", region.name)) or Entity(
            type="AdministrativeRegion", name=region.name, scope=region.code
        )

    def body(self, type_: str, name: str, deictic: str = "") -> Entity:
        """Find the entity of a body by its full name, or make it where the text only implies it."""
        known = self.known.get((type_, name))
        return known or Entity(type=type_, name=name, deictic=(deictic,) if deictic else ())


def read_context(
    sentences: Sequence[Sentence], entities: Mapping[Mention, Entity], document: Document, knowledge: Knowledge
) -> Context:
    """Put a document in code and find its speakers and subjects."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in entities:
        by_sentence.setdefault(id(mention.sentence), []).append(mention)
    classes = knowledge.relations.classes
    coded = tuple(encode(s, entities, by_sentence.get(id(s), []), classes) for s in sentences)
    known: dict[tuple[str, str], Entity] = {}
    for entity in entities.values():
        known.setdefault((entity.type, entity.name), entity)
    bare = Context(
        document=document,
        coded=coded,
        home=find_home(document, known.values(), knowledge.regions),
        zone=find_zone(document, known.values(), knowledge.regions),
        knowledge=knowledge,
        speakers=tuple(_speakers(coded, knowledge.relations.cues["speech"])),
        subjects=(None,) * len(coded),
        known=known,
        houses={},
        own_paper=_is_own_paper(sentences, document, knowledge),
    )
    subjects = tuple(_subject(bare, number) for number in range(len(coded)))
    return replace(bare, subjects=subjects, alone=_is_alone(bare))


def _is_alone(context: Context) -> bool:
    """Say whether a text names its region and nobody else who could act, but for what holds the region."""
    if context.home is None or context.home.scope == COUNTRY:
        return False
    names = [coded.entity(char) for coded in context.coded for _, char in coded.names()]
    home, regions = context.home_region, context.knowledge.regions
    others = {entity for entity in names if entity.type in ACTORS and entity != context.home}
    around = {region.code for region in regions.ancestors(home)} if home else set()
    return context.home in names and all(entity.scope in around for entity in others)


def _is_own_paper(sentences: Sequence[Sentence], document: Document, knowledge: Knowledge) -> bool:
    cues = knowledge.relations.cues
    if any(cues["paper"].search(title) for title in (document.title or "", *_headings(sentences))):
        return True
    return sum(bool(cues["deputies"].search(sentence.text)) for sentence in sentences) >= DEPUTIES


def _headings(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Give the headings that a text begins with."""
    for sentence in sentences:
        if sentence.block != "heading":
            return
        yield sentence.text.strip()


def _subject(context: Context, number: int) -> tuple[int, str] | None:
    """Find the last organization that a clause of the sentence begins with; a region ends the carrying over."""
    coded = context.coded[number]
    found = None
    for place, char in coded.names():
        entity = coded.entity(char)
        if entity.type in CARRIED | {"AdministrativeRegion"} and context.leads(number, place):
            found = (place, char) if entity.type in CARRIED or entity == context.home else None
    return found


def _speakers(coded: Iterable[Coded], speech: re.Pattern[str]) -> list[Entity | None]:
    """Tell whose words each sentence holds: a name with a verb of speech, or the last heading 某某：."""
    found: list[Entity | None] = []
    current: Entity | None = None
    for sentence in coded:
        people = [(place, char) for place, char in sentence.names() if sentence.entity(char).type == "Person"]
        current = None if sentence.sentence.block == "heading" else current
        for place, char in people:
            if speech.match(sentence.text, place + 1) or sentence.text[place + 1 :].strip() in ("：", ":"):
                current = sentence.entity(char)
        found.append(current)
    return found
