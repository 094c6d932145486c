"use server";

import { revokeSession } from "#lib/identity/sessions/service";
import { runAction } from "../../../../actor.tsx";
import { refreshPages } from "../../../../refresh-pages.ts";

export async function revokeSessionAction(input: unknown) {
  const result = await runAction(revokeSession, input);
  if (result.ok) await refreshPages("/settings/sessions");
  return result;
}
