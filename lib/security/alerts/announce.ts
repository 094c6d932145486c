import { publish } from "../../platform/bus.ts";
import { invalidateTags } from "../../platform/cache.ts";

/** The cache tag of whatever lists alerts. */
export const ALERTS_TAG = "alerts";

/** Says that alerts of a tenant have changed, to whoever lists them and whoever looks at them. */
export async function announceAlerts(tenantId: string): Promise<void> {
  await invalidateTags(tenantId, [ALERTS_TAG]);
  publish({ tenantId, topic: "alerts" });
}
