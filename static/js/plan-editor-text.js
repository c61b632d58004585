// Texts of the plan's editor: blocks as Excel copies them, and how names are compared.

// [[cell]] of a block: cells by tabs, rows by line ends, quotes around what holds either.
export const parseBlock = (text) => {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const row = rows.at(-1);
    if (quoted && char === '"' && text[at + 1] === '"') {
      row[row.length - 1] += text[++at];
    } else if (quoted) {
      if (char === '"') quoted = false;
      else row[row.length - 1] += char;
    } else if (char === '"' && row.at(-1) === "") {
      quoted = true;
    } else if (char === "\t") {
      row.push("");
    } else if (char === "\n") {
      rows.push([""]);
    } else if (char !== "\r") {
      row[row.length - 1] += char;
    }
  }
  if (rows.length > 1 && rows.at(-1).join("") === "") rows.pop();
  return rows.map((row) => row.map((cell) => cell.trim()));
};

const quote = (cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
export const formatBlock = (rows) => rows.map((row) => row.map(quote).join("\t")).join("\n");

// Without accents and case: "Dong Hai" is "Đông Hải".
export const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim();

// {rows, keys} of a block without a head, put from the column `start` on; a column of running
// numbers before the names is left out.
export const placeBlock = (rows, columns, start) => {
  const isNumbered = start === 0 && rows[0].length > 1 && rows.every((row) => /^\d{1,4}\.?$/.test(row[0]));
  return { rows: isNumbered ? rows.map((row) => row.slice(1)) : rows, keys: columns.slice(start).map((column) => column.key) };
};
