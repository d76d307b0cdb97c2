import json

import numpy as np

from kg.view import write_page
from kg.view.communities import LOUVAIN_UNTIL, find_communities, find_links
from kg.view.contents import Label, PageContents, PageDocument, PageEntity, PageRelation, Passage
from kg.view.map import draw_map, read_places
from kg.view.overlaps import separate
from kg.view.positions import NAMED_UNTIL, place
from tests.view.conftest import TOWN, store_of


def _cliques(groups, size):
    links = [(g * size + a, g * size + b, 1.0) for g in range(groups) for a in range(size) for b in range(a)]
    return sorted((min(a, b), max(a, b), w) for a, b, w in links) + [
        (g * size, (g + 1) * size, 1.0) for g in range(groups - 1)
    ]


def test_communities_are_found_large_and_small():
    for groups, size in ((6, 8), (LOUVAIN_UNTIL // 60, 12)):
        found = find_communities(groups * size, _cliques(groups, size))
        together = sum(len(set(found[g * size : (g + 1) * size])) == 1 for g in range(groups))
        assert together >= 0.95 * groups
        assert len(set(found)) >= 0.5 * groups


def _contents(count, edges, mentions=()):
    return PageContents(
        classes=(Label("Company", "企业", "company", "#123456"),),
        predicates=(Label("locatedIn", "位于", "located in"),),
        entities=tuple(PageEntity(iri=f"https://example.org/{n}", name=f"公司{n}", cls=0) for n in range(count)),
        relations=tuple(PageRelation(subject=a, predicate=0, object=b) for a, b in edges),
        documents=(
            PageDocument(iri="https://example.org/d", id="d", mentions=tuple((e, p) for p, e in enumerate(mentions))),
        ),
        passages=tuple(Passage(0, ((10 * place, 10 * place + 5),), "") for place in range(len(mentions))),
    )


def test_an_entity_without_relations_lies_near_what_is_named_beside_it():
    contents = _contents(5, [(0, 1), (1, 2)], mentions=(0, 1, 3, 2, 4))
    assert {(a, b) for a, b, weight in find_links(contents) if weight < 1} == {(1, 3), (2, 4)}


def test_boxes_are_pushed_apart():
    places = separate(np.random.default_rng(0).normal(0, 120, (60, 2)), np.full((60, 2), (80.0, 30.0)))
    apart = np.abs(places[:, None] - places[None])
    crossing = (apart[..., 0] < 79) & (apart[..., 1] < 29) & ~np.eye(60, dtype=bool)
    assert not crossing.any()


def test_map_is_the_same_for_the_same_graph_and_keeps_its_shape_when_it_grows():
    edges = [(n, n // 3) for n in range(1, 60)]
    old = _contents(60, edges)
    first = draw_map(old)
    assert first == draw_map(old)
    grown = _contents(66, [*edges, *((n, n - 40) for n in range(60, 66))])
    second = draw_map(grown, {e.iri: place for e, place in zip(old.entities, first.places, strict=True)})
    moved = np.hypot(*(np.array(second.places[:60]) - np.array(first.places)).T)
    width = np.ptp(np.array(first.places), axis=0).max()
    assert np.median(moved) < 0.05 * width


def test_places_are_kept_beside_the_page(tmp_path, knowledge):
    store = store_of(TOWN)
    write_page(store, knowledge.ontology, tmp_path / "graph.html")
    places = read_places(tmp_path / "positions.json")
    assert len(places) == 6
    write_page(store, knowledge.ontology, tmp_path / "graph.html")
    assert read_places(tmp_path / "positions.json") == places
    (tmp_path / "positions.json").write_text(json.dumps([1]))
    write_page(store, knowledge.ontology, tmp_path / "graph.html")
    assert len(read_places(tmp_path / "positions.json")) == 6


def test_a_map_takes_in_more_new_entities_than_it_names():
    known, new = NAMED_UNTIL + 100, NAMED_UNTIL + 50
    communities = [number // 5 for number in range(known + new)]
    former = {number: (float(number % 40) * 90, float(number // 40) * 30) for number in range(known)}
    places = place([60.0] * (known + new), [], communities, former)
    assert places.shape == (known + new, 2)
    assert np.isfinite(places).all()
    assert [tuple(each) for each in places[:known]] == [former[number] for number in range(known)]
