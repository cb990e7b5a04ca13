// Toasts: what happened, in one line, with Undo. They come with the page (core/_toast.html) or as the event
// HX-Trigger: {"toast": {"message", "undo_url", "undo_label", "tone"}}; tones: plain, ok, danger. At most three are shown.
import { post } from "./server.js";

const SHOWN_FOR = 8000;
const AT_MOST = 3;
const ICONS = { ok: ["check", "ok"], danger: ["alert", "danger"] };
const timers = new Map();

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(svg.namespaceURI, "use")).setAttribute("href", `#i-${name}`);
  return svg;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function button(className, ...children) {
  const made = element("button", className, ...children);
  made.type = "button";
  return made;
}

function build({ message, undo_url: undoUrl, undo_label: undoLabel = "Undo", tone }) {
  const toast = element("div", "toast");
  toast.dataset.toast = "";
  if (ICONS[tone]) toast.append(element("span", ICONS[tone][1], icon(ICONS[tone][0])));
  toast.append(element("span", "grow", message));
  if (undoUrl) {
    const undo = button("btn", undoLabel);
    undo.dataset.undo = undoUrl;
    toast.append(undo);
  }
  const close = button("btn btn-icon", icon("x"));
  close.dataset.close = "";
  close.setAttribute("aria-label", "Close");
  toast.append(close);
  // A refusal stays until it has been read.
  if (tone === "danger") toast.dataset.stay = "";
  return toast;
}

function dismiss(toast) {
  clearTimeout(timers.get(toast));
  timers.delete(toast);
  toast.remove();
}

function wait(toast) {
  if ("stay" in toast.dataset) return;
  clearTimeout(timers.get(toast));
  timers.set(toast, setTimeout(() => dismiss(toast), SHOWN_FOR));
}

function crowd(region) {
  const shown = [...region.querySelectorAll("[data-toast]")];
  for (const toast of shown.slice(0, Math.max(0, shown.length - AT_MOST))) dismiss(toast);
}

export function show(detail) {
  const region = document.getElementById("toasts");
  const toast = build(detail);
  region.append(toast);
  wait(toast);
  crowd(region);
}

function sayFailure(event) {
  const { xhr, requestConfig } = event.detail;
  // What the page fetches by itself is fetched again with the next change; the dot says that the line is down.
  if (requestConfig?.verb === "get" && requestConfig.triggeringEvent?.isTrusted === false) return;
  // A refusal of the server brings its own sentence along.
  if (xhr?.getResponseHeader("HX-Trigger")) return;
  const message =
    event.type === "htmx:sendError"
      ? "No connection to Tracktor: nothing was saved. Try again when the dot says Live."
      : `Tracktor could not do this (${xhr?.status}): nothing was saved. Reload the page and try again.`;
  show({ message, tone: "danger" });
}

export function start() {
  const region = document.getElementById("toasts");
  if (!region) return;
  for (const toast of region.querySelectorAll("[data-toast]")) wait(toast);
  crowd(region);
  document.body.addEventListener("toast", (event) => show(event.detail));
  document.body.addEventListener("htmx:sendError", sayFailure);
  document.body.addEventListener("htmx:responseError", sayFailure);

  const pause = () => timers.forEach((timer) => clearTimeout(timer));
  const resume = () => {
    if (!region.matches(":hover, :focus-within")) region.querySelectorAll("[data-toast]").forEach(wait);
  };
  region.addEventListener("pointerenter", pause);
  region.addEventListener("focusin", pause);
  region.addEventListener("pointerleave", resume);
  region.addEventListener("focusout", () => setTimeout(resume));
  region.addEventListener("click", (event) => {
    const toast = event.target.closest("[data-toast]");
    const undo = event.target.closest("[data-undo]");
    if (undo) post(undo.dataset.undo);
    if (undo || event.target.closest("[data-close]")) dismiss(toast);
  });
}
