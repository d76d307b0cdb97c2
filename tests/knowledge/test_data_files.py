"""The compiled name lists and our sample articles: every form once in a file, every gold quote in its text."""

import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import yaml

from kg.knowledge.files import read_table, shared

TABLES = ("industries", "technologies", "awards", "products", "events", "parks", "platforms", "indicators")
SKOS = "http://www.w3.org/2004/02/skos/core#"
SAMPLES = sorted(shared("data/samples").glob("*.yaml"))


@pytest.mark.parametrize("table", TABLES)
def test_table_names_every_form_once(table: str) -> None:
    forms: list[str] = []
    for _, row in read_table(shared("data/lexicon") / f"{table}.tsv"):
        forms += [row["name"], *(form for form in row["aliases"].split("|") if form)]
    assert [form for form, count in Counter(forms).items() if count > 1] == []
    assert [form for form in forms if len(form) < 2 or form != form.strip()] == []


def test_programmes_have_labels_of_their_own() -> None:
    labels: Counter[str] = Counter()
    concepts = set()
    preferred: Counter[str] = Counter()
    for quad in pyoxigraph.parse(path=str(shared("data/lexicon") / "programmes.ttl")):
        if quad.predicate.value == f"{SKOS}inScheme":
            concepts.add(quad.subject.value)
        if quad.predicate.value in (f"{SKOS}prefLabel", f"{SKOS}altLabel"):
            labels[quad.object.value] += 1
        if quad.predicate.value == f"{SKOS}prefLabel":
            preferred[quad.subject.value] += 1
    assert len(concepts) > 800
    assert [label for label, count in labels.items() if count > 1] == []
    assert all(preferred[concept] == 1 for concept in concepts)


@pytest.mark.parametrize("gold", SAMPLES, ids=lambda path: path.stem)
def test_sample_quotes_stand_in_the_text(gold: Path) -> None:
    text = re.sub(r"\s+", "", gold.with_suffix(".txt").read_text(encoding="utf-8"))
    content = yaml.safe_load(gold.read_text(encoding="utf-8"))
    facts = [*content["relations"], *content["observations"], *content["proposals"]]
    assert [fact["quote"] for fact in facts if re.sub(r"\s+", "", fact["quote"]) not in text] == []
    identifiers = {entity["id"] for entity in content["entities"]}
    assert {fact["s"] for fact in content["relations"]} <= identifiers | {"doc"}
