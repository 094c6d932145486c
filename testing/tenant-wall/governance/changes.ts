import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { recordEvents } from "../../../lib/events/record.ts";
import {
  countFacets,
  countUnnamed,
  getChange,
  readChanges,
  searchChanges,
} from "../../../lib/governance/changes/queries.ts";
import { recordExport } from "../../../lib/governance/changes/service.ts";
import { withTenantSql } from "../../../lib/platform/db.ts";
import { a, b, factory, makeRole, type Probes } from "../wall.ts";

export const changes: Probes = {
  "governance/changes/queries.searchChanges": async () => {
    const roleId = await makeRole(b);
    const grantB = await requirePermission(b, "access_change.read");
    const found = await searchChanges(grantB, { role: [roleId] }, { limit: 9 });
    expect(found.rows.map(({ target }) => target?.id)).toEqual([roleId]);
    const grantA = await requirePermission(a, "access_change.read");
    for (const filters of [{ role: [roleId] }, { by: [b.id] }]) {
      expect((await searchChanges(grantA, filters, { limit: 9 })).rows).toEqual([]);
    }
  },
  "governance/changes/queries.countUnnamed": async () => {
    const radius = { peopleCount: 1, groups: [{ people: [], morePeople: 1 }] };
    const event = { action: "role.updated", details: { radius } } as const;
    await withTenantSql(b.tenantId, (sql) => recordEvents(sql, b.tenantId, b, [event]));
    const count = async (actor: Actor) =>
      countUnnamed(await requirePermission(actor, "access_change.read"), { person: b.id });
    expect(await count(b)).toBe(1);
    expect(await count(a)).toBe(0);
  },
  "governance/changes/queries.getChange": async () => {
    const roleId = await makeRole(b);
    const grantB = await requirePermission(b, "access_change.read");
    const { rows } = await searchChanges(grantB, { role: [roleId] }, { limit: 1 });
    const id = rows[0]?.id ?? "";
    expect(await getChange(grantB, id)).toMatchObject({ id });
    const grantA = await requirePermission(a, "access_change.read");
    await expect(getChange(grantA, id)).rejects.toThrow("no such change");
  },
  "governance/changes/queries.countFacets": async () => {
    await makeRole(b);
    const actorsOf = async (actor: Actor) => {
      const counted = await countFacets(await requirePermission(actor, "access_change.read"));
      return counted.by.map(({ value }) => value);
    };
    expect(await actorsOf(b)).toContain(b.id);
    expect(await actorsOf(a)).not.toContain(b.id);
  },
  "governance/changes/queries.readChanges": async () => {
    const roleId = await makeRole(b);
    const idsOf = async (actor: Actor) => {
      const ids: (string | undefined)[] = [];
      const grant = await requirePermission(actor, "access_change.export");
      for await (const changes of readChanges(grant, { role: [roleId] })) {
        ids.push(...changes.map(({ target }) => target?.id));
      }
      return ids;
    };
    expect(await idsOf(b)).toEqual([roleId]);
    expect(await idsOf(a)).toEqual([]);
  },
  "governance/changes/service.recordExport": async () => {
    expect(await recordExport(a, { format: "csv", filters: {} })).toMatchObject({ ok: true });
    const rows = await factory.query(
      "SELECT tenant_id FROM audit_events WHERE action = 'access_change.exported'",
    );
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
};
