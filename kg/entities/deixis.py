"""What 该公司, 该平台 and 他 stand for: the nearest suitable thing named before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.entities.context import Reading
from kg.knowledge import Knowledge
from kg.model import Mention, Sentence

__all__ = ["Anaphor", "Antecedents", "find_anaphor", "outermost", "sorted_in_sentence"]

MOST_NAMED = 2  # a sentence that names more things of the class leaves open which one is meant
TARGET = "last:"
ENDING = 3  # characters of a name in which the form's last one is looked for: 该区, 自治区; 该委, 委员会
QUOTES = "“‘ 　"
BESIDE = ("为", "与", "和", "给", "向", "、", "及")  # before a firm that does something beside another: 为飞利浦配套
TOWARDS = ("对", "向")  # before whom somebody addresses: 王熠对胡育青表示欢迎，|她说
ADDRESSED = 2  # people before the pronoun: who addresses, and who is addressed
STOPS = "。！？；…：”’）) "  # behind the last word of a sentence
LONGEST_WORD = 4  # characters, of the words that only look as if they held a form


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A form that stands for something named before.

    Attributes:
        types: Classes it may stand for.
        ending: What the name's end must hold, or empty.
        short: What the name is short of, its letters in order (高新区), or empty.
        reach: How many paragraphs back the name may stand.
        bare: Whether nothing in the form points back (公司): then the section may name one thing of the class alone.
        presents: Matches what presents a name that ends a sentence, up to that name.
        speaks: Whether a verb of speech stands right behind.
    """

    types: tuple[str, ...]
    ending: str
    short: str
    reach: int
    bare: bool
    presents: re.Pattern[str]
    speaks: bool


def find_anaphor(mention: Mention, knowledge: Knowledge) -> Anaphor | None:
    """Read a form that may stand for something named before; ``None`` for names and for forms that mean any.

    A bare 公司 counts at the beginning of a clause alone: 上市公司 and 工业园区 are no anaphors.
    """
    known = knowledge.lexicon.deictic.get(mention.text)
    if known is None or not known.target.startswith(TARGET) or not mention.rule.startswith("deictic:"):
        return None
    rules = knowledge.forms.anaphors
    bare = not mention.text.startswith(rules.pointing)
    text = mention.sentence.text
    if bare and (mention.text not in rules.bare or rules.before.search(text[: mention.start]) is None):
        return None
    around = rules.never.finditer(text, max(mention.start - LONGEST_WORD, 0), mention.end + LONGEST_WORD)
    if any(word.start() < mention.end and mention.start < word.end() for word in around):
        return None
    kind = known.target.removeprefix(TARGET)
    types = (kind, "Park") if mention.text == "该区" else (kind,)
    alike = kind in rules.same_ending and not mention.text.endswith(rules.any_ending)
    return Anaphor(
        types,
        mention.text[-1] if alike else "",
        mention.text if mention.text in knowledge.forms.zones else "",
        rules.reach.get(kind, 1),
        bare,
        rules.presents,
        rules.speaks.match(text, mention.end) is not None,
    )


def outermost(mentions: Sequence[Mention]) -> list[bool]:
    """Say of each mention whether it lies in no longer one; mentions of a sentence stand together, by start."""
    result = []
    sentence: Sentence | None = None
    reached = 0
    for mention in sorted_in_sentence(mentions):
        if mention.sentence is not sentence:
            sentence, reached = mention.sentence, 0
        result.append(mention.end > reached)
        reached = max(reached, mention.end)
    return result


def sorted_in_sentence(mentions: Iterable[Mention]) -> list[Mention]:
    """Order mentions by sentence as given, within one by start, the longer first."""
    places: dict[int, int] = {}
    for mention in mentions:
        places.setdefault(id(mention.sentence), len(places))
    return sorted(mentions, key=lambda m: (places[id(m.sentence)], m.start, -m.end))


class Antecedents:
    """The things named so far, sentence by sentence, back to the last heading."""

    def __init__(self) -> None:
        self._sentences: list[tuple[Sentence, list[tuple[Mention, Reading]]]] = []

    def add(self, mention: Mention, reading: Reading) -> None:
        """Note that a mention names something; a heading starts anew."""
        if not self._sentences or self._sentences[-1][0] is not mention.sentence:
            if mention.sentence.block == "heading" and (
                not self._sentences or self._sentences[-1][0].block != "heading"
            ):
                self._sentences.clear()
            self._sentences.append((mention.sentence, []))
        self._sentences[-1][1].append((mention, reading))

    def find(self, mention: Mention, anaphor: Anaphor) -> Reading | None:
        """Find what a form stands for.

        Args:
            mention: The form.
            anaphor: What it may stand for.

        Returns:
            The nearest name before it in its own sentence, of a bare 公司 the one that opens it where others stand
            beside it, of 她说 the first of two people where the last is only addressed; else the name that opens the
            nearest sentence with one, within reach, or the one that it presents at its end (想法一样的还有李明。|他).
            Where the section names one thing of the class alone, that, however far.
        """
        fit = [
            (sentence, [(m, r) for m, r in pairs if _fits(m, r, mention, anaphor)])
            for sentence, pairs in self._sentences
        ]
        fit = [(sentence, pairs) for sentence, pairs in fit if pairs]
        if not fit and anaphor.ending and "Park" in anaphor.types:
            any_park = replace(anaphor, ending="", types=("Park",))  # 该基地 for a 产业园, if there is no base
            return self.find(mention, any_park)
        if not fit:
            return None
        sentence, pairs = fit[-1]
        last, latest = pairs[-1]
        if sentence is mention.sentence:
            subject, opened = pairs[0]
            opens = anaphor.bare and not sentence.text[: subject.start].strip(QUOTES)
            addresses = anaphor.speaks and anaphor.types == ("Person",) and len(pairs) == ADDRESSED
            beside = BESIDE if opens else TOWARDS if addresses else ()
            return opened if sentence.text[last.start - 1 : last.start] in beside else latest
        only = len({(reading.name, reading.scope) for _, found in fit for _, reading in found}) == 1
        far = mention.sentence.paragraph - sentence.paragraph > anaphor.reach
        if (far or (anaphor.bare and mention.type != "Company")) and not only:
            return None
        if len({(reading.name, reading.scope) for _, reading in pairs}) > MOST_NAMED:
            return None
        presented = anaphor.presents.search(sentence.text, 0, last.start) is not None
        return latest if presented and last.end == len(sentence.text.rstrip(STOPS)) else pairs[0][1]


def _fits(named: Mention, reading: Reading, mention: Mention, anaphor: Anaphor) -> bool:
    if named.sentence is mention.sentence and named.end > mention.start:
        return False
    if reading.type not in anaphor.types or anaphor.ending not in reading.name[-ENDING:]:
        return False
    letters = iter(reading.name)
    return all(letter in letters for letter in anaphor.short)
