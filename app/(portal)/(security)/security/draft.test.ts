import { describe, expect, test } from "vitest";
import { emptyDraft, errorsOf, fits, inputOf } from "./draft.ts";

const alertId = "01890a5d-ac96-774b-bcce-b302099a8057";

describe("a draft", () => {
  test("fits its own alert as long as the decision is still open", () => {
    const resolve = emptyDraft(alertId, "resolve");
    const reopen = emptyDraft(alertId, "reopen");
    expect(fits(resolve, { id: alertId, state: "open" })).toBe(true);
    expect(fits(resolve, { id: alertId, state: "acknowledged" })).toBe(true);
    expect(fits(resolve, { id: alertId, state: "resolved" })).toBe(false);
    expect(fits(reopen, { id: alertId, state: "resolved" })).toBe(true);
    expect(fits(reopen, { id: alertId, state: "open" })).toBe(false);
    expect(fits(resolve, { id: "another", state: "open" })).toBe(false);
    expect(fits(null, { id: alertId, state: "open" })).toBe(false);
  });

  test("says what is missing, field by field", () => {
    expect(errorsOf(emptyDraft(alertId, "resolve"))).toEqual({
      verdict: ["Choose what it turned out to be."],
      comment: ["Say in a few words how you know."],
    });
    expect(errorsOf({ ...emptyDraft(alertId, "reopen"), comment: "   " })).toEqual({
      comment: ["Say why it is open again."],
    });
  });

  test("is complete with a verdict and a comment; a reopening needs no verdict", () => {
    const words = { verdict: "benign", comment: "A test of ours." } as const;
    const resolve = { ...emptyDraft(alertId, "resolve"), ...words };
    expect(errorsOf(resolve)).toEqual({});
    expect(inputOf(resolve)).toEqual({ alertId, ...words });
    const reopen = { ...resolve, change: "reopen" } as const;
    expect(errorsOf(reopen)).toEqual({});
    expect(inputOf(reopen)).toEqual({ alertId, comment: "A test of ours." });
  });
});
