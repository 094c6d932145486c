import { z } from "zod";
import { failure, refuseUnstorable } from "#lib/action/define-action";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { requireActor } from "./actor.tsx";

/** As many are offered to whoever is still typing. */
export const FOUND_LIMIT = 20;

/** What somebody types to find something. */
export const searchText = z.string().max(200).trim();

type Query<P extends PermissionId, Schema extends z.ZodType, Data> = {
  permission: P;
  schema: Schema;
  run: (grant: Grant<P>, input: z.output<Schema>) => Promise<Data>;
};

/** Answers the logged-in person's page, which asks for something after it has loaded. */
export async function ask<P extends PermissionId, Schema extends z.ZodType, Data>(
  { permission, schema, run }: Query<P, Schema, Data>,
  input: unknown,
): Promise<Result<Data>> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, permission);
    refuseUnstorable(input);
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new GatehouseError("invalid_input", "This cannot be read.");
    return { ok: true, data: await run(grant, parsed.data) };
  } catch (error) {
    return failure(error, actor.request.requestId);
  }
}
