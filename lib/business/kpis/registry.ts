import type { KpiDefinition } from "./definition.ts";
import { activityKpis } from "./definitions/activity.ts";
import { cacheKpis } from "./definitions/cache.ts";
import { requestKpis } from "./definitions/requests.ts";
import { securityKpis } from "./definitions/security.ts";
import { uptimeKpis } from "./definitions/uptime.ts";

/** Every KPI by its id, in the order in which pages show them. */
export const kpis = {
  ...activityKpis,
  ...requestKpis,
  ...cacheKpis,
  ...uptimeKpis,
  ...securityKpis,
} satisfies Record<string, KpiDefinition>;

/** All of them, as pairs of id and definition. */
export const kpiEntries: readonly (readonly [string, KpiDefinition])[] = Object.entries(kpis);

/** Whoever holds the same of these sees the same figures. */
export const kpiPermissions = [...new Set(kpiEntries.map(([, kpi]) => kpi.permission))];
