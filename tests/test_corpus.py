import random
from dataclasses import replace

import pytest

from kg.corpus import Corpus, merge
from kg.knowledge import Knowledge
from kg.model import Document, DocumentFacts, Entity, Evidence, Mention, Proposal, Relation, Sentence, Span

HENGYANG, CHANGSHA, WUHAN = "湖南省衡阳市", "湖南省长沙市", "湖北省武汉市"


def facts(name: str, region: str | None, *entities: Entity, employers: dict[str, str] | None = None) -> DocumentFacts:
    """A document that names the entities; ``employers`` gives people their organizations."""
    text = "、".join(entity.name for entity in entities)
    sentence = Sentence(text=text, pieces=(Span(0, len(text)),))
    evidence = Evidence(document=name, spans=(Span(0, len(text)),), quote=text, rule="test", confidence=1.0)
    mentions, start = {}, 0
    for entity in entities:
        mentions[Mention(sentence, start, start + len(entity.name), entity.type, "test")] = entity
        start += len(entity.name) + 1
    by_name = {entity.name: entity for entity in entities}
    relations = tuple(
        Relation(
            subject=by_name[person],
            predicate="affiliation",
            object=Entity(type="Company", name=employer),
            evidence=evidence,
        )
        for person, employer in (employers or {}).items()
    )
    people = [entity for entity in entities if entity.type == "Person"]
    return DocumentFacts(
        document=Document(id=name, text=text, region=region),
        sentences=(sentence,),
        entities=mentions,
        relations=relations,
        observations=(),
        proposals=tuple(Proposal(by=person, verb="说", evidence=evidence) for person in people),
    )


def found(corpus: Corpus, place: int) -> list[Entity]:
    return list(corpus.facts[place].entities.values())


def company(name: str, *aliases: str) -> Entity:
    return Entity(type="Company", name=name, aliases=aliases)


def person(name: str) -> Entity:
    return Entity(type="Person", name=name)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((HENGYANG, company("青禾实业有限公司")), (WUHAN, company("青禾实业公司"))),
        ((HENGYANG, company("湖南青禾金属制品有限公司")), (CHANGSHA, company("青禾金属制品有限公司"))),
        ((HENGYANG, company("青禾盐业有限公司", "青禾")), (HENGYANG, company("青禾"))),
        (
            (HENGYANG, Entity(type="AdministrativeRegion", name="衡阳市", scope="430400")),
            (WUHAN, Entity(type="AdministrativeRegion", name="衡阳市", scope="430400", aliases=("衡阳",))),
        ),
        (
            (HENGYANG, Entity(type="Programme", name="双轮三翼", scope="430400")),
            (HENGYANG, Entity(type="Programme", name="“双轮三翼”战略", scope="430400")),
        ),
        ((HENGYANG, person("李桐")), (HENGYANG, person("李桐"))),
        (("全国", person("阿诺德·李")), ("全国", person("阿诺德·李"))),
    ],
)
def test_merge_makes_one_of_one_thing(
    first: tuple[str, Entity], second: tuple[str, Entity], knowledge: Knowledge
) -> None:
    corpus = merge([facts("a", *first), facts("b", *second)], knowledge)
    assert found(corpus, 0) == found(corpus, 1)
    assert [(merge.documents, bool(merge.reason)) for merge in corpus.merges] == [(("a", "b"), True)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((HENGYANG, company("青禾实业")), (HENGYANG, company("青禾实业衡阳分公司"))),
        ((HENGYANG, company("湖南青禾金属制品有限公司")), (WUHAN, company("青禾金属制品有限公司"))),
        ((HENGYANG, company("青禾科技（长沙）有限公司")), (HENGYANG, company("青禾科技股份有限公司"))),
        ((HENGYANG, company("青禾盐业有限公司", "青禾")), (WUHAN, company("青禾"))),
        ((HENGYANG, company("恒生电子")), (HENGYANG, company("恒升电子"))),
        (
            (HENGYANG, Entity(type="Programme", name="双轮三翼", scope="430400")),
            (HENGYANG, Entity(type="Programme", name="双轮三翼", scope="青禾公司")),
        ),
        (
            (HENGYANG, Entity(type="Park", name="软件园", scope="430400")),
            (WUHAN, Entity(type="Park", name="软件园", scope="420100")),
        ),
        ((HENGYANG, person("李桐")), (WUHAN, person("李桐"))),
        (("全国", person("李桐")), ("全国", person("李桐"))),
    ],
)
def test_merge_keeps_namesakes_apart(
    first: tuple[str, Entity], second: tuple[str, Entity], knowledge: Knowledge
) -> None:
    corpus = merge([facts("a", *first), facts("b", *second)], knowledge)
    assert found(corpus, 0) != found(corpus, 1)
    assert corpus.merges == ()


