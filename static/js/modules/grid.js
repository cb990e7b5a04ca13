// The keyboard of an ARIA grid: one stop for Tab, arrows inside. Rows may come and go; the focus stays at the same id,
// else the same row and column. What the cells do is theirs: data-menu-url opens a menu, a link or a box is pressed.
import { isGoing } from "./keys.js";
import { isOpen, openMenu } from "./menu.js";
import { isTyping } from "./server.js";

const CELLS = '[role="gridcell"], [role="rowheader"], [role="columnheader"]';
const CONTROLS = "a[href], button, input, select, textarea, summary";

class Grid {
  constructor(table) {
    this.table = table;
    this.last = { id: "", row: 1, column: 0 };
    this.hasFocus = false;
    this.settle();
    table.addEventListener("focusin", (event) => this.focusin(event));
    table.addEventListener("keydown", (event) => this.keydown(event));
    // A removed element tells nobody that it had the focus; what takes the focus next does.
    for (const kind of ["focusin", "pointerdown"]) {
      document.addEventListener(kind, (event) => {
        this.hasFocus = table.contains(event.target);
      });
    }
    new MutationObserver(() => this.settle()).observe(table, { childList: true, subtree: true });
  }

  rows() {
    return [...this.table.rows].filter((row) => row.getClientRects().length && row.querySelector(CELLS));
  }

  cells(row) {
    return [...row.cells].filter((cell) => cell.matches(CELLS) && cell.getClientRects().length);
  }

  // Columns are counted with spans, so that group rows and rows below each other mean the same column.
  columnOf(cell) {
    let column = 0;
    for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) column += before.colSpan;
    return column;
  }

  cellAt(row, column) {
    const cells = this.cells(row);
    return cells.findLast((cell) => this.columnOf(cell) <= column) ?? cells[0];
  }

  // After every change: nothing inside is a stop for Tab, exactly one cell is, and the focus is where it was.
  settle() {
    for (const control of this.table.querySelectorAll(CONTROLS)) control.tabIndex = -1;
    for (const cell of this.table.querySelectorAll(CELLS)) if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
    const stops = this.table.querySelectorAll(`:is(${CELLS})[tabindex="0"]`);
    const kept = stops.length === 1 ? stops[0] : this.find();
    for (const stop of stops) if (stop !== kept) stop.tabIndex = -1;
    if (!kept) return;
    kept.tabIndex = 0;
    const isLost = document.activeElement === document.body || !document.activeElement;
    if (this.hasFocus && isLost && !isOpen()) this.find()?.focus({ preventScroll: true });
  }

  find() {
    const same = this.last.id && document.getElementById(this.last.id);
    if (same && this.table.contains(same)) return same;
    const rows = this.rows();
    const row = rows[Math.min(this.last.row, rows.length - 1)];
    return row && this.cellAt(row, this.last.column);
  }

  focusin(event) {
    const cell = event.target.closest(CELLS);
    if (!cell) return;
    this.last = { id: cell.id, row: this.rows().indexOf(cell.parentElement), column: this.columnOf(cell) };
    for (const stop of this.table.querySelectorAll(`:is(${CELLS})[tabindex="0"]`)) stop.tabIndex = -1;
    cell.tabIndex = 0;
  }

  move(row, column) {
    const rows = this.rows();
    const goal = this.cellAt(rows[Math.max(0, Math.min(row, rows.length - 1))], column);
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  sideways(cell, step) {
    const cells = this.cells(cell.parentElement);
    const goal = cells[cells.indexOf(cell) + step];
    if (!goal) return;
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  rowsInView(row) {
    const box = this.table.closest(".gridscroll")?.clientHeight ?? innerHeight;
    return Math.max(1, Math.floor(box / row.offsetHeight) - 2);
  }

  keydown(event) {
    const cell = event.target.closest(CELLS);
    if (!cell) return;
    if (event.target !== cell && isTyping(event.target)) {
      if (event.key === "Escape") cell.focus();
      return;
    }
    if (event.altKey || event.metaKey || isGoing()) return;
    if (this.walk(event, cell) || this.act(event, cell)) event.preventDefault();
  }

  walk(event, cell) {
    const rows = this.rows();
    const row = rows.indexOf(cell.parentElement);
    const column = this.columnOf(cell);
    const page = this.rowsInView(cell.parentElement);
    const letter = event.ctrlKey || event.shiftKey ? "" : event.key;
    if (event.key === "ArrowDown" || letter === "j") this.move(row + 1, column);
    else if (event.key === "ArrowUp" || letter === "k") this.move(row - 1, column);
    else if (event.key === "ArrowRight") this.sideways(cell, 1);
    else if (event.key === "ArrowLeft") this.sideways(cell, -1);
    else if (event.key === "PageDown") this.move(row + page, column);
    else if (event.key === "PageUp") this.move(row - page, column);
    else if (event.key === "Home") this.move(event.ctrlKey ? 0 : row, 0);
    else if (event.key === "End") this.move(event.ctrlKey ? rows.length - 1 : row, Infinity);
    else return false;
    return true;
  }

  act(event, cell) {
    const inside = cell.querySelector(CONTROLS);
    if (event.key === "Enter" || event.key === "F2") {
      // Enter on a control inside is that control's own.
      if (event.target !== cell) return false;
      if (cell.dataset.menuUrl) openMenu(cell);
      else inside?.click();
      return true;
    }
    if (event.key === " " && event.target === cell) {
      if (inside?.matches("input[type=checkbox]")) inside.click();
      return true;
    }
    const people = event.key === "A" && event.shiftKey && cell.querySelector("[data-menu-url]");
    if (people) {
      openMenu(people);
      return true;
    }
    // G starts a jump (keys.js); every other letter opens the menu with it typed.
    const isLetter = event.key.length === 1 && /\p{L}/u.test(event.key) && !event.ctrlKey && event.key.toLowerCase() !== "g";
    if (!isLetter || !cell.dataset.menuUrl) return false;
    openMenu(cell, { typed: event.key });
    return true;
  }
}

export function mount(table) {
  new Grid(table);
}
