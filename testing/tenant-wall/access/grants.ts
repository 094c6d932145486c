import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { countGrantFacets, searchGrants } from "../../../lib/access/grants/queries.ts";
import { createGrant, revokeGrant } from "../../../lib/access/grants/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, notFound, type Probes } from "../wall.ts";

export const grants: Probes = {
  "access/grants/queries.searchGrants": async () => {
    const grantId = await makeGrant(b);
    const grant = await requirePermission(a, "grant.read");
    for (const filters of [{}, { userId: b.id }]) {
      const { rows } = await searchGrants(grant, filters, { limit: 200 });
      expect(rows.map(({ id }) => id)).not.toContain(grantId);
    }
  },
  "access/grants/queries.countGrantFacets": async () => {
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type)
       VALUES ($1, $2, 'document.read', 'wall_of_b')`,
      [b.tenantId, b.id],
    );
    const typesOf = async (actor: Actor) =>
      (await countGrantFacets(await requirePermission(actor, "grant.read"))).type.map(
        ({ value }) => value,
      );
    expect(await typesOf(b)).toContain("wall_of_b");
    expect(await typesOf(a)).not.toContain("wall_of_b");
  },
  "access/grants/service.createGrant": async () => {
    const on = { permission: "document.read", resourceType: "document", resourceId: "d" };
    expect(await createGrant(a, { ...on, userId: b.id })).toMatchObject(notFound);
    const [group] = await factory.query<{ id: string }>(
      "INSERT INTO groups (tenant_id, name) VALUES ($1, $2) RETURNING id",
      [b.tenantId, randomUUID()],
    );
    expect(await createGrant(a, { ...on, groupId: group?.id })).toMatchObject(notFound);
  },
  "access/grants/service.revokeGrant": async () => {
    const grantId = await makeGrant(b);
    expect(await revokeGrant(a, { grantId })).toMatchObject(notFound);
    const rows = await factory.query("SELECT 1 FROM resource_grants WHERE id = $1", [grantId]);
    expect(rows).toHaveLength(1);
  },
};

async function makeGrant(actor: Actor): Promise<string> {
  const { grantId } = dataOf(
    await createGrant(actor, {
      userId: actor.id,
      permission: "document.read",
      resourceType: "document",
      resourceId: "d",
    }),
  );
  return grantId;
}
