import { setTimeout as sleep } from "node:timers/promises";
import { ingestResult } from "../../lib/audit/ingestion/schema.ts";
import { until } from "./until.ts";

export const EVENTS_PER_BATCH = 50;
const LANES = 3;
const RETRY_MS = 20;
const TRY_TIMEOUT_MS = 10_000;

/**
 * Sends batches of events, several at a time, each again and again until it is acknowledged: as an
 * importing program does, but with less patience.
 */
export class ChaosSender {
  /** The batches that the server has answered for. An event's id is `batch/index`. */
  readonly acknowledged: string[] = [];
  /** Requests that got no answer, or an answer to try again. */
  retries = 0;
  readonly #url: string;
  readonly #key: string;
  readonly #lanes: Promise<void>[];
  #isStopping = false;
  #failure: unknown;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
    this.#lanes = Array.from({ length: LANES }, (_, lane) =>
      this.#run(lane).catch((error: unknown) => {
        this.#failure ??= error;
      }),
    );
  }

  /** Waits until so many more batches have been acknowledged. */
  async progress(batches: number): Promise<void> {
    const wanted = this.acknowledged.length + batches;
    await until(`${batches} more batches are acknowledged`, () => {
      if (this.#failure) throw this.#failure;
      return this.acknowledged.length >= wanted;
    });
  }

  /** Finishes the batches on their way, and sends no more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#lanes);
    if (this.#failure) throw this.#failure;
  }

  /** Gives up at once, for the end of a test that has failed. */
  abandon(): void {
    this.#isStopping = true;
    this.#failure ??= new Error("The sender was abandoned");
  }

  async #run(lane: number): Promise<void> {
    for (let count = 1; !this.#isStopping; count++) {
      const batch = `lane-${lane}-batch-${count}`;
      const body = makeBody(batch);
      while (!(await this.#isTaken(body))) {
        if (this.#failure) return;
        this.retries++;
        await sleep(RETRY_MS);
      }
      this.acknowledged.push(batch);
    }
  }

  /** False when the request can be repeated. @throws when the answer is one it must never get. */
  async #isTaken(body: string): Promise<boolean> {
    const answer = await this.#post(body);
    if (!answer || answer.status >= 500) return false;
    const { accepted, duplicates } =
      answer.status === 200
        ? ingestResult.parse(JSON.parse(answer.text))
        : { accepted: 0, duplicates: 0 };
    if (accepted + duplicates === EVENTS_PER_BATCH) return true;
    throw new Error(`The server answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
  }

  async #post(body: string): Promise<{ status: number; text: string } | null> {
    try {
      const response = await fetch(`${this.#url}/api/v1/audit/events`, {
        method: "POST",
        headers: { Authorization: `Bearer ${this.#key}`, "Content-Type": "application/json" },
        body,
        signal: AbortSignal.timeout(TRY_TIMEOUT_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      // Whatever became of the connection: nobody has said that the events are safe.
      return null;
    }
  }
}

function makeBody(batch: string): string {
  const events = Array.from({ length: EVENTS_PER_BATCH }, (_, index) => ({
    id: `${batch}/${index}`,
    occurredAt: new Date().toISOString(),
    action: "chaos.survived",
    source: "chaos",
    actor: { type: "user", id: `person-${index % 20}` },
    requestId: batch,
    details: { index },
  }));
  return JSON.stringify({ events });
}
