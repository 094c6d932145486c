import { describe, expect, it } from "vitest";
import { tokenIn } from "./token-in.ts";

describe("the token of a one-time link", () => {
  it.each([
    ["#a.b.c", "", "a.b.c"],
    ["#a%2Eb", "", "a.b"],
    ["", "?link=a.b.c", "a.b.c"],
    ["", "", ""],
    ["#100%", "", "100%"],
  ])("in %j%j is %j", (hash, search, token) => {
    expect(tokenIn({ hash, search })).toBe(token);
  });
});
