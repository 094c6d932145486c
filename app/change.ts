import type { z } from "zod";
import type { Radius } from "#components/access/radius.ts";
import type { Action } from "#lib/action/define-action";
import type { storable } from "#lib/authz/engine/blast-radius";
import type { Actor } from "#lib/authz/guard/actor";
import type { ActionError, Result } from "#lib/core/result";
import { requireActor, runAction } from "./actor.tsx";
import { refreshPages } from "./refresh-pages.ts";

/**
 * Runs an action and has every page made anew: whoever changes access may have changed their own, and
 * with it what the menu and the buttons show.
 */
export async function change<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
): Promise<Result<Data>> {
  const result = await runAction(action, input);
  if (result.ok) await refreshPages("/", "layout");
  return result;
}

/** What the events of an access change keep of whose access it alters. */
type WithRadius = { radius: ReturnType<typeof storable> };

const nobody: Radius = { peopleCount: 0, groups: [] };

/** Whose access an action would alter for the logged-in person, without doing it. */
export async function rehearse<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
): Promise<Result<Radius>> {
  const actor = await requireActor();
  const result = await action.rehearse(actor, input);
  if (!result.ok) return withWayOut(actor, result.error);
  const radius = result.data
    .map(({ details }) => details as Partial<WithRadius> | undefined)
    .find((details) => details?.radius)?.radius;
  return { ok: true, data: radius ?? nobody };
}

/** Names the separation of duty that forbids something to those only who may ask for an exception. */
export function withWayOut(actor: Actor, error: ActionError): { ok: false; error: ActionError } {
  if (actor.permissions.has("sod_exception.create")) return { ok: false, error };
  const { breach: _, ...others } = error;
  return { ok: false, error: others };
}
