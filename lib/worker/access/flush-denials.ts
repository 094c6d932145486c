import { flushDenials as flushTenant } from "../../authz/guard/denials.ts";
import { eachTenant } from "../each-tenant.ts";
import type { Job } from "../job.ts";

/** Records the denials that were only counted, once their minute is over. */
export const flushDenials: Job<"access.flush_denials"> = {
  schedule: "* * * * *",
  run: () => eachTenant(flushTenant),
};
