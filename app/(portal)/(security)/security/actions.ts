"use server";

import type { Result } from "#lib/core/result";
import { acknowledgeAlert, reopenAlert, resolveAlert } from "#lib/security/alerts/service";
import { runAction } from "../../../actor.tsx";
import { refreshPages } from "../../../refresh-pages.ts";

/** Also after a refusal: most likely the list shows a state that somebody else has changed. */
async function refreshList<Data>(result: Result<Data>): Promise<Result<Data>> {
  if (result.ok || result.error.code === "conflict") await refreshPages("/security");
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
