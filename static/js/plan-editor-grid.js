// The table of the plan's editor: drawing its rows, and walking over its cells.

const MARKS = { dirty: "•", saving: "…", failed: "!", stale: "⇄" };
const WORDS = { dirty: "chưa lưu", saving: "đang lưu", failed: "chưa lưu được", stale: "hai nội dung khác nhau" };

export const make = (name, text = "", className = "") => Object.assign(document.createElement(name), { textContent: text, className });

export class Grid {
  // `on`: settle(row, keepsMine), take(row, key, text), reorder(row, at), edit(typed), selected().
  constructor(table, store, on) {
    Object.assign(this, { table, store, on, columns: store.data.columns });
    this.body = table.tBodies[0];
    this.ghost = { ref: "", cells: store.full({}), problems: [], state: "saved" };
    this.active = { row: this.ghost, col: 0 };
    this.anchor = null;
    this.drawHead();
    this.order();
    this.body.addEventListener("mousedown", (event) => this.onPress(event));
    this.body.addEventListener("mouseover", (event) => this.onDrag(event));
    this.body.addEventListener("focusin", (event) => this.onFocus(event));
    this.carry();
  }

  get rows() {
    return [...this.store.rows, this.ghost];
  }

  // --- Drawing ---

  drawHead() {
    const head = this.table.tHead.rows[0];
    for (const column of this.columns) {
      const cell = make("th", column.title, `editor-${column.key}`);
      cell.scope = "col";
      if (column.required) cell.append(make("span", " *", "editor-star"));
      head.append(cell);
    }
  }

  // All rows in their order; only those that are new are drawn, only those out of place moved.
  order() {
    const wanted = new Set();
    let place = this.body.firstElementChild;
    this.rows.forEach((row, at) => {
      if (!row.tr) this.draw(row);
      for (const part of [row.tr, row.extra].filter(Boolean)) {
        wanted.add(part);
        if (part === place) place = place.nextElementSibling;
        else this.body.insertBefore(part, place);
      }
      this.number(row, at);
    });
    for (const part of [...this.body.children]) if (!wanted.has(part)) part.remove();
    if (!this.active.row.tr?.isConnected) this.active.row = this.ghost;
    this.roam();
  }

  draw(row) {
    row.tr = make("tr");
    row.head = make("th", "", "editor-number");
    row.head.scope = "row";
    row.head.draggable = row !== this.ghost;
    row.tds = this.columns.map((column) => {
      const cell = make("td", "", `editor-${column.key}`);
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      return cell;
    });
    row.tr.append(row.head, ...row.tds);
    row.tr.planRow = row;
    this.update(row);
  }

  number(row, at) {
    const text = row === this.ghost ? "+" : String(at + 1);
    if (row.numbered === text + row.state) return;
    row.numbered = text + row.state;
    row.head.replaceChildren(make("span", text));
    row.head.className = `editor-number editor-${row.state}`;
    if (row === this.ghost) row.head.append(make("span", "dòng mới", "visually-hidden"));
    if (!MARKS[row.state]) return;
    const mark = make("span", MARKS[row.state], "editor-mark");
    mark.setAttribute("aria-hidden", "true");
    row.head.append(mark, make("span", `, ${WORDS[row.state]}`, "visually-hidden"));
  }

  update(row) {
    if (!row.tr) return;
    const wrong = new Map(row.problems.map((problem) => [problem.key, problem]));
    this.columns.forEach((column, at) => {
      const cell = row.tds[at];
      const problem = wrong.get(column.key);
      if (cell.firstElementChild === null && cell.textContent !== row.cells[column.key]) cell.textContent = row.cells[column.key];
      cell.classList.toggle("editor-wrong", Boolean(problem) && !problem.missing);
      cell.classList.toggle("editor-missing", Boolean(problem?.missing));
      if (problem) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
    });
    this.drawExtra(row);
    if (row.tr.isConnected) this.number(row, this.rows.indexOf(row));
  }

  // Under the row: what is wrong in it, or the two texts to choose between.
  drawExtra(row) {
    const parts = row.theirs ? this.conflict(row) : this.problems(row);
    const isMissing = !row.theirs && row.problems.every((problem) => problem.missing);
    row.extra?.remove();
    row.extra = null;
    if (!parts.length) return;
    row.extra = make("tr", "", `editor-extra${isMissing ? " editor-only-missing" : ""}`);
    const cell = make("td");
    cell.colSpan = this.columns.length;
    cell.setAttribute("role", "gridcell");
    cell.append(...parts);
    row.extra.append(make("td"), cell);
    row.extra.firstChild.setAttribute("role", "gridcell");
    if (row.tr.isConnected) row.tr.after(row.extra);
    if (document.activeElement === this.current) this.current.scrollIntoView({ block: "nearest" });
  }

  problems(row) {
    const missing = row.problems.filter((problem) => problem.missing);
    const names = missing.map((problem) => this.title(problem.key));
    const lines = names.length ? [make("p", `Còn thiếu: ${names.join(", ")}.`, "editor-lack")] : [];
    return [...lines, ...row.problems.filter((problem) => !problem.missing).map((problem) => this.problem(row, problem))];
  }

  problem(row, { key, text, offer }) {
    const line = make("p", "", "editor-problem");
    line.append(make("strong", `${this.title(key)}: `), text);
    if (offer) line.append(" ", this.button(`Lấy “${offer}”`, () => this.on.take(row, key, offer)));
    return line;
  }

