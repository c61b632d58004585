// Adds up the chosen options of a self-assessment while it is filled in; the server has the last word.
const form = document.querySelector(".criteria");
const total = form.querySelector("[data-total]");

function count() {
  const chosen = [...form.querySelectorAll("input[data-points]:checked")];
  total.textContent = chosen.reduce((sum, option) => sum + Number(option.dataset.points), 0);
}

form.addEventListener("change", count);
