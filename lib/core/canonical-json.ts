import { canonicalNumber, isKeptNumber } from "./kept-json.ts";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * JSON Canonicalization Scheme (RFC 8785): the same value always gives the same text, whatever the
 * order of its keys. ECMAScript's own number and string forms are the ones the RFC prescribes;
 * keys sort by UTF-16 code units, which is JavaScript's default order. A number that was kept as text
 * stays one where no double is the same number.
 * Invariant: `JSON.parse(canonicalJson(value))` equals `value`.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isKeptNumber(value)) return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`);
  return `{${members.join(",")}}`;
}
