// The reports of inspections, and a button for one more.
import { $, arrange, element } from "./dom.js";
import { ask, json } from "./node.js";

const SHOWN = 12;
const RUNNING_MS = 1000;
const CLASS = { ok: "good", note: "good", warning: "warn", critical: "bad" };

export async function lookAtReports() {
  const { inspections } = await json("/ops/inspections");
  arrange($("reports"), inspections.length === 0
    ? [element("li", { className: "soft", textContent: "No inspection has been made yet." })]
    : inspections.slice(0, SHOWN).map(item));
  const [last] = inspections;
  $("verdict").textContent = last ? `${last.severity}: ${last.verdict}` : "not inspected yet";
  $("verdict").className = `badge ${last ? CLASS[last.severity] : ""}`;
}

function item(report) {
  const link = element("a", { href: `report.html#${encodeURIComponent(report.id)}`, textContent: report.verdict });
  link.addEventListener("click", (event) => {
    event.preventDefault(); // a tab that a link opens has not the token, one that a script opens has
    window.open(link.href);
  });
  return element("li", {},
    element("span", { className: `badge ${CLASS[report.severity]}`, textContent: report.severity }), link,
    element("time", { className: "soft", dateTime: report.at, textContent: new Date(report.at).toLocaleString("en-GB") }));
}

async function inspect() {
  const { id } = await json("/ops/inspections?reason=ops%20page", { method: "POST" });
  for (;;) {
    const answer = await ask(`/ops/inspections/${encodeURIComponent(id)}?format=json`);
    if (answer.status === 200) return lookAtReports();
    await new Promise((resolve) => setTimeout(resolve, RUNNING_MS));
  }
}

$("inspect").addEventListener("click", async () => {
  $("inspect").disabled = true;
  $("inspecting").textContent = "The node inspects itself, which takes some seconds.";
  try {
    await inspect();
    $("inspecting").textContent = "";
  } catch (failure) {
    $("inspecting").textContent = failure.message;
  } finally {
    $("inspect").disabled = false;
  }
});
