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

/** Sends the request over a connection until the time is up, each when the last is answered. */
function drive(
  socket: Socket,
  request: Buffer,
  until: number,
  latenciesMs: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader();
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.write(request);
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

async function run({ url, headers, connections, forMs }: Load): Promise<LoadResult> {
  const target = new URL(url);
  const head = { Host: target.host, ...headers };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`GET ${target.pathname} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(target)));
  const latenciesMs: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const until = started + forMs;
  await Promise.all(sockets.map((socket) => drive(socket, request, until, latenciesMs)));
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
