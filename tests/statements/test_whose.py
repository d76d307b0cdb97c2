"""Whose a number is: what the rules propose is weighed against all that is named."""

import pytest

from kg.knowledge import read_knowledge
from kg.model import Document, Entity, Mention, Sentence, Span
from kg.statements.observations import find_observations, whose

KNOWLEDGE = read_knowledge()
CITY = Entity(type="AdministrativeRegion", name="芜湖市", scope="340200")
FIRM = Entity(type="Company", name="江陵重工有限公司")
FAIR = Entity(type="Event", name="江陵博览会")
TEXT = "芜湖市有江陵重工有限公司和江陵博览会，产值达3亿元。"


def holder(text: str, *named: Entity) -> Entity | None:
    """Read whose the last number of a sentence is."""
    sentence = Sentence(text=text, pieces=(Span(0, len(text)),))
    places = [(text.index(entity.name), entity) for entity in named if entity.name in text]
    mentions = {
        Mention(sentence, start, start + len(entity.name), entity.type, "test"): entity for start, entity in places
    }
    document = Document(id="t", text=text, published="2023-08-10", region="安徽省芜湖市")
    return find_observations([sentence], mentions, document, KNOWLEDGE)[-1].about


@pytest.fixture
def weights(monkeypatch):
    """Put other weights in the place of those that were learned."""
    learned: dict[str, float] = {}
    monkeypatch.setattr(whose, "_own_weights", lambda: learned)
    return learned


def test_without_weights_the_rules_decide(weights):
    assert holder(TEXT, CITY, FIRM) == CITY


def test_another_must_be_much_likelier_than_what_the_rules_propose(weights):
    weights["class=Company"] = 1.0  # e, less than SURER times
    assert holder(TEXT, CITY, FIRM) == CITY
    weights["class=Company"] = 3.0
    assert holder(TEXT, CITY, FIRM) == FIRM


def test_nothing_with_a_name_may_be_the_likeliest(weights):
    weights["class=-"] = 9.0
    assert holder(TEXT, CITY, FIRM) is None


def test_only_regions_and_organizations_are_measured(weights):
    weights["class=Event"] = 9.0
    assert holder(TEXT, CITY, FIRM, FAIR) == CITY


def test_what_is_of_many_is_left_to_the_rules(weights):
    weights["class=Company"] = 9.0
    assert holder("今年上榜的50家上市公司营收达3亿元，江陵重工有限公司在芜湖市。", CITY, FIRM) == CITY


def test_options_say_where_each_is_named_and_end_in_nothing():
    heard = []

    def listen(number, options):
        heard.append(options)
        return number.proposed

    sentence = Sentence(text=TEXT, pieces=(Span(0, len(TEXT)),))
    start = TEXT.index(FIRM.name)
    mentions = {Mention(sentence, start, start + len(FIRM.name), FIRM.type, "test"): FIRM}
    document = Document(id="t", text=TEXT, published="2023-08-10", region="安徽省芜湖市")
    find_observations([sentence], mentions, document, KNOWLEDGE, choose=listen)
    (options,) = heard
    assert [entity.name if entity else None for entity, _ in options] == [FIRM.name, "芜湖市", None]
    assert "where=early1" in options[0][1]
    assert "home=True" in options[1][1]


def test_another_country_is_no_longer_measured_in_the_next_clause():
    abroad = Entity(type="AdministrativeRegion", name="日本", scope="JP")
    found = holder("如日本企业是行业冠军，44家企业在芜湖市落户。", CITY, abroad)
    assert found is not None
    assert found.name == "芜湖市"


def test_who_employs_a_speaker_or_is_another_country_is_not_gone_on_about():
    text = "江陵重工有限公司总经理李明到会，日本客商也到会。"
    speaker, abroad = Entity(type="Person", name="李明"), Entity(type="AdministrativeRegion", name="日本", scope="JP")
    first = Sentence(text=text, pieces=(Span(0, len(text)),))
    behind = "签约项目达50个。"
    second = Sentence(text=behind, pieces=(Span(len(text), len(text) + len(behind)),))
    mentions = {
        Mention(first, text.index(entity.name), text.index(entity.name) + len(entity.name), entity.type, "test"): entity
        for entity in (FIRM, speaker, abroad)
    }
    document = Document(id="t", text=text + behind, published="2023-08-10", region="安徽省芜湖市")
    (found,) = find_observations([first, second], mentions, document, KNOWLEDGE)
    assert found.about is not None
    assert found.about.name == "芜湖市"
