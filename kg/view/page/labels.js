/* What is drawn on top of the map in every frame: names that never cover each other, the selection, arrows. */
const MOST_LABELS = 170, FAR_LABELS = 14, MOST_TITLES = 26, MOST_TRIED = 3500, MOST_EDGE_LABELS = 60;

/* Boxes already taken, in a coarse grid; try() takes a box if it is free, take() in any case. */
class Taken {
  constructor() { this.cells = new Map(); }
  some([left, top, right, bottom], act) {
    for (let cx = Math.floor(left / 120); cx <= Math.floor(right / 120); cx++)
      for (let cy = Math.floor(top / 24); cy <= Math.floor(bottom / 24); cy++) if (act(cx * 4096 + cy)) return true;
    return false;
  }
  take(x, y, w, height) {
    const box = [x, y - height / 2, x + w, y + height / 2];
    this.some(box, (key) => { this.cells.has(key) ? this.cells.get(key).push(box) : this.cells.set(key, [box]); return false; });
  }
  try(x, y, w, height) {
    const box = [x, y - height / 2, x + w, y + height / 2];
    if (this.some(box, (key) => (this.cells.get(key) || []).some((other) => crosses(box, other)))) return false;
    this.take(x, y, w, height);
    return true;
  }
}
const crosses = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

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

/* How much room the names left and right of neighbours or of a path need. */
const namesBeside = (view) => {
  const { scene, graph } = view, room = [40, 40];
  for (let i = 0; i < graph.n; i++) {
    if (!scene.placed[i]) continue;
    const w = widthOf(view, shorten(graph.entities.name[i]), 14, false), half = Math.abs(scene.side[i]) > 1;
    if (scene.side[i] <= 0 || half) room[0] = Math.max(room[0], half ? w / 2 + 24 : scene.side[i] ? w + 24 : 40);
    if (scene.side[i] >= 0 || half) room[1] = Math.max(room[1], half ? w / 2 + 24 : scene.side[i] ? w + 24 : 40);
  }
  return room.map((each) => Math.min(each, view.width * 0.42));
};

/* Under the dot, else right, left or above it: the first free place wins. A scene may say on which side. */
const placeName = (view, taken, i, options = {}) => {
  const [px, py] = view.screen(i);
  if (px < -30 || py < -20 || px > view.width + 30 || py > view.height + 20) return false;
  const bold = options.bold || view.graph.degree[i] >= 8, size = options.size || Math.max(12, labelSize(view, i));
  const side = view.scene.side ? view.scene.side[i] : 0, r = view.radius(i) + 2, height = size + 3, name = view.graph.entities.name[i];
  let words = options.full ? name : shorten(name), w = widthOf(view, words, size, bold);
  const room = side === 1 ? view.width - px - r - 6 : side === -1 ? px - r - 6 : Infinity;
  if (w > room && room > 4 * size) {
    words = shorten(name, Math.floor(room / size));
    w = widthOf(view, words, size, bold);
  }
  const right = [px + r + 2, py], left = [px - r - 2 - w, py], under = [px - w / 2, py + r + height / 2], over = [px - w / 2, py - r - height / 2];
  const tries = { 1: [right], "-1": [left], 2: [under, right], "-2": [over, right], 0: [under, right, left, over] }[side];
  const label = { words, w, size, bold, entity: i, colour: options.colour || (bold ? view.theme.name : view.theme.ink), alpha: options.alpha };
  for (const [x, y] of tries) {
    if (x < 2 || x + w > view.width - 2 || !taken.try(x, y, w, height)) continue;
    write(view, { ...label, x, y });
    return true;
  }
  if (!options.force) return false;
  const x = Math.max(2, Math.min(view.width - w - 2, tries[0][0])), y = tries[0][1];
  taken.take(x, y, w, height);
  write(view, { ...label, x, y });
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
  taken.take(x - r, y, 2 * r, 2 * r);
};

const drawTop = (view) => {
  view.labels = [];
  if (!view.painted) return;
  const taken = new Taken();
  if (view.lit) drawLit(view, taken);
  else drawNames(view, taken);
  if (view.hover >= 0 && view.scene.shown[view.hover]) drawHover(view, view.hover);
};

const drawNames = (view, taken) => {
  const far = view.byRegion(view.at.k), most = far ? FAR_LABELS : MOST_LABELS, least = view.graph.n > 3000 ? 2.2 : 0;
  const said = far ? drawRegionNames(view, taken) : new Set(), names = candidates(view);
  const seen = names.filter((i) => view.scene.shown[i] && view.radius(i) > 2.5).slice(0, 300), hubs = seen.slice(0, 12);
  for (const i of hubs) reserve(view, taken, i); // regions and hubs have the first choice
  if (!far) for (const i of drawTitles(view, taken, titledRegions(view))) said.add(i);
  let named = 0;
  const name = (i) => { if (!said.has(i) && placeName(view, taken, i)) { said.add(i); named++; } };
  hubs.forEach(name);
  for (const i of seen.slice(12)) reserve(view, taken, i);
  for (const i of names) {
    if (named >= most) break;
    if (view.scene.shown[i] && view.radius(i) >= least) name(i);
  }
  if (view.at.k > 0.85 || !view.scene.map) drawEdgeLabels(view, taken, edgesInView(view));
};

