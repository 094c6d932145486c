import { describe, expect, it } from "vitest";
import { decodeWait, encodeWait, TooManyAttempts, waitWords } from "./too-many-attempts.ts";

describe("too many attempts", () => {
  it("say how long to wait, and carry it to the log-in form", () => {
    const error = new TooManyAttempts(Date.now() + 11.5 * 60_000);
    expect(error).toMatchObject({
      code: "rate_limited",
      message: "Too many attempts. Try again in 12 minutes.",
    });
    expect(decodeWait(encodeWait(error))).toBe(error.waitSeconds);
  });

  it.each([-5, 0, 1, 60])("never tell to come back at once, nor %d seconds early", (seconds) => {
    expect(waitWords(seconds)).toBe("a minute");
    expect(new TooManyAttempts(Date.now() + seconds * 1000).waitSeconds).toBeGreaterThan(0);
  });

  it.each(["", "rate_limited", "rate_limited:", "rate_limited:-1", "rate_limited:1e3", "x:60"])(
    "are not read from %j",
    (text) => {
      expect(decodeWait(text)).toBeNull();
    },
  );
});
