import {
  closeCodes,
  REALTIME_PATH,
  realtimeHint,
  type ServerMessage,
  SILENCE_MS,
  serverMessage,
  type Topic,
} from "#lib/api/realtime/schema";
import { type KpiSnapshot, kpiSnapshot } from "#lib/business/kpis/schema";
import { reconnectDelayMs } from "./backoff.ts";
import { follow, type KpiMessage, type KpiStream } from "./kpi-stream.ts";

/** After so long without a connection the figures are asked for the old way. */
const POLL_AFTER_MS = 5_000;
const POLL_MS = 15_000;
/** A server whose messages this page cannot read must not be asked again without end. */
const RESYNC_PAUSE_MS = 1_000;

export type ConnectionState = {
  status: "connecting" | "live" | "lost";
  /** The latest figures, from the stream or polled; null before the first. */
  kpis: KpiSnapshot | null;
  /** Whether they were polled, while there is no connection. */
  isPolling: boolean;
  /** Why the server takes no connection from this page, in words; null when it would. */
  refusal: string | null;
};

type Handlers = {
  /** The session has ended. */
  onSignedOut: () => void;
  /** What the person may do has changed. */
  onAccess: () => void;
};

/** A page's one realtime connection: keeps itself alive, and says how it is. */
export class RealtimeConnection {
  #state: ConnectionState = { status: "connecting", kpis: null, isPolling: false, refusal: null };
  #socket: WebSocket | null = null;
  #stream: KpiStream | null = null;
  #failures = 0;
  #isStopped = true;
  #wasOpen = false;
  #reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  #resyncTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #handlers: Handlers;
  readonly #listeners = new Set<() => void>();
  readonly #topics = new Map<Topic, Set<() => void>>();

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  getState = (): ConnectionState => this.#state;

  /** Calls back whenever the state is another. */
  watch = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows a topic, until the returned function is called; `onChange` when something in it changed. */
  want(topic: Topic, onChange: () => void = () => undefined): () => void {
    const wanted = this.#topics.get(topic) ?? new Set();
    this.#topics.set(topic, wanted.add(onChange));
    if (wanted.size === 1) this.#subscribe();
    return () => {
      wanted.delete(onChange);
      if (wanted.size > 0) return;
      this.#topics.delete(topic);
      this.#subscribe();
    };
  }

  start(): void {
    this.#isStopped = false;
    window.addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    window.removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#reconnectTimer);
    clearTimeout(this.#silenceTimer);
    this.#stopPolling();
    this.#allowResync();
    this.#socket?.close();
    this.#socket = null;
  }

  /** The network is back, or somebody looks at the page: no reason to wait any longer. */
  readonly #hurry = () => {
    if (this.#socket || this.#isStopped || document.visibilityState === "hidden") return;
    this.#connect();
  };

  #connect(): void {
    clearTimeout(this.#reconnectTimer);
    const url = new URL(REALTIME_PATH, window.location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    // An attempt that hangs is as good as one that failed.
    this.#expectSound();
    socket.addEventListener("open", () => this.#onOpen(socket));
    socket.addEventListener("message", ({ data }) => this.#onMessage(socket, String(data)));
    socket.addEventListener("close", ({ code }) => this.#onClose(socket, code));
  }

  #onOpen(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#expectSound();
    this.#stopPolling();
    this.#wasOpen = true;
    this.#update({ status: "live", isPolling: false, refusal: null });
    this.#subscribe();
    // Whatever happened meanwhile was missed.
    this.#announce("alerts");
  }

  #onMessage(socket: WebSocket, text: string): void {
    if (socket !== this.#socket) return;
    this.#expectSound();
    // Only now: a server in trouble may take a connection and end it at once.
    this.#failures = 0;
    const message = parse(text);
    if (!message) this.#resync();
    else if (message.type === "snapshot" || message.type === "update") this.#follow(message);
    else if (message.type === "access") this.#handlers.onAccess();
    else if (message.type === "changed") this.#announce(message.topic);
  }

  #follow(message: KpiMessage): void {
    const stream = follow(this.#stream, message);
    if (!stream) {
      this.#resync();
      return;
    }
    if (message.type === "snapshot") this.#allowResync();
    this.#stream = stream;
    this.#update({ kpis: stream.snapshot });
  }

  /** Once for many updates that do not fit: the snapshot is on its way. */
  #resync(): void {
    if (this.#resyncTimer !== undefined) return;
    this.#resyncTimer = setTimeout(() => this.#allowResync(), RESYNC_PAUSE_MS);
    this.#say({ type: "resync" });
  }

  #allowResync(): void {
    clearTimeout(this.#resyncTimer);
    this.#resyncTimer = undefined;
  }

  #stopPolling(): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = undefined;
  }

  #onClose(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#stream = null;
    clearTimeout(this.#silenceTimer);
    this.#allowResync();
    if (this.#isStopped) return;
    this.#update({ status: "lost" });
    if (code === closeCodes.signedOut) {
      this.stop();
      this.#handlers.onSignedOut();
      return;
    }
    const delayMs = reconnectDelayMs(this.#failures);
    this.#pollTimer ??= setTimeout(this.#poll, POLL_AFTER_MS);
    this.#failures++;
    this.#reconnectTimer = setTimeout(() => this.#connect(), delayMs);
  }

  /** A connection can be gone without anybody having said so. */
  #expectSound(): void {
    clearTimeout(this.#silenceTimer);
    const socket = this.#socket;
    this.#silenceTimer = setTimeout(() => {
      socket?.close();
      // Its own close event may take minutes when the network is gone.
      if (socket) this.#onClose(socket, 1006);
    }, SILENCE_MS);
  }

  readonly #poll = async () => {
    if (this.#isStopped || this.#state.status === "live") return;
    this.#pollTimer = setTimeout(this.#poll, POLL_MS * (0.8 + Math.random() * 0.4));
    // Also where no figures are shown: a refused upgrade does not say that the session has ended.
    try {
      // The browser keeps the ETag and asks with it.
      const response = await fetch("/api/v1/kpis/snapshot");
      if (response.status === 401) {
        this.stop();
        this.#handlers.onSignedOut();
        return;
      }
      if (!response.ok) {
        this.#update({ isPolling: false });
        return;
      }
      if (!this.#wasOpen) await this.#askWhy();
      const kpis = kpiSnapshot.parse(await response.json());
      if (this.getState().status !== "live") this.#update({ kpis, isPolling: true });
    } catch {
      // No network: the tiles say so already, and how old they are.
      this.#update({ isPolling: false });
    }
  };

  /** Figures come and no socket opens: perhaps it is refused for good. */
  async #askWhy(): Promise<void> {
    const { origin } = new URL(window.location.href);
    const answer = await fetch(`${REALTIME_PATH}?origin=${encodeURIComponent(origin)}`);
    if (answer.ok) this.#update(realtimeHint.parse(await answer.json()));
  }

  #subscribe(): void {
    this.#say({ type: "subscribe", topics: [...this.#topics.keys()] });
  }

  #say(message: unknown): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #announce(topic: Topic): void {
    for (const onChange of this.#topics.get(topic) ?? []) onChange();
  }

  #update(changes: Partial<ConnectionState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

function parse(text: string): ServerMessage | null {
  try {
    return serverMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
