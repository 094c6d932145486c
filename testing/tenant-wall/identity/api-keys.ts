import { expect } from "vitest";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { searchApiKeys } from "../../../lib/identity/api-keys/queries.ts";
import { createApiKey, revokeApiKey } from "../../../lib/identity/api-keys/service.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, notFound, type Probes } from "../wall.ts";

export const apiKeys: Probes = {
  "identity/api-keys/queries.searchApiKeys": async () => {
    const grantA = await requirePermission(a, "api_key.read");
    const grantB = await requirePermission(b, "api_key.read");
    await factory.createKey(b.tenantId);
    const pageB = await searchApiKeys(grantB, { limit: 1 });
    const idsB = pageB.rows.map((row) => row.id);
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchApiKeys(grantA, { limit: 200, cursor });
      for (const row of rows) expect(idsB).not.toContain(row.id);
    }
  },
  "identity/api-keys/service.createApiKey": async () => {
    const input = { name: "Key", scopes: ["audit.read"], expiresInDays: null };
    const forged = await createApiKey({ ...a, id: b.id }, input);
    expect(forged.ok).toBe(false);
    const own = dataOf(await createApiKey(a, input));
    const [row] = await factory.query("SELECT tenant_id FROM api_keys WHERE id = $1", [
      own.apiKeyId,
    ]);
    expect(row).toEqual({ tenant_id: a.tenantId });
  },
  "identity/api-keys/service.revokeApiKey": async () => {
    const { id } = await factory.createKey(b.tenantId);
    const result = await revokeApiKey(a, { apiKeyId: id });
    expect(result).toMatchObject(notFound);
    const [row] = await factory.query("SELECT revoked_at FROM api_keys WHERE id = $1", [id]);
    expect(row).toEqual({ revoked_at: null });
  },
};
