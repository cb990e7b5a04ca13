// Talking to the server outside a form: always through htmx, so that CSRF, HX-Trigger and redirects work as they do there.

// Names this tab: the live stream sends it back with our own changes, which then don't flash.
// getRandomValues and not randomUUID, which plain http on a studio network does not have.
export const clientId = Array.from(crypto.getRandomValues(new Uint32Array(3)), (number) => number.toString(36)).join("");

export function post(url) {
  return window.htmx.ajax("POST", url, { source: document.body, swap: "none" });
}

export async function load(url, target, swap = "innerHTML") {
  await window.htmx.ajax("GET", url, { source: target, target, swap });
  // htmx binds what it swapped in some frames later; a quick hand has pressed Enter by then.
  window.htmx.process(target);
}

// Where the focus goes back to when its element may have been swapped meanwhile: the element, its successor, its cell.
export function returnFocus(element, id) {
  const goal = element?.isConnected ? element : document.getElementById(id);
  goal?.focus({ preventScroll: true });
  if (goal && document.activeElement !== goal) {
    // A cell that has just been swapped in cannot take the focus yet.
    goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
  }
  return goal;
}

export function nearestId(element) {
  return element?.closest("[id]")?.id ?? "";
}

export function isTyping(element) {
  return Boolean(element?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]"));
}
