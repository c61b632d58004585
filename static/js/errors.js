// A form that comes back with errors is read from its summary; a link in it leads into the field.
const summary = document.querySelector(".error-summary");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = event.target.hash && document.getElementById(event.target.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    }
  });
}
