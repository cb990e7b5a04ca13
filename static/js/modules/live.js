// Changes by others as they happen. How they come here: livestream.js.
//
// A message: {"client", "at", "who": {"id", "name", "colour"}, "cells": [{"id": "task-7", "html": "<td…>"}],
// "topics": ["project:3", "shot:12", "task:7", "shots:3"]}. Topics become events on <body>: hx-trigger="live:shot-12 from:body".
// "shots:3" says that project 3 has other shots or another order of them. All of a message's topics together come as
// "live:topics"; `hasCells` says that the cells on this page show it all ("complete": no more than cells changed).
// "wide": very much has changed, as after `event: reset`: "live:reset".
// {"removed": 3}: this person is no member of project 3 any more.
import { start } from "./livestream.js";
import { clientId, isTyping } from "./server.js";

const WORDS = { on: "Live", wait: "Reconnecting", off: "Offline", out: "Signed out" };
const FLASH = 1600;
const SAY_AFTER = 8000;
const pending = new WeakMap();

let badge = null;
let saying = 0;

function setState(next) {
  badge.dataset.live = next === "out" ? "off" : next;
  badge.querySelector("[data-live-word]").textContent = WORDS[next];
  clearTimeout(saying);
  if (next === "on") document.getElementById("live-banner")?.remove();
  else if (next === "out") showBanner("You are signed out.", "Sign in", location.href);
  // A server that restarts is back before anybody need know.
  else saying = setTimeout(() => showBanner("No connection. What others change arrives when it is back."), SAY_AFTER);
}

function showBanner(text, label, href) {
  document.getElementById("live-banner")?.remove();
  const banner = document.createElement("div");
  banner.id = "live-banner";
  banner.className = "banner is-warn";
  banner.setAttribute("role", "status");
  banner.innerHTML = '<svg class="i" aria-hidden="true"><use href="#i-alert"></use></svg><span class="grow"></span>';
  banner.querySelector("span").textContent = text;
  if (label) {
    const link = document.createElement("a");
    link.className = "btn";
    link.href = href;
    link.textContent = label;
    banner.append(link);
  }
  document.getElementById("main").prepend(banner);
}

function announce(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

function isEdited(element) {
  const focus = document.activeElement;
  return element.matches(".is-open") || Boolean(element.querySelector(".is-open")) || (element.contains(focus) && isTyping(focus));
}

function flash(element, who) {
  if (!who) return;
  const name = document.createElement("span");
  name.className = "who";
  name.setAttribute("aria-hidden", "true");
  name.textContent = who.name.split(" ")[0];
  element.classList.add("is-flash", `p${who.colour}`);
  element.append(name);
  setTimeout(() => {
    element.classList.remove("is-flash", `p${who.colour}`);
    name.remove();
  }, FLASH);
}

// The same but for the stops for Tab, which the grid sets.
function isSame(element, fresh) {
  const bare = (node) => {
    const copy = node.cloneNode(true);
    for (const stop of [copy, ...copy.querySelectorAll("[tabindex]")]) stop.removeAttribute("tabindex");
    return copy.outerHTML;
  };
  return bare(element) === bare(fresh);
}

function put(element, html, who) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (!fresh || isSame(element, fresh)) return;
  const hadFocus = element.contains(document.activeElement);
  // The one stop for Tab stays where it was.
  if (element.hasAttribute("tabindex")) fresh.tabIndex = element.tabIndex;
  element.replaceWith(fresh);
  window.htmx.process(fresh);
  if (hadFocus) fresh.focus({ preventScroll: true });
  flash(fresh, who);
}

// A cell somebody edits here is never written over: it gets a corner, and takes the other value when it is left unchanged.
function hold(element, html, who) {
  const isNew = !pending.has(element);
  pending.set(element, { html, who });
  element.classList.add("is-conflict");
  if (!isNew) return;
  const release = (event) => {
    if (event.type === "focusout" && element.contains(event.relatedTarget)) return;
    const newest = pending.get(element);
    pending.delete(element);
    element.removeEventListener("menu:closed", release);
    element.removeEventListener("focusout", release);
    element.classList.remove("is-conflict");
    // Saved meanwhile: the server's answer has replaced the element and knows both values.
    if (element.isConnected) put(element, newest.html, newest.who);
  };
  element.addEventListener("menu:closed", release);
  element.addEventListener("focusout", release);
}

function receive({ message, isLate }) {
  if (message.removed) {
    leave(message.removed);
    return;
  }
  const isOwn = message.client !== "" && message.client === clientId;
  let hasCells = Boolean(message.complete);
  for (const { id, html } of message.cells ?? []) {
    const element = document.getElementById(id);
    if (!element) {
      hasCells = false;
      continue;
    }
    if (isEdited(element)) hold(element, html, message.who);
    else put(element, html, isOwn || isLate ? null : message.who);
  }
  for (const topic of message.topics) {
    announce(`live:${topic.replace(":", "-")}`, { topic, isOwn });
  }
  announce("live:topics", { topics: message.topics, hasCells, isOwn });
  if (message.wide) announce("live:reset", {});
}

function leave(project) {
  announce(`live:removed-${project}`, { project });
  if (document.querySelector(`[data-project-id="${project}"]`)) {
    showBanner("You are no member of this project any more.", "Projects", "/");
  }
}

function handle(kind, data) {
  if (kind === "state") setState(data);
  else if (kind === "reset") announce("live:reset", {});
  else if (kind === "message") receive(data);
}

export function mount(element) {
  badge = element;
  setState("wait");
  start(document.body.dataset.liveUrl ?? "/live/", handle);
}
