import { z } from "zod";

/** Of what a sender called something, as much is repeated to them. */
const MAX_SHOWN = 64;

const kinds: Record<string, string> = {
  string: "Use text.",
  number: "Use a number.",
  int: "Use a whole number.",
  bigint: "Use a whole number.",
  boolean: "Use true or false.",
  array: "Use a list.",
  tuple: "Use a list.",
  object: "Use an object of names and values.",
  record: "Use an object of names and values.",
  date: "Use a date.",
  null: "Use null.",
};

const formats: Record<string, string> = {
  email: "Write an e-mail address, such as ada@example.com.",
  uuid: "Use an id (a UUID), such as 0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10.",
  datetime: "Use a date and time with its offset, such as 2026-01-31T09:00:00Z.",
  date: "Use a date, such as 2026-01-31.",
  time: "Use a time, such as 09:00:00.",
  url: "Write an address, such as https://example.com.",
  ipv4: "Write an IPv4 address.",
  ipv6: "Write an IPv6 address.",
};

/**
 * What is wrong with a value, in words for whoever sent it: the one place that has them for schemas that say
 * nothing themselves.
 */
export function plainMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "This is missing.";
      return kinds[issue.expected] ?? "This is of the wrong kind.";
    case "invalid_value":
      return issue.values.length === 1
        ? `Use ${shown(issue.values[0])}.`
        : `Use one of these: ${issue.values.map(shown).join(", ")}.`;
    case "too_big":
      return tooBig(issue.origin, issue.maximum);
    case "too_small":
      return tooSmall(issue.origin, issue.minimum);
    case "invalid_format":
      return formats[issue.format] ?? "This is not written as it should be.";
    case "not_multiple_of":
      return `Use a multiple of ${issue.divisor}.`;
    case "unrecognized_keys":
      return issue.keys.length === 1
        ? `There is no field ${shown(issue.keys[0])} here.`
        : `There are no fields ${issue.keys.slice(0, 10).map(shown).join(", ")} here.`;
    case "invalid_key":
      return "A name in this is not allowed.";
    case "invalid_union":
      return "This has none of the forms that it can have.";
    default:
      return "This is not allowed.";
  }
}

/** On one line, whatever it is. */
function shown(value: unknown): string {
  return String(value).slice(0, MAX_SHOWN).toWellFormed().replace(/\p{C}/gu, "�");
}

function tooBig(origin: string, maximum: number | bigint): string {
  if (origin === "string") return `Use at most ${maximum} characters.`;
  if (origin === "array" || origin === "set") return `Give at most ${maximum}.`;
  return `Use ${maximum} or less.`;
}

function tooSmall(origin: string, minimum: number | bigint): string {
  if (origin === "string")
    return minimum === 1 ? "Fill this in." : `Use at least ${minimum} characters.`;
  if (origin === "array" || origin === "set")
    return minimum === 1 ? "Give at least one." : `Give at least ${minimum}.`;
  return `Use ${minimum} or more.`;
}

// Set where this is loaded: pages and the server have a copy each.
z.config({ customError: plainMessage });
