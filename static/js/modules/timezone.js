// Offers the browser's time zone where nobody has chosen one.
export function mount(element) {
  const field = element.matches("select, input") ? element : element.querySelector("select, input");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!field || !zone || (field.value && field.value !== "UTC")) return;
  if (field.matches("input") || [...field.options].some((option) => option.value === zone)) field.value = zone;
}
