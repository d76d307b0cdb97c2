/* What the canvas can show: the map as it was laid out, the neighbours of an entity in order, a path. */
const ROW = 27, MOST_NEIGHBOURS = 160, NARROW_PX = 620;

const mapScene = (graph) => ({
  map: true,
  x: Float64Array.from(graph.entities.x), y: Float64Array.from(graph.entities.y),
  placed: new Uint8Array(graph.n).fill(1), shown: new Uint8Array(graph.n).fill(1), drawn: new Uint8Array(graph.m).fill(1),
});
const emptyScene = (graph) => ({
  map: false, x: new Float64Array(graph.n), y: new Float64Array(graph.n), side: new Int8Array(graph.n), rows: new Map(),
  placed: new Uint8Array(graph.n), shown: new Uint8Array(graph.n), drawn: new Uint8Array(graph.m),
});

/* Neighbours grouped by relation and direction; what the filters hide is left out. */
const neighboursOf = (graph, filter, i) => {
  const groups = new Map();
  for (const e of graph.edgesOf(i)) {
    const other = graph.other(e, i);
    if (!filter.relations[e] || other === i) continue;
    const key = (graph.relations.s[e] === i ? 0 : 1000) + graph.relations.p[e];
    groups.has(key) ? groups.get(key).push([other, e]) : groups.set(key, [[other, e]]);
  }
  return [...groups].sort((a, b) => a[0] - b[0]).map(([key, list]) => ({
    key, list: list.sort((a, b) => graph.degree[b[0]] - graph.degree[a[0]] || a[0] - b[0]),
  }));
};

/* Both sides of the centre as trees whose leaves stand in rows, so that no name covers another. What is opened grows
   outward. Of more neighbours than `most` the best connected are shown; `all` says how many there are. */
const focusScene = (graph, filter, centre, opened, most, narrow) => {
  const scene = emptyScene(graph), seen = new Set([centre]), known = new Set([centre]);
  const grow = (i, depth) => {
    const own = neighboursOf(graph, filter, i).map(({ key, list }) => ({ key, list: list.filter(([other]) => !seen.has(other)) }));
    const others = [...new Set(own.flatMap(({ list }) => list.map(([other]) => other)))].sort((a, b) => graph.rank[a] - graph.rank[b]);
    for (const other of others) known.add(other);
    const chosen = new Set(others.slice(0, Math.max(0, most + 1 - seen.size))), below = [];
    for (const { key, list } of own) for (const [other, e] of list) {
      if (!chosen.has(other) || seen.has(other)) continue;
      seen.add(other);
      below.push({ i: other, e, key, depth });
    }
    for (const leaf of below) leaf.below = opened.has(leaf.i) ? grow(leaf.i, depth + 1) : [];
    return below;
  };
  const rows = (leaf) => Math.max(1, leaf.below.reduce((sum, each) => sum + rows(each), 0));
  const all = grow(centre, 1), sides = narrow ? [all, []] : splitSides(all, rows), groups = new Map();
  sides.forEach((leaves, which) => {
    const side = which ? -1 : 1, total = leaves.reduce((sum, leaf) => sum + rows(leaf), 0), gap = total < 8 ? ROW * 1.8 : ROW, reach = narrow ? Math.max(240, total * gap * 0.5) : 240;
    let row = 0;
    const set = (leaf) => {
      const taken = rows(leaf), y = (row + taken / 2 - total / 2) * gap, bend = Math.sqrt(Math.max(0, 1 - (y / (total * gap * 0.62 + 1)) ** 2));
      scene.x[leaf.i] = side * ((leaf.depth - 1) * 330 + reach * (0.4 + 0.6 * bend));
      scene.y[leaf.i] = y;
      scene.side[leaf.i] = side;
      const key = `${side} ${leaf.depth} ${leaf.key}`;
      groups.has(key) ? groups.get(key).push(leaf.e) : groups.set(key, [leaf.e]);
      leaf.below.length ? leaf.below.forEach(set) : (row += 1);
    };
    leaves.forEach(set);
  });
  for (const i of seen) scene.placed[i] = scene.shown[i] = 1;
  for (const i of seen) for (const e of graph.edgesOf(i)) {
    const other = graph.other(e, i), joins = i === centre || other === centre || opened.has(i) || opened.has(other);
    if (filter.relations[e] && seen.has(other) && joins) scene.drawn[e] = 1;
  }
  return { scene, entities: [...seen], edges: nameRows(graph, scene, groups), all: known.size - 1 };
};

/* One name for a group of relations: on its middle one where there is room, else on one near it. */
const nameRows = (graph, scene, groups) => [...groups].flatMap(([key, edges]) => {
  const row = { count: edges.length, inward: Number(key.split(" ")[2]) >= 1000 }, middle = edges.length >> 1;
  for (const e of edges) scene.rows.set(e, row);
  return [...edges.slice(middle), ...edges.slice(0, middle).reverse()];
});

/* What the centre does stands right, what is done to it left; groups move over where one side is much longer. */
const splitSides = (leaves, rows) => {
  const weigh = (list) => list.reduce((sum, leaf) => sum + rows(leaf), 0), keys = [...new Set(leaves.map((leaf) => leaf.key))];
  const sides = [keys.filter((key) => key < 1000), keys.filter((key) => key >= 1000)];
  const of = (side) => leaves.filter((leaf) => side.includes(leaf.key));
  for (const [long, short] of [[0, 1], [1, 0]]) {
    while (sides[long].length > 1) {
      const last = sides[long][sides[long].length - 1], moved = leaves.filter((leaf) => leaf.key === last);
      if (weigh(of(sides[long])) - weigh(of(sides[short])) <= 1.5 * weigh(moved)) break;
      sides[short].push(sides[long].pop());
    }
  }
  if (keys.length === 1 && leaves.length > 24) return [leaves.filter((_, n) => n % 2 === 0), leaves.filter((_, n) => n % 2)];
  return sides.map(of);
};

/* One of the shortest paths, whatever the direction of its relations; of equals the one through lower numbers. */
const shortestPath = (graph, filter, from, to) => {
  const by = new Int32Array(graph.n).fill(-2);
  by[from] = -1;
  let border = [from];
  while (border.length && by[to] === -2) {
    const next = [];
    for (const i of border) for (const e of graph.edgesOf(i)) {
      const other = graph.other(e, i);
      if (filter.relations[e] && by[other] === -2) { by[other] = e; next.push(other); }
    }
    border = next;
  }
  if (by[to] === -2) return null;
  const entities = [to], edges = [];
  for (let i = to; by[i] >= 0; ) {
    edges.unshift(by[i]);
    i = graph.other(by[i], i);
    entities.unshift(i);
  }
  return { entities, edges };
};
/* A path runs from left to right, names over and under it; on a narrow screen downwards, names beside it. */
const pathScene = (graph, path, narrow) => {
  const scene = emptyScene(graph);
  path.entities.forEach((i, at) => {
    scene.x[i] = narrow ? 0 : at * 190;
    scene.y[i] = narrow ? at * 90 : at % 2 ? 30 : -30;
    scene.side[i] = narrow ? 1 : at % 2 ? 2 : -2;
    scene.placed[i] = scene.shown[i] = 1;
  });
  for (const e of path.edges) scene.drawn[e] = 1;
  return scene;
};
