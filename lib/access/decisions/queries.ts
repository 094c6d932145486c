import type { Grant } from "../../authz/guard/grant.ts";
import { requireFresh } from "../../authz/store/consistency.ts";
import type { Asker } from "./denied.ts";
import { answerTo, type Decided } from "./question.ts";
import {
  type ActionSearch,
  type Decision,
  type Decisions,
  type EvaluationRequest,
  type EvaluationsRequest,
  evaluationRequest,
  type Found,
  type ResourceSearch,
  type SubjectSearch,
} from "./schema.ts";
import { findActions, findResources, findSubjects } from "./search.ts";

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

/** Whether somebody may do something. A denial is recorded as one of the person. */
export async function evaluate(
  { tenantId }: Grant<"access.decide">,
  request: EvaluationRequest,
  asker: Asker,
): Promise<Decision> {
  const { decision, note } = await answerTo(tenantId, request, asker);
  await note?.();
  return decision;
}

const stopsAt = { execute_all: null, deny_on_first_deny: false, permit_on_first_permit: true };

/**
 * Many questions at once, in the order in which they were asked. With one of the two short ways the
 * first decisive answer is the last one given, and nothing after it counts as having been asked.
 */
export async function evaluateAll(
  { tenantId }: Grant<"access.decide">,
  { evaluations = [], options, ...defaults }: EvaluationsRequest,
  asker: Asker,
): Promise<Decisions> {
  const answers = await Promise.all(
    evaluations.map((each) => answerOrError(tenantId, withDefaults(defaults, each), asker)),
  );
  const stop = stopsAt[options?.evaluations_semantic ?? "execute_all"];
  const at = answers.findIndex(({ decision }) => decision.decision === stop);
  const given = at < 0 ? answers : answers.slice(0, at + 1);
  for (const { note } of given) await note?.();
  return { evaluations: given.map(({ decision }) => decision) };
}

type Said = Readonly<Record<string, unknown>>;

const required = { subject: ["type", "id"], action: ["name"], resource: ["type", "id"] };

/**
 * What an evaluation says of an entity stands in the place of the default as a whole; only what must be
 * said, and is not, comes from the default.
 */
function withDefaults(defaults: Said, evaluation: Said): Said {
  const merged: Record<string, unknown> = { ...defaults, ...evaluation };
  for (const [entity, names] of Object.entries(required)) {
    const [said, usual] = [evaluation[entity], defaults[entity]];
    if (!isObject(said) || !isObject(usual)) continue;
    const missing = names.filter(
      (name) => !Object.hasOwn(said, name) && Object.hasOwn(usual, name),
    );
    if (missing.length === 0) continue;
    merged[entity] = { ...said, ...Object.fromEntries(missing.map((name) => [name, usual[name]])) };
  }
  return merged;
}

function isObject(value: unknown): value is Said {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function answerOrError(tenantId: string, asked: unknown, asker: Asker): Promise<Decided> {
  const { success, error } = evaluationRequest.safeParse(asked);
  if (success) return answerTo(tenantId, asked as EvaluationRequest, asker);
  const [issue] = error.issues;
  const message = `${issue?.path.join(".")}: ${issue?.message}`;
  return {
    decision: { decision: false, context: { error: { status: 400, message } } },
    note: null,
  };
}

/** Who may do something on a resource: in the order of user ids, by the ids that products use. */
export function searchSubjects(
  { tenantId }: Grant<"access.search">,
  request: SubjectSearch,
): Promise<Found<{ type: string; id: string }>> {
  return findSubjects(tenantId, request);
}

/** On which registered resources of a type somebody may do something, by id. */
export function searchResources(
  { tenantId }: Grant<"access.search">,
  request: ResourceSearch,
): Promise<Found<{ type: string; id: string }>> {
  return findResources(tenantId, request);
}

/** What somebody may do on a resource, by name. */
export function searchActions(
  { tenantId }: Grant<"access.search">,
  request: ActionSearch,
): Promise<Found<{ name: string }>> {
  return findActions(tenantId, request);
}
