import base64
import hashlib
import re
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from kg.cli import commands
from kg.corpus import merge
from kg.errors import InputError
from kg.evaluate import evaluate, evaluate_all, join, read_gold, to_text
from kg.export.turtle import write_turtle
from kg.graph import to_dataset
from kg.model import Document, DocumentFacts, Entity, Evidence, Mention, Observation, Proposal, Relation, Sentence, Span
from kg.store import write_store, write_texts

TEXT = "2023年，岳阳市实施“强港兴市”战略，新增企业600家。市政协委员李岚说：“要把码头建好。”"
GOLD = """
doc: port
published: "2023"
region: 岳阳市
entities:
  - {id: r1, type: AdministrativeRegion, name: 岳阳市}
  - {id: p1, type: Programme, name: 强港兴市, also: [“强港兴市”战略]}
  - {id: e1, type: Person, name: 李岚}
relations:
  - {s: r1, p: pursues, o: p1, quote: "岳阳市实施“强港兴市”战略"}
  - {s: e1, p: position, o: 市政协委员, quote: "市政协委员李岚"}
observations:
  - {indicator: 新增企业, value: 600, unit: 家, kind: level, status: actual, comparator: "=", period: "2023", about: r1, quote: "新增企业600家"}
proposals:
  - {by: e1, verb: 说, quote: "要把码头建好。"}
"""


def _facts(*, period: str = "2023", verb: str = "说", programme: str = "强港兴市") -> DocumentFacts:
    document = Document(id="port", text=TEXT, published="2023", region="湖南省岳阳市")
    sentence = Sentence(text=TEXT, pieces=(Span(0, len(TEXT)),))
    region = Entity(type="AdministrativeRegion", name="岳阳市", scope="430600")
    plan = Entity(type="Programme", name=programme, scope="430600")
    person = Entity(type="Person", name="李岚", scope="岳阳市")

    def mention(words: str, kind: str) -> Mention:
        start = TEXT.index(words)
        return Mention(sentence, start, start + len(words), kind, "test")

    def evidence(words: str) -> Evidence:
        start = TEXT.index(words)
        return Evidence(
            document="port", spans=(Span(start, start + len(words)),), quote=words, rule="test", confidence=0.9
        )

    return DocumentFacts(
        document=document,
        sentences=(sentence,),
        entities={
            mention("岳阳市", "AdministrativeRegion"): region,
            mention("强港兴市", "Programme"): plan,
            mention("李岚", "Person"): person,
        },
        relations=(
            Relation(subject=region, predicate="pursues", object=plan, evidence=evidence("岳阳市实施“强港兴市”战略")),
            Relation(subject=person, predicate="position", object="市政协委员", evidence=evidence("市政协委员李岚")),
        ),
        observations=(
            Observation(
                indicator="新增企业",
                value=Decimal(600),
                unit="家",
                kind="level",
                period=period,
                about=region,
                evidence=evidence("新增企业600家"),
            ),
        ),
        proposals=(Proposal(by=person, verb=verb, evidence=evidence("要把码头建好。")),),
    )


@pytest.fixture
def graph(tmp_path, knowledge):
    def write(facts: DocumentFacts, folder: str = "") -> Path:
        out = tmp_path / folder
        corpus = merge([facts], knowledge)
        dataset = to_dataset(corpus, knowledge)
        write_texts([facts.document], out)
        write_turtle(dataset, out / "graph.ttl")
        write_store(dataset, out)
        return out

    return write


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, {"entities": 3, "relations": 2, "observations": 1, "observations:value": 1, "proposals": 1}),
        (
            {"period": "2022"},
            {"entities": 3, "relations": 2, "observations": 0, "observations:value": 1, "proposals": 1},
        ),
        ({"verb": "建议"}, {"entities": 3, "relations": 2, "observations": 1, "observations:value": 1, "proposals": 0}),
        ({"programme": "“强港兴市”战略"}, {"entities": 3, "relations": 2, "observations": 1, "proposals": 1}),
        ({"programme": "强港"}, {"entities": 2, "relations": 1, "observations": 1, "proposals": 1}),
    ],
    ids=["all right", "wrong period", "wrong verb", "a name just as right", "wrong name"],
)
def test_score_counts_what_agrees(graph, changes, right):
    report = evaluate(graph(_facts(**changes)), yaml.safe_load(GOLD))
    assert {layer: report.score(layer).right for layer in right} == right
    assert report.score("entities").gold == 3


def test_errors_stand_beside_their_sentence(graph):
    report = evaluate(graph(_facts(programme="强港")), yaml.safe_load(GOLD))
    missed = [item for item in report.errors if item.status == "missed" and item.layer == "entities"]
    assert [item.text for item in missed] == ["Programme 强港兴市"]
    passage = missed[0].passage
    assert passage.text == TEXT[: TEXT.index("。") + 1]
    assert [passage.text[span.start : span.end] for span in passage.marked] == ["强港兴市"]
    assert "Programme 强港兴市" in to_text(report, errors=True)


