// Keys that work everywhere: ? shows them all, G and a letter goes, / finds in the view, Ctrl Z and Ctrl Shift Z undo and redo.
// Where G goes stands in the pages: data-go="s" on a link. Letters are left alone while somebody types.
import { isTyping, post } from "./server.js";

const GO_WITHIN = 1200;
let goUntil = 0;

// G was pressed just now: the next letter says where to, also in a table that has letters of its own.
export function isGoing() {
  return performance.now() < goUntil;
}

function openKeys() {
  const dialog = document.getElementById("keys");
  if (dialog && !dialog.open) dialog.showModal();
}

function undoOrRedo(event) {
  const url = event.shiftKey ? document.body.dataset.redoUrl : document.body.dataset.undoUrl;
  if (!url) return;
  event.preventDefault();
  post(url);
}

function press(event) {
  if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") undoOrRedo(event);
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (isGoing()) {
    goUntil = 0;
    const place = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (place) {
      event.preventDefault();
      place.click();
    }
  } else if (key === "g") {
    goUntil = performance.now() + GO_WITHIN;
  } else if (key === "?") {
    event.preventDefault();
    openKeys();
  } else if (key === "/") {
    const find = document.querySelector("[data-find]");
    if (!find) return;
    event.preventDefault();
    find.focus();
    find.select?.();
  }
}

export function start() {
  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]")) openKeys();
    const dialog = document.getElementById("keys");
    if (dialog?.open && (event.target === dialog || event.target.closest("#keys [data-close]"))) dialog.close();
  });
}
