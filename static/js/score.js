// Adds up a sheet of criteria while it is filled in, and counts what is open; the server has the last word.
const form = document.querySelector(".criteria");
const boxes = [...form.querySelectorAll(".crit")];
const put = (name, text) => document.querySelectorAll(`[data-${name}]`).forEach((place) => (place.textContent = text(place.dataset[name])));
const chosen = (box) => box.querySelector("input[type=radio]:checked:not([value=''])");
const ofBox = (box) => Number(chosen(box)?.dataset.points ?? 0);
// What needs points elsewhere counts only where there are some.
const isCounted = (box) => !box.dataset.needs || ofBox(document.getElementById(box.dataset.needs)) > 0;
const points = (some) => some.reduce((sum, box) => sum + (isCounted(box) ? ofBox(box) : 0), 0);
const asked = (some) => some.filter(isCounted);
const isOpen = (box) => isCounted(box) && !chosen(box);
const inPart = (code) => boxes.filter((box) => box.dataset.in.split(" ").includes(code));

function count() {
  const open = boxes.filter(isOpen);
  for (const box of boxes) box.classList.toggle("open-crit", isOpen(box));
  const total = points(boxes);
  put("total", () => total);
  put("points", (code) => points(inPart(code)));
  put("answered", (code) => asked(inPart(code)).filter(chosen).length);
  put("asked", (code) => asked(inPart(code)).length);
  put("left", () => (open.length ? `còn ${open.length} tiêu chí` : "đã trả lời hết"));
  document.querySelector("[data-fill]").setAttribute("width", total * 4);
  const first = document.querySelector("[data-first-open]");
  first.hidden = !open.length;
  if (open.length) first.href = `#${open[0].id}`;
}

form.addEventListener("change", count);
count();
