import { typeOfPermission } from "../../authz/catalogue/concerning.ts";
import { isPermissionId } from "../../authz/catalogue/permissions.ts";
import { builtInRoles } from "../../authz/catalogue/roles.ts";
import type { PolicyFacts, RoleEntry, RoleFact, SodRuleFact } from "../../authz/engine/facts.ts";
import { descendantsOf } from "../../authz/engine/policy.ts";
import { bare, type Relevant, relevantTo } from "./question.ts";
import type { History } from "./read-history.ts";
import { holdsAt, type Span } from "./span.ts";

type RoleRow = Span & { id: string; name: string };
type EntryRow = Span & RoleEntry & { roleId: string };
type ParentRow = Span & { roleId: string; parentId: string };
type RuleRow = Span & Omit<SodRuleFact, "roles" | "permissions">;
type RuleRoleRow = Span & { ruleId: string; roleId: string };
type RulePermissionRow = Span & { ruleId: string; permission: string };

/** What the tenant's roles and modules said about the question, and when. */
export type PolicyHistory = {
  roles: RoleRow[];
  entries: EntryRow[];
  parents: ParentRow[];
  rules: RuleRow[];
  ruleRoles: RuleRoleRow[];
  rulePermissions: RulePermissionRow[];
  disabled: (Span & { module: string })[];
  registered: (Span & { id: string })[];
  /** When the permission's type was closed to built-in roles. */
  closed: (Span & { id: string })[];
};

/** The roles that count: all others could as well not be there. */
export type RolesThatCount = {
  /** Those through which somebody could get the permission. */
  allowing: ReadonlySet<string>;
  /** These, those that deny it, and those that dynamic separation of duty keeps apart. */
  all: ReadonlySet<string>;
};

/** What dynamic separation of duty counts: whoever has it can have to choose between roles. */
export type Counted = {
  /** Permissions that bring one with them that a rule names. */
  allowing: ReadonlySet<string>;
  denying: ReadonlySet<string>;
  builtIn: readonly string[];
  /** Those that rules name. */
  named: readonly string[];
};

/** @param rulePermissions the rows of dynamic rules. */
export function countedBy(rulePermissions: readonly { permission: string }[]): Counted {
  const named = [...new Set(rulePermissions.map(({ permission }) => permission))];
  const each = named.map(relevantTo);
  return {
    allowing: new Set(each.flatMap(({ allowing }) => [...allowing])),
    denying: new Set(each.flatMap(({ denying }) => [...denying])),
    builtIn: each.flatMap(({ builtIn }) => builtIn),
    named,
  };
}

/** Reads what roles, modules and rules said in the span, without what cannot matter. */
export async function readPolicyHistory(
  history: History,
  { permission, allowing, denying }: Relevant,
): Promise<PolicyHistory> {
  const column = (name: string, as = name) => `h.content ->> '${name}' AS "${as}"`;
  const rules = await readRules(history);
  const counted = countedBy(rules.rulePermissions);
  const said = [...allowing, ...denying, ...counted.allowing, ...counted.denying];
  const ofProducts = [permission, ...counted.named].filter((id) => !isPermissionId(id));
  return {
    ...rules,
    roles: await history({ relation: "roles", columns: `${column("id")}, ${column("name")}` }),
    entries: await history({
      relation: "role_permissions",
      columns: `${column("role_id", "roleId")}, ${column("permission")}, ${column("effect")},
        (h.content ->> 'own_only')::boolean AS "ownOnly"`,
      where: "h.content ->> 'permission' = ANY ($5::text[])",
      parameters: [[...new Set(said)]],
    }),
    parents: await history({
      relation: "role_parents",
      columns: `${column("role_id", "roleId")}, ${column("parent_id", "parentId")}`,
    }),
    disabled: await history({
      relation: "disabled_modules",
      columns: "'module.' || (h.content ->> 'module') AS module",
      where: "'module.' || (h.content ->> 'module') = ANY ($5::text[])",
      parameters: [[...denying]],
    }),
    registered: await history({
      relation: "resource_actions",
      columns: `(h.content ->> 'resource_type') || '.' || (h.content ->> 'name') AS id`,
      where: "(h.content ->> 'resource_type') || '.' || (h.content ->> 'name') = ANY ($5::text[])",
      parameters: [ofProducts],
    }),
    closed: await history({
      relation: "resource_types",
      columns: column("id"),
      where: `h.content ->> 'id' = ANY ($5::text[])
        AND (h.content ->> 'built_in_administrators')::boolean IS FALSE`,
      parameters: [ofProducts.map(typeOfPermission)],
    }),
  };
}

