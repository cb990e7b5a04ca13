// Files dropped on [data-publish-url] (a shot's versions, a row of My tasks) open the form of a publish with them in it.
import { load } from "./server.js";

let over = null;

function zoneOf(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files") ? event.target.closest?.("[data-publish-url]") : null;
}

function mark(zone) {
  if (over === zone) return;
  over?.classList.remove("is-over");
  zone?.classList.add("is-over");
  over = zone;
}

async function open(zone, files) {
  const modal = document.getElementById("modal");
  await load(zone.dataset.publishUrl, modal);
  const field = modal.querySelector("input[type=file][multiple]");
  if (!field) return;
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  field.files = carrier.files;
  // The form's own module may be there already, or come later and find them.
  field.dispatchEvent(new Event("change", { bubbles: true }));
  modal.querySelector("button[type=submit]").focus();
}

export function start() {
  document.addEventListener("dragover", (event) => {
    const zone = zoneOf(event);
    mark(zone);
    if (!zone) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(null);
  });
  document.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    mark(null);
    if (!zone) return;
    event.preventDefault();
    // Read now: the browser empties the drag when the event is over.
    open(zone, [...event.dataTransfer.files]);
  });
}
