import type { IdFormat } from "../catalogue/subject-types.ts";
import type { ConditionFact } from "./conditions.ts";

/**
 * What decisions are made of, as plain JSON read from the database: of a tenant (`PolicyFacts`) and
 * of a person in it (`PrincipalFacts`). Times are milliseconds since 1970.
 */
export type PolicyFacts = {
  /** The version of the tenant's access at which they were read. */
  version: string;
  roles: readonly RoleFact[];
  /** Permissions that the tenant's own products have registered: `todo.delete`. */
  productPermissions: readonly string[];
  /** Registered types whose permissions built-in roles do not have, but their administrators may give. */
  closedTypes: readonly string[];
  /** The owner property of registered resource types that have one, by type. */
  ownerProperties: Readonly<Record<string, string>>;
  /** Types of subjects that are people, beside `user`, and by what searches name them when they do not ask. */
  subjectTypes: Readonly<Record<string, IdFormat | null>>;
  /** Permissions that are needed beside others, by what a question says. */
  conditions: readonly ConditionFact[];
  /** `module.…` permissions that are switched off for the whole tenant. */
  disabledModules: readonly string[];
  /** Separation of duty. */
  sodRules: readonly SodRuleFact[];
};

/**
 * Nobody may have (static) or use in one session (dynamic) as many as `limit` of these roles and
 * permissions together, through inheritance (INCITS 359, SSD and DSD relations with general role
 * hierarchies; permissions count wherever they come from).
 */
export type SodRuleFact = {
  id: string;
  name: string;
  kind: "static" | "dynamic";
  roles: readonly string[];
  permissions: readonly string[];
  limit: number;
};

/** A rule from which the person is excepted until a moment. */
export type SodExceptionFact = { ruleId: string; endsAt: number };

export type RoleFact = {
  id: string;
  name: string;
  description: string;
  /** Ids of the roles that it inherits from. */
  parents: readonly string[];
  entries: readonly RoleEntry[];
};

export type Effect = "allow" | "deny";

export type RoleEntry = {
  permission: string;
  effect: Effect;
  /** Only on resources that the person owns; never with `deny`. */
  ownOnly: boolean;
};

/** When something is in force: from `startsAt`, until before `endsAt`; null is always. */
export type Window = { startsAt: number | null; endsAt: number | null };

/** The group through which somebody has something; null when it was given to the person. */
export type Via = { groupId: string; groupName: string } | null;

export type RoleHolding = Window & { roleId: string; via: Via };

export type GrantFact = Window & {
  id: string;
  permission: string;
  effect: Effect;
  resourceType: string;
  /** Null is every resource of the type. */
  resourceId: string | null;
  via: Via;
};

export type PrincipalFacts = {
  /** What products may call the person when they name an owner, as `identifierKey` writes it; the user id first. */
  identifiers: readonly string[];
  holdings: readonly RoleHolding[];
  grants: readonly GrantFact[];
  exceptions: readonly SodExceptionFact[];
};
