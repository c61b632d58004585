// Faults in the pages' scripts, not taste: the recommended rules alone. `make check` runs them; nothing of node runs in the portal.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/vendor/*/**"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  // Scripts and modules alike are read as modules: no script here leans on what modules forbid.
  { files: ["static/js/**"], languageOptions: { globals: { ...globals.browser, Datepicker: "readonly", TomSelect: "readonly" } } },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
];
