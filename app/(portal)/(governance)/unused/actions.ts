"use server";

import { updateRole } from "#lib/access/roles/service";
import type { Result } from "#lib/core/result";
import { replayRole } from "#lib/governance/unused/queries";
import { type Replay, replayInput } from "#lib/governance/unused/schema";
import { ask } from "../../../ask.ts";
import { change, rehearse } from "../../../change.ts";

/** Decides again what people were allowed, with a smaller role; changes nothing. */
export async function replayAction(input: unknown): Promise<Result<Replay>> {
  return await ask(
    { permission: "access_usage.read", schema: replayInput, run: replayRole },
    input,
  );
}

export async function rehearseSmallerRoleAction(input: unknown) {
  return await rehearse(updateRole, input);
}

export async function applySmallerRoleAction(input: unknown) {
  return await change(updateRole, input);
}
