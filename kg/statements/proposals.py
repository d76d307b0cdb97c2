"""What people propose, demand, think or report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.knowledge.speech import SpeechRules
from kg.model import Document, Entity, Evidence, Mention, Proposal, Sentence
from kg.statements.attributions import MARKS, Attribution, find_attributions
from kg.statements.decrees import Decree, find_decree, find_request, is_decision, is_signature
from kg.statements.reach import Follow, Step, goes_on
from kg.statements.speech import SENTENCE_MARKS, Named, Speech, named_in, to_speech
from kg.text.tokens import tag

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

__all__ = ["find_proposals"]

DEFAULT_VERB = "建议"  # under a speaker's heading, before any verb
MAX_PAGE_SENTENCES = 7  # a longer paragraph is a text that lost its line breaks
MIN_PASSAGE_CHARS = 4
MIN_DECREED_CHARS = 6  # a shorter paragraph of a document is the label of those behind it: 指导思想。
MAX_REST_SENTENCES = 4  # between two clauses of one speaker, or behind the last clause of a text


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
    sentences: Sequence[Sentence],
    entities: Mapping[Mention, Entity],
    document: Document,
    knowledge: "Knowledge",
    *,
    follow: Follow = goes_on,
) -> list[Proposal]:
    """Find what named people say, and what an issuing body decrees.

    Args:
        sentences: In reading order.
        entities: What the mentions of the document mean.
        document: Where they stand.
        knowledge: Its verbs of saying are used.
        follow: Who says how far a report goes where line breaks do not; training listens here.

    Returns:
        One for each passage, paragraph and verb, in reading order; the clause that says who speaks is not part of it.

    Raises:
        KnowledgeError: What was learned of reports is missing or damaged.
    """
    speeches = to_speech(sentences, entities)
    return [_to_proposal(passage, document) for passage in _find_passages(speeches, knowledge.speech, follow)]


def _to_proposal(passage: Passage, document: Document) -> Proposal:
    spans = passage.speech.locate(passage.start, passage.end)
    named = [n for n in named_in(passage.speech.named, passage.start, passage.end) if n.end <= passage.end]
    addressed = {name.entity: None for name in named if name.entity != passage.by and not _is_inner(name, named)}
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


def _is_inner(name: Named, others: Sequence[Named]) -> bool:
    """Say whether a name stands only within a longer one, as no programme does: 兰州 in 宝鸡至兰州客运专线."""
    size = name.end - name.start
    around = (o for o in others if o.start <= name.start and name.end <= o.end and size < o.end - o.start)
    return name.entity.type != "Programme" and any(around)


def _find_passages(speeches: Sequence[Speech], rules: SpeechRules, follow: Follow) -> Iterator[Passage]:
    """Go through the paragraphs and carry along who speaks."""
    voice = Voice()
    after_body = True
    decree: Decree | None = None
    decides = is_decision(speeches, rules)
    for place, speech in enumerate(speeches):
        if speech.block == "heading":
            voice = _heard(speech, Voice() if after_body else voice)
            closed = rules.signed.match(speech.text) is not None
            decree = None if closed else decree or find_decree(speeches, place, rules, decides=False)
            after_body = False
        elif speech.block == "body":
            after_body = True
            opened = None if decree else find_decree(speeches, place, rules, decides=decides)
            if opened:
                yield from _requested(speeches[:place], speech, rules)
            decree = opened or (None if is_signature(speech) else decree)
            if decree:
                yield from _decreed(speech, rules, decree, opened)
            else:
                passages, voice = _listen(speech, rules, voice, follow)
                yield from passages


def _requested(before: Sequence[Speech], speech: Speech, rules: SpeechRules) -> Iterator[Passage]:
    """Find what the people had put forward to whom a document replies."""
    request = find_request(before, speech, rules)
    if request:
        yield from _passage(speech, request.start, request.end, (request.people, request.verb), "speech:request", 0.8)


def _decreed(speech: Speech, rules: SpeechRules, decree: Decree, opened: Decree | None) -> Iterator[Passage]:
    """Take a paragraph as what the issuing body says, but for its number, a mere label and a word of thanks."""
    numbered = rules.numbering.match(speech.text)
    start = opened.start if opened else numbered.end() if numbered else 0
    if len(speech.text.strip()) - start >= MIN_DECREED_CHARS and not rules.courtesy.match(speech.text, start):
        yield from _passage(speech, start, len(speech.text), (decree.issuers, decree.verb), "speech:issued", 0.8)


def _heard(heading: Speech, voice: Voice) -> Voice:
    """Take the speaker from a heading that ends in a colon and names one."""
    people = [name.entity for name in heading.named if name.entity.type == "Person"]
    if people and heading.text[-1] in "：:":
        return Voice(labelled=True, speaker=people[-1])
    return voice


def _listen(speech: Speech, rules: SpeechRules, voice: Voice, follow: Follow) -> tuple[list[Passage], Voice]:
    """Find the passages of one paragraph, and who speaks behind it."""
    attributions = find_attributions(speech, rules, voice.speaker)
    if not attributions:
        return _inherited(speech, rules, voice)
    passages: list[Passage] = []
    since = 0
    for number, attribution in enumerate(attributions):
        following = attributions[number + 1] if number + 1 < len(attributions) else None
        limit = _limit(speech, attribution, following)
        same = following is None or following.speakers == attribution.speakers
        passages += _attributed(speech, rules, attribution, (since, limit), follow, same=same)
        since = max(limit, attribution.end)
    named = [attribution for attribution in attributions if attribution.speakers]
    if not named:
        return passages, Voice(labelled=voice.labelled, speaker=voice.speaker, verb=voice.verb)
    last = named[-1]
    speaker = last.speakers[-1]
    is_open = bool(passages) and passages[-1].end >= len(speech.text) - 1
    if voice.labelled and speaker != voice.speaker:
        return passages, voice
    return passages, Voice(labelled=voice.labelled, speaker=speaker, verb=last.verb, open=is_open)


def _limit(speech: Speech, attribution: Attribution, following: Attribution | None) -> int:
    """Find where the next speaker's words or clause begin."""
    if not following:
        return len(speech.text)
    if following.start < attribution.end:  # one sentence, two speakers
        comma = speech.text.rfind("，", attribution.end, following.name_start)
        return comma if comma > 0 else following.name_start
    quotes = speech.quotes_in(attribution.end, following.start)
    quoted = _quotes_at(quotes, following.start)
    if quoted and quoted[0] == attribution.end and quotes[-1][0] > attribution.end:
        return quotes[-1][0]  # 李明说，“……。”“……。”王强说: the last quotation is the next speaker's
    if quoted and quoted[0] == attribution.end and speech.text[attribution.end - 1] in MARKS:
        return following.start  # 李明说：“……。”王强说: it is the first one's
    if quoted and _leads_on(speech, attribution.end, quoted[0]):
        return following.start  # 李明说，……，“……。”王强说: so it is here
    before = _before(speech, following, attribution.end)
    own = before is not None and before[0] == attribution.end and speech.text[attribution.end - 1] in MARKS
    return before[0] if before and not own else following.start  # 李明说：“……。”。王强说: it is the first one's


