import { expect, it } from "vitest";
import { parseMoment } from "./moment.ts";

const now = Date.parse("2026-11-23T12:00:00Z");

it("a moment is now, in the past, or refused with a reason", () => {
  expect(parseMoment(undefined, now)).toEqual({});
  expect(parseMoment("2026-11-23T12:00:00+01:00", now)).toEqual({ at: "2026-11-23T11:00:00.000Z" });
  expect(parseMoment("2026-11-23T12:00:01Z", now)).toEqual({ message: expect.any(String) });
  for (const text of ["yesterday", "2026-02-30T00:00:00Z", "2026-11-23"]) {
    expect(parseMoment(text, now).message).toContain("is not a date and time");
  }
});
