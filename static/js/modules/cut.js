// The second step of an import: each change draws the preview anew (htmx does that), and nothing jumps under the hand.
const KEPT_SCROLL = ["cut-scroll", "cut-options"];

function isText(element) {
  return element?.matches("#cut-check input:not([type=checkbox]):not([type=radio])") ?? false;
}

// The rows have no ids: a field is known by its name, a tick by its row.
function addressOf(element) {
  if (!element?.closest("#cut-check")) return "";
  if (element.id) return `#${CSS.escape(element.id)}`;
  const value = element.type === "checkbox" ? `[value="${CSS.escape(element.value)}"]` : "";
  return element.name ? `#cut-check [name="${CSS.escape(element.name)}"]${value}` : "";
}

function watchAll(form) {
  const all = form.querySelector("[data-take-all]");
  const boxes = [...form.querySelectorAll("tbody input[name=take][type=checkbox]")];
  const ticked = boxes.filter((box) => box.checked).length;
  all.hidden = boxes.length === 0;
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
  // The event goes on to the form, which asks for the preview.
  all.addEventListener("input", () => boxes.forEach((box) => (box.checked = all.checked)));
}

function remember(sent) {
  const focus = document.activeElement;
  const address = addressOf(focus);
  // What was typed while the answer was on its way is newer than the answer.
  const isNewer = isText(focus) && !(sent.address === address && sent.value === focus.value);
  return {
    address,
    value: isNewer ? focus.value : null,
    caret: isText(focus) && focus.type === "text" ? [focus.selectionStart, focus.selectionEnd] : null,
    scroll: KEPT_SCROLL.map((id) => [id, document.getElementById(id)?.scrollTop ?? 0]),
  };
}

function bringBack({ address, value, caret, scroll }) {
  for (const [id, top] of scroll) {
    const place = document.getElementById(id);
    if (place) place.scrollTop = top;
  }
  const field = address && document.querySelector(address);
  if (!field) return;
  if (value !== null) field.value = value;
  field.focus({ preventScroll: true });
  if (caret) field.setSelectionRange(...caret);
}

export function mount(form) {
  let sent = { address: "", value: "" };
  let before = null;

  form.classList.add("is-live");
  watchAll(form);

  // Enter asks for the preview; only the button imports.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input, select")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("htmx:beforeRequest", () => {
    const focus = document.activeElement;
    sent = { address: addressOf(focus), value: focus?.value };
  });
  form.addEventListener("htmx:beforeSwap", () => {
    before = remember(sent);
  });
  form.addEventListener("htmx:afterSwap", () => {
    if (before) bringBack(before);
    before = null;
    watchAll(form);
  });
}
