import type { WebSocket } from "ws";
import type { Actor } from "../../authz/guard/actor.ts";
import { loadPrincipals, principalAt } from "../../authz/store/principal.ts";
import { forgetPrincipal } from "../../authz/store/recent-principals.ts";
import { checkSessions, type LiveSession } from "../../identity/credentials/session.ts";
import { type BusMessage, subscribe } from "../../platform/bus.ts";
import { log } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { Feed } from "./feed.ts";
import { type ClientMessage, clientMessage, closeCodes, type Topic } from "./schema.ts";
import { send, type Viewer } from "./viewer.ts";

/** How often the rights of open pages are read again: a revocation bites within a second. */
const RECHECK_MS = 500;
/** A check that takes longer counts as failed: nobody is sent anything on rights this old. */
const OVERDUE_MS = 2_000;
/** Every page hears something at least this often, and is pinged as often. */
const TICK_MS = 25_000;
/** A page subscribes after it was rendered: what changed in between must reach it as well. */
const RECENT_MS = 60_000;
/** A page answers the end of its connection within this time, or nobody is there. */
const FAREWELL_MS = 2_000;
/** Tabs that one person can have open on one server, and what a page can have to say in a while. */
const MAX_PER_SESSION = 50;
const MAX_MESSAGES = 30;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

/** All open pages of this process, by tenant. */
export class Hub {
  readonly #feeds = new Map<string, Feed>();
  readonly #timers: NodeJS.Timeout[];
  readonly #unsubscribe: () => void;
  /** When the alerts of a tenant last changed. */
  readonly #alertsChanged = new Map<string, number>();
  /** Whose rights are being read just now. */
  readonly #checking = new Set<Feed>();

  constructor() {
    this.#timers = [
      setInterval(() => this.#recheckAll(), RECHECK_MS),
      setInterval(() => this.#tick(), TICK_MS),
    ];
    // After a gap anything may have changed.
    this.#unsubscribe = subscribe(
      (message) => this.#onMessage(message),
      () => this.#refreshAll(),
    );
  }

  /** Whether a session has as many connections here as it can have. */
  isFull({ tenantId, sessionId }: { tenantId: string; sessionId: string }): boolean {
    let open = 0;
    for (const viewer of this.#feeds.get(tenantId)?.viewers ?? []) {
      if (viewer.sessionId === sessionId) open++;
    }
    return open >= MAX_PER_SESSION;
  }

  /** Takes over a socket whose session, tenant and origin were checked in the upgrade. */
  add(socket: WebSocket, actor: Actor & { sessionId: string }): void {
    const { tenantId, sessionId, id: userId, permissions } = actor;
    const feed = this.#feeds.get(tenantId) ?? new Feed(tenantId);
    this.#feeds.set(tenantId, feed);
    const viewer: Viewer = {
      socket,
      tenantId,
      sessionId,
      userId,
      // Unknown: the first check reads the permissions again.
      accessVersion: "",
      permissions,
      validUntil: 0,
      topics: new Set(),
      isAlive: true,
      messages: 0,
    };
    feed.viewers.add(viewer);
    metrics.realtimeClients.inc();
    socket.on("pong", () => {
      viewer.isAlive = true;
    });
    socket.on("message", (data, isBinary) => {
      const isTooMuch = ++viewer.messages > MAX_MESSAGES;
      const message = isBinary || isTooMuch ? null : parse(String(data));
      if (message) this.#onRequest(feed, viewer, message);
      else socket.close(POLICY_VIOLATION, "unreadable or too much");
    });
    socket.on("error", (error) => log.debug({ err: error }, "realtime socket failed"));
    socket.on("close", () => {
      feed.viewers.delete(viewer);
      metrics.realtimeClients.dec();
      if (feed.viewers.size === 0) this.#feeds.delete(tenantId);
    });
  }

