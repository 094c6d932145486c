import { hostname } from "node:os";
import { keepBuildFilesAlive } from "./build-files.ts";
import { pool } from "./db.ts";
import { log } from "./log.ts";
import { RecentlyRead } from "./recently-read.ts";
import { singleton } from "./singleton.ts";

const BEAT_MS = 10_000;
/** A server that was not seen for this long is gone. */
const GONE_SECONDS = 30;

type Peer = { serverId: string; buildId: string };

type Known = { ownBuild: string | null; others: readonly Peer[] };

const known = singleton<Known>("peers", () => ({ ownBuild: null, others: [] }));
const served = singleton("buildsServed", () => new RecentlyRead<BuildsServed>());

/** The build that this server serves; null when it takes no part, as in development. */
export function ownBuild(): string | null {
  return known.ownBuild;
}

/** The servers that serve another build than this one, as last seen; null when it takes no part. */
export function peersOfOtherBuilds(): readonly Peer[] | null {
  return known.ownBuild === null ? null : known.others;
}

export type BuildsServed = { builds: string[]; newest: string | null };

/**
 * Which builds any server serves now, and which of them is on its way to all: that of the server that
 * started last. Servers are known here before they listen, so that nobody is answered by a build that
 * was not named.
 */
export function buildsServed(): Promise<BuildsServed> {
  return served.get("", async () => {
    const { rows } = await pool("app").query<{ buildId: string }>(
      `SELECT build_id AS "buildId" FROM servers
       WHERE seen_at > now() - make_interval(secs => ${GONE_SECONDS})
       GROUP BY build_id ORDER BY max(started_at) DESC`,
    );
    const builds = rows.map(({ buildId }) => buildId);
    return { builds, newest: builds[0] ?? null };
  });
}

const beatSql = `
  WITH gone AS (DELETE FROM servers WHERE seen_at < now() - interval '1 day'),
  own AS (INSERT INTO servers (server_id, build_id) VALUES ($1, $2)
    ON CONFLICT (server_id) DO UPDATE SET build_id = excluded.build_id, seen_at = excluded.seen_at)
  SELECT server_id AS "serverId", build_id AS "buildId" FROM servers
  WHERE server_id <> $1 AND build_id <> $2 AND seen_at > now() - make_interval(secs => ${GONE_SECONDS})
  ORDER BY server_id`;

/**
 * Tells the other servers which build this one serves, and finds out which serve another: during an
 * update for a moment, otherwise by mistake. Call it before the server listens.
 * @returns a function that leaves.
 */
export async function joinPeers(buildId: string): Promise<() => Promise<void>> {
  const serverId = `${hostname()}:${process.pid}`;
  let isFailing = false;
  const beat = async () => {
    try {
      const { rows } = await pool("app").query<Peer>(beatSql, [serverId, buildId]);
      notice(buildId, rows);
      await keepBuildFilesAlive(buildId);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, "the other servers cannot be looked up");
      isFailing = true;
    }
  };
  known.ownBuild = buildId;
  let last = beat();
  await last;
  const timer = setInterval(() => {
    last = beat();
  }, BEAT_MS);
  return async () => {
    clearInterval(timer);
    await last;
    known.ownBuild = null;
    known.others = [];
    await pool("app")
      .query("DELETE FROM servers WHERE server_id = $1", [serverId])
      .catch((error: unknown) => log.warn({ err: error }, "could not leave the other servers"));
  };
}

function notice(buildId: string, others: readonly Peer[]): void {
  const name = (peers: readonly Peer[]) => peers.map((peer) => Object.values(peer).join()).join();
  if (name(others) !== name(known.others)) {
    if (others.length > 0) log.warn({ buildId, others }, "other servers serve another build");
    else log.info({ buildId }, "every server serves this build");
  }
  known.others = others;
}
