import { beforeEach, describe, expect, it } from "vitest";
import { createGrant } from "../lib/access/grants/service.ts";
import { switchModule } from "../lib/access/modules/service.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { addMembers, assignGroupRole, createGroup } from "../lib/identity/groups/service.ts";
import { renewLoginLink } from "../lib/identity/passwords/service.ts";
import { updateUser } from "../lib/identity/users/service.ts";
import { actorWith, giveOwnRole } from "./actor-with.ts";
import { dataOf } from "./data-of.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let weak: Actor;
let helper: string;
/** Is in the group by hand. */
let above: string;
let groups: Record<"byHand" | "byRule", string>;

const inTeam = [{ attribute: "team", operator: "is", values: ["documents"] }];
const refused = { ok: false, error: { code: "permission_denied" } };

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  const { tenantId } = admin;
  const administers = ["group.manage_members", "grant.create", "user.update", "user.create"];
  weak = await actorWith(factory, tenantId, [...administers, "group.read"]);
  helper = (await factory.createUser(tenantId, { roles: [] })).id;
  above = (await factory.createUser(tenantId, { roles: [] })).id;
  groups = { byHand: await groupWith(null), byRule: await groupWith(inTeam) };
  dataOf(await addMembers(admin, { groupId: groups.byHand, userIds: [above] }));
  dataOf(await switchModule(admin, { module: "documents", isEnabled: false }));
});

/** A group that gives a role which deletes documents. */
async function groupWith(rule: typeof inTeam | null): Promise<string> {
  const name = rule ? "By rule" : "By hand";
  const roleId = (await factory.createUser(admin.tenantId, { roles: [] })).id;
  await giveOwnRole(factory, admin.tenantId, roleId, ["document.delete"]);
  const { groupId } = dataOf(await createGroup(admin, { name, rule }));
  dataOf(await assignGroupRole(admin, { groupId, roleId }));
  return groupId;
}

describe("while a module is off, nobody who lacks what lies in it", () => {
  it("puts somebody into a group that gives it", async () => {
    const input = { groupId: groups.byHand, userIds: [helper] };
    expect(await addMembers(weak, input)).toMatchObject(refused);
  });

  it("lets a rule choose somebody who gets it", async () => {
    const input = {
      userId: helper,
      name: "H",
      externalId: null,
      attributes: { team: "documents" },
    };
    expect(await updateUser(weak, input)).toMatchObject(refused);
    expect(await updateUser(admin, input)).toMatchObject({ ok: true });
  });

  it("grants it on a resource", async () => {
    const on = { resourceType: "document", resourceId: "d1" };
    const input = { userId: helper, permission: "document.delete", ...on };
    expect(await createGrant(weak, input)).toMatchObject(refused);
  });

  it("gets the link of somebody who has it", async () => {
    expect(await renewLoginLink(weak, { userId: above })).toMatchObject(refused);
    expect(await renewLoginLink(admin, { userId: above })).toMatchObject({ ok: true });
  });
});
