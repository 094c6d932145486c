import type { WebSocket } from "ws";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import type { ServerMessage, Topic } from "./schema.ts";

/** Above this much unsent data updates are left out: the page notices the gap and resyncs. */
const SLOW_BYTES = 256 * 1024;

/** One open page: whose it is, what it may see, and what it shows. */
export type Viewer = {
  readonly socket: WebSocket;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly userId: string;
  /** At which version of the tenant's access `permissions` were read. */
  accessVersion: string;
  permissions: ReadonlySet<PermissionId>;
  /** When they must be read again although the version is the same: something begins or ends. */
  validUntil: number;
  topics: ReadonlySet<Topic>;
  /** Whether it has answered the last ping. */
  isAlive: boolean;
  /** How much it has said since the last check. */
  messages: number;
};

/** Sends a message, serialised already when many get the same; leaves it out for a slow reader. */
export function send({ socket }: Viewer, message: ServerMessage | string): void {
  if (socket.readyState !== socket.OPEN || socket.bufferedAmount > SLOW_BYTES) return;
  socket.send(typeof message === "string" ? message : JSON.stringify(message));
}
