// What takes long says so: after a moment a line over the top bar, after two seconds a bar with numbers and Cancel.
// Only what a person asked for; what a page fetches by itself has its skeleton. Plain forms get the line too.
const LINE_AFTER = 300;
const BAR_AFTER = 2000;
const asked = new Map();
let line = null;
let bar = null;
let timers = [];

function isOwnWish({ elt, requestConfig }) {
  if (elt.closest("#palette, #menu")) return false;
  return requestConfig?.verb !== "get" || ["click", "submit"].includes(requestConfig?.triggeringEvent?.type);
}

function draw() {
  line.hidden = false;
}

function drawBar() {
  bar.hidden = asked.size === 0;
}

function tell(loaded, total) {
  const meter = bar.querySelector("progress");
  const text = bar.querySelector("[data-busy-text]");
  if (!total || loaded >= total) {
    meter.removeAttribute("value");
    text.textContent = total ? "Sent, Tracktor is at work" : "Tracktor is at work";
    return;
  }
  const sent = Math.floor((100 * loaded) / total);
  meter.value = sent;
  text.textContent = `Sending, ${sent} % of ${(total / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
}

function rest() {
  timers.forEach(clearTimeout);
  timers = [];
  line.hidden = bar.hidden = true;
}

function begin() {
  if (timers.length) return;
  tell(0, 0);
  timers = [setTimeout(draw, LINE_AFTER), setTimeout(drawBar, BAR_AFTER)];
}

export function start() {
  line = document.getElementById("busy-line");
  bar = document.getElementById("busy");
  if (!line || !bar) return;
  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    if (!isOwnWish(detail)) return;
    asked.set(detail.xhr, detail.elt);
    begin();
  });
  document.addEventListener("htmx:xhr:progress", ({ detail }) => {
    // The answer comes in by the same event; what is sent is larger than what is asked for with it.
    if (detail.lengthComputable && asked.size) tell(detail.loaded, detail.total);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    asked.delete(detail.xhr);
    if (!asked.size) rest();
  });
  bar.addEventListener("click", (event) => {
    if (event.target.closest("[data-busy-cancel]")) for (const xhr of [...asked.keys()]) xhr.abort();
  });
  document.addEventListener("submit", (event) => {
    setTimeout(() => {
      if (!event.defaultPrevented && event.target.method === "post") begin();
    });
  });
  addEventListener("pageshow", rest);
}