const titledRegions = (view) => (view.scene.map ? view.regions.filter((region) => region.titled && view.scene.shown[region.names[0]]).slice(0, MOST_TITLES) : []);
const titleColour = (view, region) => blend(region.colour, view.theme.name, view.theme.lift ? 0.55 : 0.85);

/* Near by a region is called by the name of the entity it is named after: in its colour, larger, and not a second time. */
const drawTitles = (view, taken, regions, options) => regions.filter((region) =>
  placeName(view, taken, region.names[0], { bold: true, size: Math.max(14, labelSize(view, region.names[0])), colour: titleColour(view, region), ...options })).map((region) => region.names[0]);

/* From afar its name stands in the middle of its region. */
const drawRegionNames = (view, taken) => {
  const { k, x, y } = view.at, said = new Set();
  for (const region of titledRegions(view)) {
    const names = region.names.slice(0, region.span * k < 150 ? 1 : 2), words = names.map((i) => shorten(view.graph.entities.name[i], 12)).join(" · ");
    const size = Math.round(Math.min(20, 13 + Math.sqrt(region.entities.length) * 0.35)), w = widthOf(view, words, size, true), px = region.cx * k + x - w / 2, py = region.cy * k + y;
    if (px < 2 || px + w > view.width - 2 || py < 8 || py > view.height - 8 || !taken.try(px, py, w, size + 4)) continue;
    for (const i of names) said.add(i);
    write(view, { words, x: px, y: py, w, size, bold: true, entity: -1, colour: titleColour(view, region), alpha: 0.95 });
  }
  return said;
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
  const { graph, scene } = view, said = new Set();
  let named = 0;
  for (const e of edges) {
    const [ax, ay] = view.screen(graph.relations.s[e]), [bx, by] = view.screen(graph.relations.o[e]);
    if (Math.hypot(bx - ax, by - ay) < (Math.abs(bx - ax) > Math.abs(by - ay) ? 74 : 40)) continue;
    const row = scene.rows && scene.rows.get(e); // in the view of neighbours one label says it for the whole group
    if (row && said.has(row)) continue;
    const status = graph.statuses[graph.relations.status[e]], many = row && row.count > 1 ? ` ${row.count}` : "";
    const words = labelOf(graph.predicates[graph.relations.p[e]]) + (row || status === "actual" ? many : `（${say(status)}）`);
    const w = widthOf(view, words, 12, false), along = row ? (row.inward ? 0.32 : 0.68) : 0.5;
    const x = ax + (bx - ax) * along - w / 2, y = ay + (by - ay) * along;
    if (x < 2 || y < 8 || x + w > view.width - 2 || y > view.height - 8 || !taken.try(x, y, w, 15)) continue;
    if (row) said.add(row);
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
};

/* What the mouse is on says its whole name on a ground of its own, over the names that stand there. */
const drawHover = (view, i) => {
  drawRing(view, i, 2);
  if (view.labels.some((label) => label.entity === i && label.words === view.graph.entities.name[i])) return;
  const { top } = view, words = view.graph.entities.name[i], w = widthOf(view, words, 13, true), [px, py] = view.screen(i);
  const x = Math.max(8, Math.min(view.width - w - 8, px - w / 2)), y = py + view.radius(i) + 16;
  top.fillStyle = view.theme.back;
  top.strokeStyle = view.theme.accent;
  top.lineWidth = 1;
  top.beginPath();
  top.rect(x - 6, y - 11, w + 12, 22);
  top.fill();
  top.stroke();
  view.labels = view.labels.filter((label) => !crosses([x - 6, y - 11, x + w + 6, y + 11], [label.x, label.y - label.size / 2, label.x + label.w, label.y + label.size / 2]));
  write(view, { words, x, y, w, size: 13, bold: true, entity: i, colour: view.theme.name });
};

/* The selection: its entities and relations bright, with arrows and names; the rest lies dim underneath. */
const drawLit = (view, taken) => {
  const { entities, edges, centres } = view.lit, { top } = view;
  const crowd = !view.scene.map && edges.length > 12;
  for (const e of edges) if (view.scene.drawn[e]) drawArrow(view, e, crowd ? 0.9 : 1.4);
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
  for (const i of entities.slice(0, 300)) if (view.scene.shown[i]) reserve(view, taken, i);
  for (const i of centres) {
    placeName(view, taken, i, { bold: true, full: true, force: true, size: 15 });
    drawRing(view, i, 3);
  }
  const rest = entities.filter((i) => view.scene.shown[i] && !centres.includes(i)).sort((a, b) => view.graph.rank[a] - view.graph.rank[b]);
  for (const i of rest.slice(0, MOST_LABELS)) placeName(view, taken, i, { size: Math.max(12, Math.min(15, labelSize(view, i))), full: view.lit.path });
  drawEdgeLabels(view, taken, edges.filter((e) => view.scene.drawn[e]));
  drawTitles(view, taken, titledRegions(view).filter((region) => !entities.includes(region.names[0])), { size: 13, colour: view.theme.quiet, alpha: 0.6 });
};
