import { describe, expect, it } from "vitest";
import { compileAccess } from "#lib/authz/engine/access";
import type { PolicyFacts, SodRuleFact } from "#lib/authz/engine/facts";
import { compilePolicy } from "#lib/authz/engine/policy";
import { chosenRoles, isTooMuch, isUndecided, roleChoices } from "./role-choice.ts";

const rule = (id: string, roles: string[], limit = 2): SodRuleFact => ({
  id,
  name: id,
  kind: "dynamic",
  roles,
  permissions: [],
  limit,
});

/** Somebody with all the roles a to d; d inherits from a. */
function holder(sodRules: SodRuleFact[], held: string[], choice: string[] = []) {
  const roles = ["a", "b", "c", "d"].map((id) => ({
    id,
    name: id.toUpperCase(),
    description: "",
    parents: id === "d" ? ["a"] : [],
    entries: [],
  }));
  const nothing = {
    productPermissions: [],
    closedTypes: [],
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: [],
  };
  const facts: PolicyFacts = { version: "1", roles, sodRules, ...nothing };
  const always = { via: null, startsAt: null, endsAt: null };
  const holdings = held.map((roleId) => ({ roleId, ...always }));
  const person = { identifiers: [], holdings, grants: [], exceptions: [] };
  const access = compileAccess(compilePolicy(facts), person, Date.now(), choice);
  const unused = access.inactive.map(({ roleId }) => roleId);
  const used = held.filter((id) => !unused.includes(id));
  return { access, used, roles: used.map((id) => ({ id, name: id, sentence: "" })) };
}

describe("the roles to choose between", () => {
  it("are one of these while any two are too many", () => {
    const [choice] = roleChoices(holder([rule("r", ["a", "b"])], ["a", "b", "c"]));
    expect(choice).toMatchObject({
      ruleId: "r",
      isOneOf: true,
      roles: [
        { id: "a", isUsed: false },
        { id: "b", isUsed: false },
      ],
    });
    expect(choice && isUndecided(choice)).toBe(true);
  });

  it("are several where the rule leaves room, or two come to the same", () => {
    const [three] = roleChoices(holder([rule("r", ["a", "b", "c"], 3)], ["a", "b", "c"]));
    expect(three?.isOneOf).toBe(false);
    const [same] = roleChoices(holder([rule("r", ["a", "b"])], ["a", "b", "d"], ["a", "d"]));
    expect(same).toMatchObject({ isOneOf: false, limit: 2 });
    const named = (...ids: string[]) => same?.roles.filter(({ id }) => ids.includes(id)) ?? [];
    const rest = { limit: 2, always: [] };
    expect(isTooMuch(named("a", "d"), rest)).toBe(false);
    expect(isTooMuch(named("b", "d"), rest)).toBe(true);
    expect(same?.roles.map(({ id, isUsed }) => [id, isUsed])).toEqual([
      ["a", true],
      ["b", false],
      ["d", true],
    ]);
  });

  it("are none where nothing excludes anything", () => {
    expect(roleChoices(holder([rule("r", ["a", "b"])], ["a", "c"]))).toEqual([]);
  });
});

describe("a new choice", () => {
  it("keeps what was chosen for another rule", () => {
    const rules = [rule("r", ["a", "b"]), rule("s", ["c", "d"])];
    const { access, used } = holder(rules, ["a", "b", "c", "d"], ["b", "c"]);
    expect(used).toEqual(["b", "c"]);
    expect(chosenRoles(access, used, { left: ["c", "d"], chosen: [] })).toEqual(["b"]);
    expect(chosenRoles(access, used, { left: ["a", "b"], chosen: ["a"] })).toEqual(["a", "c"]);
  });

  it("leaves what cannot be used together with it", () => {
    const rules = [rule("r", ["a", "b"]), rule("s", ["b", "c"])];
    const { access, used } = holder(rules, ["a", "b", "c"], ["a", "c"]);
    expect(chosenRoles(access, used, { left: ["b", "c"], chosen: ["b"] })).toEqual(["b"]);
  });
});
