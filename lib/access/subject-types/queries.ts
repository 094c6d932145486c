import { isIdFormat, PERSON_TYPE } from "../../authz/catalogue/subject-types.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { withTenant } from "../../platform/db.ts";
import type { SubjectTypeRow } from "./schema.ts";

/** The types of subjects that are people here: `user` first, then those of the tenant's products by name. */
export async function listSubjectTypes({
  tenantId,
}: Grant<"resource_type.read">): Promise<SubjectTypeRow[]> {
  const stored = await withTenant(tenantId, (tx) =>
    tx.subjectType.findMany({ where: { tenantId }, orderBy: { type: "asc" } }),
  );
  const rows = stored.map(({ type, idFormat }) => {
    const format = isIdFormat(idFormat) ? idFormat : null;
    return { type, idFormat: format, builtIn: type === PERSON_TYPE };
  });
  const own = rows.filter(({ builtIn }) => !builtIn);
  const [user = { type: PERSON_TYPE, idFormat: null, builtIn: true }] = rows.filter(
    ({ builtIn }) => builtIn,
  );
  return [user, ...own];
}
