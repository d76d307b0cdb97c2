"""Names by a neural network over a sentence: it weighs what the rules found, and proposes what they miss."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.knowledge.files import shared
from kg.mentions.context import Context
from kg.mentions.features import find_features
from kg.mentions.network import Network
from kg.model import Mention

__all__ = ["MODEL", "OUTSIDE", "Tagged", "Tagging", "best_tags", "find_tagged", "read_tags", "tag_names"]

MODEL = "names.onnx"
OUTSIDE = "O"
PARTICLE = re.compile("的(?!黎波里)")  # begins no name but one
TRAILING = re.compile(".{3,}[的在]")  # ends a name only in short ones: 美的, 陈自在
TRAILING_EVENT = re.compile(".{3,}(?:上|暨)")  # 工作会议上, 发展大会暨
CUT_EVENT = re.compile("(?:通气|发布|座谈|推介|交流|洽谈|研讨|恳谈|说明|宣讲|展览|博览|展销|招聘|对接|答谢)$")  # |会
LISTED = re.compile("(?<=.{2})等(?:地|国|省|市|县|区)?$")  # behind the last region of a row: 莆田、南平|等地
CUT = re.compile("[（(]|日前")  # begins with the last character of what a name took in: 农产品交易节|日前
ENUMERATED = re.compile(
    "等(?=[^，。；、]{0,4}(?:企业|公司|单位|院校|部门|城市|项目|机构)|[0-9一二三四五六七八九十百多]+[家个名所条项])"
)  # 平高|等领军企业
TOGETHER = re.compile("[委局部厅办院署府司处]会(?=同)")  # 国资委|会同财政部
OPENED = re.compile("[（(]")
CUT_TITLE = re.compile("([团队会组社院所校])\\1")  # 支教团|团长


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name that the tagger proposes.

    Attributes:
        start: First character in the sentence.
        end: One past the last.
        type: Class of the ontology.
        likelihood: Of its least certain character, between 0 and 1.
    """

    start: int
    end: int
    type: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the tagger says of a sentence.

    Attributes:
        names: In order of their place; none overlap.
        outside: For each character how likely it is in no name.
    """

    names: tuple[Tagged, ...]
    outside: tuple[float, ...]


def find_tagged(context: Context, mentions: Sequence[Mention]) -> Tagging:
    """Read the names of a sentence.

    Args:
        context: The sentence.
        mentions: What the rules found in it.

    Raises:
        KnowledgeError: The model is missing or damaged.
    """
    return tag_names(context, mentions, _own_network())


def tag_names(context: Context, mentions: Sequence[Mention], network: Network) -> Tagging:
    """Read the names of a sentence with a network of one's own."""
    if not context.text:
        return Tagging((), ())
    scores = network.read(context.text, find_features(context, mentions))
    best = best_tags(scores, network.tags)
    likelihoods = np.exp(scores[np.arange(len(best)), best])
    names = tuple(
        Tagged(first, last, kind, float(likelihoods[first:last].min()))
        for start, end, kind in read_tags([network.tags[tag] for tag in best])
        if (first := start + bool(PARTICLE.match(context.text, start)))
        < (last := _last(context.text, start, end, kind))
    )
    return Tagging(names, tuple(np.exp(scores[:, network.tags.index(OUTSIDE)]).tolist()))


def _last(text: str, start: int, end: int, kind: str) -> int:
    """Find where a name ends: without a particle, 等 or half of 日前, with the 会 of a meeting, a letter of a title."""
    behind = end > start + 2 and (ENUMERATED.match(text, end - 1) or TOGETHER.match(text, end - 2))
    half = behind or CUT.match(text, end - 1) or (text[end - 1] in "）)" and not OPENED.search(text, start, end))
    if half or TRAILING.fullmatch(text, start, end) or (kind == "Event" and TRAILING_EVENT.fullmatch(text, start, end)):
        return end - 1
    if kind == "AdministrativeRegion" and (listed := LISTED.search(text[start:end])):
        return start + listed.start()
    if kind == "Event" and text.startswith("会", end) and CUT_EVENT.search(text, start, end):
        return end + 1
    return end - (text.startswith("长", end) and CUT_TITLE.fullmatch(text, end - 2, end) is not None)


def best_tags(scores: NDArray[np.float32], tags: Sequence[str]) -> list[int]:
    """Find the likeliest row of tags in which a name goes on only as it began; source: Viterbi (1967).

    Args:
        scores: The logarithm of each tag's likelihood, a row for each character.
        tags: What the columns are: ``O``, ``B-`` and ``I-`` with a class.

    Returns:
        For each character the column of its tag.
    """
    inside = np.array([place for place, tag in enumerate(tags) if tag.startswith("I-")], dtype=int)
    begin = np.array([tags.index(f"B-{tags[place][2:]}") for place in inside], dtype=int)
    total = scores[0].astype(np.float64)
    total[inside] = -np.inf
    backward = []
    for row in scores[1:]:
        before = np.full(len(tags), total.argmax())
        before[inside] = np.where(total[begin] > total[inside], begin, inside)
        backward.append(before)
        total = total[before] + row
    path = [int(total.argmax())]
    for before in reversed(backward):
        path.append(int(before[path[-1]]))
    return path[::-1]


def read_tags(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Read spans off tags.

    >>> list(read_tags(["O", "B-Park", "I-Park", "B-Place"]))
    [(1, 3, 'Park'), (3, 4, 'Place')]
    """
    start = 0
    for at, (before, tag) in enumerate(pairwise([OUTSIDE, *tags, OUTSIDE])):
        if tag == f"I-{before[2:]}" and before != OUTSIDE:
            continue
        if before != OUTSIDE:
            yield start, at, before[2:]
        start = at


@lru_cache(maxsize=1)
def _own_network() -> Network:
    """Look for the model that is shipped and open it, once a process and not once a sentence."""
    return Network(shared("data/models") / MODEL)
