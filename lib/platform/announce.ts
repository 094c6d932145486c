import { type BusMessage, publish } from "./bus.ts";
import { invalidateTags } from "./cache.ts";

/** What can change in a tenant; also the cache tag of whatever shows it. */
export type Topic = BusMessage["topic"];

/** Says that something of a tenant has changed: the next reader reads anew, open pages are told. For `effects`. */
export async function announce(tenantId: string, topic: Topic): Promise<void> {
  await invalidateTags(tenantId, [topic]);
  publish({ tenantId, topic });
}
