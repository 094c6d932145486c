import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfThere, writeWhole } from "../files.ts";
import { Refusal } from "../refusal.ts";

type SecretName = "superuserPassword" | "authSecret";

/** The stored secret, or null when none has been made yet. */
export function readSecret(dataDir: string, name: SecretName): string | null {
  return readAll(dataDir)[name] ?? null;
}

/** The stored secret, made at first use: 32 random bytes in a file that only its owner can read. */
export function ensureSecret(dataDir: string, name: SecretName): string {
  const secrets = readAll(dataDir);
  const known = secrets[name];
  if (known) return known;
  const secret = randomBytes(32).toString("base64url");
  const text = `${JSON.stringify({ ...secrets, [name]: secret }, null, 2)}\n`;
  writeWhole(secretsPath(dataDir), text, 0o600);
  return secret;
}

function readAll(dataDir: string): Partial<Record<SecretName, string>> {
  const path = secretsPath(dataDir);
  const text = readIfThere(path);
  if (text === null) return {};
  try {
    return JSON.parse(text) as Partial<Record<SecretName, string>>;
  } catch (error) {
    throw new Refusal(`${path} is damaged.`, "Restore it from a backup.", { cause: error });
  }
}

function secretsPath(dataDir: string): string {
  return join(dataDir, "secrets.json");
}
