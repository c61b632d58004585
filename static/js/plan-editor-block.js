// A pasted table: the server reads it by the same titles as a file, and asks about columns that it does not know.
import { make } from "./plan-editor-grid.js";

const LEAVE = "-";
const OFFLINE = "Chưa dán được: không nối được máy chủ. Hãy dán lại.";
const LOGGED_OUT = "Chưa dán được: phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác rồi dán lại.";

// What the server read of these rows, with what was said of their columns; {message} where nothing.
export const readTable = async (store, rows, said = {}) => {
  try {
    const response = await store.post({ name: "doc", fields: { rows: JSON.stringify(rows), ...said } });
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return response.redirected || !isJson ? { message: LOGGED_OUT } : await response.json();
  } catch {
    return { message: OFFLINE };
  }
};

const option = (value, text, chosen) => Object.assign(make("option", text), { value, selected: value === chosen });

const line = ({ name, title, letter, samples, chosen, asks }, choices) => {
  const row = make("tr", "", asks ? "editor-asked" : "");
  const head = Object.assign(make("th"), { scope: "row" });
  const label = Object.assign(make("label", title || `Cột ${letter}, không có tiêu đề`), { htmlFor: name });
  const select = Object.assign(make("select", "", "form-select form-select-sm"), { id: name, name, required: asks });
  const cell = make("td");
  head.append(label);
  if (asks) select.append(option("", "hãy chọn", chosen));
  select.append(option(LEAVE, "bỏ qua, không dán", chosen), ...choices.map(([key, text]) => option(key, text, chosen)));
  cell.append(select);
  row.append(head, make("td", samples.join("; ")), cell);
  return row;
};

export const closeColumns = (place) => {
  place.hidden = true;
  place.replaceChildren();
};

// Ask which column is which: `done` gets what a form would send, `left` is called where nothing is to be pasted.
export const askColumns = (place, { asks, choices }, { done, left }) => {
  const form = make("form");
  const table = make("table");
  const head = table.createTHead().insertRow();
  for (const title of ["Cột của bạn", "Ví dụ", "Cột của cổng"]) head.append(Object.assign(make("th", title), { scope: "col" }));
  table.createTBody().append(...asks.map((column) => line(column, choices)));
  const send = make("button", "Dán theo các cột này", "btn btn-primary");
  const leave = Object.assign(make("button", "Không dán", "btn btn-line"), { type: "button" });
  leave.addEventListener("click", () => {
    closeColumns(place);
    left();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done({ columns: "1", ...Object.fromEntries(new FormData(form)) });
  });
  form.append(table, send, " ", leave);
  const why = make("p", "Cổng chưa rõ vài cột của bảng vừa dán. Lựa chọn được nhớ cho những lần dán và nhập sau.");
  place.replaceChildren(make("h3", "Cột của bạn → cột của cổng"), why, form);
  place.hidden = false;
  (form.querySelector(".editor-asked select") ?? send).focus();
};
