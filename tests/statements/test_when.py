"""When a number is: what the rules propose is weighed against all times that the text tells."""

import pytest

from kg.knowledge import read_knowledge
from kg.model import Document, Sentence, Span
from kg.statements.observations import find_observations, when

KNOWLEDGE = read_knowledge()
TEXT = "今年上半年，全市外贸良好。8月6日，全市举办招商活动。新增企业12家。"


def observed(text, date=when.choose_time, published="2024-08-10"):
    """Read the numbers of a text of sentences."""
    sentences, start = [], 0
    for part in text.split("。")[:-1]:
        sentences.append(Sentence(text=f"{part}。", pieces=(Span(start, start + len(part) + 1),)))
        start += len(part) + 1
    document = Document(id="t", text=text, published=published, region="安徽省芜湖市")
    return find_observations(sentences, {}, document, KNOWLEDGE, date=date)


def period(text):
    """Read when the last number of a text is."""
    return observed(text)[-1].period


def times(text):
    """List the times that the last number of a text may have."""
    heard = []

    def listen(dated, found):
        heard.append(dict(found))
        return dated.observation.period

    observed(text, listen)
    return heard[-1]


@pytest.fixture
def weights(monkeypatch):
    """Put other weights in the place of those that were learned."""
    learned: dict[str, float] = {}
    monkeypatch.setattr(when, "_own_weights", lambda: learned)
    return learned


def test_without_weights_the_rules_decide(weights):
    assert period(TEXT) == "2024-08-06"


def test_another_must_be_much_likelier_than_what_the_rules_propose(weights):
    weights["from=year"] = 1.0  # e, less than SURER times
    assert period(TEXT) == "2024-08-06"
    weights["from=year"] = 3.0
    assert period(TEXT) == "2024"


def test_no_time_at_all_must_be_likelier_still(weights):
    weights["from=never"] = 2.0
    assert period(TEXT) == "2024-08-06"
    weights["from=never"] = 4.0
    assert period(TEXT) is None


def test_what_rose_from_one_time_to_another_is_left_to_the_rules(weights):
    weights["from=year"] = 9.0
    assert [found.period for found in observed("“十四五”时期，全市研发强度由2%提高到3%。")] == ["2020", "2025"]


def test_times_are_those_of_the_sentences_of_publication_and_none():
    found = times(TEXT)
    assert set(found) == {
        *("2024-08-06", "2024-01/2024-06", None),
        *("2024-08-10", "2024-08", "2024", "2023", "2021/2025"),
    }
    assert {"from=setting", "from=back1"} <= set(found["2024-08-06"])
    assert {"from=back2", "from=opening"} <= set(found["2024-01/2024-06"])
    assert "from=never" in found[None]
    assert all("from=plan" in signs for time, signs in found.items() if time == "2021/2025")


@pytest.mark.parametrize("published", [None, "", "2024", "2024-08", "0999", "0999-05-01"])
def test_times_need_no_day_of_publication(published):
    assert [found.value for found in observed("8月6日，全市新增企业12家。", published=published)] == [12]


def test_a_date_of_the_sentence_itself_says_how_it_stands():
    found = times("2023年，全市企业多，截至今年7月底，新增企业12家。")
    assert {"from=early1", "role=until|early1"} <= set(found["2024-07"])
    assert {"from=early3", "order=1"} <= set(found["2023"])
