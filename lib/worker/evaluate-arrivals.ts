import { recordActivity } from "../business/facts/activity.ts";
import {
  type ArrivedEvent,
  claimArrivals,
  putArrivals,
  readArrived,
  takeArrivals,
  tenantsWithArrivals,
} from "../events/arrivals.ts";
import { announce } from "../platform/announce.ts";
import { type Sql, withTenantSql } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { detect, isReadyToDetect } from "../security/detection/detect.ts";
import { setAside } from "../security/detection/set-aside.ts";
import { isolateEvents } from "./isolate-events.ts";
import type { Loop } from "./job.ts";

/** Turns in which everything is tried as it is, before what fails is looked for. */
const TRIES = 3;

/** The tenants whose last turn failed, and how many turns in a row. */
const failures = new Map<string, number>();

/**
 * Lets detection and KPIs see events within a second of their arrival. Everything that an event
 * causes is in the transaction that takes it out of the queue. Each tenant has a turn of bounded
 * length, one after another: however much one sends, the others wait for one such turn.
 */
export const evaluateArrivals: Loop = {
  intervalMs: 400,
  drain: async () => {
    let isMore = false;
    for (const tenantId of await tenantsWithArrivals()) {
      try {
        isMore = (await evaluate(tenantId)) || isMore;
      } catch (error) {
        // Its events wait for the next turn; those of other tenants must not wait with them.
        noteFailure(tenantId, error);
      }
    }
    return isMore;
  },
};

/** Writes one line for a failure, and not one for each time that it is met again. */
function noteFailure(tenantId: string, error: unknown): void {
  const tries = (failures.get(tenantId) ?? 0) + 1;
  failures.set(tenantId, tries);
  const fields = { err: error, tenantId, tries };
  if (tries === 1) log.error(fields, "arrived events could not be evaluated; they are tried again");
  else log.debug(fields, "arrived events could not be evaluated");
}

/** @returns whether the tenant may have more that this process can take. */
async function evaluate(tenantId: string): Promise<boolean> {
  const turn = await withTenantSql(tenantId, (sql) => takeTurn(sql, tenantId), "worker");
  if (turn === null) return false;
  if (turn.isClean && failures.delete(tenantId)) {
    log.info({ tenantId }, "arrived events are evaluated again");
  }
  if (turn.changed > 0) await announce(tenantId, "alerts");
  await announce(tenantId, "kpis");
  return true;
}

/** How many alerts a turn changed, and whether it could evaluate everything that it took. */
type Turn = { changed: number; isClean: boolean };

/** @returns null when another process evaluates, or nothing is waiting. */
async function takeTurn(sql: Sql, tenantId: string): Promise<Turn | null> {
  if (!(await claimArrivals(sql, tenantId))) return null;
  if (!(await isReadyToDetect(sql, tenantId))) return { changed: 1, isClean: false };
  const { ids, arrivals } = await takeArrivals(sql, tenantId);
  if (arrivals === 0) return null;
  const events = await readArrived(tenantId, ids);
  if ((failures.get(tenantId) ?? 0) >= TRIES) return evaluateApart(sql, tenantId, events);
  await recordActivity(sql, tenantId, events);
  return { changed: await detect(sql, tenantId, events), isClean: true };
}

/** Evaluates what can be evaluated, and sets aside what cannot. */
async function evaluateApart(
  sql: Sql,
  tenantId: string,
  events: readonly ArrivedEvent[],
): Promise<Turn> {
  let changed = 0;
  const { unfit, rest } = await isolateEvents(sql, events, async (part) => {
    await recordActivity(sql, tenantId, part);
    changed += await detect(sql, tenantId, part);
  });
  for (const { event, error } of unfit) {
    await setAside(sql, tenantId, event, error);
    log.error({ err: error, tenantId, eventId: event.id }, "an event was set aside");
  }
  for (const part of rest) {
    await putArrivals(
      sql,
      tenantId,
      part.map(({ id }) => id),
    );
  }
  return { changed: changed + unfit.length, isClean: unfit.length === 0 };
}
