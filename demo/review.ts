import { compilePolicy } from "#lib/authz/engine/policy";
import { readPolicyFacts } from "#lib/authz/store/read-facts";
import { findLines } from "#lib/governance/reviews/scope";
import { writeLines } from "#lib/governance/reviews/start";
import type { Sql } from "#lib/platform/db";
import { Random } from "../lib/core/random.ts";
import { DAY_MS } from "./calendar.ts";
import type { DemoTenant } from "./generate.ts";

const STARTED_DAYS_AGO = 4;
const DAYS_LEFT = 10;
const SCOPE = ["tenant_admin", "security_officer", "executive"];

const insertReview = `
  INSERT INTO reviews (tenant_id, id, name, scope_kind, scope, started_by, started_by_name,
    created_at, deadline)
  VALUES ($1, $2, 'Roles that see or change most', 'roles', $3, $4, $5, $6, $7)`;

/** The security officer has begun. */
const decide = `
  UPDATE review_lines SET decision = 'keep', comment = 'Still in the same position.',
    decided_by = reviewer_id, decided_by_name = reviewer_name, decided_at = $4
  WHERE tenant_id = $1 AND review_id = $2 AND reviewer_id = $3 AND last_used_at IS NOT NULL`;

/** A running review of the most powerful roles, partly decided. */
export async function storeReview(sql: Sql, tenant: DemoTenant): Promise<void> {
  const { admin, officer } = tenant.cast;
  if (!admin || !officer) return;
  const { id: tenantId } = tenant;
  const reviewId = new Random(`review of ${tenant.slug}`).uuid();
  const facts = await readPolicyFacts(sql, tenantId);
  const policy = compilePolicy(facts);
  const found = await findLines({ sql, tenantId, facts, policy }, "roles", SCOPE);
  const fromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  await sql(insertReview, [
    tenantId,
    reviewId,
    JSON.stringify(found.scope),
    admin.id,
    admin.name,
    fromNow(-STARTED_DAYS_AGO),
    fromNow(DAYS_LEFT),
  ]);
  await writeLines({ sql, tenantId, policy, reviewId }, found, [officer.id, admin.id]);
  await sql(decide, [tenantId, reviewId, officer.id, fromNow(-1)]);
}
