import { ingestResult } from "#lib/audit/ingestion/schema";
import { Factory } from "#testing/factories";
import { type Bench, type Figure, figure, median, percentile } from "./benchmark.ts";
import { makeBatches } from "./ingest-events.ts";
import { AuditTable } from "./ingest-table.ts";
import { startApi, startDatabase } from "./workbench.ts";

const BATCHES = 20;
const EVENTS_PER_BATCH = 1_000;
const EVENTS = BATCHES * EVENTS_PER_BATCH;
const IN_FLIGHT = 4;
const WARM_UP_ROUNDS = 2;
const ROUNDS = 7;
/** No further round is begun after this; on a busy machine the figures come from fewer. */
const MEASURING_MS = 50_000;

type Sender = { url: string; key: string; batches: readonly Buffer[] };

/**
 * How fast POST /api/v1/audit/events takes events in, beside COPY of the very rows that it stored
 * into the same table with the same indexes. The two alternate, each time on empty tables after a
 * checkpoint, and both must have finished the text index (its pending list) before their clock
 * stops. The API stores more than COPY does: each event's id and content hash, too.
 */
export async function ingest(bench: Bench): Promise<Figure[]> {
  bench.note("starting PostgreSQL and the API");
  const database = await startDatabase(bench);
  const factory = new Factory(() => database.ownerUrl);
  const { key } = await factory.createKey(await factory.createTenant(), ["audit.record"]);
  const sender = {
    url: await startApi(bench, { database, redisUrl: "" }),
    key,
    batches: makeBatches(BATCHES, EVENTS_PER_BATCH),
  };
  const table = await AuditTable.open(database.superuserUrl);
  bench.cleanup.add("connection", () => table.close());
  const started = performance.now();
  for (let round = 0; round < WARM_UP_ROUNDS; round++) await measureApi(table, sender);
  const rates: { api: number[]; copy: number[] } = { api: [], copy: [] };
  const batchMs: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    bench.signal.throwIfAborted();
    if (round > 1 && performance.now() - started > MEASURING_MS) break;
    const api = await measureApi(table, sender);
    const copyRate = await measureCopy(table, await table.copyOut());
    rates.api.push(api.rate);
    rates.copy.push(copyRate);
    batchMs.push(...api.batchMs);
    const told = [api.rate, copyRate].map((rate) => Math.round(rate).toLocaleString("en-US"));
    bench.note(`round ${round} of ${ROUNDS}: API ${told[0]}, COPY ${told[1]} events/s`);
  }
  return [
    figure("ingest.http.eventsPerSecond", "1/s", median(rates.api), median(rates.copy)),
    figure("ingest.http.p95Ms", "ms", percentile(batchMs, 0.95)),
  ];
}

async function measureApi(
  table: AuditTable,
  sender: Sender,
): Promise<{ rate: number; batchMs: number[] }> {
  await table.empty();
  const batchMs: number[] = [];
  const rate = await timed(async () => {
    await sendAll(sender, batchMs);
    await table.finishIndex();
  });
  await requireAll(table);
  return { rate, batchMs };
}

async function measureCopy(table: AuditTable, rows: Buffer): Promise<number> {
  await table.empty();
  const rate = await timed(async () => {
    await table.copyIn(rows);
    await table.finishIndex();
  });
  await requireAll(table);
  return rate;
}

/** Events per second of storing all events once. */
async function timed(storeAll: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await storeAll();
  return (EVENTS * 1000) / (performance.now() - started);
}

async function requireAll(table: AuditTable): Promise<void> {
  const stored = await table.count();
  if (stored !== EVENTS) throw new Error(`${stored} of ${EVENTS} events were stored`);
}

async function sendAll(sender: Sender, batchMs: number[]): Promise<void> {
  const waiting = sender.batches.values();
  const work = async () => {
    for (const batch of waiting) {
      const started = performance.now();
      await send(sender, batch);
      batchMs.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

async function send({ url, key }: Sender, batch: Buffer): Promise<void> {
  const response = await fetch(`${url}/api/v1/audit/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: new Uint8Array(batch),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The API answered with ${response.status}: ${answer}`);
  const { accepted } = ingestResult.parse(JSON.parse(answer));
  if (accepted !== EVENTS_PER_BATCH) throw new Error(`The API took only ${accepted} events`);
}
