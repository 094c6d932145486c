"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { checkVersion } from "#components/shell/version.ts";
import type { Topic } from "#lib/api/realtime/schema";
import type { KpiSnapshot } from "#lib/business/kpis/schema";
import { type ConnectionState, RealtimeConnection } from "./connection.ts";
import { useRefresh } from "./use-refresh.ts";

/** Several changes within this time are one reason to read again. */
const SETTLE_MS = 300;

const ConnectionContext = createContext<RealtimeConnection | null>(null);

function useConnection(): RealtimeConnection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error("realtime hooks need a RealtimeProvider around them");
  return connection;
}

/** Holds the tab's one connection; the whole portal is inside. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const latest = useRefresh();
  const refresh = useRef(latest);
  refresh.current = latest;
  const [connection] = useState(
    () =>
      new RealtimeConnection({
        onAccess: () => refresh.current(),
        // A full load, so that nothing of this person stays in the router's memory.
        onSignedOut: () => window.location.assign(loginAddress()),
      }),
  );
  useEffect(() => {
    connection.start();
    return () => connection.stop();
  }, [connection]);
  useEffect(() => checkWhenLive(connection), [connection]);
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

/** A server that was restarted may have come back with another version. */
function checkWhenLive(connection: RealtimeConnection): () => void {
  let before = connection.getState().status;
  return connection.watch(() => {
    const { status } = connection.getState();
    if (status === "live" && before !== "live") void checkVersion();
    before = status;
  });
}

function loginAddress(): string {
  const { pathname, search } = window.location;
  return `/login?next=${encodeURIComponent(pathname + search)}`;
}

const beforeConnecting: ConnectionState = {
  status: "connecting",
  kpis: null,
  isPolling: false,
  refusal: null,
};

/** How the connection is; "connecting" on the server. */
export function useConnectionState(): ConnectionState {
  const connection = useConnection();
  return useSyncExternalStore(connection.watch, connection.getState, () => beforeConnecting);
}

/** The figures, live: those the page was served with until newer ones come. */
export function useKpis(served: KpiSnapshot): KpiSnapshot {
  const connection = useConnection();
  useEffect(() => connection.want("kpis"), [connection]);
  const { kpis } = useConnectionState();
  return kpis && kpis.asOf > served.asOf ? kpis : served;
}

/** Calls back when something of the topic has changed, and when something may have been missed. */
export function useTopic(topic: Topic, onChange: () => void): void {
  const connection = useConnection();
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = connection.want(topic, () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [connection, topic]);
}

/** Renders the page again when something of the topic has changed. */
export function useRefreshOn(topic: Topic): void {
  useTopic(topic, useRefresh());
}
