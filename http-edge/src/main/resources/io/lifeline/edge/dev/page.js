// The development page: one WebSocket of its own, a push form, and a view of the node's actors.
// Everything that comes from elsewhere is shown as text, never as markup.

const POLL_MS = 1000;
const POLL_LIMIT = 200;
const MESSAGES_KEPT = 100;
const CHANNELS_MAX = 100;
const FIRST_CEILING_MS = 1000;
const LAST_CEILING_MS = 30000;
const GONE_FOR_MS = 3000;

// Resources that must be equal, group by group, with the names that are shown.
const MUST_AGREE = [
  { sockets: "sockets", connection_actors: "actors" },
  { websockets: "WebSockets", heartbeats: "heartbeats", writers: "writers", registry_entries: "registered" },
];

// code -> what happened, and whether connecting again can help
const ENDS = {
  1000: ["closed normally", "Connect again whenever you like."],
  1002: ["protocol violation", "Do not reconnect: the client has a bug."],
  1003: ["this kind of message is not supported", "Do not reconnect: send text frames only."],
  1006: ["no close frame", "The node refused the connection, was cut off or died. Its log has the reason."],
  1007: ["text is not UTF-8", "Do not reconnect: the client has a bug."],
  1008: ["message not completed in time", "Reconnect."],
  1009: ["message too big", "Do not reconnect: send smaller messages."],
  1011: ["internal error", "Reconnect."],
  1012: ["node is draining", "Reconnect: another node or the restarted one takes over."],
  3005: ["token expired", "Reconnect with a fresh token."],
  3008: ["too slow to receive", "Reconnect, and read faster."],
  3012: ["no answer to heartbeat", "Reconnect."],
  3013: ["nothing received", "Reconnect."],
  3504: ["replaced by a newer connection", "Do not reconnect: the user is connected elsewhere."],
  3503: ["disconnected by the server", "Do not reconnect by yourself: the server wants you gone."],
};

