import os
import subprocess
import sys

import pytest
from pyvis.network import Network

from kg.errors import InputError
from kg.view import Choice, write_view
from kg.view.contents import Label, PageContents, PageEntity, PageRelation
from kg.view.map import Map, shorten
from kg.view.network import MOST_NODES, SafeNetwork, to_network
from kg.view.notebook import Graph
from kg.view.select import select


def _chain(count):
    contents = PageContents(
        classes=(Label("Company", "企业", "company", "#123456"),),
        predicates=(Label("locatedIn", "位于", "located in"),),
        entities=tuple(PageEntity(iri=f"https://example.org/{n}", name=f"公司{n}", cls=0) for n in range(count)),
        relations=tuple(PageRelation(subject=n, predicate=0, object=n + 1) for n in range(count - 1)),
    )
    return contents, Map(places=((0.0, 0.0),) * count, communities=(0,) * count, names=((0,),))


@pytest.mark.parametrize(("count", "live", "drawn"), [(20, True, 20), (300, False, 300), (2100, False, MOST_NODES)])
def test_network_is_live_fixed_or_a_stated_part(count, live, drawn):
    network = to_network(*_chain(count))
    assert isinstance(network, Network)
    assert len(network.nodes) == drawn
    assert network._page_options()["physics"]["enabled"] is live
    assert (f"{MOST_NODES} 个实体" in network.note) is (drawn < count)


def test_parallel_relations_stay_and_unknown_ends_are_named():
    network = SafeNetwork()
    network.add_node("甲")
    network.add_node("甲")
    network.add_edge("甲", "甲", title="一")
    network.add_edge("甲", "甲", title="二")
    assert len(network.nodes) == 1
    assert len(network.edges) == 2
    with pytest.raises(ValueError, match="乙"):
        network.add_edge("甲", "乙")


def test_page_is_utf8_where_the_machine_is_not(tmp_path):
    code = (
        "import locale, sys; from kg.view.network import SafeNetwork; assert locale.getpreferredencoding(False) != 'UTF-8'\n"
        "network = SafeNetwork(heading='\\u7532\\xa9'); network.add_node(1, label='a'); network.write_html(sys.argv[1])"
    )
    path = tmp_path / "p.html"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-X", "utf8=0", "-c", code, str(path)], check=True, env=environment, timeout=60)
    assert "<h1>甲©</h1>" in path.read_text(encoding="utf-8")


def test_pyvis_page_opens_without_network(open_page, samples, knowledge, tmp_path):
    contents = write_view(samples, knowledge.ontology, tmp_path / "p.html", Choice(), engine="pyvis")
    page = open_page(tmp_path / "p.html")
    page.wait_for_selector("html[data-ready=yes]")
    assert page.heard == []
    assert page.evaluate("window.network.body.data.nodes.length") == min(len(contents.entities), MOST_NODES)


def test_focus_and_class_choose_a_part(town, knowledge):
    contents, _ = _chain(9)
    assert [e.name for e in select(contents, Choice(focus="公司4", depth=2)).entities] == [
        f"公司{n}" for n in range(2, 7)
    ]
    assert len(select(contents, Choice(classes=("企业",))).relations) == 8
    with pytest.raises(InputError, match="公司4"):
        select(contents, Choice(focus="公司4号"))
    with pytest.raises(InputError, match="Company"):
        select(contents, Choice(classes=("鱼",)))


def test_notebook_frame_is_shut_in(samples, browser):
    frame = Graph(samples).view()._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    assert "allow-same-origin" not in frame
    page = browser.new_page()
    page.set_content(frame)
    inner = page.frames[1]
    inner.wait_for_selector("html[data-ready=yes]")
    inner.fill("#search", inner.evaluate("explorer.graph.entities.name[explorer.graph.order[0]]"))
    inner.press("#search", "Enter")
    inner.wait_for_selector("#panel h2")
    page.close()


def test_notebook_network(samples):
    network = Graph(samples).to_pyvis()
    network.add_node("我的", label="我的")
    assert any(node["id"] == "我的" for node in network.nodes)


@pytest.mark.parametrize("name", ["衡阳市", "省级海洋装备与特种船只智能制造示范区"])
def test_shorten_keeps_both_ends(name):
    short = shorten(name)
    assert len(short) <= 14
    assert (short[:3], short[-3:]) == (name[:3], name[-3:])
