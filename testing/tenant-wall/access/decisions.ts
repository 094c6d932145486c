import { expect } from "vitest";
import {
  awaitFreshness,
  evaluate,
  evaluateAll,
  searchActions,
  searchResources,
  searchSubjects,
} from "../../../lib/access/decisions/queries.ts";
import { putResource } from "../../../lib/access/resources/service.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { tokenOfNow } from "../../../lib/authz/store/consistency.ts";
import { a, b, type Probes } from "../wall.ts";

export const decisions: Probes = {
  "access/decisions/queries.awaitFreshness": async () => {
    const token = await tokenOfNow(b.tenantId);
    await awaitFreshness(await requirePermission(b, "access.decide"), {}, token);
    const grantA = await requirePermission(a, "access.decide");
    await expect(awaitFreshness(grantA, {}, token)).rejects.toThrow("not one of this tenant");
  },
  "access/decisions/queries.evaluate": async () => {
    const asked = { action: { name: "role.read" }, resource: { type: "role", id: "d" } };
    const subject = { type: "user", id: b.id };
    const grantA = await requirePermission(a, "access.decide");
    expect((await evaluate(grantA, { ...asked, subject }, a)).decision).toBe(false);
    const grantB = await requirePermission(b, "access.decide");
    expect((await evaluate(grantB, { ...asked, subject }, b)).decision).toBe(true);
  },
  "access/decisions/queries.evaluateAll": async () => {
    const asked = { action: { name: "role.read" }, resource: { type: "role", id: "d" } };
    const evaluations = [b.id, b.email, a.id].map((id) => ({ subject: { type: "user", id } }));
    const grant = await requirePermission(a, "access.decide");
    const answer = await evaluateAll(grant, { ...asked, evaluations }, a);
    expect(answer.evaluations.map(({ decision }) => decision)).toEqual([false, false, true]);
  },
  "access/decisions/queries.searchSubjects": async () => {
    const grant = await requirePermission(a, "access.search");
    const { results } = await searchSubjects(grant, {
      subject: { type: "user" },
      action: { name: "role.read" },
      resource: { type: "role", id: "d" },
    });
    expect(results.map(({ id }) => id)).toContain(a.email);
    expect(results.map(({ id }) => id)).not.toContain(b.email);
  },
  "access/decisions/queries.searchResources": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const asked = { action: { name: "read" }, resource: { type: "workspace" } };
    const grant = await requirePermission(a, "access.search");
    for (const id of [a.id, b.id]) {
      const subject = { type: "user", id };
      const { results } = await searchResources(grant, { ...asked, subject });
      expect(results.map((found) => found.id)).not.toContain("of-b");
    }
  },
  "access/decisions/queries.searchActions": async () => {
    const grant = await requirePermission(a, "access.search");
    const resource = { type: "workspace", id: "of-b" };
    const { results } = await searchActions(grant, {
      subject: { type: "user", id: b.id },
      resource,
    });
    expect(results).toEqual([]);
  },
};
