import type { Server } from "node:http";
import { CannotStart } from "../platform/cannot-start.ts";

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there already",
  EACCES: "this account may not use that port",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "HOST is no known name",
};

/**
 * Resolves when the server listens.
 * @throws CannotStart, where Node would only report an event, which somebody else may swallow.
 */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const reason = reasons[error.code ?? ""] ?? error.message;
      reject(new CannotStart(`Cannot listen on ${host} port ${port}: ${reason}.`));
    };
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      resolve();
    });
  });
}
