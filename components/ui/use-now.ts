"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** One timer for all times on the page, however long the table. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const serverNow = () => Math.floor(Date.now() / TICK_MS) * TICK_MS;

/** The time, moving every 15 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now, serverNow);
}

const never = () => () => {};

/** False on the server and in the first client render, which must agree with it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
