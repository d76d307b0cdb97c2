/* Facets. Of each, nothing chosen means everything; values can be chosen or hidden. A count says how many entities (or,
   for relation and status, relations) would be left with this value under the other filters. */
const FACETS = ["cls", "predicate", "status", "document", "region"];
const MOST_VALUES = 12;

const makeFilter = (graph) => {
  const filter = { only: {}, not: {}, from: 0, to: 0, entities: new Uint8Array(graph.n).fill(1), relations: new Uint8Array(graph.m).fill(1) };
  filter.regions = [...new Set(graph.documents.region)].filter(Boolean).sort();
  const known = graph.years.filter(Boolean);
  filter.first = known.length ? Math.min(...known) : 0;
  filter.last = known.length ? Math.max(...known) : 0;
  filter.reset = () => {
    for (const facet of FACETS) { filter.only[facet] = new Set(); filter.not[facet] = new Set(); }
    filter.from = filter.first;
    filter.to = filter.last;
  };
  filter.reset();
  const allows = (facet, value) => (!filter.only[facet].size || filter.only[facet].has(value)) && !filter.not[facet].has(value);
  const used = (facet) => filter.only[facet].size > 0 || filter.not[facet].size > 0;
  const timed = () => filter.from > filter.first || filter.to < filter.last;
  filter.any = () => FACETS.some(used) || timed();

  /* The documents that count, or null for all. */
  const documents = (without) => {
    const year = without !== "year" && timed(), own = without !== "document" && used("document"), region = without !== "region" && used("region");
    if (!year && !own && !region) return null;
    return Uint8Array.from(graph.years, (when, d) => Number((!year || (when >= filter.from && when <= filter.to))
      && (!own || allows("document", graph.documents.id[d])) && (!region || allows("region", graph.documents.region[d]))));
  };
  const named = (kept) => {
    const found = new Uint8Array(graph.n);
    graph.documents.named.forEach((list, d) => { if (kept[d]) for (const i of list) found[i] = 1; });
    return found;
  };
  const className = (i) => graph.classes[graph.entities.cls[i]][0];
  const classes = (without) => graph.classes.map((cls) => without === "cls" || allows("cls", cls[0]));

  /* Which entities and relations are left, without regard to one facet. */
  const left = (without) => {
    const kept = documents(without), there = kept && named(kept), of = classes(without), { s, o, p, status } = graph.relations;
    const entities = Uint8Array.from({ length: graph.n }, (_, i) => Number(of[graph.entities.cls[i]] && (!there || there[i])));
    const relations = new Uint8Array(graph.m);
    const predicate = graph.predicates.map((each) => without === "predicate" || allows("predicate", each[0]));
    const state = graph.statuses.map((each) => without === "status" || allows("status", each));
    for (let e = 0; e < graph.m; e++) {
      relations[e] = Number(entities[s[e]] && entities[o[e]] && predicate[p[e]] && state[status[e]]
        && (!kept || graph.passagesOf(e).some((passage) => kept[graph.documentOf(passage)])));
    }
    if (!predicate.every(Boolean) || !state.every(Boolean)) {
      const joined = new Uint8Array(graph.n);
      for (let e = 0; e < graph.m; e++) if (relations[e]) joined[s[e]] = joined[o[e]] = 1;
      for (let i = 0; i < graph.n; i++) entities[i] &= joined[i];
    }
    return { entities, relations };
  };
  filter.apply = () => Object.assign(filter, filter.any() ? left("") : { entities: new Uint8Array(graph.n).fill(1), relations: new Uint8Array(graph.m).fill(1) });

  /* The values of a facet with their counts. */
  filter.counts = (facet) => {
    const { entities, relations } = filter.any() ? left(facet) : filter, found = new Map();
    const add = (value) => found.set(value, (found.get(value) || 0) + 1);
    if (facet === "cls") entities.forEach((is, i) => { if (is) add(className(i)); });
    else if (facet === "predicate") relations.forEach((is, e) => { if (is) add(graph.predicates[graph.relations.p[e]][0]); });
    else if (facet === "status") relations.forEach((is, e) => { if (is) add(graph.statuses[graph.relations.status[e]]); });
    else {
      const kept = documents(facet) || new Uint8Array(graph.years.length).fill(1), seen = new Int32Array(graph.n).fill(-1);
      const values = facet === "document" ? graph.documents.id : facet === "region" ? graph.documents.region : graph.years;
      let turn = 0; // an entity counts once for each value: the turn in which it was seen says whether it did
      for (const [value, list] of group(values.map((each, d) => [each, d]))) {
        if (!value || !list.some((d) => kept[d])) continue;
        let number = 0;
        turn++;
        for (const d of list) if (kept[d]) for (const i of graph.documents.named[d]) if (entities[i] && seen[i] !== turn) { seen[i] = turn; number++; }
        found.set(value, number);
      }
    }
    return found;
  };
  filter.label = (facet, value) => {
    if (facet === "cls") return labelOf(graph.classes.find((each) => each[0] === value));
    if (facet === "predicate") return labelOf(graph.predicates.find((each) => each[0] === value));
    if (facet === "status") return say(value);
    return facet === "document" ? documentTitle(graph, graph.documents.id.indexOf(value)) : value;
  };
  filter.colour = (facet, value) => (facet === "cls" ? graph.classes.find((each) => each[0] === value)[3] : undefined);
  return filter;
};

