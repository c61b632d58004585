// The plan's editor: keys, the toolbar, the clipboard, undo, the bar of forms, offers and messages.
import { askColumns, closeColumns, readTable } from "./plan-editor-block.js";
import { CellEditor } from "./plan-editor-cell.js";
import { Grid, make } from "./plan-editor-grid.js";
import { Store } from "./plan-editor-store.js";
import { fold, formatBlock, parseBlock, placeBlock } from "./plan-editor-text.js";

const place = document.getElementById("plan-editor");
const data = JSON.parse(document.getElementById("plan-editor-data").textContent);
const part = (name) => place.querySelector(`[data-part=${name}]`);
const undone = [];
let field = null;

let grid = null; // the store speaks before there is one

const store = new Store(data, {
  row: (row) => grid && (grid.update(row), count()),
  order: () => grid && (grid.order(), count()),
  status: () => grid && tell(),
  say: (text) => (part("notice").textContent = text),
  others: (rows) => tellOfOthers(rows),
});
grid = new Grid(place.querySelector("table"), store, {
  settle: (row, keepsMine) => (store.settle(row, keepsMine), back()),
  take: (row, key, text) => (change([{ row, cells: { [key]: text } }]), back()),
  reorder: (row, target) => reorder(row, grid.rows.indexOf(target)),
  edit: (typed) => edit(typed),
  selected: () => grid && allow(),
});

const back = () => grid.go(grid.active.row, grid.active.col);

// --- Changes, each with the way back ---

const remember = (back) => {
  undone.push(back);
  if (undone.length > 100) undone.shift();
  allow();
};

// [{row, cells}]: new texts of rows; what is typed in the new row's place makes a row.
const change = (changes, isUndo = false) => {
  const real = changes.filter(({ row, cells }) => Object.entries(cells).some(([key, text]) => row.cells[key] !== text));
  if (!real.length) return;
  const before = real.map(({ row, cells }) => ({ row, cells: Object.fromEntries(Object.keys(cells).map((key) => [key, row.cells[key]])) }));
  for (const { row, cells } of real) row.cells = { ...row.cells, ...cells };
  store.touch(real.map(({ row }) => row));
  if (!isUndo) remember(() => change(before.filter(({ row }) => store.rows.includes(row)), true));
};

const insert = (rows, at = store.rows.length) => {
  store.insert(rows, at);
  store.touch(rows);
  remember(() => store.remove(rows.filter((row) => store.rows.includes(row))));
};

const remove = (rows) => {
  if (!rows.length) return;
  const at = store.rows.indexOf(rows[0]);
  store.remove(rows);
  grid.go(grid.rows[Math.min(at, store.rows.length)], grid.active.col);
  say(rows.length > 1 ? `Đã xóa ${rows.length} dòng.` : "Đã xóa 1 dòng.", "Lấy lại", undo);
  remember(() => {
    store.restore(rows, Math.min(at, store.rows.length));
    grid.go(rows[0], grid.active.col);
  });
};

const reorder = (row, at) => {
  const from = store.rows.indexOf(row);
  const to = Math.max(0, Math.min(at, store.rows.length - 1));
  if (from < 0 || from === to) return;
  store.move(row, to);
  grid.go(row, grid.active.col);
  remember(() => store.rows.includes(row) && (store.move(row, from), grid.go(row, grid.active.col)));
};

const undo = () => {
  undone.pop()?.();
  say("");
  back();
};

// Where a block begins, with rows enough under it: those that are there, then new ones.
const rowsFrom = (row, wanted) => {
  const at = grid.rows.indexOf(row);
  const old = store.rows.slice(at, at + wanted);
  return { old, fresh: Array.from({ length: wanted - old.length }, () => store.make()) };
};

const put = (rows, keys, notes = []) => {
  const { old, fresh } = rowsFrom(grid.range(true).rows[0], rows.length);
  const cellsOf = (texts) => Object.fromEntries(texts.map((text, at) => [keys[at], text]).filter(([key]) => key));
  fresh.forEach((row, at) => Object.assign(row.cells, cellsOf(rows[old.length + at])));
  const isBoth = old.length && fresh.length;
  change(old.map((row, at) => ({ row, cells: cellsOf(rows[at]) })));
  if (fresh.length) insert(fresh);
  if (isBoth) join();
  say([`Đã dán ${rows.length} dòng.`, ...notes].join(" "), "Hoàn tác", undo);
  return back();
};

