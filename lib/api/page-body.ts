import type { IncomingMessage } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Busy } from "../core/errors.ts";
import type { Party } from "../platform/fair-gate.ts";
import { singleton } from "../platform/singleton.ts";
import { isActionCall } from "./action-call.ts";
import type { Refusal } from "./refusals.ts";

/** What Next takes of a server action, and more than any log-in needs. */
const MAX_BYTES = 1024 * 1024;
const MAX_BYTES_OF_STRANGERS = 64 * 1024;
/** What one session may have under way: each byte of it is held here. */
const MAX_BYTES_HELD = 8 * MAX_BYTES;

const held = () => singleton("pageBodies", () => new Map<string, number>());

/** Whether a request says that something comes after its head. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/**
 * Waits until the whole body of a page's request is here, so that nobody holds a place among those who are
 * worked on by sending the rest slowly. It is put back for Next to read.
 * @returns why the request is not answered; null when it can be.
 * @throws Busy when the session sends too much at once.
 */
export async function awaitBody(request: IncomingMessage, party: Party): Promise<Refusal | null> {
  if (!hasBody(request)) return null;
  const limit = party.tenantId === "" ? MAX_BYTES_OF_STRANGERS : MAX_BYTES;
  const declared = Number(request.headers["content-length"] ?? limit);
  if (!(declared <= limit)) return tooLarge;
  const body = await holding(party, declared, () => read(request, limit));
  if (body === null) return tooLarge;
  if (body.length === 0) return malformed;
  const isAction = request.headers["next-action"] !== undefined;
  if (isAction && !isActionCall(body.toString("utf8"))) return malformed;
  return null;
}

const tooLarge: Refusal = { status: 413, message: "This is larger than anything a page sends." };
const malformed: Refusal = { status: 400, message: "No page sends this." };

async function holding<T>(
  { tenantId, session }: Party,
  bytes: number,
  work: () => Promise<T>,
): Promise<T> {
  const key = `${tenantId}\n${session}`;
  const before = held().get(key) ?? 0;
  if (before + bytes > MAX_BYTES_HELD) throw new Busy("session");
  held().set(key, before + bytes);
  try {
    return await work();
  } finally {
    const left = (held().get(key) ?? 0) - bytes;
    if (left > 0) held().set(key, left);
    else held().delete(key);
  }
}

/** @returns the body, which the request still has; null when it is longer than `limit`; empty when none came. */
async function read(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  const { promise, resolve } = Promise.withResolvers<Buffer | null>();
  const onReadable = () => {
    for (let chunk = request.read(); chunk !== null; chunk = request.read()) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) return resolve(null);
    }
    if (!request.complete || size === 0) return;
    const whole = Buffer.concat(chunks);
    // At once: an empty stream says in the next tick that it has ended.
    request.unshift(whole);
    resolve(whole);
  };
  const onEnd = () => resolve(Buffer.alloc(0));
  request.on("readable", onReadable).once("end", onEnd).once("close", onEnd);
  try {
    return await promise;
  } finally {
    request.off("readable", onReadable).off("end", onEnd).off("close", onEnd);
    // The stream takes its next reader for its first once it has noticed that this one is gone.
    await nextTurn();
  }
}
