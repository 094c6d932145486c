import { withTenantSql } from "../../platform/db.ts";
import { recentOfTenants } from "./recent-of-tenants.ts";

/** What a tenant's decisions are made of now: equal versions, equal answers. Each is the text of an integer. */
export type Versions = {
  /** Moves with roles, grants, people, and registered types. */
  access: string;
  /** Moves when a resource is registered with an owner or a place, is moved, gets another owner or goes. */
  tree: string;
};

const recentVersions = () => recentOfTenants<Versions>("recentVersions");

/**
 * The versions of a tenant's access and of its tree of resources, at most 0.8 s old, and never older than
 * a change that this process made.
 * @param readAfter of `performance.now()`: they are read again unless they were read since then.
 */
export function versionsOf(tenantId: string, readAfter?: number): Promise<Versions> {
  return recentVersions().get(tenantId, () => readVersions(tenantId), readAfter);
}

async function readVersions(tenantId: string): Promise<Versions> {
  const [row] = await withTenantSql(tenantId, (sql) =>
    sql<Versions>(
      `SELECT version::text AS access, tree_version::text AS tree
       FROM access_versions WHERE tenant_id = $1`,
      [tenantId],
    ),
  );
  return row ?? { access: "0", tree: "0" };
}
