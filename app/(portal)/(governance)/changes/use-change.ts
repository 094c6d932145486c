"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { OpenedChange } from "#lib/governance/changes/schema";

export type LoadedChange = { ok: true; change: OpenedChange } | { ok: false; message: string };

const UNREACHABLE = "The server did not answer. Check your connection and try again.";

async function load(id: string): Promise<LoadedChange> {
  try {
    const response = await fetch(`/api/changes/${encodeURIComponent(id)}`, {
      headers: { Accept: "application/json" },
    });
    if (response.ok) return { ok: true, change: (await response.json()) as OpenedChange };
    return { ok: false, message: messageFor(response.status) };
  } catch {
    return { ok: false, message: UNREACHABLE };
  }
}

function messageFor(status: number): string {
  if (status === 401) return "You are no longer logged in. Reload the page to log in again.";
  if (status === 403) return "You may no longer see changes of access.";
  if (status === 404) {
    return "There is no such change. It may belong to another tenant, or the link is incomplete.";
  }
  return `The change could not be read (${status}). Try again in a moment.`;
}

/** One whole change. Changes never change: what was read once is kept until the page is left. */
export function useChange(id: string | null) {
  const [loaded, setLoaded] = useState<ReadonlyMap<string, LoadedChange>>(new Map());
  const requested = useRef(new Set<string>());

  const request = useCallback(async (wanted: string) => {
    if (requested.current.has(wanted)) return;
    requested.current.add(wanted);
    const result = await load(wanted);
    // A failure is shown, but not for ever.
    if (!result.ok) requested.current.delete(wanted);
    setLoaded((before) => new Map(before).set(wanted, result));
  }, []);

  useEffect(() => {
    if (id !== null) void request(id);
  }, [id, request]);

  return { loaded: id === null ? undefined : loaded.get(id), retry: request };
}
