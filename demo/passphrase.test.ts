import { expect, test } from "vitest";
import { MIN_PASSWORD_LENGTH } from "#lib/identity/credentials/password-rules";
import { makePassphrase } from "./passphrase.ts";

test("passphrases are long enough, readable and never the same", () => {
  const made = Array.from({ length: 500 }, makePassphrase);
  for (const passphrase of made) {
    expect(passphrase).toMatch(/^[a-z]+-[a-z]+-\d{4}-[a-z]+$/);
    expect(passphrase.length).toBeGreaterThanOrEqual(MIN_PASSWORD_LENGTH);
  }
  expect(new Set(made).size).toBe(made.length);
});
