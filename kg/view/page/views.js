/* The other ways to look at the graph: documents with their text, programmes, proposals, figures. Filters hold here too. */
const MOST_ROWS = 200;

const makeViews = (graph, filter, acts, parts) => {
  const view = $("view");
  const list = (rows, draw) => [rows.slice(0, MOST_ROWS).map(draw), rows.length > MOST_ROWS ? h("p", { class: "quiet" }, say("more", count(rows.length - MOST_ROWS))) : null].flat();
  const heading = (words, number) => h("h2", { tabindex: "-1" }, words, number === undefined ? null : h("span", { class: "count" }, count(number)));
  const allowed = (d) => (!filter.only.document.size || filter.only.document.has(graph.documents.id[d])) && (!filter.only.region.size || filter.only.region.has(graph.documents.region[d]))
    && ((filter.from <= filter.first && filter.to >= filter.last) || (graph.years[d] >= filter.from && graph.years[d] <= filter.to));
  const anyAllowed = (passages) => !passages.length || passages.some((passage) => allowed(graph.documentOf(passage)));

  const documents = () => {
    const rows = graph.documents.id.map((_, d) => d).filter(allowed).sort((a, b) => (graph.documents.issued[b] < graph.documents.issued[a] ? -1 : graph.documents.issued[b] > graph.documents.issued[a] ? 1 : a - b));
    view.replaceChildren(heading(say("documents"), rows.length), h("ul", { class: "cards" }, list(rows, (d) => h("li", {}, h("p", { class: "title" }, h("a", { href: acts.link({ d }), on: { click: (event) => { event.preventDefault(); acts.readDocument(d); } } }, documentTitle(graph, d))),
      h("p", { class: "quiet" }, [graph.documents.issued[d] || say("noDate"), graph.documents.region[d], say("entities", count(graph.documents.named[d].length))].filter(Boolean).join(" · "))))));
  };

  /* The text of a document with its mentions in the colours of their classes; an inner mention lies within an outer one. */
  const reader = (d, passage) => {
    const text = letters(d), marks = [], flat = graph.documents.mentions[d], source = graph.documents.source[d];
    for (let at = 0; at < flat.length; at += 2) for (const [a, z] of pieces(graph, flat[at + 1])) marks.push({ a, z, i: flat[at] });
    const cited = passage === undefined ? [] : pieces(graph, passage);
    const cuts = [...new Set([0, text.length, ...marks.flatMap(({ a, z }) => [a, z]), ...cited.flat()])].sort((x, y) => x - y);
    marks.sort((x, y) => x.a - y.a || y.z - x.z);
    const body = h("div", { class: "text", lang: "zh" });
    let next = 0, active = [];
    for (let at = 0; at + 1 < cuts.length; at++) {
      const [a, z] = [cuts[at], cuts[at + 1]];
      while (next < marks.length && marks[next].a <= a) active.push(marks[next++]);
      active = active.filter((mark) => mark.z > a);
      const words = text.slice(a, z).replace(/\s*\n\s*/g, "\n"), inner = active.reduce((best, mark) => (!best || mark.z - mark.a <= best.z - best.a ? mark : best), null);
      const link = inner ? h("a", { class: "mention", colour: graph.classes[graph.entities.cls[inner.i]][3], href: acts.link({ n: inner.i }), title: `${graph.entities.name[inner.i]} · ${labelOf(graph.classes[graph.entities.cls[inner.i]])}`, on: { click: (event) => { event.preventDefault(); acts.choose(inner.i); } } }, words) : words;
      body.append(cited.some(([from, to]) => from <= a && z <= to) ? h("mark", { class: "cited" }, link) : link);
    }
    const web = /^https?:\/\//i.test(source);
    view.replaceChildren(h("p", {}, button(`← ${say("documents")}`, () => acts.go("documents"), { class: "link" })), heading(documentTitle(graph, d)),
      h("p", { class: "quiet" }, [graph.documents.issued[d] || say("noDate"), graph.documents.region[d], graph.documents.id[d]].filter(Boolean).join(" · "), " ", source ? (web ? h("a", { href: source, rel: "noopener noreferrer", target: "_blank" }, source) : source) : ""),
      h("p", { class: "classes" }, [...new Set(marks.map(({ i }) => graph.entities.cls[i]))].sort((x, y) => x - y).map((cls) => h("span", { class: "mention", colour: graph.classes[cls][3] }, labelOf(graph.classes[cls])))),
      text.length ? body : h("p", { class: "quiet" }, say("noText")));
    const target = view.querySelector(".cited");
    target ? target.scrollIntoView({ block: "center" }) : (view.scrollTop = 0);
  };

  /* A programme: what it consists of, who pursues it, who proposed what about it. */
  const programmes = () => {
    const own = graph.classes.findIndex((cls) => cls[0] === "Programme"), number = Object.fromEntries(graph.predicates.map((predicate, p) => [predicate[0], p]));
    const all = [...graph.order].filter((i) => graph.entities.cls[i] === own && filter.entities[i]);
    const related = (i, name, inverse) => [...graph.edgesOf(i)].filter((e) => graph.relations.p[e] === number[name] && (inverse ? graph.relations.o[e] : graph.relations.s[e]) === i);
    /* Each entity once; a status is said where nothing better is known. */
    const joined = (edges, i) => [...group(edges.map((e) => [graph.other(e, i), graph.relations.status[e]]))].map(([other, states]) => h("span", {}, parts.entityLink(other), states.includes(0) ? null : h("span", { class: "state" }, say(graph.statuses[states[0]]))));
    const line = (title, i, edges) => (edges.length ? h("p", { class: "chips" }, h("span", { class: "quiet" }, title), joined(edges, i)) : null);
    view.replaceChildren(heading(say("programmes"), all.length), h("ul", { class: "cards" }, list(all, (i) => {
      const on = graph.proposalsOn().get(i) || [];
      return h("li", {}, h("p", { class: "title" }, parts.entityLink(i)), line(say("consists"), i, [...related(i, "hasComponent"), ...related(i, "partOf", true)]), line(say("partOf"), i, [...related(i, "partOf"), ...related(i, "hasComponent", true)]),
        line(say("pursuedBy"), i, related(i, "pursues", true)), line(say("initiated"), i, related(i, "initiatedBy")),
        on.length ? h("details", {}, h("summary", {}, `${say("proposalsOn")}（${on.length}）`), on.slice(0, 30).map((each) => parts.proposal(each, true)())) : null);
    })));
  };
  const proposals = () => {
    const rows = graph.proposals.map((_, number) => number).filter((number) => anyAllowed(graph.proposals[number][3]));
    const bySpeaker = [...group(rows.map((number) => [graph.proposals[number][0], number]))].sort((a, b) => b[1].length - a[1].length);
    view.replaceChildren(heading(say("proposals"), rows.length), h("ul", { class: "cards" }, list(bySpeaker, ([by, numbers]) => h("li", {}, h("p", { class: "title" }, by >= 0 ? parts.entityLink(by) : say("unknown"), h("span", { class: "count" }, count(numbers.length))), numbers.map((number) => parts.proposal(number, false)())))));
  };
  /* Indicators by entity and period where one entity has several periods, with a chart; the rest in one table by entity. */
  const isTarget = (row) => graph.statuses[row[6]] !== "actual";
  const target = (row) => (isTarget(row) ? h("span", { class: "state" }, say("target")) : null);
  const name = (i) => (i >= 0 ? parts.entityLink(i) : h("span", { class: "quiet" }, say("unknown")));
  const matrix = (rows) => {
    const periods = [...new Set(rows.map((row) => row[7]))].sort((a, b) => (a ? (b ? (a < b ? -1 : 1) : -1) : 1)), about = [...group(rows.map((row) => [row[0], row]))];
    const cell = (own) => h("td", { class: "number" }, own.map((row) => h("div", {}, figure(row), target(row), row[8].length ? h("details", { class: "words" }, h("summary", {}, say("words")), row[8].map(parts.quote)) : null)));
    return h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, say("about")), periods.map((period) => h("th", { class: "number" }, period || say("noDate"))))),
      h("tbody", {}, about.map(([i, own]) => h("tr", {}, h("th", {}, name(i)), periods.map((period) => cell(own.filter((row) => row[7] === period))))))));
  };
  const charts = (rows) => h("div", { class: "charts" }, [...group(rows.map((row) => [row[0], row]))].filter(([, own]) => own.length > 1)
    .map(([i, own]) => drawChart(i >= 0 ? graph.entities.name[i] : say("unknown"), own.map((row) => ({ period: row[7], value: row[2], shown: figure(row), target: isTarget(row) })), rows[0][3])));
  const line = (row) => {
    const words = h("tr", { class: "source-row", hidden: true }, h("td", { colspan: 4 }, row[8].map(parts.quote)));
    const toggle = button(say("words"), () => { words.hidden = !words.hidden; toggle.setAttribute("aria-expanded", String(!words.hidden)); }, { class: "link", "aria-expanded": "false" });
    return [h("tr", {}, h("td", {}, row[1]), h("td", { class: row[7] ? "" : "quiet" }, row[7] || say("noDate")), h("td", { class: "number" }, figure(row), target(row)), h("td", {}, row[8].length ? toggle : null)), words];
  };
  const observations = () => {
    const rows = graph.observations.filter((row) => anyAllowed(row[8])), byIndicator = [...group(rows.map((row) => [`${row[1]}\n${row[3]}\n${row[4]}`, row]))].map(([, own]) => own);
    const several = byIndicator.filter((own) => [...group(own.map((row) => [row[0], row[7]])).values()].some((periods) => new Set(periods).size > 1)).sort((a, b) => b.length - a.length || (a[0][1] < b[0][1] ? -1 : 1));
    const shown = new Set(several.flat()), byEntity = [...group(rows.filter((row) => !shown.has(row)).map((row) => [row[0], row]))].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
    view.replaceChildren(heading(say("observations"), rows.length),
      several.length ? h("h3", {}, say("charted")) : "", h("ul", { class: "cards" }, list(several, (own) => h("li", {}, h("p", { class: "title" }, own[0][1], h("span", { class: "quiet" }, ` ${own[0][3]}`)), h("div", { class: "beside" }, matrix(own), charts(own))))),
      byEntity.length ? h("h3", {}, say("byEntity")) : "", h("ul", { class: "cards" }, list(byEntity, ([i, own]) => h("li", {}, h("p", { class: "title" }, name(i), h("span", { class: "count" }, count(own.length))),
        h("table", { class: "lines" }, h("tbody", {}, own.map(line).flat()))))));
  };
  return { documents, reader, programmes, proposals, observations };
};
