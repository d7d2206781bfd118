// Looks at the node every five seconds, one question after the other, and not while nobody looks at the page.
import { lookAtActors } from "./actors.js";
import { show as showChildren } from "./browse.js";
import { lookAtConnections, showRoundTrips } from "./connections.js";
import { $, counted } from "./dom.js";
import { Busy, Refused, Unreachable, forgetToken, hasToken, json, keepToken } from "./node.js";
import { lookAtReports } from "./reports.js";
import { showFigures } from "./tiles.js";

const EVERY_MS = 5_000;
/** What costs more is asked more seldom: every so many looks. */
const CONNECTIONS = 3;
const REPORTS = 12;

let looks = 0;
let timer = 0;
let looking = false;
let again = false;

async function look() {
  if (looking) { again = true; return; }
  looking = true;
  clearTimeout(timer);
  try {
    const overview = await json("/ops/overview");
    $("problem").textContent = "";
    showNode(overview);
    showFigures(overview);
    showRoundTrips(overview);
    await polite(() => lookAtActors(overview));
    if (looks % CONNECTIONS === 0) await polite(lookAtConnections);
    if (looks % REPORTS === 0) await polite(lookAtReports);
    if (looks === 0) await showChildren();
    looks++;
    document.body.dataset.looks = looks;
    document.body.classList.remove("stale");
  } catch (failure) {
    fail(failure);
  } finally {
    looking = false;
    const waits = !$("access").hidden;
    if (again && !waits) { again = false; look(); }
    else if (!waits && !document.hidden) timer = setTimeout(look, EVERY_MS);
  }
}

/** If somebody else looks at the same, or there is nothing to compare with, the rest goes on. */
async function polite(part) {
  try {
    await part();
  } catch (failure) {
    if (failure instanceof Refused || failure instanceof Unreachable) throw failure;
    if (!(failure instanceof Busy)) $("problem").textContent = failure.message;
  }
}

function showNode(overview) {
  state(overview.phase, overview.ready ? "good" : "warn");
  $("node").textContent = `${overview.node} · ${overview.address} · ${overview.version}`;
  const lost = overview.members.filter((member) => !member.reachable).length;
  const all = overview.members.length;
  $("members").textContent = `${counted(all, "member")}${lost > 0 ? `, ⚠ ${lost} cannot be reached` : ""}`;
}

function state(text, kind) {
  $("state").textContent = text;
  $("state").className = `badge ${kind}`;
}

function fail(failure) {
  document.body.classList.add("stale");
  if (failure instanceof Refused) {
    state("token needed", "warn");
    $("refusal").textContent = hasToken() ? "The node refused this token." : "";
    forgetToken();
    $("access").hidden = false;
    $("content").hidden = true;
    $("token").focus();
  } else if (failure instanceof Busy) {
    state("busy, trying again", "warn");
  } else if (failure instanceof Unreachable) {
    state("node cannot be reached, trying again", "bad");
  } else {
    state(`trying again: ${failure.message}`, "bad");
  }
}

$("access").addEventListener("submit", (event) => {
  event.preventDefault();
  const token = $("token").value.trim();
  if (!/^[!-~]+$/.test(token)) {
    $("refusal").textContent = "A token has letters, digits and signs only.";
    return;
  }
  keepToken(token);
  $("token").value = "";
  $("access").hidden = true;
  $("content").hidden = false;
  look();
});
document.addEventListener("visibilitychange", () => document.hidden || look());
addEventListener("look", look);
look();
