import { expect } from "vitest";
import {
  explainAccess,
  explainOwnAccess,
  getEffectiveAccess,
} from "../../../lib/access/explain/queries.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, type Probes } from "../wall.ts";

export const explain: Probes = {
  "access/explain/queries.explainAccess": async () => {
    const grant = await requirePermission(a, "access.explain");
    const asked = { userId: b.id, permission: "user.read" };
    await expect(explainAccess(grant, asked)).rejects.toThrow("no such person");
  },
  "access/explain/queries.explainOwnAccess": async () => {
    const asked = { permission: "user.read" };
    await expect(explainOwnAccess({ ...a, id: b.id }, asked)).rejects.toThrow("no such person");
  },
  "access/explain/queries.getEffectiveAccess": async () => {
    const grant = await requirePermission(a, "access.explain");
    await expect(getEffectiveAccess(grant, { userId: b.id })).rejects.toThrow("no such person");
  },
};
