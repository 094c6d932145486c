import { beforeEach, describe, expect, it } from "vitest";
import { actorWith } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { withTenantSql } from "../../platform/db.ts";
import { listResourceTypes } from "./queries.ts";
import { deleteResourceType, putResourceType } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const soft = { name: "soft", type: "boolean" };
const amount = { name: "amount", type: "number", source: "resource", fallback: 0 };
const erase = { name: "delete", properties: [soft, amount] };
const purge = (all: object[] = [{ property: "soft", value: false }], action = "delete") => ({
  name: "purge",
  condition: { action, all },
});
const put = (actions: object[], actor = admin) =>
  putResourceType(actor, { type: "record", name: "Record", actions });
const factsOf = ({ tenantId }: Actor) =>
  withTenantSql(tenantId, (sql) => readPolicyFacts(sql, tenantId));

describe("a condition", () => {
  it("is kept with what its properties were declared as, and listed as it was said", async () => {
    const all = [
      { property: "soft", value: false },
      { property: "amount", operator: "at_least", value: 100 },
    ];
    dataOf(await put([erase, purge(all)]));
    expect((await factsOf(admin)).conditions).toEqual([
      {
        permission: "record.purge",
        of: "record.delete",
        comparisons: [
          {
            source: "action",
            property: "soft",
            type: "boolean",
            fallback: null,
            operator: "is",
            value: false,
          },
          {
            source: "resource",
            property: "amount",
            type: "number",
            fallback: 0,
            operator: "at_least",
            value: 100,
          },
        ],
      },
    ]);
    const types = await listResourceTypes(await requirePermission(admin, "resource_type.read"));
    const actions = types.find(({ type }) => type === "record")?.actions;
    expect(actions).toMatchObject([
      { name: "delete", properties: [soft, amount], condition: null },
      { name: "purge", properties: [], condition: { action: "delete", all } },
    ]);
    dataOf(await put([erase, { name: "purge" }]));
    expect((await factsOf(admin)).conditions).toEqual([]);
    dataOf(await put([erase, purge()]));
    dataOf(await deleteResourceType(admin, { type: "record" }));
    expect((await factsOf(admin)).conditions).toEqual([]);
  });

  it("is kept with the time in which it was so", async () => {
    dataOf(await put([erase, purge()]));
    const [before] = await factory.query<{ now: Date }>("SELECT clock_timestamp() AS now");
    dataOf(await put([erase, { name: "purge" }]));
    const { tenantId } = admin;
    const then = await withTenantSql(tenantId, (sql) =>
      readPolicyFacts(sql, tenantId, before?.now),
    );
    expect(then.conditions).toHaveLength(1);
    expect((await factsOf(admin)).conditions).toEqual([]);
  });

  it.each([
    ["of an action that is not there", [purge()]],
    ["of itself", [erase, purge([{ property: "soft", value: false }], "purge")]],
    [
      "of one that has one itself",
      [erase, purge(), { ...purge(undefined, "purge"), name: "third" }],
    ],
    ["on a property that is not declared", [erase, purge([{ property: "hard", value: true }])]],
    ["with a value of another type", [erase, purge([{ property: "soft", value: "false" }])]],
    [
      "that orders what has no order",
      [erase, purge([{ property: "soft", operator: "at_most", value: true }])],
    ],
    ["that compares nothing", [erase, purge([])]],
    ["on a property declared twice", [{ ...erase, properties: [soft, soft] }]],
    [
      "on a property whose fallback has another type",
      [{ ...erase, properties: [{ ...soft, fallback: 1 }] }],
    ],
    ["on a property of no known type", [{ ...erase, properties: [{ name: "x", type: "date" }] }]],
  ])("%s is refused", async (_name, actions) => {
    expect(await put(actions)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect((await factsOf(admin)).productPermissions).toEqual([]);
  });

  it("is changed by nobody who could not give what it takes, or what it stood before", async () => {
    const registrar = await actorWith(factory, admin.tenantId, ["resource_type.update"]);
    // What is only just registered, nobody can have.
    dataOf(await put([erase, purge()], registrar));
    const refused = { ok: false, error: { code: "permission_denied" } };
    expect(await put([erase, purge([{ property: "soft", value: true }])], registrar)).toMatchObject(
      refused,
    );
    expect(await put([erase, { name: "purge" }], registrar)).toMatchObject(refused);
    expect(
      await put(
        [{ ...erase, properties: [{ ...soft, fallback: true }, amount] }, purge()],
        registrar,
      ),
    ).toMatchObject(refused);
    const more = { name: "burn", condition: purge().condition };
    expect(await put([erase, purge(), more], registrar)).toMatchObject(refused);
    // What changes no condition goes through, and so does everything for whoever could give it all.
    dataOf(await put([{ ...erase, sentence: "Delete it." }, purge()], registrar));
    dataOf(await put([erase, purge([{ property: "soft", value: true }])]));
    dataOf(await put([erase, { name: "purge" }]));
  });

  it("says before it is saved from whom it takes something, and to whom its end gives it", async () => {
    dataOf(await put([erase, { name: "purge" }]));
    const holder = await actorWith(factory, admin.tenantId, ["record.delete"]);
    const both = await actorWith(factory, admin.tenantId, ["record.delete"]);
    const radiusOf = async (actions: object[]) => {
      const events = await putResourceType.rehearse(admin, {
        type: "record",
        name: "Record",
        actions,
      });
      return dataOf(events)[0]?.details?.radius;
    };
    const where = [{ permission: "record.delete", reach: "with record.purge" }];
    const people = expect.arrayContaining([expect.objectContaining({ id: holder.id })]);
    expect(await radiusOf([erase, purge()])).toMatchObject({
      peopleCount: 2,
      groups: [{ gained: [], lost: where, people }],
    });
    dataOf(await put([erase, purge()]));
    await factory.query(
      "INSERT INTO role_permissions (tenant_id, role_id, permission) VALUES ($1, $2, 'record.purge')",
      [admin.tenantId, both.id],
    );
    expect(await radiusOf([erase, { name: "purge" }])).toMatchObject({
      peopleCount: 1,
      groups: [{ gained: where, lost: [], people: [{ id: holder.id }] }],
    });
    expect(await radiusOf([{ ...erase, sentence: "Delete." }, purge()])).toMatchObject({
      peopleCount: 0,
    });
  });
});
