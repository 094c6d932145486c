import type { z } from "zod";
import type { Action } from "../../action/define-action.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";

/**
 * Runs an action for a route.
 * @throws GatehouseError what the caller did wrong; Error when the action failed by itself, which it
 * has logged.
 */
export async function act<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  actor: Actor,
  input: unknown,
): Promise<Data> {
  const result = await action(actor, input);
  if (result.ok) return result.data;
  const { code, message, fieldErrors } = result.error;
  if (code === "internal") throw new Error("the action failed; its own log line says why");
  throw new GatehouseError(code, message, fieldErrors);
}