const $ = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function show(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

function duration(ms) {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

function notice(kind, text) {
  $("notice").className = `notice ${kind}`;
  $("notice").hidden = !text;
  show($("notice"), text);
}

// ---- the node

let node = { api_key: "dev", ws: "/ws", heartbeat_ms: 30000 };

function webSocketUrl(user, names) {
  // The host is the one by which the browser has reached the page.
  const url = new URL(new URL(node.ws, location.href).pathname, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("user", user);
  names.forEach((name) => url.searchParams.append("channel", name));
  [...names, `#${user}`].forEach((name) => {
    const at = positions.get(name);
    if (at) url.searchParams.append("since", `${name}:${at.offset}:${at.epoch}`);
  });
  return url;
}

async function getJson(path) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  return answer.json();
}

async function callApi(method, body) {
  const answer = await fetch(`/api/${method}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-API-Key": node.api_key },
    body,
    signal: AbortSignal.timeout(10000),
  });
  const text = await answer.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`HTTP ${answer.status}: ${text.slice(0, 200)}`);
  }
  if (json.error) throw new Error(`${json.error.code}: ${json.error.message}`);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return json.result;
}

// ---- channels: chips before connecting, subscriptions afterwards

const channels = new Map(); // name -> "chosen" | "pending" | "own"

function renderChannels() {
  $("channels").replaceChildren(...[...channels].map(([name, kind]) => {
    const chip = element("li", kind, name);
    if (kind !== "own") {
      const remove = element("button", "", "\u00d7");
      remove.type = "button";
      remove.setAttribute("aria-label", `Remove ${name}`);
      remove.addEventListener("click", () => removeChannel(name));
      chip.append(remove);
    }
    return chip;
  }));
}

function addChannel() {
  const input = $("channel");
  const name = input.value.trim();
  if (!name || !input.reportValidity() || channels.has(name)) {
    if (channels.has(name)) input.value = "";
    return;
  }
  if (channels.size >= CHANNELS_MAX) {
    notice("warn", `This page keeps at most ${CHANNELS_MAX} channels.`);
    return;
  }
  input.value = "";
  const live = connected();
  channels.set(name, live ? "pending" : "chosen");
  if (live) request("subscribe", name);
  renderChannels();
}

function removeChannel(name) {
  if (connected()) {
    channels.set(name, "pending");
    request("unsubscribe", name);
  } else {
    channels.delete(name);
  }
  renderChannels();
  $("channel").focus();
}

// ---- the connection

let socket = null;
let connection = ""; // its id, once the node has told it
let lastRequest = 0;
const requests = new Map(); // id -> { command, channel }
let ceiling = FIRST_CEILING_MS;
let retryTimer = 0;
let openedAt = 0;

const connected = () => socket !== null && connection !== "";

function setState(state, text) {
  const focused = document.activeElement;
  $("state").dataset.state = state;
  show($("state"), text);
  $("connect").disabled = state === "open" || state === "connecting";
  $("disconnect").disabled = state === "closed";
  $("user").disabled = state === "open" || state === "connecting";
  show($("disconnect"), state === "waiting" ? "Stop trying" : "Disconnect");
  // A button that was pressed by keyboard hands the focus to its counterpart when it is disabled.
  if (focused === $("connect") && $("connect").disabled) $("disconnect").focus();
  if (focused === $("disconnect") && $("disconnect").disabled) $("connect").focus();
}

function connect() {
  clearTimeout(retryTimer);
  if (socket !== null) return;
  const chosen = [...channels].filter(([, kind]) => kind !== "own").map(([name]) => name);
  setState("connecting", "connecting");
  const opening = new WebSocket(webSocketUrl($("user").value.trim(), chosen));
  socket = opening;
  opening.addEventListener("message", (event) => received(event.data));
  opening.addEventListener("close", (event) => closed(event.code, event.reason));
}

function disconnect() {
  clearTimeout(retryTimer);
  if (socket === null) {
    setState("closed", "not connected");
    notice("", "");
  } else {
    socket.close(1000, "closed on the page");
  }
}

function request(command, channel) {
  const id = ++lastRequest;
  requests.set(id, { command, channel });
  socket.send(JSON.stringify({ id, [command]: { channel } }));
}

function received(text) {
  const message = JSON.parse(text);
  if (message.connected) greeted(message.connected);
  else if (message.reset) reset(message.reset);
  else if (message.channel !== undefined) addMessage(message);
  else answered(message);
}

function greeted(greeting) {
  connection = greeting.connection;
  ceiling = FIRST_CEILING_MS;
  openedAt = Date.now();
  const personal = `#${greeting.user}`;
  Object.entries(greeting.positions).forEach(([channel, at]) => joined({ channel, ...at }));
  channels.clear();
  greeting.channels.forEach((name) => channels.set(name, name === personal ? "own" : "chosen"));
  channels.set(personal, "own");
  renderChannels();
  setState("open", "connected");
  notice("", "");
  show($("connection"), connection);
  $("connection").title = connection;
  poll();
}

function answered(answer) {
  if (answer.subscribe) joined(answer.subscribe);
  const asked = requests.get(answer.id);
  requests.delete(answer.id);
  if (answer.error) {
    const what = asked ? `${asked.command} ${asked.channel}: ` : "";
    notice("bad", `${what}${answer.error.message} (${answer.error.code})`);
  }
  if (!asked) return;
  const subscribed = (asked.command === "subscribe") !== Boolean(answer.error);
  if (subscribed) channels.set(asked.channel, "chosen");
  else channels.delete(asked.channel);
  renderChannels();
}

function closed(code, reason) {
  const wasOpen = connection !== "";
  socket = null;
  connection = "";
  requests.clear();
  for (const [name, kind] of channels) {
    if (kind === "own") channels.delete(name);
    else channels.set(name, "chosen");
  }
  renderChannels();
  renderHealth(null);
  const [meaning, advice] = ENDS[code] ?? ["", code >= 3500 ? "Do not reconnect." : "Reconnect."];
  const mayReturn = code < 3500 && ![1000, 1002, 1003, 1007, 1009].includes(code);
  const why = reason || meaning;
  const what = wasOpen ? `Closed with ${code}` : `Not connected (${code})`;
  const text = `${what}${why ? `: ${why}` : ""}. ${advice}`;
  if (mayReturn && $("reconnect").checked) {
    waitAndRetry(text);
  } else {
    setState("closed", "not connected");
    notice(code === 1000 ? "" : mayReturn ? "warn" : "bad", text);
  }
}

// A random wait below a doubling ceiling, so that clients do not return all at once.
function waitAndRetry(text) {
  const wait = Math.round(Math.random() * ceiling);
  ceiling = Math.min(2 * ceiling, LAST_CEILING_MS);
  setState("waiting", "waiting to reconnect");
  notice("warn", `${text} Trying again in ${(wait / 1000).toFixed(1)} s.`);
  retryTimer = setTimeout(connect, wait);
}

// The node answers again: who still waits need not wait as long as for a node that is gone.
function nodeIsBack() {
  if ($("state").dataset.state !== "waiting") return;
  clearTimeout(retryTimer);
  ceiling = FIRST_CEILING_MS;
  waitAndRetry("The node is back.");
}

function renderHealth(view) {
  const beat = $("missed-beats").parentElement;
  if (!view) {
    show($("round-trip"), "\u2013");
    show($("missed-beats"), "\u2013");
    beat.className = "";
    if (!connected()) {
      show($("age"), "\u2013");
      show($("connection"), "\u2013");
    }
    return;
  }
  const trip = view.round_trip_ms;
  show($("round-trip"), trip > 0 ? `${trip < 10 ? Number(trip.toFixed(2)) : Math.round(trip)} ms` : "first ping");
  $("round-trip").className = trip > 0 ? "" : "small";
  $("round-trip").title = trip > 0 ? "" : `The first ping comes within ${node.heartbeat_ms / 1000} s.`;
  show($("missed-beats"), String(view.missed_beats));
  beat.className = view.missed_beats > 0 ? "warn" : "good";
}

setInterval(() => {
  if (connected()) show($("age"), duration(Date.now() - openedAt));
}, 1000);

// ---- messages

const positions = new Map(); // channel -> { offset, epoch } up to which everything was heard
let messageCount = 0;

// What is recovered is on its way: each of its messages has its own position.
function joined({ channel, offset, epoch, recovered }) {
  if (recovered === false) addGap(`${channel}: what came meanwhile is not there any more`);
  if (!recovered) positions.set(channel, { offset, epoch });
}

function reset({ channel, offset, epoch }) {
  const anew = positions.get(channel)?.epoch !== epoch;
  addGap(anew ? `${channel} began anew` : `messages of ${channel} were lost on the way`);
  positions.set(channel, { offset, epoch });
}

function addGap(text) {
  $("messages").prepend(element("li", "gap", text));
  $("no-messages").hidden = true;
}

// Where the policy for slow readers drops messages, offsets jump.
function gapBefore({ channel, offset, epoch }) {
  const last = positions.get(channel);
  positions.set(channel, { offset, epoch });
  const missed = last ? offset - last.offset - 1 : 0;
  return missed > 0 ? `${missed} message${missed === 1 ? "" : "s"} of ${channel} missed` : "";
}

function addMessage(message) {
  const gap = gapBefore(message);
  const list = $("messages");
  const head = element("div", "message-head");
  head.append(
    element("span", message.channel.startsWith("#") ? "tag personal" : "tag", message.channel),
    element("span", "", `offset ${message.offset}`),
    element("time", "", new Date().toLocaleTimeString()),
  );
  const item = element("li");
  item.append(head, element("pre", "", JSON.stringify(message.data, null, 1).replace(/\n\s*/g, " ")));
  if (gap) addGap(gap);
  list.prepend(item);
  while (list.children.length > MESSAGES_KEPT) list.lastElementChild.remove();
  show($("message-count"), String(++messageCount));
  $("no-messages").hidden = true;
}

function clearMessages() {
  $("messages").replaceChildren();
  messageCount = 0;
  show($("message-count"), "0");
  $("no-messages").hidden = false;
}

// ---- push

const toUser = () => $("push-form").elements.kind.value === "user";

// The data goes out as it was typed, so that numbers keep their digits.
function pushBody() {
  const target = $("target").value.trim();
  const channel = JSON.stringify(toUser() ? `#${target}` : target);
  return `{"channel":${channel},"data":${$("data").value.trim()}}`;
}

function problemWithData() {
  try {
    JSON.parse($("data").value);
    return "";
  } catch (notJson) {
    return `Not JSON: ${notJson.message}. Text needs "quotes".`;
  }
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function renderCurl() {
  const problem = problemWithData();
  $("data").setAttribute("aria-invalid", String(problem !== ""));
  pushResult(problem ? "bad" : "", problem);
  $("copy").disabled = problem !== "";
  show($("curl"), problem ? "" : [
    `curl ${quoted(`${location.origin}/api/publish`)}`,
    `-H ${quoted(`X-API-Key: ${node.api_key}`)}`,
    "-H 'Content-Type: application/json'",
    `-d ${quoted(pushBody())}`,
  ].join(" \\\n  "));
}

function pushResult(kind, text) {
  $("push-result").className = kind;
  show($("push-result"), text);
}

async function push() {
  if (problemWithData()) {
    $("data").focus();
    return;
  }
  $("push").disabled = true;
  try {
    const result = await callApi("publish", pushBody());
    pushResult("good", `Published: offset ${result.offset}, epoch ${result.epoch}`);
  } catch (failure) {
    pushResult("bad", `Not published. ${failure.message}`);
  } finally {
    $("push").disabled = false;
  }
}

async function copyCurl() {
  try {
    await navigator.clipboard.writeText($("curl").textContent);
    show($("copy"), "Copied");
  } catch {
    getSelection().selectAllChildren($("curl"));
    show($("copy"), "Selected: press Ctrl+C");
  }
  setTimeout(() => show($("copy"), "Copy"), 2000);
}

async function kick(view) {
  try {
    await callApi("disconnect", JSON.stringify({ user: view.user, client: view.id }));
    poll();
  } catch (failure) {
    notice("bad", `Not disconnected. ${failure.message}`);
  }
}

// ---- the node's actors

let polling = false;
let pollTimer = 0;
let answers = true;
let firstPoll = true;

async function poll() {
  if (polling) return;
  polling = true;
  clearTimeout(pollTimer);
  try {
    renderNode(await getJson(`/dev/connections?limit=${POLL_LIMIT}`));
    nodeState("good", "node is up");
    if (!answers) nodeIsBack();
    answers = true;
  } catch {
    answers = false;
    nodeState("bad", "node does not answer");
  } finally {
    polling = false;
    if (!document.hidden) pollTimer = setTimeout(poll, POLL_MS);
  }
}

function nodeState(kind, text) {
  $("node-state").className = `badge ${kind}`;
  show($("node-state"), text);
  $("actors").classList.toggle("stale", kind === "bad");
  $("counts").classList.toggle("stale", kind === "bad");
}

function renderNode(view) {
  show($("node-name"), view.node ?? "");
  renderCounts(view.counts ?? {}, view.leak_suspects ?? 0);
  renderActors(view.connections ?? []);
  const total = view.total ?? view.counts?.connection_actors ?? 0;
  const more = total - (view.connections ?? []).length;
  $("more-actors").hidden = more <= 0;
  show($("more-actors"), more > 0 ? `and ${more} more that are not shown` : "");
  renderHealth((view.connections ?? []).find((one) => one.id === connection) ?? null);
}

function renderCounts(counts, suspects) {
  const groups = MUST_AGREE.map((names) => {
    const shown = Object.entries(names).filter(([name]) => name in counts);
    const agree = new Set(shown.map(([name]) => counts[name])).size <= 1;
    return { kind: agree ? "" : "warn", shown: shown.map(([name, label]) => [name, label, counts[name]]) };
  });
  const agree = groups.every((group) => group.kind === "");
  groups.push({ kind: suspects ? "bad" : "good", shown: [["leak_suspects", "leak suspects", suspects]] });
  groups.forEach(renderGroup);
  $("agreement").className = `badge ${suspects ? "bad" : agree ? "good" : "warn"}`;
  show($("agreement"), suspects ? "leak suspected" : agree ? "counts agree" : "in motion");
}

function renderGroup({ kind, shown }, index) {
  const list = $("counts").children[index] ?? $("counts").appendChild(element("dl"));
  list.className = kind;
  shown.forEach(([name, label, value], place) => {
    const tile = list.children[place] ?? list.appendChild(newCount(name, label));
    show(tile.lastElementChild, String(value));
  });
}

function newCount(name, label) {
  const tile = element("div");
  tile.dataset.count = name;
  tile.append(element("dt", "", label), element("dd"));
  return tile;
}

const actors = new Map(); // id -> { item, facts, state, kick, children, seen }

function renderActors(views) {
  const living = new Set(views.map((view) => view.id));
  for (const id of actors.keys()) if (!living.has(id)) actorGone(id);
  views.forEach(renderActor);
  firstPoll = false;
  $("no-actors").hidden = $("actors").children.length > 0;
}

function renderActor(view) {
  const actor = actors.get(view.id) ?? newActor(view);
  const mine = view.id === connection;
  actor.item.classList.toggle("mine", mine);
  actor.item.classList.toggle("http", view.state === "http");
  if (mine && $("actors").firstElementChild !== actor.item) $("actors").prepend(actor.item);
  actor.state.className = `badge ${view.state === "active" ? "good" : view.state === "closing" ? "warn" : ""}`;
  show(actor.state, view.state);
  actor.kick.hidden = view.state !== "active";
  show(actor.facts, factsOf(view, mine));
  renderChildren(actor, view.children ?? []);
}

function factsOf(view, mine) {
  const facts = view.state === "http" ? ["no WebSocket"] : [];
  if (mine) facts.push("this page");
  if (view.user) facts.push(view.user);
  if (view.dialect) facts.push(view.dialect);
  facts.push(view.remote_address, duration(view.age_ms));
  if (view.state === "active") facts.push(`missed ${view.missed_beats}`);
  if (view.channels?.length) facts.push(view.channels.slice(0, 8).join(", ") + (view.channels.length > 8 ? ", \u2026" : ""));
  return facts.filter(Boolean).join(" \u00b7 ");
}

function newActor(view) {
  const item = element("li", firstPoll ? "" : "new");
  item.dataset.connection = view.id;
  const line = element("div", "actor");
  const state = element("span", "badge");
  const kickButton = element("button", "kick", "Kick");
  kickButton.type = "button";
  kickButton.setAttribute("aria-label", `Kick ${view.id}`);
  kickButton.addEventListener("click", () => kick(view));
  line.append(element("span", "id", view.id), state, kickButton);
  const facts = element("div", "actor-facts");
  const children = element("ul", "children");
  item.append(line, facts, children);
  $("actors").append(item);
  const actor = { item, facts, state, kick: kickButton, children, living: new Map() };
  actors.set(view.id, actor);
  return actor;
}

function renderChildren(actor, names) {
  const living = new Set(names);
  for (const [name, item] of actor.living) {
    if (!living.has(name)) {
      actor.living.delete(name);
      vanish(item);
    }
  }
  names.filter((name) => !actor.living.has(name)).forEach((name) => {
    const item = element("li", firstPoll ? "" : "new", name);
    item.title = name;
    item.dataset.child = name;
    actor.living.set(name, item);
    actor.children.append(item);
  });
}

function actorGone(id) {
  const { item, state, kick: kickButton } = actors.get(id);
  actors.delete(id);
  kickButton.hidden = true;
  show(state, "stopped");
  vanish(item);
}

function vanish(item) {
  item.classList.remove("new", "mine");
  item.classList.add("gone");
  setTimeout(() => {
    item.remove();
    $("no-actors").hidden = $("actors").children.length > 0;
  }, GONE_FOR_MS);
}

// ---- start

function listen() {
  $("connect-form").addEventListener("submit", (event) => { event.preventDefault(); connect(); });
  $("disconnect").addEventListener("click", disconnect);
  $("add-channel").addEventListener("click", addChannel);
  $("channel").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); addChannel(); }
  });
  $("push-form").addEventListener("submit", (event) => { event.preventDefault(); push(); });
  $("push-form").addEventListener("input", () => {
    show($("target-label"), toUser() ? "User" : "Channel");
    renderCurl();
  });
  $("push-form").addEventListener("change", (event) => {
    if (event.target.name === "kind") {
      $("target").value = toUser() ? $("user").value : [...channels.keys()][0] ?? "news";
      renderCurl();
    }
  });
  $("copy").addEventListener("click", copyCurl);
  $("clear").addEventListener("click", clearMessages);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
}

function links() {
  const ops = typeof node.ops === "string" && /^https?:/.test(node.ops) ? node.ops : "";
  const targets = ops ? [["Metrics", "metrics"], ["Ready", "health/ready"], ["Connections", "ops/connections"]] : [];
  $("links").replaceChildren(...targets.map(([text, path]) => {
    const link = element("a", "", text);
    link.href = new URL(path, ops.endsWith("/") ? ops : `${ops}/`);
    return link;
  }));
}

async function start() {
  const asked = new URLSearchParams(location.search);
  if (asked.get("user")) $("user").value = asked.get("user");
  const wanted = asked.getAll("channel");
  (wanted.length ? wanted : ["news", "alerts"]).slice(0, CHANNELS_MAX).forEach((name) => channels.set(name, "chosen"));
  renderChannels();
  listen();
  renderCurl();
  try {
    node = { ...node, ...(await getJson("/dev/info")) };
  } catch (failure) {
    notice("bad", `The node does not tell about itself. ${failure.message}`);
  }
  links();
  renderCurl();
  poll();
}

start();
