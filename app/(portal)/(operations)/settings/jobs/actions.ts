"use server";

import { retryJob } from "#lib/operations/jobs/service";
import { runAction } from "../../../../actor.tsx";
import { refreshPages } from "../../../../refresh-pages.ts";

export async function retryJobAction(input: unknown) {
  const result = await runAction(retryJob, input);
  // Not found: most likely somebody else retried it, and the list does not show that yet.
  if (result.ok || result.error.code === "not_found") await refreshPages("/settings/jobs");
  return result;
}
