// The groups of actors as a tree, with how much each has grown and what is wrong with it. No page in here.

const MANY_WAIT = 1000;

function made(name, pattern) {
  return { name, pattern, role: "", actors: 0, mailbox: 0, examples: [], children: [], total: 0, waiting: 0, grown: 0, troubles: [], troubled: false };
}

const parts = (pattern) => pattern.split("/").filter((part) => part !== "");

function place(root, names) {
  let at = root;
  for (const name of names) {
    let next = at.children.find((child) => child.name === name);
    if (!next) {
      next = made(name, `${at === root ? "" : at.pattern}/${name}`);
      at.children.push(next);
    }
    at = next;
  }
  return at;
}

/** Numbers of actors by pattern, to compare with later. */
export const numbers = (groups) => new Map(groups.map((group) => [group.pattern, group.actors]));

/** @param before numbers of then, or null if there is nothing to compare with */
export function tree(groups, before) {
  const root = made("all", "/");
  for (const group of groups) {
    const node = place(root, parts(group.pattern));
    Object.assign(node, { role: group.role, actors: group.actors, mailbox: group.mailbox, examples: group.examples });
    node.grown = before ? group.actors - (before.get(group.pattern) ?? 0) : 0;
    if (group.largest_mailbox >= MANY_WAIT) node.troubles.push(`${group.largest_mailbox} messages wait in one mailbox`);
  }
  for (const [pattern, actors] of before ?? []) {
    const node = place(root, parts(pattern));
    if (node.role === "") node.grown -= actors;
  }
  return root;
}

const fits = (pattern, name) => pattern === name || (pattern.includes("*") &&
  new RegExp(`^${pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\$]/g, "\\$&")).join(".*")}$`).test(name));

/** The group that an actor with this path is in, or the last on the way that is known. */
export function groupOf(root, path) {
  let at = root;
  for (const name of parts(path)) {
    const next = at.children.find((child) => child.name === name) ?? at.children.find((child) => fits(child.name, name));
    if (!next) return at;
    at = next;
  }
  return at;
}

export function addTrouble(root, path, text) {
  groupOf(root, path).troubles.push(text);
}

/** Adds up what is below each group; the last step. */
export function addUp(node) {
  node.children.forEach(addUp);
  const sum = (key) => node.children.reduce((total, child) => total + child[key], 0);
  node.total = node.actors + sum("total");
  node.waiting = node.mailbox + sum("waiting");
  node.grown += sum("grown");
  node.troubled = node.troubles.length > 0 || node.children.some((child) => child.troubled);
  node.area = Math.max(Math.sqrt(node.actors), sum("area"));
  const weight = (child) => [child.troubled ? 1 : 0, child.area];
  node.children.sort((a, b) => weight(b)[0] - weight(a)[0] || weight(b)[1] - weight(a)[1] || a.name.localeCompare(b.name));
  return node;
}

export const find = (root, pattern) => parts(pattern).reduce((at, name) => at?.children.find((child) => child.name === name), root);

export function kind(node) {
  if (node.troubled) return "trouble";
  return node.grown > 0 ? "grown" : node.grown < 0 ? "shrunk" : "same";
}