def _leads_on(speech: Speech, start: int, quote: int) -> bool:
    """Whether what somebody reports goes on to a quotation within its sentence: 李明说，叶片旧了，“……。”."""
    return start < quote <= speech.sentence_end(start) and speech.text[quote - 1] == "，"


def _attributed(
    speech: Speech,
    rules: SpeechRules,
    attribution: Attribution,
    between: tuple[int, int],
    follow: Follow,
    *,
    same: bool,
) -> Iterator[Passage]:
    """Find what one clause attributes: the quotation before it, and the quotation or report behind it."""
    if not attribution.speakers:
        return
    said = (attribution.speakers, attribution.verb)
    text, (since, limit) = speech.text, between
    before = _before(speech, attribution, since)
    if before:
        yield from _passage(speech, before[0], before[1], said, "speech:quote", 0.95)
    end = attribution.end
    closes = text[end : end + 1] in {"", *SENTENCE_MARKS} or end >= limit
    quotes = speech.quotes_in(end, limit)
    behind = _quotes_from(quotes, end + text[end : end + 1].startswith(("。", "：")))
    if behind and (closes or text[behind[1] - 2] in SENTENCE_MARKS):
        yield from _passage(speech, behind[0], behind[1], said, "speech:quote", 0.95)
    elif not closes and not _is_told(speech, end, attribution):
        stop = _report_end(speech, rules, (end, limit), attribution, same=same)
        if len(speech.sentences) > MAX_PAGE_SENTENCES:
            stop = _reach(speech, rules, (end, limit), attribution, (follow, stop), same=same)
        stop = min(stop, speech.sentence_end(end)) if text[end - 1] == "了" else stop  # 强调了……的重要性
        stop = max([stop, *(close for opening, close in quotes if _leads_on(speech, end, opening))])
        yield from _passage(speech, end, stop, said, "speech:reported", 0.9)
    elif not before:
        comma = text.rfind("，", attribution.start, attribution.name_start)
        if comma > attribution.start:
            yield from _passage(speech, attribution.start, comma, said, "speech:reported", 0.8)


