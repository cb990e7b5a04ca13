// The bell: asks how many items are unread when others have done something, at most every few seconds, and not behind a
// hidden page unless the person wants notifications there. On the inbox: J, K, E and Shift E.
import { hear, isWanted } from "./notify.js";
import { isTyping } from "./server.js";

const QUIET = 1500;
const AT_MOST_EVERY = 5000;
let newest = -1;

// The open inbox shows what the bell has just counted; its first count is of what the page came with.
function show(news) {
  const list = document.getElementById("inbox");
  if (list && newest >= 0 && news.newest > newest) {
    const id = document.activeElement?.closest(".item")?.id;
    const stay = () => document.getElementById(id)?.querySelector("[data-item]")?.focus();
    if (id) document.body.addEventListener("htmx:afterSettle", stay, { once: true });
    window.htmx.trigger(list, "inbox:renew");
  }
  newest = Math.max(newest, news.newest);
}

export function mount(bell) {
  const count = bell.querySelector("[data-bell-count]");
  let timer = 0;
  let last = 0;
  let isDue = false;
  const look = () => {
    clearTimeout(timer);
    timer = 0;
    if (document.hidden && !isWanted()) {
      isDue = true;
      return;
    }
    isDue = false;
    last = performance.now();
    window.htmx.trigger(count, "inbox:look");
  };
  const soon = () => {
    if (timer) return;
    timer = setTimeout(look, Math.max(QUIET, last + AT_MOST_EVERY - performance.now()));
  };
  document.body.addEventListener("live:topics", (event) => event.detail.isOwn || soon());
  document.body.addEventListener("live:reset", soon);
  document.addEventListener("visibilitychange", () => isDue && !document.hidden && look());
  document.body.addEventListener("inbox:news", (event) => {
    hear(event.detail);
    show(event.detail);
  });
}

function press(page, event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], .menu-layer.is-shown")) return;
  const links = [...page.querySelectorAll("[data-item]")];
  const here = document.activeElement?.closest(".item");
  const at = links.findIndex((link) => link.closest(".item") === here);
  const key = event.key.toLowerCase();
  const by = { j: 1, k: -1 }[key];
  if (by) {
    const next = links[Math.min(links.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  } else if (key === "e" && event.shiftKey) {
    page.querySelector("[data-mark-all]")?.click();
  } else if (key === "e" && here) {
    // The row is swapped: its successor keeps the focus.
    const id = here.id;
    page.addEventListener("htmx:afterSettle", () => document.querySelector(`#${id} [data-item]`)?.focus(), { once: true });
    here.querySelector("[data-mark]").click();
  } else {
    return;
  }
  event.preventDefault();
}

export function mountList(page) {
  const heard = (event) => {
    if (page.isConnected) press(page, event);
    else document.removeEventListener("keydown", heard);
  };
  document.addEventListener("keydown", heard);
  // Taking back "mark all read" changes rows that are shown here.
  const renew = (event) => {
    if (!page.isConnected) document.body.removeEventListener("inbox:changed", renew);
    else if (!page.contains(event.detail.elt)) window.htmx.trigger(page, "inbox:renew");
  };
  document.body.addEventListener("inbox:changed", renew);
}
