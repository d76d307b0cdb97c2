"""What people propose, demand, think or report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.knowledge.speech import SpeechRules
from kg.model import Document, Entity, Evidence, Mention, Proposal, Sentence
from kg.statements.speech import Attribution, Speech, find_attributions, to_speech
from kg.text.tokens import tag

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

__all__ = ["find_proposals"]

DEFAULT_VERB = "建议"  # under a speaker's heading, before any verb
MAX_PAGE_SENTENCES = 7  # a longer paragraph is a text that lost its line breaks: speech in it ends with its sentence
MIN_PASSAGE_CHARS = 4
ORGANIZATIONS = ("GovernmentBody", "Company", "EducationResearch", "SocialOrganization")
SENTENCE_MARKS = "。！？!?…；;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A range of a paragraph's text that somebody says."""

    speech: Speech
    start: int
    end: int
    by: Entity
    verb: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks where the text stands.

    Attributes:
        labelled: Whether a heading names the speaker of the section.
        speaker: Who spoke last.
        verb: With which verb.
        open: Whether the last paragraph ended with speech.
    """

    labelled: bool = False
    speaker: Entity | None = None
    verb: str | None = None
    open: bool = False


def find_proposals(
    sentences: Sequence[Sentence], entities: Mapping[Mention, Entity], document: Document, knowledge: "Knowledge"
) -> list[Proposal]:
    """Find what named people say, and what an issuing body decrees.

    Args:
        sentences: In reading order.
        entities: What the mentions of the document mean.
        document: Where they stand.
        knowledge: Its verbs of saying are used.

    Returns:
        One for each passage, paragraph and verb, in reading order; the clause that says who speaks is not part of it.
    """
    speeches = to_speech(sentences, entities)
    return [_to_proposal(passage, document) for passage in _find_passages(speeches, knowledge.speech)]


def _to_proposal(passage: Passage, document: Document) -> Proposal:
    spans = passage.speech.locate(passage.start, passage.end)
    addressed = {
        name.entity: None
        for name in passage.speech.named
        if passage.start <= name.start and name.end <= passage.end and name.entity != passage.by
    }
    return Proposal(
        by=passage.by,
        verb=passage.verb,
        addresses=tuple(addressed),
        evidence=Evidence(
            document=document.id,
            spans=spans,
            quote="".join(document.text[span.start : span.end] for span in spans),
            rule=passage.rule,
            confidence=passage.confidence,
        ),
    )


def _find_passages(speeches: Sequence[Speech], rules: SpeechRules) -> Iterator[Passage]:
    """Go through the paragraphs and carry along who speaks."""
    voice = Voice()
    after_body = True
    issuer: tuple[Entity, str] | None = None
    for speech in speeches:
        if speech.block == "heading":
            voice = _heard(speech, Voice() if after_body else voice)
            issuer = None if rules.signed.match(speech.text) else issuer
            after_body = False
            continue
        if speech.block != "body":
            continue
        after_body = True
        if issuer:
            yield from _passage(speech, 0, len(speech.text), issuer, "speech:issued", 0.8)
            continue
        if issuing := rules.issuing.search(speech.text):
            issuer = _issuer(speeches, speech, issuing["verb"])
            if issuer:
                yield from _passage(speech, issuing.end(), len(speech.text), issuer, "speech:issued", 0.8)
                continue
        passages, voice = _listen(speech, rules, voice)
        yield from passages


def _heard(heading: Speech, voice: Voice) -> Voice:
    """Take the speaker from a heading that ends in a colon and names one."""
    people = [name.entity for name in heading.named if name.entity.type == "Person"]
    if people and heading.text[-1] in "：:":
        return Voice(labelled=True, speaker=people[-1])
    return voice


def _issuer(speeches: Sequence[Speech], here: Speech, verb: str) -> tuple[Entity, str] | None:
    """Find the body that issues a document: it stands first in the title, or signs at the end."""
    title = [name for speech in speeches if speech.block == "heading" for name in speech.named]
    for name in [*title, *here.named]:
        if name.entity.type in ORGANIZATIONS:
            return name.entity, verb
    return None


def _listen(speech: Speech, rules: SpeechRules, voice: Voice) -> tuple[list[Passage], Voice]:
    """Find the passages of one paragraph, and who speaks behind it."""
    attributions = find_attributions(speech, rules, voice.speaker)
    if not attributions:
        return _inherited(speech, rules, voice)
    passages: list[Passage] = []
    for number, attribution in enumerate(attributions):
        limit = _limit(speech, attribution, attributions[number + 1 :])
        since = attributions[number - 1].end if number else 0
        passages += _attributed(speech, rules, attribution, since, limit)
    named = [attribution for attribution in attributions if attribution.speaker]
    if not named:
        return passages, Voice(labelled=voice.labelled, speaker=voice.speaker, verb=voice.verb)
    last = named[-1]
    is_open = bool(passages) and passages[-1].end >= len(speech.text) - 1
    if voice.labelled and last.speaker != voice.speaker:
        return passages, voice
    return passages, Voice(labelled=voice.labelled, speaker=last.speaker, verb=last.verb, open=is_open)


def _limit(speech: Speech, attribution: Attribution, following: Sequence[Attribution]) -> int:
    """Find where the next speaker's words or clause begin."""
    if not following:
        return len(speech.text)
    following_start = following[0].start
    if following_start < attribution.end:  # one sentence, two speakers
        comma = speech.text.rfind("，", attribution.end, following[0].name_start)
        return comma if comma > 0 else following[0].name_start
    quoted = _quotes_at(speech.quotes, following_start)
    return max(quoted[0], attribution.end) if quoted else following_start


