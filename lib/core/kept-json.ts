import { isPlainJson } from "./json-text.ts";

/** A number whose text a double would change; `JSON.stringify` writes it as it was (ES2026). */
export type KeptNumber = { readonly rawJSON: string };

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/** What TypeScript does not know of JSON yet; browsers of before 2025 lack the last two. */
const json = JSON as unknown as {
  parse: (text: string, reviver: Reviver) => unknown;
  rawJSON?: (text: string) => KeptNumber;
  isRawJSON?: (value: unknown) => value is KeptNumber;
};

/** Whether a value that `parseKept` made is a number kept as text. */
export function isKeptNumber(value: unknown): value is KeptNumber {
  return typeof value === "object" && (json.isRawJSON?.(value) ?? false);
}

/**
 * `JSON.parse`, but `JSON.stringify` of its result gives every number as it was written: 1e-400, -0,
 * 0.1234567890123456789 and 1.50 are kept as text, all others are numbers.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseKept(text: string): unknown {
  return isPlainJson(text) ? JSON.parse(text) : json.parse(text, keepNumber);
}

const keepNumber: Reviver = (_key, value, context) => {
  const { source } = context ?? {};
  if (typeof value !== "number" || source === undefined || !json.rawJSON) return value;
  return String(value) === source ? value : json.rawJSON(source);
};

/**
 * The canonical text of a kept number: that of the double when it is the same number (1.50 is 1.5),
 * and what was written when it is not.
 */
export function canonicalNumber({ rawJSON }: KeptNumber): string {
  const nearest = JSON.stringify(Number(rawJSON));
  return decimalOf(nearest) === decimalOf(rawJSON) ? nearest : rawJSON;
}

const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** One text for each decimal number, with its sign: its digits without zeros at either end, and their power. */
function decimalOf(number: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] = parts.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = withoutZerosAtEnd(digits);
  if (significant === "") return `${sign}0`;
  const exponent = Number(power) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${exponent}`;
}

/** Not by a regular expression: one for the end of a text begins at every zero of it. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
