// The dashboard by keyboard: J and K go through the cards, F turns the star of the one with the focus.
import { isTyping } from "./server.js";

function step(page, by) {
  const cards = [...page.querySelectorAll(".proj")];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[at < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, at + by))];
  next?.querySelector("h2 a")?.focus();
}

export function mount(page) {
  const press = (event) => {
    if (!page.isConnected) {
      document.removeEventListener("keydown", press);
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], .menu-layer.is-shown")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") step(page, key === "j" ? 1 : -1);
    if (key === "f") document.activeElement?.closest(".proj")?.querySelector("[data-star]")?.click();
  };
  document.addEventListener("keydown", press);
}
