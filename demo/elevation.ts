import type { Sql } from "#lib/platform/db";
import { Random } from "../lib/core/random.ts";
import type { DemoTenant } from "./generate.ts";

const HOUR_MS = 3_600_000;

type RulePlan = { role: string; requestMinutes: number | null; emergencyMinutes: number | null };

/** By id of a built-in role, or name of the company's own; one that is not there needs no rule. */
const plans: readonly RulePlan[] = [
  { role: "security_officer", requestMinutes: null, emergencyMinutes: 60 },
  { role: "Auditor", requestMinutes: 3 * 24 * 60, emergencyMinutes: null },
  { role: "Refund approver", requestMinutes: 8 * 60, emergencyMinutes: null },
  { role: "Customer support", requestMinutes: 8 * 60, emergencyMinutes: null },
];

const asked = [
  { role: "Auditor", minutes: 24 * 60, hoursAgo: 20, reason: "The yearly audit begins on Monday." },
  { role: "Refund approver", minutes: 120, hoursAgo: 2, reason: "Two refunds wait for month end." },
];

const insertRule = `
  INSERT INTO elevation_rules (tenant_id, role_id, request_minutes, emergency_minutes)
  VALUES ($1, $2, $3, $4)`;

const insertRequest = `
  INSERT INTO access_requests (tenant_id, id, user_id, role_id, role_name, kind, minutes, reason,
    created_at)
  VALUES ($1, $2, $3, $4, $5, 'request', $6, $7, $8)`;

/** Which roles can be had for a time, and requests that wait for somebody to decide. */
export async function storeElevation(sql: Sql, tenant: DemoTenant): Promise<void> {
  const random = new Random(`elevation of ${tenant.slug}`);
  const idOf = (name: string) => tenant.roles.find((role) => role.name === name)?.id;
  for (const { role, requestMinutes, emergencyMinutes } of plans) {
    const roleId = role === "security_officer" ? role : idOf(role);
    if (roleId) await sql(insertRule, [tenant.id, roleId, requestMinutes, emergencyMinutes]);
  }
  const people = tenant.users.filter(({ status, roles }) => status === "active" && !roles.length);
  for (const { role, minutes, hoursAgo, reason } of asked) {
    const roleId = idOf(role);
    if (!roleId) continue;
    await sql(insertRequest, [
      tenant.id,
      random.uuid(),
      random.pick(people).id,
      roleId,
      role,
      minutes,
      reason,
      new Date(Date.now() - hoursAgo * HOUR_MS).toISOString(),
    ]);
  }
}
