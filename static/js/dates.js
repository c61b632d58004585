// A date picker for each text field that holds a date; without scripts it is typed.

// "1/3/2026", "01-03-2026"; not "1/3".
const TYPED = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/;

// What is typed and is no day stays as it is, to be refused in words: the library would make
// another day of "31/02/2026" without a word, or put back the day that stood there before.
class DayPicker extends Datepicker {
  constructor(field, options) {
    const text = field.value;
    super(field, options);
    if (text && !isDay(text)) field.value = text;
    // Whatever writes there, a key, a paste or a keyboard for Vietnamese: Enter takes the text.
    field.addEventListener("input", () => this.enterEditMode());
  }

  update(...args) {
    const text = this.inputField.value.trim();
    if (!text || isDay(text)) super.update(...args);
    else this.hide();
  }
}

function isDay(text) {
  const [, day, month, year] = (TYPED.exec(text) || []).map(Number);
  const found = new Date(year, month - 1, day);
  return found.getMonth() === month - 1 && found.getDate() === day;
}

document.querySelectorAll("input[data-picker]").forEach((field) => {
  new DayPicker(field, { language: "vi", weekStart: 1, format: "dd/mm/yyyy", autohide: true, buttonClass: "btn" });
});
