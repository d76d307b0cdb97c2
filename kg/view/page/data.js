/* The graph as it lies in the page: columns. What is asked often gets an index; the texts are unpacked when first needed. */
const fromBase64 = (text) => {
  const letters_ = atob(text), bytes = new Uint8Array(letters_.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters_.charCodeAt(at);
  return bytes;
};
const unpack = async (id) => {
  const block = $(id);
  if (!block) return null;
  let text = block.textContent;
  if (block.type === "application/gzip+base64") {
    const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : fromBase64(text);
    text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  block.remove();
  return JSON.parse(text);
};

/* Entities by falling degree, equals in their own order: counted rather than compared, which is quick for 100,000. */
const byDegree = (degree) => {
  const most = degree.reduce((a, b) => Math.max(a, b), 0), place = new Uint32Array(most + 2), order = new Uint32Array(degree.length);
  for (const d of degree) place[most - d + 1]++;
  for (let d = 0; d <= most; d++) place[d + 1] += place[d];
  degree.forEach((d, i) => { order[place[most - d]++] = i; });
  return order;
};
const index = (graph) => {
  const { entities, relations, passages } = graph, n = entities.name.length, m = relations.s.length;
  for (const column of ["status", "sure"]) if (typeof relations[column] === "number") relations[column] = new Uint8Array(m).fill(relations[column]);
  const degree = new Uint32Array(n), first = new Uint32Array(n + 1), edges = new Uint32Array(2 * m);
  for (let e = 0; e < m; e++) { degree[relations.s[e]]++; degree[relations.o[e]]++; }
  for (let i = 0; i < n; i++) first[i + 1] = first[i] + degree[i];
  const next = first.slice(0, n);
  for (let e = 0; e < m; e++) { edges[next[relations.s[e]]++] = e; edges[next[relations.o[e]]++] = e; }
  const order = byDegree(degree);
  const rank = new Uint32Array(n);
  order.forEach((i, at) => { rank[i] = at; });
  return {
    ...graph, n, m, degree, order, rank,
    years: graph.documents.issued.map((when) => Number(when.slice(0, 4)) || 0),
    edgesOf: (i) => edges.subarray(first[i], first[i + 1]),
    other: (e, i) => (relations.s[e] === i ? relations.o[e] : relations.s[e]),
    passagesOf: (e) => (typeof relations.at[e] === "number" ? [relations.at[e]] : relations.at[e]),
    documentOf: (passage) => passages.d[passage],
  };
};

/* Which documents name an entity, and which facts are about it: made when first asked, one pass for all. */
const later = (make) => { let made; return () => (made === undefined ? (made = make()) : made); };
const group = (pairs) => {
  const found = new Map();
  for (const [key, value] of pairs) found.has(key) ? found.get(key).push(value) : found.set(key, [value]);
  return found;
};
const indexMore = (graph) => {
  const flat = (rows, key) => group(rows.flatMap((row, number) => [key(row)].flat().map((entity) => [entity, number])));
  graph.documentsOf = later(() => group(graph.documents.named.flatMap((list, d) => list.map((i) => [i, d]))));
  graph.attributesOf = later(() => flat(graph.attributes, (row) => row[0]));
  graph.observationsOf = later(() => flat(graph.observations, (row) => row[0]));
  graph.proposalsBy = later(() => flat(graph.proposals, (row) => row[0]));
  graph.proposalsOn = later(() => flat(graph.proposals, (row) => row[2]));
  graph.creditsOf = later(() => group(graph.documents.credits.flatMap((list, d) => list.map(([p, i, at]) => [i, { p, d, at }]))));
  graph.byIri = later(() => new Map(graph.entities.iri.map((iri, i) => [iri, i])));
  graph.namesakes = later(() => group(graph.entities.name.map((name, i) => [name, i])));
};

/* Offsets count code points; JavaScript's strings count UTF-16 units, which differ for rare characters. */
const RARE = /[\ud800-\udfff]/;
let texts = null;
const letters = (document_) => {
  const text = texts ? texts[document_] || "" : "";
  if (!RARE.test(text)) return text;
  return { length: [...text].length, slice: (a, z) => [...text].slice(a, z).join("") };
};
const readTexts = later(async () => { texts = (await unpack("texts")) || []; });

const pieces = (graph, passage) => {
  const more = graph.passages.more[passage] || [], all = [[graph.passages.a[passage], graph.passages.z[passage]]];
  for (let at = 0; at < more.length; at += 2) all.push([more[at], more[at + 1]]);
  return all;
};
const quoteOf = (graph, passage) => {
  const words = graph.passages.words[passage];
  if (words !== undefined) return words;
  const text = letters(graph.passages.d[passage]);
  return pieces(graph, passage).map(([a, z]) => text.slice(a, z)).join("");
};

/* The sentence around a quote: words before, the quote, words after. Joined pieces are shown as they stand, by themselves. */
const ENDS = /[。！？!?；\n]/;
const sentenceOf = (graph, passage) => {
  const quote = quoteOf(graph, passage), all = pieces(graph, passage);
  if (graph.passages.words[passage] !== undefined || all.length > 1) return ["", quote.replace(/\s*\n\s*/g, ""), ""];
  const text = letters(graph.passages.d[passage]), [[a, z]] = all;
  const before = text.slice(Math.max(0, a - 120), a), after = text.slice(z, z + 120);
  let start = before.length;
  while (start && !ENDS.test(before[start - 1])) start--;
  while (start < before.length && /[\s”’」』）)]/.test(before[start])) start++;
  let stop = ENDS.test(quote.slice(-1)) ? 0 : after.search(ENDS) + 1 || after.length;
  while (/[”’」』）)]/.test(after[stop] || "")) stop++;
  const tidy = (words) => words.replace(/\s*\n\s*/g, "");
  return [tidy(before.slice(start)), tidy(quote), tidy(after.slice(0, stop))];
};
const documentTitle = (graph, d) => graph.documents.title[d] || graph.documents.id[d];
const labelOf = (row) => row[language === "zh" ? 1 : 2];
const backOf = (predicate) => predicate[language === "zh" ? 3 : 4] || `← ${labelOf(predicate)}`;
