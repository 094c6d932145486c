/** What spreadsheets take for the beginning of a formula, also after spaces and in full width. */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/;
/** The same, where another country's spreadsheet takes a cell to begin in the middle of ours. */
const laterFormula = /(?=[=+\-@＝＋－＠])(?<=[;\t\n\r]\s*)/g;
/** A number is no formula, however it is signed, grouped and pointed. */
const number = /^[+-]?\d[\d.,'’ \u00a0\u202f]*([eE][+-]?\d+)?%?$/;

/**
 * The first line of a file, with the mark without which spreadsheets take it for one in the alphabet of
 * their country.
 */
export function csvHead(columns: readonly string[]): string {
  return `\uFEFF${csvLine(columns)}`;
}

/**
 * One line of RFC 4180, with its end. A text that a spreadsheet would run as a formula is kept a text
 * by an apostrophe in front of it, also after a semicolon, which divides cells where the comma divides
 * decimals; numbers stay as they are.
 */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  const text = String(value);
  const safe = typeof value === "string" && !number.test(text) ? inert(text) : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function inert(text: string): string {
  const later = text.replace(laterFormula, "'");
  return formula.test(text) ? `'${later}` : later;
}
