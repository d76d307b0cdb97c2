/* The map on a Canvas 2D. The scene is painted into a back buffer in slices of a few milliseconds; panning and zooming
   show that buffer moved and stretched, and a sharp picture follows, so that a frame costs the same at 1,000 and at
   100,000 entities. Labels, the selection and arrows are drawn on top of it in every frame (labels.js). */
const MOST_FAR_EDGES = 50000;
const MOST_REGIONS = 80; // with an outline; they are numbered by size
const SLICE_MS = 7, SETTLE_MS = 90, CLICK_PX = 5, PICK_PX = 7;
const FACE = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","Hiragino Sans GB",sans-serif';
const THEMES = {
  light: { back: "#ffffff", edge: "#7d8896", strong: "#3d4c60", ink: "#1d2733", name: "#0b1118", quiet: "#5b6675", accent: "#d9480f", tint: 0.09, lift: 0 },
  dark: { back: "#12161c", edge: "#8592a1", strong: "#b3c0cf", ink: "#dfe6ee", name: "#ffffff", quiet: "#9aa7b5", accent: "#ff922b", tint: 0.16, lift: 0.3 },
};
const TINTS = ["#2f6db3", "#d9730d", "#3f8f3f", "#c2413b", "#8250a8", "#1c8a83", "#c2588a", "#a67c00", "#5f6b76", "#6a8fd8"];

class MapView {
  constructor(host, graph) {
    this.host = host;
    this.graph = graph;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    host.append(this.canvas);
    this.top = this.canvas.getContext("2d", { alpha: false });
    this.front = document.createElement("canvas");
    this.back = document.createElement("canvas");
    this.size = Float32Array.from(graph.degree, (degree) => Math.min(26, 4.2 + 2.3 * Math.sqrt(degree)));
    this.widths = new Map();
    this.wear(THEMES.light);
    this.covered = 0; // pixels at the bottom that a sheet lies over
    this.at = { k: 1, x: 0, y: 0 };
    this.painted = null;
    this.job = null;
    this.dirty = true;
    this.asked = 0;
    this.hover = -1;
    this.lit = null;
    this.labels = [];
    this.regions = [];
    this.resize();
    new ResizeObserver(() => {
      if (host.clientWidth === this.width && host.clientHeight === this.height) return; // an observer calls once in any case
      const none = !this.width || !this.height; // a hidden tab or a fresh frame starts at 0 x 0
      this.resize();
      none ? this.fit() : this.repaint();
    }).observe(host);
  }

  /* A scene: places, and which entities and relations are drawn. The map is one, the neighbours of an entity another. */
  show(scene, keepView) {
    this.scene = scene;
    this.buildGrid();
    keepView ? this.repaint() : this.fit();
  }

