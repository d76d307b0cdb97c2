/* The panel: one entity with its facts, or a path; every fact with its words, in their sentence, and the document. */
const MOST_FACTS = 40;

const makePanel = (graph, filter, acts) => {
  const panel = $("panel");
  const entityLink = (i) => h("a", { href: acts.link({ n: i }), class: "entity", on: { click: (event) => { event.preventDefault(); acts.choose(i); }, mouseenter: () => acts.hover(i), mouseleave: () => acts.hover(-1) } },
    h("span", { class: "dot", colour: graph.classes[graph.entities.cls[i]][3] }), graph.entities.name[i]);
  const documentLink = (d, passage) => h("a", { href: acts.link({ d }), class: "source", on: { click: (event) => { event.preventDefault(); acts.readDocument(d, passage); } } },
    documentTitle(graph, d), graph.documents.issued[d] ? `（${graph.documents.issued[d]}）` : "");
  const sentence = (passage) => {
    const [before, words, after] = sentenceOf(graph, passage);
    return h("p", {}, before, h("mark", {}, words), after);
  };
  const quote = (passage) => h("blockquote", {}, sentence(passage), h("footer", {}, documentLink(graph.documentOf(passage), passage)));
  const quotes = (passages) => (passages.length > 2
    ? [...passages.slice(0, 1).map(quote), h("details", {}, h("summary", {}, say("more", passages.length - 1)), passages.slice(1, 30).map(quote))]
    : passages.map(quote));
  const state = (status) => (graph.statuses[status] === "actual" ? null : h("span", { class: "state" }, say(graph.statuses[status])));
  const fact = (head, status, passages) => h("div", { class: "fact" }, h("p", {}, head, state(status)), quotes(passages));
  const section = (title, facts) => {
    if (!facts.length) return null;
    const rest = facts.slice(MOST_FACTS);
    return h("section", {}, h("h3", {}, title, facts.length > 1 ? h("span", { class: "count" }, count(facts.length)) : null), facts.slice(0, MOST_FACTS).map((make) => make()),
      rest.length ? h("details", { on: { toggle: (event) => { if (event.target.open && event.target.children.length === 1) event.target.append(...rest.map((make) => make())); } } }, h("summary", {}, say("more", rest.length))) : null);
  };

  const relations = (i) => neighboursOf(graph, { relations: new Uint8Array(graph.m).fill(1) }, i).map(({ key, list }) => {
    const predicate = graph.predicates[key % 1000];
    return section(key < 1000 ? labelOf(predicate) : backOf(predicate), list.map(([other, e]) => () => fact(entityLink(other), graph.relations.status[e], graph.passagesOf(e))));
  });
  const attributes = (i) => [...group((graph.attributesOf().get(i) || []).map((number) => [graph.attributes[number][1], graph.attributes[number]]))]
    .map(([predicate, rows]) => section(labelOf(graph.predicates[predicate]), rows.map((row) => () => fact(row[2], row[3], row[4]))));

  /* Figures: a chart where an indicator has several periods, and all in a table; targets stand apart from results. */
  const figures = (i) => {
    const rows = (graph.observationsOf().get(i) || []).map((number) => graph.observations[number]);
    if (!rows.length) return null;
    const part = (title, list) => (list.length ? [h("h4", {}, title), h("table", {}, h("tbody", {}, list.map((row) => h("tr", {},
      h("td", {}, row[1], h("details", { class: "words" }, h("summary", {}, say("words")), row[8].map(quote))), h("td", { class: "number" }, figure(row)), h("td", {}, row[7])))))] : []);
    const isTarget = (row) => graph.statuses[row[6]] !== "actual";
    return h("section", { class: "figures" }, h("h3", {}, say("figures"), h("span", { class: "count" }, count(rows.length))), charts(rows, isTarget),
      part(say("results_"), rows.filter((row) => !isTarget(row))), part(say("targets"), rows.filter(isTarget)));
  };
  const charts = (rows, isTarget) => [...group(rows.map((row) => [`${row[1]}\n${row[3]}\n${row[4]}`, row]))].filter(([, list]) => list.length > 1)
    .map(([, list]) => drawChart(list[0][1], list.map((row) => ({ period: row[7], value: row[2], shown: figure(row), target: isTarget(row) })), list[0][3]));

  const proposal = (number, withSpeaker) => () => {
    const [by, verb, addresses, passages, , words] = graph.proposals[number];
    return h("div", { class: "fact" }, h("p", {}, withSpeaker && by >= 0 ? entityLink(by) : null, " ", h("b", {}, verb)),
      words ? h("blockquote", {}, h("p", {}, h("mark", {}, words)), passages.length ? h("footer", {}, documentLink(graph.documentOf(passages[0]), passages[0])) : null) : quotes(passages),
      addresses.length ? h("p", { class: "chips" }, h("span", { class: "quiet" }, say("addresses")), addresses.map(entityLink)) : null);
  };
  const credits = (i) => [...group((graph.creditsOf().get(i) || []).map((each) => [each.p, each]))].map(([p, list]) => section(labelOf(graph.predicates[p]), list.map(({ d, at }) => () => h("div", { class: "fact" }, h("p", {}, documentLink(d, at[0])), quotes(at)))));

  /* The sentences of a document that name an entity, each once. */
  const known = (i) => graph.degree[i] || graph.attributesOf().has(i) || graph.observationsOf().has(i) || graph.proposalsBy().has(i) || graph.proposalsOn().has(i);
  const mentioned = (i, d, open_) => {
    const flat = graph.documents.mentions[d], sentences = new Map();
    for (let at = 0; at < flat.length; at += 2) if (flat[at] === i) {
      const words = sentenceOf(graph, flat[at + 1]).join("");
      if (!sentences.has(words)) sentences.set(words, flat[at + 1]);
    }
    const all = [...sentences.values()];
    return h("div", { class: "fact" }, h("p", {}, documentLink(d, all[0])), all.length ? h("details", { open: open_ }, h("summary", {}, say("times", all.length)), all.slice(0, 30).map((passage) => h("blockquote", {}, sentence(passage)))) : null);
  };

  const taller = button("⇕", () => panel.classList.toggle("tall"), { class: "grip", "aria-label": say("taller") });
  const bar = (...buttons) => h("div", { class: "bar" }, ...buttons, taller, button("✕", acts.leave, { class: "close", "aria-label": say("close") }));
  const open = (...children) => {
    panel.replaceChildren(...children.flat(3).filter(Boolean));
    panel.classList.add("open");
    panel.scrollTop = 0;
  };
  const showEntity = (i, focused) => {
    const cls = graph.classes[graph.entities.cls[i]], others = graph.entities.others[i], here = graph.entities.here[i];
    const source = (graph.documentsOf().get(i) || []);
    open(bar(button(focused ? say("back") : say("focus"), () => (focused ? acts.closeFocus() : acts.open(i)), { id: "focus", "aria-pressed": String(focused) }), button(say("path"), () => acts.startPath(i), { id: "path" }), focused ? null : button(say("onMap"), () => acts.centre(i))),
      h("h2", { tabindex: "-1" }, graph.entities.name[i]), h("p", {}, h("span", { class: "class", colour: cls[3] }, labelOf(cls))),
      others ? h("p", { class: "quiet" }, `${say("also")}：${others.join("、")}`) : null, here ? h("p", { class: "quiet" }, `${say("here")}：${here.join("、")}`) : null,
      attributes(i), relations(i), figures(i), section(say("itsProposals"), (graph.proposalsBy().get(i) || []).map((number) => proposal(number, false))),
      section(say("aboutIt"), (graph.proposalsOn().get(i) || []).map((number) => proposal(number, true))), credits(i),
      section(say("mentionedIn"), source.map((d) => () => mentioned(i, d, source.length === 1 && !known(i)))), h("p", { class: "iri" }, graph.base + graph.entities.iri[i]));
  };
  const showPath = (from, to, path) => {
    const name = (i) => graph.entities.name[i];
    if (!path) return open(bar(), h("h2", {}, `${name(from)} → ${name(to)}`), h("p", { class: "quiet" }, say("noPath")));
    return open(bar(button(say("back"), acts.closeFocus)), h("h2", { tabindex: "-1" }, say("steps", name(from), name(to), path.edges.length)),
      h("ol", { class: "path" }, path.entities.map((i, at) => h("li", {}, h("p", {}, entityLink(i)), at < path.edges.length
        ? h("div", { class: "step" }, h("p", {}, graph.relations.s[path.edges[at]] === i ? "↓ " : "↑ ", labelOf(graph.predicates[graph.relations.p[path.edges[at]]]), state(graph.relations.status[path.edges[at]])), quotes(graph.passagesOf(path.edges[at]))) : null))));
  };
  /* Before anything is chosen: where to begin. */
  const showStart = () => {
    const best = [...graph.order.slice(0, 400)].filter((i) => filter.entities[i]).slice(0, 12);
    const regions = acts.regions().slice(0, 12);
    open(h("p", { class: "quiet" }, say("hint")),
      h("p", { class: "quiet" }, say("all", count(graph.documents.id.length), count(graph.n), count(graph.m), count(graph.observations.length), count(graph.proposals.length))),
      h("section", {}, h("h3", {}, say("start")), h("ul", { class: "plain" }, best.map((i) => h("li", {}, entityLink(i), h("span", { class: "count" }, count(graph.degree[i])))))),
      regions.length > 1 ? h("section", {}, h("h3", {}, say("regions")), h("ul", { class: "plain" }, regions.map((region) => h("li", {}, h("span", { class: "dot", colour: region.colour }), button(region.names.map((i) => graph.entities.name[i]).join(" · "), () => acts.showRegion(region), { class: "link" }), h("span", { class: "count" }, count(region.entities.length)))))) : null);
    panel.classList.remove("open");
  };
  return { showEntity, showPath, showStart, entityLink, documentLink, quote, quotes, proposal };
};
