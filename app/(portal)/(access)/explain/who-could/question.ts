import { parseTimeRange } from "#components/data-table/time-range.ts";
import { type TraceQuestion, traceQuestion } from "#lib/access/trace/schema";
import type { FieldErrors } from "#lib/core/errors";
import { one } from "../../../../page-params.ts";
import type { SearchParams } from "../question.ts";

const DAY_MS = 86_400_000;
/** How far back the form asks when nobody says. */
const DEFAULT_DAYS = 30;

/** What the form shows, as the URL says it. Without an end it is now. */
export type Asked = {
  permission: string;
  type: string;
  id: string;
  from: string;
  to: string | null;
};

/** What the page's URL asks; no question while it is not complete, and why when it cannot be. */
export type AskedPage = {
  asked: Asked;
  question: TraceQuestion | null;
  cursor: string | undefined;
  errors: FieldErrors;
};

/** Reads the URL. Nothing in it can throw: it may have been typed, cut short or made up. */
export function parseWhoCould(params: SearchParams, nowMs: number): AskedPage {
  const given = { from: one(params.from) ?? null, to: one(params.to) ?? null };
  const parsed = parseTimeRange(given);
  const range = parsed.ok && parsed.range.kind === "custom" ? parsed.range : null;
  const end = range?.to && Date.parse(range.to) < nowMs ? Date.parse(range.to) : nowMs;
  const asked: Asked = {
    permission: one(params.permission) ?? "",
    type: one(params.type) ?? "",
    id: one(params.id) ?? "",
    from: range?.from ?? new Date(end - DEFAULT_DAYS * DAY_MS).toISOString(),
    to: range?.to ?? null,
  };
  const errors: FieldErrors = {};
  if (!parsed.ok) errors.from = [parsed.message];
  else if (Date.parse(asked.from) >= nowMs) {
    errors.from = ["This moment is still to come. Choose one in the past."];
  }
  if (asked.type && !asked.id) errors.id = ["Which one? Give its id."];
  if (asked.id && !asked.type) errors.type = ["What is it? Choose its type."];
  const question = asked.permission ? questionOf(asked, end, errors) : null;
  const cursor = one(params.cursor);
  return {
    asked,
    question,
    cursor: cursor && /^\d{1,9}$/.test(cursor) ? cursor : undefined,
    errors,
  };
}

function questionOf(asked: Asked, end: number, errors: FieldErrors): TraceQuestion | null {
  if (Object.keys(errors).length > 0) return null;
  const parsed = traceQuestion.safeParse({
    permission: asked.permission,
    ...(asked.type ? { resourceType: asked.type, resourceId: asked.id } : {}),
    from: asked.from,
    to: new Date(end).toISOString(),
  });
  for (const { path } of parsed.error?.issues ?? []) {
    const field = fieldOf[String(path[0])] ?? "permission";
    errors[field] ??= ["This cannot be asked about. Choose it again."];
  }
  return parsed.data ?? null;
}

const fieldOf: Record<string, keyof Asked> = {
  permission: "permission",
  resourceType: "type",
  resourceId: "id",
  from: "from",
  to: "from",
};

/** The address of a question. */
export function whoCouldHref(
  { permission, type, id, from, to }: Partial<Asked>,
  cursor?: string | null,
): string {
  const all = { permission, type, id, from, to, cursor };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value) params.set(name, value);
  const query = params.toString();
  return query ? `/explain/who-could?${query}` : "/explain/who-could";
}
