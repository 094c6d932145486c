import { expect, it } from "vitest";
import type { Answer } from "#lib/access/explain/schema";
import { whyNot } from "./why-not.ts";

const no: Answer = {
  allowed: false,
  allows: [],
  dormant: [],
  denies: [],
  ownAllows: [],
  disabledModule: null,
  person: { id: "1", name: "Grace", email: "grace@example.com", status: "active" },
  target: null,
  remedies: [],
  givers: [],
  at: "2026-11-23T12:00:00.000Z",
};
const now = { isSelf: false, isPast: false };
const always = { startsAt: null, endsAt: null, via: null };
const path = [{ id: "r", name: "Role" }];
const reason = {
  kind: "role",
  said: "a.b",
  effect: "deny",
  path,
  ownOnly: false,
  ...always,
} as const;

it("says what stands in the way, the strongest first", () => {
  const disabled = { ...no, person: { ...no.person, status: "disabled" } };
  expect(whyNot({ ...no, allowed: true }, now)).toBeNull();
  expect(whyNot(disabled, now)).toContain("Grace is disabled");
  expect(whyNot(disabled, { ...now, isPast: true })).toContain("None of their roles allowed it");
  expect(whyNot({ ...no, disabledModule: "module.orders" }, now)).toContain("The module Orders is");
  expect(whyNot({ ...no, denies: [reason] }, now)).toContain("Nothing allows it either");
  expect(whyNot({ ...no, denies: [reason], allows: [reason] }, now)).toContain("always wins");
  expect(whyNot({ ...no, ownAllows: [reason] }, { ...now, isSelf: true })).toContain("you own");
  expect(whyNot(no, { ...now, isSelf: true })).toContain("None of your roles allows it");
});

it("names the rule that keeps a role out of use, and not what would be given instead", () => {
  const rule = { id: "s", name: "Invoices" };
  const dormant = [{ ...reason, effect: "allow" as const, rule, grants: [] }];
  const grace = whyNot({ ...no, dormant }, now);
  expect(grace).toContain("only in sessions in which Grace has chosen");
  expect(grace).toContain("“Invoices”");
  expect(whyNot({ ...no, dormant }, { ...now, isSelf: true })).toContain(
    "Your role Role would allow it, but this session does not use it",
  );
  expect(whyNot({ ...no, dormant, denies: [reason] }, now)).toContain("always wins");
  const never = [{ ...reason, effect: "allow" as const, rule, grants: ["a grant on invoice/7"] }];
  expect(whyNot({ ...no, dormant: never }, now)).toBe(
    "The role Role would allow it, and no choice lets it be used: Grace has a grant on invoice/7, which always counts, and the separation of duty “Invoices” lets nobody use the two together.",
  );
});
