// Changes by others as they happen. One EventSource for all tabs: the tab that holds the lock listens and hands on.
// Without Web Locks (plain http) every tab listens for itself.
//
// A message: {"id", "client", "cells": [{"id": "task-7", "html": "<td…>"}], "who": {"name", "colour"}, "topics": ["shots:12"]}.
// Topics become events on <body>: "live:shots-12" (hx-trigger="live:shots-12 from:body"); `event: reset` becomes "live:reset".
import { clientId, isTyping } from "./server.js";

const WORDS = { on: "Live", wait: "Reconnecting", off: "Offline" };
const FLASH = 1600;
const AGAIN_AT_MOST = 60000;
const pending = new WeakMap();

let badge = null;
let channel = null;
let state = "off";

function setState(next) {
  state = next;
  badge.dataset.live = next;
  badge.querySelector("[data-live-word]").textContent = WORDS[next];
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

function put(element, html, who) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (!fresh) return;
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
    // Saved meanwhile: the server's answer has replaced the element and knows both values.
    if (element.isConnected) put(element, newest.html, newest.who);
  };
  element.addEventListener("menu:closed", release);
  element.addEventListener("focusout", release);
}

function receive(message) {
  const isOwn = message.client === clientId;
  for (const { id, html } of message.cells ?? []) {
    const element = document.getElementById(id);
    if (!element) continue;
    if (isEdited(element)) hold(element, html, message.who);
    else put(element, html, isOwn ? null : message.who);
  }
  for (const topic of message.topics ?? []) {
    announce(`live:${topic.replace(":", "-")}`, { topic, isOwn });
  }
}

function handle(kind, data) {
  if (kind === "state") setState(data);
  else if (kind === "reset") announce("live:reset", {});
  else if (kind === "message") receive(JSON.parse(data));
  else if (kind === "hello" && listens) channel.postMessage(["state", state]);
}

let listens = false;

function tell(kind, data) {
  handle(kind, data);
  channel?.postMessage([kind, data]);
}

function listen(url, pause = 2000) {
  listens = true;
  const source = new EventSource(url);
  source.onopen = () => {
    pause = 2000;
    tell("state", "on");
  };
  source.onmessage = (event) => tell("message", event.data);
  source.addEventListener("reset", () => tell("reset"));
  source.onerror = () => {
    tell("state", "wait");
    // The browser tries again by itself after a break, but not after a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(url, Math.min(pause * 2, AGAIN_AT_MOST)), pause);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}

export function mount(element) {
  badge = element;
  setState("wait");
  const url = document.body.dataset.liveUrl ?? "/live/";
  if (!navigator.locks || !("BroadcastChannel" in window)) {
    listen(url);
    return;
  }
  channel = new BroadcastChannel("tracktor-live");
  channel.onmessage = (event) => handle(...event.data);
  channel.postMessage(["hello"]);
  // The promise never ends: the lock is ours until the tab goes.
  navigator.locks.request("tracktor-live", () => {
    listen(url);
    return new Promise(() => {});
  });
}
