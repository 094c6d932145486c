import { access } from "./access.ts";
import { api } from "./api.ts";
import type { Benchmark } from "./benchmark.ts";
import { detection } from "./detection.ts";
import { ingest } from "./ingest.ts";
import { overview } from "./overview.ts";
import { realtime } from "./realtime.ts";

/** Every benchmark, by the name that `npm run bench` takes. */
export const benchmarks = {
  ingest,
  api,
  access,
  realtime,
  overview,
  detection,
} satisfies Record<string, Benchmark>;
