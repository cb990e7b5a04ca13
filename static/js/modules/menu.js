// The menu of a cell (status, assignee): a form the server sends, opened under what asked for it.
//
// Opener: any element with data-menu-url, mostly a grid cell. Fragment: <form class="pop" hx-post=…> with an
// input[data-menu-filter] without a name, and [data-menu-options] holding <button class="opt" type="submit" name value
// data-search="words to find it by" data-short="Retake">. The option of the present value carries class "is-on".
import { load, nearestId, returnFocus } from "./server.js";

const GAP = 2;
const EDGE = 8;
const NARROW = matchMedia("(max-width: 760px)");

let layer = null;
let opener = null;
let openerId = "";
let turn = 0;
// What is typed while the menu is on its way: nobody waits for it.
let early = null;

export function isOpen() {
  return Boolean(opener);
}

export async function openMenu(element, { typed = "" } = {}) {
  close({ giveFocus: false });
  opener = element;
  openerId = nearestId(element);
  early = { typed, keys: [] };
  element.classList.add("is-open");
  element.setAttribute("aria-expanded", "true");
  const mine = ++turn;
  await load(element.dataset.menuUrl, layer);
  // Closed, or another one asked for, while this was on its way.
  if (mine !== turn) return;
  const { typed: letters, keys } = early;
  early = null;
  if (!layer.firstElementChild) {
    close();
    return;
  }
  prepare(letters);
  for (const key of keys) (filterField() ?? layer.firstElementChild).dispatchEvent(new KeyboardEvent("keydown", key));
}

