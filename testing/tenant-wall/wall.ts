import { randomUUID } from "node:crypto";
import { beforeEach, expect } from "vitest";
import { createRole } from "../../lib/access/roles/service.ts";
import { ingestEvents } from "../../lib/audit/ingestion/service.ts";
import type { Actor } from "../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../lib/authz/guard/grant.ts";
import { dataOf } from "../data-of.ts";
import { setUpTestDatabase } from "../database.ts";
import { Factory } from "../factories.ts";

const { ownerUrl } = setUpTestDatabase();
/** Makes rows of either tenant. */
export const factory = new Factory(ownerUrl);
/** Who tries: an admin of tenant A. */
export let a: Actor;
/** Whose things must stay out of reach: an admin of tenant B. */
export let b: Actor;

// Tenants of its own for each probe, so that none depends on what another has done.
beforeEach(async () => {
  a = await factory.createActor(await factory.createTenant("A"));
  b = await factory.createActor(await factory.createTenant("B"));
  for (const actor of [a, b]) {
    const grant = await requirePermission(actor, "audit.record");
    const item = { id: randomUUID(), occurredAt: "2026-01-02T03:04:05Z", action: "wall.tested" };
    await ingestEvents(grant, [{ index: 0, item }]);
    const powerless = await factory.createActor(actor.tenantId, ["executive"]);
    await expect(requirePermission(powerless, "audit.read")).rejects.toThrow("audit.read");
  }
});

/** For every exported query and mutation, by its module and name: how A tries to reach what is B's. */
export type Probes = Record<string, () => Promise<void>>;

/** A role of a tenant's own. */
export async function makeRole(actor: Actor): Promise<string> {
  return dataOf(await createRole(actor, { name: randomUUID(), entries: [] })).roleId;
}

/** An alert of a tenant. */
export async function makeAlert(tenantId: string): Promise<string> {
  const [row] = await factory.query<{ id: string }>(
    `INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, event_count,
       first_event_at, last_event_at)
     VALUES ($1, 'failed_log_ins', 'account', 'ada', 'high', 1, now(), now()) RETURNING id`,
    [tenantId],
  );
  return row?.id ?? "";
}

export const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

export const notFound = { ok: false, error: { code: "not_found" } };
