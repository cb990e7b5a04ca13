// The palette: Ctrl K or Cmd K opens it over any page; the server finds, this moves and chooses.
// Without this script its field in the top bar leads to the page /search/, which shows the same answers.
import { post } from "./server.js";

const NAME = "tracktor-recent";
const KEPT = 8;
const PAGE_OF_THING = /^\/projects\/[^/]+\/(?:shots|assets|sequences|episodes)\/(\d+)\/$/;

let dialog = null;
let field = null;
let results = null;
// What the shown answers were asked for, and an Enter that came before them.
let asked = null;
let early = null;

function remembered() {
  try {
    return (localStorage.getItem(NAME) ?? "").split(",").filter(Boolean);
  } catch {
    return [];
  }
}

// Ids only: the server says what they are called, and to whom.
function remember() {
  const id = PAGE_OF_THING.exec(location.pathname)?.[1];
  if (!id) return;
  try {
    localStorage.setItem(NAME, [id, ...remembered().filter((other) => other !== id)].slice(0, KEPT).join(","));
  } catch {
    // A browser that keeps nothing finds nothing recent.
  }
}

function isFresh() {
  return asked === field.value;
}

function options() {
  return [...results.querySelectorAll("[data-option]")];
}

function active() {
  return results.querySelector('[data-option][aria-selected="true"]');
}

function activate(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  // The head of the first group is seen with its first line.
  if (option === options()[0]) results.scrollTop = 0;
  else option?.scrollIntoView({ block: "nearest" });
}

function prepare() {
  const all = options();
  all.forEach((option, index) => {
    option.id = `palette-option-${index}`;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
  });
  for (const group of results.querySelectorAll(".palette-group")) {
    group.setAttribute("role", "group");
    group.querySelector("h2").setAttribute("role", "presentation");
  }
  if (all.length) results.setAttribute("role", "listbox");
  else results.removeAttribute("role");
  results.setAttribute("aria-label", "Found");
  field.setAttribute("aria-expanded", String(all.length > 0));
  activate(all[0]);
  if (early && isFresh()) {
    const { inNewTab } = early;
    early = null;
    choose(all[0], inNewTab);
  }
  dialog.querySelector("[data-count]").textContent = all.length === 1 ? "1 result" : `${all.length} results`;
}

export function openPalette(text = "") {
  if (!dialog || dialog.open) return;
  document.querySelectorAll("dialog[open]").forEach((other) => other.close());
  document.querySelectorAll("details.drop[open]").forEach((drop) => (drop.open = false));
  field.value = text;
  field.form.elements.recent.value = remembered().join(",");
  dialog.showModal();
  field.focus();
  window.htmx.trigger(field, "palette:ask");
}

function choose(option, inNewTab) {
  if (!option) return;
  if (inNewTab && option.href) window.open(option.href, "_blank", "noopener");
  else option.click();
}

function keydown(event) {
  const all = options();
  const at = all.indexOf(active());
  const goal = {
    ArrowDown: () => all[(at + 1) % all.length],
    ArrowUp: () => all[(at - 1 + all.length) % all.length],
    PageDown: () => all[Math.min(at + 6, all.length - 1)],
    PageUp: () => all[Math.max(at - 6, 0)],
  }[event.key];
  if (goal && all.length) activate(goal());
  else if (event.key === "Enter") {
    const inNewTab = event.ctrlKey || event.metaKey;
    // A quick hand means what it has typed, not what is still shown.
    if (isFresh() && !results.matches(".htmx-request")) choose(active(), inNewTab);
    else early = { inNewTab };
  } else return;
  event.preventDefault();
}

function click(event) {
  const option = event.target.closest("[data-option]");
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  if (!option) return;
  // Undo answers with a toast; the page reads itself anew.
  if (option.name === "undo" || option.name === "redo") {
    event.preventDefault();
    post(option.getAttribute("formaction"));
  }
  // Gone when one comes back to a page that the browser kept.
  if (!event.ctrlKey && !event.metaKey) setTimeout(() => dialog.close());
}

export function mount(element) {
  dialog = element;
  field = dialog.querySelector("[name=q]");
  results = dialog.querySelector("#palette-results");
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "palette-results"], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
  remember();
  dialog.addEventListener("keydown", keydown);
  dialog.addEventListener("click", click);
  dialog.addEventListener("submit", (event) => event.target === field.form && event.preventDefault());
  field.addEventListener("htmx:beforeRequest", () => (asked = field.value));
  results.addEventListener("htmx:afterSwap", prepare);
  results.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[data-option]");
    if (option && option !== active()) activate(option);
  });
  dialog.addEventListener("close", () => {
    results.replaceChildren();
    asked = early = null;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else openPalette();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openPalette();
  });
}