@pytest.mark.parametrize(
    ("changes", "layer", "differs"),
    [
        ({"period": "2022"}, "observations", ("period", "2023", "2022")),
        ({"verb": "建议"}, "proposals", ("verb", "说", "建议")),
        ({"programme": "强港"}, "entities", ("name", "强港兴市", "强港")),
        ({"programme": "强港"}, "relations", ("object", "强港兴市", "强港")),
    ],
)
def test_nearly_right_items_name_what_differs(graph, changes, layer, differs):
    report = evaluate(graph(_facts(**changes)), yaml.safe_load(GOLD))
    missed, extra = [item for item in report.errors if item.layer == layer]
    assert (missed.status, extra.status, extra.rule) == ("missed", "extra", "test")
    assert (missed.counterpart, extra.counterpart) == (extra.text, missed.text)
    assert [(each.field, each.expected, each.found) for each in missed.differs] == [differs]
    assert missed.differs == extra.differs


def test_scores_go_down_to_classes_predicates_and_fields(graph):
    report = evaluate(graph(_facts(period="2022", programme="强港")), yaml.safe_load(GOLD))
    right = {score.layer: score.right for score in report.scores}
    assert (right["observations"], right["observations:period"], right["observations:about"]) == (0, 0, 1)
    assert (right["entities:Person"], right["entities:Programme"]) == (1, 0)
    assert (right["relations:position"], right["relations:pursues"]) == (1, 0)


def test_join_adds_counts_up(graph):
    report = evaluate(graph(_facts(programme="强港")), yaml.safe_load(GOLD))
    both = join([report, report])
    assert (both.score("entities").right, both.score("entities").gold) == (4, 6)
    assert both.score("entities").f1 == pytest.approx(report.score("entities").f1)


@pytest.mark.parametrize("content", ["[1, 2]", "a: [", "name: x"], ids=["a list", "broken", "no doc"])
def test_faulty_annotations_are_refused(tmp_path, content):
    (tmp_path / "gold.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.yaml: .*; "):
        read_gold(tmp_path / "gold.yaml")


@pytest.mark.parametrize(
    ("layer", "item", "fault"),
    [
        ("entities", "Person 李明", "entities, item 1: 'Person 李明' has no fields"),
        ("entities", "{id: e1, type: Person}", "entities, item 1: without name"),
        ("entities", "{id: e1, type: Person, name: 李明, aliases: 小李}", "entities, item 1: `aliases` is no list"),
        ("relations", "{s: e1, p: position}", "relations, item 1: without o, quote"),
        (
            "observations",
            "{indicator: 产值, value: 三亿, unit: 元, kind: level, status: actual, quote: 产值三亿元}",
            "observations, item 1: '三亿' is no number",
        ),
        (
            "observations",
            "{indicator: 产值, value: .nan, unit: 元, kind: level, status: actual, quote: 产值三亿元}",
            "observations, item 1: nan is no number",
        ),
        ("proposals", "{by: e1, quote: 要创新。}", "proposals, item 1: without verb"),
    ],
)
def test_a_faulty_annotation_is_named(tmp_path, layer, item, fault):
    layers = {"entities": [], layer: None}
    text = "doc: d\n" + "".join(
        f"{name}:\n  - {item}\n" if items is None else f"{name}: []\n" for name, items in layers.items()
    )
    (tmp_path / "gold.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(fault)):
        read_gold(tmp_path / "gold.yaml")


def test_annotations_of_another_document_are_refused(graph, tmp_path):
    (tmp_path / "gold.yaml").write_text("doc: other\nentities: []\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other: .*holds no such document"):
        evaluate_all([graph(_facts())], [tmp_path / "gold.yaml"])


def test_command_writes_a_page_and_shows_what_changed(graph, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("port.yaml").write_text(GOLD, encoding="utf-8")
    run = partial(CliRunner().invoke, commands)
    before = run(["evaluate", str(graph(_facts(programme="强港"))), "port.yaml", "--json", "before.json"])
    assert (before.exit_code, Path("before.json").exists()) == (0, True)
    (tmp_path / "now").mkdir()
    now = run(
        ["evaluate", str(graph(_facts(), "now")), "port.yaml", "--against", "before.json", "--html", "errors.html"]
    )
    assert "became wrong: 0" in now.output
    assert "entities found now: Programme 强港兴市" in now.output
    page = Path("errors.html").read_text(encoding="utf-8")
    assert "became right <b>4" in page
    style = page[page.index("<style>") + len("<style>") : page.index("</style>")]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in page
