import { Busy } from "../core/errors.ts";
import { env } from "./env.ts";
import { FairGate, type Limits, type Party, refusalReason } from "./fair-gate.ts";
import { singleton } from "./singleton.ts";
import { currentParty, holdingConnectionOf, holdsConnectionOf } from "./unit-of-work.ts";

/**
 * What a connection is wanted for: `read` is short; a `change` may wait for others that change the same;
 * `heavy` work, such as a dry run or an export, takes long by itself.
 */
export type Work = "read" | "change" | "heavy";

/** The pools that requests take connections of. What takes those of the worker is not asked by anybody. */
const gatedPools = ["app", "search"] as const;
export type GatedPool = (typeof gatedPools)[number];

/** How many may wait for a connection in all: each is a request that somebody's memory holds. */
const MAX_WAITING = 3_000;

/**
 * Those who may wait, and how long. Short work waits no longer than a page may take; a change waits for
 * others like it.
 */
const waiting = {
  read: { waitingPerSession: 200, waitingPerTenant: 800, patienceMs: 5_000 },
  change: { waitingPerSession: 100, waitingPerTenant: 300, patienceMs: 10_000 },
  heavy: { waitingPerSession: 10, waitingPerTenant: 40, patienceMs: 10_000 },
} as const;

/** Of `connections`, what each kind of work may hold. Changes and heavy work leave some to reading. */
function limitsOf(pool: GatedPool, connections: number): Record<Work, Limits> {
  const part = (share: number) => Math.max(1, Math.floor(connections * share));
  // Searches are all there is in their pool, and each may take seconds.
  if (pool === "search") {
    const shares = { perTenant: part(0.67), perSession: part(0.34) };
    const searches = { ...shares, ...waiting.read, waitingPerSession: 50, waitingPerTenant: 200 };
    return { read: searches, change: searches, heavy: searches };
  }
  return {
    read: waiting.read,
    change: {
      total: part(0.45),
      perTenant: part(0.34),
      perSession: part(0.23),
      ...waiting.change,
    },
    heavy: { total: part(0.34), perTenant: part(0.23), perSession: part(0.12), ...waiting.heavy },
  };
}

/** The gate before a pool. It leaves one connection to what goes past it: health checks, nested reads. */
export function gateOf(pool: GatedPool): FairGate<Work> {
  return singleton(`gate.${pool}`, () => {
    const connections = Math.max(1, env().DATABASE_POOL_SIZE - 1);
    return new FairGate<Work>(connections, limitsOf(pool, connections), MAX_WAITING);
  });
}

/**
 * Pages are computed in this process, whether or not they read anything: how many of one session and of
 * one tenant are worked on at once.
 */
const pages: Limits = {
  perTenant: 16,
  perSession: 4,
  waitingPerSession: 200,
  waitingPerTenant: 800,
  patienceMs: 10_000,
};

/**
 * The gate before the pages. It has no limit over all tenants, so that whoever reads an answer slowly
 * keeps only their own waiting.
 */
export function pageGate(): FairGate<"page"> {
  return singleton(
    "gate.pages",
    () => new FairGate<"page">(Number.POSITIVE_INFINITY, { page: pages }, MAX_WAITING),
  );
}

type GateState = Pick<FairGate<never>, "inside" | "waiting" | "refused">;

/** What goes on at each gate of this process. */
export function gateStates(): [name: string, state: GateState][] {
  return [
    ...gatedPools.map((pool) => [pool, gateOf(pool)] as [string, GateState]),
    ["pages", pageGate()],
  ];
}

/**
 * Runs `work`, which takes one connection of a pool, when it is the turn of whoever it is for: the party
 * of the running request, or else the tenant as a whole. Work within work that has a connection of the
 * pool already is not held up: it would wait for itself.
 * @throws Busy when too many wait, or the turn does not come in time.
 */
export async function admitted<T>(
  pool: GatedPool,
  tenantId: string,
  kind: Work,
  work: () => Promise<T>,
): Promise<T> {
  if (holdsConnectionOf(pool)) return work();
  const party = currentParty() ?? { tenantId, session: "" };
  return throughGate(gateOf(pool), party, kind, () => holdingConnectionOf(pool, work));
}

/** Runs `work` inside a gate. @throws Busy instead of the gate's own refusal. */
export async function throughGate<Kind extends string, T>(
  gate: FairGate<Kind>,
  party: Party,
  kind: Kind,
  work: () => Promise<T>,
): Promise<T> {
  const leave = await entering(gate, party, kind);
  try {
    return await work();
  } finally {
    leave();
  }
}

async function entering<Kind extends string>(
  gate: FairGate<Kind>,
  party: Party,
  kind: Kind,
): Promise<() => void> {
  try {
    return await gate.enter(party, kind);
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === null) throw error;
    throw new Busy(reason === "session" ? "session" : "server");
  }
}
