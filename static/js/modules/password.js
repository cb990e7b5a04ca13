// The eye in a password field. It is hidden until here, because without a script it would do nothing.
export function mount(element) {
  const input = element.querySelector("input");
  const eye = element.querySelector("[data-eye]");
  eye.hidden = false;
  eye.addEventListener("click", () => {
    const isShown = input.type === "text";
    input.type = isShown ? "password" : "text";
    eye.setAttribute("aria-pressed", String(!isShown));
    input.focus();
  });
}
