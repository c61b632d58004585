// The grid of a sheet on paper: a digit leads to the next row, Enter and the arrows move; the total is shown.
const form = document.querySelector("[data-keying]");
const cells = [...form.querySelectorAll(".key-level")];
const levels = new Map(cells.map((cell) => [cell, new Map(cell.dataset.levels.split(" ").map((each) => each.split(":")))]));
const total = form.querySelector("[data-key-total]");

function go(cell, step) {
  const next = cells[cells.indexOf(cell) + step] ?? (step > 0 ? form.elements.comment : cell);
  next.focus();
  next.select();
}

function count() {
  const points = cells.map((cell) => levels.get(cell).get(cell.value.trim()));
  total.textContent = points.every((each) => each === undefined) ? "–" : points.reduce((sum, each) => sum + Number(each ?? 0), 0);
}

form.addEventListener("input", ({ target }) => {
  if (!levels.has(target)) return;
  count();
  const isKnown = levels.get(target).has(target.value.trim());
  target.setAttribute("aria-invalid", String(!isKnown && target.value !== ""));
  if (isKnown && target.value.length === target.maxLength) go(target, 1);
});

form.addEventListener("keydown", (event) => {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !levels.has(event.target)) return;
  event.preventDefault();
  go(event.target, step);
});

count();
(cells.find((cell) => cell.closest(".key-wrong")) ?? cells[0])?.focus();
