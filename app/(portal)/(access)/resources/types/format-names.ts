import type { SubjectTypeRow } from "#lib/access/subject-types/schema";

export type Format = NonNullable<SubjectTypeRow["idFormat"]> | "usual";

/** By what searches name people, as a sentence says it. */
export const formatNames: Record<Format, string> = {
  usual: "their external id, or else their e-mail address",
  external_id: "their external id",
  email: "their e-mail address",
  user_id: "their user id here",
};
