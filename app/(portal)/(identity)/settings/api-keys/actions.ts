"use server";

import { revalidatePath } from "next/cache";
import { createApiKey, revokeApiKey } from "#lib/identity/api-keys/service";
import { runAction } from "../../../../actor.tsx";

export async function createApiKeyAction(input: unknown) {
  const result = await runAction(createApiKey, input);
  if (result.ok) revalidatePath("/settings/api-keys");
  return result;
}

export async function revokeApiKeyAction(input: unknown) {
  const result = await runAction(revokeApiKey, input);
  if (result.ok) revalidatePath("/settings/api-keys");
  return result;
}
