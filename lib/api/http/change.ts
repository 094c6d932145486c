import type { Context } from "hono";
import { z } from "zod";
import type { Action } from "../../action/define-action.ts";
import { CONSISTENCY_TOKEN, tokenOfNow } from "../../authz/store/consistency.ts";
import { log } from "../../platform/log.ts";
import { act } from "./act.ts";
import type { ApiEnv } from "./environment.ts";

/** What the answer to a change of access says beside its body, for the document. */
export const changeHeaders = z.object({
  [CONSISTENCY_TOKEN]: z
    .string()
    .describe(
      "Questions to the decision API that send it are answered from a state that has the change.",
    ),
});

/**
 * Runs an action that changes access for a route, and answers with a token of a state that has the change.
 * @throws GatehouseError what the caller did wrong; Error when the action failed by itself.
 */
export async function change<Schema extends z.ZodType, Data>(
  c: Context<ApiEnv>,
  action: Action<Schema, Data>,
  input: unknown,
): Promise<Data> {
  const { actor, request } = c.var;
  const data = await act(action, actor, input);
  try {
    c.header(CONSISTENCY_TOKEN, await tokenOfNow(actor.tenantId));
  } catch (error) {
    // The change is made, and an error would say that it is not: whoever needs a token sees that there is none.
    log.warn({ err: error, requestId: request.requestId }, "a change was answered without a token");
  }
  return data;
}
