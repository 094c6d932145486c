import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import type { Topic } from "../../platform/announce.ts";
import { cached } from "../../platform/cache.ts";
import { type Sql, withTenantSnapshot } from "../../platform/db.ts";
import { windowAt } from "../facts/window.ts";
import type { Facts, KpiDefinition, Measured } from "./definition.ts";
import { kpiEntries } from "./registry.ts";
import type { KpiReading, KpiSnapshot } from "./schema.ts";

const TAG: Topic = "kpis";

/**
 * Every KPI of a tenant, computed once for all its viewers, at most a minute old. It is not for any
 * one person's eyes: pass it through `readable` first.
 */
export function loadSnapshot(tenantId: string): Promise<KpiSnapshot> {
  return cached("kpi", { tenantId, id: "snapshot", tags: [TAG] }, () => compute(tenantId));
}

/** The part of a snapshot that these permissions allow. */
export function readable(
  snapshot: KpiSnapshot,
  permissions: ReadonlySet<PermissionId>,
): KpiSnapshot {
  const allowed = new Set(
    kpiEntries.filter(([, kpi]) => permissions.has(kpi.permission)).map(([id]) => id),
  );
  return { ...snapshot, kpis: snapshot.kpis.filter(({ id }) => allowed.has(id)) };
}

/** What definitions read from, with what is read once remembered for the others. */
export function factsOf(sql: Sql, tenantId: string, now: number) {
  const read = new Map<string, Promise<unknown>>();
  const once = <T>(name: string, load: () => Promise<T>): Promise<T> => {
    const known = read.get(name) ?? load();
    read.set(name, known);
    return known as Promise<T>;
  };
  return (kpi: KpiDefinition): Facts => ({
    sql,
    tenantId,
    window: windowAt(kpi.window, now),
    once,
  });
}

function compute(tenantId: string): Promise<KpiSnapshot> {
  const now = Date.now();
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = factsOf(sql, tenantId, now);
    const readings: KpiReading[] = [];
    for (const [id, kpi] of kpiEntries) {
      const own = facts(kpi);
      readings.push(readingOf(id, kpi, own, await kpi.query(own)));
    }
    return { asOf: new Date(now).toISOString(), kpis: readings };
  });
}

function readingOf(
  id: string,
  { unit }: KpiDefinition,
  { window }: Facts,
  { value, reason, closed, previous, points }: Measured,
): KpiReading {
  return {
    id,
    value,
    reason: reason ?? null,
    previous,
    change: changeOf(unit, closed, previous),
    points: window.parts.map((part, index) => ({
      at: new Date(part.from).toISOString(),
      value: points[index] ?? null,
    })),
  };
}

/** Percentage points for ratios, relative for everything else; from nothing there is no change. */
function changeOf(unit: KpiDefinition["unit"], now: number | null, before: number | null) {
  if (now === null || before === null) return null;
  if (unit === "ratio") return now - before;
  return before === 0 ? null : now / before - 1;
}
