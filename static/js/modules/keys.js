// Keys that work everywhere: ? shows them all, G and a letter goes, / finds in the view, Ctrl Z and Ctrl Shift Z undo and redo.
// Where G goes stands in the pages: data-go="s" on a link. Letters are left alone while somebody types, and everywhere
// but in the table and menu that has the focus where a person has switched them off (<body data-shortcuts="off">).
import { isTyping, post } from "./server.js";

const GO_WITHIN = 1200;
let goUntil = 0;

// G was pressed just now: the next letter says where to, also in a table that has letters of its own.
export function isGoing() {
  return performance.now() < goUntil;
}

function openKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  const field = dialog.querySelector("[data-find-key]");
  field.value = "";
  filterKeys(dialog, "");
  dialog.showModal();
  field.focus();
}

// By what it does, by where, and by the key itself.
function filterKeys(dialog, typed) {
  const wanted = typed.trim().toLowerCase().split(/\s+/);
  let isNone = true;
  for (const section of dialog.querySelectorAll("[data-where]")) {
    const rows = [...section.querySelectorAll("[data-key]")];
    for (const row of rows) {
      const known = `${section.dataset.where} ${row.dataset.key}`.toLowerCase();
      row.hidden = !wanted.every((word) => known.includes(word));
    }
    section.hidden = rows.every((row) => row.hidden);
    isNone &&= section.hidden;
  }
  dialog.querySelector("[data-no-key]").hidden = !isNone;
}

function isSwitchedOff(event) {
  if (document.body.dataset.shortcuts !== "off" || event.key.length !== 1) return false;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false;
  return !event.target.closest("[role=grid], .menu-layer, dialog, summary, button, a");
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
  // Before all others hear of it.
  document.addEventListener("keydown", (event) => isSwitchedOff(event) && event.stopImmediatePropagation(), { capture: true });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-find-key]")) filterKeys(event.target.closest("dialog"), event.target.value);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]")) openKeys();
    const dialog = document.getElementById("keys");
    if (dialog?.open && (event.target === dialog || event.target.closest("#keys [data-close]"))) dialog.close();
  });
}