def _attributed(
    speech: Speech, rules: SpeechRules, attribution: Attribution, since: int, limit: int
) -> Iterator[Passage]:
    """Find what one clause attributes: the quotation before it, and the quotation or report behind it."""
    if not attribution.speaker:
        return
    said = (attribution.speaker, attribution.verb)
    text = speech.text
    quoted = [quote for quote in speech.quotes if since <= quote[0] and quote[1] <= attribution.start]
    before = _quotes_at(quoted, attribution.start)
    if before:
        yield from _passage(speech, before[0], before[1], said, "speech:quote", 0.95)
    end = attribution.end
    closes = text[end : end + 1] in {"", *SENTENCE_MARKS} or end >= limit
    behind = _quotes_from(speech.quotes, end + text[end : end + 1].startswith(("。", "：")))
    if behind and behind[1] <= limit:
        yield from _passage(speech, behind[0], behind[1], said, "speech:quote", 0.95)
    elif not closes:
        stop = _report_end(speech, rules, end, limit)
        yield from _passage(speech, end, stop, said, "speech:reported", 0.9)
    elif not before:
        comma = text.rfind("，", attribution.start, attribution.name_start)
        if comma > attribution.start:
            yield from _passage(speech, attribution.start, comma, said, "speech:reported", 0.8)


def _quotes_at(quotes: Sequence[tuple[int, int]], end: int) -> tuple[int, int] | None:
    """Find the quotation that ends here, with those that touch it."""
    start = end
    for quote_start, quote_end in reversed(quotes):
        if quote_end == start:
            start = quote_start
    return (start, end) if start < end else None


def _quotes_from(quotes: Sequence[tuple[int, int]], start: int) -> tuple[int, int] | None:
    """Find the quotation that starts here, with those that touch it."""
    end = start
    for quote_start, quote_end in quotes:
        if quote_start == end:
            end = quote_end
    return (start, end) if start < end else None


def _report_end(speech: Speech, rules: SpeechRules, start: int, limit: int) -> int:
    """Find where reported speech ends: with its sentence, or later where the speaker goes on."""
    ends = [offset + len(sentence.text) for offset, sentence in speech.sentences]
    stop = min(next(end for end in ends if end > start), limit)
    on_page = len(speech.sentences) <= MAX_PAGE_SENTENCES
    for offset, sentence in speech.sentences:
        if stop <= offset < limit:
            if rules.narrates.search(sentence.text):
                break
            if not on_page and not _goes_on(sentence.text, rules):
                break
            stop = min(offset + len(sentence.text), limit)
    return stop


def _goes_on(sentence: str, rules: SpeechRules) -> bool:
    return bool(rules.resumes.match(sentence) and rules.demands.search(sentence)) or bool(
        rules.first_person.search(sentence)
    )


def _inherited(speech: Speech, rules: SpeechRules, voice: Voice) -> tuple[list[Passage], Voice]:
    """Find what the last speaker says in a paragraph that names none."""
    if not voice.speaker:
        return [], voice
    said = (voice.speaker, voice.verb or DEFAULT_VERB)
    if voice.labelled:
        start = _demand_start(speech, rules, voice)
    else:
        start = 0 if voice.open and rules.resumes.match(speech.text) and rules.demands.search(speech.text) else None
    if start is None and voice.labelled and voice.verb:
        passages = [p for q in speech.quotes for p in _passage(speech, q[0], q[1], said, "speech:inherited", 0.6)]
    elif start is None:
        passages = []
    else:
        stop = _report_end(speech, rules, start, len(speech.text))
        passages = list(_passage(speech, start, stop, said, "speech:inherited", 0.6))
    is_open = bool(passages)
    return passages, Voice(labelled=voice.labelled, speaker=voice.speaker, verb=voice.verb, open=is_open)


def _demand_start(speech: Speech, rules: SpeechRules, voice: Voice) -> int | None:
    """Find where a paragraph under a speaker's heading starts to demand or judge."""
    first = speech.sentences[0][1].text
    if voice.verb and rules.resumes.match(first):
        return 0
    demanding = [offset for offset, sentence in speech.sentences if rules.demands.search(sentence.text)]
    if demanding:
        return 0 if not rules.narrates.search(first) and voice.verb else demanding[0]
    if voice.open and tag(first)[0].tag == "v" and not rules.narrates.search(first):
        return 0
    return None


def _passage(
    speech: Speech, start: int, end: int, said: tuple[Entity, str], rule: str, confidence: float
) -> Iterator[Passage]:
    """Trim a passage: no white space, no comma in front, no marks around a single quotation."""
    text = speech.text
    while start < end and text[start] in "，：:、 \u3000":
        start += 1
    if end - start < MIN_PASSAGE_CHARS:
        return
    start, end = _unquoted(text, start, end)
    if text[start:end].rstrip().endswith("，"):
        end = start + len(text[start:end].rstrip()) - 1
    if end - start >= MIN_PASSAGE_CHARS:
        by, verb = said
        yield Passage(speech=speech, start=start, end=end, by=by, verb=verb, rule=rule, confidence=confidence)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around a single quotation, and one that has no partner."""
    depth = 0
    for place in range(start, end):
        depth += {"“": 1, "”": -1}.get(text[place], 0)
        if depth <= 0 and place < end - 1 and text[start] == "“":
            return start, end  # the first mark's partner stands inside
    opens, closes = text[start] == "“", text[end - 1] == "”"
    if opens and depth == 0 and closes:
        return start + 1, end - 1
    return start + (opens and depth > 0), end - (closes and depth < 0)
