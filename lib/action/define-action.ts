import type { z } from "zod";
import type { PermissionId } from "../authz/catalogue/permissions.ts";
import { SeparationBroken } from "../authz/engine/require-separation.ts";
import type { Actor } from "../authz/guard/actor.ts";
import { requirePermission } from "../authz/guard/grant.ts";
import { requireLiveCredential } from "../authz/guard/live-credential.ts";
import { forgetTenant } from "../authz/store/recent-of-tenants.ts";
import { type FieldErrors, GatehouseError } from "../core/errors.ts";
import { findJsonFault } from "../core/json-limits.ts";
import "../core/plain-messages.ts";
import type { ActionError, Result } from "../core/result.ts";
import { type PortalEvent, recordEvents } from "../events/record.ts";
import { sqlOf, type TenantTx, withTenant } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { isOutage, OUTAGE } from "../platform/outage.ts";

/** What a mutation did, and the events that say so: at least one, or it does not compile. */
export type Outcome<Data> = { data: Data; events: readonly [PortalEvent, ...PortalEvent[]] };

type Definition<Schema extends z.ZodType, Data> = {
  /** `"self"`: whatever people may do to themselves, for which no permission exists. */
  permission: PermissionId | "self";
  input: Schema;
  /** Runs inside the transaction. Throws GatehouseError for what the caller did wrong. */
  run: (tx: TenantTx, input: z.output<Schema>, actor: Actor) => Promise<Outcome<Data>>;
  /** After commit: cache invalidation and messages. Failures are logged and decide nothing. */
  effects?: (data: Data, input: z.output<Schema>, actor: Actor) => void | Promise<void>;
};

export type Action<Schema extends z.ZodType, Data> = {
  (actor: Actor, rawInput: unknown): Promise<Result<Data>>;
  /** Does it all and rolls it back. @returns the events that would have been recorded. */
  readonly rehearse: (actor: Actor, rawInput: unknown) => Promise<Result<readonly PortalEvent[]>>;
  readonly permission: PermissionId | "self";
  readonly input: Schema;
};

/** Thrown to roll a rehearsal back. */
class Rehearsed extends Error {
  readonly events: readonly PortalEvent[];

  constructor(events: readonly PortalEvent[]) {
    super("rehearsed");
    this.events = events;
  }
}

/**
 * The one way a mutation happens: permission, input, then ONE transaction that holds the change and
 * its audit events, then effects. Nothing is committed when the actor's session or API key was ended
 * before it could be. Never throws; unknown errors become "Something went wrong" with
 * the request id, and their details go to the log only.
 */
export function defineAction<Schema extends z.ZodType, Data>(
  definition: Definition<Schema, Data>,
): Action<Schema, Data> {
  const { permission, input: schema } = definition;
  const call = async (actor: Actor, rawInput: unknown): Promise<Result<Data>> => {
    try {
      if (permission !== "self") await requirePermission(actor, permission);
      const input = parseInput(schema, rawInput);
      const commit = async (tx: TenantTx) => {
        const outcome = await definition.run(tx, input, actor);
        await recordEvents(sqlOf(tx), actor.tenantId, actor, outcome.events);
        // Last, because `run` may have waited for others: nothing of a revoked credential commits.
        await requireLiveCredential(sqlOf(tx), actor);
        return outcome.data;
      };
      const data = await withTenant(actor.tenantId, commit, "change");
      // Whatever it was, this process answers no question from before it.
      forgetTenant(actor.tenantId);
      await runEffects(definition, data, input, actor);
      return { ok: true, data };
    } catch (error) {
      return failure(error, actor.request.requestId);
    }
  };
  const rehearse = async (
    actor: Actor,
    rawInput: unknown,
  ): Promise<Result<readonly PortalEvent[]>> => {
    try {
      if (permission !== "self") await requirePermission(actor, permission);
      const input = parseInput(schema, rawInput);
      const rollBack = async (tx: TenantTx): Promise<never> => {
        throw new Rehearsed((await definition.run(tx, input, actor)).events);
      };
      return await withTenant(actor.tenantId, rollBack, "heavy");
    } catch (error) {
      if (error instanceof Rehearsed) return { ok: true, data: error.events };
      return failure(error, actor.request.requestId);
    }
  };
  return Object.assign(call, { rehearse, permission, input: schema });
}

function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  refuseUnstorable(raw);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fieldErrors: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const path = issue.path.join(".");
    fieldErrors[path] = [...(fieldErrors[path] ?? []), issue.message];
  }
  throw new GatehouseError("invalid_input", "Some fields need another look.", fieldErrors);
}

/**
 * Whatever the schema says: no text may enter that the database cannot hold.
 * @throws GatehouseError invalid_input with the field.
 */
export function refuseUnstorable(raw: unknown): void {
  const fault = findJsonFault(raw);
  if (!fault) return;
  const message = "This contains a character that cannot be stored.";
  const errors = { [fault.path]: [fault.reason.startsWith("contains") ? message : fault.reason] };
  throw new GatehouseError("invalid_input", "Some fields need another look.", errors);
}

async function runEffects<Schema extends z.ZodType, Data>(
  { effects }: Definition<Schema, Data>,
  data: Data,
  input: z.output<Schema>,
  actor: Actor,
): Promise<void> {
  try {
    await effects?.(data, input, actor);
  } catch (error) {
    log.error({ err: error, requestId: actor.request.requestId }, "effects failed after commit");
  }
}

/** The error half of a Result; logs what is not the caller's doing. */
export function failure(error: unknown, requestId: string): { ok: false; error: ActionError } {
  if (error instanceof GatehouseError) {
    const { code, message, fieldErrors } = error;
    const breach = error instanceof SeparationBroken ? { breach: error.breach } : {};
    return { ok: false, error: { code, message, fieldErrors, requestId, ...breach } };
  }
  if (isOutage(error)) {
    log.warn({ err: error, requestId }, "the database does not answer");
    return {
      ok: false,
      error: { code: "unavailable", message: OUTAGE, fieldErrors: {}, requestId },
    };
  }
  log.error({ err: error, requestId }, "action failed");
  const message = `Something went wrong. Quote request ${requestId} when you report it.`;
  return { ok: false, error: { code: "internal", message, fieldErrors: {}, requestId } };
}