  buildGrid() {
    const { x, y } = this.scene, n = this.graph.n;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      if (!this.scene.placed[i]) continue;
      if (x[i] < left) left = x[i];
      if (x[i] > right) right = x[i];
      if (y[i] < top) top = y[i];
      if (y[i] > bottom) bottom = y[i];
    }
    if (left > right) [left, top, right, bottom] = [0, 0, 1, 1];
    this.box = [left, top, right, bottom];
    this.core = this.scene.map && n > 3000 ? coreOf(x, y) : this.box;
    const g = (this.cells = Math.max(1, Math.min(400, Math.ceil(Math.sqrt(n / 3)))));
    this.cellWidth = (right - left) / g + 1e-9;
    this.cellHeight = (bottom - top) / g + 1e-9;
    const cell = new Int32Array(n).fill(-1);
    this.cellStart = new Uint32Array(g * g + 1);
    for (let i = 0; i < n; i++) {
      if (!this.scene.placed[i]) continue;
      cell[i] = Math.min(g - 1, ((x[i] - left) / this.cellWidth) | 0) + g * Math.min(g - 1, ((y[i] - top) / this.cellHeight) | 0);
      this.cellStart[cell[i] + 1]++;
    }
    for (let c = 0; c < g * g; c++) this.cellStart[c + 1] += this.cellStart[c];
    const next = this.cellStart.slice();
    this.inCells = new Uint32Array(n);
    for (const i of this.graph.order) if (cell[i] >= 0) this.inCells[next[cell[i]]++] = i;
  }

  /* The rows of grid cells that a rectangle of the map touches, as ranges of inCells. */
  *ranges(left, top, right, bottom) {
    const g = this.cells, clamp = (v) => Math.max(0, Math.min(g - 1, Math.floor(v)));
    const c0 = clamp((left - this.box[0]) / this.cellWidth), c1 = clamp((right - this.box[0]) / this.cellWidth);
    const r0 = clamp((top - this.box[1]) / this.cellHeight), r1 = clamp((bottom - this.box[1]) / this.cellHeight);
    for (let r = r0; r <= r1; r++) yield [this.cellStart[r * g + c0], this.cellStart[r * g + c1 + 1]];
  }
  inView(at, margin = 24) {
    const { k, x, y } = at;
    return this.ranges((-margin - x) / k, (-margin - y) / k, (this.width + margin - x) / k, (this.height + margin - y) / k);
  }

  /* On a dark ground the colours of the classes are lifted towards white, or the darker ones could not be told apart. */
  wear(theme) {
    this.theme = theme;
    this.colours = this.graph.classes.map((cls) => blend("#ffffff", cls[3], theme.lift));
  }

  resize() {
    const ratio = (this.ratio = Math.min(2, window.devicePixelRatio || 1));
    this.width = this.host.clientWidth;
    this.height = this.host.clientHeight;
    for (const canvas of [this.canvas, this.front, this.back]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(this.height * ratio);
    }
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    this.painted = null;
    this.job = null;
  }

  fit(entities, margin = 70) {
    let [left, top, right, bottom] = this.core;
    if (entities && entities.length) {
      [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const i of entities) {
        left = Math.min(left, this.scene.x[i]);
        right = Math.max(right, this.scene.x[i]);
        top = Math.min(top, this.scene.y[i]);
        bottom = Math.max(bottom, this.scene.y[i]);
      }
    }
    const side = Math.min(margin, this.width / 8), height = this.height - this.covered, ends = Math.min(margin, height / 8);
    const [before, after] = this.scene.map ? [side, side] : namesBeside(this); // beside the neighbours stand their names
    const wide = this.width - before - after;
    const k = Math.max(0.002, Math.min(wide / (right - left + 1), (height - 1.3 * ends) / (bottom - top + 1), entities ? 1.3 : 1.6));
    this.go({ k, x: before + wide / 2 - ((left + right) / 2) * k, y: height / 2 - ((top + bottom) / 2) * k }, entities ? 250 : 0);
  }

  go(to, ms) {
    cancelAnimationFrame(this.moving);
    if (!ms || window.matchMedia("(prefers-reduced-motion: reduce)").matches) { this.at = to; this.repaint(); return; }
    const from = this.at, start = performance.now();
    const step = () => {
      const part = Math.min(1, (performance.now() - start) / ms), ease = part * (2 - part);
      const k = from.k * (to.k / from.k) ** ease, along = Math.abs(to.k - from.k) < 1e-9 ? ease : (k - from.k) / (to.k - from.k);
      this.at = { k, x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * along };
      this.repaint();
      if (part < 1) this.moving = requestAnimationFrame(step);
    };
    this.moving = requestAnimationFrame(step);
  }
  /* Brings an entity into sight, if it is not. */
  reveal(i) {
    const [x, y] = this.screen(i), height = this.height - this.covered;
    if (x > 60 && x < this.width - 60 && y > 40 && y < height - 40) return;
    const k = Math.max(this.at.k, 0.7);
    this.go({ k, x: this.width / 2 - this.scene.x[i] * k, y: height / 2 - this.scene.y[i] * k }, 250);
  }
  zoom(factor, px, py) {
    const k = Math.max(0.002, Math.min(8, this.at.k * factor)), scale = k / this.at.k;
    this.at = { k, x: px - (px - this.at.x) * scale, y: py - (py - this.at.y) * scale };
    this.repaint();
  }
  pan(dx, dy) { this.at = { ...this.at, x: this.at.x + dx, y: this.at.y + dy }; this.repaint(); }

  repaint() { this.dirty = true; this.changed = performance.now(); this.redraw(); }
  redraw() { if (!this.asked) this.asked = requestAnimationFrame(() => this.frame()); }

  screen(i, at = this.at) { return [this.scene.x[i] * at.k + at.x, this.scene.y[i] * at.k + at.y]; }
  radius(i, k = this.at.k) {
    const [least, far] = this.graph.n > 20000 ? [0.8, 0.14] : [1.5, 0.3]; // so many dots would lie on each other
    return Math.max(least, this.size[i] * Math.min(1.4, Math.max(far, k ** 0.55)));
  }
  colour(i) { return this.colours[this.graph.entities.cls[i]]; }
  /* From afar a large map shows its regions in colours; classes show when one comes near. */
  byRegion(k) { return this.scene.map && this.graph.n > 4000 && k < 0.45; }

  /* Paints a picture and pauses often; the caller counts the time. */
  *paint(context, at) {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = this.theme.back;
    context.fillRect(0, 0, this.width, this.height);
    if (this.scene.map) yield* this.paintRegions(context, at);
    yield* this.paintEdges(context, at);
    yield* this.paintEntities(context, at);
    context.globalAlpha = 1;
  }

  *paintRegions(context, at) {
    context.lineJoin = "round";
    for (const region of this.regions) {
      if (!region.hull) continue;
      context.beginPath();
      region.hull.forEach(([x, y], n) => context[n ? "lineTo" : "moveTo"](x * at.k + at.x, y * at.k + at.y));
      context.closePath();
      context.fillStyle = context.strokeStyle = region.colour;
      context.lineWidth = 56 * Math.min(1, at.k) + 4;
      context.globalAlpha = 1;
      // one opaque shape mixed with the background: fill and rim drawn translucent would show their overlap
      context.fillStyle = context.strokeStyle = blend(region.colour, this.theme.back, this.lit ? this.theme.tint / 2 : this.theme.tint);
      context.stroke();
      context.fill();
    }
    yield;
  }

  *paintEdges(context, at) {
    const { s: from, o: to, status } = this.graph.relations, { x, y, drawn } = this.scene, { k } = at;
    const m = this.graph.m, alpha = this.lit ? 0.16 : Math.max(0.1, Math.min(0.62, (700 / (m + 1)) * Math.max(1, k * 4)));
    const step = this.byRegion(k) ? Math.ceil(m / MOST_FAR_EDGES) : 1; // from afar they are a haze, which a part of them draws as well
    context.strokeStyle = this.theme.edge;
    context.lineWidth = k > 0.5 ? 1.1 : 0.7;
    for (const plan of [0, 1]) {
      context.setLineDash(plan ? [5, 4] : []);
      context.globalAlpha = alpha;
      context.beginPath();
      let some = 0;
      for (let e = 0, turn = 0; e < m; e += step, turn++) {
        if ((turn & 2047) === 0) { if (some) { context.stroke(); context.beginPath(); some = 0; } yield; }
        if (!drawn[e] || (status[e] ? 1 : 0) !== plan) continue;
        const ax = x[from[e]] * k + at.x, bx = x[to[e]] * k + at.x;
        if ((ax < 0 && bx < 0) || (ax > this.width && bx > this.width)) continue;
        const ay = y[from[e]] * k + at.y, by = y[to[e]] * k + at.y;
        if ((ay < 0 && by < 0) || (ay > this.height && by > this.height) || (ax - bx) ** 2 + (ay - by) ** 2 < 2) continue;
        context.moveTo(ax, ay);
        context.lineTo(bx, by);
        some++;
      }
      context.stroke();
    }
    context.setLineDash([]);
  }

  *paintEntities(context, at) {
    const { x, y, shown } = this.scene, groups = new Map(), { k } = at, far = this.byRegion(k);
    let seen = 0;
    for (const [start, stop] of this.inView(at)) {
      for (let p = start; p < stop; p++) {
        const i = this.inCells[p];
        if (!shown[i]) continue;
        const colour = far ? TINTS[this.graph.entities.region[i] % TINTS.length] : this.colour(i);
        groups.has(colour) ? groups.get(colour).push(i) : groups.set(colour, [i]);
        if ((++seen & 4095) === 0) yield;
      }
    }
    context.globalAlpha = this.lit ? 0.3 : this.graph.n > 20000 && k < 0.25 ? 0.6 : 1;
    const large = far ? this.paintSpecks(context, at, groups) : groups;
    yield;
    for (const [colour, entities] of large) {
      context.fillStyle = colour;
      context.beginPath();
      let some = 0;
      for (const i of entities) {
        const px = x[i] * k + at.x, py = y[i] * k + at.y, r = this.radius(i, k);
        if (r < 1.7) context.fillRect(px - r, py - r, 2 * r, 2 * r);
        else { context.moveTo(px + r, py); context.arc(px, py, r, 0, 6.2832); }
        if ((++some & 1023) === 0) { context.fill(); context.beginPath(); yield; }
      }
      context.fill();
      if (k > 0.3 && this.graph.n < 20000) { context.strokeStyle = this.theme.back; context.lineWidth = 1; context.stroke(); }
      yield;
    }
  }

  /* From afar most dots are a pixel or two: written as pixels they cost a fraction of what drawing them does.
     Gives the dots that are larger. */
  paintSpecks(context, at, groups) {
    const { width, height } = this.back, { x, y } = this.scene, { k } = at, ratio = this.ratio, large = new Map();
    const image = new ImageData(width, height), pixels = new Uint32Array(image.data.buffer), veil = Math.round(255 * context.globalAlpha) << 24;
    for (const [colour, entities] of groups) {
      const rgb = parseInt(colour.slice(1), 16), value = (veil | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0, rest = [];
      for (const i of entities) {
        const r = this.radius(i, k);
        if (r >= 1.7) { rest.push(i); continue; }
        const side = Math.max(1, Math.round(2 * r * ratio)), left = Math.round((x[i] * k + at.x - r) * ratio), top = Math.round((y[i] * k + at.y - r) * ratio);
        for (let row = Math.max(0, top); row < Math.min(height, top + side); row++) pixels.fill(value, row * width + Math.max(0, left), row * width + Math.max(0, Math.min(width, left + side)));
      }
      large.set(colour, rest);
    }
    const layer = document.createElement("canvas"), veiled = context.globalAlpha;
    Object.assign(layer, { width, height });
    layer.getContext("2d").putImageData(image, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(layer, 0, 0, this.width, this.height);
    context.globalAlpha = veiled;
    return large;
  }

  frame() {
    this.asked = 0;
    if (!this.width || !this.height || !this.scene) return;
    const start = performance.now(), moving = start - this.changed < SETTLE_MS && this.painted;
    if (this.dirty && !moving) {
      this.dirty = false;
      this.jobAt = { ...this.at };
      this.job = this.paint(this.back.getContext("2d", { alpha: false }), this.jobAt);
    }
    if (this.job && !moving) this.work(start);
    this.compose();
    drawTop(this);
    if (this.dirty || this.job) this.redraw();
    else if (!document.documentElement.dataset.ready) document.documentElement.dataset.ready = "yes";
  }
  work(start) {
    while (!this.painted || performance.now() - start < SLICE_MS) {
      if (!this.job.next().done) continue;
      [this.front, this.back] = [this.back, this.front];
      this.painted = this.jobAt;
      this.job = null;
      return;
    }
  }
  /* The whole picture at once, for paper. */
  paintNow() {
    this.job = this.paint(this.back.getContext("2d", { alpha: false }), (this.jobAt = { ...this.at }));
    while (this.job) this.work(Infinity);
    this.compose();
    drawTop(this);
  }
  compose() {
    const { top, painted, at, ratio } = this;
    top.setTransform(1, 0, 0, 1, 0, 0);
    top.globalAlpha = 1;
    top.fillStyle = this.theme.back;
    top.fillRect(0, 0, this.canvas.width, this.canvas.height);
    if (painted) {
      const scale = at.k / painted.k;
      top.imageSmoothingEnabled = scale < 3 && scale !== 1;
      top.setTransform(scale, 0, 0, scale, (at.x - painted.x * scale) * ratio, (at.y - painted.y * scale) * ratio);
      top.drawImage(this.front, 0, 0);
    }
    top.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  pick(px, py) {
    const { k, x, y } = this.at, reach = 34 / k;
    let best = -1, least = PICK_PX;
    const mx = (px - x) / k, my = (py - y) / k;
    for (const [start, stop] of this.ranges(mx - reach, my - reach, mx + reach, my + reach)) {
      for (let p = start; p < stop; p++) {
        const i = this.inCells[p];
        if (!this.scene.shown[i]) continue;
        const away = Math.hypot(this.scene.x[i] - mx, this.scene.y[i] - my) * k - this.radius(i);
        if (away < least) { least = away; best = i; }
      }
    }
    if (best >= 0) return best;
    const label = this.labels.find((each) => each.entity >= 0 && px >= each.x && px <= each.x + each.w && Math.abs(py - each.y) <= each.size / 2 + 2);
    return label ? label.entity : -1;
  }
}

/* Where nearly all of a large map lies: a few entities far out would make the rest small. */
const coreOf = (x, y) => {
  const [xs, ys] = [x, y].map((values) => values.slice().sort()), at = (values, part) => values[Math.floor(part * (values.length - 1))];
  return [at(xs, 0.004), at(ys, 0.004), at(xs, 0.996), at(ys, 0.996)];
};
const blend = (colour, under, share) => {
  const part = (text, at) => parseInt(text.slice(at, at + 2), 16);
  return `rgb(${[1, 3, 5].map((at) => Math.round(part(colour, at) * share + part(under, at) * (1 - share))).join(",")})`;
};

/* The outline of a region: the convex hull of its entities without those that lie far out. */
const findRegions = (graph) => {
  const { x, y, region } = graph.entities, members = graph.regions.map(() => []);
  region.forEach((number, i) => members[number].push(i));
  return graph.regions.map((names, number) => {
    const all = members[number];
    if (all.length < 4 || number >= MOST_REGIONS) return { names, entities: all };
    const titled = all.length >= 6 && graph.degree[names[0]] > 0; // what nothing relates to names no region
    const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    const cx = middle(all.map((i) => x[i])), cy = middle(all.map((i) => y[i]));
    const away = (i) => Math.hypot(x[i] - cx, y[i] - cy), usual = middle(all.map(away));
    const near = all.filter((i) => away(i) <= 3 * usual).map((i) => [x[i], y[i]]);
    const hull = convexHull(near);
    const left = Math.min(...hull.map((point) => point[0])), right = Math.max(...hull.map((point) => point[0]));
    return { names, titled, entities: all, hull, colour: TINTS[number % TINTS.length], cx, cy, span: right - left };
  });
};
const convexHull = (points) => {
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1) {
        const [a, b] = chain.slice(-2);
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break;
        chain.pop();
      }
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(points), ...half(points.reverse())];
};
