// One cell being typed in: a text field over the cell, with a list to choose from where there is one.
import { fold } from "./plan-editor-text.js";

const SHOWN = 60;

export class CellEditor {
  // `done(text, step)` takes what was typed and where to go next; `cancelled()` nothing.
  constructor({ cell, column, text, typed, list, done, cancelled }) {
    Object.assign(this, { cell, column, list, done, cancelled, before: text });
    this.field = document.createElement(column.long ? "textarea" : "input");
    this.field.className = "editor-field";
    this.field.value = typed ?? text;
    this.field.setAttribute("aria-label", `${column.title}, dòng ${cell.parentElement.rowIndex}`);
    this.field.autocomplete = "off";
    if (column.choices.length) this.beCombobox();
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("blur", () => this.finish(null));
    cell.removeAttribute("tabindex"); // the field is what one is in
    cell.append(this.field);
    this.field.focus();
    if (typed === undefined) this.field.select();
    if (column.choices.length) this.offer(typed === undefined ? "" : typed);
  }

  beCombobox() {
    const asks = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(asks)) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.offer(this.field.value));
    this.list.onpointerdown = (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) this.finish("down", option.textContent);
    };
  }

  // The choices that hold every typed word, accents or not.
  offer(typed) {
    const words = fold(typed).split(" ").filter(Boolean);
    const fits = (choice) => words.every((word) => fold(choice).includes(word));
    const found = this.column.choices.filter(fits).slice(0, SHOWN);
    this.list.replaceChildren(...found.map((choice, at) => this.option(choice, at)));
    this.point(found.findIndex((choice) => choice === this.before) * (typed === "" ? 1 : 0));
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.place();
  }

  option(choice, at) {
    const option = document.createElement("li");
    Object.assign(option, { id: `${this.list.id}-${at}`, textContent: choice });
    option.setAttribute("role", "option");
    return option;
  }

  point(at) {
    const options = this.list.children;
    this.at = options.length ? (at + options.length) % options.length : -1;
    [...options].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    if (this.at < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", options[this.at].id);
    options[this.at].scrollIntoView({ block: "nearest" });
  }

  place() {
    const box = this.cell.getBoundingClientRect();
    const isLow = box.bottom + this.list.offsetHeight > innerHeight && box.top > this.list.offsetHeight;
    this.list.style.left = `${Math.max(4, Math.min(box.left, innerWidth - this.list.offsetWidth - 4))}px`;
    this.list.style.top = `${isLow ? box.top - this.list.offsetHeight : box.bottom}px`;
  }

  get isOpen() {
    return this.column.choices.length > 0 && !this.list.hidden;
  }

  // What Enter and Tab take: the choice that is pointed at, once something was typed or chosen.
  get answer() {
    const text = this.field.value.trim();
    const isAsked = this.isOpen && this.at >= 0 && (text !== this.before || this.isPointed);
    return isAsked && text !== "" ? this.list.children[this.at].textContent : text;
  }

  onKey(event) {
    const steps = { Enter: event.shiftKey ? "up" : "down", Tab: event.shiftKey ? "left" : "right" };
    if (event.isComposing) return;
    if (event.key === "Escape") this.finish("stay", this.before, true);
    else if (event.key === "Enter" && event.altKey && this.column.long) this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end");
    else if (steps[event.key]) this.finish(steps[event.key], this.answer);
    else if (this.isOpen && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      this.isPointed = true;
      this.point(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else return event.stopPropagation();
    event.preventDefault();
    return event.stopPropagation();
  }

  finish(step, text = this.field.value.trim(), isCancelled = false) {
    if (this.isOver) return;
    this.isOver = true;
    this.list.hidden = true;
    this.field.remove();
    if (isCancelled || text === this.before) this.cancelled(step);
    else this.done(text, step);
  }
}
