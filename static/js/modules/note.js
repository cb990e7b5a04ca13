// The field of a note: Ctrl+Enter sends, @ completes members, "Reply" aims it at a note. "note:wanted" (Shift+Enter in a
// status menu) opens it with the task and the status chosen, so that both are one act; where the page has no composer of
// that task, a dialog brings one.
import { mountFiles, startLightbox } from "./attach.js";

const MOST = 8;
const CALL = /(^|[^\p{L}\p{N}_@/])@([\p{L}\p{N}._-]*)$/u;
const people = new Map();

function membersOf(url) {
  if (!people.has(url)) {
    const asked = fetch(url, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : { people: [] }));
    people.set(url, asked.then((found) => found.people).catch(() => people.delete(url) && []));
  }
  return people.get(url);
}

// Chloé is found by chloe: accents are for reading.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function fits(person, typed) {
  const words = plain(`${person.username} ${person.name}`).split(/[\s._-]+/);
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
    this.shown = all.filter((person) => fits(person, plain(call[2]))).slice(0, MOST);
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
  form.dispatchEvent(new CustomEvent("note:aimed"));
  form.elements.body.focus();
}

// A status is that of a task: without one there is nothing to set.
function followTask(form) {
  const { task, status } = form.elements;
  if (!task || !status) return;
  const look = () => {
    // An answer goes to the task of the note that it answers; the server knows which.
    status.disabled = !task.value && !form.elements.parent.value && !form.elements.version?.value;
    // What needs an approver is offered for the tasks of the departments that the person approves.
    for (const group of status.querySelectorAll("optgroup[data-tasks]")) {
      group.disabled = Boolean(task.value) && !group.dataset.tasks.split(" ").includes(task.value);
    }
    if (status.disabled || status.selectedOptions[0]?.parentElement.disabled) status.value = "";
  };
  form.addEventListener("change", look);
  form.addEventListener("note:aimed", look);
  look();
}

function addLine(field) {
  const before = field.value.slice(0, field.selectionStart);
  field.setRangeText(`${before && !before.endsWith("\n") ? "\n" : ""}- [ ] `, field.selectionStart, field.selectionEnd, "end");
  field.focus();
}

// Enter in a line to tick begins the next one; in an empty one it ends the list.
function continueList(field, event) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const line = field.value.slice(start, field.selectionStart).match(/^- \[[ xX]\] ?(.*)$/);
  if (!line || event.shiftKey) return;
  event.preventDefault();
  if (line[1]) field.setRangeText("\n- [ ] ", field.selectionStart, field.selectionEnd, "end");
  else field.setRangeText("", start, field.selectionStart, "end");
}

export function mount(form) {
  const field = form.querySelector("textarea");
  form.classList.add("is-live");
  new Mentions(form, field);
  mountFiles(form);
  followTask(form);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    if (!(event.ctrlKey || event.metaKey)) {
      continueList(field, event);
      return;
    }
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-reply-stop]")) aim(form, "", "");
    if (event.target.closest("[data-checkline]")) addLine(field);
    if (event.target.closest("[data-mention]")) {
      field.setRangeText(/\S$/.test(field.value.slice(0, field.selectionStart)) ? " @" : "@", field.selectionStart, field.selectionEnd, "end");
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (event.target.closest("[data-note-cancel]")) {
      event.preventDefault();
      const thread = document.querySelector("#thread, #note-list");
      form.closest(".note").remove();
      if (thread) window.htmx.ajax("GET", thread.getAttribute("hx-get"), { source: thread, target: thread, swap: "outerHTML" });
      else location.assign(event.target.closest("a").href);
    }
  });
}

function composer() {
  return document.getElementById("composer");
}

function want({ task, status, url }) {
  const form = composer();
  const choice = form?.elements.task;
  if (choice?.options && [...choice.options].some((option) => option.value === String(task))) {
    if (form.elements.parent.value) aim(form, "", "");
    choice.value = String(task);
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    if (form.elements.status) form.elements.status.value = String(status);
    // After the menu, which gives the focus back to its cell when it closes.
    setTimeout(() => form.elements.body.focus(), 150);
    return;
  }
  window.htmx.ajax("GET", `${url}?task=${task}&status=${status}`, { source: document.body, target: "#modal", swap: "innerHTML" });
}

export function start() {
  startLightbox();
  document.body.addEventListener("note:wanted", (event) => want(event.detail));
  document.addEventListener("click", (event) => {
    const reply = event.target.closest("[data-reply]");
    if (!reply || !composer()) return;
    event.preventDefault();
    aim(composer(), reply.dataset.reply, reply.dataset.replyName);
  });
  // A line that is ticked is swapped, and its button rests meanwhile: the focus goes back to it.
  let ticked = "";
  document.addEventListener("click", (event) => {
    ticked = event.target.closest(".checkline")?.id ?? "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (ticked && document.activeElement === document.body) document.getElementById(ticked)?.focus({ preventScroll: true });
  });
  // Nothing is read anew under the hands of somebody who changes a note or a date there.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    const isOwnWish = ["submit", "click", "change"].includes(requestConfig?.triggeringEvent?.type);
    if (!isOwnWish && elt.querySelector?.(".note-edit, details[open] input:focus")) event.preventDefault();
  });
  if (location.hash === "#composer") composer()?.elements.body.focus();
}
