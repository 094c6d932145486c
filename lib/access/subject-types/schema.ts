import { z } from "zod";
import { idFormats } from "../../authz/catalogue/subject-types.ts";
import { reasonField } from "../../core/reason.ts";
import { idText } from "../../core/text.ts";

/** What one tenant can have of them. */
export const MAX_SUBJECT_TYPES = 50;

export const subjectTypeRef = z.strictObject({
  type: idText(128).describe("What products call it in `subject.type`: `identity`."),
});
const reason = reasonField.describe("Why; kept in the audit log.");
const idFormat = z
  .enum(idFormats)
  .nullable()
  .describe(
    "By what a search of this type names people when it does not ask for anything itself; null is by the external id, or else the e-mail address.",
  );

export const subjectTypeInput = subjectTypeRef.extend({ idFormat: idFormat.default(null), reason });
export const deleteSubjectTypeInput = subjectTypeRef.extend({ reason });

/** A type of subjects that are people. */
export const subjectTypeRow = z.object({
  type: z.string(),
  idFormat,
  builtIn: z.boolean().describe("Whether every tenant has it: `user`."),
});
export type SubjectTypeRow = z.infer<typeof subjectTypeRow>;
