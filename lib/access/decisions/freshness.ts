import type { Grant } from "../../authz/guard/grant.ts";
import { requireFresh } from "../../authz/store/consistency.ts";

type Asked = {
  context?: Readonly<Record<string, unknown>> | undefined;
  evaluations?: readonly Readonly<Record<string, unknown>>[] | undefined;
};

/**
 * Waits until the answer comes from a state that has whatever the tokens of a request are about: the one of
 * its header, and those in the context of the request and of its evaluations.
 * @throws GatehouseError malformed for a token that is not one of the tenant; unavailable when the state
 *   cannot be had in time.
 */
export async function awaitFreshness(
  { tenantId }: Grant<"access.decide"> | Grant<"access.search">,
  { context, evaluations = [] }: Asked,
  header: string | undefined,
): Promise<void> {
  const tokens = [header, tokenIn(context), ...evaluations.map((each) => tokenIn(each.context))];
  await requireFresh(
    tenantId,
    tokens.filter((token) => token !== undefined),
  );
}

function tokenIn(context: unknown): unknown {
  if (typeof context !== "object" || context === null) return undefined;
  return "consistency_token" in context ? context.consistency_token : undefined;
}
