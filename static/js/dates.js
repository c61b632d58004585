// A date picker for each text field that holds a date; without scripts it is typed.
document.querySelectorAll("input[data-picker]").forEach((field) => {
  new Datepicker(field, { language: "vi", weekStart: 1, format: "dd/mm/yyyy", autohide: true, buttonClass: "btn" });
});
