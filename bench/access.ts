import { inProject } from "#local/project";
import { measureEvaluation } from "./access-authzen.ts";
import { measureDecisions } from "./access-decisions.ts";
import { measurePages } from "./access-pages.ts";
import { measureRevocation } from "./access-revocation.ts";
import type { Bench, Figure } from "./benchmark.ts";
import { startApi, startServices } from "./workbench.ts";

/**
 * How fast access is decided: in one process beside CASL and casbin, and then over HTTP; and how
 * fast the pages are on which it is managed.
 */
export async function access(bench: Bench): Promise<Figure[]> {
  const decisions = await measureDecisions(bench);
  bench.note("starting PostgreSQL, Redis and the API");
  const services = await startServices(bench);
  const url = await startApi(bench, services, inProject("bench", "api-process.ts"));
  const evaluation = await measureEvaluation(bench, services, url);
  const revocation = await measureRevocation(bench, services, url);
  return [...decisions, evaluation, revocation, ...(await measurePages(bench, services))];
}
