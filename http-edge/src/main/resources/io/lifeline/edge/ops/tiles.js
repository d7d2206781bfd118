// The figures at the top, each with its last ten minutes.
import { sparkline } from "./charts.js";
import { $, bytes, count, element, rate } from "./dom.js";

const KEPT = 120;

const perSecond = (name) => (now, before) => {
  if (!before) return null;
  const seconds = (Date.parse(now.at) - Date.parse(before.at)) / 1000;
  return seconds > 0 ? Math.max(0, now.exported[name] - before.exported[name]) / seconds : null;
};
const share = (used, limit) => (limit > 0 ? `${Math.round((used / limit) * 100)} % of ` : "of ");

const TILES = [
  { id: "websockets", label: "WebSockets", value: (now) => now.held.websockets, text: count },
  { id: "opened", label: "Opened a second", value: perSecond("opened"), text: rate },
  { id: "ended", label: "Ended a second", value: perSecond("ended"), text: rate },
  { id: "deliveries", label: "Deliveries a second", value: perSecond("deliveries"), text: rate },
  { id: "queue", label: "Waiting to be sent", value: (now) => now.exported.queue_bytes, text: bytes },
  { id: "leaks", label: "Leak suspects", value: (now) => now.exported.leak_suspects, text: count, bad: (value) => value > 0 },
  { id: "heap", label: "Heap", value: (now) => now.process.heap_used, text: bytes,
    more: ({ process }) => share(process.heap_used, process.heap_limit) + bytes(process.heap_limit) },
  { id: "descriptors", label: "Descriptors", value: (now) => now.process.descriptors, text: count,
    more: ({ process }) => share(process.descriptors, process.descriptor_limit) + count(process.descriptor_limit),
    bad: (value, { process }) => process.descriptor_limit > 0 && value > 0.8 * process.descriptor_limit },
];

class Tile {
  constructor(kind) {
    this.kind = kind;
    this.history = [];
    this.figure = element("dd", { textContent: "–" });
    this.more = element("span", { className: "more" });
    const line = element("div", { className: "spark", ariaHidden: "true" });
    this.place = element("dl", { id: `tile-${kind.id}`, className: "tile" },
      element("dt", { textContent: kind.label }), this.figure, this.more, line);
    $("tiles").append(this.place);
    this.line = sparkline(line, this.history);
  }

  show(now, before) {
    const value = this.kind.value(now, before);
    if (value === null) return;
    this.history.push(value);
    if (this.history.length > KEPT) this.history.shift();
    const bad = this.kind.bad?.(value, now) ?? false;
    this.figure.textContent = (bad ? "⚠ " : "") + this.kind.text(value);
    this.more.textContent = this.kind.more?.(now) ?? "";
    this.place.classList.toggle("bad", bad);
    this.line.draw();
  }
}

const tiles = TILES.map((kind) => new Tile(kind));
let before = null;

export function showFigures(now) {
  tiles.forEach((tile) => tile.show(now, before));
  before = now;
}
