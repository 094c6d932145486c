"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { KpiReceipt } from "#lib/business/kpis/schema";

export type LoadedReceipt = { ok: true; receipt: KpiReceipt } | { ok: false; message: string };

async function load(kpiId: string): Promise<LoadedReceipt> {
  try {
    const response = await fetch(`/api/v1/kpis/${encodeURIComponent(kpiId)}/receipt`);
    if (response.ok) return { ok: true, receipt: (await response.json()) as KpiReceipt };
    return { ok: false, message: messageFor(response.status) };
  } catch {
    const message = "The server did not answer. Check your connection and try again.";
    return { ok: false, message };
  }
}

function messageFor(status: number): string {
  if (status === 401) return "You are no longer logged in. Reload the page to log in again.";
  if (status === 403) return "You may no longer see this figure.";
  if (status === 404) return "There is no such figure. The link may be from another version.";
  return `The rows could not be read (${status}). Try again in a moment.`;
}

/**
 * The rows behind a KPI, read again whenever `version` is another: they belong to one value. Late
 * answers to earlier questions are dropped.
 */
export function useReceipt(kpiId: string | null, version: string) {
  const [loaded, setLoaded] = useState<{ kpiId: string; result: LoadedReceipt } | null>(null);
  const latest = useRef(0);
  const read = useCallback(async (wanted: string) => {
    const turn = ++latest.current;
    const result = await load(wanted);
    if (turn === latest.current) setLoaded({ kpiId: wanted, result });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when to read again.
  useEffect(() => {
    if (kpiId !== null) void read(kpiId);
  }, [kpiId, version, read]);
  return { loaded: loaded?.kpiId === kpiId ? loaded.result : undefined, retry: read };
}
