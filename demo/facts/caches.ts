import type { CacheKind } from "#lib/platform/cache";
import type { Company } from "../company.ts";
import { rhythmAt } from "./rhythm.ts";
import { slotsBefore } from "./slots.ts";

/** How often the cache was asked for values of one kind within one slot. */
export type CacheFact = { slot: number; kind: CacheKind; hits: number; misses: number };

/** Questions in five minutes, and how many of them find nothing. */
const kinds = [
  ["session", { always: 24, atWork: 160, missing: 0.02 }],
  ["query", { always: 6, atWork: 48, missing: 0.08 }],
  ["kpi", { always: 10, atWork: 14, missing: 0.07 }],
  ["preferences", { always: 2, atWork: 20, missing: 0.03 }],
  ["static", { always: 3, atWork: 18, missing: 0.02 }],
] as const satisfies [CacheKind, object][];

/** What the cache was asked lately on behalf of the tenant. */
export function cacheFacts({ plan, random }: Company, now: number): CacheFact[] {
  return slotsBefore(now).flatMap((slot) => {
    const rhythm = rhythmAt(plan, slot);
    const chance = random.fork(`cache ${slot}`);
    return kinds.flatMap(([kind, { always, atWork, missing }]) => {
      const asked = chance.poisson(plan.activity * (always + atWork * rhythm));
      const misses = Math.min(asked, chance.poisson(asked * missing));
      return asked === 0 ? [] : [{ slot, kind, hits: asked - misses, misses }];
    });
  });
}
