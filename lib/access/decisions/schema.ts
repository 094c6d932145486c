import { z } from "zod";
import { idFormats, isIdFormat } from "../../authz/catalogue/subject-types.ts";
import { textFault } from "../../core/text.ts";

/** Evaluations in one request. */
export const MAX_EVALUATIONS = 1_000;
/** Results on a page, when nothing is said and at most. */
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

/** The longest id that a question can name. */
export const MAX_ID_LENGTH = 512;

/** What can be compared with texts in the database, and be recorded. */
const isStorable = (value: string) => textFault(value) === null;

// Defaults are judged again with each evaluation: what is too long is not looked at any further.
const text = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH, { abort: true })
  .refine(isStorable, "Use no NUL character and no lone surrogate.");

// Not z.record(): it copies, and what is sent is only looked up by name.
const properties = z
  .custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "must be a JSON object",
  )
  .meta({ type: "object" })
  .optional();

const entity = z.object({ type: text, id: text, properties });
const anyOf = z.object({ type: text, properties });

/** Whether an evaluation takes it as the id of a subject. */
export const isNamable = (id: string) => text.safeParse(id).success;

export const subject = entity.describe(
  "The person who wants to do it. `type` is `user`, or another one that the tenant has said is a person (`PUT /api/v1/subject-types/{type}`).",
);
export const resource = entity.describe("What it is about.");
export const action = z
  .object({ name: text, properties })
  .describe(
    "What is to be done: an action of the resource's type by its name, or as a permission, such as `document.read` of a document. Of what documents can lie under, such as a project, `document.create` can be asked too. The answer for an action of any other type is no. Conditions of the type's other actions read `properties`, as they read those of the resource.",
  );
/** Ids or names of roles. What is not like this names no role. */
export const activeRoles = z.array(z.string().max(64)).max(20);
const context = properties.describe(
  "`active_roles`: of the person's roles that exclude each other in one session, the ids or names of those that they use. `consistency_token`: the `Consistency-Token` of a change that the answer must have. Whatever else is said is accepted, and not used.",
);

export const evaluationRequest = z.object({ subject, action, resource, context });

export const semantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;

/**
 * The frame of many evaluations. Subject, action and resource are defaults for each of them, and are
 * judged together with what it says itself: one that is wrong fails alone.
 */
export const evaluationsRequest = z.object({
  subject: properties,
  action: properties,
  resource: properties,
  context: properties,
  evaluations: z
    .array(properties.unwrap(), "evaluations must be an array of JSON objects")
    .max(MAX_EVALUATIONS, `Ask at most ${MAX_EVALUATIONS} at once.`)
    .optional(),
  options: z.object({ evaluations_semantic: z.enum(semantics).optional() }).optional(),
});

const page = z
  .object({
    token: z
      .string()
      .max(2_048)
      .optional()
      .describe("`next_token` of the page before; what else is said may not differ."),
    limit: z
      .int()
      .min(0)
      .max(1e9)
      .optional()
      .describe(`At most ${MAX_LIMIT} are given. With a token, left out or as it was.`),
    properties,
  })
  .optional();

// A custom schema as above: what stands beside the format is left as it was sent.
const searchedSubject = z
  .object({
    type: text,
    properties: properties.refine(
      (said) => said?.id_format === undefined || isIdFormat(said.id_format),
      `id_format must be one of ${idFormats.join(", ")}`,
    ),
  })
  .describe(
    "`properties.id_format` says by what people are named: `external_id`, `email` or `user_id`. Whoever has none of it is named by the next of these. Not said, it is what the tenant says of the type, or else the external id.",
  );

export const subjectSearchRequest = z.object({
  subject: searchedSubject,
  action,
  resource,
  context,
  page,
});
export const resourceSearchRequest = z.object({ subject, action, resource: anyOf, context, page });
export const actionSearchRequest = z.object({ subject, resource, context, page });

export const decision = z.object({
  decision: z.boolean(),
  context: z
    .object({
      code: z.string().optional(),
      reason_admin: z.object({ en: z.string() }).optional(),
      error: z.object({ status: z.int(), message: z.string() }).optional(),
    })
    .optional(),
});
export const decisions = z.object({ evaluations: z.array(decision) });

const pageInfo = z.object({
  next_token: z.string().describe("Empty when this is the last page."),
  count: z.int().describe("How many there are on this page, which may be none before the last."),
});
const found = <Result extends z.ZodType>(result: Result) =>
  z.object({ page: pageInfo, results: z.array(result) });

export const foundSubjects = found(z.object({ type: z.string(), id: z.string() }));
export const foundResources = found(z.object({ type: z.string(), id: z.string() }));
export const foundActions = found(z.object({ name: z.string() }));

export type EvaluationRequest = z.infer<typeof evaluationRequest>;
export type EvaluationsRequest = z.infer<typeof evaluationsRequest>;
export type SubjectSearch = z.infer<typeof subjectSearchRequest>;
export type ResourceSearch = z.infer<typeof resourceSearchRequest>;
export type ActionSearch = z.infer<typeof actionSearchRequest>;
export type Decision = z.infer<typeof decision>;
export type Decisions = z.infer<typeof decisions>;
export type Found<Result> = { page: z.infer<typeof pageInfo>; results: Result[] };
