import { SESSION_SECONDS } from "#lib/identity/credentials/session-token";
import { DAY_MS } from "./calendar.ts";
import type { DemoEvent } from "./event.ts";

/** Times in milliseconds since 1970. */
export type DemoSession = {
  id: string;
  userId: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
  revokedAt: number | null;
};

/** Older sessions have long been of no use to anybody. */
const KEPT_DAYS = 30;

/** The sessions that the events speak of, in the state in which the events left them. */
export function sessionsOf(events: readonly DemoEvent[], now: number): DemoSession[] {
  const sessions = new Map<string, DemoSession>();
  for (const { at, deed, sessionId, actor, ip, userAgent } of events) {
    if (deed.action === "session.created" && sessionId) {
      sessions.set(sessionId, {
        id: sessionId,
        userId: actor.id,
        ip,
        userAgent,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: at + SESSION_SECONDS * 1000,
        revokedAt: null,
      });
    }
    const used = sessionId ? sessions.get(sessionId) : undefined;
    if (used) used.lastSeenAt = at;
    const ends = deed.action === "session.ended" || deed.action === "session.revoked";
    const ended = ends ? sessions.get(deed.target?.id ?? "") : undefined;
    if (ended) ended.revokedAt = at;
  }
  return [...sessions.values()].filter(({ createdAt }) => createdAt > now - KEPT_DAYS * DAY_MS);
}
