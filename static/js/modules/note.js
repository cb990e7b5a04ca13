// The field of a note: Ctrl+Enter sends, @ completes members, "Reply" aims it at a note. "note:wanted" (Shift+Enter in a
// status menu) puts the cursor here, on the task that was set; on a page without a composer it goes to the shot's.

const MOST = 8;
const CALL = /(^|[^\w@/])@([A-Za-z0-9._-]*)$/;
const people = new Map();

function membersOf(url) {
  if (!people.has(url)) {
    const asked = fetch(url, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : { people: [] }));
    people.set(url, asked.then((found) => found.people).catch(() => people.delete(url) && []));
  }
  return people.get(url);
}

function fits(person, typed) {
  const words = `${person.username} ${person.name}`.toLowerCase().split(/[\s._-]+/);
  return person.username.startsWith(typed) || words.some((word) => word.startsWith(typed));
}

class Mentions {
  constructor(form, field) {
    Object.assign(this, { form, field, list: null, shown: [], at: 0, turn: 0 });
    field.addEventListener("input", () => this.look());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
  }

  get call() {
    return this.field.value.slice(0, this.field.selectionStart).match(CALL);
  }

  async look() {
    const turn = ++this.turn;
    if (!this.call) return this.close();
    const all = await membersOf(this.form.dataset.mentions);
    const call = this.call;
    if (turn !== this.turn || !call) return;
    this.shown = all.filter((person) => fits(person, call[2].toLowerCase())).slice(0, MOST);
    if (this.shown.length) this.open();
    else this.close();
  }

  open() {
    if (!this.list) {
      this.list = document.createElement("div");
      this.list.className = "pop mentions";
      this.list.id = "mentions";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Members");
      // Not click: the field would lose the focus first, and the list with it.
      this.list.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        const option = event.target.closest("[role=option]");
        if (option) this.take(this.shown[Number(option.dataset.index)]);
      });
      this.field.after(this.list);
      this.field.setAttribute("aria-controls", "mentions");
    }
    this.at = 0;
    this.list.replaceChildren(...this.shown.map((person, index) => this.option(person, index)));
    this.point();
  }

  option(person, index) {
    const option = document.createElement("div");
    option.className = "opt";
    option.id = `mention-${index}`;
    option.dataset.index = index;
    option.setAttribute("role", "option");
    const face = document.createElement("span");
    face.className = `av p${person.colour}`;
    face.setAttribute("aria-hidden", "true");
    face.textContent = person.initials;
    const handle = document.createElement("span");
    handle.className = "dim small";
    handle.textContent = `@${person.username}`;
    option.append(face, person.name, handle);
    return option;
  }

  point() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `mention-${this.at}`);
  }

  press(event) {
    if (!this.list) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.shown.length) % this.shown.length;
      this.point();
    } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") {
      this.take(this.shown[this.at]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  take(person) {
    const { field } = this;
    const start = field.selectionStart - this.call[2].length;
    field.setRangeText(`${person.username} `, start, field.selectionStart, "end");
    this.close();
  }

  close() {
    this.turn += 1;
    this.list?.remove();
    this.list = null;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }
}

function aim(form, pk, name) {
  const line = form.querySelector("[data-reply-line]");
  form.elements.parent.value = pk;
  line.hidden = !pk;
  line.querySelector("[data-reply-to]").textContent = name ? ` to ${name}` : "";
  // An answer belongs to the task of the note that it answers.
  form.elements.task.disabled = Boolean(pk);
  form.elements.body.focus();
}

export function mount(form) {
  const field = form.querySelector("textarea");
  new Mentions(form, field);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-reply-stop]")) aim(form, "", "");
    if (event.target.closest("[data-mention]")) {
      field.setRangeText(/\S$/.test(field.value.slice(0, field.selectionStart)) ? " @" : "@", field.selectionStart, field.selectionEnd, "end");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (event.target.closest("[data-note-cancel]")) {
      event.preventDefault();
      const thread = document.getElementById("thread");
      form.remove();
      if (thread) window.htmx.ajax("GET", thread.getAttribute("hx-get"), { source: thread, target: thread, swap: "outerHTML" });
    }
  });
}

function composer() {
  return document.getElementById("composer");
}

function want({ task, url }) {
  const form = composer();
  const choice = form?.elements.task;
  if (choice && [...choice.options].some((option) => option.value === String(task))) {
    choice.value = String(task);
    // After the menu, which gives the focus back to its cell when it closes.
    setTimeout(() => form.elements.body.focus(), 150);
  } else {
    location.assign(`${url}?task=${task}#composer`);
  }
}

export function start() {
  document.body.addEventListener("note:wanted", (event) => want(event.detail));
  document.addEventListener("click", (event) => {
    const reply = event.target.closest("[data-reply]");
    if (!reply || !composer()) return;
    event.preventDefault();
    aim(composer(), reply.dataset.reply, reply.dataset.replyName);
  });
  // Nothing is read anew under the hands of somebody who changes a note or a date there.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    const isOwnWish = ["submit", "click", "change"].includes(requestConfig?.triggeringEvent?.type);
    if (!isOwnWish && elt.querySelector(".note-edit, details[open] input:focus")) event.preventDefault();
  });
  if (location.hash === "#composer") composer()?.elements.body.focus();
}
