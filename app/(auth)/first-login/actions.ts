"use server";

import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { lookAtLoginLink } from "#lib/identity/login/link-state";
import type { LinkState } from "#lib/identity/login/link-states";
import { redeemLoginLink } from "#lib/identity/login/redeem";
import { log } from "#lib/platform/log";
import { currentRequest } from "../../actor.tsx";

type Work<T> = (input: unknown, request: Awaited<ReturnType<typeof currentRequest>>) => Promise<T>;

/** Nobody is logged in yet: the one-time link is what permits this. */
async function withLink<T>(work: Work<T>, input: unknown): Promise<Result<T>> {
  const request = await currentRequest();
  try {
    return { ok: true, data: await work(input, request) };
  } catch (error) {
    if (error instanceof GatehouseError) {
      const { code, message, fieldErrors } = error;
      return { ok: false, error: { code, message, fieldErrors } };
    }
    const { requestId } = request;
    log.error({ err: error, requestId }, "a log-in link failed");
    const message = "Something went wrong.";
    return { ok: false, error: { code: "internal", message, fieldErrors: {}, requestId } };
  }
}

export async function lookAtLoginLinkAction(input: unknown): Promise<Result<LinkState>> {
  return await withLink(lookAtLoginLink, input);
}

export async function redeemLoginLinkAction(
  input: unknown,
): Promise<Result<{ email: string; tenantId: string }>> {
  return await withLink(redeemLoginLink, input);
}
