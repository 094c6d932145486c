import { describe, expect, it } from "vitest";
import { explainHref, parseQuestion } from "./question.ts";

const me = "0192f0aa-0000-7000-8000-000000000001";
const other = "0192f0aa-0000-7000-8000-000000000002";
const now = Date.parse("2026-11-23T12:00:00Z");
const at = "2026-11-22T08:00:00.000Z";

describe("the URL of a question", () => {
  it("asks about oneself unless it names somebody", () => {
    expect(parseQuestion({ permission: "audit.read" }, me, now).question).toEqual({
      userId: me,
      permission: "audit.read",
    });
    expect(parseQuestion({}, me, now)).toMatchObject({ question: null, errors: {} });
  });

  it("can be read back", () => {
    const asked = { user: other, permission: "order.cancel", type: "order", id: "a&b/7", at };
    const params = Object.fromEntries(new URL(explainHref(asked), "http://x").searchParams);
    const read = parseQuestion(params, me, now);
    expect(read.asked).toEqual(asked);
    expect(read.question).toEqual({
      userId: other,
      permission: "order.cancel",
      resourceType: "order",
      resourceId: "a&b/7",
      at,
    });
    expect(explainHref({ user: null, permission: "", type: "", id: "", at: null })).toBe(
      "/explain",
    );
  });

  it("says what is wrong beside the field, and asks nothing then", () => {
    const wrong = (params: Record<string, string>) => {
      const { question, errors } = parseQuestion(
        { permission: "order.cancel", ...params },
        me,
        now,
      );
      return [question, Object.keys(errors)];
    };
    expect(wrong({ type: "order" })).toEqual([null, ["id"]]);
    expect(wrong({ id: "7" })).toEqual([null, ["type"]]);
    expect(wrong({ user: "grace" })).toEqual([null, ["user"]]);
    expect(wrong({ at: "2027-01-01T00:00:00Z" })).toEqual([null, ["at"]]);
    expect(wrong({ permission: "x".repeat(200) })).toEqual([null, ["permission"]]);
  });
});
