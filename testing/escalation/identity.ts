import * as apiKeys from "../../lib/identity/api-keys/service.ts";
import * as groups from "../../lib/identity/groups/service.ts";
import * as passwords from "../../lib/identity/passwords/service.ts";
import * as sessions from "../../lib/identity/sessions/service.ts";
import * as users from "../../lib/identity/users/service.ts";
import { hours, roleIn, somebody } from "./access.ts";
import { type Attempt, idOf, pick, type Run, trying } from "./step.ts";

const rules = [null, [{ attribute: "team", operator: "is", values: ["admins"] }]];

function groupRole(attempt: Attempt) {
  const groupId = idOf(attempt.have.groups, attempt.a);
  return groupId && { groupId, roleId: roleIn(attempt, attempt.b) };
}

function members(attempt: Attempt) {
  const groupId = idOf(attempt.have.groups, attempt.a);
  return groupId && { groupId, userIds: [somebody(attempt, attempt.b)] };
}

function knownAs({ world, b, c }: Attempt) {
  const { admin, above, helper } = world;
  const names = [null, "outsider", "OUTSIDER", above.victim.email, admin.id, helper.email];
  return { externalId: pick(names, b), attributes: pick([{}, { team: "admins" }], c) };
}

/** As whoever gets the link of somebody chooses their password. */
function byLink(action: typeof passwords.renewLoginLink): Run {
  return async (attempt) => {
    const userId = somebody(attempt, attempt.a);
    const result = await action(attempt.actor, { userId });
    return { result, takesOver: result.ok ? [userId] : [] };
  };
}

export const inIdentity: Record<string, Run> = {
  "identity/api-keys createApiKey": trying(apiKeys.createApiKey, ({ a, b, at }) => ({
    name: `Key ${at}`,
    scopes: [
      pick(["document.read", "document.export", "todo.close", "role.assign", "order.cancel"], a),
    ],
    expiresInDays: pick([null, 1], b),
  })),
  "identity/api-keys revokeApiKey": trying(apiKeys.revokeApiKey, ({ have, a }) => {
    const apiKeyId = idOf(have.keys, a);
    return apiKeyId && { apiKeyId };
  }),
  "identity/groups createGroup": trying(groups.createGroup, ({ a, at }) => ({
    name: `Group ${at}`,
    rule: pick(rules, a),
  })),
  "identity/groups updateGroup": trying(groups.updateGroup, ({ have, a, b, at }) => {
    if (have.groups.length === 0) return null;
    const { id: groupId, updatedAt: basedOn } = pick(have.groups, a);
    return { groupId, basedOn, name: `Changed ${at}`, description: "", rule: pick(rules, b) };
  }),
  "identity/groups deleteGroup": trying(groups.deleteGroup, ({ have, a }) => {
    const groupId = idOf(have.groups, a);
    return groupId && { groupId };
  }),
  "identity/groups addMembers": trying(groups.addMembers, members),
  "identity/groups removeMembers": trying(groups.removeMembers, members),
  "identity/groups assignGroupRole": trying(groups.assignGroupRole, groupRole),
  "identity/groups updateGroupRole": trying(groups.updateGroupRole, (attempt) => {
    const of = groupRole(attempt);
    return of && { ...of, ...pick([{}, { endsAt: hours(2) }, { startsAt: hours(1) }], attempt.c) };
  }),
  "identity/groups unassignGroupRole": trying(groups.unassignGroupRole, groupRole),
  "identity/passwords renewLoginLink": byLink(passwords.renewLoginLink),
  "identity/passwords createResetLink": byLink(passwords.createResetLink),
  "identity/sessions chooseRoles": trying(sessions.chooseRoles, (attempt) => ({
    roleIds: pick(
      [["day"], ["night"], ["day", "night"], [], [roleIn(attempt, attempt.b)]],
      attempt.a,
    ),
  })),
  "identity/users createUser": async (attempt) => {
    const { actor, a, at } = attempt;
    const result = await users.createUser(actor, {
      name: `Person ${at}`,
      email: `${at}.${attempt.world.tenantId}@example.com`,
      roleIds: pick([[], [roleIn(attempt, a)]], attempt.b),
      ...knownAs(attempt),
    });
    return { result, takesOver: result.ok ? [result.data.userId] : [] };
  },
  "identity/users updateUser": trying(users.updateUser, (attempt) => ({
    userId: somebody(attempt, attempt.a),
    name: "Renamed",
    ...knownAs(attempt),
  })),
  "identity/users disableUser": trying(users.disableUser, (attempt) => ({
    userId: somebody(attempt, attempt.a),
    apiKeys: pick(["revoke", "hand_over"], attempt.b),
  })),
  "identity/users enableUser": trying(users.enableUser, (attempt) => ({
    userId: somebody(attempt, attempt.a),
  })),
};
