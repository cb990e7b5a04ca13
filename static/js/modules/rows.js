// The table of shots while others work: a row whose shot was renamed, omitted or edited is fetched anew and takes its
// own place. Rows that appear or go are never moved under the hand: a line above the table offers to refresh.
import { nearestId } from "./server.js";

async function renew(table, row) {
  const number = row.getAttribute("aria-rowindex") - 1;
  const pk = row.id.split("-").pop();
  const answer = await fetch(`${table.dataset.rowUrl.replace("/0/", `/${pk}/`)}?number=${number}`);
  if (!answer.ok || !row.isConnected) return;
  const html = await answer.text();
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (!fresh) {
    // Trashed by somebody: it stays readable until the list is read again.
    row.classList.add("is-moving");
    row.title = "Moves on refresh";
    return;
  }
  const focusId = row.contains(document.activeElement) ? nearestId(document.activeElement) : "";
  row.replaceWith(fresh);
  window.htmx.process(fresh);
  if (focusId) document.getElementById(focusId)?.focus({ preventScroll: true });
}

export function mount(table) {
  const listener = (event) => {
    if (!table.isConnected) {
      document.body.removeEventListener("live:topics", listener);
      return;
    }
    const { topics, hasCells } = event.detail;
    for (const topic of topics) {
      const row = /^(shot|asset):\d+$/.test(topic) && document.getElementById(topic.replace(":", "-"));
      // A change of tasks came with its cells; only changes of the shot itself need the row.
      if (row && table.contains(row) && !hasCells) renew(table, row);
    }
  };
  document.body.addEventListener("live:topics", listener);
}