// Cells without a head go where they are dropped; those that fall beside the table are told.
const putCells = (block) => {
  const { rows: chosen, cols } = grid.range(true);
  const { rows, keys } = placeBlock(block, data.columns, cols[0]);
  const beside = Math.max(...rows.map((row) => row.length)) - keys.length;
  const notes = beside > 0 ? [`${beside} cột bên phải nằm ngoài bảng nên không được dán.`] : [];
  const isOne = rows.length === 1 && rows[0].length === 1;
  if (!isOne || (chosen.length === 1 && cols.length === 1)) return put(rows, keys, notes);
  const cells = Object.fromEntries(cols.map((col) => [data.columns[col].key, rows[0][0]]));
  return change(grid.range().rows.map((row) => ({ row, cells: { ...cells } })));
};

const putTable = async (block, said) => {
  const answer = await readTable(store, block, said);
  say(answer.message ?? "");
  if (answer.message) return said || back();
  closeColumns(part("columns"));
  if (answer.asks) return askColumns(part("columns"), answer, { done: (columns) => putTable(block, columns), left: back });
  if (!answer.rows) return putCells(block);
  return put(answer.rows.map((cells) => answer.keys.map((key) => cells[key] ?? "")), answer.keys, answer.notes);
};

// The last two changes are one to the person who made them.
const join = () => {
  const [one, other] = undone.splice(-2);
  remember(() => (other(), one()));
};

const paste = (text) => {
  const block = parseBlock(text);
  if (block.length > 1000) return say("Mỗi lần dán tối đa 1.000 dòng. Hãy dán từng phần, hoặc nhập từ tệp.");
  if (block.length < 2 || block[0].length < 2) return putCells(block);
  say("Đang đọc bảng vừa dán…");
  return putTable(block);
};

const fillDown = () => {
  const { rows, cols } = grid.range();
  const above = rows.length > 1 ? rows[0] : store.rows[grid.rows.indexOf(grid.active.row) - 1];
  const below = rows.length > 1 ? rows.slice(1) : rows;
  if (!above) return;
  const cells = Object.fromEntries(cols.map((col) => [data.columns[col].key, above.cells[data.columns[col].key]]));
  if (below.length) change(below.map((row) => ({ row, cells })));
  else write(grid.ghost, cells);
};

// Into a row; into the new row's place it makes one.
const write = (row, cells) => {
  if (row !== grid.ghost) return change([{ row, cells }]);
  const fresh = store.make(cells);
  insert([fresh]);
  if (grid.active.row === grid.ghost) grid.go(fresh, grid.active.col, { focus: false });
  return fresh;
};

const duplicate = () => {
  const { rows } = grid.range();
  if (!rows.length) return;
  const copies = rows.map((row) => store.make(row.cells));
  insert(copies, store.rows.indexOf(rows.at(-1)) + 1);
  grid.go(copies[0], 0);
};

const clear = () => {
  const { rows, cols } = grid.range();
  const cells = Object.fromEntries(cols.map((col) => [data.columns[col].key, ""]));
  change(rows.map((row) => ({ row, cells: { ...cells } })));
};

// --- Typing in a cell ---

const edit = (typed) => {
  const { row, col } = grid.active;
  const column = data.columns[col];
  const go = (step) => {
    field = null;
    grid.update(row);
    grid.roam();
    const steps = { down: [1, 0], up: [-1, 0], stay: [0, 0] };
    if (steps[step]) grid.step(...steps[step]);
    else if (step) grid.tab(step === "right" ? 1 : -1) || back();
  };
  grid.current.scrollIntoView({ block: "nearest", inline: "nearest" });
  field = new CellEditor({
    cell: grid.current,
    column,
    text: row.cells[column.key],
    typed,
    list: part("list"),
    done: (text, step) => {
      write(row, { [column.key]: text });
      go(step);
    },
    cancelled: go,
  });
};

// --- Keys ---

