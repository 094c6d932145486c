import { describe, expect, it } from "vitest";
import { type KeyPress, shortcutFor } from "./shortcuts.ts";

const items = [
  { shortcut: "a", href: "/audit" },
  { shortcut: "k", href: "/settings/api-keys" },
];
function press(key: string, rest: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrl: false, meta: false, alt: false, captured: false, ...rest };
}

describe("shortcutFor", () => {
  it("waits after g and then goes", () => {
    expect(shortcutFor(press("g"), false, items)).toEqual({ kind: "wait" });
    expect(shortcutFor(press("a"), true, items)).toEqual({ kind: "go", href: "/audit" });
    expect(shortcutFor(press("a"), false, items)).toEqual({ kind: "none" });
  });

  it("leaves pages alone that the person may not open", () => {
    expect(shortcutFor(press("s"), true, items)).toEqual({ kind: "none" });
  });

  it("does nothing while someone types", () => {
    for (const key of ["g", "/", "?", "a"]) {
      expect(shortcutFor(press(key, { captured: true }), true, items)).toEqual({ kind: "none" });
    }
  });

  it("opens the command menu from anywhere", () => {
    expect(shortcutFor(press("k", { ctrl: true, captured: true }), false, items).kind).toBe(
      "palette",
    );
    expect(shortcutFor(press("k", { meta: true }), true, items).kind).toBe("palette");
  });

  it("leaves the browser's own combinations alone", () => {
    expect(shortcutFor(press("/", { ctrl: true }), false, items)).toEqual({ kind: "none" });
    expect(shortcutFor(press("a", { alt: true }), true, items)).toEqual({ kind: "none" });
  });
});
