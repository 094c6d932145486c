"use server";

import { createApiKey, revokeApiKey } from "#lib/identity/api-keys/service";
import { runAction } from "../../../../actor.tsx";
import { refreshPages } from "../../../../refresh-pages.ts";

export async function createApiKeyAction(input: unknown) {
  const result = await runAction(createApiKey, input);
  if (result.ok) await refreshPages("/settings/api-keys");
  return result;
}

export async function revokeApiKeyAction(input: unknown) {
  const result = await runAction(revokeApiKey, input);
  if (result.ok) await refreshPages("/settings/api-keys");
  return result;
}