function keepEarly(event) {
  if (!early || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  const { key, shiftKey } = event;
  const isDigit = /^[1-9]$/.test(key) && !early.typed;
  if (key === "Escape") close();
  else if (key === "Backspace") early.typed = early.typed.slice(0, -1);
  else if (key.length === 1 && !isDigit) early.typed += key;
  else early.keys.push({ key, shiftKey, bubbles: true, cancelable: true });
}

export function close({ giveFocus = true } = {}) {
  turn += 1;
  early = null;
  if (!opener) return;
  opener.classList.remove("is-open");
  opener.removeAttribute("aria-expanded");
  layer.classList.remove("is-shown");
  layer.removeAttribute("role");
  layer.removeAttribute("aria-label");
  layer.replaceChildren();
  const was = opener;
  opener = null;
  const goal = giveFocus ? returnFocus(was, openerId) : was;
  // htmx keeps the classes of the cell that was there for a moment.
  goal?.classList.remove("is-open", "is-saving");
  goal?.dispatchEvent(new CustomEvent("menu:closed", { bubbles: true }));
}

function options() {
  return [...layer.querySelectorAll(".opt")];
}

function shown() {
  return options().filter((option) => !option.hidden);
}

function activate(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  filterField()?.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function active() {
  return layer.querySelector('.opt[aria-selected="true"]:not([hidden])');
}

function filterField() {
  return layer.querySelector("[data-menu-filter]");
}

// Without this script the fragment is a plain form of buttons; here it becomes a list box that the field steers.
function prepare(typed) {
  const list = layer.querySelector("[data-menu-options]");
  list?.setAttribute("role", "listbox");
  list?.setAttribute("id", "menu-options");
  layer.setAttribute("role", "dialog");
  layer.setAttribute("aria-label", list?.getAttribute("aria-label") ?? layer.textContent.trim());
  options().forEach((option, index) => {
    option.id = `menu-option-${index}`;
    option.dataset.at = index;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
  });
  const field = filterField();
  if (field) {
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", "menu-options"], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
    field.value = typed;
  }
  layer.classList.add("is-shown");
  filter();
  place();
  (field ?? shown()[0])?.focus({ preventScroll: true });
}

// 0 where the name or the short name starts with the letters, 1 where a word of them does, 2 where they stand anywhere.
function rank(option, wanted) {
  const text = (option.dataset.search ?? option.textContent).trim().toLowerCase();
  if (text.startsWith(wanted) || option.dataset.short?.toLowerCase().startsWith(wanted)) return 0;
  if (text.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
  return text.includes(wanted) ? 2 : Infinity;
}

function filter() {
  const wanted = (filterField()?.value ?? "").trim().toLowerCase();
  const ranks = new Map(options().map((option) => [option, rank(option, wanted)]));
  const inOrder = (one, other) => ranks.get(one) - ranks.get(other) || one.dataset.at - other.dataset.at;
  for (const option of [...ranks.keys()].sort(inOrder)) {
    option.hidden = ranks.get(option) === Infinity;
    option.parentElement.append(option);
  }
  layer.firstElementChild.classList.toggle("is-filtered", Boolean(wanted));
  const visible = shown();
  activate((!wanted && visible.find((option) => option.classList.contains("is-on"))) || visible[0]);
}

function place() {
  const pop = layer.firstElementChild;
  if (!opener || !pop) return;
  if (NARROW.matches) {
    pop.style.left = pop.style.top = "";
    return;
  }
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = pop;
  const below = at.bottom + GAP;
  const hasRoom = below + height + EDGE <= innerHeight;
  const top = hasRoom || at.top < height + GAP + EDGE ? Math.min(below, innerHeight - height - EDGE) : at.top - height - GAP;
  pop.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
  pop.style.top = `${Math.max(EDGE, top)}px`;
}

function choose(option, withNote) {
  const { noteTask, noteUrl } = option.form.dataset;
  if (withNote && noteTask) {
    // The composer sets the status together with the note: one act, one undo.
    close();
    const detail = { task: noteTask, status: option.value, url: noteUrl };
    document.body.dispatchEvent(new CustomEvent("note:wanted", { detail }));
    return;
  }
  option.click();
}

// The cell takes the new chip at once; the answer brings the true cell, a refusal the old chip.
function showAtOnce(option) {
  const chip = option?.dataset.short && opener?.querySelector(".st");
  const sample = option?.querySelector(".st");
  if (!chip || !sample) return;
  const cell = opener;
  const before = chip.cloneNode(true);
  chip.className = sample.className.replace(/\s*\bst-only\b/, "");
  chip.replaceChildren(sample.querySelector("svg").cloneNode(true), option.dataset.short);
  cell.classList.add("is-saving");
  layer.addEventListener(
    "htmx:afterRequest",
    () => {
      cell.classList.remove("is-saving");
      if (chip.isConnected) chip.replaceWith(before);
    },
    { once: true },
  );
}

function keydown(event) {
  const field = filterField();
  const visible = shown();
  const at = visible.indexOf(active());
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  } else if (step) {
    activate(visible[(at + step + visible.length) % visible.length]);
  } else if (event.key === "Enter") {
    if (active()) choose(active(), event.shiftKey);
  } else if (/^[1-9]$/.test(event.key) && !field?.value && visible[event.key - 1]) {
    choose(visible[event.key - 1], false);
  } else if (event.key === "Tab") {
    close();
  } else {
    return;
  }
  event.preventDefault();
}

export function mount(element) {
  layer = element;
  layer.addEventListener("keydown", keydown);
  document.addEventListener("keydown", keepEarly, { capture: true });
  layer.addEventListener("input", (event) => {
    if (event.target === filterField()) filter();
  });
  layer.addEventListener("submit", (event) => showAtOnce(event.submitter), { capture: true });
  layer.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    // A server fault or a broken line leaves the menu open: the toast says it, the choice can be made again.
    if (elt.matches("form") && xhr.status > 0 && xhr.status < 500) close();
  });
  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-menu-url]");
    if (layer.contains(event.target)) {
      if (event.target === layer) close();
    } else if (asked && !event.target.closest("a, input")) {
      if (opener === asked) close();
      else openMenu(asked);
    } else {
      close({ giveFocus: false });
    }
  });
  addEventListener("resize", place);
  addEventListener("scroll", (event) => layer.contains(event.target) || place(), { capture: true, passive: true });
}
