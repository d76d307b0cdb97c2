/* Puts the page together and keeps its state: what is chosen, how it is looked at, the filters; all of it in the address. */
const VIEWS = ["map", "documents", "programmes", "proposals", "observations"];

const start = async () => {
  const graph = index(await unpack("graph"));
  indexMore(graph);
  const filter = makeFilter(graph), view = new MapView($("map"), graph), home = mapScene(graph);
  const state = { view: "map", chosen: -1, focus: -1, opened: new Set(), path: null, document: -1, from: -1, passage: undefined, most: MOST_NEIGHBOURS };
  view.regions = findRegions(graph);
  let panel, views, lastMap = null, dark = window.matchMedia("(prefers-color-scheme: dark)").matches;

  const announce = (words) => { $("status").textContent = words; };
  const acts = {
    announce,
    chosen: () => state.chosen,
    regions: () => view.regions.filter((region) => region.titled),
    link: (to) => `#${to.n === undefined ? `view=documents&d=${encodeURIComponent(graph.documents.id[to.d])}` : `n=${encodeURIComponent(graph.entities.iri[to.n])}`}`,
    hover: (i) => { view.hover = i; view.redraw(); },
    async choose(i) {
      if (i < 0) { if (!state.path) acts.leave(); return; }
      if (state.from >= 0) { const from = state.from; state.from = -1; await acts.findPath(from, i); return; }
      state.chosen = i;
      state.path = null;
      if (state.view === "map" && state.focus >= 0) {
        if (!view.scene.shown[i]) { state.focus = i; state.opened = new Set([i]); }
        else if (i !== state.focus) state.opened.has(i) ? state.opened.delete(i) : state.opened.add(i);
      }
      await draw();
      if (state.view === "map" && home === view.scene) view.reveal(i);
      announce(graph.entities.name[i]);
    },
    async open(i) {
      if (i < 0) return;
      Object.assign(state, { view: "map", chosen: i, focus: i, opened: new Set([i]), path: null, most: MOST_NEIGHBOURS });
      await draw();
      announce(say("around", graph.entities.name[i], view.lit.entities.length));
    },
    closeFocus() { state.focus = -1; state.path = null; return draw(); },
    leave() {
      if (state.focus >= 0 || state.path) return acts.closeFocus();
      Object.assign(state, { chosen: -1, from: -1 });
      return draw();
    },
    async centre(i) { Object.assign(state, { view: "map", focus: -1, chosen: i, path: null }); await draw(); view.fit([i, ...[...graph.edgesOf(i)].map((e) => graph.other(e, i))].slice(0, 60)); },
    async showRegion(region) { Object.assign(state, { view: "map", focus: -1, chosen: -1 }); await draw(); view.fit(region.entities); },
    startPath(i) {
      state.from = i;
      $("search").placeholder = say("pathTo");
      $("search").focus();
      announce(say("pathTo"));
    },
    async findPath(from, to) { Object.assign(state, { view: "map", path: [from, to], focus: -1, chosen: to }); await draw(); },
    async readDocument(d, passage) { Object.assign(state, { view: "documents", document: d, passage }); await draw(); },
    go(name) { Object.assign(state, { view: name, document: -1, passage: undefined }); return draw(); },
  };

  /* The address: an entity, a path, a view and the filters; entities by the end of their IRI. */
  const write = () => {
    const address = new URLSearchParams(), iri = (i) => graph.entities.iri[i];
    if (state.view !== "map") address.set("view", state.view);
    if (state.document >= 0) address.set("d", graph.documents.id[state.document]);
    if (state.path) address.set("path", state.path.map(iri).join(" "));
    else if (state.chosen >= 0) address.set("n", iri(state.chosen));
    if (state.focus >= 0) address.set("focus", [state.focus, ...[...state.opened].filter((i) => i !== state.focus)].map(iri).join(" "));
    for (const facet of FACETS) {
      const values = [...filter.only[facet], ...[...filter.not[facet]].map((value) => `!${value}`)];
      if (values.length) address.set(facet, values.join("|"));
    }
    if (filter.from > filter.first) address.set("from", filter.from);
    if (filter.to < filter.last) address.set("to", filter.to);
    if (language !== "zh") address.set("lang", language);
    const text = `#${address}`;
    if (text !== (location.hash || "#")) try { history[written ? "pushState" : "replaceState"](null, "", text); } catch { /* a sandboxed frame has no address of its own */ }
    written = true;
  };
  let written = false;
  const read = () => {
    const address = new URLSearchParams(location.hash.slice(1)), at = (iri) => graph.byIri().get(iri) ?? -1;
    const list = (name) => (address.get(name) || "").split(" ").map(at).filter((i) => i >= 0);
    const opened = list("focus"), path = list("path");
    Object.assign(state, { view: VIEWS.includes(address.get("view")) ? address.get("view") : "map", chosen: address.has("n") ? at(address.get("n")) : -1,
      focus: opened.length ? opened[0] : -1, opened: new Set(opened), path: path.length === 2 ? path : null, document: graph.documents.id.indexOf(address.get("d")), from: -1 });
    filter.reset();
    for (const facet of FACETS) for (const value of (address.get(facet) || "").split("|").filter(Boolean)) value.startsWith("!") ? filter.not[facet].add(value.slice(1)) : filter.only[facet].add(value);
    if (Number(address.get("from"))) filter.from = Math.max(filter.first, Number(address.get("from")));
    if (Number(address.get("to"))) filter.to = Math.min(filter.last, Number(address.get("to")));
    language = address.get("lang") === "en" ? "en" : "zh";
    filter.apply();
  };

  /* The canvas follows the state: the map, the neighbours of an entity, or a path. */
  const drawCanvas = (path) => {
    const before = view.scene, narrow = view.width < NARROW_PX;
    if (before && before.map) lastMap = view.at;
    view.lit = null;
    $("note").replaceChildren();
    if (path) {
      view.show(pathScene(graph, path, narrow));
      view.lit = { entities: path.entities, edges: path.edges, centres: [], path: true };
      return;
    }
    if (state.focus >= 0 && !state.path) {
      const { scene, entities, edges, all } = focusScene(graph, filter, state.focus, state.opened, state.most, narrow);
      view.show(scene);
      view.lit = { entities, edges, centres: [state.focus] };
      drawNote(entities.length - 1, all);
      return;
    }
    home.shown = filter.entities;
    home.drawn = filter.relations;
    if (before !== home) { view.show(home, Boolean(lastMap)); if (lastMap) { view.at = lastMap; } }
    if (state.chosen >= 0) {
      const edges = [...graph.edgesOf(state.chosen)].filter((e) => filter.relations[e]);
      view.lit = { entities: [...new Set([state.chosen, ...edges.map((e) => graph.other(e, state.chosen))])], edges, centres: [state.chosen] };
    }
    view.repaint();
  };
  /* Neighbours that are not drawn are never passed over in silence. */
  const drawNote = (shown, all) => {
    const more = () => { state.most += MOST_NEIGHBOURS; draw(); };
    if (shown < all) $("note").replaceChildren(h("span", {}, say("neighboursShown", count(shown), count(all))), button(say("showMore", count(Math.min(MOST_NEIGHBOURS, all - shown))), more, { id: "more-neighbours" }));
  };
  const drawCounts = () => {
    const sum = (list) => list.reduce((total, each) => total + each, 0), all = sum(filter.entities);
    $("counts").textContent = !all ? say("empty") : filter.any() ? say("shownOf", count(all), count(graph.n), count(sum(filter.relations)), count(graph.m)) : say("whole_", count(graph.n), count(graph.m));
  };
  const draw = async () => {
    if (state.chosen >= 0 || state.path || state.view !== "map") await readTexts();
    const onMap = state.view === "map";
    $("map").hidden = !onMap;
    $("zoom").hidden = !onMap;
    $("view").hidden = onMap;
    for (const name of VIEWS) $(`tab-${name}`).setAttribute("aria-current", String(name === state.view));
    const path = onMap && state.path ? shortestPath(graph, filter, ...state.path) : null;
    if (onMap && state.path) panel.showPath(...state.path, path);
    else state.chosen >= 0 ? panel.showEntity(state.chosen, onMap && state.focus >= 0) : panel.showStart();
    const sheet = $("panel"), covers = getComputedStyle(sheet).position === "fixed" && sheet.classList.contains("open");
    view.covered = covers ? sheet.offsetHeight : 0;
    if (onMap) drawCanvas(path);
    else if (state.document >= 0) views.reader(state.document, state.passage);
    else views[state.view]();
    if (state.from < 0) $("search").placeholder = say("search");
    write();
  };
  const refilter = () => {
    const active = document.activeElement, { facet, value } = active ? active.dataset : {};
    filter.apply();
    drawFacets(graph, filter, refilter);
    drawCounts();
    if (facet) [...document.querySelectorAll("[data-facet]")].find((each) => each.dataset.facet === facet && each.dataset.value === value)?.focus();
    return draw();
  };

  const theme = () => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    view.wear(THEMES[dark ? "dark" : "light"]);
    view.repaint();
  };
  /* All words of the interface; called again when the language changes. */
  const drawFrame = () => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = graph.title || say("title");
    const search = makeSearchBox(graph, acts), menu = h("div", { id: "menu", hidden: true });
    const item = (key, act) => button(say(key), () => { menu.hidden = true; act(); }, { id: `do-${key}` });
    menu.append(item("png", () => exportPng(view)), item("svg", () => exportSvg(view)), item("csv", async () => { await readTexts(); exportCsv(view); }), item("ttl", () => exportTurtle(view)), item("print", () => window.print()),
      item("theme", () => { dark = !dark; theme(); }), item("language", () => { language = language === "zh" ? "en" : "zh"; drawFrame(); refilter(); }));
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.hidden = true; $("more").focus(); } });
    search.box.setAttribute("aria-label", say("searchLabel"));
    search.list.setAttribute("aria-label", say("results"));
    $("head").replaceChildren(h("h1", {}, graph.title || say("title")), h("nav", { id: "tabs", "aria-label": say("tools") }, VIEWS.map((name) => button(say(name), () => { state.focus = -1; state.path = null; acts.go(name); }, { id: `tab-${name}` }))),
      h("div", { class: "search" }, search.box, search.list), button(say("filters"), () => document.body.classList.toggle("filtering"), { id: "filter-button" }),
      h("div", { class: "tools" }, button(say("tools"), () => { menu.hidden = !menu.hidden; }, { id: "more", "aria-haspopup": "true" }), menu));
    $("zoom").replaceChildren(button("＋", () => view.zoom(1.4, view.width / 2, view.height / 2), { "aria-label": say("zoomIn") }), button("－", () => view.zoom(1 / 1.4, view.width / 2, view.height / 2), { "aria-label": say("zoomOut") }), button("⤢", () => view.fit(), { id: "whole", "aria-label": say("whole"), title: say("whole") }));
    $("map").setAttribute("aria-label", say("canvas"));
    $("filters").setAttribute("aria-label", say("filters"));
    $("panel").setAttribute("aria-label", say("panel"));
    panel = makePanel(graph, filter, acts);
    views = makeViews(graph, filter, acts, panel);
    drawFacets(graph, filter, refilter);
    drawCounts();
  };

  read();
  drawFrame();
  theme();
  listen(view, acts);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { dark = event.matches; theme(); });
  window.addEventListener("popstate", () => { written = false; read(); drawFrame(); draw(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(input|textarea)$/i.test(document.activeElement.tagName)) { event.preventDefault(); $("search").focus(); }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".tools")) $("menu").hidden = true; });
  /* Paper is light and cannot be unfolded. */
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("#panel details:not([open]), #view details:not([open])")];
    for (const each of folded) each.open = true;
    document.documentElement.dataset.theme = "light";
    view.wear(THEMES.light);
    view.paintNow();
  });
  window.addEventListener("afterprint", () => { for (const each of folded) each.open = false; theme(); });
  await draw();
  window.explorer = { graph, view, filter, state, acts };
};
start();
