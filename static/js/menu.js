// Closes an open menu of the bar on Escape, or when something outside it is chosen.
document.addEventListener("DOMContentLoaded", () => {
  const close = (event) => {
    for (const menu of document.querySelectorAll(".portal-menu[open]")) {
      if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) menu.open = false;
    }
  };
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
});
