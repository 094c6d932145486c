import { AsyncLocalStorage } from "node:async_hooks";
import type { Party } from "./fair-gate.ts";
import { singleton } from "./singleton.ts";

/** A connection that a transaction holds, until it is over. */
type Held = { isOver: boolean };

/** Whose work runs, and which pools it has a connection of. */
type Unit = { party: Party | null; held: ReadonlyMap<string, Held> };

const units = () => singleton("unitsOfWork", () => new AsyncLocalStorage<Unit>());

const nothingHeld: ReadonlyMap<string, Held> = new Map();

/** Runs `work`, and whatever it starts, as that of a party. */
export function workFor<T>(party: Party, work: () => T): T {
  return units().run({ party, held: nothingHeld }, work);
}

/**
 * Runs `work` as nobody's in particular: for what a request happens to start for all others too. It then
 * counts as its tenant's.
 */
export function workForNobody<T>(work: () => T): T {
  const held = units().getStore()?.held ?? nothingHeld;
  return units().run({ party: null, held }, work);
}

/** From here on the running work is that of somebody who has proved who they are. */
export function recogniseParty(party: Party): void {
  const unit = units().getStore();
  if (unit) unit.party = party;
}

/** Whose work runs; null outside requests. */
export function currentParty(): Party | null {
  return units().getStore()?.party ?? null;
}

/** Whether the running work is inside a transaction on a connection of this pool. */
export function holdsConnectionOf(pool: string): boolean {
  const held = units().getStore()?.held.get(pool);
  return held !== undefined && !held.isOver;
}

/** Runs `work` as holding a connection of a pool; what outlives `work` holds none. */
export async function holdingConnectionOf<T>(pool: string, work: () => Promise<T>): Promise<T> {
  const { party = null, held = nothingHeld } = units().getStore() ?? {};
  const own = { isOver: false };
  try {
    return await units().run({ party, held: new Map(held).set(pool, own) }, work);
  } finally {
    own.isOver = true;
  }
}
