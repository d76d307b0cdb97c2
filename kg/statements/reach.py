"""How far what somebody reports reaches in a text that lost its line breaks: sentence by sentence, it goes on or not.

The weights were learned from marked passages (``data/training/speeches.tsv``, ``kg train``); see data/models/README.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.knowledge.files import shared
from kg.knowledge.speech import SpeechRules
from kg.knowledge.weights import likelihoods, read_weights
from kg.statements.attributions import Attribution
from kg.statements.speech import Speech, named_in
from kg.text.tokens import tag

__all__ = ["Follow", "Step", "describe", "goes_on"]

REACH = "reach.tsv.gz"
SURE = 0.72  # that a report goes on where the rules end it; to end one earlier made annotated texts worse
OPENING_WORDS = 3  # of a sentence that tell whether it goes on
OPENING_CHARS = 12  # enough for the segmenter to cut so many
MANY = 4  # sentences from which on all are alike
POST_CHARS = 2  # before a speaker's name: the end of a post
LONG = 20  # characters of a sentence are counted in steps of so many


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence behind those that somebody reports.

    Attributes:
        speech: The paragraph.
        attribution: The clause that says who speaks.
        start: Where in the paragraph the report begins.
        offset: Where the sentence begins.
        text: The sentence.
        limit: Where the next speaker's words begin.
        same: Whether the same speaker is named next, or nobody.
        proposed: Whether the rules say that the report goes on.
    """

    speech: Speech
    attribution: Attribution
    start: int
    offset: int
    text: str
    limit: int
    same: bool
    proposed: bool


Follow = Callable[[Step, SpeechRules], bool]


def goes_on(step: Step, rules: SpeechRules) -> bool:
    """Say whether a sentence is still what the speaker reports: where the rules say so, or where it is nearly sure.

    Raises:
        KnowledgeError: The weights are missing or damaged.
    """
    if step.proposed:
        return True
    if rules.purpose.match(step.text) and _is_of_region(step) and not rules.first_person.search(step.text):
        return False  # 为有效激发企业活力，江城打出“组合拳”: the text speaks again
    sure, _ = likelihoods(_own_weights(), [describe(step, rules), []])
    return sure >= SURE


def _is_of_region(step: Step) -> bool:
    """Say whether a sentence names a region, which is no voice of the speaker's."""
    named = named_in(step.speech.named, step.offset, step.offset + len(step.text))
    return any(name.entity.type == "AdministrativeRegion" for name in named)


@lru_cache(maxsize=1)
def _own_weights() -> dict[str, float]:
    return read_weights(shared("data/models") / REACH)


def describe(step: Step, rules: SpeechRules) -> list[str]:
    """List what speaks for and against a sentence's being still reported."""
    return list(dict.fromkeys(["any", *_of_place(step), *_of_words(step, rules), *_of_names(step)]))


def _of_place(step: Step) -> Iterator[str]:
    speech, end = step.speech, step.offset + len(step.text)
    before = len(speech.sentences_in(step.start, step.offset)) + 1
    left = len(speech.sentences_in(end, step.limit))
    nobody = step.limit >= len(speech.text)
    following = "nobody" if nobody else "same" if step.same else "other"
    yield from (f"proposed={step.proposed}", f"before={min(before, MANY)}", f"left={min(left, MANY)}")
    yield from (f"proposed={step.proposed}|before={min(before, 2)}", f"proposed={step.proposed}|{following}")
    yield from (f"next={following}", f"next={following}|left={min(left, MANY)}", f"next={following}|{min(before, 2)}")
    yield f"verb={step.attribution.verb}"
    yield f"long={min(len(step.text) // LONG, 6)}"
    yield f"quotes={bool(speech.quotes_in(step.offset, end))}|opens={step.text.startswith('“')}"


def _of_words(step: Step, rules: SpeechRules) -> Iterator[str]:
    text = step.text
    words = tag(text[:OPENING_CHARS])[:OPENING_WORDS]
    first = words[0] if words else None
    yield f"ends={text.rstrip('”')[-1:]}"
    if first is not None:
        yield from (f"first={text[: first.end]}", f"first-tag={first.tag}", f"begins={text[:2]}")
        yield "tags=" + "-".join((word.tag or "x")[:1] for word in words)
    yield from (f"opening={text[word.start : word.end]}" for word in words[1:])
    clues = {
        "narrates": rules.narrates,
        "time": rules.narrates_time,
        "demands": rules.demands,
        "resumes": rules.resumes,
        "continues": rules.continues,
        "first-person": rules.first_person,
        "nobody": rules.nobody,
    }
    yield from (name for name, clue in clues.items() if clue.search(text))
    clause = text.partition("，")[0]
    yield from (f"has={clause[word.start : word.end]}" for word in tag(clause))
    yield f"digits={sum(char.isdigit() for char in text) > 2}"


def _of_names(step: Step) -> Iterator[str]:
    named = named_in(step.speech.named, step.offset, step.offset + len(step.text))
    reported = {name.entity for name in named_in(step.speech.named, step.start, step.offset)}
    kinds = sorted({name.entity.type for name in named})
    text = step.speech.text
    post = text[max(0, step.attribution.name_start - POST_CHARS) : step.attribution.name_start]
    yield from (f"names={kind}" for kind in kinds)
    yield from (f"post={post}", *(f"post={post}|{kind}" for kind in kinds))
    leading = [n.entity.type for n in named if n.start == step.offset or text[n.start - 1] == "，"] or ["-"]
    yield from (f"leads={leading[0]}", f"leads={leading[0]}|{post}", f"leads={leading[0]}|first={text[step.offset]}")
    yield f"speaker={any(name.entity in step.attribution.speakers for name in named)}"
    yield f"shares={any(name.entity in reported for name in named)}|{bool(named)}"
