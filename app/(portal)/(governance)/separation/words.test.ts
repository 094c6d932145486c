import { describe, expect, it } from "vitest";
import {
  breakingWords,
  closedWords,
  conflictWords,
  consequenceWords,
  hasWords,
  limitWords,
  needWords,
  ruleWords,
  whyNotDecide,
} from "./words.ts";

const [a, b, c] = ["Clerk", "Approver", "Auditor"].map((name) => ({ name }));
const two = [a, b].flatMap((role) => role ?? []);
const three = [a, b, c].flatMap((role) => role ?? []);
const rolesOf = (roles: { name: string }[]) => ({ roles, permissions: [] });

describe("a separation of duty in words", () => {
  it("says what nobody may have or use", () => {
    expect(ruleWords({ kind: "static", limit: 2, ...rolesOf(two) })).toBe(
      "Nobody may have both Clerk and Approver.",
    );
    expect(ruleWords({ kind: "dynamic", limit: 2, ...rolesOf(two) })).toBe(
      "Nobody may use both Clerk and Approver in one session.",
    );
    expect(ruleWords({ kind: "static", limit: 2, ...rolesOf(three) })).toBe(
      "Nobody may have more than one of Clerk, Approver, and Auditor.",
    );
    expect(ruleWords({ kind: "static", limit: 3, ...rolesOf(three) })).toContain(
      "have all of Clerk",
    );
    expect(
      ruleWords({ kind: "static", limit: 3, ...rolesOf([...three, { name: "D" }]) }),
    ).toContain("more than 2 of");
    expect([limitWords(2, 3), limitWords(3, 3)]).toEqual(["2 of them", "All 3 of them"]);
  });

  it("names permissions as people call them, and what gives them", () => {
    const permissions = ["invoice.create", "invoice.refund"];
    expect(ruleWords({ kind: "static", limit: 2, roles: [], permissions })).toBe(
      "Nobody may have both Create invoices and Refund invoices.",
    );
    expect(
      ruleWords({ kind: "dynamic", limit: 2, roles: [{ name: "Auditor" }], permissions }),
    ).toBe(
      "Nobody may use more than one of Auditor, Create invoices, and Refund invoices in one session.",
    );
    expect(
      hasWords([
        { kind: "permission", what: "invoice.refund", by: ["Clerk", "a grant on invoice/7"] },
        { kind: "role", what: "Clerk", by: ["Clerk"] },
        { kind: "role", what: "Auditor", by: ["Head of audit"] },
      ]),
    ).toBe(
      "Auditor (by Head of audit), Clerk, and Refund invoices (by Clerk and a grant on invoice/7)",
    );
    expect(breakingWords("static", ["Super admin", "Tenant admin"])).toBe(
      "Super admin and Tenant admin hold them together: nobody else can be given one without an exception.",
    );
  });

  it("counts whom it concerns", () => {
    expect([0, 1, 1_234].map((count) => conflictWords("static", count))).toEqual([
      "Nobody breaks it",
      "1 person breaks it",
      "1,234 people break it",
    ]);
    expect(conflictWords("static", 500, 15)).toBe("485 people break it, 15 will");
    expect(conflictWords("static", 1, 1)).toBe("1 person will break it");
    expect(conflictWords("static", 0, 0, 1)).toBe("Nobody breaks it; 1 person has an exception");
    expect(conflictWords("dynamic", 2, 0, 3)).toBe(
      "2 people have to choose; 3 people have an exception",
    );
    expect([0, 1, 2].map((count) => conflictWords("dynamic", count))).toEqual([
      "Nobody has to choose",
      "1 person has to choose",
      "2 people have to choose",
    ]);
    expect(consequenceWords("static", 1)).toContain("1 person breaks it already");
    expect(consequenceWords("dynamic", 2)).toContain("use none of those until they do");
  });
});

describe("an exception in words", () => {
  const now = Date.parse("2026-06-01T00:00:00Z");
  const later = { endsAt: "2026-07-01T00:00:00Z" };
  const over = { endsAt: "2026-05-01T00:00:00Z" };
  const somebody = { id: "1", name: "Ada" };

  it("says how it ended", () => {
    const ended = { state: "ended", decidedBy: null } as const;
    expect(closedWords({ ...ended, ...later }, now)).toBe("Withdrawn");
    expect(closedWords({ ...ended, ...over }, now)).toBe("Never decided");
    expect(closedWords({ ...ended, ...later, decidedBy: somebody }, now)).toBe("Ended early");
    expect(closedWords({ ...ended, ...over, decidedBy: somebody }, now)).toBe("Ended");
    const refused = { state: "refused", decidedBy: somebody } as const;
    expect(closedWords({ ...refused, ...later }, now)).toBe("Refused");
  });

  it("is decided by neither who asked nor whom it is about", () => {
    const about = { askedBy: somebody, person: { id: "2", name: "Grace" } };
    const reading = (id: string, canApprove = true) => whyNotDecide(about, { id, canApprove });
    expect(reading("1")).toMatch(/^You asked for it, so/);
    expect(reading("2")).toMatch(/^It is about you/);
    expect(reading("3")).toBeNull();
    expect(reading("3", false)).toMatch(/who may approve/);
    const own = { askedBy: somebody, person: somebody };
    expect(whyNotDecide(own, { id: "1", canApprove: true })).toMatch(/it is about you, so/);
  });
});

it("says when an exception is not needed for what somebody has", () => {
  expect(needWords("Zoë", { by: "nothing" })).toContain("Zoë does not break this rule today.");
  expect(needWords("Zoë", { by: "asked", role: "Clerk" })).toContain("with the role Clerk");
  expect(needWords("Zoë", { by: "held" })).toBe("Zoë has what this rule keeps apart.");
});
