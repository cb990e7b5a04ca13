// The table of shots while others work. A row whose shot was renamed, omitted or edited is fetched anew and takes its
// own place. A list that has other rows is read again only where nobody's place is lost: after one's own act, or at the
// top with no cell in use; otherwise a button offers it.
import { nearestId } from "./server.js";

// More rows than this at once are read with the whole list.
const MOST_ROWS = 20;

async function renew(grid, row) {
  const number = row.getAttribute("aria-rowindex") - 1;
  const pk = row.id.split("-").pop();
  const answer = await fetch(`${grid.dataset.rowUrl.replace("/0/", `/${pk}/`)}?number=${number}`);
  if (!answer.ok || !row.isConnected) return;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
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

export function mount(grid) {
  const button = grid.querySelector("[data-refresh]");
  const refresh = () => window.htmx.trigger(grid, "grid:refresh");
  const offer = (isOwn) => {
    const scroller = grid.querySelector(".gridscroll");
    const isQuiet = scroller.scrollTop === 0 && !grid.contains(document.activeElement);
    if (isOwn || isQuiet) refresh();
    else button.hidden = false;
  };
  const rowsOf = (topics) =>
    topics
      .filter((topic) => /^(shot|asset):\d+$/.test(topic))
      .map((topic) => document.getElementById(topic.replace(":", "-")))
      .filter((row) => row && grid.contains(row));
  const listeners = {
    "live:topics": ({ detail }) => {
      if (detail.hasCells) return;
      const rows = rowsOf(detail.topics);
      if (rows.length > MOST_ROWS) offer(detail.isOwn);
      else for (const row of rows) renew(grid, row);
    },
    "live:reset": () => offer(false),
    [grid.dataset.list]: ({ detail }) => offer(detail.isOwn),
  };
  for (const [name, listener] of Object.entries(listeners)) {
    const heard = (event) => {
      if (grid.isConnected) listener(event);
      else document.body.removeEventListener(name, heard);
    };
    document.body.addEventListener(name, heard);
  }
  button.addEventListener("click", refresh);
}
