import type { Actor } from "../../authz/guard/actor.ts";
import { countDenials, DENIALS_RECORDED_SINGLY } from "../../authz/guard/denials.ts";
import { type PortalEvent, recordEvents } from "../../events/record.ts";
import { type Sql, withTenantSql } from "../../platform/db.ts";
import { log } from "../../platform/log.ts";
import { singleton } from "../../platform/singleton.ts";
import { workForNobody } from "../../platform/unit-of-work.ts";

const WRITE_MS = 1_000;
/** Programs and permissions held at once; whoever brings one more waits until they are written. */
const MAX_HELD = 2_000;

/** The program that asked for the decision. */
export type Asker = Pick<Actor, "kind" | "id" | "name" | "request">;

type Sample = { reason: string; details: Record<string, unknown> };
type Held = {
  tenantId: string;
  who: Pick<Asker, "kind" | "id" | "name">;
  permission: string;
  count: number;
  samples: Sample[];
};
type About = { subject: Entity; resource: Entity };
type Entity = { type: string; id: string };

type Buffer = { held: Map<string, Held>; timer: NodeJS.Timeout | null; writing: Promise<void> };
const buffer = () =>
  singleton(
    "heldDenials",
    (): Buffer => ({
      held: new Map(),
      timer: null,
      writing: Promise.resolve(),
    }),
  );

/**
 * Counts a false decision as a denial to the program that asked; it is in the audit log within a
 * second or so. Not to the subject: a product asks about every button that it draws, so each person's
 * first ten a minute would drown the log.
 * @param permission bounded by what the tenant has: any text would let a program fill the log.
 */
export async function noteDenied(
  tenantId: string,
  permission: string,
  asker: Asker,
  { subject, resource }: About,
  because: string,
): Promise<void> {
  const held = buffer().held;
  const who = { kind: asker.kind, id: asker.id, name: asker.name };
  const key = `${tenantId} ${who.id} ${permission}`;
  let denied = held.get(key);
  if (!denied) {
    if (held.size >= MAX_HELD) await writeDenied();
    if (held.size >= MAX_HELD) throw new Error("denials cannot be recorded");
    denied = held.get(key) ?? { tenantId, who, permission, count: 0, samples: [] };
    held.set(key, denied);
    buffer().timer ??= setTimeout(() => void writeDenied(), WRITE_MS).unref();
  }
  denied.count++;
  if (denied.samples.length >= DENIALS_RECORDED_SINGLY) return;
  denied.samples.push({
    reason: `${subject.type} ${subject.id} on ${resource.type} ${resource.id}: ${because}`,
    details: {
      subject: { type: subject.type, id: subject.id },
      resource: { type: resource.type, id: resource.id },
      requestId: asker.request.requestId,
    },
  });
}

/** Writes what was counted since the last time; for shut-down too. Never throws: what cannot be written is kept. */
export function writeDenied(): Promise<void> {
  const state = buffer();
  state.writing = state.writing.then(() => workForNobody(writeHeld));
  return state.writing;
}

async function writeHeld(): Promise<void> {
  const state = buffer();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  const taken = Map.groupBy(state.held.values(), ({ tenantId }) => tenantId);
  state.held.clear();
  for (const [tenantId, all] of taken) {
    try {
      await withTenantSql(tenantId, (sql) => write(sql, tenantId, all));
    } catch (error) {
      log.warn({ err: error, tenantId }, "denials could not be written and are kept");
      keep(all);
    }
  }
}

async function write(sql: Sql, tenantId: string, all: readonly Held[]): Promise<void> {
  const counts = all.map(({ who, permission, count }) => {
    return { who, action: "access.denied" as const, target: permission, count };
  });
  const singly = await countDenials(sql, tenantId, counts);
  const events = all.flatMap(({ who, permission, samples }, index) =>
    samples.slice(0, singly[index]).map((sample) => ({ who, event: eventOf(permission, sample) })),
  );
  for (const [, of] of Map.groupBy(events, ({ who }) => who.id)) {
    const [first] = of;
    if (!first) continue;
    // Several requests: each event says in its details which was its own.
    const origin = { ...first.who, request: { requestId: null, ip: null, userAgent: null } };
    await recordEvents(
      sql,
      tenantId,
      origin,
      of.map(({ event }) => event),
    );
  }
}

function eventOf(permission: string, { reason, details }: Sample): PortalEvent {
  const target = { type: "permission", id: permission };
  return { action: "access.denied", outcome: "denied", target, reason, details };
}

function keep(all: readonly Held[]): void {
  const { held } = buffer();
  for (const denied of all) {
    const key = `${denied.tenantId} ${denied.who.id} ${denied.permission}`;
    const since = held.get(key);
    const samples = [...denied.samples, ...(since?.samples ?? [])];
    held.set(key, {
      ...denied,
      count: denied.count + (since?.count ?? 0),
      samples: samples.slice(0, DENIALS_RECORDED_SINGLY),
    });
  }
  buffer().timer ??= setTimeout(() => void writeDenied(), WRITE_MS).unref();
}
