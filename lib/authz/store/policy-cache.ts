import { createHash } from "node:crypto";
import { cached } from "../../platform/cache.ts";
import { withTenantSql } from "../../platform/db.ts";
import { singleton } from "../../platform/singleton.ts";
import { permissions } from "../catalogue/permissions.ts";
import { builtInRoles } from "../catalogue/roles.ts";
import { compilePolicy, type Policy } from "../engine/policy.ts";
import { readPolicyFacts } from "./read-facts.ts";

/** Moves with the form in which facts and principals are cached: versions of the code share a Redis. */
const FORM = 3;

/**
 * Names what the code says about access. It is part of every cache key: while a new version is
 * rolled out, two catalogues are asked at the same time.
 */
export const CATALOGUE = createHash("sha256")
  .update(JSON.stringify([FORM, permissions, builtInRoles]))
  .digest("base64url")
  .slice(0, 12);

const MAX_TENANTS = 5_000;

type Known = { version: string; policy: Promise<Policy> };
const known = () => singleton("policies", () => new Map<string, Known>());

/** A tenant's policy at a version of its access, compiled once in this process. */
export async function policyAt(tenantId: string, version: string): Promise<Policy> {
  const last = known().get(tenantId);
  if (last?.version === version) return last.policy;
  const policy = load(tenantId, version);
  if (known().size >= MAX_TENANTS) known().clear();
  const entry = { version, policy };
  known().set(tenantId, entry);
  try {
    return await policy;
  } catch (error) {
    if (known().get(tenantId) === entry) known().delete(tenantId);
    throw error;
  }
}

async function load(tenantId: string, version: string): Promise<Policy> {
  const id = `policy@${version}.${CATALOGUE}`;
  const facts = await cached("session", { tenantId, id }, () =>
    withTenantSql(tenantId, (sql) => readPolicyFacts(sql, tenantId)),
  );
  return compilePolicy(facts);
}
