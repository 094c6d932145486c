import { hash, verify } from "@node-rs/argon2";
import { composed } from "../../core/unicode.ts";

/** argon2id (the library's default variant) with OWASP's first choice of parameters. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashes the composed form (NFC, as NIST SP 800-63B-4 and RFC 8265 have it): one keyboard sends "ü" as
 * one code point and another as two.
 */
export function hashPassword(password: string): Promise<string> {
  return hash(composed(password), parameters);
}

/**
 * A hash of no known password, verified where there is no account, so that an unknown address
 * takes as long as a wrong password.
 */
const decoyHash = hashPassword(crypto.randomUUID());

/**
 * Whether the password is the one behind the hash, in any Unicode form: hashes from before passwords
 * were composed are of whatever was typed. Always false, and as slow, without a hash.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await decoyHash);
  const forms = new Set([composed(password), password, password.normalize("NFD")]);
  for (const form of forms) {
    if (await verify(against, form)) return stored !== null;
  }
  return false;
}
