import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { gateStates } from "./admission.ts";
import { type Backlog, readBacklog } from "./backlog.ts";
import { pool } from "./db.ts";
import { log } from "./log.ts";
import { redis } from "./redis.ts";
import { singleton } from "./singleton.ts";

/** Every metric of the process, made once for the server's and Next's copies of this module. */
export const metrics = singleton("metrics", () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "gatehouse_db_connections",
    help: "Connections of each pool by state.",
    labelNames: ["pool", "state"],
    registers: [registry],
    collect() {
      for (const name of ["app", "search"] as const) {
        const { totalCount, idleCount, waitingCount } = pool(name);
        this.set({ pool: name, state: "busy" }, totalCount - idleCount);
        this.set({ pool: name, state: "idle" }, idleCount);
        this.set({ pool: name, state: "waiting" }, waitingCount);
      }
    },
  });
  new Gauge({
    name: "gatehouse_redis_up",
    help: "1 when Redis answers, 0 when it does not or none is configured.",
    registers: [registry],
    collect() {
      this.set(redis()?.status === "ready" ? 1 : 0);
    },
  });
  addGates(registry);
  addBacklog(registry);
  return {
    registry,
    httpSeconds: new Histogram({
      name: "gatehouse_http_request_duration_seconds",
      help: "Time to answer, by surface, method and status class.",
      labelNames: ["surface", "method", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
    ingestedEvents: new Counter({
      name: "gatehouse_audit_ingested_events_total",
      help: "Events sent to the audit API, by what became of them.",
      labelNames: ["result"],
      registers: [registry],
    }),
    cacheRequests: new Counter({
      name: "gatehouse_cache_requests_total",
      help: "Questions to the cache by kind: found, not found, or Redis could not be asked.",
      labelNames: ["kind", "result"],
      registers: [registry],
    }),
    cacheSeconds: new Histogram({
      name: "gatehouse_cache_seconds",
      help: "Time to ask Redis, and to load what it did not have.",
      labelNames: ["kind", "step"],
      buckets: [0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1],
      registers: [registry],
    }),
    cacheEntryBytes: new Histogram({
      name: "gatehouse_cache_entry_bytes",
      help: "Size of values as they were stored.",
      labelNames: ["kind"],
      buckets: [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576],
      registers: [registry],
    }),
    realtimeClients: new Gauge({
      name: "gatehouse_realtime_clients",
      help: "Open realtime connections.",
      registers: [registry],
    }),
    logins: new Counter({
      name: "gatehouse_logins_total",
      help: "Log-in attempts by outcome.",
      labelNames: ["outcome"],
      registers: [registry],
    }),
  };
});

/** The gates by how many, not by whom, or there would be a series for each tenant. */
function addGates(registry: Registry): void {
  new Gauge({
    name: "gatehouse_admission",
    help: "Work that was let in to pages and to the connections of each pool, and that waits for its turn.",
    labelNames: ["gate", "state"],
    registers: [registry],
    collect() {
      for (const [gate, { inside, waiting }] of gateStates()) {
        this.set({ gate, state: "inside" }, inside);
        this.set({ gate, state: "waiting" }, waiting);
      }
    },
  });
  new Counter({
    name: "gatehouse_admission_refused_total",
    help: "Work that was refused as the server is busy, by whose queue was full, or that its turn did not come.",
    labelNames: ["gate", "reason"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [gate, { refused }] of gateStates()) {
        for (const [reason, count] of Object.entries(refused)) this.inc({ gate, reason }, count);
      }
    },
  });
}

/** What waits for detection, read when it is asked for; without a database nothing is said of it. */
function addBacklog(registry: Registry): void {
  let reading: Promise<Backlog | null> | undefined;
  // One statement for the gauges of a scrape, which are collected at the same time.
  const readOnce = () => {
    reading ??= readBacklog()
      .catch((error: unknown) => {
        log.debug({ err: error }, "the backlog of detection could not be read");
        return null;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const add = (name: string, help: string, read: (backlog: Backlog) => number) =>
    new Gauge({
      name: `gatehouse_detection_${name}`,
      help,
      registers: [registry],
      async collect() {
        const backlog = await readOnce();
        if (backlog) this.set(read(backlog));
        else this.remove();
      },
    });
  add(
    "backlog_events",
    "Recorded events that detection has not evaluated yet, over all tenants.",
    ({ events }) => events,
  );
  add(
    "backlog_seconds",
    "How long the oldest of them has been waiting.",
    ({ oldestSeconds }) => oldestSeconds,
  );
  add(
    "set_aside_events",
    "Events of the last 90 days that detection could not evaluate and went on without.",
    ({ setAside }) => setAside,
  );
}
