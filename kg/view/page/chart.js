/* A small chart over years: results as a line with dots, targets as hollow squares apart from it. */
const yearOf = (period) => {
  const found = /^(\d{4})(?:-(\d\d))?.*?(?:\/(\d{4}))?/.exec(period) || [];
  const last = /\/(\d{4})/.exec(period);
  return last ? Number(last[1]) : found[1] ? Number(found[1]) + (found[2] ? (Number(found[2]) - 1) / 12 : 0) : null;
};
const MOST_VALUES_SAID = 6; // beside their dots; more would cover each other
const drawChart = (title, rows, unit) => {
  const points = rows.map((row) => ({ x: yearOf(row.period), y: Number(row.value), target: row.target, row })).filter((point) => point.x !== null && Number.isFinite(point.y)).sort((a, b) => a.x - b.x);
  const xs = points.map((point) => point.x), ys = points.map((point) => point.y);
  if (new Set(xs).size < 2) return null;
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)], [y0, y1] = [Math.min(0, ...ys), Math.max(0, ...ys)];
  const px = (x) => 52 + ((x - x0) / (x1 - x0)) * 226, py = (y) => 96 - ((y - y0) / (y1 - y0 || 1)) * 72;
  const chart = s("svg", { class: "chart", viewBox: "0 0 310 122", role: "img", "aria-label": title });
  const text = (x, y, words, anchor) => {
    const made = s("text", { x, y, "text-anchor": anchor });
    made.textContent = words;
    return made;
  };
  chart.append(s("line", { x1: 40, x2: 292, y1: py(0), y2: py(0), class: "axis" }), text(36, py(y0) + 4, shortNumber(y0), "end"));
  if (points.length > MOST_VALUES_SAID) chart.append(text(36, py(y1) + 4, shortNumber(y1), "end"));
  const results = points.filter((point) => !point.target);
  if (results.length > 1) chart.append(s("polyline", { points: results.map((point) => `${px(point.x)},${py(point.y)}`).join(" "), class: "line" }));
  for (const point of points) {
    const x = px(point.x), y = py(point.y);
    const mark = point.target ? s("rect", { x: x - 4, y: y - 4, width: 8, height: 8, class: "target" }) : s("circle", { cx: x, cy: y, r: 4, class: "result" });
    const name = s("title", {});
    name.textContent = `${point.row.period}: ${point.row.shown} ${unit}${point.target ? ` (${say("target")})` : ""}`;
    mark.append(name);
    chart.append(mark);
    if (points.length <= MOST_VALUES_SAID) chart.append(text(x, y - 8, shortNumber(point.y), "middle"));
  }
  for (const year of new Set(xs.map(Math.floor))) chart.append(text(px(Math.max(year, x0)), 114, year, "middle"));
  return h("figure", {}, h("figcaption", {}, `${say("chart", title)}${unit ? ` (${unit})` : ""}`), chart,
    points.some((point) => point.target) ? h("p", { class: "quiet key" }, `● ${say("results_")}　□ ${say("targets")}`) : null);
};
const shortNumber = (value) => {
  const size = Math.abs(value);
  if (language === "zh" && size >= 1e8) return `${+(value / 1e8).toPrecision(3)}亿`;
  if (language === "zh" && size >= 1e4) return `${+(value / 1e4).toPrecision(3)}万`;
  if (size >= 1e9) return `${+(value / 1e9).toPrecision(3)}bn`;
  return size >= 1e6 ? `${+(value / 1e6).toPrecision(3)}m` : String(+value.toPrecision(4));
};
const COMPARATORS = { ">": ["超过 ", "over "], ">=": ["不低于 ", "at least "], "<": ["低于 ", "under "], "<=": ["不超过 ", "at most "], "~": ["约 ", "about "] };
const figure = (row) => {
  const [, , value, unit, , comparator] = row, before = COMPARATORS[comparator] ? COMPARATORS[comparator][language === "zh" ? 0 : 1] : "";
  const number = Number(value), large = unit === "元" && Math.abs(number) >= 1e4;
  return `${before}${large ? shortNumber(number) : Number.isFinite(number) ? number.toLocaleString("en-US", { maximumFractionDigits: 6 }) : value} ${unit}`;
};
