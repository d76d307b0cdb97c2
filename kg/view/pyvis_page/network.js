/* Draws a pyvis network. Titles are made into elements that hold text: as strings some versions take them for markup. */
(() => {
  const network = JSON.parse(document.getElementById("network").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const withTip = (thing) => {
    if (typeof thing.title !== "string") return thing;
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.textContent = thing.title;
    return { ...thing, title: tip };
  };
  const font = { color: dark ? "#dfe6ee" : "#1d2733", strokeWidth: 3, strokeColor: dark ? "#12161c" : "#ffffff" };
  const nodes = new vis.DataSet(network.nodes.map((node) => ({ ...withTip(node), font: { ...font, ...(typeof node.font === "object" ? node.font : {}) } })));
  const edges = new vis.DataSet(network.edges.map(withTip));
  window.network = new vis.Network(document.getElementById("mynetwork"), { nodes, edges }, network.options);
  window.network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });
})();
