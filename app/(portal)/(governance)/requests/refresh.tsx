"use client";

import { useEffect } from "react";
import { useRefreshOn } from "#components/realtime/realtime-provider.tsx";
import { useRefresh } from "#components/realtime/use-refresh.ts";

/** Shows an emergency to whoever has the page open: every one raises an alert. */
export function RefreshOnAlerts() {
  useRefreshOn("alerts");
  return null;
}

/** Longer delays overflow a timer and fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Renders the page again when the first of the roles on it has ended. */
export function RefreshAtEnd({ endings }: { endings: readonly string[] }) {
  const refresh = useRefresh();
  const first = endings.toSorted()[0];
  useEffect(() => {
    if (first === undefined) return;
    const delay = Math.max(0, Date.parse(first) - Date.now()) + 1_000;
    if (delay > MAX_DELAY_MS) return;
    const timer = setTimeout(refresh, delay);
    return () => clearTimeout(timer);
  }, [first, refresh]);
  return null;
}