def test_merge_tells_people_by_their_employers(knowledge: Knowledge) -> None:
    corpus = merge(
        [
            facts("a", HENGYANG, person("李桐"), employers={"李桐": "青禾公司"}),
            facts("b", HENGYANG, person("李桐"), employers={"李桐": "绿野公司"}),
            facts("c", WUHAN, person("李桐"), employers={"李桐": "青禾公司"}),
            facts("d", HENGYANG, person("李桐")),
        ],
        knowledge,
    )
    a, b, c, d = (found(corpus, place)[0] for place in range(4))
    assert a == c
    assert len({a, b, d}) == 3


def test_merge_swaps_entities_in_every_statement(knowledge: Knowledge) -> None:
    corpus = merge([facts("a", HENGYANG, person("李桐"), employers={"李桐": "青禾公司"})], knowledge)
    (entity,) = found(corpus, 0)
    assert corpus.facts[0].relations[0].subject == entity == corpus.facts[0].proposals[0].by
    assert entity.scope


def test_merge_unites_forms_under_the_fullest_name(knowledge: Knowledge) -> None:
    one = replace(company("青禾盐业有限公司", "青禾"), deictic=("公司",))
    corpus = merge([facts("a", HENGYANG, one), facts("b", HENGYANG, company("青禾盐业"))], knowledge)
    assert found(corpus, 1) == [replace(one, aliases=("青禾", "青禾盐业"))]


def test_merge_depends_on_no_order(knowledge: Knowledge) -> None:
    documents = [
        facts(
            "a", HENGYANG, person("李桐"), company("青禾盐业有限公司", "青禾"), employers={"李桐": "青禾盐业有限公司"}
        ),
        facts("b", WUHAN, person("李桐"), company("青禾"), employers={"李桐": "绿野公司"}),
        facts("c", HENGYANG, person("李桐"), company("青禾"), company("湖南绿野有限公司")),
        facts("d", CHANGSHA, person("李桐"), company("绿野公司"), employers={"李桐": "绿野公司"}),
        facts("e", None, person("李桐"), Entity(type="Park", name="软件园")),
    ]
    expected = merge(documents, knowledge)
    for seed in range(8):
        random.Random(seed).shuffle(documents)  # noqa: S311  no secret
        assert merge(iter(documents), knowledge) == expected


def test_merge_changes_no_entity_when_an_unrelated_document_comes(knowledge: Knowledge) -> None:
    before = [
        facts("b", HENGYANG, person("李桐"), company("青禾盐业有限公司"), employers={"李桐": "青禾盐业有限公司"}),
        facts("c", WUHAN, person("王棣")),
    ]
    more = facts("a", CHANGSHA, person("李桐"), company("恒升电子"), employers={"李桐": "恒升电子"})
    assert merge([*before, more], knowledge).facts[1:] == merge(before, knowledge).facts


def test_merge_keeps_a_document_without_entities(knowledge: Knowledge) -> None:
    assert merge([facts("a", HENGYANG)], knowledge).facts == (facts("a", HENGYANG),)
