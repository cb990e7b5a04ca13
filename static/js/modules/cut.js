// The second step of an import: each change draws the preview anew (htmx does that), and nothing jumps under the hand.
const KEPT_SCROLL = ["cut-scroll", "cut-options"];

function isText(element) {
  return element?.matches?.("#cut-check input:not([type=checkbox]):not([type=radio])");
}

function watchAll(form) {
  const all = form.querySelector("[data-take-all]");
  if (!all) return;
  const boxes = [...form.querySelectorAll("tbody input[name=take][type=checkbox]")];
  const ticked = boxes.filter((box) => box.checked).length;
  all.hidden = boxes.length === 0;
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
  // The boxes tell of it themselves by the one event that bubbles from here to the form.
  all.addEventListener("input", () => boxes.forEach((box) => (box.checked = all.checked)));
}

export function mount(form) {
  let sent = null;
  let before = null;

  form.classList.add("is-live");
  watchAll(form);

  // Enter asks for the preview, never for the import; only the button imports.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input, select")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  form.addEventListener("htmx:beforeRequest", () => {
    const focus = document.activeElement;
    sent = isText(focus) ? { id: focus.id, value: focus.value } : null;
  });

  form.addEventListener("htmx:beforeSwap", () => {
    const focus = document.activeElement;
    before = { scroll: KEPT_SCROLL.map((id) => [id, document.getElementById(id)?.scrollTop ?? 0]), typed: null };
    // What was typed while the answer was on its way is newer than the answer.
    if (isText(focus) && !(sent?.id === focus.id && sent.value === focus.value)) {
      before.typed = { id: focus.id, value: focus.value, from: focus.selectionStart, to: focus.selectionEnd };
    }
  });

  form.addEventListener("htmx:afterSettle", () => {
    for (const [id, top] of before?.scroll ?? []) {
      const place = document.getElementById(id);
      if (place) place.scrollTop = top;
    }
    const typed = before?.typed && document.getElementById(before.typed.id);
    if (typed && typed.value !== before.typed.value) {
      typed.value = before.typed.value;
      if (typed.selectionStart !== null) typed.setSelectionRange(before.typed.from, before.typed.to);
    }
    before = null;
    watchAll(form);
  });
}
