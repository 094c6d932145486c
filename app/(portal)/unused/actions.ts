"use server";

import { revalidatePath } from "next/cache";
import { requirePermission } from "#lib/access/grant";
import { failure } from "#lib/action/define-action";
import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { updateRole } from "#lib/roles/service";
import { replayRole } from "#lib/unused/queries";
import { type Replay, replayInput } from "#lib/unused/schema";
import { requireActor, runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";

/** Decides again what people were allowed, with a smaller role; changes nothing. */
export async function replayAction(input: unknown): Promise<Result<Replay>> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, "access_usage.read");
    const parsed = replayInput.safeParse(input);
    if (!parsed.success) throw new GatehouseError("invalid_input", "This cannot be replayed.");
    return { ok: true, data: await replayRole(grant, parsed.data) };
  } catch (error) {
    return failure(error, actor.request.requestId);
  }
}

export async function rehearseSmallerRoleAction(input: unknown) {
  return await rehearse(updateRole, input);
}

export async function applySmallerRoleAction(input: unknown) {
  const result = await runAction(updateRole, input);
  if (result.ok) revalidatePath("/unused", "layout");
  return result;
}
