"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";

const storageKey = (tableId: string) => `gatehouse.hidden-columns.${tableId}`;
const listeners = new Set<() => void>();
/** What was chosen while the browser refuses to store anything. */
const unstored = new Map<string, string>();

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  // Another tab of the same browser.
  window.addEventListener("storage", onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener("storage", onChange);
  };
}

function read(tableId: string): string {
  try {
    return localStorage.getItem(storageKey(tableId)) ?? unstored.get(tableId) ?? "";
  } catch {
    return unstored.get(tableId) ?? "";
  }
}

function write(tableId: string, hidden: string): void {
  unstored.set(tableId, hidden);
  try {
    localStorage.setItem(storageKey(tableId), hidden);
  } catch {
    // Storage is full or forbidden: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/**
 * Ids of the columns that this browser hides. The server knows nothing of the choice and shows all
 * columns; the first client render agrees with it.
 */
export function useHiddenColumns(tableId: string) {
  const stored = useSyncExternalStore(
    subscribe,
    () => read(tableId),
    () => "",
  );
  const hidden = useMemo(() => new Set(stored.split(",").filter(Boolean)), [stored]);
  const setHidden = useCallback(
    (ids: Iterable<string>) => write(tableId, [...ids].join(",")),
    [tableId],
  );
  return [hidden, setHidden] as const;
}
