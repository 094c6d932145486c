import { z } from "zod";
import { composed } from "../../core/unicode.ts";

/**
 * What NIST SP 800-63B-4 asks of a password that is the only factor. No rules of composition, no
 * expiry: people work around them.
 */
export const MIN_PASSWORD_LENGTH = 15;
/** In UTF-16 code units; bounds what one attempt can make argon2 read. */
export const MAX_PASSWORD_LENGTH = 1024;

/** A password as it is typed at log-in: older ones may be shorter than new ones must be. */
export const typedPassword = z
  .string()
  .min(1, "Enter your password.")
  .max(MAX_PASSWORD_LENGTH, "This is longer than any password here.");

/** A password that somebody chooses; each code point counts as one character. */
export const newPassword = z
  .string()
  .max(MAX_PASSWORD_LENGTH, {
    error: `Use at most ${MAX_PASSWORD_LENGTH} characters.`,
    abort: true,
  })
  .refine(
    (text) => [...composed(text)].length >= MIN_PASSWORD_LENGTH,
    `Use at least ${MIN_PASSWORD_LENGTH} characters.`,
  )
  .refine((text) => text.trim() !== "", "Use more than spaces.");
