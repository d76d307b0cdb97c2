"use strict";
/* Every word from a text reaches the page through textContent; there is no innerHTML here. */
(() => {
  const page = JSON.parse(document.getElementById("page").textContent);
  const by = (id) => document.getElementById(id);
  const STATUS = { planned: "计划", proposed: "建议", target: "目标" };
  const COMPARATOR = { ">": "超过 ", ">=": "不低于 ", "<": "低于 ", "<=": "不超过 ", "~": "约 ", "=": "" };
  const make = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;

  const nodes = new vis.DataSet(page.nodes.map((node) => ({
    ...node, shape: "dot", font: { ...node.font, color: dark ? "#dfe6ee" : "#1d2733", strokeWidth: 3, strokeColor: dark ? "#12161c" : "#ffffff" },
  })));
  const edges = new vis.DataSet(page.edges.map((edge, id) => ({ ...edge, id })));
  const network = new vis.Network(by("mynetwork"), { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, hideEdgesOnDrag: nodes.length > 300, hideEdgesOnZoom: nodes.length > 300, keyboard: { bindToWindow: false } },
    nodes: { borderWidth: 0, font: { face: "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif" } },
    edges: { color: { color: dark ? "#46525f" : "#c3cad3", highlight: "#1f5fa8", hover: "#1f5fa8" }, smooth: false, width: 1, arrows: { to: { scaleFactor: 0.45 } }, font: { size: 11, align: "middle" } },
  });
  window.network = network;

  const left = page.entities.length - page.shown;
  by("counts").textContent = `${page.documents.length} 篇文章 · ${page.entities.length} 个实体 · ${page.relations.length} 条关系`
    + ` · ${page.observations.length} 个数据 · ${page.proposals.length} 条主张` + (left > 0 ? `（图上为联系最多的 ${page.shown} 个实体）` : "");

  /* legend */
  const hidden = new Set();
  page.classes.forEach((cls, number) => {
    const row = make("label"), box = make("input"), dot = make("span", "dot");
    box.type = "checkbox"; box.checked = true; dot.style.background = cls.colour;
    box.addEventListener("change", () => {
      box.checked ? hidden.delete(number) : hidden.add(number);
      nodes.update(page.nodes.filter((node) => node.cls === number).map((node) => ({ id: node.id, hidden: !box.checked })));
    });
    row.append(box, dot, make("span", "", cls.label), make("span", "count", cls.count));
    by("legend").append(row);
  });

  /* panel */
  const entityButton = (number) => {
    const button = make("button", "entity", page.entities[number][0]);
    button.type = "button";
    button.addEventListener("click", () => show(number));
    return button;
  };
  const title = (number) => (page.documents[number] ? page.documents[number][1] || page.documents[number][0] : "");
  const addQuotes = (where, quotes) => quotes.forEach(([document_, words]) => {
    const quote = make("blockquote", "", `“${words}”`);
    quote.append(make("footer", "", title(document_)));
    where.append(quote);
  });
  const addFact = (panel, parts, status, quotes) => {
    const fact = make("div", "fact");
    fact.append(...parts);
    if (STATUS[status]) fact.append(make("span", "status", STATUS[status]));
    addQuotes(fact, quotes);
    panel.append(fact);
  };
  const byLabel = (relations) => {
    const groups = new Map();
    relations.forEach((relation) => groups.set(relation.p, [...(groups.get(relation.p) || []), relation]));
    return groups;
  };
  const addRelations = (panel, number) => {
    for (const [label, group] of byLabel(page.relations.filter((r) => r.s === number))) {
      panel.append(make("h3", "", label));
      group.forEach((r) => addFact(panel, [typeof r.o === "number" ? entityButton(r.o) : make("span", "", r.o)], r.status, r.q));
    }
    for (const [label, group] of byLabel(page.relations.filter((r) => r.o === number))) {
      panel.append(make("h3", "", `${label}（反向）`));
      group.forEach((r) => addFact(panel, [entityButton(r.s)], r.status, r.q));
    }
  };
  const addObservations = (panel, number) => {
    const own = page.observations.filter((o) => o.about === number);
    if (!own.length) return;
    panel.append(make("h3", "", "数据"));
    const table = make("table");
    own.forEach((o) => {
      const row = make("tr"), value = make("td", "", `${COMPARATOR[o.comparator] || ""}${Number(o.value).toLocaleString("zh-CN")} ${o.unit}`);
      if (STATUS[o.status]) value.append(make("span", "status", STATUS[o.status]));
      const indicator = make("td", "", o.indicator);
      addQuotes(indicator, o.q);
      row.append(indicator, value, make("td", "", o.period));
      table.append(row);
    });
    panel.append(table);
  };
  const addProposals = (panel, number) => {
    const own = page.proposals.filter((p) => p.by === number), on = page.proposals.filter((p) => p.on.includes(number));
    if (own.length) panel.append(make("h3", "", "主张"));
    own.forEach((p) => addFact(panel, [make("span", "", p.verb)], "", [[p.d, p.quote]]));
    if (on.length) panel.append(make("h3", "", "谁谈到它"));
    on.forEach((p) => addFact(panel, p.by === null ? [] : [entityButton(p.by), make("span", "status", p.verb)], "", [[p.d, p.quote]]));
  };
  const show = (number) => {
    const [name, cls, others] = page.entities[number], panel = by("panel");
    panel.replaceChildren(make("h2", "", name));
    const tag = make("span", "class", page.classes[cls].label);
    tag.style.background = page.classes[cls].colour;
    panel.append(tag);
    if (others.length) panel.append(make("p", "others", `又作：${others.join("、")}`));
    addRelations(panel, number);
    addObservations(panel, number);
    addProposals(panel, number);
    panel.scrollTop = 0;
    if (nodes.get(number)) {
      network.selectNodes([number]);
      network.focus(number, { scale: Math.max(network.getScale(), 0.9), animation: { duration: 300 } });
    }
  };
  const hint = () => by("panel").replaceChildren(make("p", "others", "点击图上的一个实体，或搜索名称，查看它的事实与原文。"));
  hint();
  network.on("click", (event) => (event.nodes.length ? show(event.nodes[0]) : hint()));

  /* search */
  const search = by("search"), found = by("found");
  const rank = (name, words) => (name === words ? 0 : name.startsWith(words) ? 1 : 2);
  const look = () => {
    const words = search.value.trim();
    found.replaceChildren();
    const matches = words ? page.entities.map((entity, number) => [entity, number])
      .filter(([entity]) => [entity[0], ...entity[2]].some((name) => name.includes(words)))
      .sort((a, b) => rank(a[0][0], words) - rank(b[0][0], words) || a[0][0].length - b[0][0].length).slice(0, 30) : [];
    matches.forEach(([entity, number]) => {
      const item = make("li"), button = entityButton(number), dot = make("span", "dot");
      dot.style.background = page.classes[entity[1]].colour;
      button.prepend(dot);
      button.addEventListener("click", () => { found.hidden = true; });
      item.append(button);
      found.append(item);
    });
    if (words && !matches.length) found.append(make("li", "others", "没有这个名称"));
    found.hidden = !words;
  };
  search.addEventListener("input", (event) => { if (!event.isComposing) look(); });
  search.addEventListener("compositionend", look);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) found.querySelector("button")?.click();
    if (event.key === "Escape") { found.hidden = true; search.blur(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  });
  by("whole").addEventListener("click", () => network.fit({ animation: { duration: 300 } }));
  network.once("afterDrawing", () => { network.fit(); document.documentElement.dataset.ready = "yes"; });
})();
