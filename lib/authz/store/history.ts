/** The tables that decisions are made of, whose rows are kept with the time in which they were so. */
type Relation =
  | "users"
  | "roles"
  | "role_permissions"
  | "role_parents"
  | "role_assignments"
  | "groups"
  | "group_members"
  | "group_roles"
  | "resource_types"
  | "resource_actions"
  | "subject_types"
  | "resources"
  | "resource_grants"
  | "disabled_modules"
  | "sod_rules"
  | "sod_rule_roles"
  | "sod_rule_permissions"
  | "sod_exceptions";

/**
 * Common table expressions that stand in front of the tables of the same names: a statement after
 * them reads the rows of a moment, and is otherwise the statement of now. What a person is called is
 * always what they are called now.
 * @param moment the parameter with the moment, `$2`; the tenant is `$1`.
 * @param used the tables that the statement reads.
 */
export function tablesAsOf(moment: string, used: readonly Relation[]): string {
  const valid = (relation: Relation) =>
    `h.tenant_id = $1 AND h.relation = '${relation}'
      AND h.valid_from <= ${moment}::timestamptz
      AND (h.valid_to IS NULL OR h.valid_to > ${moment}::timestamptz)`;
  return used
    .map((relation) =>
      relation === "users"
        ? `users AS (SELECT u.tenant_id, u.id, u.name, u.email,
            h.content ->> 'status' AS status
          FROM access_history h JOIN users u ON u.tenant_id = h.tenant_id AND u.id::text = h.key
          WHERE ${valid(relation)})`
        : `${relation} AS (SELECT r.* FROM access_history h,
            jsonb_populate_record(NULL::${relation}, h.content) r WHERE ${valid(relation)})`,
    )
    .join(", ");
}
