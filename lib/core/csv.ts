/** What spreadsheets take for the beginning of a formula, also after spaces. */
const formula = /^\s*[=+\-@\t\r]/;
/** A number is no formula, however it is signed. */
const number = /^[+-]?\d+(\.\d+)?$/;

/**
 * The first line of a file, with the mark without which spreadsheets take it for one in the alphabet of
 * their country.
 */
export function csvHead(columns: readonly string[]): string {
  return `\uFEFF${csvLine(columns)}`;
}

/**
 * One line of RFC 4180, with its end. A text that a spreadsheet would run as a formula is kept a text
 * by an apostrophe in front of it; numbers stay as they are.
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  const text = String(value);
  const isFormula = typeof value === "string" && formula.test(text) && !number.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
