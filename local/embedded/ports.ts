import { connect, createServer } from "node:net";
import { readIfThere, writeWhole } from "../files.ts";
import { hasCode, Refusal } from "../refusal.ts";

const LOOPBACK = "127.0.0.1";

/** A port that somebody else holds, with the environment variable that chooses another. */
export class PortTaken extends Refusal {
  readonly port: number;

  constructor(port: number, what: string, hint: string) {
    super(`Port ${port}, wanted for ${what}, is already in use by another program.`, hint);
    this.name = "PortTaken";
    this.port = port;
  }
}

/** A port on the loopback address that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("A listening socket has no port"));
      });
    });
  });
}

/** True when nobody answers on the port and we could listen there. */
export async function isPortFree(port: number): Promise<boolean> {
  // Some systems let two programs listen, one on every address and one on the loopback.
  if (await answers(port)) return false;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error) => {
      if (hasCode(error, "EADDRINUSE", "EACCES")) resolve(false);
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}

/** The port written in `path` while it is free, else a new free one, which is written there. */
export async function rememberedPort(path: string): Promise<number> {
  const known = Number(readIfThere(path));
  if (Number.isInteger(known) && known > 0 && (await isPortFree(known))) return known;
  const port = await freePort();
  writeWhole(path, `${port}\n`);
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.on("connect", () => finish(true));
    // Whatever the reason, nobody answered: listening decides.
    socket.on("error", () => finish(false));
  });
}
