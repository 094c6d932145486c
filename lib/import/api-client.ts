import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { type IngestResult, ingestResult } from "../audit/ingestion/schema.ts";
import { networkFault, TRUST_HINT } from "../core/network-fault.ts";
import { fieldsOf, textOf } from "./fields.ts";

const gzipAsync = promisify(gzip);

/** Tries of one request; with the waits between them about a minute, enough for a restart. */
const MAX_TRIES = 8;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LONGEST_RETRY_AFTER_MS = 60_000;
const TRY_TIMEOUT_MS = 120_000;

/** Nothing more can be sent; the message says why, in words for the person who runs the import. */
export class SendingStopped extends Error {}

export type Destination = {
  /** Origin of the server, without a slash at the end. */
  url: string;
  key: string;
  /** Aborted when the run shall end: no more waiting, but no request is cut off. */
  signal: AbortSignal;
  /** Told before each wait. */
  onRetry?: (reason: string, waitMs: number) => void;
  /** For tests. */
  firstWaitMs?: number;
};

type Attempt = { result: IngestResult } | { retry: string; afterMs?: number };

/**
 * Sends one batch, gzip-compressed, again and again while the trouble may pass: the server knows
 * events by their ids, so a batch whose answer was lost does no harm the second time.
 * @param events JSON texts.
 * @throws SendingStopped when the server refuses the sender, or trouble does not pass, or the
 *   signal ends the waiting.
 */
export async function sendBatch(
  destination: Destination,
  events: readonly string[],
): Promise<IngestResult> {
  const level = constants.Z_BEST_SPEED;
  const body = new Uint8Array(await gzipAsync(`{"events":[${events.join(",")}]}`, { level }));
  for (let tries = 1; ; tries++) {
    const attempt = await attemptOnce(destination, body);
    if ("result" in attempt) return attempt.result;
    const where = `${destination.url} ${attempt.retry}`;
    if (tries === MAX_TRIES) throw new SendingStopped(`${where}, ${MAX_TRIES} times in a row`);
    const waitMs = attempt.afterMs ?? backoff(tries, destination.firstWaitMs ?? FIRST_WAIT_MS);
    destination.onRetry?.(where, waitMs);
    try {
      await sleep(waitMs, undefined, { signal: destination.signal });
    } catch {
      throw new SendingStopped(where);
    }
  }
}

/** Doubles from try to try, with jitter so that many senders do not come back all at once. */
function backoff(tries: number, firstWaitMs: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, firstWaitMs * 2 ** (tries - 1));
  return Math.round(longest * (0.5 + Math.random() / 2));
}

async function attemptOnce(
  { url, key }: Destination,
  body: Uint8Array<ArrayBuffer>,
): Promise<Attempt> {
  try {
    const response = await fetch(`${url}/api/v1/audit/events`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${key}`,
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
      },
      body,
      // Followed, a redirect would become a GET, and take the key to another server.
      redirect: "manual",
      signal: AbortSignal.timeout(TRY_TIMEOUT_MS),
    });
    return judge(url, response, await response.text());
  } catch (error) {
    if (error instanceof SendingStopped) throw error;
    return { retry: explainNetworkError(url, error) };
  }
}

function judge(url: string, response: Response, text: string): Attempt {
  const { status } = response;
  const answer = parseJson(text);
  const result = ingestResult.safeParse(answer);
  // 422 with a result: not one of the events could be taken.
  if ((response.ok || status === 422) && result.success) return { result: result.data };
  if (status === 429 || status >= 500) {
    const afterMs = retryAfter(response.headers.get("retry-after"));
    return { retry: `answers with ${status}`, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  const detail = textOf(fieldsOf(answer).detail);
  if (status === 401 || status === 403) {
    throw new SendingStopped(
      `${url} refuses the key (${status}): ${detail ?? "it does not say why"}`,
    );
  }
  const location = response.headers.get("location");
  if (location) throw new SendingStopped(`${url} redirects to ${location}: give that address`);
  const said = detail ? `: ${detail}` : ", and not as Gatehouse does. Is the address right?";
  throw new SendingStopped(`${url} answers with ${status}${said}`);
}

function retryAfter(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return seconds >= 0 ? Math.min(LONGEST_RETRY_AFTER_MS, seconds * 1000) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const networkErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "does not answer: nothing listens there",
  ECONNRESET: "broke the connection off",
  UND_ERR_SOCKET: "broke the connection off",
  ENOTFOUND: "is not a known host",
  EAI_AGAIN: "is not a known host right now",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
};

/** @throws SendingStopped for what no waiting mends. */
function explainNetworkError(url: string, error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") {
    return `gave no answer in ${TRY_TIMEOUT_MS / 1000} s`;
  }
  const { code, message, isCertificate } = networkFault(error);
  if (isCertificate) {
    throw new SendingStopped(
      `${url} has a certificate that is not believed (${message}). ${TRUST_HINT}`,
    );
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    throw new SendingStopped(`${url} does not speak TLS as expected (${message.trim()})`);
  }
  return networkErrors[code] ?? `cannot be reached: ${message}`;
}
