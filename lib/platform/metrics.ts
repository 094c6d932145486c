import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { pool } from "./db.ts";
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
