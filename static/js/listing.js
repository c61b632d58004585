// Tick all rows of the page at once, and say how many are ticked; print the whole list and not this page of it.
document.addEventListener("DOMContentLoaded", () => {
  const link = document.querySelector("[data-print-link]");
  if (link && document.querySelector(".pages")) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "p" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      location.assign(link.href);
    });
  }
  if (document.querySelector("[data-print]")) window.print();

  const all = document.querySelector("[data-pick-all]");
  const told = document.querySelector("[data-picked]");
  if (!all || !told) return;
  const boxes = [...document.querySelectorAll('tbody input[name="chon"]')];
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    told.textContent = `Đã chọn ${count} ${told.dataset.picked}`;
    told.closest("form").classList.toggle("has-ticks", count > 0);
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  told.closest("form").addEventListener("reset", () => setTimeout(tell));
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
});