const lastRow = () => grid.rows.at(-1);
const KEYS = {
  ArrowDown: (event) => (event.altKey ? shift(1) : grid.step(1, 0, event.shiftKey)),
  ArrowUp: (event) => (event.altKey ? shift(-1) : grid.step(-1, 0, event.shiftKey)),
  ArrowRight: (event) => grid.step(0, 1, event.shiftKey),
  ArrowLeft: (event) => grid.step(0, -1, event.shiftKey),
  PageDown: (event) => grid.step(10, 0, event.shiftKey),
  PageUp: (event) => grid.step(-10, 0, event.shiftKey),
  Home: (event) => grid.go(event.ctrlKey ? grid.rows[0] : grid.active.row, 0, { extend: event.shiftKey }),
  End: (event) => grid.go(event.ctrlKey ? lastRow() : grid.active.row, data.columns.length - 1, { extend: event.shiftKey }),
  Enter: (event) => grid.step(event.shiftKey ? -1 : 1, 0),
  Tab: (event) => grid.tab(event.shiftKey ? -1 : 1) || "leave",
  F2: () => edit(),
  Delete: (event) => (event.ctrlKey ? remove(grid.range().rows) : clear()),
  Backspace: () => clear(),
  Escape: () => part("tools").querySelector("button:not(:disabled)").focus(),
};
const WITH_CTRL = {
  d: fillDown,
  z: undo,
  a: () => {
    grid.go(grid.rows[0], 0);
    grid.go(lastRow(), data.columns.length - 1, { extend: true });
  },
};

const shift = (down) => reorder(grid.active.row, store.rows.indexOf(grid.active.row) + down);

grid.body.addEventListener("keydown", (event) => {
  if (field || !event.target.closest("td") || event.target.closest("button") || event.isComposing) return;
  const isTyped = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "Process") return edit("");
  if (isTyped) return edit("");
  const act = event.ctrlKey || event.metaKey ? (WITH_CTRL[event.key.toLowerCase()] ?? KEYS[event.key]) : KEYS[event.key];
  if (!act || act(event) === "leave") return;
  event.preventDefault();
});

const isOurs = () => !field && grid.body.contains(document.activeElement) && document.activeElement.tagName === "TD";
const copy = (event) => {
  if (!isOurs()) return;
  const { rows, cols } = grid.range();
  event.clipboardData.setData("text/plain", formatBlock(rows.map((row) => cols.map((col) => row.cells[data.columns[col].key]))));
  event.preventDefault();
  if (event.type === "cut") clear();
};
document.addEventListener("copy", copy);
document.addEventListener("cut", copy);
document.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!isOurs() || !text) return;
  event.preventDefault();
  paste(text);
});

// --- The toolbar ---

const ACTS = {
  add: () => (grid.go(grid.ghost, 0), edit()),
  duplicate,
  remove: () => remove(grid.range().rows),
  up: () => shift(-1),
  down: () => shift(1),
  fill: fillDown,
  undo,
};
part("tools").addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) ACTS[button.dataset.act]();
});
part("tools").addEventListener("keydown", (event) => {
  const buttons = [...part("tools").querySelectorAll("button:not(:disabled)")];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") back();
  if (step) buttons.at((buttons.indexOf(event.target) + step) % buttons.length).focus();
});
const allow = () => {
  const at = store.rows.indexOf(grid.active.row);
  const able = { duplicate: at >= 0, remove: at >= 0, up: at > 0, down: at >= 0 && at < store.rows.length - 1, fill: at !== 0, undo: undone.length };
  for (const [name, can] of Object.entries(able)) part("tools").querySelector(`[data-act=${name}]`).disabled = !can;
};

// --- What is told ---

const say = (text, label, act) => {
  part("notice").replaceChildren(text);
  if (label) part("notice").append(" ", grid.button(label, act));
};

const tell = () => {
  const states = new Set(store.rows.map((row) => row.state));
  const isSaving = store.waiting || store.acts.length || states.has("saving") || states.has("dirty");
  const isFailed = store.message || store.failed || states.has("failed");
  const saved = store.savedAt ? `Đã lưu ${store.savedAt}` : "Mọi thay đổi được lưu ngay";
  const text = isFailed && !store.waiting ? `Chưa lưu được. ${store.message}` : isSaving ? "Đang lưu…" : saved;
  const status = part("status");
  if (!isSaving && !isFailed) refresh();
  if (status.dataset.text === text) return;
  status.dataset.text = text;
  status.classList.toggle("editor-failing", Boolean(isFailed));
  status.replaceChildren(text);
  if (isFailed && !store.closed && !store.waiting) status.append(" ", grid.button("Thử lại", () => store.retry()));
};

