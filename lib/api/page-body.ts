import { IncomingMessage } from "node:http";
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

/** A request whose body is all here, or why it is not answered. */
type Arrived = { request: IncomingMessage } | { refusal: Refusal };

/**
 * Waits until the whole body of a page's request is here, so that nobody holds a place among those who are
 * worked on by sending the rest slowly.
 * @returns the request to answer: the one that came, or one like it that has the body.
 * @throws Busy when the session sends too much at once.
 */
export async function awaitBody(request: IncomingMessage, party: Party): Promise<Arrived> {
  if (!hasBody(request)) return { request };
  const limit = party.tenantId === "" ? MAX_BYTES_OF_STRANGERS : MAX_BYTES;
  const declared = Number(request.headers["content-length"] ?? limit);
  if (!(declared <= limit)) return { refusal: tooLarge };
  const body = await holding(party, declared, () => read(request, limit));
  if (body === null) return { refusal: tooLarge };
  const isAction = request.headers["next-action"] !== undefined;
  const isRight = body.length > 0 && (!isAction || isActionCall(body.toString("utf8")));
  return isRight ? { request: withBody(request, body) } : { refusal: malformed };
}

/** What was read cannot be read again, so whoever answers gets a request of which nothing was. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion } = request;
  const [httpVersionMajor, httpVersionMinor] = [request.httpVersionMajor, request.httpVersionMinor];
  const copy = Object.assign(new IncomingMessage(request.socket), {
    ...{ method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor },
    complete: true,
  });
  copy.push(body);
  copy.push(null);
  return copy;
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

/** @returns the body; null when it is longer than `limit`, empty when it broke off. */
async function read(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) return null;
    }
  } catch {
    // The client has gone, and hears no answer.
    return Buffer.alloc(0);
  }
  return Buffer.concat(chunks);
}
