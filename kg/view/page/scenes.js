/* What the canvas can show: the map as it was laid out, the neighbours of an entity in order, a path. */
const ROW = 27, MOST_NEIGHBOURS = 160;

const mapScene = (graph) => ({
  map: true,
  x: Float64Array.from(graph.entities.x), y: Float64Array.from(graph.entities.y),
  placed: new Uint8Array(graph.n).fill(1), shown: new Uint8Array(graph.n).fill(1), drawn: new Uint8Array(graph.m).fill(1),
});
const emptyScene = (graph) => ({
  map: false, x: new Float64Array(graph.n), y: new Float64Array(graph.n), side: new Int8Array(graph.n), once: new Map(),
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

/* Both sides of the centre as trees whose leaves stand in rows, so that no name covers another. What is opened grows outward. */
const focusScene = (graph, filter, centre, opened) => {
  const scene = emptyScene(graph), seen = new Set([centre]);
  const grow = (i, depth) => {
    const below = [];
    for (const { key, list } of neighboursOf(graph, filter, i)) {
      for (const [other, e] of list) {
        if (seen.has(other) || seen.size > MOST_NEIGHBOURS) continue;
        seen.add(other);
        below.push({ i: other, e, key, depth });
      }
    }
    for (const leaf of below) leaf.below = opened.has(leaf.i) ? grow(leaf.i, depth + 1) : [];
    return below;
  };
  const rows = (leaf) => Math.max(1, leaf.below.reduce((sum, each) => sum + rows(each), 0));
  const all = grow(centre, 1), sides = splitSides(all, rows);
  sides.forEach((leaves, which) => {
    const side = which ? -1 : 1, total = leaves.reduce((sum, leaf) => sum + rows(leaf), 0), gap = total < 8 ? ROW * 1.8 : ROW;
    let row = 0;
    const set = (leaf) => {
      const taken = rows(leaf), y = (row + taken / 2 - total / 2) * gap, bend = Math.sqrt(Math.max(0, 1 - (y / (total * gap * 0.62 + 1)) ** 2));
      scene.x[leaf.i] = side * ((leaf.depth - 1) * 330 + 150 + 190 * bend);
      scene.y[leaf.i] = y;
      scene.side[leaf.i] = side;
      scene.once.set(leaf.e, `${side} ${leaf.depth} ${leaf.key}`);
      leaf.below.length ? leaf.below.forEach(set) : (row += 1);
    };
    leaves.forEach(set);
  });
  for (const i of seen) scene.placed[i] = scene.shown[i] = 1;
  const tree = [];
  const collect = (leaves) => leaves.forEach((leaf) => { tree.push(leaf.e); collect(leaf.below); });
  collect(all);
  for (const i of seen) for (const e of graph.edgesOf(i)) {
    const other = graph.other(e, i), joins = i === centre || other === centre || opened.has(i) || opened.has(other);
    if (filter.relations[e] && seen.has(other) && joins) scene.drawn[e] = 1;
  }
  return { scene, entities: [...seen], edges: tree };
};

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
const pathScene = (graph, path) => {
  const scene = emptyScene(graph);
  path.entities.forEach((i, at) => {
    scene.x[i] = at * 230;
    scene.y[i] = at % 2 ? 46 : -46;
    scene.placed[i] = scene.shown[i] = 1;
  });
  for (const e of path.edges) scene.drawn[e] = 1;
  return scene;
};
