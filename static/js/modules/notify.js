// Notifications of the system, opt-in and for this browser only: shown when a new item arrives behind a hidden page.
// The newest item told is kept, so that of several tabs one tells it, and nothing is told twice.

const WANTED = "tracktor-notify";
const TOLD = "tracktor-notify-told";

function stored(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing: the wish lives as long as the page.
  }
}

export function isWanted() {
  return "Notification" in window && Notification.permission === "granted" && stored(WANTED) === "on";
}

// `news`: {count, newest, text, quote, url} of the newest unread item.
export function hear(news) {
  const told = Number(stored(TOLD) || 0);
  if (!news.newest || news.newest <= told) return;
  keep(TOLD, String(news.newest));
  // The first count in a browser is no news: it is what lay there already.
  if (!told || !document.hidden || !isWanted()) return;
  const shown = new Notification(news.text, { body: news.quote, tag: `tracktor-${news.newest}` });
  shown.addEventListener("click", () => {
    window.focus();
    location.assign(news.url);
  });
}

export function mount(place) {
  const button = place.querySelector("[data-notify]");
  const word = place.querySelector("[data-notify-word]");
  const state = place.querySelector("[data-notify-state]");
  const draw = () => {
    const isOn = isWanted();
    button.setAttribute("aria-pressed", String(isOn));
    word.textContent = isOn ? "Turn off notifications" : "Turn on notifications";
    if (!("Notification" in window) || !window.isSecureContext) {
      button.hidden = true;
      state.textContent = "This browser shows them over https or on this machine only";
    } else if (Notification.permission === "denied") {
      button.hidden = true;
      state.textContent = "Blocked in this browser; allow them in its site settings";
    } else {
      button.hidden = false;
      state.textContent = isOn ? "On in this browser" : "";
    }
  };
  button.addEventListener("click", async () => {
    if (isWanted()) keep(WANTED, "");
    else if ((await Notification.requestPermission()) === "granted") keep(WANTED, "on");
    draw();
  });
  draw();
}
