import { RecentlyRead } from "../../platform/recently-read.ts";
import { singleton } from "../../platform/singleton.ts";

type Forgetting = Pick<RecentlyRead<unknown>, "forgetUnder">;
const all = () => singleton("recentOfTenants", () => new Set<Forgetting>());

/**
 * What this process has read of tenants' access less than a second ago, in a cache of its own. Its keys
 * are, or begin with, the id of the tenant.
 * @param name of the cache, one for each.
 */
export function recentOfTenants<Value>(name: string): RecentlyRead<Value> {
  return singleton(name, () => {
    const made = new RecentlyRead<Value>();
    all().add(made);
    return made;
  });
}

/** Makes what this process has changed in a tenant visible to it at once; the others follow within a second. */
export function forgetTenant(tenantId: string): void {
  for (const each of all()) each.forgetUnder(tenantId);
}
