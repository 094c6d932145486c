import { expect } from "vitest";
import {
  browseResources,
  countResources,
  getResource,
  getResourceDetails,
  listResourceTypes,
  searchResources,
} from "../../../lib/access/resources/queries.ts";
import {
  deleteResource,
  deleteResourceType,
  putResource,
  putResourceType,
} from "../../../lib/access/resources/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, factory, notFound, type Probes } from "../wall.ts";

export const resources: Probes = {
  "access/resources/queries.listResourceTypes": async () => {
    await putResourceType(b, { type: "wall", name: "Wall", actions: [] });
    const types = await listResourceTypes(await requirePermission(a, "resource_type.read"));
    expect(types.map(({ type }) => type)).not.toContain("wall");
  },
  "access/resources/queries.searchResources": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const grant = await requirePermission(a, "resource.read");
    const page = await searchResources(grant, { type: "workspace" }, { after: "", limit: 200 });
    expect(page.rows.map(({ id }) => id)).not.toContain("of-b");
  },
  "access/resources/queries.getResource": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const grant = await requirePermission(a, "resource.read");
    const ref = { type: "workspace", id: "of-b" };
    await expect(getResource(grant, ref)).rejects.toThrow("no such resource");
  },
  "access/resources/queries.browseResources": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const idsOf = async (actor: Actor) => {
      const grant = await requirePermission(actor, "resource.read");
      const page = await browseResources(grant, { text: "of-b" }, { limit: 50 });
      return page.rows.map(({ id }) => id);
    };
    expect([await idsOf(a), await idsOf(b)]).toEqual([[], ["of-b"]]);
  },
  "access/resources/queries.countResources": async () => {
    await putResourceType(b, { type: "walled", name: "Walled", actions: [] });
    await putResource(b, { type: "walled", id: "of-b" });
    const typesOf = async (actor: Actor) =>
      (await countResources(await requirePermission(actor, "resource.read"))).map(
        ({ value }) => value,
      );
    expect(await typesOf(b)).toContain("walled");
    expect(await typesOf(a)).not.toContain("walled");
  },
  "access/resources/queries.getResourceDetails": async () => {
    await putResource(b, { type: "workspace", id: "of-b", owner: a.email });
    const ref = { type: "workspace", id: "of-b" };
    const of = async (actor: Actor) =>
      getResourceDetails(await requirePermission(actor, "resource.read"), ref);
    await expect(of(a)).rejects.toThrow("no such resource");
    // A person of another tenant is nobody here.
    expect((await of(b)).ownerPerson).toBeNull();
  },
  "access/resources/service.putResourceType": async () => {
    await putResourceType(b, { type: "wall", name: "Wall", actions: [{ name: "climb" }] });
    await putResourceType(a, { type: "wall", name: "Mine", actions: [] });
    const rows = await factory.query(
      "SELECT name FROM resource_types WHERE tenant_id = $1 AND id = 'wall'",
      [b.tenantId],
    );
    expect(rows).toEqual([{ name: "Wall" }]);
  },
  "access/resources/service.deleteResourceType": async () => {
    await putResourceType(b, { type: "only_b", name: "Only B", actions: [] });
    expect(await deleteResourceType(a, { type: "only_b" })).toMatchObject(notFound);
  },
  "access/resources/service.putResource": async () => {
    await putResource(b, { type: "workspace", id: "of-b" });
    const parent = { type: "workspace", id: "of-b" };
    const result = await putResource(a, { type: "project", id: "p", parent });
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  },
  "access/resources/service.deleteResource": async () => {
    const ref = { type: "workspace", id: "of-b" };
    await putResource(b, ref);
    expect(await deleteResource(a, ref)).toMatchObject(notFound);
  },
};
