import { composed } from "./unicode.ts";

/** What somebody searches for, as it is stored, with LIKE's wildcards as the characters they mean. */
export function literally(text: string): string {
  return composed(text).replaceAll(/[\\%_]/g, "\\$&");
}

/** A pattern for ILIKE that finds the text anywhere; null for none. */
export function containing(text: string | undefined): string | null {
  return text ? `%${literally(text)}%` : null;
}
