import { describe, expect, it } from "vitest";
import { isExpected } from "./expected-passwords.ts";
import { MIN_PASSWORD_LENGTH, newPassword } from "./password-rules.ts";

const context = [
  "Gatehouse",
  "Ada Lovelace",
  "ada.lovelace@analytical.example",
  "Analytical Engines",
];

describe("what a new password must be", () => {
  it.each([
    ["fourteen characters", "x".repeat(MIN_PASSWORD_LENGTH - 1), false],
    ["fifteen", "kR7 zq!mLp w2vX", true],
    ["fourteen code points in more code units", "😀".repeat(14), false],
    ["fourteen characters in decomposed form", "u\u0308".repeat(14), false],
    ["nothing but spaces", " ".repeat(20), false],
    ["nothing but spaces of other kinds", "\u00a0\u2003".repeat(10), false],
    ["sixty-four characters", "kR7 zq!m".repeat(8), true],
    ["a thousand", "a".repeat(1024), true],
    ["more", "a".repeat(1025), false],
  ])("%s", (_name, password, isLongEnough) => {
    expect(newPassword.safeParse(password).success).toBe(isLongEnough);
  });
});

describe("passwords that are expected", () => {
  it.each([
    "password1234567",
    "passwordpassword",
    "P@ssw0rd!P@ssw0rd!",
    "Password2026!!!!!",
    "123456789012345",
    "qwertyuiopasdfgh",
    "1q2w3e4r5t6y7u8i9o0p",
    "abcdefghijklmnop",
    "aaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "121212121212121212",
    "iloveyou20262026",
    "correct horse battery staple",
    "Correct-Horse-Battery-Staple",
    "gatehouse gatehouse",
    "Gatehouse2026!!",
    "AdaLovelace1815!",
    "lovelace-1815-1852",
    "ada.lovelace@analytical.example",
    "AnalyticalEngines1",
    "analytical engines 2026",
    "Welcome to Gatehouse".replace(" to ", ""),
    "superman-batman-1",
    "Pässwörd-1234567",
  ])("%s", (password) => {
    expect(isExpected(password, context)).toBe(true);
  });
});

describe("passwords that are not", () => {
  it.each([
    "maple-otter-7431-canyon",
    "vellum teapot ironing giraffe",
    "password of my third violin teacher",
    "gatehouse needs twelve purple kettles",
    "kR7 zq!mLp w2vX",
    "Grüße-äöü-123-Tannen",
    "лодка плывёт на закат",
    "桜の木の下で猫が眠っている午後です",
  ])("%s", (password) => {
    expect(isExpected(password, context)).toBe(false);
  });

  it("takes a bounded time for the longest password", () => {
    const started = performance.now();
    for (const text of ["password", "a1", "qwerty", "ab", "xyzpassword"]) {
      isExpected(text.repeat(1024).slice(0, 1024), context);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
