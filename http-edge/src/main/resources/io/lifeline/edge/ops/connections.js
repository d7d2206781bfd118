// Round trips of all, the slowest connections, and the story of one.
import { chart, colour } from "./charts.js";
import { $, arrange, bytes, count, duration, element, milliseconds } from "./dom.js";
import { ask, json } from "./node.js";

const SHOWN = 10;
let first = null;
let latest = null;

/** Counts are of all that took at most so long; a bar is of those between two limits. */
function bars() {
  const base = $("trips-since").value === "opened" ? first : null;
  const upTo = latest.map((bucket, i) => bucket.count - (base?.[i]?.count ?? 0));
  return latest.map((bucket, i) => ({
    name: bucket.within_ms === undefined ? "longer" : `≤ ${bucket.within_ms < 1000 ? `${bucket.within_ms} ms` : `${bucket.within_ms / 1000} s`}`,
    value: Math.max(0, upTo[i] - (i === 0 ? 0 : upTo[i - 1])),
  }));
}

function histogram() {
  if (!latest) return null;
  const all = bars();
  return {
    grid: { left: 26, right: 8, top: 22, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: all.map((bar) => bar.name), axisTick: { show: false },
      axisLabel: { color: colour("soft"), fontSize: 11, rotate: 45 }, axisLine: { lineStyle: { color: colour("line") } } },
    yAxis: { type: "value", minInterval: 1, splitNumber: 3, axisLabel: { show: false }, splitLine: { lineStyle: { color: colour("line") } } },
    series: [{ type: "bar", data: all.map((bar) => bar.value), barCategoryGap: "12%", itemStyle: { color: colour("accent"), borderRadius: [3, 3, 0, 0] },
      label: { show: true, position: "top", color: colour("soft"), fontSize: 11, formatter: ({ value }) => (value > 0 ? count(value) : "") } }],
  };
}

const trips = chart($("trips"), histogram);
$("trips-since").addEventListener("change", showTrips);

function showTrips() {
  if (!latest) return;
  trips.draw();
  const all = bars();
  const total = all.reduce((sum, bar) => sum + bar.value, 0);
  $("trip-count").textContent = count(total);
  $("trips").setAttribute("aria-label", total === 0 ? "No round trips yet"
    : `Round trips: ${all.filter((bar) => bar.value > 0).map((bar) => `${bar.name}: ${count(bar.value)}`).join(", ")}`);
}

export function showRoundTrips(overview) {
  latest = overview.round_trips;
  if (latest.length === 0) latest = [{ count: 0 }];
  first ??= latest;
  showTrips();
}

export async function lookAtConnections() {
  const { connections } = await json(`/ops/connections?sort=round_trip&limit=${SHOWN}`);
  arrange($("slowest").tBodies[0], connections.map(row));
  $("no-connections").hidden = connections.length > 0;
}

function row(connection) {
  const open = element("button", { type: "button", className: "link", textContent: connection.id });
  open.addEventListener("click", () => tell(connection.id));
  const number = (textContent) => element("td", { className: "number", textContent });
  return element("tr", {}, element("th", { scope: "row" }, open),
    element("td", { textContent: connection.user }), element("td", { className: "mono", textContent: connection.remote_address }),
    number(connection.round_trip_ms > 0 ? milliseconds(connection.round_trip_ms) : "–"),
    number(connection.missed_beats > 0 ? `⚠ ${connection.missed_beats}` : "0"),
    number(bytes(connection.queued_bytes)), number(duration(connection.age_ms)));
}

async function tell(id) {
  $("story-title").textContent = id;
  $("story-text").textContent = "Asking the node.";
  $("story").showModal();
  try {
    const answer = await ask(`/ops/connections/${encodeURIComponent(id)}?format=text`, { accept: "text/plain" });
    $("story-text").textContent = await answer.text();
  } catch (failure) {
    $("story-text").textContent = failure.message;
  }
}
$("close-story").addEventListener("click", () => $("story").close());
