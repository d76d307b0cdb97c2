"""CPU that a page costs the browser: the explorer beside stock pyvis, vis-network with fixed places, and sigma.

    python -m tests.bench.explorer 1000 10000 100000 [--graph OUT] [--sigma NODE_MODULES] [--keep FOLDER] [--only KIND]

Graphs are generated: scale-free with communities, two relations an entity, one passage a relation, Chinese names; the
same for the same size. OUT is a folder that ``kg build`` wrote. Figures are CPU, not wall time, so that a shared machine
changes them little: of the page's main thread until the first usable frame, and a frame while the background is dragged
and while the wheel turns. WebGL is drawn without a GPU, by the processor in another process, which is not counted.
``npm i sigma graphology`` gives NODE_MODULES. A page that is not ready within ``WAIT_S``
seconds, or not done with panning and zooming within ``BOUND_S``, is given up and said to be.
"""

import argparse
import functools
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pyvis.network import Network

from kg.knowledge.ontology import read_ontology
from kg.store import open_store
from kg.view import read_folder
from kg.view.columns import to_columns, to_texts
from kg.view.contents import Label, PageContents, PageDocument, PageEntity, PageRelation, Passage
from kg.view.explorer import to_html, to_json
from kg.view.map import Map, draw_map
from kg.view.network import SafeNetwork

PLACES = [
    "北京",
    "上海",
    "深圳",
    "广州",
    "杭州",
    "成都",
    "武汉",
    "西安",
    "南京",
    "苏州",
    "合肥",
    "天津",
    "重庆",
    "长沙",
    "郑州",
    "青岛",
    "衡阳",
    "娄底",
    "宁波",
    "厦门",
]
TRADES = [
    "新能源汽车",
    "集成电路",
    "人工智能",
    "生物医药",
    "光伏",
    "储能",
    "氢能",
    "低空经济",
    "量子信息",
    "工业互联网",
    "机器人",
    "新材料",
]
ENDINGS = [
    "科技有限公司",
    "装备股份有限公司",
    "产业园",
    "行动计划",
    "高新技术开发区",
    "重点实验室",
    "发展和改革委员会",
    "创新平台",
]
Figures = dict[str, float | str]
WAIT_S = 90  # wall time until a page is ready
BOUND_S = 180  # wall time until it is also panned and zoomed
OVERLAPS = """(() => { if (!window.explorer) return null;
  const all = explorer.view.labels.map((l) => [l.x, l.y - l.size / 2, l.x + l.w, l.y + l.size / 2]);
  return all.filter((a, n) => all.slice(0, n).some((b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1])).length; })()"""
READY = "document.documentElement.dataset.ready === 'yes'"
WATCH_STOCK = """(() => { let net; Object.defineProperty(window, 'network', { configurable: true, get: () => net, set: (n) => { net = n;
  if (n && n.once) n.once('stabilizationIterationsDone', () => setTimeout(() => { document.documentElement.dataset.ready = 'yes'; }, 0)); } }); })();"""
FRAMES = "window.frames_ = 0; (function tick() { window.frames_++; requestAnimationFrame(tick); })();"
SIGMA = """const D = JSON.parse(document.getElementById('d').textContent), g = new graphology.MultiDirectedGraph();
D.names.forEach((label, i) => g.addNode(i, { label, x: D.places[i][0], y: -D.places[i][1], size: 3 + Math.min(12, Math.sqrt(D.degrees[i]) * 1.5), color: '#2f6db3' }));
D.edges.forEach(([a, b], i) => g.addEdgeWithKey(i, a, b, { size: 1, color: '#cccccc' }));
new Sigma(g, document.getElementById('g'), { labelFont: 'Noto Sans CJK SC', hideEdgesOnMove: g.order > 5000 });
requestAnimationFrame(() => requestAnimationFrame(() => { document.documentElement.dataset.ready = 'yes'; }));"""


