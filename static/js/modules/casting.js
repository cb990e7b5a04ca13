// The sheet of a sequence: assets are ticked, or dragged onto a shot. A dragged asset takes the other ticked ones along,
// a shot that is ticked the other ticked shots. What the field finds in the list is found without the server.
import { mount as mountPicks } from "./picks.js";

export function mount(sheet) {
  const form = sheet.querySelector("#sheet-form");
  const told = sheet.querySelector("[data-sheet-told]");
  const rest = told.textContent;
  mountPicks(sheet);

  const checked = (name) => [...sheet.querySelectorAll(`input[name="${name}"]:checked`)];
  const tell = () => {
    const [shots, assets] = [checked("pick").length, checked("asset").length];
    told.textContent = shots || assets ? `${assets} ${assets === 1 ? "asset" : "assets"}, ${shots} ${shots === 1 ? "row" : "rows"} chosen` : rest;
  };
  sheet.addEventListener("change", tell);
  tell();

  const find = sheet.querySelector("[data-asset-find]");
  find?.addEventListener("input", () => {
    const words = find.value.trim().toLowerCase().split(/\s+/);
    for (const asset of sheet.querySelectorAll("[data-asset]")) {
      const text = asset.dataset.search.toLowerCase();
      asset.hidden = !words.every((word) => text.includes(word));
    }
    for (const type of sheet.querySelectorAll(".sheet-type")) type.hidden = !type.querySelector("[data-asset]:not([hidden])");
  });

  let dragged = null;
  sheet.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-asset]");
    if (!dragged) return;
    dragged.classList.add("is-dragging");
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData("text/plain", dragged.dataset.search);
  });
  sheet.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragging");
    dragged = null;
    for (const row of sheet.querySelectorAll(".is-over")) row.classList.remove("is-over");
  });
  sheet.addEventListener("dragover", (event) => {
    const row = dragged && event.target.closest("[data-drop]");
    for (const other of sheet.querySelectorAll(".is-over")) if (other !== row) other.classList.remove("is-over");
    if (!row) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    row.classList.add("is-over");
  });
  sheet.addEventListener("drop", (event) => {
    const row = dragged && event.target.closest("[data-drop]");
    if (!row) return;
    event.preventDefault();
    const asset = dragged.querySelector("input");
    const pick = row.querySelector('input[name="pick"]');
    if (!asset.checked) for (const other of checked("asset")) other.checked = false;
    if (!pick.checked) for (const other of checked("pick")) other.checked = false;
    asset.checked = pick.checked = true;
    // Pressed, not submitted: so the act goes along.
    form.querySelector('button[name="act"][value="add"]').click();
  });
}
