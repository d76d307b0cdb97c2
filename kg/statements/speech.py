"""Paragraphs as one text, their quotations, and the clauses that say who speaks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.knowledge.speech import SpeechRules, SpeechVerb
from kg.model import Block, Entity, Mention, Sentence, Span

__all__ = ["Attribution", "Named", "Speech", "find_attributions", "to_speech"]

MIN_QUOTE_CHARS = 4  # a shorter quotation is a word: “好。”
SENTENCE_MARKS = "。！？!?…；;"


@dataclass(frozen=True, slots=True)
class Named:
    """An entity named in a paragraph, at a range of the paragraph's text."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A paragraph, as what is said in it is found.

    Attributes:
        text: Its sentences put together.
        sentences: Each with where it starts in ``text``.
        named: The entities, in the order of the text.
        quotes: Quotations that hold speech, with their marks.
        block: Heading or body.
    """

    text: str
    sentences: tuple[tuple[int, Sentence], ...]
    named: tuple[Named, ...]
    quotes: tuple[tuple[int, int], ...]
    block: Block

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Say where a range of the text stands in the document; ranges that touch are one."""
        spans: list[Span] = []
        for offset, sentence in self.sentences:
            first, last = max(start - offset, 0), min(end - offset, len(sentence.text))
            for span in sentence.locate(first, last) if first < last else ():
                if spans and spans[-1].end == span.start:
                    spans[-1] = Span(spans[-1].start, span.end)
                else:
                    spans.append(span)
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A clause that says who speaks.

    Attributes:
        start: Where the clause starts; a quotation that ends there belongs to it.
        name_start: Where the speaker is named.
        end: Behind the verb and its mark.
        speaker: ``None`` where the text does not name one.
        verb: The verb as the graph writes it.
    """

    start: int
    name_start: int
    end: int
    speaker: Entity | None
    verb: str


def to_speech(sentences: Sequence[Sentence], entities: Mapping[Mention, Entity]) -> list[Speech]:
    """Put the sentences of each paragraph together."""
    mentions: dict[Sentence, list[Mention]] = {}
    for mention in entities:
        mentions.setdefault(mention.sentence, []).append(mention)
    paragraphs = []
    for _, group in groupby(sentences, key=lambda sentence: (sentence.paragraph, sentence.block)):
        text = ""
        placed: list[tuple[int, Sentence]] = []
        named: list[Named] = []
        for sentence in group:
            placed.append((len(text), sentence))
            named += [
                Named(len(text) + mention.start, len(text) + mention.end, entities[mention])
                for mention in mentions.get(sentence, ())
            ]
            text += sentence.text
        quotes = tuple(_speech_quotes(text))
        named.sort(key=lambda name: (name.start, -name.end))
        block = placed[0][1].block
        paragraphs.append(Speech(text=text, sentences=tuple(placed), named=tuple(named), quotes=quotes, block=block))
    return paragraphs


def _speech_quotes(text: str) -> list[tuple[int, int]]:
    """Find the outermost quotations that hold a sentence; one whose other mark is missing reaches to the edge."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for place, char in enumerate(text):
        if char == "“":
            opened.append(place)
        elif char == "”" and not opened and text[place - 1] in SENTENCE_MARKS:
            found = [(0, place + 1)]
        elif char == "”" and opened:
            start = opened.pop()
            if not opened:
                found.append((start, place + 1))
    return [(start, end) for start, end in found if _holds_speech(text[start:end].strip("“”"))]


def _holds_speech(quote: str) -> bool:
    return len(quote) >= MIN_QUOTE_CHARS and (
        quote[-1] in SENTENCE_MARKS + "，" or any(mark in quote for mark in "。！？")
    )


def find_attributions(speech: Speech, rules: SpeechRules, before: Entity | None) -> list[Attribution]:
    """Find the clauses that say who speaks, in the order of the text, none within a quotation.

    Args:
        speech: The paragraph.
        rules: The verbs and clues.
        before: Who spoke last before this paragraph; he and she are that person until another is named.
    """
    by_name = [
        found for name in _people(speech) if (found := _behind(speech, rules, name.start, name.end, name.entity))
    ]
    taken = [(found.start, found.end) for found in by_name]
    others: list[Attribution] = []
    for match in rules.pronoun.finditer(speech.text):
        speaker = _last_person(speech, match.start()) or before
        if speaker and (found := _behind(speech, rules, match.start(), match.end(), speaker)):
            others.append(found)
    others += _clause_attributions(speech, rules, by_name)
    for match in rules.nobody.finditer(speech.text):
        if not _in_quote(speech, match.start()):
            others.append(Attribution(_clause_start(speech, match.start()), match.start(), match.end(), None, ""))
    for found in others:
        if not any(found.name_start < end and start < found.end for start, end in taken):
            by_name.append(found)
            taken.append((found.name_start, found.end))
    return sorted(by_name, key=lambda found: (found.end, found.start))


def _people(speech: Speech) -> list[Named]:
    return [name for name in speech.named if name.entity.type == "Person" and not _in_quote(speech, name.start)]


def _in_quote(speech: Speech, place: int) -> bool:
    return any(start <= place < end for start, end in speech.quotes)


def _last_person(speech: Speech, place: int) -> Entity | None:
    return next((name.entity for name in reversed(_people(speech)) if name.end <= place), None)


def _behind(speech: Speech, rules: SpeechRules, start: int, end: int, speaker: Entity) -> Attribution | None:
    """Read a verb of saying behind the speaker's name."""
    if _in_quote(speech, start):
        return None
    match = rules.behind_name.match(speech.text, end)
    clause = _clause_start(speech, start)
    if rules.colon.match(speech.text, end) or (
        rules.dash.match(speech.text, clause) and speech.text[end : end + 1] in {"", "。"}
    ):
        return Attribution(clause, start, end, speaker, rules.plain_verb)
    if not match or not _governs(speech.text, match, rules.verbs[match["verb"]]):
        return None
    return Attribution(clause, start, match.end(), speaker, rules.verbs[match["verb"]].id)


def _governs(text: str, match: re.Match[str], verb: SpeechVerb) -> bool:
    """Say whether the verb governs a passage: a mark follows, the sentence ends, or the verb needs no mark."""
    following = text[match.end() : match.end() + 1]
    return (
        verb.direct or any(mark in match["mark"] for mark in "，：:") or following in {"", "。", "“", "！", "？", "；"}
    )


def _clause_attributions(speech: Speech, rules: SpeechRules, known: Sequence[Attribution]) -> list[Attribution]:
    """Read verbs that open a later clause; their subject is the first person named in the sentence."""
    found = []
    for match in rules.clause_verb.finditer(speech.text):
        start = _clause_start(speech, match.start())
        subject = next((name for name in _people(speech) if start <= name.start < match.start()), None)
        marked = any(mark in match["mark"] for mark in "，：:") or speech.text[match.end() : match.end() + 1] == "要"
        attributed = any(start <= attribution.name_start < match.start() for attribution in known)
        if subject and marked and not attributed and not _in_quote(speech, match.start()):
            verb = rules.verbs[match["verb"]]
            found.append(Attribution(start, match.start() + 1, match.end(), subject.entity, verb.id))
    return found


def _clause_start(speech: Speech, place: int) -> int:
    """Find where the sentence or the rest of one behind a quotation starts."""
    starts = [offset for offset, _ in speech.sentences if offset <= place]
    return max([0, *starts, *(end for _, end in speech.quotes if end <= place)])
