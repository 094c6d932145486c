import { expect } from "vitest";
import {
  assignRole,
  unassignRole,
  updateAssignment,
} from "../../../lib/access/assignments/service.ts";
import { a, b, factory, makeRole, notFound, type Probes } from "../wall.ts";

export const assignments: Probes = {
  "access/assignments/service.assignRole": async () => {
    const roleOfB = await makeRole(b);
    const roleOfA = await makeRole(a);
    expect(await assignRole(a, { roleId: roleOfB, userId: a.id })).toMatchObject(notFound);
    expect(await assignRole(a, { roleId: roleOfA, userId: b.id })).toMatchObject(notFound);
    expect(await assignRole(a, { roleId: "executive", userId: b.id })).toMatchObject(notFound);
  },
  "access/assignments/service.updateAssignment": async () => {
    const input = { roleId: "tenant_admin", userId: b.id, endsAt: "2090-01-01T00:00:00Z" };
    expect(await updateAssignment(a, input)).toMatchObject(notFound);
    expect(await updateAssignment(b, { ...input, userId: a.id })).toMatchObject(notFound);
  },
  "access/assignments/service.unassignRole": async () => {
    const input = { roleId: "tenant_admin", userId: b.id };
    expect(await unassignRole(a, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT role FROM role_assignments WHERE user_id = $1", [
      b.id,
    ]);
    expect(rows).toEqual([{ role: "tenant_admin" }]);
  },
};
