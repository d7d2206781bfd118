// Shows the report named after the #. It is fetched with the tab's token, which a link could not carry.
import { ask } from "./node.js";

const id = decodeURIComponent(location.hash.slice(1));
try {
  const response = await ask(`/ops/inspections/${encodeURIComponent(id)}?format=html`, { accept: "text/html" });
  if (response.status === 202) {
    document.getElementById("notice").textContent = "This inspection is still running. Load the page again in some seconds.";
  } else {
    location.replace(URL.createObjectURL(new Blob([await response.text()], { type: "text/html;charset=utf-8" })));
  }
} catch (failure) {
  document.getElementById("notice").textContent = `${failure.message}. Open the report from the ops page.`;
}
