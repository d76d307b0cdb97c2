/* Search by name, pinyin and initials. Exact names come first, then beginnings, then what holds the words; of equals the most connected. */
const MOST_FOUND = 30;
const plain = (words) => words.toLowerCase().replace(/[\s·“”"'《》]/g, "");

const makeSearch = (graph) => {
  const readings = later(() => {
    const list = graph.pinyin.readings.split(" "), of = new Map();
    [...graph.pinyin.characters].forEach((character, at) => of.set(character, list[at]));
    return of;
  });
  const spell = (name) => [...name].map((character) => readings().get(character) || character.toLowerCase());
  const names = later(() => graph.entities.name.map(plain));
  // 100,000 spellings take a moment: they are made with the first Latin letters typed
  const spelled = later(() => graph.entities.name.map((name, i) => {
    const parts = (graph.pinyin.names[i] ? graph.pinyin.names[i].split(" ") : spell(name)).map(plain).filter(Boolean);
    return [parts.join(""), parts.map((part) => part[0]).join("")];
  }));
  const rank = (name, words) => (name === words ? 0 : name.startsWith(words) ? 2 : name.includes(words) ? 3 : -1);
  const score = (i, words, latin) => {
    let best = rank(names()[i], words);
    for (const other of [...(graph.entities.others[i] || []), ...(graph.entities.here[i] || [])]) {
      const own = rank(plain(other), words);
      if (own >= 0 && (best < 0 || own + 1 < best)) best = own + 1;
    }
    if (best >= 0 || !latin) return best;
    const [full, initials] = spelled()[i];
    if (initials === words || full === words) return 4;
    return initials.startsWith(words) ? 5 : full.startsWith(words) ? 6 : initials.includes(words) ? 7 : words.length > 3 && full.includes(words) ? 8 : -1;
  };
  return (typed) => {
    const words = plain(typed.trim()), found = [];
    if (!words) return { entities: [], documents: [] };
    const latin = /^[a-z0-9]+$/.test(words);
    for (let i = 0; i < graph.n; i++) {
      const own = score(i, words, latin);
      if (own >= 0) found.push([own, Math.min(12, graph.entities.name[i].length) * (own > 1 ? 1 : 0), graph.rank[i], i]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    const documents = graph.documents.title.map((title, d) => [plain(title + graph.documents.id[d]), d]).filter(([title]) => title.includes(words)).map(([, d]) => d);
    return { entities: found.map((each) => each[3]), documents };
  };
};

const makeSearchBox = (graph, acts) => {
  const search = makeSearch(graph), list = h("ul", { id: "found", role: "listbox", hidden: true });
  const box = h("input", { id: "search", type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
  let options = [], at = -1, composing = false;
  const close = () => { list.hidden = true; box.setAttribute("aria-expanded", "false"); };
  const pick = (option) => { close(); box.value = ""; option.act(); };
  const mark = () => {
    [...list.querySelectorAll("[role=option]")].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    box.setAttribute("aria-activedescendant", at >= 0 ? `option${at}` : "");
    if (at >= 0) $(`option${at}`).scrollIntoView({ block: "nearest" });
  };
  const look = () => {
    const { entities, documents } = search(box.value);
    options = entities.slice(0, MOST_FOUND).map((i) => ({ row: entityRow(i), act: () => acts.choose(i) }))
      .concat(documents.slice(0, 5).map((d) => ({ row: [h("span", { class: "kind" }, say("document")), h("span", { class: "name" }, documentTitle(graph, d))], act: () => acts.readDocument(d) })));
    at = -1;
    list.replaceChildren(...options.map((option, n) => h("li", { role: "option", id: `option${n}`, "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); pick(option); } } }, ...option.row)));
    if (entities.length > MOST_FOUND) list.append(h("li", { class: "quiet" }, say("more", count(entities.length - MOST_FOUND))));
    if (box.value.trim() && !options.length) list.append(h("li", { class: "quiet" }, say("nothing")));
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
    acts.announce(box.value.trim() ? say("found", count(entities.length + documents.length)) : "");
  };
  /* Namesakes are told apart by the document that speaks of them. */
  const entityRow = (i) => {
    const cls = graph.classes[graph.entities.cls[i]], same = graph.namesakes().get(graph.entities.name[i]).length > 1;
    const first = same ? (graph.documentsOf().get(i) || [])[0] : undefined;
    return [h("span", { class: "dot", colour: cls[3] }), h("span", { class: "name" }, graph.entities.name[i]),
      h("span", { class: "quiet" }, [labelOf(cls), first === undefined ? "" : documentTitle(graph, first)].filter(Boolean).join(" · "))];
  };
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => { composing = false; look(); });
  box.addEventListener("input", (event) => { if (!composing && !event.isComposing) look(); });
  box.addEventListener("focus", () => { if (box.value.trim()) look(); });
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.keyCode === 229) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : options.length + (at < 0 ? 0 : -1))) % options.length;
      mark();
    } else if (event.key === "Enter" && options.length) { event.preventDefault(); pick(options[Math.max(0, at)]); }
    else if (event.key === "Escape") { close(); acts.leave(); $("map").focus(); }
  });
  return { box, list };
};
