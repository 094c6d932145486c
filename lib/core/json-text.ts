const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LIST = 0x5b;

const isOpening = (code: number) => code === LIST || code === 0x7b;
const isClosing = (code: number) => code === 0x5d || code === 0x7d;
const isDigit = (code: number) => code >= ZERO && code <= NINE;
const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
/** What a number can have in it after its first digit. */
const isOfNumber = (code: number) =>
  isDigit(code) || code === 0x2e || code === 0x2b || code === MINUS || (code | 0x20) === 0x65;

/** What a look at JSON text tells before anything is built from it; of other text, anything. */
export type JsonOutline = {
  /** How deep it nests; 0 for a text or a number alone. */
  depth: number;
  /** Members of all its objects, also those whose name comes twice. */
  members: number;
  /** Whether every number in it is written as JavaScript writes it. */
  isPlain: boolean;
};

/** Reads JSON text once, from its beginning to its end. */
export function outlineOf(text: string): JsonOutline {
  let level = 0;
  let depth = 0;
  let members = 0;
  let isPlain = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === COLON) members++;
    else if (isOpening(code)) depth = Math.max(depth, ++level);
    else if (isClosing(code)) level--;
    else if (isDigit(code) || code === MINUS) {
      const end = endOfNumber(text, at);
      isPlain &&= isPlainNumber(text, at, end);
      at = end - 1;
    }
  }
  return { depth, members, isPlain };
}

/** Whether `JSON.stringify(JSON.parse(text))` writes every number as `text` does. */
export function isPlainJson(text: string): boolean {
  return outlineOf(text).isPlain;
}

/** Up to this many digits every whole number is itself as a double. */
const SAFE_DIGITS = 15;

function isPlainNumber(text: string, start: number, end: number): boolean {
  const isShort = end - start <= SAFE_DIGITS;
  if (isShort && text.charCodeAt(start) !== MINUS && isWhole(text, start, end)) return true;
  // No number that JavaScript writes is longer.
  if (end - start > 32) return false;
  const number = text.slice(start, end);
  return String(Number(number)) === number;
}

function isWhole(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isOfNumber(text.charCodeAt(at))) at++;
  return at;
}

/** Where the text that begins with the quote at `start` is over. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}

/** A name that comes twice in one object, and where that object is: "evaluations.3.action", "" for the whole. */
type RepeatedName = { path: string; name: string };

/** An object or list that is not over yet, and the place in it that is being read. */
type Level = { names: Set<string>; place: string | number };

/** The first name that comes twice in one object of valid JSON text; null when there is none. */
export function repeatedName(text: string): RepeatedName | null {
  const open: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isOpening(code)) open.push({ names: new Set(), place: code === LIST ? 0 : "" });
    else if (isClosing(code)) open.pop();
    else if (code === COMMA) nextItem(open.at(-1));
    else if (code === QUOTE) {
      const end = endOfString(text, at);
      if (text.charCodeAt(skipSpace(text, end)) === COLON) {
        const name = nameOf(text.slice(at + 1, end - 1));
        if (open.at(-1)?.names.has(name)) return { name, path: pathOf(open.slice(0, -1)) };
        enter(open.at(-1), name);
      }
      at = end - 1;
    }
  }
  return null;
}

function nextItem(level: Level | undefined): void {
  if (typeof level?.place === "number") level.place++;
}

function enter(level: Level | undefined, name: string): void {
  level?.names.add(name);
  if (level) level.place = name;
}

function pathOf(levels: readonly Level[]): string {
  return levels.map(({ place }) => place).join(".");
}

function nameOf(written: string): string {
  return written.includes("\\") ? (JSON.parse(`"${written}"`) as string) : written;
}

/** A stretch of a text, without its end. */
export type Stretch = { start: number; end: number };

/**
 * How many items the array has that begins at `start`, where the first `limit` of them lie, and where
 * the array ends. The items themselves may be anything. Null when it is no array.
 */
export function itemsOf(
  text: string,
  start: number,
  limit: number,
): { count: number; items: Stretch[]; end: number } | null {
  if (text[start] !== "[") return null;
  const items: Stretch[] = [];
  let count = 0;
  let at = skipSpace(text, start + 1);
  if (text[at] === "]") return { count, items, end: at + 1 };
  while (at < text.length) {
    const end = endOfValue(text, at);
    if (end === at) return null;
    if (++count <= limit) items.push({ start: at, end });
    at = skipSpace(text, end);
    if (text[at] === "]") return { count, items, end: at + 1 };
    if (text.charCodeAt(at) !== COMMA) return null;
    at = skipSpace(text, at + 1);
  }
  return null;
}

/** Where the value that begins at `start` is over: the matching bracket, quote, or what ends a word. */
function endOfValue(text: string, start: number): number {
  let level = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at) - 1;
      if (level === 0) return at + 1;
    } else if (isOpening(code)) level++;
    else if (isClosing(code)) {
      if (level === 0) return at;
      if (--level === 0) return at + 1;
    } else if (level === 0 && (code === COMMA || isSpace(code))) return at;
  }
  return text.length;
}

/** The first place from `start` on that is no white space. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}
