import { describe, expect, it } from "vitest";
import { parseWhoCould, whoCouldHref } from "./question.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const asked = {
  permission: "document.read",
  type: "document",
  id: "d",
  from: "2026-11-01T00:00:00Z",
};

describe("who could, as the URL asks it", () => {
  it("reads what the form wrote", () => {
    const href = whoCouldHref({ ...asked, to: "2026-11-02T00:00:00Z" }, "50");
    const params = Object.fromEntries(new URL(href, "http://x").searchParams);
    expect(parseWhoCould(params, now)).toMatchObject({
      question: {
        permission: "document.read",
        resourceType: "document",
        resourceId: "d",
        from: "2026-11-01T00:00:00.000Z",
        to: "2026-11-02T00:00:00.000Z",
      },
      cursor: "50",
      errors: {},
    });
  });

  it("asks about the last thirty days until now when nobody says", () => {
    const { question, asked: shown } = parseWhoCould({ permission: "user.read" }, now);
    expect(question).toEqual({
      permission: "user.read",
      from: "2026-10-24T12:00:00.000Z",
      to: "2026-11-23T12:00:00.000Z",
    });
    expect(shown.to).toBeNull();
  });

  it("says what is missing or wrong, and asks nothing then", () => {
    expect(parseWhoCould({}, now)).toMatchObject({ question: null, errors: {} });
    const wrong: [Record<string, string>, string][] = [
      [{ ...asked, id: "" }, "id"],
      [{ ...asked, type: "" }, "type"],
      [{ ...asked, from: "yesterday" }, "from"],
      [{ ...asked, from: "2027-01-01T00:00:00Z" }, "from"],
      [{ ...asked, to: "2026-10-01T00:00:00Z" }, "from"],
      [{ ...asked, permission: "x".repeat(200) }, "permission"],
    ];
    for (const [params, field] of wrong) {
      const page = parseWhoCould(params, now);
      expect([field, page.question, Object.keys(page.errors)]).toEqual([field, null, [field]]);
    }
  });

  it("ends now when the end is still to come, and forgets a cursor that is none", () => {
    const page = parseWhoCould({ ...asked, to: "2027-01-01T00:00:00Z", cursor: "-1" }, now);
    expect(page.question?.to).toBe("2026-11-23T12:00:00.000Z");
    expect(page.cursor).toBeUndefined();
  });
});
