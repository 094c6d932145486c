import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Sql } from "#lib/platform/db";
import { Random } from "../lib/core/random.ts";
import type { DemoTenant } from "./generate.ts";

const DAY_MS = 86_400_000;
/** How long somebody stands in for a colleague from today on. */
const STAND_IN_DAYS = 19;

type RulePlan = {
  name: string;
  description: string;
  kind: "static" | "dynamic";
  /** Names of the company's own roles; a company that lacks one does not need the rule. */
  roles: readonly string[];
  permissions: readonly PermissionId[];
  /** Whether somebody stands in for a colleague all the same. */
  hasStandIn: boolean;
};

const plans: readonly RulePlan[] = [
  {
    name: "Invoicing and refunding",
    description: "Whoever writes invoices never pays them back.",
    kind: "static",
    roles: ["Invoice clerk", "Refund approver"],
    permissions: [],
    hasStandIn: true,
  },
  {
    name: "Auditing and invoicing",
    description: "Nobody looks at their own work in the same session.",
    kind: "dynamic",
    roles: ["Auditor", "Invoice clerk"],
    permissions: [],
    hasStandIn: false,
  },
  {
    name: "Auditing and refunding",
    description: "Auditors must not pay anything back, whatever role or grant allows it.",
    kind: "static",
    roles: ["Auditor"],
    permissions: ["invoice.refund", "invoice.void"],
    hasStandIn: false,
  },
];

const insertRule = `
  WITH made AS (
    INSERT INTO sod_rules (tenant_id, id, name, description, kind, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING tenant_id, id
  ), permission AS (
    INSERT INTO sod_rule_permissions SELECT tenant_id, id, unnest($8::text[]) FROM made
  )
  INSERT INTO sod_rule_roles SELECT tenant_id, id, unnest($7::text[]) FROM made`;

const insertException = `
  INSERT INTO sod_exceptions (tenant_id, id, rule_id, user_id, reason, state, ends_at, asked_by,
    asked_by_name, asked_at, decided_by, decided_by_name, decided_at)
  VALUES ($1, $2, $3, $4, $5, 'approved', $6, $7, $8, $9, $10, $11, $9)`;

const insertStandIn = `
  INSERT INTO role_assignments (tenant_id, user_id, role, assigned_at, ends_at, reason)
  VALUES ($1, $2, $3, $4, $5, $6)`;

/** Roles and permissions that exclude each other, and somebody who stands in for a colleague all the same. */
export async function storeSeparation(sql: Sql, tenant: DemoTenant): Promise<void> {
  const random = new Random(`separation of ${tenant.slug}`);
  const since = new Date(tenant.createdAt).toISOString();
  for (const plan of plans) {
    const roles = plan.roles.flatMap(
      (name) => tenant.roles.find((role) => role.name === name) ?? [],
    );
    if (roles.length < plan.roles.length) continue;
    const ruleId = random.fork(plan.name).uuid();
    const { name, description, kind, permissions, hasStandIn } = plan;
    const ids = roles.map(({ id }) => id);
    const said = [name, description, kind, since, ids, permissions];
    await sql(insertRule, [tenant.id, ruleId, ...said]);
    if (hasStandIn) await storeStandIn(sql, tenant, ruleId, ids, random);
  }
}

async function storeStandIn(
  sql: Sql,
  tenant: DemoTenant,
  ruleId: string,
  [held, lent]: readonly string[],
  random: Random,
): Promise<void> {
  const holding = (role: string | undefined) =>
    tenant.users.find((user) => user.roles.some((each) => each.role === role));
  const [person, asker, approver] = [held, "tenant_admin", "security_officer"].map(holding);
  if (!person || !asker || !approver) return;
  const latest = Math.max(...person.roles.map(({ assignedAt }) => assignedAt));
  const askedAt = new Date(latest + DAY_MS).toISOString();
  const endsAt = new Date(Date.now() + STAND_IN_DAYS * DAY_MS).toISOString();
  const reason = "Stands in while the colleague is on parental leave.";
  await sql(insertException, [
    tenant.id,
    random.fork("stand-in").uuid(),
    ruleId,
    person.id,
    reason,
    endsAt,
    asker.id,
    asker.name,
    askedAt,
    approver.id,
    approver.name,
  ]);
  await sql(insertStandIn, [tenant.id, person.id, lent, askedAt, endsAt, reason]);
}
