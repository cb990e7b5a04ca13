// The form of a publish: what was chosen, the number it gets, a frame of a movie as its picture, how far the upload is.

const POSTER_WIDTH = 1280;
const FRAME_AT = 0.1;

function sizeOf(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let step = 0;
  let value = bytes;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${value.toFixed(value < 10 && step > 1 ? 1 : 0)} ${units[step]}`;
}

// A frame near the beginning, drawn by the browser that can play the movie; the server needs no decoder.
function frameOf(file) {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    const url = URL.createObjectURL(file);
    const end = (blob) => {
      URL.revokeObjectURL(url);
      resolve(blob);
    };
    video.muted = true;
    video.preload = "auto";
    video.addEventListener("error", () => end(null));
    video.addEventListener("loadeddata", () => {
      video.currentTime = Math.min(1, (video.duration || 0) * FRAME_AT);
    });
    video.addEventListener("seeked", () => {
      const scale = Math.min(1, POSTER_WIDTH / (video.videoWidth || POSTER_WIDTH));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      if (!canvas.width || !canvas.height) return end(null);
      canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(end, "image/jpeg", 0.9);
    });
    video.src = url;
  });
}

function put(field, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  field.files = carrier.files;
}

export function mount(form) {
  const field = form.querySelector("input[type=file][multiple]");
  const poster = form.querySelector("input[name=poster]");
  const list = form.querySelector("[data-upload-list]");
  const zone = form.querySelector("[data-upload-zone]");
  const bar = form.querySelector("[data-upload-bar]");
  const word = form.querySelector("[data-upload-word]");
  const button = form.querySelector("[data-publish-word]");
  const numbers = new Map(form.dataset.next.trim().split(/\s+/).map((pair) => pair.split(":")));
  let chosen = 0;

  function tell() {
    const total = [...field.files].reduce((sum, file) => sum + file.size, 0);
    list.hidden = field.files.length === 0;
    list.replaceChildren(
      ...[...field.files].map((file, index) => {
        const row = document.createElement("li");
        row.className = "listrow";
        const name = document.createElement("span");
        name.className = "grow cut";
        name.textContent = file.name;
        const size = document.createElement("span");
        size.className = "mid small";
        size.textContent = sizeOf(file.size);
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "btn btn-ghost btn-icon";
        remove.setAttribute("aria-label", `Leave out ${file.name}`);
        remove.innerHTML = '<svg class="i" aria-hidden="true"><use href="#i-x"></use></svg>';
        remove.addEventListener("click", () => {
          put(field, [...field.files].filter((_, other) => other !== index));
          changed();
        });
        row.append(name, size, remove);
        return row;
      }),
    );
    const most = Number(form.dataset.most);
    field.setCustomValidity(most && total > most ? `This is ${sizeOf(total)}; ${sizeOf(most)} is the most at once.` : "");
    if (field.validationMessage) field.reportValidity();
  }

  async function changed() {
    tell();
    chosen += 1;
    const mine = chosen;
    put(poster, []);
    const files = [...field.files];
    const movie = files.find((file) => file.type.startsWith("video/"));
    if (!movie || files.some((file) => file.type.startsWith("image/"))) return;
    const blob = await frameOf(movie);
    // Another choice was made meanwhile.
    if (blob && mine === chosen) put(poster, [new File([blob], "frame.jpg", { type: "image/jpeg" })]);
  }

  function number() {
    const own = form.elements.number.value;
    const stream = form.elements.stream.value.trim().toLowerCase();
    const next = own || (stream && stream !== "main" ? "" : (numbers.get(form.elements.task.value || "0") ?? "1"));
    button.textContent = next ? `Publish v${String(next).padStart(3, "0")}` : "Publish";
  }

  field.addEventListener("change", changed);
  form.addEventListener("input", number);
  zone.addEventListener("dragenter", () => zone.classList.add("is-over"));
  for (const leaving of ["dragleave", "drop", "dragend"]) {
    zone.addEventListener(leaving, () => zone.classList.remove("is-over"));
  }
  form.addEventListener("htmx:xhr:progress", ({ detail }) => {
    if (!detail.lengthComputable || field.files.length === 0) return;
    bar.hidden = false;
    bar.querySelector("progress").value = detail.loaded / detail.total;
    const isSent = detail.loaded >= detail.total;
    word.textContent = isSent ? "Storing…" : `${sizeOf(detail.loaded)} of ${sizeOf(detail.total)}`;
  });
  form.addEventListener("htmx:afterRequest", () => {
    bar.hidden = true;
  });
  // Closing the dialog ends an upload that is under way.
  form.querySelector("[data-stop]").addEventListener("click", () => window.htmx.trigger(form, "htmx:abort"));
  number();
  // Dropped before the dialog was there.
  if (field.files.length) {
    changed();
    form.querySelector("button[type=submit]").focus();
  }
}
