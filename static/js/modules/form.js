// A form is sent once: its button rests until the answer is there. Two presses would be two shots.

function rest(form, isResting) {
  // What the server itself has disabled stays so.
  const buttons = isResting ? "button[type=submit]:enabled, button:not([type]):enabled" : "button.is-busy";
  for (const button of form.querySelectorAll(buttons)) {
    button.disabled = isResting;
    button.classList.toggle("is-busy", isResting);
  }
}

export function start() {
  document.addEventListener("submit", (event) => {
    // After the submission has read the button's name and value; htmx forms are prevented here and handled below.
    setTimeout(() => {
      if (!event.defaultPrevented && event.target.method === "post") rest(event.target, true);
    });
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("form")) rest(event.detail.elt, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches("form")) rest(event.detail.elt, false);
  });
  // Back to a page kept by the browser: its buttons must work again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach((form) => rest(form, false));
  });
}
