"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { parseKept } from "#lib/core/kept-json";
import type { AuditEvent } from "#lib/events/schema";

export type LoadedEvent = { ok: true; event: AuditEvent } | { ok: false; message: string };

const UNREACHABLE = "The server did not answer. Check your connection and try again.";

/** The API of other programs serves this page too: it takes the session cookie. */
async function load(id: string): Promise<LoadedEvent> {
  try {
    const response = await fetch(`/api/v1/audit/events/${encodeURIComponent(id)}`, {
      headers: { Accept: "application/json" },
    });
    if (response.ok) return { ok: true, event: parseKept(await response.text()) as AuditEvent };
    return { ok: false, message: messageFor(response.status) };
  } catch {
    return { ok: false, message: UNREACHABLE };
  }
}

function messageFor(status: number): string {
  if (status === 401) return "You are no longer logged in. Reload the page to log in again.";
  if (status === 403) return "You may no longer read the audit log.";
  // 422: the id in the URL is none.
  if (status === 404 || status === 422) {
    return "There is no such event. It may belong to another tenant, or the link is incomplete.";
  }
  return `The event could not be read (${status}). Try again in a moment.`;
}

/**
 * The whole event. Its neighbours are read ahead, so that `j` and `k` show the next one at once;
 * events never change, so what was read once is kept until the page is left.
 */
export function useAuditEvent(id: string | null, neighbours: readonly (string | null)[]) {
  const [loaded, setLoaded] = useState<ReadonlyMap<string, LoadedEvent>>(new Map());
  const requested = useRef(new Set<string>());

  const request = useCallback(async (wanted: string) => {
    if (requested.current.has(wanted)) return;
    requested.current.add(wanted);
    const result = await load(wanted);
    // A failure is shown, but not for ever.
    if (!result.ok) requested.current.delete(wanted);
    setLoaded((before) => new Map(before).set(wanted, result));
  }, []);

  const ahead = neighbours.filter((each) => each !== null).join("\n");
  useEffect(() => {
    if (id === null) return;
    void request(id);
    for (const each of ahead === "" ? [] : ahead.split("\n")) void request(each);
  }, [id, ahead, request]);

  return { loaded: id === null ? undefined : loaded.get(id), retry: request };
}
