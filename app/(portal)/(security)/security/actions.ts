"use server";

import { revalidatePath } from "next/cache";
import type { Result } from "#lib/core/result";
import { acknowledgeAlert, reopenAlert, resolveAlert } from "#lib/security/alerts/service";
import { runAction } from "../../../actor.tsx";

/** Also after a refusal: most likely the list shows a state that somebody else has changed. */
function refreshList<Data>(result: Result<Data>): Result<Data> {
  if (result.ok || result.error.code === "conflict") revalidatePath("/security");
  return result;
}

export async function acknowledgeAlertAction(input: unknown) {
  return refreshList(await runAction(acknowledgeAlert, input));
}

export async function resolveAlertAction(input: unknown) {
  return refreshList(await runAction(resolveAlert, input));
}

export async function reopenAlertAction(input: unknown) {
  return refreshList(await runAction(reopenAlert, input));
}
