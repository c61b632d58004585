// "/" leads into the search of the bar, unless one is writing something.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("[data-find]");
  const isOther = event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey;
  const isWriting = event.target.isContentEditable || event.target.matches("input, select, textarea");
  if (isOther || isWriting || !field?.offsetParent) return;
  event.preventDefault();
  field.focus();
  field.select();
});