def _is_told(speech: Speech, end: int, attribution: Attribution) -> bool:
    """Whether what follows a clause is told of the speaker: the clause ended its sentence, or the next names him."""
    names = named_in(speech.people, end, speech.sentence_end(end))
    return speech.text[end - 1] in SENTENCE_MARKS or any(name.entity in attribution.speakers for name in names)


def _before(speech: Speech, attribution: Attribution, since: int) -> tuple[int, int] | None:
    """Find the quotation that a clause follows, with the words that lead to it: 叶片旧了，“……，……”，李明表示."""
    text, end = speech.text, attribution.start
    if text[end - 2 : end] == "”。" and text[attribution.end : attribution.end + 1] in {"", *SENTENCE_MARKS}:
        end -= 1  # “……”。李明说。
    before = _quotes_at(speech.quotes_in(since, end), end)
    if before and speech.text[before[0] - 1 : before[0]] == "，" == speech.text[before[1] : before[1] + 1]:
        return max(since, speech.sentence_start(before[0])), before[1]
    return before


def _quotes_at(quotes: Sequence[tuple[int, int]], end: int) -> tuple[int, int] | None:
    """Find the quotation that ends here, with those that touch it."""
    start = end
    for quote_start, quote_end in reversed(quotes):
        if quote_end != start:
            break
        start = quote_start
    return (start, end) if start < end else None


def _quotes_from(quotes: Sequence[tuple[int, int]], start: int) -> tuple[int, int] | None:
    """Find the quotation that starts here, with those that touch it."""
    end = start
    for quote_start, quote_end in quotes:
        if quote_start > end:
            break
        end = quote_end if quote_start == end else end
    return (start, end) if start < end else None


def _report_end(
    speech: Speech, rules: SpeechRules, between: tuple[int, int], attribution: Attribution | None, *, same: bool
) -> int:
    """Find where reported speech ends: with its sentence, or later where the speaker goes on.

    Args:
        speech: The paragraph.
        rules: The clues.
        between: Where the report begins, and where the next speaker's words begin.
        attribution: The clause that says who speaks, if the paragraph has one.
        same: Whether the same speaker is named next, or nobody.
    """
    start, limit = between
    stop = min(speech.sentence_end(start), limit)
    rest: list[tuple[int, str]] = []
    told = False
    for offset, sentence in speech.sentences_in(stop, limit):
        told = _tells(speech, rules, (offset, sentence.text), attribution)
        if told:
            break
        rest.append((offset, sentence.text))
    closed = not told or limit < len(speech.text)
    is_short = len(speech.sentences) <= MAX_PAGE_SENTENCES or (same and closed and len(rest) <= MAX_REST_SENTENCES)
    for offset, text in rest:
        if not is_short and not _goes_on(text, rules):
            break
        stop = min(offset + len(text), limit)
    return stop


