// The process behind bench/load.ts. Node's own HTTP client would take more of a core than the
// server that it is to measure.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { AnswerReader } from "./answer-reader.ts";
import { percentile } from "./benchmark.ts";
import type { Load, LoadResult } from "./load.ts";

const PATIENCE_MS = 10_000;

async function open(url: URL): Promise<Socket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Sends requests over a connection until the time is up, each when the last is answered. */
function drive(
  socket: Socket,
  next: () => Buffer,
  until: number,
  latenciesMs: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader();
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.write(next());
    };
    socket.setTimeout(PATIENCE_MS, () => reject(new Error("The server does not answer")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("The server has closed a connection")));
    socket.on("data", (chunk) => {
      try {
        if (!reader.take(chunk)) return;
      } catch (error) {
        return reject(error);
      }
      const now = performance.now();
      latenciesMs.push(now - sentAt);
      if (now < until) send();
      else resolve();
    });
    send();
  });
}

function requestsOf({ url, headers, bodies }: Load): Buffer[] {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ Host: host, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  if (!bodies) return [Buffer.from(`GET ${pathname} HTTP/1.1\r\n${lines}\r\n`)];
  return bodies.map((body) => {
    const content = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines}${content}\r\n${body}`);
  });
}

async function run(load: Load): Promise<LoadResult> {
  const { url, connections, forMs } = load;
  const target = new URL(url);
  const requests = requestsOf(load);
  let sent = 0;
  const next = () => requests[sent++ % requests.length] ?? Buffer.alloc(0);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(target)));
  const latenciesMs: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const until = started + forMs;
  await Promise.all(sockets.map((socket) => drive(socket, next, until, latenciesMs)));
  const tookMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  for (const socket of sockets) socket.destroy();
  return {
    perSecond: (latenciesMs.length * 1000) / tookMs,
    p95Ms: percentile(latenciesMs, 0.95),
    ownCpu: (user + system) / 1000 / tookMs,
  };
}

// Without a load there is nothing else that keeps this process alive.
process.channel?.ref();
process.on("message", async (load) => process.send?.(await run(load as Load)));
