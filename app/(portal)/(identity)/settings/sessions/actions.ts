"use server";

import { revalidatePath } from "next/cache";
import { revokeSession } from "#lib/identity/sessions/service";
import { runAction } from "../../../../actor.tsx";

export async function revokeSessionAction(input: unknown) {
  const result = await runAction(revokeSession, input);
  if (result.ok) revalidatePath("/settings/sessions");
  return result;
}
