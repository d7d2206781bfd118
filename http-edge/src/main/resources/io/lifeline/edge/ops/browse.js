// Single actors, a page of children at a time.
import { $, count, counted, element } from "./dom.js";
import { json } from "./node.js";

const PAGE = 25;
let path = "/user";
let page = 0;

export function browse(where) {
  path = where;
  page = 0;
  show();
  $("browse-title").scrollIntoView({ block: "nearest" });
}

/** Shows the page of children where it is. */
export async function show() {
  $("path").value = path;
  try {
    const found = await json(`/ops/actors?path=${encodeURIComponent(path)}&depth=1&children=${PAGE}&page=${page}`);
    const first = page * PAGE;
    $("children").replaceChildren(...above(), ...found.children.map(child));
    $("shown").textContent = found.child_count === 0 ? `${found.path} has no children`
      : `${found.path}: ${count(first + 1)} to ${count(first + found.children.length)} of ${count(found.child_count)}`;
    $("back").disabled = page === 0;
    $("next").disabled = first + found.children.length >= found.child_count;
  } catch (failure) {
    $("shown").textContent = failure.message;
  }
}

function above() {
  return path === "/" ? [] : [item("..", path.slice(0, path.lastIndexOf("/")) || "/", "")];
}

function child(actor) {
  const facts = [actor.role, actor.behavior, actor.mailbox > 0 ? counted(actor.mailbox, "waits", "wait") : "", actor.child_count > 0 ? counted(actor.child_count, "child", "children") : ""];
  return item(actor.name, actor.path, facts.filter(Boolean).join(" · "));
}

function item(name, where, facts) {
  const open = element("button", { type: "button", className: "link", textContent: name });
  open.addEventListener("click", () => browse(where));
  return element("li", {}, open, element("span", { className: "soft", textContent: facts }));
}

$("browse").addEventListener("submit", (event) => {
  event.preventDefault();
  browse($("path").value.trim());
});
$("back").addEventListener("click", () => { page--; show(); });
$("next").addEventListener("click", () => { page++; show(); });
