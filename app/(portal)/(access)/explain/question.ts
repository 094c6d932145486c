import { MOMENT_PARAM, parseMoment } from "#components/access/moment.ts";
import { type Question, question } from "#lib/access/explain/schema";
import type { FieldErrors } from "#lib/core/errors";
import { one } from "../../../page-params.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the form shows, as the URL says it; an absent person is oneself. */
export type Asked = {
  user: string | null;
  permission: string;
  type: string;
  id: string;
  at: string | null;
};

/** What the page's URL asks; no question while it is not complete, and why when it cannot be. */
export type AskedPage = { asked: Asked; question: Question | null; errors: FieldErrors };

/** Reads the URL. Nothing in it can throw: it may have been typed, cut short or made up. */
export function parseQuestion(params: SearchParams, ownId: string, nowMs: number): AskedPage {
  const moment = parseMoment(one(params[MOMENT_PARAM]), nowMs);
  const asked: Asked = {
    user: one(params.user) ?? null,
    permission: one(params.permission) ?? "",
    type: one(params.type) ?? "",
    id: one(params.id) ?? "",
    at: moment.at ?? null,
  };
  const errors: FieldErrors = {};
  if (moment.message) errors.at = [moment.message];
  if (asked.type && !asked.id) errors.id = ["Which one? Give its id."];
  if (asked.id && !asked.type) errors.type = ["What is it? Choose its type."];
  if (!asked.permission) return { asked, question: null, errors };
  const parsed = question.safeParse({
    userId: asked.user ?? ownId,
    permission: asked.permission,
    ...(asked.type ? { resourceType: asked.type, resourceId: asked.id } : {}),
    ...(asked.at ? { at: asked.at } : {}),
  });
  for (const { path } of parsed.error?.issues ?? []) {
    const field = fieldOf[String(path[0])] ?? "permission";
    errors[field] ??= ["This cannot be asked about. Choose it again."];
  }
  const isUsable = parsed.success && Object.keys(errors).length === 0;
  return { asked, question: isUsable ? parsed.data : null, errors };
}

const fieldOf: Record<string, keyof Asked> = {
  userId: "user",
  permission: "permission",
  resourceType: "type",
  resourceId: "id",
  at: "at",
};

/** The address of a question. */
export function explainHref({ user, permission, type, id, at }: Asked): string {
  const params = new URLSearchParams();
  if (user) params.set("user", user);
  if (permission) params.set("permission", permission);
  if (type) params.set("type", type);
  if (id) params.set("id", id);
  if (at) params.set(MOMENT_PARAM, at);
  const query = params.toString();
  return query ? `/explain?${query}` : "/explain";
}
