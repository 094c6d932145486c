"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { AlertDetail } from "#lib/security/alerts/schema";

export type LoadedAlert =
  | { ok: true; alert: AlertDetail }
  | { ok: false; message: string; isPassing: boolean };

const UNREACHABLE = "The server did not answer. Check your connection and try again.";

/** The API of other programs serves this page too: it takes the session cookie. */
async function load(id: string): Promise<LoadedAlert> {
  try {
    const response = await fetch(`/api/v1/alerts/${encodeURIComponent(id)}`, {
      headers: { Accept: "application/json" },
    });
    if (response.ok) return { ok: true, alert: (await response.json()) as AlertDetail };
    return { ok: false, ...problemOf(response.status) };
  } catch {
    return { ok: false, message: UNREACHABLE, isPassing: true };
  }
}

function problemOf(status: number): { message: string; isPassing: boolean } {
  const messages: Record<number, string> = {
    401: "You are no longer logged in. Reload the page to log in again.",
    403: "You may no longer see alerts.",
    404: "There is no such alert. It may belong to another tenant, or the link is incomplete.",
  };
  // 422: the id in the URL is none.
  const message = messages[status === 422 ? 404 : status];
  if (message) return { message, isPassing: false };
  return {
    message: `The alert could not be read (${status}). Try again in a moment.`,
    isPassing: true,
  };
}

/**
 * The whole alert. Its neighbours are read ahead, so that `j` and `k` show the next one at once.
 * Alerts change: `reload` reads one anew, and every other one when it is looked at next; what was
 * known stays until then.
 */
export function useAlert(id: string | null, neighbours: readonly (string | null)[]) {
  const [loaded, setLoaded] = useState<ReadonlyMap<string, LoadedAlert>>(new Map());
  const asked = useRef(new Set<string>());
  /** Reads are numbered: an answer must not replace that of a later read. */
  const count = useRef(0);
  const shown = useRef(new Map<string, number>());

  const read = useCallback(async (wanted: string) => {
    asked.current.add(wanted);
    count.current += 1;
    const own = count.current;
    const result = await load(wanted);
    if ((shown.current.get(wanted) ?? 0) > own) return;
    shown.current.set(wanted, own);
    // A failure is shown, but not for ever.
    if (!result.ok) asked.current.delete(wanted);
    setLoaded((before) => {
      const isHiccup = !result.ok && result.isPassing && before.get(wanted)?.ok;
      return isHiccup ? before : new Map(before).set(wanted, result);
    });
  }, []);

  const reload = useCallback(
    async (wanted: string | null) => {
      asked.current.clear();
      if (wanted !== null) await read(wanted);
    },
    [read],
  );

  const ahead = neighbours.filter((each) => each !== null).join("\n");
  useEffect(() => {
    if (id === null) return;
    for (const each of [id, ...(ahead === "" ? [] : ahead.split("\n"))]) {
      if (!asked.current.has(each)) void read(each);
    }
  }, [id, ahead, read]);

  return { loaded: id === null ? undefined : loaded.get(id), reload };
}
