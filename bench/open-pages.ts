import { WebSocket } from "ws";
import {
  type ClientMessage,
  REALTIME_PATH,
  type ServerMessage,
  serverMessage,
} from "#lib/api/realtime/schema";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";

const OPENING_AT_ONCE = 50;
const PATIENCE_MS = 15_000;

type Awaited = {
  shows: (message: ServerMessage) => boolean;
  /** The first message that does: all pages get the same text, and to compare is cheap. */
  text: Buffer | null;
  missing: Set<WebSocket>;
  cameAt: number[];
  done: () => void;
};

/** The realtime connections of many open pages, as many for each of some people. */
export class OpenPages {
  readonly #url: string;
  readonly #tokens: readonly string[];
  readonly #sockets: WebSocket[] = [];
  #awaited: Awaited | null = null;

  /** `url` is the server's public address, `tokens` the people's session cookies. */
  constructor(url: string, tokens: readonly string[]) {
    this.#url = url;
    this.#tokens = tokens;
  }

  /** Opens pages that show KPIs, up to this many; resolves when each has its first snapshot. */
  async openUpTo(count: number): Promise<void> {
    while (this.#sockets.length < count) {
      const batch = Math.min(OPENING_AT_ONCE, count - this.#sockets.length);
      await Promise.all(Array.from({ length: batch }, () => this.#open()));
    }
  }

  /**
   * Resolves when every page has got a message that `shows` accepts.
   * @returns when each came, in `performance.now()` time.
   * @throws when one page has not got it for a long time.
   */
  async allGet(shows: Awaited["shows"]): Promise<number[]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const missing = new Set(this.#sockets);
    const awaited: Awaited = { shows, text: null, missing, cameAt: [], done: resolve };
    this.#awaited = awaited;
    const timer = setTimeout(() => {
      const all = this.#sockets.length;
      reject(new Error(`${missing.size} of ${all} pages were not updated in ${PATIENCE_MS} ms`));
    }, PATIENCE_MS);
    try {
      await promise;
      return awaited.cameAt;
    } finally {
      clearTimeout(timer);
      this.#awaited = null;
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #open(): Promise<void> {
    const token = this.#tokens[this.#sockets.length % this.#tokens.length];
    const socket = new WebSocket(this.#url.replace(/^http/, "ws") + REALTIME_PATH, {
      headers: { cookie: `${sessionCookie().name}=${token}`, origin: this.#url },
      perMessageDeflate: false,
    });
    this.#sockets.push(socket);
    return new Promise((resolve, reject) => {
      const subscribe: ClientMessage = { type: "subscribe", topics: ["kpis"] };
      socket.once("open", () => socket.send(JSON.stringify(subscribe)));
      socket.once("message", () => {
        socket.on("message", (data: Buffer) => this.#take(socket, data));
        resolve();
      });
      // Nothing happens when it was open already: then pages are missing, and that is noticed.
      socket.on("error", reject);
      socket.once("close", (code) => reject(new Error(`A page was closed with ${code}`)));
    });
  }

  #take(socket: WebSocket, data: Buffer): void {
    const cameAt = performance.now();
    const awaited = this.#awaited;
    if (!awaited?.missing.has(socket)) return;
    if (!awaited.text?.equals(data)) {
      if (!awaited.shows(serverMessage.parse(JSON.parse(data.toString())))) return;
      awaited.text = data;
    }
    awaited.missing.delete(socket);
    awaited.cameAt.push(cameAt);
    if (awaited.missing.size === 0) awaited.done();
  }
}
