import { WebSocket } from "ws";
import {
  type ClientMessage,
  REALTIME_PATH,
  type ServerMessage,
  serverMessage,
} from "../lib/api/realtime/schema.ts";
import { sessionCookie } from "../lib/identity/credentials/session-cookie.ts";
import { env } from "../lib/platform/env.ts";

type OfType<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** What a page does with its realtime connection, for tests: every message is kept and checked. */
export class RealtimePage {
  readonly messages: ServerMessage[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #changed: (() => void)[] = [];

  constructor(url: string, token: string | null, origin: string | null = env().PUBLIC_URL) {
    const headers: Record<string, string> = {};
    if (token !== null) headers.cookie = `${sessionCookie().name}=${token}`;
    if (origin !== null) headers.origin = origin;
    this.socket = new WebSocket(url.replace(/^http/, "ws") + REALTIME_PATH, { headers });
    this.socket.on("message", (data) => {
      this.messages.push(serverMessage.parse(JSON.parse(String(data))));
      for (const wake of this.#changed.splice(0)) wake();
    });
    this.closed = new Promise((resolve) => this.socket.once("close", resolve));
    // A refused upgrade is an error as well: whoever cares asks for the status.
    this.socket.on("error", () => undefined);
  }

  /** Resolves when the socket is open. @throws when the upgrade was refused, with its status. */
  opened(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.socket.once("open", () => resolve(this));
      this.socket.once("unexpected-response", (_request, response) => {
        reject(new Error(`refused with ${response.statusCode}`));
        this.socket.terminate();
      });
    });
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of a type that fits, from among those not yet taken. */
  async next<Type extends ServerMessage["type"]>(
    type: Type,
    fits: (message: OfType<Type>) => boolean = () => true,
  ): Promise<OfType<Type>> {
    for (;;) {
      const index = this.messages.findIndex(
        (message) => message.type === type && fits(message as OfType<Type>),
      );
      const [found] = index < 0 ? [] : this.messages.splice(index, 1);
      if (found) return found as OfType<Type>;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }
}
