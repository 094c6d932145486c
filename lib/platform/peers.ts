import { hostname } from "node:os";
import { pool } from "./db.ts";
import { log } from "./log.ts";
import { singleton } from "./singleton.ts";

const BEAT_MS = 10_000;
/** A server that was not seen for this long is gone. */
const GONE_SECONDS = 30;

type Peer = { serverId: string; buildId: string };

const known = singleton("peers", () => ({ isMember: false, others: [] as readonly Peer[] }));

/** The servers that serve another build than this one, as last seen; null when it does not take part. */
export function peersOfOtherBuilds(): readonly Peer[] | null {
  return known.isMember ? known.others : null;
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
 * update for a moment, otherwise by mistake.
 * @returns a function that leaves.
 */
export function joinPeers(buildId: string): () => Promise<void> {
  const serverId = `${hostname()}:${process.pid}`;
  let isFailing = false;
  const beat = async () => {
    try {
      const { rows } = await pool("app").query<Peer>(beatSql, [serverId, buildId]);
      notice(buildId, rows);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, "the other servers cannot be looked up");
      isFailing = true;
    }
  };
  known.isMember = true;
  let last = beat();
  const timer = setInterval(() => {
    last = beat();
  }, BEAT_MS);
  return async () => {
    clearInterval(timer);
    await last;
    known.isMember = false;
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