def generate(count: int) -> PageContents:
    """Make a graph of ``count`` entities and twice as many relations."""
    chance = random.Random(count)  # noqa: S311  a graph, not a secret
    groups = max(3, int(math.sqrt(count) / 1.6))
    community = chance.choices(range(groups), [1 / (g + 1) ** 0.7 for g in range(groups)], k=count)
    pools: list[list[int]] = [[] for _ in range(groups)]
    everyone: list[int] = []
    pairs: dict[tuple[int, int], None] = {}
    for entity in range(1, 2 * count):
        a = entity if entity < count else chance.randrange(count)
        pool = pools[community[a]] if chance.random() < 0.88 else everyone
        b = chance.choice(pool or everyone or [0])
        if a != b and (a, b) not in pairs:
            pairs[a, b] = None
            for each in (a, b):
                pools[community[each]].append(each)
                everyone.append(each)
    ontology = read_ontology()
    classes = tuple(Label(n, ontology.label(n), ontology.label(n, "en"), ontology.colour(n)) for n in ontology.concrete)
    predicates = tuple(Label(n, ontology.label(n), ontology.label(n, "en")) for n in ontology.predicates)
    entities = tuple(_entity(number, len(classes), chance) for number in range(count))
    relations, passages, documents = _evidence(list(pairs), entities, len(predicates))
    return PageContents(
        classes=classes,
        predicates=predicates,
        entities=entities,
        relations=relations,
        passages=passages,
        documents=documents,
    )


def _entity(number: int, classes: int, chance: random.Random) -> PageEntity:
    name = f"{chance.choice(PLACES)}{chance.choice(TRADES)}{chance.choice(ENDINGS)}{number}"
    return PageEntity(iri=f"https://w3id.org/zhkg/id/e/{number:x}", name=name, cls=chance.randrange(classes))


def _evidence(
    pairs: list[tuple[int, int]], entities: tuple[PageEntity, ...], predicates: int
) -> tuple[tuple[PageRelation, ...], tuple[Passage, ...], tuple[PageDocument, ...]]:
    """Write a sentence for each relation, forty to a document."""
    relations, passages, texts = [], [], [""]
    for number, (a, b) in enumerate(pairs):
        if number % 40 == 0 and number:
            texts.append("")
        words = f"{entities[a].name}与{entities[b].name}合作。"
        start = len(texts[-1])
        texts[-1] += words
        passages.append(Passage(len(texts) - 1, ((start, start + len(words) - 1),), words))
        relations.append(PageRelation(subject=a, predicate=number % predicates, object=b, passages=(number,)))
    documents = tuple(
        PageDocument(
            iri=f"https://w3id.org/zhkg/id/document/{n}",
            id=f"d{n}",
            title=f"文档{n}",
            issued=str(2010 + n % 15),
            text=text,
            named=tuple(sorted({end for pair in pairs[40 * n : 40 * n + 40] for end in pair})),
        )
        for n, text in enumerate(texts)
    )
    return tuple(relations), tuple(passages), documents


def write_pages(
    contents: PageContents, map_: Map, folder: Path, sigma: Path | None, stock_until: int
) -> dict[str, Path]:
    """Write the graph as each kind of page."""
    count, degrees = len(contents.entities), contents.degrees()
    pages = {"explorer": to_html(to_columns(contents, map_), to_texts(contents))}
    networks: dict[str, Network] = {"vis-network, fixed": SafeNetwork()}
    if count <= stock_until:
        networks["pyvis, stock"] = Network(directed=True, cdn_resources="in_line")
    for name, network in networks.items():
        for number, entity in enumerate(contents.entities):
            x, y = map_.places[number]
            place = {} if name == "pyvis, stock" else {"x": x, "y": y, "size": 6 + 3 * math.sqrt(degrees[number])}
            network.add_node(number, label=entity.name, **place)
        for relation in contents.relations:
            network.add_edge(relation.subject, relation.object)
        if isinstance(network, SafeNetwork):
            network.set_options('{"physics": {"enabled": false}}')
        pages[name] = network.generate_html()
    if sigma:
        pages["sigma, no GPU"] = _sigma_page(contents, map_, sigma)
    paths = {}
    for name, page in pages.items():
        paths[name] = folder / f"{name.split(',')[0]}-{count}.html"
        paths[name].write_text(page, encoding="utf-8")
    return paths


