"""Names alone, strict spans, beside jieba.posseg in one run: ``python -m tests.bench.names [--limit N] [--errors N]``.

Reads the dev parts of ../shared/datasets/cluener and msra_ner, and never their test parts. Each item of a set is one
document of its own. A mention counts if its span and type are exactly the annotated ones; figures are micro-averaged.
Names are flat in both sets, so of nested mentions the outermost that has one of the three types counts, and so do only
names, not forms that stand for one (我市). Both sides say the same of a Chinese name only up to their guides: CLUENER
takes a whole address for one name where we have one for each region, and what MSRA calls 中方 a place is no name to us.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.entities import resolve_entities
from kg.knowledge import Knowledge, read_knowledge
from kg.mentions import find_mentions
from kg.model import Document
from kg.text.sentences import find_sentences
from kg.text.tokens import tag

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
TYPES = ("PER", "LOC", "ORG")
OUR_TYPES = {  # the entity classes of the ontology; the other ten have no type in these sets
    "Person": "PER",
    "AdministrativeRegion": "LOC",
    "Place": "LOC",
    "Company": "ORG",
    "GovernmentBody": "ORG",
    "EducationResearch": "ORG",
    "SocialOrganization": "ORG",
}
CLUENER_TYPES = {  # book, game, movie, position and scene are no names of these types
    "name": "PER",
    "address": "LOC",
    "company": "ORG",
    "government": "ORG",
    "organization": "ORG",
}
JIEBA_TYPES = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}
SEED = 20261122

Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A text and the names annotated in it."""

    text: str
    names: frozenset[Name]


def read_cluener(path: Path) -> Iterator[Item]:
    """Read a part of CLUENER; its ends are inclusive."""
    for line in path.read_text(encoding="utf-8").splitlines():
        content = json.loads(line)
        names = frozenset(
            (start, end + 1, CLUENER_TYPES[label])
            for label, surfaces in content["label"].items()
            if label in CLUENER_TYPES
            for spans in surfaces.values()
            for start, end in spans
        )
        yield Item(content["text"], names)


def read_msra(path: Path) -> Iterator[Item]:
    """Read a part of MSRA NER: a character and its BIO tag a line."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split(" ") for line in block.splitlines() if line]
        if rows:
            yield Item("".join(row[0] for row in rows), frozenset(_spans([row[-1] for row in rows])))


def _spans(tags: Sequence[str]) -> Iterator[Name]:
    """Read spans from BIO tags; an I that continues nothing begins a name.

    >>> list(_spans(["B-ORG", "I-ORG", "B-ORG", "O", "I-LOC", "I-PER"]))
    [(0, 2, 'ORG'), (2, 3, 'ORG'), (4, 5, 'LOC'), (5, 6, 'PER')]
    """
    start, name_type = 0, ""
    for place, label in enumerate([*tags, "O"]):
        prefix, _, kind = label.partition("-")
        if name_type and (prefix != "I" or kind != name_type):
            yield start, place, name_type
            name_type = ""
        if kind and not name_type:
            start, name_type = place, kind


def find_ours(knowledge: Knowledge, text: str) -> frozenset[Name]:
    """Find names as ``kg build`` does."""
    document = Document(id="item", text=text)
    mentions = find_mentions(find_sentences(document, knowledge.layout), knowledge)
    entities = resolve_entities(mentions, document, knowledge)
    found = []
    for mention in entities:
        spans = mention.sentence.locate(mention.start, mention.end)
        if mention.type in OUR_TYPES and len(spans) == 1 and not mention.rule.startswith("deictic:"):
            found.append((spans[0].start, spans[0].end, OUR_TYPES[mention.type]))
    return frozenset(name for name in found if not any(_inside(name, other) for other in found))


def _inside(name: Name, other: Name) -> bool:
    return name[:2] != other[:2] and other[0] <= name[0] and name[1] <= other[1]


def find_jieba(text: str) -> frozenset[Name]:
    """Find names as jieba.posseg tags words."""
    return frozenset(
        (token.start, token.end, JIEBA_TYPES[token.tag]) for token in tag(text) if token.tag in JIEBA_TYPES
    )


def _counts(items: Iterable[Item], find: Callable[[str], frozenset[Name]]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for item in items:
        found = find(item.text)
        for side, names in (("gold", item.names), ("found", found), ("right", item.names & found)):
            counts.update((side, name[2]) for name in names)
    return counts


def _row(label: str, counts: Counter[tuple[str, str]], types: Sequence[str], speed: str) -> str:
    gold, found, right = (sum(counts[side, each] for each in types) for side in ("gold", "found", "right"))
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * right / (found + gold) if found + gold else 0.0
    return f"{label:32}{precision:7.3f}{recall:7.3f}{f1:7.3f}{gold:7}{found:7}{right:7}{speed:>9}"


def _show(label: str, items: Sequence[Item], find: Callable[[str], frozenset[Name]]) -> None:
    find(items[0].text)  # what is loaded at first use is not reading
    start = time.process_time()
    counts = _counts(items, find)
    speed = f"{sum(len(item.text) for item in items) / (time.process_time() - start):.0f}"
    sys.stdout.write(_row(f"{label} micro", counts, TYPES, speed) + "\n")
    for each in TYPES:
        sys.stdout.write(_row(f"{label} {each}", counts, [each], "") + "\n")


def _show_errors(items: Sequence[Item], find: Callable[[str], frozenset[Name]]) -> None:
    for item in items:
        found = find(item.text)
        for kind, names in (("missed", item.names - found), ("extra", found - item.names)):
            for start, end, name_type in sorted(names):
                marked = f"{item.text[:start]}[{item.text[start:end]}]{item.text[end:]}"
                sys.stdout.write(f"{kind}\t{name_type}\t{marked}\n")


def main() -> None:
    """Score both data sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="read so many items of each set, chosen by a fixed seed")
    parser.add_argument("--errors", type=int, default=0, help="show our errors in so many items of each set")
    options = parser.parse_args()
    sets = {"cluener dev": (DATASETS / "cluener" / "dev.jsonl", read_cluener)}
    sets["msra_ner dev"] = (DATASETS / "msra_ner" / "dev.bio", read_msra)
    present = {name: (path, read) for name, (path, read) in sets.items() if path.is_file()}
    for name, (path, _) in sets.items():
        if name not in present:
            sys.stderr.write(f"{name}: left out, {path} is not there; lay the data beside the checkout\n")
    ours = partial(find_ours, read_knowledge())
    sys.stdout.write(f"{'':32}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}{'right':>7}{'chars/s':>9}\n")
    for name, (path, read) in present.items():
        items = list(read(path))
        if options.limit and options.limit < len(items):
            items = random.Random(SEED).sample(items, options.limit)  # noqa: S311  a sample, no secret
        _show(f"{name}: kg", items, ours)
        _show(f"{name}: jieba", items, find_jieba)
        _show_errors(items[: options.errors], ours)


if __name__ == "__main__":
    main()
