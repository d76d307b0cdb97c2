"""How far what somebody reports reaches in a text that lost its line breaks."""

import pytest

from kg.knowledge import read_knowledge
from kg.model import Document, Entity, Mention, Sentence, Span
from kg.statements import reach
from kg.statements.proposals import find_proposals

KNOWLEDGE = read_knowledge()
SPEAKER = Entity(type="Person", name="李明")
TOWN = Entity(type="AdministrativeRegion", name="江城县")
REPORT = "局长李明介绍，全市已建成泵站12座。"
FOLLOWING = ["河道每周清理一次。", "排水管网全部入图。"]
PADDING = [f"第{number}天雨停了。" for number in "一二三四五六"]  # together a page without line breaks


def passage(*sentences):
    """Read what the speaker of a text in one paragraph says."""
    text, placed = "", []
    for sentence in sentences:
        placed.append(Sentence(text=sentence, pieces=(Span(len(text), len(text) + len(sentence)),)))
        text += sentence
    mentions = {
        Mention(sentence, sentence.text.index("李明"), sentence.text.index("李明") + 2, "Person", "test"): SPEAKER
        for sentence in placed
        if "李明" in sentence.text
    }
    for sentence in placed:
        if (place := sentence.text.find("江城")) >= 0:
            mentions[Mention(sentence, place, place + 2, "AdministrativeRegion", "test")] = TOWN
    (found,) = find_proposals(placed, mentions, Document(id="t", text=text), KNOWLEDGE)
    return found.evidence.quote


@pytest.fixture
def weights(monkeypatch):
    """Put other weights in the place of those that were learned."""
    learned: dict[str, float] = {}
    monkeypatch.setattr(reach, "_own_weights", lambda: learned)
    return learned


def test_without_weights_the_rules_decide(weights):
    assert passage(REPORT, *FOLLOWING, *PADDING) == "全市已建成泵站12座。"
    goes_on = "下一步，我们要扩建泵站。"
    assert passage(REPORT, goes_on, *FOLLOWING, *PADDING) == f"全市已建成泵站12座。{goes_on}"


def test_a_report_goes_on_where_the_rules_end_it_only_if_that_is_nearly_sure(weights):
    weights["first=河道"] = 0.8  # likelihood 0.69
    assert passage(REPORT, *FOLLOWING, *PADDING) == "全市已建成泵站12座。"
    weights["first=河道"] = 2.0  # 0.88
    assert passage(REPORT, *FOLLOWING, *PADDING) == f"全市已建成泵站12座。{FOLLOWING[0]}"


def test_a_report_ends_where_the_text_says_to_what_end_something_was_done(weights):
    weights["any"] = 9.0
    told = "为有效激发企业活力，江城打出一套“组合拳”。"
    assert passage(REPORT, told, *FOLLOWING, *PADDING) == "全市已建成泵站12座。"
    own = "为切实解决用工难题，园区组织一场招聘会。"
    assert passage(REPORT, own, *FOLLOWING, *PADDING).startswith(f"全市已建成泵站12座。{own}")


def test_a_report_goes_on_where_the_rules_say_so(weights):
    weights["any"] = -9.0
    goes_on = "下一步，我们要扩建泵站。"
    assert passage(REPORT, goes_on, *FOLLOWING, *PADDING) == f"全市已建成泵站12座。{goes_on}"


def test_where_line_breaks_are_kept_the_rules_decide(weights):
    weights["any"] = 9.0
    closing = "近日，居民走上新桥。"
    assert passage(REPORT, closing) == "全市已建成泵站12座。"
    assert passage(REPORT, *FOLLOWING) == "".join(("全市已建成泵站12座。", *FOLLOWING))


def test_a_step_says_what_the_sentence_is_like():
    heard = []

    def listen(step, rules):
        heard.append(reach.describe(step, rules))
        return True

    text = [REPORT, "近日，芜湖市开展演练。", *PADDING, "李明还看望了职工。"]
    placed = [Sentence(text=sentence, pieces=(Span(0, len(sentence)),)) for sentence in text]
    city = Entity(type="AdministrativeRegion", name="芜湖市")
    mentions = {
        Mention(placed[0], 2, 4, "Person", "test"): SPEAKER,
        Mention(placed[1], 3, 6, city.type, "test"): city,
        Mention(placed[-1], 0, 2, "Person", "test"): SPEAKER,
    }
    find_proposals(placed, mentions, Document(id="t", text="".join(text)), KNOWLEDGE, follow=listen)
    assert {"narrates", "first=近日", "leads=AdministrativeRegion", "post=局长", "verb=介绍"} <= set(heard[0])
    assert {"next=nobody", "before=1", "speaker=False"} <= set(heard[0])
    assert {"speaker=True", "leads=Person"} <= set(heard[-1])