def _reach(
    speech: Speech,
    rules: SpeechRules,
    between: tuple[int, int],
    attribution: Attribution,
    learned: tuple[Follow, int],
    *,
    same: bool,
) -> int:
    """Find where reported speech ends in a text without line breaks, where the rules propose an end."""
    (start, limit), (follow, proposed) = between, learned
    stop = min(speech.sentence_end(start), limit)
    for offset, sentence in speech.sentences_in(stop, limit):
        step = Step(speech, attribution, start, offset, sentence.text, limit, same, offset < proposed)
        if not follow(step, rules):
            break
        stop = min(offset + len(sentence.text), limit)
    return stop


def _tells(speech: Speech, rules: SpeechRules, sentence: tuple[int, str], attribution: Attribution | None) -> bool:
    """Say whether a sentence narrates: its words say so, it begins with a person's name or holds the speaker's."""
    offset, text = sentence
    speakers = attribution.speakers if attribution else ()
    names = named_in(speech.named, offset, offset + len(text))
    opens = (
        attribution is not None
        and attribution.end <= speech.sentence_end(0)
        and len(speech.sentences) <= MAX_PAGE_SENTENCES
    )
    told = rules.narrates.search(text) is not None if opens else _narrates(text, rules)
    return told or any(
        name.entity.type == "Person" and (name.start == offset or name.entity in speakers) for name in names
    )


def _narrates(sentence: str, rules: SpeechRules) -> bool:
    return bool(rules.narrates.search(sentence) or rules.narrates_time.match(sentence))


def _goes_on(sentence: str, rules: SpeechRules) -> bool:
    return (
        bool(rules.resumes.match(sentence) and rules.demands.search(sentence))
        or bool(rules.first_person.search(sentence))
        or bool(rules.continues.match(sentence))
    )


def _inherited(speech: Speech, rules: SpeechRules, voice: Voice) -> tuple[list[Passage], Voice]:
    """Find what the last speaker says in a paragraph that names none."""
    if not voice.speaker:
        return [], voice
    said = ((voice.speaker,), voice.verb or DEFAULT_VERB)
    if voice.labelled:
        start = _demand_start(speech, rules, voice)
    else:
        start = 0 if voice.open and rules.resumes.match(speech.text) and rules.demands.search(speech.text) else None
    if start is None and voice.labelled and voice.verb:
        passages = [p for q in speech.quotes for p in _passage(speech, q[0], q[1], said, "speech:inherited", 0.6)]
    elif start is None:
        passages = []
    else:
        stop = _report_end(speech, rules, (start, len(speech.text)), None, same=False)
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
        return 0 if not _narrates(first, rules) and voice.verb else demanding[0]
    if voice.open and tag(first)[0].tag == "v" and not _narrates(first, rules):
        return 0
    return None


def _passage(
    speech: Speech, start: int, end: int, said: tuple[tuple[Entity, ...], str], rule: str, confidence: float
) -> Iterator[Passage]:
    """Trim a passage: no white space, no comma in front, no marks around a single quotation."""
    text = speech.text
    while start < end and text[start] in "，,：:、 \u3000":
        start += 1
    if end - start < MIN_PASSAGE_CHARS:
        return
    start, end = _unquoted(text, start, end)
    if text[start:end].rstrip().endswith("，"):
        end = start + len(text[start:end].rstrip()) - 1
    if end - start >= MIN_PASSAGE_CHARS:
        speakers, verb = said
        for by in speakers:
            yield Passage(speech=speech, start=start, end=end, by=by, verb=verb, rule=rule, confidence=confidence)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around a single quotation, and one that has no partner."""
    start += text[start] == "”"
    depth = 0
    for place in range(start, end):
        depth += {"“": 1, "”": -1}.get(text[place], 0)
        if depth <= 0 and place < end - 1 and text[start] == "“":
            return start, end  # the first mark's partner stands inside
    opens, closes = text[start] == "“", text[end - 1] == "”"
    if opens and depth == 0 and closes:
        return start + 1, end - 1
    return start + (opens and depth > 0), end - (closes and depth < 0)