def _sigma_page(contents: PageContents, map_: Map, modules: Path) -> str:
    data = {
        "names": [entity.name for entity in contents.entities],
        "places": map_.places,
        "degrees": contents.degrees(),
        "edges": [(relation.subject, relation.object) for relation in contents.relations],
    }
    files = ("graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js")
    library = "".join(f"<script>{(modules / file).read_text(encoding='utf-8')}</script>" for file in files)
    return (
        '<!doctype html><meta charset="utf-8"><style>html,body,#g{margin:0;height:100%}</style><div id="g"></div>'
        f'{library}<script type="application/json" id="d">{to_json(data)}</script><script>{SIGMA}</script>'
    )


def measure_within(path: Path) -> Figures:
    """Measure in a process of its own, which is ended when it takes too long."""
    command = [sys.executable, "-m", "tests.bench.explorer", "--measure", str(path)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=BOUND_S)
    except subprocess.TimeoutExpired:
        return {"MB": round(path.stat().st_size / 1e6, 2), "given up": f"not done within {BOUND_S} s"}
    return dict(json.loads(done.stdout))


def measure(path: Path) -> Figures:
    """Open a page in a fresh browser, wait for its first usable frame, pan and zoom."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--enable-unsafe-swiftshader",
                "--host-resolver-rules=MAP * ~NOTFOUND",
            ],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(1000 * (WAIT_S + 30))
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def cpu() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

        page.add_init_script(FRAMES)
        if path.name.startswith("pyvis"):
            page.add_init_script(WATCH_STOCK)
        page.goto(path.as_uri(), wait_until="commit")
        start, ready = time.monotonic(), False
        while time.monotonic() - start < WAIT_S and not ready:
            time.sleep(0.1)
            ready = bool(page.evaluate(READY))
        found: Figures = {"MB": round(path.stat().st_size / 1e6, 2), "ready s": round(cpu(), 2)}
        if not ready:
            found["ready s"] = f"> {found['ready s']}"
        else:
            time.sleep(1)
            overlaps = [page.evaluate(OVERLAPS)]
            found |= {"pan ms": _drag(page, cpu), "zoom ms": _wheel(page, cpu)}
            overlaps.append(page.evaluate(OVERLAPS))
            if None not in overlaps:
                found["overlapping names"] = sum(overlaps)
        browser.close()
        return found


def _drag(page: Page, cpu: Callable[[], float]) -> float:
    page.mouse.move(250, 720)
    frames, before = page.evaluate("frames_"), cpu()
    page.mouse.down()
    for step in range(150):
        page.mouse.move(640 + 150 * math.sin(step / 9), 420 + 100 * math.sin(step / 13))
        time.sleep(0.012)
    page.mouse.up()
    return round(1000 * (cpu() - before) / max(1, page.evaluate("frames_") - frames), 1)


def _wheel(page: Page, cpu: Callable[[], float]) -> float:
    page.mouse.move(640, 420)
    frames, before = page.evaluate("frames_"), cpu()
    for step in range(40):
        page.mouse.wheel(0, -60 if step < 20 else 60)
        time.sleep(0.04)
    time.sleep(0.5)
    return round(1000 * (cpu() - before) / max(1, page.evaluate("frames_") - frames), 1)


def main() -> None:
    """Measure and print one line a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", nargs="*", type=int)
    parser.add_argument("--graph", type=Path, help="a folder that kg build wrote")
    parser.add_argument("--sigma", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--stock-until", type=int, default=1000)
    parser.add_argument("--only", help="one kind of page: explorer, vis-network, pyvis or sigma")
    parser.add_argument("--measure", type=Path, help="one page that is there already")
    options = parser.parse_args()
    if options.measure:
        _say(json.dumps(measure(options.measure), ensure_ascii=False))
        return
    folder = options.keep or Path(tempfile.mkdtemp())
    graphs = [*(functools.partial(generate, count) for count in options.counts)]
    if options.graph:
        graphs.append(functools.partial(read_folder, open_store(options.graph), read_ontology(), options.graph))
    for make in graphs:
        contents = make()
        before = time.process_time()
        map_ = draw_map(contents)
        _say(
            f"{len(contents.entities)} entities, {len(contents.relations)} relations: map {time.process_time() - before:.1f} CPU s"
        )
        for name, path in write_pages(contents, map_, folder, options.sigma, options.stock_until).items():
            if not options.only or name.startswith(options.only):
                _say(
                    f"  {name:20} {json.dumps(measure_within(path), ensure_ascii=False)} load {os.getloadavg()[0]:.1f}"
                )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
