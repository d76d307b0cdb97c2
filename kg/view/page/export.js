/* What is shown, as files: the picture as PNG and SVG, the relations as CSV, entities and relations as Turtle. */
const exportPng = (view) => view.canvas.toBlob((blob) => save("graph.png", blob));

const exportSvg = (view) => {
  const { width, height, theme, scene, graph, at } = view;
  const out = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FACE.replace(/"/g, "'") });
  out.append(s("rect", { width, height, fill: theme.back }));
  const lit = view.lit && { entities: new Set(view.lit.entities), edges: new Set(view.lit.edges) }, inside = ([x, y]) => x > -50 && y > -50 && x < width + 50 && y < height + 50;
  if (scene.map) for (const { hull, colour } of view.regions) {
    if (hull) out.append(s("path", { d: `M${hull.map(([x, y]) => `${(x * at.k + at.x).toFixed(1)} ${(y * at.k + at.y).toFixed(1)}`).join("L")}Z`, fill: colour, stroke: colour, "stroke-width": 56 * Math.min(1, at.k) + 4, "stroke-linejoin": "round", opacity: theme.tint }));
  }
  for (let e = 0; e < graph.m; e++) {
    const a = view.screen(graph.relations.s[e]), b = view.screen(graph.relations.o[e]);
    if (!scene.drawn[e] || (!inside(a) && !inside(b))) continue;
    out.append(s("line", { x1: a[0].toFixed(1), y1: a[1].toFixed(1), x2: b[0].toFixed(1), y2: b[1].toFixed(1), stroke: theme.edge, opacity: lit ? (lit.edges.has(e) ? 1 : 0.15) : 0.5, ...(graph.relations.status[e] ? { "stroke-dasharray": "5 4" } : {}) }));
  }
  for (let i = 0; i < graph.n; i++) {
    const [x, y] = view.screen(i);
    if (scene.shown[i] && inside([x, y])) out.append(s("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: view.radius(i).toFixed(1), fill: view.colour(i), opacity: lit && !lit.entities.has(i) ? 0.25 : 1 }));
  }
  for (const label of view.labels) {
    const text = s("text", { x: label.x.toFixed(1), y: (label.y + label.size * 0.36).toFixed(1), "font-size": label.size, "font-weight": label.bold ? 600 : 400, fill: label.colour, stroke: theme.back, "stroke-width": 3, "paint-order": "stroke" });
    text.textContent = label.words;
    out.append(text);
  }
  save("graph.svg", new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(out)}`], { type: "image/svg+xml" }));
};

const drawnRelations = (view) => {
  const found = [];
  for (let e = 0; e < view.graph.m; e++) if (view.scene.drawn[e]) found.push(e);
  return found;
};
/* A cell that begins like a formula would be run by spreadsheets: an apostrophe keeps it text. */
const cell = (words) => {
  const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : String(words);
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
const toCsv = (view) => {
  const { graph } = view, cls = (i) => labelOf(graph.classes[graph.entities.cls[i]]);
  const rows = drawnRelations(view).map((e) => {
    const a = graph.relations.s[e], b = graph.relations.o[e], at = graph.passagesOf(e);
    return [graph.entities.name[a], cls(a), labelOf(graph.predicates[graph.relations.p[e]]), graph.entities.name[b], cls(b), graph.statuses[graph.relations.status[e]],
      [...new Set(at.map((passage) => graph.documents.id[graph.documentOf(passage)]))].join("; "), at.length ? quoteOf(graph, at[0]) : "", graph.base + graph.entities.iri[a], graph.base + graph.entities.iri[b]];
  });
  const head = ["subject", "subject class", "relation", "object", "object class", "status", "documents", "quote", "subject IRI", "object IRI"];
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`; // the mark makes Excel read UTF-8
};
const exportCsv = (view) => save("graph.csv", new Blob([toCsv(view)], { type: "text/csv" }));

/* Of relations that are only planned or proposed the status belongs to the assertion; they are written as one. */
const toTurtle = (view) => {
  const { graph } = view, iri = (text) => `<${text.replace(/[\x00-\x20<>"{}|^`\\]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}>`;
  const literal = (text) => `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"@zh`, name = (i) => iri(graph.base + graph.entities.iri[i]);
  const lines = ["@prefix kg: <https://w3id.org/zhkg/ontology#> .", "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", ""];
  for (let i = 0; i < graph.n; i++) {
    if (!view.scene.shown[i]) continue;
    lines.push(`${name(i)} a kg:${graph.classes[graph.entities.cls[i]][0]} ; rdfs:label ${literal(graph.entities.name[i])}${(graph.entities.others[i] || []).map((other) => ` ; skos:altLabel ${literal(other)}`).join("")} .`);
  }
  for (const e of drawnRelations(view)) {
    const [a, p, b, status] = [name(graph.relations.s[e]), `kg:${graph.predicates[graph.relations.p[e]][0]}`, name(graph.relations.o[e]), graph.statuses[graph.relations.status[e]]];
    lines.push(status === "actual" ? `${a} ${p} ${b} .` : `[] a kg:Assertion ; rdf:subject ${a} ; rdf:predicate ${p} ; rdf:object ${b} ; kg:status "${status}" .`);
  }
  return `${lines.join("\n")}\n`;
};
const exportTurtle = (view) => save("graph.ttl", new Blob([toTurtle(view)], { type: "text/turtle" }));