  conflict(row) {
    const said = row.isGone ? "Đồng nghiệp đã xóa dòng này." : "Đồng nghiệp đã lưu nội dung khác.";
    const list = make("dl", "", "editor-both");
    for (const { key, title } of this.columns) {
      if (row.isGone || row.cells[key] === row.theirs[key]) continue;
      list.append(make("dt", title), make("dd", `Của tôi: ${row.cells[key] || "(trống)"}`), make("dd", `Của họ: ${row.theirs[key] || "(trống)"}`));
    }
    const answers = make("p");
    answers.append(
      this.button("Giữ của tôi", () => this.on.settle(row, true)),
      " ",
      this.button(row.isGone ? "Đồng ý xóa" : "Lấy của họ", () => this.on.settle(row, false)),
    );
    return [make("p", said, "editor-problem"), ...(list.children.length ? [list] : []), answers];
  }

  title(key) {
    return this.columns.find((column) => column.key === key).title;
  }

  button(text, act) {
    const button = make("button", text, "btn btn-line");
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  // --- Walking ---

  // One cell is in the order of Tab: the active one.
  roam() {
    this.current?.setAttribute("tabindex", "-1");
    this.current?.parentElement?.classList.remove("editor-active");
    this.current = this.active.row.tds[this.active.col];
    this.current.tabIndex = 0;
    this.active.row.tr.classList.add("editor-active");
    this.paint();
  }

  go(row, col, { extend = false, focus = true } = {}) {
    if (!extend) this.anchor = null;
    else this.anchor ??= { ...this.active };
    this.active = { row, col: Math.max(0, Math.min(col, this.columns.length - 1)) };
    this.roam();
    if (focus) this.current.focus({ preventScroll: false });
  }

  step(down, right, extend = false) {
    const rows = this.rows;
    const at = Math.max(0, Math.min(rows.indexOf(this.active.row) + down, rows.length - 1));
    this.go(rows[at], this.active.col + right, { extend });
  }

  // Tab goes on in the next row; at the table's ends it leaves the table.
  tab(right) {
    const rows = this.rows;
    let at = rows.indexOf(this.active.row);
    let col = this.active.col + right;
    if (col < 0 || col >= this.columns.length) {
      at += right;
      col = right > 0 ? 0 : this.columns.length - 1;
    }
    if (!rows[at]) return false;
    this.go(rows[at], col);
    return true;
  }

  // {rows, cols} of what is selected, the new row's place left out unless it is asked for.
  range(withGhost = false) {
    const rows = this.rows;
    const ends = [rows.indexOf(this.active.row), rows.indexOf((this.anchor ?? this.active).row)].sort((one, other) => one - other);
    const cols = [this.active.col, (this.anchor ?? this.active).col].sort((one, other) => one - other);
    const chosen = rows.slice(Math.max(0, ends[0]), ends[1] + 1).filter((row) => withGhost || row !== this.ghost);
    return { rows: chosen, cols: this.columns.map((_, at) => at).slice(cols[0], cols[1] + 1) };
  }

  paint() {
    for (const cell of this.painted ?? []) {
      cell.classList.remove("editor-selected");
      cell.removeAttribute("aria-selected");
    }
    const { rows, cols } = this.range(true);
    this.painted = rows.flatMap((row) => cols.map((col) => row.tds[col]));
    for (const cell of this.painted) {
      if (this.anchor) cell.classList.add("editor-selected");
      cell.setAttribute("aria-selected", "true");
    }
    this.on.selected?.();
  }

  // --- The mouse ---

  at(target) {
    const row = target.closest("tr")?.planRow;
    const cell = target.closest("td, th");
    return row && cell && { row, col: row.tds.indexOf(cell) };
  }

  onPress(event) {
    const place = this.at(event.target);
    if (!place || event.button !== 0 || event.target.closest("button, .editor-field")) return;
    if (place.col < 0) return this.selectRow(place.row, event.shiftKey);
    const isAgain = place.row === this.active.row && place.col === this.active.col && !this.anchor;
    if (isAgain && document.activeElement === this.current) {
      event.preventDefault();
      return this.on.edit();
    }
    event.preventDefault();
    this.isDragging = true;
    addEventListener("mouseup", () => (this.isDragging = false), { once: true });
    return this.go(place.row, place.col, { extend: event.shiftKey });
  }

  onDrag(event) {
    const place = this.isDragging && this.at(event.target);
    if (place && place.col >= 0) this.go(place.row, place.col, { extend: true });
  }

  selectRow(row, extend) {
    const first = extend ? (this.anchor ?? this.active).row : row;
    this.go(row, this.columns.length - 1, { focus: false });
    this.anchor = { row: first, col: 0 };
    this.roam();
    this.current.focus({ preventScroll: true });
  }

  onFocus(event) {
    const place = this.at(event.target);
    if (place?.col >= 0 && event.target.tagName === "TD" && event.target !== this.current) this.go(place.row, place.col, { focus: false });
  }

  // A row is carried by its number.
  carry() {
    let carried = null;
    const target = (event) => event.target.closest("tr")?.planRow;
    const unmark = () => this.body.querySelector(".editor-drop")?.classList.remove("editor-drop");
    this.body.addEventListener("dragstart", (event) => {
      carried = target(event);
      event.dataTransfer.effectAllowed = "move";
    });
    this.body.addEventListener("dragover", (event) => {
      if (!carried || !target(event)) return;
      event.preventDefault();
      unmark();
      target(event).tr.classList.add("editor-drop");
    });
    this.body.addEventListener("dragend", unmark);
    this.body.addEventListener("drop", (event) => {
      event.preventDefault();
      unmark();
      const row = target(event);
      if (carried && row && row !== carried) this.on.reorder(carried, row);
      carried = null;
    });
  }
}
