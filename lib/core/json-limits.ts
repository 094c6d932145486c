/** Deeper values are refused: nothing people send on purpose nests this far. */
export const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/**
 * Whether JSON text nests deeper than `limit`, read from its bytes before anything is built from
 * it. UTF-8 continuation bytes are never ASCII, so bytes are enough.
 */
export function nestsDeeperThan(json: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] as number;
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPEN.has(byte)) {
      if (++depth > limit) return true;
    } else if (CLOSE.has(byte)) depth--;
  }
  return false;
}

export type JsonFault = { path: string; reason: string };

/**
 * The first thing in a parsed JSON value that could not be stored unchanged: a NUL or a lone
 * surrogate in a text, a number beyond what a double holds exactly, nesting beyond MAX_DEPTH.
 */
export function findJsonFault(value: unknown, path = "", depth = 0): JsonFault | null {
  if (typeof value === "string") return textFault(value, path);
  if (typeof value === "number") return numberFault(value, path);
  if (value === null || typeof value !== "object") return null;
  if (depth >= MAX_DEPTH) return { path, reason: `nests deeper than ${MAX_DEPTH} levels` };
  for (const [key, member] of Object.entries(value)) {
    const memberPath = path ? `${path}.${key}` : key;
    const fault = textFault(key, path) ?? findJsonFault(member, memberPath, depth + 1);
    if (fault) return fault;
  }
  return null;
}

function textFault(text: string, path: string): JsonFault | null {
  if (text.includes("\0")) return { path, reason: "contains a NUL character" };
  if (!text.isWellFormed()) return { path, reason: "contains half of a surrogate pair" };
  return null;
}

function numberFault(value: number, path: string): JsonFault | null {
  const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return exact ? null : { path, reason: "is a number too large to keep exactly; send it as text" };
}
