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

export function isOpen() {
  return Boolean(opener);
}

export async function openMenu(element, { typed = "" } = {}) {
  close({ giveFocus: false });
  opener = element;
  openerId = nearestId(element);
  element.classList.add("is-open");
  element.setAttribute("aria-expanded", "true");
  const mine = ++turn;
  await load(element.dataset.menuUrl, layer);
  // Closed, or another one asked for, while this was on its way.
  if (mine !== turn || !layer.firstElementChild) return;
  prepare(typed);
}

export function close({ giveFocus = true } = {}) {
  turn += 1;
  if (!opener) return;
  opener.classList.remove("is-open");
  opener.removeAttribute("aria-expanded");
  layer.classList.remove("is-shown");
  const was = opener;
  opener = null;
  const goal = giveFocus ? returnFocus(was, openerId) : was;
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
  options().forEach((option, index) => {
    option.id = `menu-option-${index}`;
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

function filter() {
  const wanted = (filterField()?.value ?? "").trim().toLowerCase();
  for (const option of options()) {
    const words = (option.dataset.search ?? option.textContent).toLowerCase().trim().split(/\s+/);
    const text = words.join(" ");
    option.hidden = Boolean(wanted) && !words.some((word) => word.startsWith(wanted)) && !text.includes(wanted);
  }
  // What starts with the letters comes before what only holds them; nothing typed: the present value.
  const visible = shown();
  const starts = (option) => (option.dataset.search ?? option.textContent).trim().toLowerCase().startsWith(wanted);
  activate((wanted ? visible.find(starts) : visible.find((option) => option.classList.contains("is-on"))) ?? visible[0]);
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
  const form = option.form;
  form.querySelector("input[name=note][type=hidden]")?.remove();
  if (withNote) {
    const note = document.createElement("input");
    Object.assign(note, { type: "hidden", name: "note", value: "1" });
    form.append(note);
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
