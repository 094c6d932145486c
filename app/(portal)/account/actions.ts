"use server";

import { revalidatePath } from "next/cache";
import { revokeOwnSession } from "#lib/sessions/service";
import { runAction } from "../../actor.tsx";

export async function revokeOwnSessionAction(input: unknown) {
  const result = await runAction(revokeOwnSession, input);
  if (result.ok) revalidatePath("/account");
  return result;
}
