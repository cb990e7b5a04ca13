// The connection behind live.js: one EventSource for all tabs. The tab that holds the lock listens and hands on; when it
// goes, the next one takes over at the cursor that all tabs share, so nothing is missed in between.
// Web Locks need https or localhost. Without them every tab listens for itself, but only while it is seen: browsers open
// six connections to a plain http server at most, and a seventh tab would wait for ever.

import { clientId } from "./server.js";

const NAME = "tracktor-live";
const AGAIN_FROM = 2000;
const AGAIN_AT_MOST = 60000;
const HIDDEN_AFTER = 30000;
const KEPT_FOR = 30000;

let handle = () => {};
let url = "/live/";
let source = null;
let channel = null;
let cursor = "";
let isLeader = false;
let isCatchingUp = false;
let state = "wait";
let pause = AGAIN_FROM;
let timer = 0;
// What came lately, for a tab whose page was made before it could listen.
let recent = [];

function stored() {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

function keep(id) {
  cursor = id;
  try {
    localStorage.setItem(NAME, id);
  } catch {
    // A browser that keeps nothing: the cursor lives as long as the page.
  }
}

function tell(kind, data) {
  if (kind === "state") state = data;
  handle(kind, data);
  channel?.postMessage({ kind, data });
}

function tellMessage(text) {
  const now = Date.now();
  const data = { message: JSON.parse(text), isLate: isCatchingUp };
  recent = recent.filter(({ at }) => now - at < KEPT_FOR);
  recent.push({ at: now, data });
  tell("message", data);
}

function listen() {
  const after = (channel && stored()) || cursor || stored();
  source = new EventSource(after ? `${url}?after=${encodeURIComponent(after)}` : url);
  isCatchingUp = true;
  source.onopen = () => {
    pause = AGAIN_FROM;
    tell("state", "on");
  };
  source.onmessage = (event) => {
    keep(event.lastEventId);
    tellMessage(event.data);
  };
  // Ends what was missed; later it only moves the cursor on.
  source.addEventListener("cursor", (event) => {
    keep(event.lastEventId);
    isCatchingUp = false;
  });
  source.addEventListener("reset", (event) => {
    keep(event.lastEventId);
    isCatchingUp = false;
    tell("reset");
  });
  source.addEventListener("end", () => {
    hush();
    tell("state", "out");
  });
  source.onerror = () => {
    isCatchingUp = true;
    tell("state", navigator.onLine ? "wait" : "off");
    // The browser tries again by itself after a break, but not after a refusal.
    if (source.readyState === EventSource.CLOSED) againLater();
  };
}

function againLater() {
  clearTimeout(timer);
  // Not all at once, when a server comes back.
  timer = setTimeout(listen, pause * (0.5 + Math.random()));
  pause = Math.min(pause * 2, AGAIN_AT_MOST);
}

function hush() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function lead() {
  isLeader = true;
  if (!source) listen();
}

// A tab that has just come asks the leader how it stands, and for what came while its page was on the way.
function hear({ kind, data }) {
  if (kind === "hello") {
    if (!isLeader) return;
    const messages = recent.filter(({ at }) => at > data.since).map((entry) => entry.data);
    channel.postMessage({ kind: "welcome", data: { to: data.from, state, messages } });
  } else if (kind === "welcome") {
    if (data.to !== clientId) return;
    handle("state", data.state);
    for (const message of data.messages) handle("message", { ...message, isLate: true });
  } else {
    handle(kind, data);
  }
}

function watchTab() {
  const isWanted = () => isLeader && state !== "out";
  addEventListener("pagehide", hush);
  addEventListener("pageshow", (event) => {
    if (event.persisted && isWanted()) lead();
  });
  addEventListener("offline", () => isLeader && tell("state", "off"));
  addEventListener("online", () => {
    if (!isWanted()) return;
    hush();
    tell("state", "wait");
    lead();
  });
  if (channel) return;
  let leaving = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(hush, HIDDEN_AFTER);
    else if (isWanted()) lead();
  });
}

// `handler(kind, data)` gets "state" (on, wait, off, out), "reset", and "message" with {message, isLate}: late ones were
// missed while nobody listened.
export function start(address, handler) {
  handle = handler;
  url = address;
  if (navigator.locks && "BroadcastChannel" in window) {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = (event) => hear(event.data);
    channel.postMessage({ kind: "hello", data: { from: clientId, since: performance.timeOrigin - 1000 } });
    // The promise never ends: the lock is ours until the tab goes.
    navigator.locks.request(NAME, () => {
      lead();
      return new Promise(() => {});
    });
  } else {
    lead();
  }
  watchTab();
}
