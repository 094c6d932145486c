import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { listOwnSessions, searchSessions } from "../../../lib/identity/sessions/queries.ts";
import {
  chooseRoles,
  logOut,
  revokeOwnSession,
  revokeSession,
} from "../../../lib/identity/sessions/service.ts";
import { a, b, factory, notFound, type Probes } from "../wall.ts";

export const sessions: Probes = {
  "identity/sessions/queries.searchSessions": async () => {
    const grantA = await requirePermission(a, "session.read");
    const grantB = await requirePermission(b, "session.read");
    await factory.createSession(b.tenantId, b.id);
    const pageB = await searchSessions(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchSessions(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.userId)).not.toContain(b.id);
    }
    const { rows } = await searchSessions(grantA, { text: b.email ?? "" }, { limit: 200 });
    expect(rows).toEqual([]);
  },
  "identity/sessions/queries.listOwnSessions": async () => {
    expect(await listOwnSessions({ ...a, id: b.id })).toEqual([]);
  },
  "identity/sessions/service.revokeSession": async () => {
    const result = await revokeSession(a, { sessionId: b.sessionId });
    expect(result).toMatchObject(notFound);
    await expectLive(b);
  },
  "identity/sessions/service.revokeOwnSession": async () => {
    const result = await revokeOwnSession(a, { sessionId: b.sessionId });
    expect(result).toMatchObject(notFound);
    await expectLive(b);
  },
  "identity/sessions/service.logOut": async () => {
    const result = await logOut({ ...a, sessionId: b.sessionId }, {});
    expect(result).toMatchObject(notFound);
    await expectLive(b);
  },
  "identity/sessions/service.chooseRoles": async () => {
    const roleIds = ["tenant_admin"];
    const foreign = await chooseRoles({ ...a, sessionId: b.sessionId }, { roleIds });
    expect(foreign).toMatchObject(notFound);
    const asB = await chooseRoles({ ...a, id: b.id, sessionId: b.sessionId }, { roleIds });
    expect(asB).toMatchObject({ ok: false, error: { code: "conflict" } });
    const [row] = await factory.query("SELECT active_roles FROM sessions WHERE id = $1", [
      b.sessionId,
    ]);
    expect(row).toEqual({ active_roles: [] });
  },
};

async function expectLive(actor: Actor): Promise<void> {
  const [row] = await factory.query("SELECT revoked_at FROM sessions WHERE id = $1", [
    actor.sessionId,
  ]);
  expect(row).toEqual({ revoked_at: null });
}
