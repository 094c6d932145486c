import { z } from "zod";

/** Long enough to hold against guessing without rules that people work around (NIST SP 800-63B). */
export const MIN_PASSWORD_LENGTH = 12;
/** Bounds what one attempt can make argon2 read. */
const MAX_PASSWORD_LENGTH = 1024;

export const credentialsInput = z.strictObject({
  email: z.email("Enter a whole e-mail address.").max(254),
  password: z.string().min(1, "Enter your password.").max(MAX_PASSWORD_LENGTH),
});

export const redeemLoginLinkInput = z.strictObject({
  token: z.string().min(1).max(256),
  password: z
    .string()
    .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
    .max(MAX_PASSWORD_LENGTH),
});