// What the page says of the next step hangs on whether there are rows, and all are finished.
const readiness = () => `${store.rows.length > 0}.${store.rows.some((row) => row.problems.length || row.theirs)}`;
let shownFor = readiness();
const refresh = async () => {
  if (!store.isClean || readiness() === shownFor) return;
  shownFor = readiness();
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelectorAll("[data-live]");
  document.querySelectorAll("[data-live]").forEach((stale, place) => stale.replaceWith(fresh[place]));
};

const tellOfOthers = (rows) => {
  const shown = rows.filter((row) => store.rows.includes(row));
  for (const row of shown) row.tr.classList.add("editor-fresh");
  setTimeout(() => shown.forEach((row) => row.tr.classList.remove("editor-fresh")), 15_000);
  const text = `Đồng nghiệp vừa sửa ${rows.length} dòng.`;
  if (!shown.length) return say(text);
  return say(text, "Xem", () => grid.go(shown[0], 0));
};

// Declared against listed, a form at a time; rows that are not finished are counted apart.
const bars = data.forms.map(([label, declared]) => {
  const item = make("li");
  const figures = make("span", "", "editor-figures");
  const meter = make("span", "", "editor-meter");
  const fill = make("span");
  meter.setAttribute("aria-hidden", "true");
  meter.append(fill);
  item.append(make("span", label), figures, meter);
  part("forms").append(item);
  return { label, declared, item, figures, fill };
});
let isCounting = false;
const count = () => {
  if (isCounting) return;
  isCounting = true;
  requestAnimationFrame(() => {
    isCounting = false;
    const half = store.rows.filter((row) => row.problems.length).length;
    for (const bar of bars) {
      const listed = store.rows.filter((row) => row.cells.form === bar.label).length;
      bar.figures.textContent = `${listed} / ${bar.declared ?? "chưa khai"}`;
      bar.item.classList.toggle("editor-differs", bar.declared !== null && bar.declared !== listed);
      bar.fill.style.width = `${bar.declared ? Math.min(100, (100 * listed) / bar.declared) : 0}%`;
    }
    part("half").textContent = half ? `${half} dòng chưa xong` : "";
    part("total").textContent = `${store.rows.length} dòng`;
    allow();
  });
};

// --- Products that may be missing ---

const offers = part("offers");
// A heading and a list for each group; one without offers stays hidden.
const groups = new Map();
const listOf = (group) => {
  if (!groups.has(group)) {
    const place = make("section");
    place.append(make("h4", group), make("ul"));
    offers.append(place);
    groups.set(group, place);
  }
  return groups.get(group).querySelector("ul");
};
const hideEmpty = () => {
  for (const place of groups.values()) place.hidden = !place.querySelector("li");
  offers.hidden = !offers.querySelector("li");
};
const names = (row) => fold(`${row.cells.product_name}|${row.cells.producer_name}`);
data.suggestions.forEach((offer) => {
  const item = make("li");
  const button = grid.button("Thêm vào kế hoạch", () => {
    insert([store.make(offer.cells)]);
    item.remove();
    hideEmpty();
    say(`Đã thêm “${offer.cells.product_name}”.`, "Hoàn tác", undo);
  });
  button.setAttribute("aria-label", `Thêm vào kế hoạch: ${offer.cells.product_name}`);
  const text = make("span");
  text.append(make("strong", offer.cells.product_name), ` – ${offer.cells.producer_name}: ${offer.reason}; nay đề xuất “${offer.cells.form}”`);
  item.append(text, " ", button);
  if (!store.rows.some((row) => names(row) === names(offer))) listOf(offer.group).append(item);
});
hideEmpty();

// --- Begin ---

document.querySelectorAll("[data-without-editor]").forEach((plain) => plain.remove());
place.hidden = false;
grid.go(grid.rows[0], 0, { focus: false });
count();
tell();
