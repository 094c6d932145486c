"use server";

import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { redeemLoginLink } from "#lib/identity/login/redeem";
import { log } from "#lib/platform/log";
import { currentRequest } from "../../actor.tsx";

/** Nobody is signed in yet: the one-time link is what permits this. */
export async function redeemLoginLinkAction(
  input: unknown,
): Promise<Result<{ email: string; tenantId: string }>> {
  const request = await currentRequest();
  try {
    return { ok: true, data: await redeemLoginLink(input, request) };
  } catch (error) {
    if (error instanceof GatehouseError) {
      const { code, message, fieldErrors } = error;
      return { ok: false, error: { code, message, fieldErrors } };
    }
    const { requestId } = request;
    log.error({ err: error, requestId }, "redeeming a log-in link failed");
    const message = "Something went wrong.";
    return { ok: false, error: { code: "internal", message, fieldErrors: {}, requestId } };
  }
}
