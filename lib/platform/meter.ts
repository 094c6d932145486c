import { bucketOf } from "../core/histogram.ts";
import { singleton } from "./singleton.ts";

const SLOT_MS = 5 * 60_000;
/** Routes told apart per tenant and slot: an address that anybody invents must not cost memory. */
const MAX_ROUTES = 200;

type Meter = { tenantId: string; slot: Date };

/** API requests of one tenant, slot and route in this process; running totals, not differences. */
export type RequestMeter = Meter & {
  route: string;
  requests: number;
  clientErrors: number;
  serverErrors: number;
  /** Counts by bucket of lib/core/histogram.ts. */
  latency: Map<number, number>;
};

/** Questions to the cache of one tenant, slot and kind in this process; running totals. */
export type CacheMeter = Meter & { kind: string; hits: number; misses: number };

export type Meters = { requests: RequestMeter[]; caches: CacheMeter[] };

const currentSlot = () => Math.floor(Date.now() / SLOT_MS) * SLOT_MS;

/** Meters by name, and the names of those that have moved since they were taken last. */
class Board<Kind extends Meter> {
  readonly #meters = new Map<string, Kind>();
  readonly #moved = new Set<string>();
  readonly #sizes = new Map<string, number>();

  move(name: string, make: (slot: Date) => Kind): Kind {
    const slot = currentSlot();
    const key = `${slot} ${name}`;
    let meter = this.#meters.get(key);
    if (!meter) {
      meter = make(new Date(slot));
      this.#meters.set(key, meter);
      const { tenantId } = meter;
      this.#sizes.set(`${slot} ${tenantId}`, this.sizeOf(tenantId) + 1);
    }
    this.#moved.add(key);
    return meter;
  }

  /** How many meters a tenant has in the current slot. */
  sizeOf(tenantId: string): number {
    return this.#sizes.get(`${currentSlot()} ${tenantId}`) ?? 0;
  }

  has(name: string): boolean {
    return this.#meters.has(`${currentSlot()} ${name}`);
  }

  take(): Kind[] {
    const taken = [...this.#moved].flatMap((key) => this.#meters.get(key) ?? []);
    this.#moved.clear();
    const now = Date.now();
    for (const [key, { slot, tenantId }] of this.#meters) {
      if (slot.getTime() + SLOT_MS > now) continue;
      this.#meters.delete(key);
      this.#sizes.delete(`${slot.getTime()} ${tenantId}`);
    }
    return taken;
  }

  giveBack(meters: readonly Kind[], nameOf: (meter: Kind) => string): void {
    for (const meter of meters) {
      const key = `${meter.slot.getTime()} ${nameOf(meter)}`;
      // The same object as before, unless its slot was over.
      this.#meters.set(key, this.#meters.get(key) ?? meter);
      this.#moved.add(key);
    }
  }
}

const boards = () =>
  singleton("meters", () => ({
    requests: new Board<RequestMeter>(),
    caches: new Board<CacheMeter>(),
  }));

const requestName = ({ tenantId, route }: { tenantId: string; route: string }) =>
  `${tenantId} ${route}`;
const cacheName = ({ tenantId, kind }: { tenantId: string; kind: string }) => `${tenantId} ${kind}`;

/** Counts an API request of a tenant. */
export function meterRequest(seen: {
  tenantId: string;
  route: string;
  status: number;
  durationMs: number;
}): void {
  const { tenantId, status } = seen;
  const { requests } = boards();
  const isKnown = requests.has(requestName(seen));
  const isCrowded = !isKnown && requests.sizeOf(tenantId) >= MAX_ROUTES;
  const route = isCrowded ? "other" : seen.route;
  const meter = requests.move(requestName({ tenantId, route }), (slot) => ({
    tenantId,
    slot,
    route,
    requests: 0,
    clientErrors: 0,
    serverErrors: 0,
    latency: new Map(),
  }));
  meter.requests++;
  if (status >= 500) meter.serverErrors++;
  else if (status >= 400) meter.clientErrors++;
  const bucket = bucketOf(seen.durationMs);
  meter.latency.set(bucket, (meter.latency.get(bucket) ?? 0) + 1);
}

/** Counts a question to the cache about a tenant's value. */
export function meterCache(tenantId: string, kind: string, result: "hit" | "miss"): void {
  const meter = boards().caches.move(cacheName({ tenantId, kind }), (slot) => ({
    tenantId,
    slot,
    kind,
    hits: 0,
    misses: 0,
  }));
  if (result === "hit") meter.hits++;
  else meter.misses++;
}

/** Whatever has moved since the last time; slots that are over are forgotten. */
export function takeMeters(): Meters {
  const { requests, caches } = boards();
  return { requests: requests.take(), caches: caches.take() };
}

/** Takes back what could not be written, to be taken again. */
export function giveBack({ requests, caches }: Meters): void {
  boards().requests.giveBack(requests, requestName);
  boards().caches.giveBack(caches, cacheName);
}