  /** Ends every connection; the pages come back to another process. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#unsubscribe();
    const sockets = [...this.#viewers()].map(({ socket }) => socket);
    for (const socket of sockets) socket.close(TRY_AGAIN_LATER, "restarting");
    // A page that does not answer, because its machine sleeps, must not hold the server up.
    setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, FAREWELL_MS).unref();
  }

  *#viewers(): Generator<Viewer> {
    for (const feed of this.#feeds.values()) yield* feed.viewers;
  }

  #onRequest(feed: Feed, viewer: Viewer, message: ClientMessage): void {
    const before = viewer.topics;
    if (message.type === "subscribe") viewer.topics = new Set(message.topics);
    const isNew = (topic: Topic) => viewer.topics.has(topic) && !before.has(topic);
    if (viewer.topics.has("kpis") && (message.type === "resync" || isNew("kpis")))
      void feed.sendSnapshot(viewer);
    const isRecent = this.#alertsChanged.has(viewer.tenantId);
    if (isRecent && isNew("alerts")) sendAlertsChanged(viewer);
  }

  #onMessage({ tenantId, topic }: BusMessage): void {
    if (topic === "alerts") this.#alertsChanged.set(tenantId, performance.now());
    const feed = this.#feeds.get(tenantId);
    if (!feed) return;
    if (topic === "kpis") void feed.refresh();
    if (topic === "access") void this.#recheck(tenantId, feed);
    if (topic !== "alerts") return;
    for (const viewer of feed.viewers) sendAlertsChanged(viewer);
  }

  #refreshAll(): void {
    for (const feed of this.#feeds.values()) void feed.refresh();
    for (const viewer of this.#viewers()) sendAlertsChanged(viewer);
  }

  /** A ping nobody answered by the next one means that nobody is there. */
  #tick(): void {
    for (const viewer of this.#viewers()) {
      if (!viewer.isAlive) {
        viewer.socket.terminate();
        continue;
      }
      viewer.isAlive = false;
      viewer.socket.ping();
      send(viewer, { type: "alive" });
    }
    for (const feed of this.#feeds.values()) void feed.refresh();
    const old = performance.now() - RECENT_MS;
    for (const [tenantId, at] of this.#alertsChanged) {
      if (at < old) this.#alertsChanged.delete(tenantId);
    }
  }

  #recheckAll(): void {
    for (const [tenantId, feed] of this.#feeds) void this.#recheck(tenantId, feed);
  }

  /** One tenant's trouble is no other's; a database that hangs is as good as one that is gone. */
  async #recheck(tenantId: string, feed: Feed): Promise<void> {
    if (this.#checking.has(feed)) return;
    this.#checking.add(feed);
    const closeAll = () => {
      for (const { socket } of feed.viewers) socket.close(TRY_AGAIN_LATER, "cannot be checked");
    };
    const overdue = setTimeout(closeAll, OVERDUE_MS);
    try {
      await this.#recheckTenant(tenantId, feed);
    } catch (error) {
      log.warn({ err: error, tenantId }, "open pages could not be checked and are closed");
      closeAll();
    } finally {
      clearTimeout(overdue);
      this.#checking.delete(feed);
    }
  }

  /** One statement for all pages of a tenant, however many, while nothing has changed. */
  async #recheckTenant(tenantId: string, feed: Feed): Promise<void> {
    const viewers = [...feed.viewers];
    const sessions = await checkSessions(tenantId, [...new Set(viewers.map((v) => v.sessionId))]);
    const now = Date.now();
    const outdated: { viewer: Viewer; session: LiveSession }[] = [];
    for (const viewer of viewers) {
      viewer.messages = 0;
      const session = sessions.get(viewer.sessionId);
      if (!session) viewer.socket.close(closeCodes.signedOut, "logged out");
      else if (stateOf(session) !== viewer.accessVersion || now >= viewer.validUntil)
        outdated.push({ viewer, session });
    }
    if (outdated.length === 0) return;
    const userIds = [...new Set(outdated.map(({ viewer }) => viewer.userId))];
    const principals = await loadPrincipals(tenantId, userIds);
    for (const { viewer, session } of outdated) {
      const { accessVersion, activeRoles } = session;
      const principal =
        activeRoles.length > 0
          ? await principalAt(tenantId, viewer.userId, accessVersion, activeRoles)
          : principals.get(viewer.userId);
      const isFirst = viewer.accessVersion === "";
      const permissions = new Set(principal?.permissions);
      const isChanged = permissions.symmetricDifference(viewer.permissions).size > 0;
      viewer.accessVersion = stateOf(session);
      viewer.permissions = permissions;
      viewer.validUntil = principal?.access.validUntil ?? Number.POSITIVE_INFINITY;
      if (!isChanged && isFirst) continue;
      // The page is rendered again at once, and must not meet what this process still remembers.
      forgetPrincipal(viewer.sessionId);
      send(viewer, { type: "access" });
      if (isChanged && viewer.topics.has("kpis")) void feed.sendSnapshot(viewer);
    }
  }
}

/** What a session's permissions follow from: equal states, equal permissions. */
function stateOf({ accessVersion, activeRoles }: LiveSession): string {
  return [accessVersion, ...activeRoles].join("+");
}

function sendAlertsChanged(viewer: Viewer): void {
  const shows = viewer.topics.has("alerts") && viewer.permissions.has("alert.read");
  if (shows) send(viewer, { type: "changed", topic: "alerts" });
}

function parse(text: string): ClientMessage | null {
  try {
    return clientMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
