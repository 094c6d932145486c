import { expect } from "vitest";
import { traceAccess } from "../../../lib/access/trace/queries.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, type Probes } from "../wall.ts";

export const trace: Probes = {
  "access/trace/queries.traceAccess": async () => {
    const span = { from: "2020-01-01T00:00:00Z", to: new Date().toISOString() };
    const asked = { permission: "user.read", ...span };
    const idsOf = async (actor: Actor) => {
      const grant = await requirePermission(actor, "access.trace");
      return (await traceAccess(grant, asked, { limit: 200 })).rows.map(({ id }) => id);
    };
    expect(await idsOf(b)).toContain(b.id);
    expect(await idsOf(a)).not.toContain(b.id);
  },
};
