// The page of a shot or asset: J and K go to the next and the one before.
import { isTyping } from "./server.js";

export function mount(page) {
  const press = (event) => {
    if (!page.isConnected) {
      document.removeEventListener("keydown", press);
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], .menu-layer.is-shown")) return;
    const link = { j: page.querySelector("[data-after]"), k: page.querySelector("[data-before]") }[event.key.toLowerCase()];
    if (link) location.assign(link.href);
  };
  document.addEventListener("keydown", press);
}
