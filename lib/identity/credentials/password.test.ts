import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

const typed = "Grüße-äöü-123";
const forms = [typed.normalize("NFC"), typed.normalize("NFD")];

describe("a password in another Unicode form", () => {
  it("is the same password", async () => {
    for (const chosen of forms) {
      const stored = await hashPassword(chosen);
      for (const form of forms) expect(await verifyPassword(stored, form)).toBe(true);
      expect(await verifyPassword(stored, "Grusse-aou-123")).toBe(false);
    }
  });

  it("verifies against a hash from before passwords were composed, whatever that is of", async () => {
    for (const chosen of forms) {
      const stored = await hash(chosen);
      for (const form of forms) expect(await verifyPassword(stored, form)).toBe(true);
    }
  });

  it("is none without a hash", async () => {
    expect(await verifyPassword(null, typed)).toBe(false);
  });
});
