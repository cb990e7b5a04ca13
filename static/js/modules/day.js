// My tasks: J and K go through the rows, R sends the chosen task to review, U publishes on it; a chosen row opens in the panel, which lies over the list on a narrow page.
import { isTyping } from "./server.js";

function mark(page, pk) {
  for (const row of page.querySelectorAll(".taskrow")) {
    row.classList.toggle("is-on", row.dataset.task === pk);
    if (row.dataset.task === pk) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function step(page, by) {
  const links = [...page.querySelectorAll(".taskrow [data-choose]")];
  const at = links.findIndex((link) => link.closest(".taskrow").matches(".is-on"));
  const next = links[Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.click();
}

export function mount(page) {
  page.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close-side]");
    if (!close) return;
    event.preventDefault();
    page.querySelector("#side")?.classList.remove("is-open");
    page.querySelector(".taskrow.is-on [data-choose]")?.focus();
  });
  page.addEventListener("htmx:afterSwap", () => {
    const chosen = page.querySelector("#side")?.dataset.chosen;
    if (chosen) mark(page, chosen);
  });
  document.addEventListener("keydown", (event) => {
    if (!page.isConnected || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], .menu-layer.is-shown")) return;
    const by = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (by) step(page, by);
    if (event.key.toLowerCase() === "r") page.querySelector("[data-send-review]")?.click();
    if (event.key.toLowerCase() === "u") page.querySelector("[data-publish]")?.click();
    if (event.key === "Escape") page.querySelector("[data-close-side]")?.click();
  });
}
