// A dialog that was swapped into #modal: open it, and give the focus back to what asked for it.
// Closes by Esc, [data-close], a press on the scrim, or the event "modal:close" from HX-Trigger.
import { nearestId, returnFocus } from "./server.js";

let opener = null;
let openerId = "";

export function mount(dialog) {
  // A dialog that comes back with errors replaces the one before: who opened the first is still meant.
  if (!document.activeElement?.closest("#modal") && document.activeElement !== document.body) {
    opener = document.activeElement;
    openerId = nearestId(opener);
  }
  dialog.showModal();
  const close = () => dialog.close();
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) close();
  });
  document.body.addEventListener("modal:close", close);
  dialog.addEventListener("close", () => {
    document.body.removeEventListener("modal:close", close);
    dialog.remove();
    returnFocus(opener, openerId);
  });
}
