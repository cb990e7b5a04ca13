// A zone around a file field: says which file was chosen, and shows that a file may be dropped.
export function mount(zone) {
  const field = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-file-name]");
  const hint = name.textContent;
  field.addEventListener("change", () => {
    name.textContent = field.files[0]?.name ?? hint;
  });
  zone.addEventListener("dragenter", () => zone.classList.add("is-over"));
  for (const leaving of ["dragleave", "drop", "dragend"]) {
    zone.addEventListener(leaving, () => zone.classList.remove("is-over"));
  }
}
