/* Elements are made here and nowhere else. Every word from a text goes through append(), which makes text, not markup. */
const $ = (id) => document.getElementById(id);
const h = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (name === "colour") made.style.setProperty("--own", value);
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== "").map((child) => (child instanceof Node ? child : String(child))));
  return made;
};
const s = (tag, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const button = (words, act, attributes) => h("button", { type: "button", on: { click: act }, ...attributes }, words);

/* A list of buttons is one stop for the Tab key; the arrow keys move within it. */
const roving = (list) => {
  const stops = () => [...list.querySelectorAll("[data-stop]")];
  const enter = (stop) => { stops().forEach((each) => { each.tabIndex = each === stop ? 0 : -1; }); };
  enter(stops()[0]);
  list.addEventListener("keydown", (event) => {
    const all = stops(), at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    enter(all[to]);
    all[to].focus();
  });
  list.addEventListener("focusin", (event) => { if (event.target.matches("[data-stop]")) enter(event.target); });
  return list;
};

const shorten = (name, longest = 14) => {
  if (name.length <= longest) return name;
  const head = (longest - 1) >> 1;
  return `${name.slice(0, head)}…${name.slice(-(longest - 1 - head))}`;
};
const save = (name, blob) => {
  const link = h("a", { download: name, href: URL.createObjectURL(blob) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
};
