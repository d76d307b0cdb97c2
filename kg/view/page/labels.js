/* What is drawn on top of the map in every frame: names that never cover each other, the selection, arrows. */
const MOST_LABELS = 170, FAR_LABELS = 14, MOST_TRIED = 3500, MOST_EDGE_LABELS = 60;

/* Boxes already taken, in a coarse grid; try() takes a box if it is free. */
class Taken {
  constructor() { this.cells = new Map(); }
  try(x, y, w, height) {
    const [top, bottom, right] = [y - height / 2, y + height / 2, x + w];
    const each = (act) => {
      for (let cx = Math.floor(x / 120); cx <= Math.floor(right / 120); cx++)
        for (let cy = Math.floor(top / 24); cy <= Math.floor(bottom / 24); cy++) if (act(cx * 4096 + cy)) return true;
      return false;
    };
    if (each((key) => (this.cells.get(key) || []).some((b) => x < b[2] && right > b[0] && top < b[3] && bottom > b[1]))) return false;
    const box = [x, top, right, bottom];
    each((key) => { this.cells.has(key) ? this.cells.get(key).push(box) : this.cells.set(key, [box]); return false; });
    return true;
  }
}

const fontOf = (size, bold) => `${bold ? "600 " : ""}${size}px ${FACE}`;
const widthOf = (view, words, size, bold) => {
  const key = `${bold ? "b" : ""}${size} ${words}`;
  let width = view.widths.get(key);
  if (width === undefined) {
    if (view.widths.size > 20000) view.widths.clear();
    view.top.font = fontOf(size, bold);
    view.widths.set(key, (width = view.top.measureText(words).width));
  }
  return width;
};
const write = (view, label) => {
  const { top } = view;
  top.font = fontOf(label.size, label.bold);
  top.textBaseline = "middle";
  top.lineJoin = "round";
  top.strokeStyle = view.theme.back;
  top.lineWidth = 3.6;
  top.globalAlpha = 0.9;
  top.strokeText(label.words, label.x, label.y);
  top.globalAlpha = label.alpha || 1;
  top.fillStyle = label.colour;
  top.fillText(label.words, label.x, label.y);
  top.globalAlpha = 1;
  view.labels.push(label);
};

const labelSize = (view, i) => Math.round(Math.min(20, 12 + 1.5 * Math.sqrt(view.graph.degree[i])) * Math.min(1.15, Math.max(0.8, view.at.k ** 0.25)));

/* Under the dot, else right, left or above it: the first free place wins. */
const placeName = (view, taken, i, options = {}) => {
  const [px, py] = view.screen(i);
  if (px < -30 || py < -20 || px > view.width + 30 || py > view.height + 20) return false;
  const bold = options.bold || view.graph.degree[i] >= 8, size = options.size || Math.max(12, labelSize(view, i));
  const words = options.full ? view.graph.entities.name[i] : shorten(view.graph.entities.name[i]);
  const w = widthOf(view, words, size, bold), r = view.radius(i) + 2, height = size + 3;
  const side = view.scene.side ? view.scene.side[i] : 0;
  const right = [px + r + 2, py], left = [px - r - 2 - w, py], under = [px - w / 2, py + r + height / 2], over = [px - w / 2, py - r - height / 2];
  const tries = side > 0 ? [right] : side < 0 ? [left] : [under, right, left, over];
  for (const [x, y] of tries) {
    if (x < 2 || x + w > view.width - 2 || !taken.try(x, y, w, height)) continue;
    write(view, { words, x, y, w, size, bold, entity: i, colour: bold ? view.theme.name : view.theme.ink });
    return true;
  }
  if (!options.force) return false;
  const [x, y] = tries[0];
  taken.try(x, y, w, height);
  write(view, { words, x: Math.max(2, Math.min(view.width - w - 2, x)), y, w, size, bold, entity: i, colour: view.theme.name });
  return true;
};

/* Entities worth a name: of those in view the most connected; in a view of everything the most connected of all. */
const candidates = (view) => {
  let many = 0;
  const ranges = [...view.inView(view.at)];
  for (const [start, stop] of ranges) many += stop - start;
  if (many > 6000) return view.graph.order.subarray(0, MOST_TRIED);
  const found = [];
  for (const [start, stop] of ranges) for (let p = start; p < stop; p++) found.push(view.inCells[p]);
  return found.sort((a, b) => view.graph.rank[a] - view.graph.rank[b]).slice(0, MOST_TRIED);
};

/* No name is written over a dot that can be seen. */
const reserve = (view, taken, i) => {
  const [x, y] = view.screen(i), r = view.radius(i) * 0.8;
  taken.try(x - r, y, 2 * r, 2 * r);
};

const drawTop = (view) => {
  view.labels = [];
  if (!view.painted) return;
  const taken = new Taken();
  if (view.lit) drawLit(view, taken);
  else {
    if (view.scene.map) drawRegionNames(view, taken);
    let named = 0;
    const most = view.byRegion(view.at.k) ? FAR_LABELS : MOST_LABELS, names = candidates(view), least = view.graph.n > 3000 ? 2.2 : 0;
    const seen = names.filter((i) => view.scene.shown[i] && view.radius(i) > 4).slice(0, 300), hubs = seen.slice(0, 12);
    for (const i of hubs) reserve(view, taken, i); // hubs have the first choice
    for (const i of hubs) named += placeName(view, taken, i);
    for (const i of seen.slice(12)) reserve(view, taken, i);
    for (const i of names) {
      if (!view.scene.shown[i] || view.radius(i) < least || hubs.includes(i)) continue;
      if (named >= most) break;
      named += placeName(view, taken, i);
    }
    if (view.at.k > 0.85 || !view.scene.map) drawEdgeLabels(view, taken, edgesInView(view));
  }
  if (view.hover >= 0 && view.scene.shown[view.hover]) drawRing(view, view.hover, 2);
};

