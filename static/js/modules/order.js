// A list whose rows are put in order: drag a handle, or Alt and an arrow on any row.
//   <ul data-module="order" data-order-url="/…/order/" data-order-target="#pipeline">
//     <li data-order-id="7"><button data-order-handle id="handle-7" aria-label="Move Layout">…</button> …</li>
// A move posts `moved` (the id) and `before` (the id that it now stands before; empty: at the end). The answer replaces
// data-order-target, or only says how it went where there is none. A refused move puts the row back.
import { isTyping, nearestId, returnFocus } from "./server.js";

// Several steps by keys are one move: it is sent when the hand rests.
const REST = 350;
const EDGE = 48;

// A button that moves a row by one place gives up the focus while it is sent; the list that comes back returns it.
let stepped = "";

function rowsOf(list) {
  return [...list.querySelectorAll(":scope > [data-order-id]")];
}

function nextRow(row) {
  let next = row.nextElementSibling;
  while (next && !next.matches("[data-order-id]")) next = next.nextElementSibling;
  return next;
}

function scrollerOf(element) {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}

export function mount(list) {
  let sending = 0;
  // Where the rows stood when the present move began: [row, the row behind it].
  let origin = null;

  const putBack = () => {
    if (origin) list.insertBefore(origin.row, origin.next);
    origin = null;
  };

  const begin = (row) => {
    if (origin?.row === row) return;
    if (origin) send();
    origin = { row, next: nextRow(row) };
  };

  const send = async () => {
    clearTimeout(sending);
    if (!origin) return;
    const move = origin;
    const { row } = move;
    const next = nextRow(row);
    origin = null;
    if (next === move.next) return;
    const focusId = nearestId(document.activeElement);
    const hadFocus = list.contains(document.activeElement);
    const target = list.dataset.orderTarget;
    const values = { moved: row.dataset.orderId, before: next?.dataset.orderId ?? "" };
    const refused = (event) => {
      if (event.detail.xhr?.status < 400 || !list.isConnected) return;
      list.insertBefore(row, move.next);
    };
    document.body.addEventListener("htmx:afterRequest", refused);
    await window.htmx.ajax("POST", list.dataset.orderUrl, {
      source: list,
      target: target ?? document.body,
      swap: target ? "outerHTML" : "none",
      values,
    });
    document.body.removeEventListener("htmx:afterRequest", refused);
    if (hadFocus) returnFocus(null, focusId);
  };

  if (stepped) {
    const button = document.getElementById(stepped);
    const row = button?.closest("[data-order-id]");
    (button?.disabled ? row.querySelector("[data-order-handle]") : button)?.focus({ preventScroll: true });
    stepped = "";
  }
  list.addEventListener("submit", (event) => {
    stepped = event.submitter?.id ?? "";
  });

  list.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const row = event.target.closest("[data-order-id]");
    if (!row || row.parentElement !== list) return;
    event.preventDefault();
    const rows = rowsOf(list);
    const other = rows[rows.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1)];
    if (!other) return;
    begin(row);
    const focus = document.activeElement;
    if (event.key === "ArrowUp") other.before(row);
    else other.after(row);
    // A row that moves in the tree loses the focus.
    focus.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    clearTimeout(sending);
    sending = setTimeout(send, REST);
  });

  list.addEventListener("focusout", (event) => {
    if (!list.contains(event.relatedTarget) && !list.querySelector(".is-dragged")) setTimeout(send, REST);
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-order-handle]");
    const row = handle?.closest("[data-order-id]");
    if (!row || row.parentElement !== list || event.button !== 0) return;
    drag(event, handle, row);
  });

  function drag(start, handle, row) {
    let isMoving = false;
    const scroller = scrollerOf(list);
    const move = (event) => {
      if (!isMoving && Math.abs(event.clientY - start.clientY) < 4) return;
      if (!isMoving) {
        isMoving = true;
        begin(row);
        row.classList.add("is-dragged");
        list.classList.add("is-ordering");
      }
      event.preventDefault();
      const box = scroller === document.scrollingElement ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
      if (event.clientY < box.top + EDGE) scroller.scrollTop -= 12;
      else if (event.clientY > box.bottom - EDGE) scroller.scrollTop += 12;
      place(row, event.clientY);
    };
    const place = (moved, y) => {
      for (const other of rowsOf(list)) {
        if (other === moved) continue;
        const { top, height } = other.getBoundingClientRect();
        if (y < top + height / 2) {
          if (moved.nextElementSibling !== other) other.before(moved);
          return;
        }
      }
      const last = rowsOf(list).at(-1);
      if (last !== moved) last.after(moved);
    };
    const ending = new AbortController();
    const listen = (name, listener, options) => {
      // At the document: a row that moves in the tree loses a captured pointer.
      document.addEventListener(name, listener, { signal: ending.signal, ...options });
    };
    const stop = (isKept) => {
      ending.abort();
      row.classList.remove("is-dragged");
      list.classList.remove("is-ordering");
      if (!isMoving) return;
      handle.focus({ preventScroll: true });
      if (isKept) send();
      else putBack();
    };
    // A change by somebody else waits until the hand is off.
    listen("htmx:beforeSwap", (event) => {
      if (event.detail.target.contains(list)) event.detail.shouldSwap = false;
    });
    listen("pointermove", move, { passive: false });
    listen("pointerup", () => stop(true));
    listen("pointercancel", () => stop(false));
    listen("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      stop(false);
    }, { capture: true });
  }
}
