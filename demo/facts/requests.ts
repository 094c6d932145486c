import { isIn, SLOT_MS, type Span } from "#lib/business/facts/window";
import { bucketOf } from "#lib/core/histogram";
import type { Random } from "../../lib/core/random.ts";
import type { Company } from "../company.ts";
import type { DemoEvent } from "../event.ts";
import { rhythmAt } from "./rhythm.ts";
import { incidentBefore, slotsBefore } from "./slots.ts";

/** The API calls of one slot and route. */
export type RequestFact = {
  slot: number;
  route: string;
  requests: number;
  clientErrors: number;
  serverErrors: number;
  /** Bucket of lib/core/histogram.ts and count, in the order of the buckets. */
  latency: [bucket: number, count: number][];
};

/** Durations are log-normal: `medianMs`, and `spread` as the deviation of their logarithm. */
type Route = { medianMs: number; spread: number; clientErrors: number };

const RECORDING = "POST /audit/events";

const routes = {
  [RECORDING]: { medianMs: 9, spread: 0.5, clientErrors: 0.012 },
  "GET /audit/events": { medianMs: 22, spread: 0.7, clientErrors: 0.006 },
  "GET /kpis/snapshot": { medianMs: 6, spread: 0.6, clientErrors: 0.002 },
  "GET /me": { medianMs: 3, spread: 0.4, clientErrors: 0.008 },
} as const satisfies Record<string, Route>;

/** Calls in five minutes: of programs that ask all the time, and besides while people work. */
const readings = [
  ["GET /audit/events", { always: 7, atWork: 11 }],
  ["GET /kpis/snapshot", { always: 11, atWork: 6 }],
  ["GET /me", { always: 3, atWork: 7 }],
] as const;

const USUAL = { serverErrors: 0.0002, slowdown: 1 };
const INCIDENT = { serverErrors: 0.34, slowdown: 45 };

/** What the tenant's programs asked of the API lately; each event of theirs came with a call. */
export function requestFacts(
  company: Company,
  events: readonly DemoEvent[],
  now: number,
): RequestFact[] {
  const { plan, random } = company;
  const sent = countBySlot(events);
  const incident = incidentBefore(now);
  return slotsBefore(now).flatMap((slot) => {
    const rhythm = rhythmAt(plan, slot);
    const chance = random.fork(`requests ${slot}`);
    const asked = readings.map(([route, { always, atWork }]) => {
      return [route, chance.poisson(plan.activity * (always + atWork * rhythm))] as const;
    });
    return [[RECORDING, sent.get(slot) ?? 0] as const, ...asked]
      .filter(([, requests]) => requests > 0)
      .map(([route, requests]) => makeFact(chance, { slot, route, requests }, incident));
  });
}

function countBySlot(events: readonly DemoEvent[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { at, deed } of events) {
    if (deed.source === "portal") continue;
    const slot = Math.floor(at / SLOT_MS) * SLOT_MS;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return counts;
}

function makeFact(
  random: Random,
  { slot, route, requests }: { slot: number; route: keyof typeof routes; requests: number },
  incident: Span,
): RequestFact {
  const { medianMs, spread, clientErrors } = routes[route];
  const { serverErrors, slowdown } = isIn(incident, slot) ? INCIDENT : USUAL;
  const fact: RequestFact = {
    slot,
    route,
    requests,
    clientErrors: 0,
    serverErrors: 0,
    latency: [],
  };
  const counts = new Map<number, number>();
  for (let call = 0; call < requests; call++) {
    if (random.chance(serverErrors)) fact.serverErrors++;
    else if (random.chance(clientErrors)) fact.clientErrors++;
    const bucket = bucketOf(medianMs * slowdown * Math.exp(random.normal(0, spread)));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  fact.latency = [...counts].sort(([a], [b]) => a - b);
  return fact;
}