const drawRegionNames = (view, taken) => {
  const { k, x, y } = view.at, large = view.graph.n > 3000;
  let named = 0;
  for (const region of view.regions) {
    if (!region.hull || region.entities.length < 6 || named >= 26) continue;
    const far = region.span * k < 150;
    const words = region.names.slice(0, far ? 1 : 2).map((i) => shorten(view.graph.entities.name[i], 12)).join(" · ");
    const size = Math.round(Math.min(20, 13 + Math.sqrt(region.entities.length) * 0.35)), w = widthOf(view, words, size, true);
    const px = (large ? region.cx : region.x) * k + x - w / 2, py = large ? region.cy * k + y : region.y * k + y - 28 * Math.min(1, k) - size / 2 + 3;
    if (px < 2 || px + w > view.width - 2 || py < 8 || py > view.height - 8 || !region.entities.some((i) => view.scene.shown[i])) continue;
    if (!taken.try(px, py, w, size + 4)) continue;
    named++;
    write(view, { words, x: px, y: py, w, size, bold: true, entity: -1, colour: blend(region.colour, view.theme.name, 0.85), alpha: 0.95 });
  }
};

const edgesInView = (view) => {
  const found = [], { drawn } = view.scene;
  for (let e = 0; e < view.graph.m && found.length < 400; e++) if (drawn[e] && view.graph.m < 4000) found.push(e);
  return found;
};

const drawArrow = (view, e, width) => {
  const { top, graph } = view, [ax, ay] = view.screen(graph.relations.s[e]), [bx, by] = view.screen(graph.relations.o[e]);
  const length = Math.hypot(bx - ax, by - ay);
  top.strokeStyle = top.fillStyle = view.theme.strong;
  top.lineWidth = width;
  top.setLineDash(graph.relations.status[e] ? [5, 4] : []);
  top.beginPath();
  top.moveTo(ax, ay);
  top.lineTo(bx, by);
  top.stroke();
  top.setLineDash([]);
  if (length < 26) return;
  const ux = (bx - ax) / length, uy = (by - ay) / length, r = view.radius(graph.relations.o[e]) + 1.5, hx = bx - ux * r, hy = by - uy * r;
  top.beginPath();
  top.moveTo(hx, hy);
  top.lineTo(hx - ux * 8 - uy * 3.8, hy - uy * 8 + ux * 3.8);
  top.lineTo(hx - ux * 8 + uy * 3.8, hy - uy * 8 - ux * 3.8);
  top.fill();
};

const drawEdgeLabels = (view, taken, edges) => {
  const { graph } = view, said = new Set();
  let named = 0;
  for (const e of edges) {
    const [ax, ay] = view.screen(graph.relations.s[e]), [bx, by] = view.screen(graph.relations.o[e]);
    if (Math.hypot(bx - ax, by - ay) < 74) continue;
    const status = graph.statuses[graph.relations.status[e]];
    const words = labelOf(graph.predicates[graph.relations.p[e]]) + (status === "actual" ? "" : `（${say(status)}）`);
    const row = view.scene.once && view.scene.once.get(e); // in the view of neighbours one label says it for the whole group
    if (row !== undefined && said.has(row)) continue;
    const w = widthOf(view, words, 12, false), nearer = view.scene.once ? (view.scene.side[graph.relations.o[e]] ? 0.55 : 0.45) : 0.5;
    const x = ax + (bx - ax) * nearer - w / 2, y = ay + (by - ay) * nearer;
    if (x < 2 || y < 8 || x + w > view.width - 2 || y > view.height - 8 || !taken.try(x, y, w, 15)) continue;
    said.add(row);
    write(view, { words, x, y, w, size: 12, entity: -1, colour: view.theme.quiet });
    if (++named >= MOST_EDGE_LABELS) break;
  }
};

const drawRing = (view, i, width) => {
  const [x, y] = view.screen(i);
  view.top.strokeStyle = view.theme.accent;
  view.top.lineWidth = width;
  view.top.beginPath();
  view.top.arc(x, y, Math.max(4, view.radius(i)) + 3, 0, 6.2832);
  view.top.stroke();
  if (!view.labels.some((label) => label.entity === i)) placeName(view, new Taken(), i, { bold: true, full: true, force: true, size: 13 });
};

/* The selection: its entities and relations bright, with arrows and names; the rest lies dim underneath. */
const drawLit = (view, taken) => {
  const { entities, edges, centres } = view.lit, { top } = view;
  for (const e of edges) if (view.scene.drawn[e]) drawArrow(view, e, 1.4);
  for (const i of entities) {
    if (!view.scene.shown[i]) continue;
    const [x, y] = view.screen(i);
    top.fillStyle = view.colour(i);
    top.strokeStyle = view.theme.back;
    top.lineWidth = 1;
    top.beginPath();
    top.arc(x, y, Math.max(4, view.radius(i)), 0, 6.2832);
    top.fill();
    top.stroke();
  }
  for (const i of centres) {
    placeName(view, taken, i, { bold: true, full: true, force: true, size: 15 });
    drawRing(view, i, 3);
  }
  const rest = entities.filter((i) => view.scene.shown[i] && !centres.includes(i)).sort((a, b) => view.graph.rank[a] - view.graph.rank[b]);
  for (const i of rest.slice(0, MOST_LABELS)) placeName(view, taken, i, { size: Math.max(12, Math.min(15, labelSize(view, i))), full: view.lit.path });
  drawEdgeLabels(view, taken, edges.filter((e) => view.scene.drawn[e]));
};
