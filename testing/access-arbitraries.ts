import fc from "fast-check";
import { type Target, targetOf } from "../lib/authz/engine/decide.ts";
import type {
  GrantFact,
  PolicyFacts,
  PrincipalFacts,
  RoleEntry,
  SodRuleFact,
} from "../lib/authz/engine/facts.ts";

export const ids = [
  "document.read",
  "document.update",
  "document.delete",
  "module.documents",
  "invoice.refund",
  "todo.close",
  "made.up",
];
export const roleIds = ["r0", "r1", "r2", "r3", "r4", "r5"];
export const AT = 1_000;

const resources = [
  { type: "project", id: "p1" },
  { type: "project", id: "p2" },
  { type: "document", id: "d1" },
];

export const permission = fc.constantFrom(...ids);
const effect = fc.constantFrom("allow" as const, "allow" as const, "deny" as const);
const window = fc.record({
  startsAt: fc.constantFrom(null, null, AT - 10, AT, AT + 10),
  endsAt: fc.constantFrom(null, null, AT + 20, AT, AT - 1),
});
const entry: fc.Arbitrary<RoleEntry> = fc
  .record({ permission, effect, ownOnly: fc.boolean() })
  .map((each) => ({ ...each, ownOnly: each.ownOnly && each.effect === "allow" }));
const entries = fc.uniqueArray(entry, { selector: (each) => each.permission, maxLength: 4 });

/** Roles that inherit only from earlier ones, or, as damaged data might, in circles. */
const roles = fc
  .tuple(...roleIds.map(() => fc.record({ entries, parents: fc.subarray(roleIds) })))
  .map((all) =>
    all.map((each, index) => ({ id: roleIds[index] ?? "", name: "", description: "", ...each })),
  );
const sodRule = fc.record({
  kind: fc.constantFrom("static" as const, "dynamic" as const),
  roles: fc.subarray(roleIds, { maxLength: 4 }),
  permissions: fc.subarray(ids, { maxLength: 4 }),
  limit: fc.constantFrom(2, 2, 3),
});
const numbered = (rules: readonly Omit<SodRuleFact, "id" | "name">[]): SodRuleFact[] =>
  rules.map((rule, index) => ({ id: `s${index}`, name: `Rule ${index}`, ...rule }));
export const policyFacts: fc.Arbitrary<PolicyFacts> = fc.record({
  version: fc.constant("1"),
  roles,
  productPermissions: fc.constant(["todo.close"]),
  closedTypes: fc.constantFrom<string[]>([], ["todo"]),
  ownerProperties: fc.constant({}),
  subjectTypes: fc.constant({}),
  conditions: fc.constant([]),
  disabledModules: fc.subarray(["module.documents"]),
  sodRules: fc.array(sodRule, { maxLength: 2 }).map(numbered),
});
const grant: fc.Arbitrary<GrantFact> = fc
  .tuple(permission, effect, fc.constantFrom(...resources), fc.boolean(), window)
  .map(([each, says, { type, id }, isWhole, { startsAt, endsAt }]) => ({
    id: "g",
    permission: each,
    effect: says,
    resourceType: type,
    resourceId: isWhole ? null : id,
    via: null,
    startsAt,
    endsAt,
  }));
export const principalFacts: fc.Arbitrary<PrincipalFacts> = fc.record({
  identifiers: fc.constant(["ada", "ada@example.com"]),
  holdings: fc.array(
    fc
      .tuple(fc.constantFrom(...roleIds, "gone"), window)
      .map(([roleId, during]) => ({ roleId, via: null, ...during })),
    { maxLength: 4 },
  ),
  grants: fc.array(grant, { maxLength: 5 }),
  exceptions: fc.array(
    fc.record({
      ruleId: fc.constantFrom("s0", "s1"),
      endsAt: fc.constantFrom(AT - 1, AT, AT + 15),
    }),
    { maxLength: 2 },
  ),
});
export const target: fc.Arbitrary<Target | null> = fc.option(
  fc
    .record({
      type: fc.constant("document"),
      id: fc.constantFrom("d1", "d2"),
      owner: fc.constantFrom(null, "ADA@example.com", "bob"),
      ancestors: fc.subarray([
        { type: "project", id: "p1" },
        { type: "workspace", id: "w1" },
      ]),
    })
    .map(targetOf),
);
