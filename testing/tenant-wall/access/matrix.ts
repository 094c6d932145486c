import { expect } from "vitest";
import {
  countColumnFacets,
  exportMatrix,
  findPersonInMatrix,
  getRoleMatrix,
  searchPeopleMatrix,
} from "../../../lib/access/matrix/queries.ts";
import { matrixFilters } from "../../../lib/access/matrix/schema.ts";
import { beginMatrixExport } from "../../../lib/access/matrix/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, factory, makeRole, type Probes } from "../wall.ts";

export const matrix: Probes = {
  "access/matrix/queries.getRoleMatrix": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "matrix.read");
    for (const filters of [{}, { role: [roleId] }]) {
      const { rows } = await getRoleMatrix(grant, matrixFilters.parse(filters));
      expect(rows.map(({ id }) => id)).not.toContain(roleId);
    }
  },
  "access/matrix/queries.countColumnFacets": async () => {
    await factory.query("INSERT INTO resource_actions VALUES ($1, 'todo', 'count')", [b.tenantId]);
    const areasOf = async (actor: Actor) =>
      (await countColumnFacets(await requirePermission(actor, "matrix.read"))).area;
    expect((await areasOf(b)).map(({ value }) => value)).toContain("todo");
    expect((await areasOf(a)).map(({ value }) => value)).not.toContain("todo");
  },
  "access/matrix/queries.searchPeopleMatrix": async () => {
    const grantA = await requirePermission(a, "matrix.read");
    const grantB = await requirePermission(b, "matrix.read");
    const filters = matrixFilters.parse({ view: "people" });
    await factory.createUser(b.tenantId);
    const pageB = await searchPeopleMatrix(grantB, filters, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchPeopleMatrix(grantA, filters, { limit: 200, cursor });
      expect(rows.map(({ id }) => id)).not.toContain(b.id);
    }
    const ofB = { ...filters, text: b.email ?? "" };
    expect(await searchPeopleMatrix(grantA, ofB, { limit: 9 })).toMatchObject({
      rows: [],
      total: 0,
    });
  },
  "access/matrix/queries.findPersonInMatrix": async () => {
    const filters = matrixFilters.parse({ view: "people" });
    const find = async (actor: Actor) =>
      findPersonInMatrix(await requirePermission(actor, "matrix.read"), filters, b.id);
    expect(await find(b)).toMatchObject({ id: b.id });
    expect(await find(a)).toBeNull();
  },
  "access/matrix/queries.exportMatrix": async () => {
    const roleId = await makeRole(b);
    const textOf = async (actor: Actor, view: "roles" | "people") => {
      const input = { format: "json" as const, filters: matrixFilters.parse({ view }) };
      let text = "";
      const grant = await requirePermission(actor, "matrix.export");
      for await (const piece of exportMatrix(grant, input)) text += piece;
      return text;
    };
    expect(await textOf(b, "roles")).toContain(roleId);
    expect(await textOf(a, "roles")).not.toContain(roleId);
    expect(await textOf(b, "people")).toContain(b.id);
    expect(await textOf(a, "people")).not.toContain(b.id);
  },
  "access/matrix/service.beginMatrixExport": async () => {
    const exports = () =>
      factory.query(
        "SELECT FROM audit_events WHERE tenant_id = $1 AND action = 'matrix.exported'",
        [b.tenantId],
      );
    const before = await exports();
    const input = { format: "csv", filters: {} };
    expect(await beginMatrixExport(a, input)).toMatchObject({ ok: true });
    expect(await exports()).toHaveLength(before.length);
  },
};
