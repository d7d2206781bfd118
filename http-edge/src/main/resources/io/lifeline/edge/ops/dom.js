// Elements and numbers. What comes from a node is only ever set as text.
export const $ = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Keeps the rows in this order without touching those that are there, so that focus stays. */
export function arrange(parent, rows) {
  const same = parent.children.length === rows.length && rows.every((row, i) => parent.children[i] === row);
  if (same) return;
  const focused = document.activeElement;
  parent.replaceChildren(...rows);
  if (parent.contains(focused)) focused.focus({ preventScroll: true });
}

export const count = (number) => Math.round(number).toLocaleString("en");
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
export const signed = (number) => (number > 0 ? `▲ +${count(number)}` : number < 0 ? `▼ −${count(-number)}` : "");
export const rate = (number) => (number < 10 ? number.toFixed(1) : count(number));
export const milliseconds = (number) => `${number < 10 ? number.toFixed(2) : count(number)} ms`;

export function bytes(number) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = number < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(number) / 10));
  const value = number / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

export function duration(ms) {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return s < 86_400 ? `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min` : `${Math.floor(s / 86_400)} d`;
}
