import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { Redis } from "ioredis";
import { z } from "zod";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { redis } from "./redis.ts";
import { singleton } from "./singleton.ts";

const CHANNEL = "gatehouse:bus";

/** Says that something changed in a tenant, never what: whoever cares reads it, under their rights. */
export const busMessage = z.object({
  tenantId: z.uuid(),
  topic: z.enum(["kpis", "alerts", "access"]),
});
export type BusMessage = z.infer<typeof busMessage>;

const wire = busMessage.extend({ from: z.string() });
type Listener = (message: BusMessage) => void;

const bus = () => singleton("bus", () => ({ id: randomUUID(), local: new EventEmitter() }));

/**
 * Tells every process that listens: this one at once, the others through Redis. Without Redis the
 * others find out by themselves, later. Never throws: a message is an optimisation.
 */
export function publish(sent: BusMessage): void {
  const { id, local } = bus();
  local.emit("message", sent);
  redis()
    ?.publish(CHANNEL, JSON.stringify({ ...sent, from: id }))
    .catch((error: unknown) => log.debug({ err: error }, "message reached this process only"));
}

/**
 * Tells this process alone, what a worker that it started has published. When Redis is up, that told
 * it already.
 */
export function deliver(received: BusMessage): void {
  if (redis()?.status !== "ready") bus().local.emit("message", received);
}

/**
 * Calls `listener` for every message that this process publishes, and for none of another.
 * @returns a function that ends it.
 */
export function listenToOwn(listener: Listener): () => void {
  const { local } = bus();
  local.on("message", listener);
  return () => local.off("message", listener);
}

/**
 * Calls `listener` for every message of every process, and `onGap` when the connection is back
 * after a time in which messages may have been missed.
 * @returns a function that ends it.
 */
export function subscribe(listener: Listener, onGap: () => void): () => void {
  const { id, local } = bus();
  local.on("message", listener);
  const url = env().REDIS_URL;
  const client = url ? new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true }) : null;
  if (client) listen(client, id, listener, onGap);
  return () => {
    local.off("message", listener);
    client?.disconnect();
  };
}

function listen(client: Redis, ownId: string, listener: Listener, onGap: () => void): void {
  let wasReady = false;
  // The shared connection reports an unreachable Redis; this one only tries again.
  client.on("error", () => undefined);
  client.on("ready", () => {
    if (wasReady) onGap();
    wasReady = true;
  });
  client.on("message", (_channel, text) => {
    const parsed = wire.safeParse(jsonOf(text));
    if (!parsed.success) return log.warn("a bus message could not be read");
    if (parsed.data.from !== ownId) listener(parsed.data);
  });
  // Subscriptions are renewed by the client after every reconnect.
  client.subscribe(CHANNEL).catch((error: unknown) => log.debug({ err: error }, "not subscribed"));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
