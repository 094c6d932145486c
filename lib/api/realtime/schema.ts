import { z } from "zod";
import { kpiReading } from "../../business/kpis/schema.ts";

/** What a page may subscribe to. */
export const topics = ["kpis", "alerts"] as const;
export type Topic = (typeof topics)[number];

/**
 * What the server says. `epoch` names the process's run of a stream and `version` counts within
 * it: an update applies to the snapshot of the same epoch whose version is `base`, and to no other.
 */
export const serverMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    epoch: z.string(),
    version: z.int(),
    asOf: z.iso.datetime(),
    kpis: z.array(kpiReading),
  }),
  z.object({
    type: z.literal("update"),
    epoch: z.string(),
    base: z.int(),
    version: z.int(),
    asOf: z.iso.datetime(),
    /** Only those that changed. */
    kpis: z.array(kpiReading),
  }),
  /** Something of a topic changed; whoever shows it reads it again. */
  z.object({ type: z.literal("changed"), topic: z.enum(topics) }),
  /** Nothing happened; the connection lives. */
  z.object({ type: z.literal("alive") }),
  /** What this person may do has changed: the page must be rendered again. */
  z.object({ type: z.literal("access") }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/** What a page says: the topics it shows, all of them each time; or that it missed an update. */
export const clientMessage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("subscribe"), topics: z.array(z.enum(topics)).max(10) }),
  z.strictObject({ type: z.literal("resync") }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

export const REALTIME_PATH = "/realtime";
/** What a plain GET of the path says: browsers do not tell a page why its socket was refused. */
export const realtimeHint = z.object({ refusal: z.string().nullable() });
/** Which builds any server serves now, and which of them all will serve. */
export const BUILDS_PATH = `${REALTIME_PATH}/builds`;
export const buildsAnswer = z.object({
  builds: z.array(z.string()),
  newest: z.string().nullable(),
});
/** Why we close a connection (RFC 6455 leaves 4000-4999 to applications). */
export const closeCodes = { signedOut: 4401 } as const;
/** Nothing heard for this long means that the connection is lost. */
export const SILENCE_MS = 40_000;
