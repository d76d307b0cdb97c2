/* Mouse, touch and keys on the canvas. Hands on the acts that the rest of the page knows: choose, open, leave. */
const listen = (view, acts) => {
  const fingers = new Map(), { canvas, host } = view;
  let start = null, far = 0, dragged = -1, lastTap = -Infinity;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const hover = (i) => {
    if (i === view.hover) return;
    view.hover = i;
    canvas.style.cursor = i < 0 ? "grab" : "pointer";
    view.redraw();
  };
  canvas.style.touchAction = "none";
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0022)), ...at(event));
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    start = at(event);
    far = 0;
    dragged = fingers.size === 1 && view.scene.map ? view.pick(...start) : -1;
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = at(event), before = fingers.get(event.pointerId);
    if (!before) { hover(view.pick(...here)); return; }
    far += Math.abs(here[0] - before[0]) + Math.abs(here[1] - before[1]);
    if (fingers.size === 2) pinch(event.pointerId, before, here);
    else if (dragged >= 0 && far > CLICK_PX) drag(here);
    else view.pan(here[0] - before[0], here[1] - before[1]);
    fingers.set(event.pointerId, here);
  });
  const pinch = (id, before, here) => {
    const other = [...fingers].find(([each]) => each !== id)[1];
    const was = Math.hypot(before[0] - other[0], before[1] - other[1]), is = Math.hypot(here[0] - other[0], here[1] - other[1]);
    if (was > 5) view.zoom(is / was, (here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
  };
  const drag = ([x, y]) => {
    view.scene.x[dragged] = (x - view.at.x) / view.at.k;
    view.scene.y[dragged] = (y - view.at.y) / view.at.k;
    view.repaint();
  };
  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (dragged >= 0 && far > CLICK_PX) { view.buildGrid(); view.repaint(); }
    else if (event.type === "pointerup" && far <= CLICK_PX && !fingers.size) tap(at(event), event.timeStamp);
    dragged = -1;
  };
  const tap = (point, when) => {
    const i = view.pick(...point), twice = when - lastTap < 350;
    lastTap = when;
    twice && i >= 0 ? acts.open(i) : acts.choose(i);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => hover(-1));
  host.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const act = { "+": () => view.zoom(1.25, view.width / 2, view.height / 2), "=": () => view.zoom(1.25, view.width / 2, view.height / 2), "-": () => view.zoom(0.8, view.width / 2, view.height / 2), 0: () => view.fit(), Enter: () => acts.open(acts.chosen()), Escape: acts.leave }[event.key];
    if (!move && !act) return;
    event.preventDefault();
    if (act) act();
    else if (event.shiftKey) walk(move);
    else view.pan(60 * move[0], 60 * move[1]);
  });
  const walk = ([dx, dy]) => {
    const i = acts.chosen();
    if (i < 0) return;
    const [x, y] = view.screen(i);
    let best = -1, least = Infinity;
    for (const e of view.graph.edgesOf(i)) {
      const other = view.graph.other(e, i);
      if (!view.scene.shown[other]) continue;
      const [ox, oy] = view.screen(other), away = Math.hypot(ox - x, oy - y), along = -((ox - x) * dx + (oy - y) * dy);
      if (along > away * 0.5 && away < least) { least = away; best = other; }
    }
    if (best >= 0) acts.choose(best);
  };
};
