// Tick all rows of the page at once, and say how many are ticked. Without it one ticks row by row.
document.addEventListener("DOMContentLoaded", () => {
  const all = document.querySelector("[data-pick-all]");
  const told = document.querySelector("[data-picked]");
  if (!all || !told) return;
  const boxes = [...document.querySelectorAll('tbody input[name="chon"]')];
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    told.textContent = `Với ${count} dòng đã đánh dấu:`;
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
});
