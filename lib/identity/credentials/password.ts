import { hash, verify } from "@node-rs/argon2";

/** argon2id (the library's default variant) with OWASP's first choice of parameters. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

/**
 * A hash of no known password, verified where there is no account, so that an unknown address
 * takes as long as a wrong password.
 */
const decoyHash = hashPassword(crypto.randomUUID());

/** Whether the password is the one behind the hash; always false, and as slow, without a hash. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoyHash), password);
  return stored !== null && matches;
}
