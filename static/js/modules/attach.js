// The files of a note that is being written: chosen, dropped on the composer or pasted from the clipboard; each can be
// taken out again. They live in the file field itself, so that the form sends them like any other.
// And the light box: pictures of notes at full size, arrows go through those of the thread.

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(svg.namespaceURI, "use")).setAttribute("href", `#i-${name}`);
  return svg;
}

function button(name, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-ghost btn-icon";
  made.setAttribute("aria-label", label);
  made.title = label;
  made.append(icon(name));
  return made;
}

function size(bytes) {
  const units = ["bytes", "KB", "MB", "GB"];
  const step = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${units[step]}`;
}

class Files {
  constructor(form, field, list) {
    Object.assign(this, { form, field, list, files: [...field.files] });
    field.addEventListener("change", () => this.add([...field.files]));
    form.addEventListener("paste", (event) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      // A picture copied from a page comes with its address as text: the picture is meant.
      if (!pasted.length) return;
      event.preventDefault();
      this.add(pasted.map((file) => this.named(file)));
    });
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("is-over");
    });
    for (const leaving of ["dragleave", "drop", "dragend"]) {
      form.addEventListener(leaving, (event) => {
        if (leaving !== "dragleave" || !form.contains(event.relatedTarget)) form.classList.remove("is-over");
      });
    }
    form.addEventListener("drop", (event) => {
      const dropped = [...event.dataTransfer.files];
      if (!dropped.length) return;
      event.preventDefault();
      this.add(dropped);
    });
  }

  // The clipboard calls every picture image.png.
  named(file) {
    const time = new Date().toTimeString().slice(0, 8).replaceAll(":", ".");
    return file.name === "image.png" ? new File([file], `pasted ${time}.png`, { type: file.type }) : file;
  }

  add(more) {
    const known = new Set(this.files);
    this.files.push(...more.filter((file) => !known.has(file)));
    this.keep();
  }

  keep() {
    const held = new DataTransfer();
    for (const file of this.files) held.items.add(file);
    this.field.files = held.files;
    this.files = [...this.field.files];
    this.draw();
  }

  draw() {
    for (const picture of this.list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    this.list.replaceChildren(...this.files.map((file, index) => this.line(file, index)));
    this.list.hidden = !this.files.length;
  }

  line(file, index) {
    const line = document.createElement("li");
    line.className = "file";
    if (file.type.startsWith("image/") && file.type !== "image/svg+xml") {
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(file);
      picture.alt = "";
      line.append(picture);
    } else {
      line.append(icon("clip"));
    }
    const name = document.createElement("bdi");
    name.className = "cut";
    name.textContent = file.name;
    const weight = document.createElement("span");
    weight.className = "dim";
    weight.textContent = size(file.size);
    const away = button("x", `Remove ${file.name}`);
    away.addEventListener("click", () => {
      this.files.splice(index, 1);
      this.keep();
      this.form.querySelector("textarea").focus();
    });
    line.append(name, weight, away);
    return line;
  }
}

export function mountFiles(form) {
  const field = form.querySelector("input[type=file][multiple]");
  const list = form.querySelector("[data-files]");
  if (field && list) new Files(form, field, list);
}

function show(links, at) {
  const box = document.createElement("dialog");
  box.className = "lightbox";
  const picture = document.createElement("img");
  const name = document.createElement("bdi");
  name.className = "cut grow";
  const before = button("left", "Previous picture");
  const after = button("right", "Next picture");
  const whole = document.createElement("a");
  whole.className = "btn";
  whole.textContent = "Open the file";
  const close = button("x", "Close");
  const bar = document.createElement("div");
  bar.className = "lightbox-bar";
  bar.append(name, before, after, whole, close);
  box.append(picture, bar);
  const go = (to) => {
    at = (to + links.length) % links.length;
    const link = links[at];
    picture.src = link.dataset.lightbox;
    picture.alt = name.textContent = link.title;
    whole.href = link.href;
    box.setAttribute("aria-label", link.title);
  };
  before.hidden = after.hidden = links.length < 2;
  before.addEventListener("click", () => go(at - 1));
  after.addEventListener("click", () => go(at + 1));
  close.addEventListener("click", () => box.close());
  picture.addEventListener("click", () => box.close());
  box.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) go(at + by);
  });
  box.addEventListener("close", () => {
    box.remove();
    links[at].focus();
  });
  go(at);
  document.body.append(box);
  box.showModal();
  close.focus();
}

export function startLightbox() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-lightbox]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const links = [...(link.closest(".thread, .notelist") ?? link.parentElement).querySelectorAll("[data-lightbox]")];
    show(links, links.indexOf(link));
  });
}