/** Dynamic rules, and what they name. */
async function readRules(
  history: History,
): Promise<Pick<PolicyHistory, "rules" | "ruleRoles" | "rulePermissions">> {
  const rules = await history<Omit<RuleRow, keyof Span>>({
    relation: "sod_rules",
    columns: `h.content ->> 'id' AS id, h.content ->> 'name' AS name, h.content ->> 'kind' AS kind,
      (h.content ->> 'role_limit')::int AS "limit"`,
    where: "h.content ->> 'kind' = 'dynamic'",
  });
  const ofThese = {
    where: "h.content ->> 'rule_id' = ANY ($5::text[])",
    parameters: [[...new Set(rules.map(({ id }) => id))]],
  };
  return {
    rules,
    ruleRoles: await history({
      relation: "sod_rule_roles",
      columns: `h.content ->> 'rule_id' AS "ruleId", h.content ->> 'role_id' AS "roleId"`,
      ...ofThese,
    }),
    rulePermissions: await history({
      relation: "sod_rule_permissions",
      columns: `h.content ->> 'rule_id' AS "ruleId", h.content ->> 'permission' AS permission`,
      ...ofThese,
    }),
  };
}

/** Follows inheritance as it was at any moment of the span: what is too much costs time only. */
export function rolesThatCount(
  { allowing, builtIn }: Relevant,
  { entries, parents, ruleRoles, rulePermissions }: PolicyHistory,
): RolesThatCount {
  const above = Map.groupBy(parents, ({ roleId }) => roleId);
  const ids = new Set([...Object.keys(builtInRoles), ...above.keys()]);
  const graph = [...ids].map((id) => ({
    ...bare(id),
    parents: (above.get(id) ?? []).map(({ parentId }) => parentId),
  }));
  const apart = [...ruleRoles.map(({ roleId }) => roleId), ...countedBy(rulePermissions).builtIn];
  const allows = entries.filter(({ effect, permission }) => {
    return effect === "allow" && allowing.has(permission);
  });
  const rolesOf = (rows: readonly EntryRow[]) => rows.map(({ roleId }) => roleId);
  return {
    allowing: descendantsOf([...builtIn, ...rolesOf(allows)], graph),
    all: descendantsOf([...builtIn, ...rolesOf(entries), ...apart], graph),
  };
}

/** The same history with nothing in it but roles that count. */
export function onlyRoles(history: PolicyHistory, kept: ReadonlySet<string>): PolicyHistory {
  const { roles, entries, parents } = history;
  return {
    ...history,
    roles: roles.filter(({ id }) => kept.has(id)),
    entries: entries.filter(({ roleId }) => kept.has(roleId)),
    parents: parents.filter(({ roleId, parentId }) => kept.has(roleId) && kept.has(parentId)),
  };
}

/** What the engine is to decide with, as it was at a moment. */
export function policyAt(history: PolicyHistory, at: number): PolicyFacts {
  const now = <Row extends Span>(rows: readonly Row[]) => rows.filter((row) => holdsAt(row, at));
  const entries = Map.groupBy(now(history.entries), ({ roleId }) => roleId);
  const parents = Map.groupBy(now(history.parents), ({ roleId }) => roleId);
  const ruleRoles = Map.groupBy(now(history.ruleRoles), ({ ruleId }) => ruleId);
  const rulePermissions = Map.groupBy(now(history.rulePermissions), ({ ruleId }) => ruleId);
  return {
    version: "",
    roles: now(history.roles).map(
      ({ id, name }): RoleFact => ({
        ...bare(id),
        name,
        parents: (parents.get(id) ?? []).map(({ parentId }) => parentId).sort(),
        entries: (entries.get(id) ?? []).map(({ permission, effect, ownOnly }) => ({
          permission,
          effect,
          ownOnly,
        })),
      }),
    ),
    productPermissions: now(history.registered)
      .map(({ id }) => id)
      .sort(),
    closedTypes: now(history.closed).map(({ id }) => id),
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: now(history.disabled)
      .map(({ module }) => module)
      .sort(),
    sodRules: now(history.rules)
      .map(({ id, name, kind, limit }) => ({
        id,
        name,
        kind,
        limit,
        roles: (ruleRoles.get(id) ?? []).map(({ roleId }) => roleId).sort(),
        permissions: (rulePermissions.get(id) ?? []).map(({ permission }) => permission).sort(),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
