// The actors by group: the picture, the way to where it is, and the same as a table that unfolds.
import { $, arrange, count, counted, duration, element, signed } from "./dom.js";
import { addTrouble, addUp, find, kind, numbers, tree } from "./groups.js";
import { browse } from "./browse.js";
import { json } from "./node.js";
import { picture } from "./picture.js";

const MOST_ROWS = 300;

let since = "opened";
let latest = null;
let root = null;
let focus = "/user";
let elsewhere = [];
const moments = {};
const unfolded = new Set(["/user/connections"]);
const rows = new Map();
const draw = picture($("picture"), zoom);

function zoom(pattern) {
  focus = pattern;
  render();
}

/** Looks once: at the groups, and at the stuck actors if there are any. */
export async function lookAtActors(overview) {
  latest = await json("/ops/actors/groups");
  moments.opened ??= numbers(latest.groups);
  const stuck = overview.exported.stuck_actors > 0 ? (await json("/ops/stuck")).stuck : [];
  const now = tree(latest.groups, since === "healthy" ? await healthy(latest.groups) : moments[since]);
  stuck.forEach((actor) => addTrouble(now, actor.path, actor.trouble === "in_work"
    ? `at one message for ${Math.round(actor.at_it_ms / 1000)} s: ${actor.path}` : `mailbox grows: ${actor.path}`));
  elsewhere = overview.exported.leak_suspects > 0 ? await markLeaks(now) : [];
  root = addUp(now);
  $("actor-count").textContent = count(latest.actors);
  render();
}

/**
 * The suspects, and those of them that have names at the group that each is or was in.
 * @returns what grows without connections, in words
 */
async function markLeaks(now) {
  const { leak_suspects: suspects = 0, leaks = [] } = await json("/ops/connections?limit=0");
  if (suspects > 0) addTrouble(now, "/user/connections", counted(suspects, "leak suspect"));
  const grows = leaks.filter((leak) => leak.within_ms !== undefined);
  for (const leak of leaks) {
    const what = grows.includes(leak) ? "grows without connections" : `left over of ${leak.group.replaceAll("_", " ")}`;
    leak.examples.forEach((path) => addTrouble(now, path, `${what}: ${path}`));
  }
  return grows.map(({ group, suspects, within_ms }) =>
    `⚠ ${count(suspects)}${group === "heap" ? " MiB of heap" : ` ${group}`} more within ${duration(within_ms)} than connections explain.`);
}

/** What the node kept when an inspection last found nothing wrong; null if there was none yet. */
async function healthy(groups) {
  const difference = await json("/ops/actors/diff?since=healthy").catch(none);
  if (!difference) return null;
  const then = numbers(groups);
  difference.changes.forEach((change) => then.set(change.pattern, change.actors - change.actors_grown));
  return then;
}

/** The node answers that it has none with what it has instead; all other failures go on. */
function none(failure) {
  if (!failure.message.startsWith("since: ")) throw failure;
  $("problem").textContent = "No inspection has found this node healthy yet.";
  return null;
}

function render() {
  if (!root) return;
  while (!find(root, focus)) focus = focus.slice(0, focus.lastIndexOf("/")) || "/";
  const node = find(root, focus);
  draw(node);
  crumbs();
  const all = [];
  list(node, 0, all);
  arrange($("groups").tBodies[0], all.slice(0, MOST_ROWS).map(({ group, depth }) => row(group, depth)));
  const left = all.length - MOST_ROWS;
  const more = left > 0 ? [`${counted(left, "more group")}; zoom in to see ${left === 1 ? "it" : "them"}.`] : [];
  $("actors-note").textContent = [...elsewhere, ...more].join(" ");
}

function crumbs() {
  const names = focus.split("/").filter(Boolean);
  arrange($("crumbs"), [null, ...names].map((name, i) => {
    const place = `/${names.slice(0, i).join("/")}`;
    const step = element("button", { type: "button", textContent: name ?? "all", disabled: place === focus });
    step.addEventListener("click", () => zoom(place));
    return step;
  }));
}

function list(node, depth, into) {
  for (const group of node.children) {
    into.push({ group, depth });
    if (unfolded.has(group.pattern)) list(group, depth + 1, into);
  }
}

function row(group, depth) {
  let known = rows.get(group.pattern);
  if (!known) {
    known = newRow(group.pattern);
    rows.set(group.pattern, known);
  }
  known.update(group, depth);
  return known.line;
}

function newRow(pattern) {
  const unfold = element("button", { type: "button", className: "unfold" });
  const name = element("button", { type: "button", className: "link" });
  const example = element("button", { type: "button", className: "small", textContent: "one by one" });
  const [actors, growth, waiting] = [1, 2, 3].map(() => element("td", { className: "number" }));
  const trouble = element("td");
  const first = element("th", { scope: "row" }, unfold, name, example);
  const line = element("tr", {}, first, actors, growth, waiting, trouble);
  line.dataset.pattern = pattern;
  let example1 = "";
  unfold.addEventListener("click", () => {
    if (!unfolded.delete(pattern)) unfolded.add(pattern);
    render();
  });
  name.addEventListener("click", () => zoom(pattern));
  example.addEventListener("click", () => browse(example1));
  const update = (group, depth) => {
    const open = unfolded.has(pattern);
    first.style.setProperty("--depth", depth);
    unfold.hidden = group.children.length === 0;
    unfold.textContent = open ? "▾" : "▸";
    unfold.setAttribute("aria-expanded", open);
    unfold.setAttribute("aria-label", `${open ? "Fold" : "Unfold"} ${pattern}`);
    name.textContent = group.name;
    name.setAttribute("aria-label", `Zoom to ${pattern}`);
    example1 = group.examples[0] ?? "";
    example.hidden = example1 === "";
    example.setAttribute("aria-label", `One by one: ${pattern}`);
    actors.textContent = count(group.total);
    growth.textContent = signed(group.grown);
    waiting.textContent = group.waiting > 0 ? count(group.waiting) : "";
    trouble.textContent = group.troubles.length > 0 ? `⚠ ${group.troubles.join("; ")}` : group.troubled ? "⚠ below" : "";
    line.className = kind(group);
  };
  return { line, update };
}

$("since").addEventListener("change", (event) => {
  since = event.target.value;
  dispatchEvent(new Event("look"));
});
$("mark").addEventListener("click", () => {
  if (!latest) return;
  moments.marked = numbers(latest.groups);
  const marked = $("since").querySelector("[value=marked]");
  marked.disabled = false;
  marked.textContent = `the mark of ${new Date().toLocaleTimeString("en-GB")}`;
  since = $("since").value = "marked";
  dispatchEvent(new Event("look"));
});
