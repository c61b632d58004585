// Closes an open menu on Escape, or when something outside it is chosen.
document.addEventListener("DOMContentLoaded", () => {
  const close = (event) => {
    for (const menu of document.querySelectorAll(".menu[open], .drop[open]")) {
      const isLeft = event.type === "click" && !menu.contains(event.target);
      if (!isLeft && event.key !== "Escape") continue;
      if (event.key && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  };
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
});
