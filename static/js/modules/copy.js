// A field whose text is copied by a button. The button is hidden until here, because without a script it would do nothing.
async function copy(field) {
  field.select();
  // The clipboard is there on https and localhost only; the old way works on a studio's plain http too.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
}

export function mount(element) {
  const field = element.querySelector("input");
  const button = element.querySelector("[data-copy]");
  const word = button.querySelector("[data-copy-word]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(field);
    } catch {
      return;
    }
    if (word) word.textContent = "Copied";
    button.setAttribute("aria-label", "Copied");
  });
}
