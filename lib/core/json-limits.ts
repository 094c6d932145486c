import { outlineOf, repeatedName } from "./json-text.ts";
import { isKeptNumber, parseKept } from "./kept-json.ts";
import { textFault } from "./text.ts";

/** Deeper values are refused: nothing people send on purpose nests this far. */
export const MAX_DEPTH = 32;
/** Of a name or a place, as much is repeated to whoever sent it. */
const MAX_SHOWN = 256;

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
 * A value from JSON text, with its numbers as they were written (lib/core/kept-json.ts), and the first
 * thing in it that could not be kept as it was sent. What nests too deep is not built.
 * @throws SyntaxError when the text is not JSON.
 */
export function readJson(
  text: string,
  maxDepth = MAX_DEPTH,
): { value: unknown; fault: JsonFault | null } {
  const { depth, members } = outlineOf(text);
  if (depth > maxDepth) return { value: undefined, fault: tooDeep("", maxDepth) };
  const value = parseKept(text);
  const seen = { members: 0 };
  const fault = inspect(value, maxDepth, seen);
  if (fault || seen.members === members) return { value, fault };
  return { value, fault: saidTwice(text) };
}

/**
 * A value from JSON text, and what readers of it could understand differently: a name that comes twice in
 * one object. Numbers are doubles. What nests too deep is not built.
 * @throws SyntaxError when the text is not JSON.
 */
export function readUnambiguous(text: string): { value: unknown; fault: JsonFault | null } {
  const { depth, members } = outlineOf(text);
  if (depth > MAX_DEPTH) return { value: undefined, fault: tooDeep("", MAX_DEPTH) };
  const value: unknown = JSON.parse(text);
  return { value, fault: membersOf(value) === members ? null : saidTwice(text) };
}

/** Members of all objects of a value that nests no deeper than the limit. */
function membersOf(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  const parts: unknown[] = Object.values(value);
  return parts.reduce(
    (sum: number, part) => sum + membersOf(part),
    Array.isArray(value) ? 0 : parts.length,
  );
}

function saidTwice(text: string): JsonFault {
  const { path = "", name = "" } = repeatedName(text) ?? {};
  const shown = name.slice(0, MAX_SHOWN).toWellFormed();
  return {
    path: path.slice(0, MAX_SHOWN).toWellFormed(),
    reason: `has the name "${shown}" twice in one object`,
  };
}

/**
 * The first thing in a value that could not be stored unchanged: a NUL or a lone surrogate in a text,
 * or nesting beyond MAX_DEPTH.
 */
export function findJsonFault(value: unknown): JsonFault | null {
  return inspect(value, MAX_DEPTH, { members: 0 });
}

/** Counts members as well: an object that was made from text has lost those whose name came twice. */
function inspect(value: unknown, depth: number, seen: { members: number }): JsonFault | null {
  if (typeof value === "string") return faultIn(value);
  if (value === null || typeof value !== "object" || isKeptNumber(value)) return null;
  if (depth <= 0) return tooDeep("", MAX_DEPTH);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = inspect(value[index], depth - 1, seen);
      if (fault) return within(String(index), fault);
    }
    return null;
  }
  const names = Object.keys(value);
  seen.members += names.length;
  for (const name of names) {
    const nameFault = faultIn(name);
    if (nameFault) return nameFault;
    const fault = inspect(value[name as keyof typeof value], depth - 1, seen);
    if (fault) return within(name, fault);
  }
  return null;
}

function faultIn(text: string): JsonFault | null {
  const reason = textFault(text);
  return reason === null ? null : { path: "", reason };
}

function tooDeep(path: string, limit: number): JsonFault {
  return { path, reason: `nests deeper than ${limit} levels` };
}

function within(name: string, { path, reason }: JsonFault): JsonFault {
  const whole = path ? `${name}.${path}` : name;
  return { path: whole.slice(0, MAX_SHOWN).toWellFormed(), reason };
}
