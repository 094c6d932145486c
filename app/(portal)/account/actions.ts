"use server";

import { z } from "zod";
import type { Result } from "#lib/core/result";
import { changePassword } from "#lib/identity/passwords/service";
import { chooseRoles, revokeOwnSession } from "#lib/identity/sessions/service";
import { requireActor, runAction } from "../../actor.tsx";
import { refreshPages } from "../../refresh-pages.ts";
import { chosenRoles, roleChoices } from "./role-choice.ts";

export async function revokeOwnSessionAction(input: unknown) {
  const result = await runAction(revokeOwnSession, input);
  if (result.ok) await refreshPages("/account");
  return result;
}

/** A wrong current password is recorded, so the action itself succeeds: here it is an error again. */
export async function changePasswordAction(input: unknown): Promise<Result<{ changed: true }>> {
  const result = await runAction(changePassword, input);
  if (!result.ok) return result;
  if (!result.data.changed) {
    const message = "This is not your current password.";
    return {
      ok: false,
      error: { code: "invalid_input", message, fieldErrors: { current: [message] } },
    };
  }
  await refreshPages("/account");
  return { ok: true, data: { changed: true } };
}

const choiceInput = z.strictObject({ ruleId: z.string(), roleIds: z.array(z.string()) });

/** Chooses for one rule and keeps what the session has chosen for others; the menu changes with it. */
export async function chooseRolesAction(input: unknown) {
  const actor = await requireActor();
  const parsed = choiceInput.safeParse(input);
  // The action itself says what is wrong with it.
  if (!parsed.success) return await runAction(chooseRoles, input);
  const { ruleId, roleIds } = parsed.data;
  const left = roleChoices(actor).find((choice) => choice.ruleId === ruleId)?.roles ?? [];
  const used = actor.roles.map(({ id }) => id);
  const changed = { left: left.map(({ id }) => id), chosen: roleIds };
  const result = await runAction(chooseRoles, {
    roleIds: chosenRoles(actor.access, used, changed),
  });
  if (result.ok) await refreshPages("/", "layout");
  return result;
}
