import type { Benchmark } from "./benchmark.ts";
import { ingest } from "./ingest.ts";

/** Every benchmark, by the name that `npm run bench` takes. */
export const benchmarks = { ingest } satisfies Record<string, Benchmark>;