const drawFacets = (graph, filter, changed) => {
  const act = (change) => () => { change(); changed(); };
  const toggle = (set, value) => (set.has(value) ? set.delete(value) : set.add(value));
  const row = (facet, value, number) => {
    const on = filter.only[facet].has(value), off = filter.not[facet].has(value), label = filter.label(facet, value);
    return h("li", { class: off ? "off" : "" },
      h("button", { type: "button", class: "value", "data-stop": true, "data-facet": facet, "data-value": value, "aria-pressed": String(on), title: label, on: { click: act(() => { filter.not[facet].delete(value); toggle(filter.only[facet], value); }) } },
        facet === "cls" ? h("span", { class: "dot", colour: filter.colour(facet, value) }) : null,
        h("span", { class: "name" }, label), h("span", { class: "count" }, count(number))),
      facet === "cls" || facet === "predicate" ? h("button", { type: "button", class: "hide", tabindex: "-1", "aria-pressed": String(off), "aria-label": say("hide", label), title: say("hide", label), on: { click: act(() => { filter.only[facet].delete(value); toggle(filter.not[facet], value); }) } }, off ? "○" : "●") : null);
  };
  const section = (facet) => {
    const counts = filter.counts(facet), order = facet === "cls" ? graph.classes.map((each) => each[0]) : facet === "status" ? graph.statuses : [...counts.keys()];
    for (const value of [...filter.only[facet], ...filter.not[facet]]) if (!counts.has(value)) counts.set(value, 0);
    let values = order.filter((value) => counts.has(value));
    if (facet === "predicate" || facet === "document" || facet === "region") values.sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    if (!values.length || (facet === "region" && values.length < 2 && !filter.only.region.size)) return null;
    const rest = values.slice(MOST_VALUES + 4), list = h("ul", { class: "values" }, values.slice(0, rest.length ? MOST_VALUES : undefined).map((value) => row(facet, value, counts.get(value))));
    const box = h("section", { id: `facet-${facet}` }, h("h2", {}, say(facet)), roving(list));
    if (rest.length) {
      const find = h("input", { type: "search", class: "find", placeholder: say("find"), "aria-label": `${say("find")} ${say(facet)}` });
      find.addEventListener("input", () => list.replaceChildren(...values.filter((value) => filter.label(facet, value).includes(find.value.trim()) || String(value).includes(find.value.trim())).slice(0, MOST_VALUES).map((value) => row(facet, value, counts.get(value)))));
      box.append(find, h("p", { class: "quiet" }, say("more", count(values.length - MOST_VALUES))));
    }
    return box;
  };
  const reset = button(say("reset"), act(filter.reset), { id: "reset", class: "link", hidden: !filter.any() });
  $("filters").replaceChildren(reset, ...[section("cls"), section("predicate"), section("status"), drawYears(graph, filter, changed), section("document"), section("region")].filter(Boolean));
};

const drawYears = (graph, filter, changed) => {
  if (!filter.first || filter.first === filter.last) return null;
  const counts = filter.counts("year"), years = filter.last - filter.first + 1, most = Math.max(1, ...counts.values()), wide = 200 / years;
  const bars = s("svg", { class: "years", viewBox: "0 0 200 40", role: "img", "aria-label": say("year") });
  for (let year = filter.first; year <= filter.last; year++) {
    const number = counts.get(year) || 0, height = (36 * number) / most, inside = year >= filter.from && year <= filter.to;
    const bar = s("rect", { x: (year - filter.first) * wide + 0.5, y: 38 - height, width: Math.max(1, wide - 1), height: height + 1, class: inside ? "bar" : "bar out", "data-year": year, "data-count": number });
    const title = s("title", {});
    title.textContent = `${year}: ${count(number)}`;
    bar.append(title);
    bars.append(bar);
  }
  const slider = (end) => h("input", { type: "range", id: `year-${end}`, min: filter.first, max: filter.last, value: filter[end], "aria-label": say(end), on: { change: (event) => {
    filter[end] = Number(event.target.value);
    if (filter.from > filter.to) filter[end === "from" ? "to" : "from"] = filter[end];
    changed();
    $(`year-${end}`).focus();
  } } });
  return h("section", { id: "facet-year" }, h("h2", {}, say("year"), " ", h("span", { class: "quiet" }, `${filter.from} – ${filter.to}`)), bars, slider("from"), slider("to"));
};
