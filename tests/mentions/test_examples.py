"""Every rule of the name grammar is shown by the examples that stand beside it."""

import re

import pytest

from kg.knowledge.files import read_yaml, shared

RULES = [
    rule
    for section in ("suffixes", "patterns", "heads", "lists", "departments")
    for rule in read_yaml(shared("data/patterns/mentions.yaml"))[section]
]
MARK = re.compile(r"\[(.+?)\]")


def cases(key: str) -> list[pytest.param]:
    return [
        pytest.param(rule["id"], rule["type"], example, id=f"{rule['id']}-{number}")
        for rule in RULES
        for number, example in enumerate(rule[key])
    ]


@pytest.mark.parametrize(("rule", "kind", "example"), cases("examples"))
def test_example_is_found(find_by_grammar, rule, kind, example):
    names = MARK.findall(example)
    found = {(mention.text, mention.type) for mention in find_by_grammar(MARK.sub(r"\1", example))}
    assert names
    assert {(name, kind) for name in names} <= found


@pytest.mark.parametrize(("rule", "kind", "example"), cases("never"))
def test_counter_example_is_not_found(find_by_grammar, rule, kind, example):
    assert [mention.text for mention in find_by_grammar(example) if mention.rule == rule] == []


SETTLEMENTS = read_yaml(shared("data/patterns/mentions.yaml"))["settlements"]


@pytest.mark.parametrize("example", SETTLEMENTS["examples"])
def test_towns_are_found_behind_a_region_and_then_everywhere(find_by_grammar, example):
    found = [mention.text for mention in find_by_grammar(MARK.sub(r"\1", example)) if mention.rule == "settlement"]
    assert found == MARK.findall(example)


@pytest.mark.parametrize("example", SETTLEMENTS["never"])
def test_common_words_are_no_towns(find_by_grammar, example):
    assert [mention.text for mention in find_by_grammar(example) if mention.rule == "settlement"] == []


PRODUCTS = read_yaml(shared("data/patterns/mentions.yaml"))["products"]


@pytest.mark.parametrize("example", PRODUCTS["examples"])
def test_product_is_found_behind_its_verb(find_by_grammar, example):
    found = {mention.text for mention in find_by_grammar(MARK.sub(r"\1", example)) if mention.type == "Product"}
    assert set(MARK.findall(example)) <= found


@pytest.mark.parametrize("example", PRODUCTS["never"])
def test_no_product_is_found(find_by_grammar, example):
    assert [mention.text for mention in find_by_grammar(example) if mention.rule == "product-made"] == []
