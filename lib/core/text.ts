import { z } from "zod";
import "./plain-messages.ts";

/**
 * Why a text cannot be stored as it is: PostgreSQL has no NUL, and UTF-8 no half of a surrogate pair.
 * The one place that decides which text may enter; every way in asks it.
 */
export function textFault(text: string): string | null {
  if (text.includes("\0")) return "contains a NUL character";
  if (!text.isWellFormed()) return "contains half of a surrogate pair";
  return null;
}

/** A text that comes back in a link, where the rest of a request's text was looked at already. */
export const storableText = (max: number) =>
  z
    .string()
    .max(max, { abort: true })
    .refine((text) => textFault(text) === null, "Use no NUL character and no lone surrogate.");

/**
 * What programs call a thing. Links and people cut off white space at the ends, and would not find an
 * id that has some; nobody sees a control character.
 */
export const idText = (max: number) =>
  z
    .string()
    .min(1, "Fill this in.")
    .max(max, { error: `Use at most ${max} characters.`, abort: true })
    .refine((text) => text === text.trim(), "Use no white space at the beginning or the end.")
    .refine((text) => !/\p{Cc}/u.test(text), "Use no control characters.");
