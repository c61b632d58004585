// Copies the pinned front-end files out of node_modules: `npm run vendor`.
// sourceMappingURL is cut off: collectstatic with hashed names stops at a map that is not there.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const FILES = {
  "static/vendor/bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
  "static/vendor/bootstrap/LICENSE.txt": "bootstrap/LICENSE",
  "static/vendor/tom-select/tom-select.bootstrap5.min.css": "tom-select/dist/css/tom-select.bootstrap5.min.css",
  "static/vendor/tom-select/tom-select.complete.min.js": "tom-select/dist/js/tom-select.complete.min.js",
  "static/vendor/tom-select/LICENSE.txt": "tom-select/LICENSE",
  "static/vendor/datepicker/datepicker-bs5.min.css": "vanillajs-datepicker/dist/css/datepicker-bs5.min.css",
  "static/vendor/datepicker/datepicker.min.js": "vanillajs-datepicker/dist/js/datepicker.min.js",
  "static/vendor/datepicker/locale-vi.js": "vanillajs-datepicker/dist/js/locales/vi.js",
  "static/vendor/datepicker/LICENSE.txt": "vanillajs-datepicker/LICENSE",
  "tests/vendor/axe.min.js": "axe-core/axe.min.js",
  "tests/vendor/LICENSE-axe.txt": "axe-core/LICENSE",
  "tests/vendor/LICENSE-axe-3rd-party.txt": "axe-core/LICENSE-3RD-PARTY.txt",
};

for (const [target, source] of Object.entries(FILES)) {
  const text = readFileSync(`node_modules/${source}`, "utf8");
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, ""));
}
