// The groups below one of them as nested areas, four generations at once and at most forty of each.
import { chart, colour } from "./charts.js";
import { count, counted, signed } from "./dom.js";
import { kind } from "./groups.js";

const GENERATIONS = 4;
const MOST = 40;

const INK = { same: "text", grown: "on-grown", shrunk: "on-shrunk", trouble: "on-trouble" };

function caption(node) {
  return [node.troubled ? "⚠" : "", node.name, count(node.total), signed(node.grown)].filter(Boolean).join(" ");
}

function area(node, generations) {
  const what = kind(node);
  const parted = generations > 0 && node.children.length > 0;
  const fill = colour(`fill-${what}`);
  const made = {
    id: node.pattern, name: caption(node), value: Math.max(node.area, 0.5),
    itemStyle: { color: fill, borderColor: parted ? colour(`frame-${what}`) : fill },
    label: { color: colour(INK[what]) }, upperLabel: { color: colour(INK[what]) },
  };
  if (parted) made.children = areas(node, generations - 1);
  return made;
}

function areas(node, generations) {
  const shown = node.children.filter((child) => child.total > 0 || child.troubled);
  const made = shown.slice(0, MOST).map((child) => area(child, generations));
  const rest = shown.slice(MOST);
  if (rest.length > 0) {
    const fill = colour("fill-same");
    made.push({
      id: node.pattern, name: counted(rest.length, "more group"), value: rest.reduce((sum, child) => sum + child.area, 0.5),
      itemStyle: { color: fill, borderColor: fill }, label: { color: colour("text") },
    });
  }
  return made;
}

/** @param open is told the pattern of the group that was pressed */
export function picture(place, open) {
  let focus = null;
  const drawing = chart(place, () => focus && {
    series: [{
      type: "treemap", left: 0, right: 0, top: 0, bottom: 0, roam: false, nodeClick: false, breadcrumb: { show: false },
      data: focus.children.length > 0 ? areas(focus, GENERATIONS - 1) : [area(focus, 0)],
      label: { show: true, fontSize: 12, overflow: "truncate", position: "insideTopLeft", padding: 4 },
      upperLabel: { show: true, height: 22, fontSize: 12, padding: [0, 5], overflow: "truncate" },
      itemStyle: { gapWidth: 3, borderWidth: 2, borderRadius: 3 },
      levels: [{ itemStyle: { gapWidth: 4, borderWidth: 0, borderColor: colour("card") }, upperLabel: { show: false } }],
    }],
  });
  drawing.onPress((event) => event.data?.id && open(event.data.id));
  return (node) => {
    focus = node;
    place.setAttribute("aria-label", `Actors below ${node.pattern}: ${node.children.slice(0, 8).map(caption).join(", ")}. The table has the same.`);
    drawing.draw();
  };
}
