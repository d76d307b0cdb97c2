"""How sure a reading of a number is: calibrated, and the same for all that one number says."""

import pytest

from kg.knowledge import read_knowledge
from kg.model import Document, Entity, Mention, Observation, Sentence, Span
from kg.statements.observations import certainty, find_observations, part_unsure

KNOWLEDGE = read_knowledge()
CITY = Entity(type="AdministrativeRegion", name="芜湖市", scope="340200")


def read(text: str) -> list[Observation]:
    sentence = Sentence(text=text, pieces=(Span(0, len(text)),))
    mentions = {Mention(sentence, 0, 3, "AdministrativeRegion", "test"): CITY}
    document = Document(id="t", text=text, published="2023-08-10", region="安徽省芜湖市")
    return find_observations([sentence], mentions, document, KNOWLEDGE)


def test_a_plain_statement_is_surer_than_a_loose_one():
    (plain,) = read("芜湖市上半年地区生产总值同比增长6.5%。")
    (loose,) = read("芜湖市的老张家一年下来光买菜卖菜来来回回跑了300趟。")
    assert loose.evidence.confidence < plain.evidence.confidence - 0.2


@pytest.mark.parametrize(("weight", "sure"), [(9.0, 0.99), (-9.0, 0.01), (0.0, 0.5)])
def test_weights_decide_and_nothing_is_quite_certain(monkeypatch, weight, sure):
    monkeypatch.setattr(certainty, "_own_weights", lambda: {"any": weight})
    (observation,) = read("芜湖市上半年地区生产总值同比增长6.5%。")
    assert observation.evidence.confidence == sure


def test_unsure_readings_are_told_apart(monkeypatch):
    monkeypatch.setattr(certainty, "_own_weights", lambda: {"kind=growth": 1.0, "kind=level": -1.0})
    observations = read("芜湖市上半年地区生产总值达2300亿元，同比增长6.5%。")
    sure, unsure = part_unsure(observations, 0.5)
    assert [observation.kind for observation in sure] == ["growth"]
    assert [observation.kind for observation in unsure] == ["level"]


def test_what_the_form_of_a_text_says_is_not_in_doubt(monkeypatch):
    monkeypatch.setattr(certainty, "_own_weights", lambda: {"any": -9.0})
    moved = read("芜湖市审批时间由原来的15天缩短到4天。")
    assert [one.evidence.confidence for one in moved] == [0.5, 0.5]
    (plain,) = read("芜湖市上半年地区生产总值同比增长6.5%。")
    assert plain.evidence.confidence == 0.01
