/** What is written of a value beside plain JSON: an escaped `$`, undefined, odd numbers, moments, big integers. */
const plainValue = /^\$(?:\$|undefined$|NaN$|Infinity$|-Infinity$|-0$|D[\d-]|n-?\d+$)/;
/** Deeper than any input of ours. */
const MAX_DEPTH = 32;

/**
 * Whether a text is a call of a server action as our pages make it: a list of plain values, as React's Flight
 * protocol writes them. What else the protocol knows (references to modules, streams, maps, functions) no page
 * of ours sends; refusing it here keeps it from code that would have to be right about all of it.
 */
export function isActionCall(text: string): boolean {
  const values = parsed(text);
  return Array.isArray(values) && isPlain(values, 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === "string") return !value.startsWith("$") || plainValue.test(value);
  if (typeof value !== "object" || value === null) return true;
  return depth < MAX_DEPTH && Object.values(value).every((each) => isPlain(each, depth + 1));
}
